"""The regional action plan (PAR): both mandates, in its present text or in a frozen edition."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from core.errors import Refused
from core.formats import de, month_label
from indicators.models import FiscalYear
from plans import models as m
from plans.enums import PlanKind
from regions.models import Territory
from reports.document import Cover, Document, Section
from reports.editions import dossier_of
from reports.enums import DocumentKind
from reports.par import employment, resources, solidarity
from reports.registry import Kind, Order, register
from reports.steps import Progress, Step

DEMONSTRATION = (
    "Données de démonstration. Le plan, ses cibles et ses chiffres clés viennent d’un document public; les textes ont "
    "été récrits et les résultats mensuels sont synthétiques."
)


def plan_of(territory: Territory, year: FiscalYear) -> m.Plan | None:
    return m.Plan.objects.filter(kind=PlanKind.PAR, territory=territory, year=year).first()


def find_plan(territory: Territory, year: FiscalYear) -> m.Plan:
    """The PAR of a region for a year. Refused, in a sentence, when there is none."""
    plan = plan_of(territory, year)
    if plan is None:
        raise Refused(no_plan(territory, year))
    return plan


def no_plan(territory: Territory, year: FiscalYear) -> str:
    return f"Il n’y a pas de plan d’action régional {year.label} pour {territory} : rien à produire."


def missing(order: Order) -> str:
    return "" if plan_of(order.territory, order.year) else no_plan(order.territory, order.year)


def editions(order: Order) -> tuple[int, ...]:
    plan = plan_of(order.territory, order.year)
    return tuple(plan.editions.order_by("-number").values_list("number", flat=True)) if plan else ()


def build_par(order: Order, progress: Progress) -> Document:
    """The tree of a plan. Refused when there is no plan, or no such edition."""
    progress(Step.READ)
    dossier, frozen_at = dossier_of(find_plan(order.territory, order.year), order.edition, order.month)
    plan, region = dossier.plan, dossier.region.name_in(dossier.year)
    is_synthetic = plan.is_demonstration or any(figure.is_synthetic for figure in dossier.figures)
    employment_part = (
        employment.foreword, employment.mission, employment.market, employment.issues, employment.sectors,
        employment.orientations, employment.strategies, resources.resources, resources.targets,
    )  # fmt: skip
    solidarity_part = (solidarity.introduction, solidarity.targets, solidarity.objectives, solidarity.regional)
    parts = (
        ("Volet Services publics d’emploi", "volet-emploi", employment_part, ()),
        ("Volet Solidarité sociale", "volet-solidarite", solidarity_part, solidarity.notes(dossier)),
    )
    sections = []
    for title, anchor, makers, more in parts:
        progress(Step.COMPOSE, title)
        chapters = tuple(make(dossier) for make in makers)
        sections.append(Section(title, (*chapters, *more), role="part", anchor=anchor))
    known = (
        f" · résultats connus à la fin {de(month_label(dossier.year, dossier.month))}" if dossier.shows_results else ""
    )
    return Document(
        kind=order.kind,
        stem=f"par-{order.territory.slug}-{dossier.year_label}",
        title=f"{plan.title} – {dossier.region}",
        subject=f"Plan d’action régional {dossier.year_label}, {dossier.region}",
        author=f"Direction régionale – {dossier.region}",
        running_title=f"Plan d’action régional {dossier.year_label} · {region}",
        cover=Cover(
            service="Services publics d’emploi et Solidarité sociale",
            title="Plan d’action régional",
            period=dossier.year_label,
            place=region,
            state=_standing(plan, frozen_at),
            as_of=f"Exercice du 1er avril {dossier.year} au 31 mars {dossier.year + 1}{known}",
            warning=DEMONSTRATION if is_synthetic else "",
        ),
        sections=tuple(sections),
        foot="Données de démonstration" if is_synthetic else "",
        made_at=frozen_at,
    )


def _standing(plan: m.Plan, frozen_at: datetime | None) -> str:
    """The state of today, or which edition it is: several acts may bear on one, after the state that it froze."""
    if frozen_at is None:
        return f"{plan.get_state_display()} · édition {plan.edition}"
    return f"Édition {plan.edition}, figée le {date_format(timezone.localtime(frozen_at), 'j F Y')}"


register(
    Kind(
        code=DocumentKind.PAR,
        label=DocumentKind.PAR.label,
        lead="Le plan des deux mandats : portrait, enjeux, stratégies, budget, cibles et résultats à jour.",
        build=build_par,
        scope="region",
        month="optional",
        has_editions=True,
        missing=missing,
        editions=editions,
    )
)
