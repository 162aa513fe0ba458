"""The one way out: every output that anybody may read takes its results from `public_table`.

The whole of an indicator's year is masked at once (every territory, group and month), because what one page hides could
be computed from another: all public pages, files and answers then hide the same cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q

from indicators.enums import MONTH_KEYS, Component, DimensionKind, Kind
from indicators.masking import Limits, Sum, Table, mask
from indicators.models import BreakdownGroup, Cumulative, Indicator
from regions.enums import TerritoryKind
from regions.models import Ancestry

Key = tuple[int, int, str]  # territory, group, component
Series = dict[Key, tuple[int, ...]]

_N, _D = str(Component.NUMERATOR), str(Component.DENOMINATOR)
_ABOVE = {TerritoryKind.CLE: TerritoryKind.REGION, TerritoryKind.REGION: TerritoryKind.NATIONAL}
_KEPT_FOR = 24 * 60 * 60
_FORMAT = 2  # to be raised when the masking of the same figures changes


@dataclass(frozen=True)
class PublicTable:
    """What may be told of an indicator in a year: running totals by territory, group, component and month."""

    groups: Mapping[int, BreakdownGroup]
    series: Mapping[Key, tuple[int, ...]]
    masked: Mapping[Key, frozenset[int]]

    def value(self, territory: int, group: int, component: str, month: int) -> int | None:
        """The scaled running total at the end of `month` (1 = April); None when it is unknown or masked."""
        key = (territory, group, str(component))
        if key not in self.series or self.is_masked(territory, group, component, month):
            return None
        return self.series[key][month - 1]

    def is_masked(self, territory: int, group: int, component: str, month: int) -> bool:
        return month - 1 in self.masked.get((territory, group, str(component)), ())


def limits() -> Limits:
    """The thresholds of this installation."""
    return Limits(count=settings.MASKING_SMALL_COUNT, denominator=settings.MASKING_SMALL_DENOMINATOR)


def public_table(*, indicator: Indicator, year: int) -> PublicTable:
    """Every running total of the indicator that year, the small ones and what would give them away masked.

    Three queries whatever the number of rows. What was decided is kept, under the figures from which it was.
    """
    groups = groups_in(year)
    return _masked(read_table(indicator=indicator, year=year, groups=groups), groups)


def public_tables(*, indicators: Iterable[Indicator], year: int) -> dict[int, PublicTable]:
    """The public tables of several indicators, by key: three queries for all of them."""
    groups, wanted = groups_in(year), list(indicators)
    rows = Cumulative.objects.filter(
        year=year, indicator__in=[one.pk for one in wanted], group__in=list(groups), last_month__gt=0
    )
    series: dict[int, Series] = {one.pk: {} for one in wanted}
    columns = ("indicator_id", "territory_id", "group_id", "component", *MONTH_KEYS)
    for indicator, territory, group, component, *months in rows.order_by(
        "territory_id", "group_id", "component"
    ).values_list(*columns):
        series[indicator][territory, group, component] = tuple(months)
    parents = _parents({key: () for told in series.values() for key in told}, year)
    return {one.pk: _masked(_table(one, series[one.pk], groups, parents), groups) for one in wanted}


def _masked(table: Table, groups: Mapping[int, BreakdownGroup]) -> PublicTable:
    held = limits()
    name = _cache_name(table, held)
    masked = cache.get(name)
    if masked is None:
        masked = mask(table, held).masked
        cache.set(name, masked, _KEPT_FOR)
    return PublicTable(groups, table.series, masked)


def read_table(*, indicator: Indicator, year: int, groups: Mapping[int, BreakdownGroup]) -> Table:
    """The running totals of the indicator that year, with every sum by which one could be computed from others."""
    series = _series(indicator, year, groups)
    return _table(indicator, series, groups, _parents(series, year))


def groups_in(year: int) -> dict[int, BreakdownGroup]:
    """« Ensemble » and the groups as they were defined that year, by key, in their order."""
    defined = BreakdownGroup.objects.filter(Q(last_year__isnull=True) | Q(last_year__gte=year), first_year__lte=year)
    return {group.pk: group for group in defined.select_related("dimension")}


def _series(indicator: Indicator, year: int, groups: Mapping[int, BreakdownGroup]) -> Series:
    rows = Cumulative.objects.filter(year=year, indicator=indicator, group__in=list(groups), last_month__gt=0)
    return {
        (territory, group, component): tuple(months)
        for territory, group, component, *months in rows.order_by("territory_id", "group_id", "component").values_list(
            "territory_id", "group_id", "component", *MONTH_KEYS
        )
    }


def _cache_name(table: Table, held: Limits) -> str:
    told = (sorted(table.series.items()), table.sums, sorted(table.denominators), sorted(table.uncounted))
    return f"public-table-{sha256(repr((_FORMAT, held, *told)).encode()).hexdigest()}"


def _parents(series: Series, year: int) -> dict[int, int]:
    """Territory → the one just above, in which it counted that year."""
    rows = Ancestry.objects.filter(
        first_year__lte=year, last_year__gte=year, descendant__in={territory for territory, _, _ in series}
    ).values_list("descendant_id", "descendant__kind", "ancestor_id", "ancestor__kind")
    return {below: above for below, kind, above, kind_above in rows if _ABOVE.get(kind) == kind_above}


# --- How figures add up ----------------------------------------------------------------------------------------------


def _table(indicator: Indicator, series: Series, groups: Mapping[int, BreakdownGroup], parents) -> Table:
    kind = Kind(indicator.kind)
    of_place = defaultdict(list)
    for territory, group, component in series:
        of_place[territory, component].append(group)
    sums = [
        *_sums_of_places(series, parents),
        *_sums_of_groups(of_place, groups),
        *_same_people(series, of_place),
        *(_sums_of_rates(series) if kind == Kind.RATE else ()),
    ]
    return Table(
        series=series,
        sums=tuple(sums),
        denominators=frozenset(key for key in series if key[2] == _D),
        uncounted=frozenset(key for key in series if key[2] == _N and kind in {Kind.AMOUNT, Kind.DELAY}),
    )


def _sums_of_places(series: Series, parents: Mapping[int, int]) -> Iterable[Sum]:
    parts = defaultdict(list)
    for territory, group, component in series:
        above = (parents.get(territory), group, component)
        if above in series:
            parts[above].append((territory, group, component))
    return (Sum(whole, tuple(below)) for whole, below in parts.items())


def _sums_of_groups(of_place, groups: Mapping[int, BreakdownGroup]) -> Iterable[Sum]:
    """Groups that are apart from one another are summed; those that overlap are each within everybody."""
    for (territory, component), present in of_place.items():
        whole = (territory, BreakdownGroup.TOTAL, component)
        if BreakdownGroup.TOTAL not in present:
            continue
        apart = defaultdict(list)
        for group in present:
            dimension = groups[group].dimension
            if dimension is not None:
                alone = group if dimension.kind == DimensionKind.OVERLAPPING else None
                apart[dimension.pk, alone].append((territory, group, component))
        yield from (Sum(whole, tuple(parts)) for parts in apart.values())


def _sums_of_rates(series: Series) -> Iterable[Sum]:
    """The numerator of a rate is within its denominator."""
    for territory, group, component in series:
        if component == _D and (territory, group, _N) in series:
            yield Sum((territory, group, _D), ((territory, group, _N),))


def _same_people(series: Series, of_place) -> Iterable[Sum]:
    """Groups of the same people in two dimensions (women; the youngest): what hides one must hide the other.

    They are recognised by their first month, the same everywhere: deciding it again later would change past months.
    """
    first: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for (territory, group, component), months in series.items():
        first[group, component][territory] = months[0]
    alike = defaultdict(list)
    for (group, component), april in first.items():
        alike[component, frozenset(april.items())].append(group)
    for (component, _), twins in alike.items():
        for one, other in combinations(twins, 2):
            for territory in first[one, component]:
                yield Sum((territory, one, component), ((territory, other, component),), rest_is_people=False)
