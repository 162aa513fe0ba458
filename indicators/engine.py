"""Attainment, derived in set-based SQL: the same two steps on PostgreSQL and on SQLite, whatever the number of rows.

    measurements ─ summed along the territory tree, cumulated April…March ─→ Cumulative (every breakdown group)
                                                                                  │
    targets (version in force at each month) ─────────────────────────────────────┼─→ Attainment (everybody)
    complete past years (seasonal profile) ───────────────────────────────────────┘

Every figure is an exact integer; division rounds half up, once, at the indicator's precision. No Python loop over rows,
no average of rates, no average of statuses. A whole year is written afresh; a change touches only its indicators, its
territories and those in which they count.
"""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from indicators import sql_attainment, sql_cumulative, versions
from indicators.models import BreakdownGroup, FiscalYear
from indicators.sql_room import count_the_years, lock, room_for_a_year, walking_through
from regions.models import Ancestry

PROFILE_YEARS = sql_attainment.PROFILE_YEARS
_MANY = 40  # places of which the rows are walked through rather than looked up
_COUNTS_IN = """
    SELECT DISTINCT a.ancestor_id, EXISTS (
        SELECT 1 FROM regions_ancestry b
        WHERE b.ancestor_id = a.ancestor_id AND b.descendant_id <> a.ancestor_id
          AND b.first_year <= %s AND b.last_year >= %s
    )
    FROM regions_ancestry a WHERE a.first_year <= %s AND a.last_year >= %s"""


@dataclass(frozen=True)
class Scope:
    """What to recompute: fiscal years (by their first calendar year), and optionally only some of what they hold.

    `territories` are those whose facts or targets changed; the places in which they count are added by the engine.
    `groups` and `components` are those of the facts that changed. `facts` is False when only targets changed: running
    totals then stand.
    """

    years: tuple[int, ...]
    indicators: tuple[int, ...] | None = None
    territories: tuple[int, ...] | None = None
    groups: tuple[int, ...] | None = None
    components: tuple[str, ...] | None = None
    facts: bool = True

    @property
    def is_judged(self) -> bool:
        """Attainment is everybody's: what changed in a breakdown group alone leaves it as it stands."""
        return self.groups is None or BreakdownGroup.TOTAL in self.groups

    def part(self, year: int) -> sql_cumulative.Part:
        return sql_cumulative.Part(year, self.indicators, self.groups, self.components)


def recompute(scope: Scope, progress=lambda done, total: None) -> int:
    """Derive a scope again; returns the number of attainment rows written. Safe to run twice, or two at once.

    The results of a year shape what is expected of the next ones: the years that lean on a recomputed one follow it.
    A scope of places is one transaction; whole years are one transaction each, so that a long run can stop and be
    started again, and readers never see half a year.
    """
    if scope.territories is None:
        return _rewrite(scope, progress)
    years, written = _judged_years(scope), 0
    with transaction.atomic():
        lock()
        places = _Places.of(scope.territories, years)
        with walking_through() if len(places.all) > _MANY else nullcontext():
            if scope.facts:
                for year in scope.years:
                    _run(sql_cumulative.upsert(scope.part(year), places.leaves, places.nodes))
            if scope.is_judged:
                written = _run(sql_attainment.upsert(years, places.all, scope.indicators, _stamp()))
        versions.draw_results(years, places.all)
    progress(1, 1)
    return written


def recompute_all(progress=lambda done, total: None) -> int:
    """Derive everything again."""
    return recompute(Scope(tuple(FiscalYear.objects.values_list("start", flat=True))), progress)


def _rewrite(scope: Scope, progress) -> int:
    """Every place: clear and write afresh, which is twice as fast as an upsert."""
    years = FiscalYear.objects.filter(start__in=_judged_years(scope)).order_by("start")
    written = 0
    with room_for_a_year():
        for index, year in enumerate(known := list(years.values_list("start", flat=True)), start=1):
            with transaction.atomic():
                lock()
                with walking_through():
                    written += _rewrite_year(scope, year)
            progress(index, len(known))
    count_the_years()
    return written


def _rewrite_year(scope: Scope, year: int) -> int:
    if scope.facts and year in scope.years:
        part = scope.part(year)
        _run(sql_cumulative.clear(part))
        for statement in sql_cumulative.insert(part, *_tiers(year)):
            _run(statement)
    written = 0
    if scope.is_judged:
        _run(sql_attainment.clear(year, scope.indicators))
        written = _run(sql_attainment.insert([year], scope.indicators, _stamp()))
    versions.draw_results([year])
    return written


def _judged_years(scope: Scope) -> list[int]:
    """The years of the scope and, since they shape what is expected of them, the next ones, open or not."""
    follow = PROFILE_YEARS if scope.facts and scope.is_judged else 0
    return sorted({year + offset for year in scope.years for offset in range(follow + 1)})


def _run(statement: tuple[str, list]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.rowcount


def _stamp():
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _tiers(year: int) -> tuple[list[int], list[int]]:
    """Nodes that add up facts, and the tops that may add up these nodes: whatever counts in a top that year counts in
    exactly one of its nodes. A top of which this is not so adds up facts itself, like any node."""
    below: dict[int, list[int]] = {}
    for ancestor, descendant in Ancestry.objects.filter(first_year__lte=year, last_year__gte=year).values_list(
        "ancestor_id", "descendant_id"
    ):
        if ancestor != descendant:
            below.setdefault(ancestor, []).append(descendant)
    tops = []
    for node, descendants in below.items():
        nodes = [place for place in descendants if place in below]
        counted = nodes + [place for other in nodes for place in below[other]]
        if nodes and sorted(counted) == sorted(descendants):
            tops.append(node)
    return sorted(set(below) - set(tops)), sorted(tops)


@dataclass(frozen=True)
class _Places:
    """Territories to derive: leaves hold only their own facts, nodes add up what counts in them."""

    leaves: tuple[int, ...]
    nodes: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        return self.leaves + self.nodes

    @classmethod
    def of(cls, touched: Iterable[int], years: Sequence[int]) -> "_Places":
        """What is touched and where it counts in any of the years. One query.

        A region that an office has left keeps what the office brought to its past years, hence to what is expected.
        """
        wanted, last, first = list(touched), years[-1], years[0]
        of_touched, parameters = sql_cumulative.in_list("a.descendant_id", wanted)
        with connection.cursor() as cursor:
            cursor.execute(f"{_COUNTS_IN} AND {of_touched}", [last, first, last, first, *parameters])
            kinds = {place: bool(is_node) for place, is_node in cursor.fetchall()}
        leaves, nodes = ([place for place in sorted(kinds) if kinds[place] is kind] for kind in (False, True))
        return cls(tuple(leaves), tuple(nodes))
