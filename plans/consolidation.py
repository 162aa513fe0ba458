"""What a region may take up from the local plans of its offices, office by office. Nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from core.gather import gather
from core.prose import plain
from plans.enums import PlanKind
from plans.local import numbered
from plans.models import Action, Issue, LocalAction, LocalOrigin, Plan
from plans.rows import read_rows


@dataclass(frozen=True)
class Candidate:
    """A local row: taken up already, or with the strategy under which it would go."""

    row: Issue | LocalAction
    number: str  # of the strategy it answers; empty for an issue, and for an action that answers none
    strategy: str
    is_taken: bool

    @property
    def text(self) -> str:
        """What the row says, whole and without markup."""
        return self.row.title if isinstance(self.row, Issue) else plain(self.row.text)

    @property
    def can_be_taken(self) -> bool:
        return not self.is_taken and (isinstance(self.row, Issue) or bool(self.number))


@dataclass(frozen=True)
class OfficeCandidates:
    plan: Plan
    issues: tuple[Candidate, ...]
    actions: tuple[Candidate, ...]


def candidates(regional: Plan) -> tuple[OfficeCandidates, ...]:
    """Every local plan of the region with what it brings: three queries."""
    plans = list(
        Plan.objects.filter(
            kind=PlanKind.PAL, year=regional.year_id, territory__parent=regional.territory_id
        ).select_related("territory", "year").order_by("territory__position", "territory__code")
    )  # fmt: skip
    rows = read_rows(regional)
    strategies = {one.row.pk: one for one in numbered(rows)}
    held = {("enjeu", row.pk) for row in rows[Issue]} | {("action", row.pk) for row in rows[Action]}
    taken = {
        (origin.source_kind, origin.source_row)
        for origin in rows[LocalOrigin]
        if (origin.kind, origin.row) in held
    }  # fmt: skip
    issues, actions = gather(Issue.objects.filter(plan__in=plans), LocalAction.objects.filter(plan__in=plans))
    below: dict[int, tuple[list, list]] = defaultdict(lambda: ([], []))
    for issue in issues:
        below[issue.plan_id][0].append(Candidate(issue, "", "", ("enjeu", issue.pk) in taken))
    for action in actions:
        strategy = strategies.get(action.answers_id)
        number, title = (strategy.number, strategy.row.title) if strategy else ("", "")
        below[action.plan_id][1].append(Candidate(action, number, title, ("action-locale", action.pk) in taken))
    return tuple(OfficeCandidates(plan, tuple(below[plan.pk][0]), tuple(below[plan.pk][1])) for plan in plans)
