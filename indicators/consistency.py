"""Results that contradict one another: told as warnings with the way to the month, never repaired nor hidden.

A part larger than its whole, a numerator without denominator, a blank between known months, a negative value. What is
compared is everybody's results, month alone and total to date, in each place: an office's entries as well as the sums
of a region. 5 (people back at work) counts another cohort than 2 (people who begin): they are not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import gt, sub

from django.db import connection
from django.urls import reverse

from core.fiscal import calendar_month
from core.formats import MONTHS, NBSP, month_label, nombre
from indicators.enums import MONTH_KEYS, Component
from indicators.figures import quotient_word, value_text
from indicators.models import BreakdownGroup, Indicator
from indicators.scale import unscale
from regions.enums import TerritoryKind
from regions.models import Territory

MARCH = 12
_N, _D = str(Component.NUMERATOR), str(Component.DENOMINATOR)


def _beside(table: str, alias: str, component: str) -> str:
    """What everybody's series of a component is in another table, beside a row of attainment."""
    key = " AND ".join(f"{alias}.{column} = a.{column}" for column in ("year_id", "indicator_id", "territory_id"))
    return f"""
    LEFT JOIN {table} {alias}
      ON {key} AND {alias}.group_id = {BreakdownGroup.TOTAL} AND {alias}.component = '{component}'"""


_TOLD = [
    *(f"{table}.{name}{key}" for table, name in (("a", "n_"), ("n", "")) for key in MONTH_KEYS),
    *(f"{table}.{name}{key}" for table, name in (("a", "d_"), ("d", "")) for key in MONTH_KEYS),
]
_TOGETHER = f"""
    SELECT a.territory_id, a.indicator_id, a.last_month, n.not_applicable, b.last_month, d.not_applicable,
           {", ".join(_TOLD)}
    FROM indicators_attainment a
    {_beside("indicators_measurement", "n", _N)} {_beside("indicators_measurement", "d", _D)}
    {_beside("indicators_cumulative", "b", _D)}
    WHERE a.year_id = %s"""


@dataclass(frozen=True)
class Subset:
    """Everybody counted by indicator `part` is counted by `whole`; `is_certain` unless the source leaves a doubt."""

    part: str
    whole: str
    is_certain: bool = True


SUBSETS = (
    Subset("3", "2"),
    Subset("7", "2"),
    Subset("10", "2"),
    Subset("14", "2", is_certain=False),
    Subset("9", "5"),
    Subset("15", "5"),
)


@dataclass(frozen=True)
class ConsistencyWarning:
    """A sentence for people, and where to look. `is_certain`: the values cannot all be right; else, to be checked."""

    sentence: str
    indicator: Indicator
    territory: Territory
    year: int
    month: int
    is_certain: bool

    @property
    def url(self) -> str:
        page = reverse("indicator", args=[self.territory.slug, self.year, self.indicator.key])
        return f"{page}?mois={calendar_month(self.year, self.month)}"


@dataclass(frozen=True)
class _Series:
    """The twelve totals to date of a component in a place, and the months that were entered there, if any."""

    totals: Sequence[int] = (0,) * MARCH
    last_month: int = 0
    entered: Sequence[int | None] | None = None
    not_applicable: int = 0

    @cached_property
    def months(self) -> list[int]:
        """What each month added; worked out once, for a series stands in several comparisons."""
        return list(map(sub, self.totals, (0, *self.totals)))

    def of_month(self, month: int) -> int:
        return self.months[month - 1]

    def is_blank(self, month: int) -> bool:
        return self.entered is not None and self.entered[month - 1] is None

    def gaps(self) -> list[int]:
        """Blank months between known ones; a month to which the indicator does not apply is no gap."""
        if self.entered is None:
            return []
        known = [month for month, value in enumerate(self.entered, start=1) if value is not None]
        if not known or known[-1] - known[0] == len(known) - 1:
            return []
        inside = range(known[0], known[-1])
        return [month for month in inside if self.is_blank(month) and not self.not_applicable >> (month - 1) & 1]


_NOTHING = _Series()


@dataclass
class _Place:
    """What is known of a place in a year, by (indicator, component)."""

    territory: Territory
    year: int
    series: dict[tuple[int, str], _Series] = field(default_factory=dict)

    def of(self, indicator: Indicator, component: str) -> _Series:
        return self.series.get((indicator.pk, component), _NOTHING)


def find_warnings(
    *, territories: Iterable[Territory], year: int, month: int = MARCH, indicators: Iterable[Indicator] | None = None
) -> list[ConsistencyWarning]:
    """Warnings on some places from April to the end of `month`, certain ones first, then in the order of the catalogue.

    One query whatever the number of places, and one more when the indicators are not given.
    """
    places = {territory.pk: _Place(territory, year) for territory in territories}
    catalogue = list(Indicator.objects.in_year(year) if indicators is None else indicators)
    _read(places, year, catalogue)
    found = [
        warning
        for place in places.values()
        for warning in (*_subset_warnings(place, month, catalogue), *_own_warnings(place, month, catalogue))
    ]
    return sorted(found, key=lambda one: (not one.is_certain, one.indicator.position))  # stable: places, then months


def _read(places: dict[int, _Place], year: int, catalogue: Sequence[Indicator]) -> None:
    """Totals to date and months as entered, in one query: each place's attainment, where totals lie side by side, and
    beside it the facts of both components and how far the denominator goes, which may be less than the numerator."""
    quotients = {indicator.pk for indicator in catalogue if indicator.is_quotient}
    in_places, in_catalogue = (", ".join(["%s"] * len(wanted)) or "NULL" for wanted in (places, catalogue))
    sql = f"{_TOGETHER} AND a.territory_id IN ({in_places}) AND a.indicator_id IN ({in_catalogue})"
    with connection.cursor() as cursor:
        cursor.execute(sql, [year, *places, *(indicator.pk for indicator in catalogue)])
        rows = cursor.fetchall()
    for territory, indicator, last_month, of_numerator, base, of_denominator, *months in rows:
        place, half = places[territory], 2 * MARCH
        place.series[indicator, _N] = _series(last_month, of_numerator, months[:half])
        if indicator in quotients:
            place.series[indicator, _D] = _series(base or 0, of_denominator, months[half:])


def _series(last_month: int, not_applicable: int | None, months: Sequence[int | None]) -> _Series:
    """From twelve totals, then twelve months as entered; `not_applicable` is null where nothing was entered."""
    totals = [0 if total is None else total for total in months[:MARCH]]
    return _Series(totals, last_month, None if not_applicable is None else months[MARCH:], not_applicable or 0)


# --- A part larger than its whole -------------------------------------------------------------------------------------


def _subset_warnings(place: _Place, month: int, catalogue) -> Iterable[ConsistencyWarning]:
    by_number = {indicator.number: indicator for indicator in catalogue if indicator.number}
    for rule in SUBSETS:
        part, whole = by_number.get(rule.part), by_number.get(rule.whole)
        if part is not None and whole is not None:
            for at, sentence in _excesses(place, month, part, whole):
                yield ConsistencyWarning(sentence, part, place.territory, place.year, at, rule.is_certain)


def _excesses(place: _Place, month: int, part: Indicator, whole: Indicator):
    """Every month in which the part exceeds the whole, then the last of those where its total to date does."""
    few, all_of_them = place.of(part, _N), place.of(whole, _N)
    office = place.territory.kind == TerritoryKind.CLE
    last = min(month, few.last_month, all_of_them.last_month)
    for at in _where_more(few.months, all_of_them.months, last):
        if not (office and all_of_them.is_blank(at)):  # a blank is told as such, below
            mine, theirs = few.of_month(at), all_of_them.of_month(at)
            yield at, _excess(place, part, whole, mine, theirs, f"en {month_label(place.year, at)}")
    beyond = _where_more(few.totals, all_of_them.totals, last)
    if beyond and beyond[-1] > 1:
        at = beyond[-1]
        span = f"d’avril à {month_label(place.year, at)}"
        yield at, _excess(place, part, whole, few.totals[at - 1], all_of_them.totals[at - 1], span)


def _where_more(few: Sequence[int], all_of_them: Sequence[int], last: int) -> list[int]:
    """The months, up to the last one known, in which the part is the larger."""
    return [at for at, is_more in enumerate(map(gt, few[:last], all_of_them), start=1) if is_more]


def _excess(place: _Place, part: Indicator, whole: Indicator, mine: int, theirs: int, when: str) -> str:
    return (
        f"{_subject(place, part)} compte {_component_text(part, mine)} {when}, plus que l’indicateur {whole.key} "
        f"({whole.short_name}) dont il fait partie{NBSP}: {_component_text(whole, theirs)}."
    )


# --- What one indicator says of itself --------------------------------------------------------------------------------


def _own_warnings(place: _Place, month: int, catalogue) -> Iterable[ConsistencyWarning]:
    for indicator in catalogue:
        known = [(one, place.series[indicator.pk, one]) for one in (_N, _D) if (indicator.pk, one) in place.series]
        told = []
        for component, series in known:
            if series.entered is not None:
                told += [
                    *_negatives(place, month, indicator, series),
                    *_gap(place, month, indicator, component, series),
                ]
        if indicator.is_quotient and known:
            told += _without_denominator(place, month, indicator)
        for at, sentence, is_certain in sorted(told, key=lambda one: one[0]):
            yield ConsistencyWarning(sentence, indicator, place.territory, place.year, at, is_certain)


def _without_denominator(place: _Place, month: int, indicator: Indicator):
    top, base = place.of(indicator, _N), place.of(indicator, _D)
    last = min(month, top.last_month)
    if all(base.months[:last]):
        return
    word = quotient_word(indicator)
    for at in range(1, last + 1):
        if base.of_month(at) or (value := top.of_month(at)) <= 0:
            continue
        missing = base.last_month < at or base.is_blank(at)
        cause = "le dénominateur manque" if missing else "dénominateur nul"
        yield (
            at,
            f"{_subject(place, indicator)} a un numérateur de {_component_text(indicator, value)} en "
            f"{month_label(place.year, at)}, mais {cause}{NBSP}: pas de {word} pour ce mois.",
            True,
        )


def _gap(place: _Place, month: int, indicator: Indicator, component: str, series: _Series):
    gaps = [at for at in series.gaps() if at <= month]
    if gaps:
        when = _months_words(place.year, gaps)
        what = "dénominateur" if component == _D else "numérateur" if indicator.is_quotient else "résultat"
        yield (
            gaps[0],
            f"{_subject(place, indicator)} n’a pas de {what} en {when}, alors que des mois qui suivent sont connus"
            f"{NBSP}: un blanc n’est pas un zéro.",
            False,
        )


def _negatives(place: _Place, month: int, indicator: Indicator, series: _Series):
    for at, value in enumerate(series.entered[:month], start=1):
        if value is not None and value < 0:
            yield (
                at,
                f"{_subject(place, indicator)} vaut {_component_text(indicator, value)} en "
                f"{month_label(place.year, at)}{NBSP}: un résultat ne peut être négatif.",
                True,
            )


# --- Words ------------------------------------------------------------------------------------------------------------


def _subject(place: _Place, indicator: Indicator) -> str:
    return f"{place.territory.name_in(place.year)}{NBSP}: l’indicateur {indicator.key} ({indicator.short_name})"


def _component_text(indicator: Indicator, scaled: int) -> str:
    """`120`, `0,417 M$`: what is entered, with its unit when the figure is a sum."""
    if indicator.is_quotient:
        return nombre(unscale(scaled, indicator.component_decimals), indicator.component_decimals)
    return value_text(indicator, unscale(scaled, indicator.component_decimals))


def _months_words(year: int, months: Sequence[int]) -> str:
    """`juin 2007`, `juin et juillet 2007`, `décembre 2007 et janvier 2008`."""
    last = months[-1]
    names = [
        month_label(year, month) if month == last or (month <= 9) != (last <= 9) else MONTHS[month - 1]
        for month in months
    ]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"
