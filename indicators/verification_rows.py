"""A derived row worked out one by one, in plain Python, from measurements and targets: no SQL of the engine is used.

Slow and obvious on purpose. What the engine wrote must be equal to it, column for column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from indicators.enums import MONTH_KEYS, Component, Direction, Status
from indicators.models import BreakdownGroup, Indicator, Measurement, Target
from regions.models import Ancestry

PAST_YEARS = 3
MARCH = 12
Columns = dict[str, int | None]


class Workings:
    """Everything worked out for one indicator in one territory and year; reads the database only for facts."""

    def __init__(self, indicator: Indicator, territory: int, year: int, group: int = BreakdownGroup.TOTAL):
        self.indicator, self.territory, self.year, self.group = indicator, territory, year, group

    def cumulative(self, component: Component) -> Columns | None:
        """The running totals of a component, as Cumulative holds them; None when nothing was entered."""
        rows = [row for row in self._facts[self.year] if row.component == component]
        if not rows:
            return None
        totals = dict(zip(MONTH_KEYS, _running(rows), strict=True))
        return {"last_month": _last_month(rows), **totals}

    def attainment(self) -> Columns | None:
        """The columns of the Attainment row; None when nothing is known and nothing was promised."""
        facts = self._facts[self.year]
        if not facts and not self._targets:
            return None
        columns: Columns = {
            "last_month": _last_month(facts),
            "initial_target": next((one.scaled for one in self._targets if one.version == 1), None),
            "na_months": sum(
                1 << (month - 1)
                for month in range(1, 13)
                if (one := self._in_force(month)) is not None and one.is_not_applicable
            ),
        }
        for month, key in enumerate(MONTH_KEYS, start=1):
            columns |= {f"{measure}_{key}": value for measure, value in self._month(month).items()}
        return columns

    def _month(self, month: int) -> Columns:
        facts, indicator = self._facts[self.year], self.indicator
        known = month <= _last_month(facts)
        total, base = (self._to_date(self.year, component, month) if known else None for component in Component)
        result = self._result(total, base)
        version = self._in_force(month)
        target = version.scaled if version else None
        expected = None if target is None else self._expected(target, month)
        has_share = result is not None and target and not indicator.is_quotient
        return {
            "n": total,
            "d": base,
            "result": result,
            "target": target,
            "expected": expected,
            "share": _half_up(1000 * result, target) if has_share else None,
            "gap": None if result is None or target is None else result - target,
            "status": self._status(month, result, target, expected),
        }

    def _result(self, total: int | None, base: int | None) -> int | None:
        if total is None or not self.indicator.is_quotient:
            return total
        return _half_up(total * self.indicator.multiplier * 10**self.indicator.decimals, base) if base > 0 else None

    def _expected(self, target: int, month: int) -> int:
        """A quotient is asked for all year long; a sum follows the complete past years, else the calendar."""
        if self.indicator.is_quotient:
            return target
        complete = [
            year for year in range(self.year - PAST_YEARS, self.year) if _last_month(self._facts[year]) == MARCH
        ]
        usual, whole = (
            sum(self._to_date(year, Component.NUMERATOR, last) for year in complete) for last in (month, MARCH)
        )
        return _half_up(target * usual, whole) if whole > 0 else _half_up(target * month, MARCH)

    def _status(self, month: int, result: int | None, target: int | None, expected: int | None) -> Status:
        indicator, lower = self.indicator, self.indicator.direction == Direction.LOWER
        own = [row for row in self._facts[self.year] if row.territory_id == self.territory]
        if any(row.not_applicable >> (month - 1) & 1 for row in own):
            return Status.NOT_APPLICABLE
        if result is None:
            return Status.NO_DATA
        if indicator.direction == Direction.NEUTRAL:
            return Status.NEUTRAL
        if target is None:
            return Status.NO_TARGET
        final = indicator.is_quotient or month == MARCH
        if (lower and final and result <= target) or (not lower and result >= target):
            return Status.REACHED
        short = result - expected if lower else expected - result
        # Bands: tenths of % of the expected for a sum, tenths of a unit for a quotient.
        scale, part = (10, 10**indicator.decimals) if indicator.is_quotient else (1000, expected)
        if short * scale <= indicator.on_track_band * part:
            return Status.ON_TRACK
        return Status.WATCH if short * scale <= indicator.watch_band * part else Status.LATE

    def _in_force(self, month: int) -> Target | None:
        """The latest version among those whose first judged month has come."""
        begun = [one for one in self._targets if one.effective_month <= month]
        return begun[-1] if begun else None

    def _to_date(self, year: int, component: Component, month: int) -> int:
        return _running([row for row in self._facts[year] if row.component == component])[month - 1]

    @cached_property
    def _targets(self) -> list[Target]:
        key = {"indicator": self.indicator, "territory": self.territory, "year": self.year}
        return list(Target.objects.filter(**key).order_by("version"))

    @cached_property
    def _facts(self) -> dict[int, list[Measurement]]:
        """What was entered in the year and in the past ones, wherever it counted in the territory that year."""
        years = range(self.year - PAST_YEARS, self.year + 1)
        links = list(Ancestry.objects.filter(ancestor=self.territory))
        rows = Measurement.objects.filter(
            indicator=self.indicator,
            group=self.group,
            year__in=years,
            territory__in={link.descendant_id for link in links},
        )
        counted = {
            year: {link.descendant_id for link in links if link.first_year <= year <= link.last_year} for year in years
        }
        found: dict[int, list[Measurement]] = {year: [] for year in years}
        for row in rows:
            if row.territory_id in counted[row.year_id]:
                found[row.year_id].append(row)
        return found


def _running(rows: Iterable[Measurement]) -> Sequence[int]:
    """Totals April…March; a blank adds nothing."""
    totals, total, months = [], 0, [row.months for row in rows]
    for month in range(MARCH):
        total += sum(values[month] or 0 for values in months)
        totals.append(total)
    return totals


def _last_month(rows: Iterable[Measurement]) -> int:
    filled = [month for row in rows for month, value in enumerate(row.months, start=1) if value is not None]
    return max(filled, default=0)


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
