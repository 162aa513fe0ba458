"""The annual report of a region, or of Québec."""

from __future__ import annotations

from indicators.models import Attainment
from regions.enums import TerritoryKind
from reports.annual import AnnualDossier, annual_dossier
from reports.annual_document import chapters
from reports.document import Cover, Document
from reports.enums import DocumentKind
from reports.models import AnnualReport, Initiative
from reports.registry import Kind, Order, register
from reports.steps import Progress, Step

DEMONSTRATION = (
    "Données de démonstration. Les cibles viennent d’un plan public; les résultats, les explications et les textes "
    "sont synthétiques."
)


def missing(order: Order) -> str:
    """Why there is nothing to make; a query or two."""
    known = {"territory": order.territory, "year": order.year}
    if Attainment.objects.filter(**known).exists() or AnnualReport.objects.filter(**known).exists():
        return ""
    if Initiative.objects.told().filter(**known).exists():
        return ""
    return (
        f"Rien n’est connu de l’exercice {order.year.label} pour {order.territory} : ni cible, ni résultat, ni texte. "
        "Le rapport annuel n’a rien à raconter."
    )


def build_annual(order: Order, progress: Progress) -> Document:
    """The tree of an annual report. A chapter without anything to say is not there."""
    progress(Step.READ)
    dossier = annual_dossier(order.territory, order.year)
    place, year = dossier.place_name, dossier.year_label
    whose = "du Québec" if dossier.is_national else f"– {place}"
    sections = chapters(dossier, lambda title: progress(Step.COMPOSE, title))
    return Document(
        kind=order.kind,
        stem=f"rapport-annuel-{order.territory.slug}-{year}",
        title=f"Rapport annuel {year} {whose}",
        subject=f"Rapport annuel des services publics d’emploi {year}, {place}",
        author=_author(dossier),
        running_title=f"Rapport annuel {year} · {place}",
        cover=Cover(
            service="Services publics d’emploi",
            title="Rapport annuel",
            period=year,
            place=place,
            state=_state(dossier),
            as_of=f"Exercice du 1er avril {dossier.year.pk} au 31 mars {dossier.year.pk + 1}",
            warning=DEMONSTRATION if dossier.is_synthetic else "",
        ),
        sections=sections,
        foot="Données de démonstration" if dossier.is_synthetic else "",
        sources=(dossier.report.source,) if dossier.report and dossier.report.source else (),
    )


def _author(dossier: AnnualDossier) -> str:
    if dossier.territory.kind == TerritoryKind.NATIONAL:
        return "Ministère responsable de l’emploi"
    return f"Direction régionale – {dossier.place_name}"


def _state(dossier: AnnualDossier) -> str:
    report = dossier.report
    if report is None:
        return "En rédaction"
    told = [report.get_state_display()]
    if report.resolution:
        told.append(f"résolution {report.resolution}")
    return " · ".join(told)


register(
    Kind(
        code=DocumentKind.ANNUAL,
        label=DocumentKind.ANNUAL.label,
        lead="Résultats au regard des cibles, écarts expliqués, clientèle, suivi des stratégies, coûts et initiatives.",
        build=build_annual,
        missing=missing,
    )
)
