"""Attainment worked out by hand: exact fractions and plain loops, from the facts and targets, without any SQL of ours.

Slow and obvious on purpose: what the engine derives must be equal to this, cell for cell.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from indicators.enums import MONTH_KEYS, Component, Direction, Status
from indicators.models import Attainment, Indicator, Measurement, Target
from regions.models import Ancestry, Territory

TOTAL = 1
PAST_YEARS = 3


@dataclass(frozen=True)
class Cell:
    """One month, in the units people read (persons, %, points, M$)."""

    numerator: Decimal | None
    denominator: Decimal | None
    result: Decimal | None
    target: Decimal | None
    expected: Decimal | None
    share: Decimal | None
    gap: Decimal | None
    status: Status


def worked_out(indicator: Indicator, territory: Territory, year: int) -> list[Cell] | None:
    """The twelve months, or None when nothing is known and nothing was promised."""
    facts = _facts(indicator, territory, year)
    targets = list(Target.objects.filter(indicator=indicator, territory=territory, year=year).order_by("version"))
    if not facts and not targets:
        return None
    past = [_facts(indicator, territory, earlier) for earlier in range(year - PAST_YEARS, year)]
    complete = [rows for rows in past if _last_month(rows) == 12]
    return [_cell(indicator, month, facts, targets, complete) for month in range(1, 13)]


def derived(indicator: Indicator, territory: Territory, year: int) -> list[Cell] | None:
    """The same twelve months as the engine stored them."""
    row = Attainment.objects.filter(indicator=indicator, territory=territory, year=year).first()
    if row is None:
        return None

    def at(measure: str, key: str, decimals: int) -> Decimal | None:
        scaled = getattr(row, f"{measure}_{key}")
        return None if scaled is None else Decimal(scaled) / 10**decimals

    return [
        Cell(
            numerator=at("n", key, indicator.component_decimals),
            denominator=at("d", key, indicator.component_decimals),
            result=at("result", key, indicator.decimals),
            target=at("target", key, indicator.decimals),
            expected=at("expected", key, indicator.decimals),
            share=at("share", key, 1),
            gap=at("gap", key, indicator.decimals),
            status=Status(getattr(row, f"status_{key}")),
        )
        for key in MONTH_KEYS
    ]


def assert_engine_agrees(indicator: Indicator, years, places) -> None:
    """Every cell of some years and places (by code) is as worked out."""
    territories = Territory.objects.in_bulk(places, field_name="code")
    for year in years:
        for code in places:
            by_hand = worked_out(indicator, territories[code], year)
            assert derived(indicator, territories[code], year) == by_hand, (code, year)


# --- One month -------------------------------------------------------------------------------------------------------


def _cell(indicator, month, facts, targets, complete_past_years) -> Cell:
    known = month <= _last_month(facts)
    numerator = _sum(indicator, facts, Component.NUMERATOR, month) if known else None
    denominator = _sum(indicator, facts, Component.DENOMINATOR, month) if known else None
    result = _result(indicator, numerator, denominator)
    target = _target_in_force(indicator, targets, month)
    expected = None if target is None else _expected(indicator, month, target, complete_past_years)
    has_share = result is not None and target and not indicator.is_quotient
    return Cell(
        numerator=_decimal(numerator),
        denominator=_decimal(denominator),
        result=result,
        target=target,
        expected=expected,
        share=_half_up(Fraction(result) * 100 / Fraction(target), 1) if has_share else None,
        gap=None if result is None or target is None else result - target,
        status=_status(indicator, month, result, target, expected),
    )


def _result(indicator, numerator, denominator) -> Decimal | None:
    if numerator is None:
        return None
    if not indicator.is_quotient:
        return _decimal(numerator)
    if denominator == 0:
        return None
    return _half_up(numerator * indicator.multiplier / denominator, indicator.decimals)


def _target_in_force(indicator, targets, month) -> Decimal | None:
    """The latest version among those whose first judged month has come."""
    begun = [target for target in targets if target.effective_month <= month]
    if not begun or begun[-1].is_not_applicable:
        return None
    return Decimal(begun[-1].scaled) / 10**indicator.decimals


def _expected(indicator, month, target, complete_past_years) -> Decimal:
    """A quotient is asked for all year long; a sum follows the complete past years, else the calendar."""
    if indicator.is_quotient:
        return target
    by_month, by_march = (
        sum(_sum(indicator, facts, Component.NUMERATOR, last) for facts in complete_past_years) for last in (month, 12)
    )
    portion = by_month / by_march if by_march else Fraction(month, 12)
    return _half_up(Fraction(target) * portion, indicator.decimals)


def _status(indicator, month, result, target, expected) -> Status:
    if result is None:
        return Status.NO_DATA
    if indicator.direction == Direction.NEUTRAL:
        return Status.NEUTRAL
    if target is None:
        return Status.NO_TARGET
    lower = indicator.direction == Direction.LOWER
    if not lower and result >= target:
        return Status.REACHED
    if lower and result <= target and (indicator.is_quotient or month == 12):
        return Status.REACHED
    shortfall = Fraction(result - expected if lower else expected - result)
    # Bands are tenths of % of the expected for a sum, tenths of a unit or point for a quotient.
    unit = Fraction(1) if indicator.is_quotient else Fraction(expected) / 100
    if shortfall <= Fraction(indicator.on_track_band, 10) * unit:
        return Status.ON_TRACK
    if shortfall <= Fraction(indicator.watch_band, 10) * unit:
        return Status.WATCH
    return Status.LATE


# --- Facts that count in a place in a year ---------------------------------------------------------------------------


def _facts(indicator, territory, year) -> list[Measurement]:
    counted = {
        link.descendant_id
        for link in Ancestry.objects.filter(ancestor=territory)
        if link.first_year <= year <= link.last_year
    }
    rows = Measurement.objects.filter(indicator=indicator, year=year, group=TOTAL)
    return [row for row in rows if row.territory_id in counted]


def _last_month(facts) -> int:
    filled = [month for row in facts for month, value in enumerate(row.months, start=1) if value is not None]
    return max(filled, default=0)


def _sum(indicator, facts, component, month) -> Fraction:
    values = [value for row in facts if row.component == component for value in row.months[:month]]
    return Fraction(sum(value for value in values if value is not None), 10**indicator.component_decimals)


def _half_up(value: Fraction, decimals: int) -> Decimal:
    return Decimal(floor(value * 10**decimals + Fraction(1, 2))) / 10**decimals


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)
