"""A year that has just been opened is unknown to PostgreSQL's statistics: no plan may take it for empty."""

import re
from contextlib import nullcontext
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators import engine, sql_loading
from indicators.engine import Scope, recompute
from indicators.enums import Kind
from indicators.loading import Cell, load_cells
from indicators.models import BreakdownGroup, Measurement
from indicators.services import open_year
from indicators.sql_room import walking_through

pytestmark = pytest.mark.django_db
OFFICES = ("01-140", "01-130", "02-910")


@pytest.fixture
def postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is told its order of reading by the statements")


def asked(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return "\n".join(str(row[0]) for row in cursor.fetchall())


def load(places, indicator, year, value=5):
    return load_cells(
        year=year,
        cells=[Cell(indicator.pk, BreakdownGroup.TOTAL, places(code).pk, "N", 1, value) for code in OFFICES],
        by=None,
    )


def test_a_year_that_nobody_counted_is_taken_for_one_like_the_others(postgresql):
    migration = import_module("indicators.migrations.0008_a_new_year_is_no_empty_one")
    estimate = "EXPLAIN SELECT 1 FROM indicators_measurement WHERE year_id = 2031"
    believed = []
    for count in (migration.count_each_year, migration.count_years_alike):
        with connection.schema_editor() as editor:
            count(None, editor)
        believed.append(int(re.search(r"rows=(\d+)", asked(estimate))[1]))
    average = Measurement.objects.count() / Measurement.objects.values("year").distinct().count()
    assert (believed[0], average / 3 < believed[1] < average * 3) == (1, True), (believed, average)


def test_whole_years_that_are_written_are_counted(postgresql):
    with CaptureQueriesContext(connection) as captured:
        recompute(Scope((2007,)))
    assert captured[-1]["sql"].startswith("ANALYZE indicators_measurement (year_id), ")


def test_joins_are_walked_through_and_then_looked_up_again(postgresql):
    ways = [asked("SHOW enable_nestloop")]
    with walking_through():
        ways.append(asked("SHOW enable_nestloop"))
    assert [*ways, asked("SHOW enable_nestloop")] == ["on", "off", "on"]


@pytest.mark.parametrize(("places_from_which_many", "walked"), [(40, 0), (2, 1)])
def test_a_change_in_many_places_is_walked_through_and_one_in_a_few_is_looked_up(
    monkeypatch, make_indicator, places, places_from_which_many, walked
):
    ways = []
    monkeypatch.setattr(engine, "walking_through", lambda: ways.append("walked") or nullcontext())
    monkeypatch.setattr(engine, "_MANY", places_from_which_many)
    load(places, make_indicator(Kind.COUNT), open_year(2031))
    assert len(ways) == walked


def test_a_few_cells_find_their_rows_by_key(postgresql, monkeypatch, make_indicator, places):
    """By the whole key of the series, then by the row's own: a year that is believed empty is not read through."""
    indicator, year = make_indicator(Kind.COUNT), open_year(2031)
    load(places, indicator, year)
    plans, run = [], sql_loading._run

    def told(sql, parameters):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}", parameters)
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
        return run(sql, parameters)

    monkeypatch.setattr(sql_loading, "_run", told)
    load(places, indicator, year, value=6)
    ways = [sorted(re.findall(r"using (\w+) on indicators_measurement", plan)) for plan in plans]
    by_id, by_key = "indicators_measurement_pkey", "measurement_series_unique"
    assert ways == [[by_key], [by_key], [by_id, by_key]]
    assert all(re.search(r"Index Cond: .*territory_id = .*component", plan) for plan in plans)
