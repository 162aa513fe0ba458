"""What the page of the national frame shows: entries, what plans stand on them, national targets, recommended keys."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from indicators.allocation_keys import key_label
from indicators.figures import value_text
from indicators.models import FiscalYear, Indicator, Target
from plans.frame import Entry, Frame, read_frame
from plans.models import InterventionField, Orientation, OrientationContext, PlanField, RecommendedKey, Strategy


@dataclass(frozen=True)
class TargetRow:
    """A targeted indicator in the frame: the national target in force and the key that is recommended."""

    indicator: Indicator
    target: Target | None
    key: RecommendedKey | None

    @property
    def target_text(self) -> str:
        if self.target is None:
            return ""
        return "s/o" if self.target.is_not_applicable else value_text(self.indicator, self.target.value)

    @property
    def key_text(self) -> str:
        return key_label(self.key.key) if self.key else ""


@dataclass(frozen=True)
class FramePage:
    year: FiscalYear
    frame: Frame
    targets: tuple[TargetRow, ...]
    previous: FiscalYear | None  # the year from which an empty frame may be made
    next: FiscalYear | None

    @property
    def is_empty(self) -> bool:
        return not self.frame.orientations and not self.frame.withdrawn


def frame_page(year: FiscalYear, years: tuple[FiscalYear, ...]) -> FramePage:
    """The frame of a year: four queries."""
    by_start = {one.pk: one for one in years}
    frame = read_frame(year.pk)
    former = by_start.get(year.pk - 1)
    if former and not Orientation.objects.filter(cycle=former.pk).exists():
        former = None
    return FramePage(year, frame, tuple(target_rows(year)), former, by_start.get(year.pk + 1))


def target_rows(year: FiscalYear, indicator: Indicator | None = None) -> list[TargetRow]:
    """Every targeted indicator of the year, in the order of the catalogue; only one when it is given."""
    indicators = Indicator.objects.targeted_in(year.pk)
    if indicator is not None:
        indicators = Indicator.objects.in_year(year.pk).filter(pk=indicator.pk)
    targets = Target.objects.filter(territory__parent__isnull=True, year=year).current().select_related("indicator")
    by_indicator = {target.indicator_id: target for target in targets}
    keys = {key.indicator_id: key for key in RecommendedKey.objects.filter(cycle=year.pk)}
    return [TargetRow(one, by_indicator.get(one.pk), keys.get(one.pk)) for one in indicators]


@dataclass(frozen=True)
class Consequence:
    """What withdrawing an entry touches, told before it is done."""

    fields: int
    plans: tuple[str, ...]  # « Bas-Saint-Laurent (2 stratégies) »

    @property
    def is_used(self) -> bool:
        return bool(self.plans)


def consequence(entry: Entry) -> Consequence:
    """The plans that stand on an entry, with how many strategies each has under it."""
    if isinstance(entry, Orientation):
        below = InterventionField.objects.standing().filter(orientation=entry).count()
        fields = PlanField.objects.filter(field__orientation=entry)
        extra = OrientationContext.objects.filter(orientation=entry)
    else:
        below, fields, extra = 0, PlanField.objects.filter(field=entry), OrientationContext.objects.none()
    places = {**_territories(extra), **_territories(fields)}
    strategies = Strategy.objects.filter(plan_field__in=fields).values("plan_field__plan").annotate(count=Count("pk"))
    counts = {row["plan_field__plan"]: row["count"] for row in strategies}
    told = [f"{name} ({_strategies(counts.get(plan, 0))})" for plan, name in sorted(places.items(), key=lambda p: p[1])]
    return Consequence(below, tuple(told))


def _territories(rows) -> dict[int, str]:
    return dict(rows.values_list("plan", "plan__territory__name"))


def _strategies(count: int) -> str:
    return "aucune stratégie" if not count else f"{count} stratégie{'s' if count > 1 else ''}"
