"""What was done of the strategies of a plan, action by action, as the annual report tells it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from core.formats import pourcentage
from core.prose import plain
from indicators.models import FiscalYear
from plans.actions import latest_follow_ups
from plans.dossier import plan_dossier
from plans.enums import ActionStatus, PlanKind
from plans.models import Action, Plan
from regions.models import Territory

_ORDER = (ActionStatus.DONE, ActionStatus.ONGOING, ActionStatus.PLANNED, ActionStatus.DROPPED, ActionStatus.NOT_TOLD)


@dataclass(frozen=True)
class FollowedAction:
    """An action, as text without markup, and where it stands at the end of the year; `told`: what was done of it."""

    text: str
    status: ActionStatus
    progress: int | None
    told: str = ""

    @property
    def state_text(self) -> str:
        """`En cours, 60 %`."""
        label = str(self.status.label)
        return f"{label}, {pourcentage(self.progress, 0)}" if self.progress is not None else label


@dataclass(frozen=True)
class FollowedStrategy:
    number: str
    title: str
    actions: tuple[FollowedAction, ...]
    told: tuple[tuple[str, str], ...] = ()  # what was done, by month: (« septembre 2007 », text)

    @property
    def tally(self) -> tuple[tuple[ActionStatus, int], ...]:
        return tally_of(self.actions)


@dataclass(frozen=True)
class FollowedOrientation:
    number: int
    title: str
    strategies: tuple[FollowedStrategy, ...]

    @property
    def actions(self) -> tuple[FollowedAction, ...]:
        return tuple(action for strategy in self.strategies for action in strategy.actions)

    @property
    def tally(self) -> tuple[tuple[ActionStatus, int], ...]:
        return tally_of(self.actions)


def tally_of(actions: tuple[FollowedAction, ...]) -> tuple[tuple[ActionStatus, int], ...]:
    """How many actions stand where, done first; a state that no action bears is left out."""
    counts = Counter(action.status for action in actions)
    return tuple((status, counts[status]) for status in _ORDER if counts[status])


def followed_strategies(territory: Territory, year: FiscalYear) -> tuple[FollowedOrientation, ...]:
    """The orientations of the plan of a region with their strategies and actions; none where there is no plan.

    The number of queries does not depend on the size of the plan.
    """
    plan = Plan.objects.select_related("territory", "year").filter(
        kind=PlanKind.PAR, territory=territory, year=year
    ).first()  # fmt: skip
    if plan is None:
        return ()
    orientations = plan_dossier(plan).orientations
    parts = [part for one in orientations for field in one.fields for part in field.strategies]
    told = latest_follow_ups([part.row.pk for part in parts])
    return tuple(
        FollowedOrientation(
            orientation.number,
            orientation.title,
            tuple(
                FollowedStrategy(
                    strategy.number,
                    strategy.row.title,
                    tuple(map(followed_action, strategy.actions)),
                    tuple((year.month_name(one.month), one.text) for one in told.get(strategy.row.pk, ())),
                )
                for field in orientation.fields
                for strategy in field.strategies
            ),
        )
        for orientation in orientations
    )


def followed_action(action: Action) -> FollowedAction:
    """What the annual report knows of an action is read here, and only here: its state and what was said of it."""
    return FollowedAction(plain(action.text), ActionStatus(action.status), action.progress, action.status_comment)
