"""All that the checks of a plan look at, read once: the number of queries does not depend on the size of the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from indicators.enums import Component, Obligation
from indicators.models import AllocationScenario, BreakdownGroup, Cumulative, Indicator, Target
from plans.checks.gaps import Gap, Severity, counted
from plans.dossier import Dossier, plan_dossier
from plans.frame import Frame, read_frame
from plans.models import Plan
from plans.rows import Rows, read_rows

NAMED = 3  # how many things a sentence names before it only counts
_YEARS_LOOKED_BACK = 3


@dataclass(frozen=True)
class Known:
    """A plan with its rows, figures, frame and targets."""

    plan: Plan
    rows: Rows
    dossier: Dossier
    frame: Frame
    indicators: tuple[Indicator, ...]  # those of the year, with `obligation_in_year`
    targets: dict[int, dict[int, Target]]  # indicator → territory → target in force: the region's and its offices'
    last_year: frozenset[int]  # indicators that had a number to reach last year
    denominators: frozenset[int]  # quotients of which a denominator is known: past results or an applied split

    @property
    def own_targets(self) -> dict[int, Target]:
        place = self.plan.territory_id
        return {pk: held[place] for pk, held in self.targets.items() if place in held}

    @property
    def targeted(self) -> tuple[Indicator, ...]:
        return tuple(one for one in self.indicators if one.obligation_in_year == Obligation.TARGETED)

    def gap(self, sentence: str, anchor: str, part: str, severity: Severity = Severity.CHECK, heading: str = "") -> Gap:
        """A gap mended on the plan page, under an anchor."""
        return Gap(sentence, f"{self.plan.get_absolute_url()}#{anchor}", severity, part, heading or anchor)

    def count(
        self,
        rows: Iterable,
        one: str,
        many: str,
        anchor: str,
        part: str,
        *,
        heading: str = "",
        severity: Severity = Severity.CHECK,
        named: bool = False,
    ) -> list[Gap]:
        """A sentence that counts rows and, `named`, tells the first of them; nothing when there is none."""
        found = list(rows)
        if not found:
            return []
        names = f" : {some(found)}" if named else "."
        return [self.gap(f"{counted(len(found), one, many)}{names}", anchor, part, severity, heading)]


def some(things: list) -> str:
    """The first few by name, and « … » when there are more."""
    shown = ", ".join(f"« {thing} »" for thing in things[:NAMED])
    return f"{shown}…" if len(things) > NAMED else f"{shown}."


def read_known(plan: Plan) -> Known:
    """Everything, in a fixed number of queries."""
    rows = read_rows(plan)
    indicators = tuple(Indicator.objects.in_year(plan.year_id))
    targets: dict[int, dict[int, Target]] = defaultdict(dict)
    last_year = set()
    in_force = Target.objects.current().filter(
        Q(territory=plan.territory_id) | Q(territory__parent=plan.territory_id),
        year__in=[plan.year_id, plan.year_id - 1],
    )
    for target in in_force:
        if target.year_id == plan.year_id:
            targets[target.indicator_id][target.territory_id] = target
        elif target.territory_id == plan.territory_id and not target.is_not_applicable:
            last_year.add(target.indicator_id)
    return Known(
        plan=plan,
        rows=rows,
        dossier=plan_dossier(plan, rows=rows),
        frame=read_frame(plan.year_id),
        indicators=indicators,
        targets=dict(targets),
        last_year=frozenset(last_year),
        denominators=_denominators(plan),
    )


def _denominators(plan: Plan) -> frozenset[int]:
    past = (
        Cumulative.objects.order_by()
        .filter(
            territory=plan.territory_id,
            year__in=range(plan.year_id - _YEARS_LOOKED_BACK, plan.year_id + 1),
            group=BreakdownGroup.TOTAL,
            component=Component.DENOMINATOR,
        )
        .values_list("indicator", flat=True)
    )
    split = (
        AllocationScenario.objects.order_by()
        .filter(parent=plan.territory_id, year=plan.year_id, applied_at__isnull=False, denominator__gt=0)
        .values_list("indicator", flat=True)
    )
    return frozenset(past.union(split))


def target_url(known: Known, indicator: Indicator) -> str:
    """Where the target of an indicator is fixed."""
    return reverse("target_revise", args=[known.plan.territory.slug, known.plan.year_id, indicator.key])
