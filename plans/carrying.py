"""What becomes of each row of a plan when next year's plan is made from it. Pure: nothing is read or written here.

carried      texts, structure, strategies, actions that are neither done nor dropped, signatories, notes
to update    key figures and rates by MRC: the value stays, marked
reset        status and progress of actions; dates move with the year; amounts and envelope are emptied
moved on     staff and past budgets: the oldest year leaves, a new one is to fill
not carried  targets, acts, archived rows
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Model

from plans.enums import ActionStatus
from plans.models import BudgetHistory, Staffing

_FINISHED = {ActionStatus.DONE, ActionStatus.DROPPED}
_ASIDE = {"id", "version", "archived_at", "carried_from"}


@dataclass(frozen=True)
class Leap:
    """From one fiscal year to another."""

    first: int
    last: int

    @property
    def years(self) -> int:
        return self.last - self.first

    def day(self, day: date | None) -> date | None:
        """The same day in the new year; 28 February after 29."""
        if day is None:
            return None
        try:
            return day.replace(year=day.year + self.years)
        except ValueError:
            return day.replace(year=day.year + self.years, day=28)


def stays_behind(row: Model) -> bool:
    """Whether a row is not carried: an action that is done or dropped."""
    return getattr(row, "status", "") in _FINISHED


def values_of(row: Model, leap: Leap) -> dict[str, Any]:
    """The columns of the row that continues this one, its foreign keys still those of last year."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in _ASIDE and not field.primary_key
    }
    for field in row._meta.concrete_fields:
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
            values[field.attname] = leap.day(values.get(field.attname))
    values |= _RESET.get(row._meta.model_name, lambda _: {})(row)
    return values


def _measured(row: Model) -> dict[str, Any]:
    return {"needs_update": True}


_RESET: dict[str, Callable[[Model], dict[str, Any]]] = {
    "action": lambda row: {"status": "", "progress": None, "status_comment": ""},
    "localaction": lambda row: {"status": "", "progress": None},
    "keyfigure": _measured,
    "mrcfigure": _measured,
    "budget": lambda row: {"envelope": None, "is_hypothesis": True},
    "budgetshare": lambda row: {"amount": None},
}


def moved_on(rows: tuple[Model, ...], leap: Leap) -> tuple[list[Model], list[dict[str, Any]]]:
    """Rows kept by year (staff, past budgets): those of the last years stay, one year more is to fill.

    Returns the rows that are carried and the columns of the new ones. As many years are shown as before.
    """
    if not rows:
        return [], []
    years = sorted({row.year_id for row in rows})
    added = [year + leap.years for year in years if year + leap.years not in years]
    kept = [row for row in rows if row.year_id - leap.years in years]
    model = type(rows[0])
    fresh: list[dict[str, Any]] = []
    for year in added:
        for row in (one for one in rows if one.year_id == year - leap.years):
            fresh.append(_emptied(model, row, year))
    return kept, fresh


def _emptied(model: type[Model], row: Model, year: int) -> dict[str, Any]:
    if model is Staffing:
        return {"unit": row.unit, "category": row.category, "year_id": year, "value": None, "position": row.position}
    return {"year_id": year, "opening": None, "later": None, "note": "", "position": row.position}


BY_YEAR = (Staffing, BudgetHistory)
