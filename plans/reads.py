"""What is still missing in a plan, as sentences that lead to the place to mend."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from plans.checks.gaps import Gap, Severity
from plans.checks.known import read_known
from plans.checks.national import NATIONAL
from plans.checks.regional import CHECKS, agreement
from plans.checks.review import review_gaps
from plans.enums import PlanKind
from plans.local import local_gaps
from plans.models import Issue, LocalAction, Plan, Section
from plans.rows import read_rows

__all__ = ["Gap", "Severity", "blocking", "groups", "readiness"]


def readiness(plan: Plan, *, thorough: bool = True, by: User | None = None) -> list[Gap]:
    """What keeps the plan from being complete, what blocks it first; a fixed number of queries.

    `thorough` also reads every text against the tables, which the start page need not do at each visit. `by` is who
    asks: the comments that their body keeps to itself count too.
    """
    return sorted([*_gaps(plan, thorough), *review_gaps(plan, by)], key=lambda gap: not gap.blocks)


def _gaps(plan: Plan, thorough: bool) -> list[Gap]:
    if plan.kind == PlanKind.PAL:
        rows = read_rows(plan)
        return local_gaps(plan, rows[Section], rows[Issue], rows[LocalAction])
    known = read_known(plan)
    checks = NATIONAL if plan.kind == PlanKind.NATIONAL else CHECKS
    return [gap for check in checks if thorough or check is not agreement for gap in check(known)]


def blocking(plan: Plan) -> list[Gap]:
    """What must be mended before the plan is submitted."""
    return [gap for gap in readiness(plan) if gap.blocks]


@dataclass(frozen=True)
class Group:
    """The gaps of one part of the plan."""

    part: str
    gaps: tuple[Gap, ...]

    @property
    def blocks(self) -> int:
        return len([gap for gap in self.gaps if gap.blocks])


def groups(gaps: list[Gap]) -> tuple[Group, ...]:
    """Gaps by part of the plan; parts with something to mend first."""
    parts = dict.fromkeys(gap.part for gap in gaps)
    return tuple(Group(part, tuple(gap for gap in gaps if gap.part == part)) for part in parts)
