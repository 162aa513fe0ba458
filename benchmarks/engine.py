"""Deriving: everything, a year after a monthly load, one cell; and the usual loop over objects."""

from time import perf_counter

from django.db import connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from benchmarks import clock, floors
from benchmarks.results import Result, at_most, seconds, told
from indicators import engine
from indicators.enums import MONTH_KEYS
from indicators.models import Attainment, BreakdownGroup, Cumulative, FiscalYear, Indicator, Measurement
from indicators.scale_data import LAST_YEAR
from indicators.verification_rows import Workings
from regions.models import Territory


def measure(is_full_size: bool) -> tuple[list[Result], dict[str, float]]:
    years = tuple(sorted(FiscalYear.objects.values_list("start", flat=True)))
    rounds = 2 if is_full_size else 3
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
        5,
    )
    cell, cell_busy, statements = _one_cell()
    loop, thorough = _object_loop(), _thorough_loop()
    derived, rows = Cumulative.objects.count(), Measurement.objects.count()
    fifth, again = year["ours"] / full["ours"], "hand-written SQL over what stands"
    results = [
        at_most(f"full recompute, {rows:,} series-years", full["ours"], full["floor"], 1.3, "hand-written SQL"),
        at_most("the same, processor time", full_busy["ours"], full_busy["floor"], 1.3, "hand-written SQL"),
        at_most("the same over what stands already", full["again"], full["floor again"], 1.3, again),
        at_most("the same over what stands already, processor time", full_busy["again"], full_busy["floor again"], 1.3,
                again),
        told("rows derived a second", f"{derived / full['ours']:,.0f}", f"{derived / full['floor']:,.0f}"),
        at_most("a year after a monthly load", year["ours"], year["floor"], 1.5, "hand-written SQL"),
        at_most("the same, processor time", year_busy["ours"], year_busy["floor"], 1.5, "hand-written SQL"),
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
            "loop over objects ÷ ours, a derived row",
            f"{full['ours'] / derived * 1e6:.1f} µs",
            f"{loop * 1000:.2f} ms",
            loop / (full["ours"] / derived),
            "≥ 1 000 ×",
            loop / (full["ours"] / derived) >= 1000,
        ),
        told("a loop that also judges ÷ ours, a derived row", f"{full['ours'] / derived * 1e6:.1f} µs",
             f"{thorough * 1000:.2f} ms, {thorough / (full['ours'] / derived):.0f} ×"),
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
    with engine.room_for_a_year():
        for year in years:
            _committed(lambda year=year: floors.write_totals(f"year_id = {year}"))()


def _floor_again(years: tuple[int, ...]) -> None:
    """The same into a table that is full: each year cleared, then written."""
    with engine.room_for_a_year():
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


def _object_loop() -> float:
    """Seconds a derived row, in the way most software goes about it: one aggregate and one row saved a key."""
    sums = {f"to_{key}": Sum(key) for key in MONTH_KEYS}
    keys = [
        (indicator, territory)
        for indicator in Indicator.objects.order_by("position")[:10]
        for territory in Territory.objects.regions()
    ][:100]
    start = perf_counter()
    with transaction.atomic():
        for indicator, territory in keys:
            facts = Measurement.objects.filter(
                indicator=indicator, territory__in=Territory.objects.within(territory, LAST_YEAR), component="N",
                year=LAST_YEAR, group=BreakdownGroup.TOTAL,
            ).aggregate(**sums)  # fmt: skip
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
