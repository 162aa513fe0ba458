"""Where a year is heading: the result at 31 March, projected from what is known at the end of a month.

« Profil saisonnier corrigé »: to the total so far is added what the rest of the year usually brings (mean of the
complete past years, three at most), corrected by a part δ of the lead or lag taken since April:

    projected = total so far + usual remainder × (1 + δ × (pace − 1)),    pace = total so far ÷ usual total to date

δ is whichever of 0, ¼, ½, ¾ and 1 would have erred least on the past years, each projected from the others at the same
month. The past error is the mean over these years, each under the δ that the other ones choose; the interval is ± the
largest error that any δ made on any of them: what was fitted to two or three years must not flatter itself. Without a
complete past year the total is extended by the share of the year elapsed. The parts of a quotient are projected apart,
then divided.
Exact integers throughout, rounded half up once, at the indicator's precision.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices

from core import formats
from indicators.enums import MONTH_KEYS, Component, Kind
from indicators.figures import Figure, value_text
from indicators.models import BreakdownGroup, Cumulative, Indicator
from indicators.scale import unscale
from indicators.sql_attainment import PROFILE_YEARS

MARCH = 12
BILLION = 10**9  # relative errors are counted in billionths
HALF = 2  # quarters: the correction when the past cannot choose one
_DAMPINGS = (HALF, 1, 3, 0, 4)  # quarters; of equals the first one is kept

Run = Sequence[int]  # running totals April…March of one component
Parts = tuple[Run, ...]  # the only component of a sum, or numerator then denominator of a quotient
Usual = tuple[int, int, int]
Ratio = tuple[int, int]  # an exact number: top ÷ under
Key = tuple[int, int]  # territory, indicator


class Method(TextChoices):
    SEASONAL = "seasonal", "profil saisonnier corrigé"
    ELAPSED = "elapsed", "part de l’exercice écoulée"
    FINAL = "final", "résultat de l’exercice"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a projection stands on: totals at the end of `month`, complete past years, and δ in quarters."""

    totals: tuple[int, ...]
    month: int
    past: tuple[Parts, ...] = ()
    quarters: int = HALF

    def reached(self, later: int) -> Ratio:
        """The figure at the end of a later month, before its multiplier."""
        usual = _usual(self.past, self.month, later) or [(0, 0, 0)] * len(self.totals)
        return _ahead(self.totals, usual, len(self.past), self.month, later, self.quarters)


def _usual(past: Sequence[Parts], month: int, later: int) -> list[Usual]:
    """Sums over past years of each component: to date, at the later month, in March."""
    return [
        (sum([run[month - 1] for run in runs]), sum([run[later - 1] for run in runs]), sum([run[-1] for run in runs]))
        for runs in zip(*past, strict=True)
    ]


def _ahead(totals: Sequence[int], usual: Sequence[Usual], years: int, month: int, later: int, quarters: int) -> Ratio:
    """Each component at the end of a later month, and the second dividing the first."""
    (top, under), *base = (
        _component(total, one, years, month, later, quarters) for total, one in zip(totals, usual, strict=True)
    )
    return (top * base[0][1], under * base[0][0]) if base else (top, under)


def _component(total: int, usual: Usual, years: int, month: int, later: int, quarters: int) -> Ratio:
    to_date, at_later, whole = usual
    if not whole:
        return total * later, month
    to_come = at_later - to_date
    if not to_date:  # nothing usually happens so early: there is no pace to speak of
        return total * years + to_come, years
    lead = total * years - to_date
    return 4 * years * to_date * total + to_come * (4 * to_date + quarters * lead), 4 * years * to_date


def _errors(past: Sequence[Parts], year: int, month: int) -> list[int] | None:
    """How far a past year, projected from the others at the same month, would have been from what it became, by δ.

    In billionths of what it became; a year that ended at zero, or had no figure at that month, teaches nothing.
    """
    parts, others = past[year], [*past[:year], *past[year + 1 :]]
    to_date = [run[month - 1] for run in parts]
    became, base = parts[0][-1], parts[1][-1] if len(parts) > 1 else 1
    if not (others and became and base and (len(parts) == 1 or to_date[1])):
        return None
    usual = _usual(others, month, MARCH)
    ahead = [_ahead(to_date, usual, len(others), month, MARCH, quarters) for quarters in _DAMPINGS]
    return [_rounded(abs(top * base - became * under) * BILLION, became * under) for top, under in ahead]


def _rounded(top: int, under: int) -> int:
    """Integer division, rounded half up."""
    return (2 * top + under) // (2 * under)


@dataclass(frozen=True)
class Backtest:
    """Relative errors on past years, in billionths: the mean, and the largest; None when none could be projected."""

    mean: int | None = None
    largest: int | None = None


@dataclass(frozen=True)
class Projection:
    """The result projected for 31 March, as known at the end of month `as_of` (1 = April).

    `low` and `high` are None, and so is `past_error` (mean, in %), when no past year can be projected from others;
    they are None too when the year is over. `past_years` are those whose profile is followed.
    """

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    method: Method
    past_error: Decimal | None
    past_years: tuple[int, ...]
    as_of: int
    indicator: Indicator
    year: int
    margin: int | None
    basis: Basis

    @property
    def value_text(self) -> str:
        return value_text(self.indicator, self.value)

    @property
    def interval_text(self) -> str:
        """`de 8 050 à 8 376`, `de 73,2 à 74,0 %`, or nothing; the unit is written once."""
        if self.low is None:
            return ""
        if self.low == self.high:
            return "sans écart mesurable"
        low = formats.nombre(self.low, self.indicator.decimals)
        return f"de{formats.NBSP}{low} à{formats.NBSP}{value_text(self.indicator, self.high)}"

    @property
    def past_error_text(self) -> str:
        return formats.pourcentage(self.past_error)

    @property
    def course(self) -> tuple[Decimal | None, ...]:
        """The twelve months on the way to the projected value; None before `as_of`."""
        return tuple(None if month < self.as_of else self._at(month) for month in range(1, 13))

    @property
    def band(self) -> tuple[tuple[Decimal, Decimal] | None, ...]:
        """The interval, opening month by month from the known result to `low` and `high`; None without one."""
        if self.margin is None:
            return (None,) * MARCH
        return tuple(None if month < self.as_of else self._bounds(month) for month in range(1, 13))

    def _at(self, month: int) -> Decimal:
        return _value(self.indicator, self.basis.reached(month))

    def _bounds(self, month: int) -> tuple[Decimal, Decimal]:
        opening = (self.margin * (month - self.as_of), MARCH - self.as_of)
        return _interval(self.indicator, self._at(self.as_of), self.basis.reached(month), opening)


def project(figures: Iterable[Figure]) -> dict[Key, Projection]:
    """The projection of each figure that has a result, by (territory, indicator). One query at most, however many."""
    known = [figure for figure in figures if figure.result is not None]
    past = _past_years([figure for figure in known if figure.month < MARCH])
    return {
        (figure.territory.pk, figure.indicator.pk): projection_of(
            figure, past.get((figure.territory.pk, figure.indicator.pk), {})
        )
        for figure in known
    }


def _past_years(figures: Sequence[Figure]) -> dict[Key, dict[int, Parts]]:
    """The complete years before that of the figures: those whose every component is known to the end of March."""
    if not figures:
        return {}
    rows = Cumulative.objects.filter(
        year__in={figure.year - back for figure in figures for back in range(1, PROFILE_YEARS + 1)},
        indicator__in={figure.indicator.pk for figure in figures},
        group=BreakdownGroup.TOTAL,
        territory__in={figure.territory.pk for figure in figures},
        last_month=MARCH,
    ).values_list("territory_id", "indicator_id", "year_id", "component", *MONTH_KEYS)
    found: dict[Key, dict[int, dict[str, Run]]] = {}
    for territory, indicator, year, component, *months in rows:
        found.setdefault((territory, indicator), {}).setdefault(year, {})[component] = months
    return {
        key: {year: tuple(runs[one] for one in Component if one in runs) for year, runs in sorted(years.items())}
        for key, years in found.items()
    }


def projection_of(figure: Figure, years: dict[int, Parts]) -> Projection:
    """The projection of a figure that has a result, from the past years that are complete."""
    totals = _totals(figure)
    past = {
        year: parts
        for year, parts in years.items()
        if figure.year - PROFILE_YEARS <= year < figure.year and len(parts) == len(totals)
    }
    if figure.month == MARCH:
        return _told(figure, Basis(totals, MARCH), Backtest(), Method.FINAL)
    if not sum(parts[-1][MARCH - 1] for parts in past.values()):  # no past year, or nothing was counted in them
        return _told(figure, Basis(totals, figure.month), Backtest(), Method.ELAPSED)
    return _told(figure, *_chosen(totals, figure.month, tuple(past.values())), Method.SEASONAL, tuple(past))


def _chosen(totals: tuple[int, ...], month: int, past: tuple[Parts, ...]) -> tuple[Basis, Backtest]:
    """The δ that errs least on all past years, and what the backtest says of it."""
    taught = [errors for year in range(len(past)) if (errors := _errors(past, year, month)) is not None]
    if not taught:
        return Basis(totals, month, past), Backtest()

    def best(years: Sequence[list[int]]) -> int:
        return min(range(len(_DAMPINGS)), key=lambda damping: sum([errors[damping] for errors in years]))

    honest = [errors[best([*taught[:year], *taught[year + 1 :]])] for year, errors in enumerate(taught)]
    largest = max(error for errors in taught for error in errors)
    return (
        Basis(totals, month, past, _DAMPINGS[best(taught)]),
        Backtest(_rounded(sum(honest), len(honest)), largest),
    )


def _totals(figure: Figure) -> tuple[int, ...]:
    components = (figure.numerator, figure.denominator) if figure.indicator.is_quotient else (figure.numerator,)
    return tuple(int(value.scaleb(figure.indicator.component_decimals)) for value in components)


def _told(figure: Figure, basis: Basis, backtest: Backtest, method: Method, years: tuple[int, ...] = ()) -> Projection:
    indicator, margin, end = figure.indicator, backtest.largest, basis.reached(MARCH)
    low, high = (None, None) if margin is None else _interval(indicator, figure.result, end, (margin, 1))
    return Projection(
        value=_value(indicator, end),
        low=low,
        high=high,
        method=method,
        past_error=None if backtest.mean is None else unscale(_rounded(backtest.mean * 1000, BILLION), 1),
        past_years=years,
        as_of=figure.month,
        indicator=indicator,
        year=figure.year,
        margin=margin,
        basis=basis,
    )


def _value(indicator: Indicator, reached: Ratio) -> Decimal:
    """The figure as it is stated: a sum, or multiplier × numerator ÷ denominator, rounded at its precision."""
    top, under = reached
    if indicator.is_quotient:
        top *= indicator.multiplier
    else:
        under *= 10**indicator.component_decimals
    return unscale(_rounded(top * 10**indicator.decimals, under), indicator.decimals)


def _interval(indicator: Indicator, so_far: Decimal, reached: Ratio, margin: Ratio) -> tuple[Decimal, Decimal]:
    """± the margin (in billionths); a sum never falls below what is counted already, a rate never exceeds everybody."""
    (top, under), (spread, among) = reached, margin
    whole = BILLION * among
    low, high = (_value(indicator, (top * (whole + sign * spread), under * whole)) for sign in (-1, 1))
    if not indicator.is_quotient:
        low = max(low, so_far)
    if indicator.kind == Kind.RATE and _value(indicator, reached) <= 100:
        high = min(high, Decimal(100).quantize(high))
    return low, high
