"""The actions of a plan as they are managed: filtered, sorted, numbered, by status and along the year.

A constant number of queries, whatever the number of actions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from core.folding import fold
from plans.cycle_board import today_of
from plans.enums import ActionStatus
from plans.models import Action, Milestone, Plan, Strategy, StrategyFollowUp
from regions.models import Territory

FINISHED = frozenset({ActionStatus.DONE, ActionStatus.DROPPED})
COLUMNS = (
    ActionStatus.NOT_TOLD, ActionStatus.PLANNED, ActionStatus.ONGOING, ActionStatus.DONE, ActionStatus.DROPPED,
)  # fmt: skip
NOBODY, NOT_TOLD = "personne", "non-precise"  # as the address says an empty lead and an empty status
SORTS = ("numero", "action", "responsable", "debut", "fin", "etat", "avancement")
_LONGEST_QUESTION = 200


@dataclass(frozen=True)
class Filters:
    """What the address asks for; anything unknown is as if it were not there."""

    field: str = ""
    strategy: str = ""
    status: str = ""
    lead: str = ""
    cle: str = ""
    late: bool = False
    text: str = ""
    sort: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """From the parameters of an address (champ, strategie, etat, responsable, cle, retard, q, tri)."""
        return cls(
            field=_number(query.get("champ", "")),
            strategy=_number(query.get("strategie", "")),
            status=query.get("etat", ""),
            lead=query.get("responsable", ""),
            cle=query.get("cle", ""),
            late=query.get("retard", "") == "1",
            text=query.get("q", "").strip()[:_LONGEST_QUESTION],
            sort=query.get("tri", "") if query.get("tri", "").removeprefix("-") in SORTS else "",
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left out (sorting leaves nothing out)."""
        return not any((self.field, self.strategy, self.status, self.lead, self.cle, self.late, self.text))


def _number(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 10 else ""


@dataclass(frozen=True)
class Line:
    """An action with its number (« 1.2.3 »: field, rank of the strategy, rank of the action) and what is late of it."""

    row: Action
    number: str
    rank: tuple[int, int, int]
    late_milestones: tuple[Milestone, ...]
    is_overdue: bool

    @property
    def is_late(self) -> bool:
        return self.is_overdue or bool(self.late_milestones)

    @property
    def anchor(self) -> str:
        return f"action-{self.row.pk}"

    @property
    def status(self) -> ActionStatus:
        return ActionStatus(self.row.status)

    @property
    def milestones(self) -> list[Milestone]:
        return list(self.row.milestones.all())

    @property
    def reached(self) -> int:
        return sum(one.reached_on is not None for one in self.milestones)


@dataclass(frozen=True)
class Column:
    status: ActionStatus
    lines: tuple[Line, ...]

    @property
    def key(self) -> str:
        return self.status.value or NOT_TOLD


@dataclass(frozen=True)
class ActionList:
    """The actions asked for, beside what one may ask for."""

    plan: Plan
    filters: Filters
    today: date
    lines: tuple[Line, ...]
    total: int
    strategies: tuple[tuple[str, Strategy], ...]
    leads: tuple[str, ...]
    offices: tuple[Territory, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """By status, in the order of a life; what is not told comes first."""
        return tuple(Column(one, tuple(line for line in self.lines if line.status == one)) for one in COLUMNS)

    @property
    def fields(self) -> tuple:
        """The fields that the plan treats, in their order."""
        return tuple({one.plan_field.field.number: one.plan_field.field for _, one in self.strategies}.values())

    @cached_property
    def late_count(self) -> int:
        return sum(line.is_late for line in self.lines)

    @property
    def tally(self) -> tuple[tuple[ActionStatus, int], ...]:
        counts = Counter(line.status for line in self.lines)
        return tuple((one, counts[one]) for one in COLUMNS if counts[one])


def managed_actions(plan: Plan) -> QuerySet[Action]:
    """The standing actions of a plan with all that is shown of them."""
    return (
        Action.objects.filter(strategy__plan_field__plan=plan, strategy__archived_at=None)
        .select_related("strategy__plan_field__field")
        .prefetch_related("cles", "organisations", "indicators", Prefetch("milestones", Milestone.objects.all()))
    )


def action_list(plan: Plan, filters: Filters, today: date | None = None) -> ActionList:
    """The actions of a plan that answer the filters, sorted; nine queries whatever their number."""
    day = today or today_of(plan.year.cycle)
    numbers = _strategies(plan)
    every = _numbered(managed_actions(plan), {one.pk: number for number, one in numbers}, day)
    offices = tuple(plan.territory.children.order_by("code"))
    kept = [line for line in every if _answers(line, filters)]
    return ActionList(
        plan=plan,
        filters=filters,
        today=day,
        lines=tuple(_sorted(kept, filters.sort)),
        total=len(every),
        strategies=numbers,
        leads=tuple(sorted({line.row.lead for line in every if line.row.lead}, key=fold)),
        offices=offices,
    )


def _strategies(plan: Plan) -> tuple[tuple[str, Strategy], ...]:
    rows = Strategy.objects.filter(plan_field__plan=plan, plan_field__archived_at=None)
    rows = rows.select_related("plan_field__field").order_by("plan_field__field__number", "position", "pk")
    ranks: Counter = Counter()
    found = []
    for row in rows:
        ranks[row.plan_field_id] += 1
        found.append((f"{row.plan_field.field.number}.{ranks[row.plan_field_id]}", row))
    return tuple(found)


def _numbered(rows: QuerySet[Action], numbers: dict[int, str], day: date) -> list[Line]:
    ranks: Counter = Counter()
    lines = []
    for row in rows.order_by("strategy", "position", "pk"):
        ranks[row.strategy_id] += 1
        above = numbers[row.strategy_id]
        field, strategy = map(int, above.split("."))
        number, rank = f"{above}.{ranks[row.strategy_id]}", (field, strategy, ranks[row.strategy_id])
        lines.append(Line(row, number, rank, *_lateness(row, day)))
    return sorted(lines, key=lambda line: line.rank)


def _lateness(row: Action, day: date) -> tuple[tuple[Milestone, ...], bool]:
    if row.status in FINISHED:
        return (), False
    waiting = (one for one in row.milestones.all() if one.due_on and one.due_on < day and not one.reached_on)
    return tuple(waiting), row.end is not None and row.end < day


def _answers(line: Line, asked: Filters) -> bool:
    row = line.row
    words = fold(asked.text).split()
    said = fold(" ".join((row.text, row.lead, row.status_comment, line.number))) if words else ""
    return all(
        (
            not asked.field or str(row.strategy.plan_field.field.number) == asked.field,
            not asked.strategy or str(row.strategy_id) == asked.strategy,
            not asked.status or (row.status or NOT_TOLD) == asked.status,
            not asked.lead or (row.lead or NOBODY) == asked.lead,
            not asked.cle or any(one.slug == asked.cle for one in row.cles.all()),
            not asked.late or line.is_late,
            all(word in said for word in words),
        )
    )


def _sorted(lines: list[Line], sort: str) -> list[Line]:
    """By one column; who has nothing there comes last, both ways."""
    name = sort.removeprefix("-")
    if name in ("", "numero"):
        return lines[::-1] if sort.startswith("-") else lines
    key = {
        "action": lambda line: fold(line.row.text),
        "responsable": lambda line: fold(line.row.lead),
        "debut": lambda line: line.row.start,
        "fin": lambda line: line.row.end,
        "etat": lambda line: COLUMNS.index(line.status) or None,
        "avancement": lambda line: line.row.progress,
    }[name]
    told = [line for line in lines if key(line) not in (None, "")]
    silent = [line for line in lines if key(line) in (None, "")]
    return sorted(told, key=key, reverse=sort.startswith("-")) + silent


def latest_follow_ups(strategies) -> dict[int, list[StrategyFollowUp]]:
    """What was done of strategies, by strategy, month after month: the last version of each. One query."""
    found: dict[tuple[int, int], StrategyFollowUp] = {}
    rows = StrategyFollowUp.objects.filter(strategy__in=strategies).select_related("author")
    for row in rows.order_by("strategy", "month", "version"):
        found[row.strategy_id, row.month] = row
    told: dict[int, list[StrategyFollowUp]] = {}
    for (strategy, _), row in found.items():
        told.setdefault(strategy, []).append(row)
    return told
