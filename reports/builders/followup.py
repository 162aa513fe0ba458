"""The monthly follow-up of a region or of Québec."""

from __future__ import annotations

from core.fiscal import calendar_month
from core.formats import de
from indicators.models import Attainment
from reports.document import Cover, Document, Section
from reports.enums import DocumentKind
from reports.followup import parts
from reports.followup.dossier import follow_up
from reports.registry import Kind, Order, register
from reports.steps import Progress, Step

DEMONSTRATION = "Données de démonstration. Les résultats mensuels et les explications sont synthétiques."


def missing(order: Order) -> str:
    if Attainment.objects.filter(territory=order.territory, year=order.year).exists():
        return ""
    return f"Aucun résultat ni aucune cible n’est connu pour {order.territory} en {order.year.label}."


def build_followup(order: Order, progress: Progress) -> Document:
    """The tree of a month; the last known month when none is asked for."""
    progress(Step.READ)
    follow = follow_up(order.territory, order.year, order.month)
    progress(Step.COMPOSE, "Résultats et projections")
    sections: list[Section] = [parts.essential(follow), parts.results(follow)]
    ahead = parts.projections(follow)
    sections += [ahead] if ahead else []
    progress(Step.COMPOSE, "Territoires")
    by_place = parts.places(follow, str(len(sections) + 1))
    sections += [by_place] if by_place else []
    progress(Step.COMPOSE, "Écarts expliqués")
    sections.append(parts.gaps(follow, str(len(sections) + 1)))
    sections.append(parts.reading(str(len(sections) + 1)))
    month = calendar_month(order.year.start, follow.month)
    extraction = f" · {follow.extraction[0].lower()}{follow.extraction[1:]}" if follow.extraction else ""
    return Document(
        kind=order.kind,
        stem=f"suivi-{order.territory.slug}-{order.year.label}-{month}",
        title=f"Suivi mensuel, {follow.month_name} – {follow.name}",
        subject=f"Résultats des indicateurs de gestion à la fin {de(follow.month_name)}, {follow.name}",
        author=follow.name,
        running_title=f"Suivi mensuel · {follow.month_name} · {follow.name}",
        cover=Cover(
            service="Services publics d’emploi et Solidarité sociale",
            title="Suivi mensuel",
            period=follow.month_name,
            place=follow.name,
            state=f"Exercice {order.year.label}",
            as_of=f"Résultats cumulés du 1er avril {order.year.start} à la fin {de(follow.month_name)}{extraction}",
            warning=DEMONSTRATION if follow.is_synthetic else "",
        ),
        sections=tuple(sections),
        foot="Données de démonstration" if follow.is_synthetic else "",
    )


register(
    Kind(
        code=DocumentKind.FOLLOWUP,
        label=DocumentKind.FOLLOWUP.label,
        lead="Résultats du mois par famille, projections, petits graphiques par territoire et écarts expliqués.",
        build=build_followup,
        month="optional",
        stem="suivi",
        missing=missing,
    )
)
