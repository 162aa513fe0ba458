"""What anybody may read: published editions, and results in which small numbers are hidden.

An edition is public from its publication on, whatever becomes of the plan: while the next one is written, approved or
returned, the former stays. Nothing here reads the plan as it stands today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.urls import reverse

from core.formats import EMPTY
from core.states import Transition
from indicators.enums import Component
from indicators.figures import Figure, read_figures
from indicators.masking import MASKED_TEXT
from indicators.models import BreakdownGroup, FiscalYear
from indicators.public_tables import public_table
from indicators.versions import read_results
from plans.enums import PlanKind
from plans.models import Act, Edition, Plan
from plans.workflow import REGIONAL
from regions.models import Territory

PUBLISH: Transition = next(way for way in REGIONAL if way.name == "publish")
_KEPT_FOR = 24 * 60 * 60


@dataclass(frozen=True)
class Publication:
    """An edition that was published, and when; `is_latest` for the one that stands."""

    plan: Plan
    edition: Edition
    published_on: date
    is_latest: bool

    def address(self, name: str = "public_plan") -> str:
        """Where it is read: the stable address of the plan, or that of an edition left behind."""
        at = [self.plan.territory.slug, self.plan.year_id]
        return reverse(name, args=at) if self.is_latest else reverse("public_edition", args=[*at, self.edition.number])


def published_plans(*, region: str = "", year: int | None = None) -> list[Publication]:
    """The latest published edition of each plan, the latest year first. Two queries whatever the number."""
    publish = Act.objects.filter(plan=OuterRef("pk"), transition=PUBLISH.name)
    plans = Plan.objects.filter(Exists(publish), kind__in=[PlanKind.PAR, PlanKind.NATIONAL])
    if region:
        plans = plans.filter(territory__slug=region)
    if year is not None:
        plans = plans.filter(year=year)
    ordered = list(plans.select_related("territory", "year").order_by("-year_id", "territory__position"))
    acts = _publishing_acts(ordered)
    latest = {act.plan_id: act for act in acts}  # in the order of the acts: the last one stands
    return [Publication(plan, latest[plan.pk].edition, latest[plan.pk].decided_on, True) for plan in ordered]


def publications(territory: str, year: int) -> list[Publication]:
    """Every published edition of a place and year, the latest first; empty when nothing was published."""
    plans = Plan.objects.select_related("territory", "year").filter(
        territory__slug=territory, year=year, kind__in=[PlanKind.PAR, PlanKind.NATIONAL]
    )
    found: dict[int, Publication] = {}
    plan = plans.first()
    for act in reversed(_publishing_acts([plan] if plan else [])):
        found.setdefault(act.edition_id, Publication(plan, act.edition, act.decided_on, not found))
    return list(found.values())


def _publishing_acts(plans: Iterable[Plan]) -> list[Act]:
    acts = Act.objects.filter(plan__in=list(plans), transition=PUBLISH.name, edition__isnull=False)
    return list(acts.select_related("edition").defer("edition__content").order_by("pk"))


# --- Results ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicResult:
    """A figure as anybody may read it: when it is masked, nothing that was computed from it is told either."""

    figure: Figure
    is_masked: bool

    @property
    def result_text(self) -> str:
        return MASKED_TEXT if self.is_masked else self.figure.result_text

    @property
    def attainment_text(self) -> str:
        return EMPTY if self.is_masked else self.figure.attainment_text

    @property
    def cells(self) -> tuple[str, ...]:
        """A row of the open data: number, name, unit, target, result, masked or not."""
        figure = self.figure
        result = "" if self.is_masked or figure.result is None else str(figure.result)
        target = "" if figure.target is None else str(figure.target)
        return (
            figure.indicator.number,
            figure.label,
            figure.indicator.unit,
            target,
            result,
            "1" if self.is_masked else "0",
        )


COLUMNS = ("indicateur", "nom", "unite", "cible", "resultat", "masque")


def public_results(territory: Territory, year: FiscalYear, month: int) -> tuple[PublicResult, ...]:
    """Targeted figures of a place to the end of a month, masked where a number is small.

    What is masked is kept for a day under the version of the data: masking looks at the whole country each time.
    """
    figures = read_figures(territories=[territory], year=year.pk, month=month, targeted_only=True)
    known = "-".join(map(str, read_results(year.pk, [territory.pk])))
    name = f"public-masked-{territory.pk}-{year.pk}-{month}-{known}"
    masked = cache.get(name)
    if masked is None:
        masked = frozenset(figure.indicator.pk for figure in figures if _is_masked(figure))
        cache.set(name, masked, _KEPT_FOR)
    return tuple(PublicResult(figure, figure.indicator.pk in masked) for figure in figures)


def _is_masked(figure: Figure) -> bool:
    table = public_table(indicator=figure.indicator, year=figure.year)
    components = (
        (Component.NUMERATOR, Component.DENOMINATOR) if figure.indicator.is_quotient else (Component.NUMERATOR,)
    )
    return any(table.is_masked(figure.territory.pk, BreakdownGroup.TOTAL, one, figure.month) for one in components)
