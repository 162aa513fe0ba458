"""Deriving: everything, a year after a monthly load, one cell; and the usual loop over objects."""

from time import perf_counter

from django.db import connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from benchmarks import clock, floors
from benchmarks.results import Result, in_rounds, seconds, told
from indicators import engine
from indicators.enums import MONTH_KEYS
from indicators.models import Attainment, BreakdownGroup, Cumulative, FiscalYear, Indicator, Measurement
from indicators.scale_data import LAST_YEAR
from indicators.sql_room import room_for_a_year
from indicators.verification_rows import Workings
from regions.models import Territory

MARCH = len(MONTH_KEYS)


def measure(is_full_size: bool) -> tuple[list[Result], dict[str, float]]:
    years = tuple(sorted(FiscalYear.objects.values_list("start", flat=True)))
    rounds = 3 if is_full_size else 7
    full, full_busy = clock.in_turn(
        {
            "floor": (floors.fresh_totals, lambda: _floor(years)),
            "floor again": (clock.nothing, lambda: _floor_again(years)),
            "ours": (_empty, lambda: engine.recompute(engine.Scope(years))),
            "again": (clock.nothing, lambda: engine.recompute(engine.Scope(years))),
        },
        rounds,
    )
    year, year_busy = clock.in_turn(
        {
            "floor": (clock.nothing, _committed(lambda: floors.rewrite_year(LAST_YEAR))),
            "ours": (clock.nothing, lambda: engine.recompute(engine.Scope((LAST_YEAR,)))),
        },
        9,
    )
    cell, cell_busy, statements = _one_cell()
    loop, wide, thorough = _value_loop(), _object_loop(), _thorough_loop()
    derived, rows = Cumulative.objects.count(), Measurement.objects.count()
    each = full["ours"] / derived / MARCH  # a derived value: one month of a running total
    fifth, again = year["ours"] / full["ours"], "hand-written SQL over what stands"
    results = [
        in_rounds(f"full recompute, {rows:,} series-years", full, ("ours", "floor"), 1.3, "hand-written SQL"),
        in_rounds("the same, processor time", full_busy, ("ours", "floor"), 1.3, "hand-written SQL"),
        in_rounds("the same over what stands already", full, ("again", "floor again"), 1.3, again),
        in_rounds("the same over what stands already, processor time", full_busy, ("again", "floor again"), 1.3, again),
        told("rows derived a second", f"{derived / full['ours']:,.0f}", f"{derived / full['floor']:,.0f}"),
        in_rounds("a year after a monthly load", year, ("ours", "floor"), 1.5, "hand-written SQL"),
        in_rounds("the same, processor time", year_busy, ("ours", "floor"), 1.5, "hand-written SQL"),
        Result(
            "the same against a full recompute",
            seconds(year["ours"]),
            f"{seconds(full['ours'])} everything",
            fifth,
            "≤ 0.2 ×" if is_full_size else "≤ 0.2 × (14M)",
            fifth <= 0.2 if is_full_size else None,
        ),
        told("one cell, all ancestors and groups", seconds(cell),
             f"{statements} statements, {seconds(cell_busy)} of processor", "≤ 20 ms, ≤ 5 statements",
             cell <= 0.02 and statements <= 5),
        Result(
            "loop over objects ÷ ours, a derived value",
            f"{each * 1e6:.2f} µs",
            f"{loop * 1000:.2f} ms, an aggregate and a row saved a month",
            loop / each,
            "≥ 1 000 ×",
            loop / each >= 1000,
        ),
        told("a loop that reads the twelve months at once ÷ ours, a row", f"{each * MARCH * 1e6:.1f} µs",
             f"{wide * 1000:.2f} ms, {wide / each / MARCH:.0f} ×"),
        told("a loop that also judges ÷ ours, a row", f"{each * MARCH * 1e6:.1f} µs",
             f"{thorough * 1000:.2f} ms, {thorough / each / MARCH:.0f} ×"),
        told("peak memory of Python", f"{clock.peak_memory()} MB", "", "< 400 MB", clock.peak_memory() < 400),
    ]  # fmt: skip
    times = {"full": full["ours"], "floor": full["floor"], "series": rows}
    return results, {**times, "full_busy": full_busy["ours"], "floor_busy": full_busy["floor"]}


def _committed(work):
    def run():
        with transaction.atomic():
            if connection.vendor == "postgresql":  # the same room as ours
                floors.run("SET LOCAL work_mem = '64MB'")
            work()

    return run


def _floor(years: tuple[int, ...]) -> None:
    """A statement a year, as ours: at full size a single one spills to disk and takes twice as long."""
    with room_for_a_year():
        for year in years:
            _committed(lambda year=year: floors.write_totals(f"year_id = {year}"))()


def _floor_again(years: tuple[int, ...]) -> None:
    """The same into a table that is full: each year cleared, then written."""
    with room_for_a_year():
        for year in years:
            _committed(lambda year=year: floors.rewrite_year(year))()


def _empty() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("TRUNCATE indicators_cumulative, indicators_attainment")
            cursor.execute("VACUUM ANALYZE indicators_measurement")
        else:
            cursor.execute("DELETE FROM indicators_cumulative")
            cursor.execute("DELETE FROM indicators_attainment")


def _one_cell() -> tuple[float, float, int]:
    """Median wall time, mean processor time and statements."""
    if connection.vendor == "postgresql":
        floors.run("VACUUM ANALYZE indicators_cumulative", "VACUUM ANALYZE indicators_attainment")
    office, indicator = Territory.objects.get(code="01-100"), Indicator.objects.get(number="2")
    scope = engine.Scope((LAST_YEAR,), (indicator.pk,), (office.pk,))
    duration, before = clock.median(lambda: engine.recompute(scope), 25), clock.processor_seconds()
    for _ in range(25):
        engine.recompute(scope)
    busy = (clock.processor_seconds() - before) / 25
    with CaptureQueriesContext(connection) as captured:
        engine.recompute(scope)
    outside = ("SAVEPOINT", "BEGIN", "COMMIT")
    return duration, busy, sum(not query["sql"].strip().startswith(outside) for query in captured.captured_queries)


def _keys(count: int) -> list[tuple[Indicator, Territory]]:
    indicators = Indicator.objects.order_by("position")[:10]
    return [(one, place) for one in indicators for place in Territory.objects.regions()][:count]


def _facts_of(indicator: Indicator, territory: Territory):
    return Measurement.objects.filter(
        indicator=indicator, territory__in=Territory.objects.within(territory, LAST_YEAR), component="N",
        year=LAST_YEAR, group=BreakdownGroup.TOTAL,
    )  # fmt: skip


def _value_loop() -> float:
    """Seconds a derived value, in the way most software goes about it: for each key (indicator, place, month) one
    aggregate, added to the months before it, and one row saved. It knows a value a row, not our years of twelve."""
    keys = _keys(20)
    start = perf_counter()
    with transaction.atomic():
        for indicator, territory in keys:
            row = Attainment.objects.filter(year=LAST_YEAR, indicator=indicator, territory=territory)
            total = 0
            for key in MONTH_KEYS:
                total += _facts_of(indicator, territory).aggregate(month=Sum(key))["month"] or 0
                row.update(**{f"n_{key}": total})
        transaction.set_rollback(True)
    return (perf_counter() - start) / len(keys) / MARCH


def _object_loop() -> float:
    """Seconds a row of twelve months: the same loop, made for our wide rows, whose aggregate reads twelve sums."""
    sums, keys = {f"to_{key}": Sum(key) for key in MONTH_KEYS}, _keys(100)
    start = perf_counter()
    with transaction.atomic():
        for indicator, territory in keys:
            facts = _facts_of(indicator, territory).aggregate(**sums)
            total, months = 0, {}
            for key in MONTH_KEYS:
                total += facts[f"to_{key}"] or 0
                months[f"n_{key}"] = total
            Attainment.objects.filter(year=LAST_YEAR, indicator=indicator, territory=territory).update(**months)
        transaction.set_rollback(True)
    return (perf_counter() - start) / len(keys)


def _thorough_loop() -> float:
    """Seconds a row of attainment, for a loop over objects that derives all that ours does: targets in force, what is
    expected, share, gap, status. It is that of the nightly verification, written to be obvious."""
    territories = list(Territory.objects.regions())
    keys = [(one, place) for one in Indicator.objects.order_by("position")[:3] for place in territories][:50]
    start = perf_counter()
    for indicator, territory in keys:
        Workings(indicator, territory.pk, LAST_YEAR).attainment()
    return (perf_counter() - start) / len(keys)
