"""Gaps and their explanations as people read them: who may write, what still waits, what was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.enums import Ability
from accounts.models import User
from indicators.enums import Status
from indicators.figures import Figure, latest_month, read_figures
from indicators.models import WHOLE_YEAR, Explanation
from indicators.scale import scale
from regions.enums import TerritoryKind
from regions.models import Territory

WORRYING = frozenset({Status.WATCH, Status.LATE})
YEAR_END = 12


def may_explain(user: User, territory: Territory) -> bool:
    """Direction, planning and analysis account for their territory; the ministry accounts for Québec."""
    if territory.kind == TerritoryKind.NATIONAL and user.may(Ability.ACT_NATIONALLY, territory):
        return True
    return user.may(Ability.ACCOUNT_FOR_RESULTS, territory)


@dataclass(frozen=True)
class ExplainedGap:
    """A figure beside what is said of its gap; `explanation` is None while nothing was written."""

    figure: Figure
    explanation: Explanation | None

    @property
    def is_waiting(self) -> bool:
        """A gap that asks for an explanation and has none."""
        return self.figure.status in WORRYING and self.explanation is None

    @property
    def has_moved(self) -> bool:
        """Whether result or target are no longer those that the explanation speaks of."""
        return self.explanation is not None and not speaks_of(self.explanation, self.figure)


def speaks_of(explanation: Explanation, figure: Figure) -> bool:
    """Whether the figure is the one that the author of the explanation was looking at."""
    decimals = figure.indicator.decimals
    return (explanation.result_scaled, explanation.target_scaled) == (
        scale(figure.result, decimals),
        scale(figure.target, decimals),
    )


def explained_gaps(
    *, territory: Territory, year: int, month: int = WHOLE_YEAR, figures: Iterable[Figure] | None = None
) -> tuple[ExplainedGap, ...]:
    """The targeted figures of a place with their explanations, in the order of the catalogue.

    For the whole year, what was written at the end of March accounts for it until an account of the year is written.
    Three queries at most, whatever the number of figures.
    """
    shown = YEAR_END if month == WHOLE_YEAR else month
    if figures is None:
        known = latest_month(territory, year)
        figures = read_figures(territories=[territory], year=year, month=min(shown, known), targeted_only=True)
    told = _told(territory, year, month)
    return tuple(ExplainedGap(figure, told.get(figure.indicator.pk)) for figure in figures)


def _told(territory: Territory, year: int, month: int) -> dict[int, Explanation]:
    """By indicator; an account of the whole year replaces that of March."""
    months = (YEAR_END, WHOLE_YEAR) if month == WHOLE_YEAR else (month,)
    rows = Explanation.objects.at(territory, year).filter(month__in=months)
    return {row.indicator_id: row for row in sorted(rows, key=lambda row: row.month == WHOLE_YEAR)}
