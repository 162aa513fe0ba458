"""Where everybody stands in the planning cycle: ten steps × the territories that take part in each.

A step of a level is done by what happened to the plan (transmitted, approved: nobody has to say it twice), else by the
mark that the territory put. Source: Convention de performance et d’imputabilité (2006), figure of the cycle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from plans.enums import PlanKind, StepState
from plans.models import CycleMark, CycleStep, Plan, PlanningCycle
from regions.enums import TerritoryKind
from regions.models import Territory

LEVEL_WORDS = {
    TerritoryKind.NATIONAL: "national",
    TerritoryKind.REGION: "régional",
    TerritoryKind.CLE: "local",
}
# Steps that the acts on a plan complete by themselves: (kind of plan, date of the act).
_BY_ACT = {5: (PlanKind.PAL, "submitted_on"), 6: (PlanKind.PAR, "transmitted_on"), 7: (PlanKind.PAR, "approved_on")}
# What each step waits for.
DEPENDS_ON: dict[int, tuple[int, ...]] = {
    2: (1,), 3: (2,), 4: (3,), 5: (4,), 6: (5,), 7: (6,), 8: (7,), 9: (8,), 10: (7,),
}  # fmt: skip
ACT_LEVELS = {5: TerritoryKind.CLE, 6: TerritoryKind.REGION, 7: TerritoryKind.REGION}


@dataclass(frozen=True)
class Cell:
    """One step for one territory; `state` is None when the step is not of its level."""

    step: CycleStep
    state: StepState | None
    completed_on: date | None = None
    waits_for: tuple[int, ...] = ()
    is_by_act: bool = False

    @property
    def word(self) -> str:
        """What is read in the cell."""
        return "" if self.state is None else StepState(self.state).label


@dataclass(frozen=True)
class Line:
    """A territory and its cells, one a step."""

    territory: Territory
    cells: tuple[Cell, ...]

    @property
    def late_count(self) -> int:
        return sum(cell.state == StepState.LATE for cell in self.cells)


@dataclass(frozen=True)
class Board:
    steps: tuple[CycleStep, ...]
    lines: tuple[Line, ...]

    @property
    def late(self) -> tuple[Line, ...]:
        """Who is late, the latest first."""
        return tuple(sorted((line for line in self.lines if line.late_count), key=lambda line: -line.late_count))


def today_of(cycle: PlanningCycle) -> date:
    """The day against which dates are judged: a demonstration of the past stands at its own next date."""
    if not Plan.objects.filter(year=cycle.pk, is_demonstration=True).exists():
        return timezone.localdate()
    pending = CycleStep.objects.filter(cycle=cycle, completed_on__isnull=True).first()
    return pending.due_on if pending else timezone.localdate()


def takes_part(step: CycleStep, territory: Territory) -> bool:
    """Whether the step is of the territory's level."""
    return LEVEL_WORDS[TerritoryKind(territory.kind)] in step.levels


def read_board(year: int, territories: Iterable[Territory], today: date) -> Board:
    """The board of a year for some territories. Three queries whatever their number."""
    places = list(territories)
    steps = tuple(CycleStep.objects.filter(cycle=year))
    marks = {
        (mark.step_id, mark.territory_id): mark.completed_on
        for mark in CycleMark.objects.filter(step__cycle=year, territory__in=places)
    }
    acts: dict[tuple[str, int], Plan] = {
        (plan.kind, plan.territory_id): plan for plan in Plan.objects.filter(year=year, territory__in=places)
    }
    return Board(steps, tuple(Line(place, _cells(steps, place, marks, acts, today)) for place in places))


def _cells(steps, place: Territory, marks: dict, acts: dict, today: date) -> tuple[Cell, ...]:
    done: dict[int, date | None] = {}
    by_act: dict[int, bool] = defaultdict(bool)
    for step in steps:
        kind, column = _BY_ACT.get(step.number, (None, ""))
        plan = acts.get((kind, place.pk))
        on = getattr(plan, column) if plan else None
        by_act[step.number] = on is not None
        done[step.number] = on or marks.get((step.pk, place.pk)) or step.completed_on
    current = next((step.number for step in steps if takes_part(step, place) and not done[step.number]), 0)
    return tuple(_cell(step, place, done, by_act[step.number], current, today) for step in steps)


def _cell(step: CycleStep, place: Territory, done: dict, is_by_act: bool, current: int, today: date) -> Cell:
    if not takes_part(step, place):
        return Cell(step, None)
    if done[step.number]:
        return Cell(step, StepState.DONE, done[step.number], is_by_act=is_by_act)
    waits_for = tuple(number for number in DEPENDS_ON.get(step.number, ()) if not done.get(number))
    if step.due_on < today:
        return Cell(step, StepState.LATE, waits_for=waits_for)
    state = StepState.CURRENT if step.number == current and not waits_for else StepState.TODO
    return Cell(step, state, waits_for=waits_for)
