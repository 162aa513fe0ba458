"""The engine step by step: what is derived change after change equals what is derived at once, and costs little."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators import engine
from indicators.enums import Kind
from indicators.models import Attainment
from regions.models import Territory
from tests.indicators.oracle import assert_engine_agrees

_SHUTTLE_YEARS = (2020, 2021, 2022, 2023)
_SHUTTLE_PLACES = ("05-460", "16-480", "05", "16", "QC")
_months = st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=1, max_size=12)
_full_year = st.lists(st.integers(0, 50), min_size=12, max_size=12)
_recordings = st.tuples(
    st.just("record"),
    st.sampled_from(_SHUTTLE_PLACES),
    st.sampled_from(_SHUTTLE_YEARS),
    st.one_of(_months, _full_year),
)
_promises = st.tuples(
    st.just("promise"),
    st.sampled_from(_SHUTTLE_PLACES),
    st.sampled_from(_SHUTTLE_YEARS),
    st.tuples(st.one_of(st.none(), st.integers(0, 300)), st.integers(1, 12)),
)


@pytest.mark.parametrize("kind", [Kind.COUNT, Kind.RATE])
@settings(max_examples=10, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(st.one_of(_recordings, _promises), min_size=1, max_size=8))
def test_step_by_step_equals_everything_at_once(kind, acts, make_indicator, places, record, promise):
    with transaction.atomic():
        indicator = make_indicator(kind)
        for verb, code, year, what in acts:
            if verb == "promise":
                promise(indicator, places(code), year, *what)
            else:
                record(indicator, places(code), year, what, [50] * 12 if indicator.is_quotient else None)
        step_by_step = _rows(indicator)
        Attainment.objects.filter(indicator=indicator).delete()
        engine.recompute(engine.Scope(_SHUTTLE_YEARS))
        assert _rows(indicator) == step_by_step
        assert_engine_agrees(indicator, _SHUTTLE_YEARS, _SHUTTLE_PLACES)
        transaction.set_rollback(True)


def _rows(indicator):
    rows = Attainment.objects.filter(indicator=indicator).order_by("year", "territory")
    return [{name: value for name, value in row.items() if name not in {"id", "computed_at"}} for row in rows.values()]


def test_recomputing_twice_changes_nothing(make_indicator, places, record, promise):
    indicator = make_indicator()
    record(indicator, places("01-140"), 2012, [3, 4])
    promise(indicator, places("01"), 2012, 100)
    once = _rows(indicator)
    engine.recompute_all()
    engine.recompute_all()
    assert _rows(indicator) == once


# --- Cost ------------------------------------------------------------------------------------------------------------


def test_one_cell_costs_four_statements_whatever_the_number_of_offices(make_indicator, places, record):
    indicator = make_indicator()
    record(indicator, places("01-140"), 2030, [1])
    one_office = _statements(indicator, places("01-140"))
    for office in Territory.objects.filter(code__startswith="01-"):
        record(indicator, office, 2030, [1])
    assert [_verb(sql) for sql in one_office] == ["SELECT", "INSERT", "INSERT", "INSERT"]
    assert [_verb(sql) for sql in _statements(indicator, places("01-140"))] == [_verb(sql) for sql in one_office]


def _statements(indicator, territory):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        engine.recompute(engine.Scope((2030,), (indicator.pk,), (territory.pk,)))
    return [
        query["sql"].strip()
        for query in captured.captured_queries
        if "SAVEPOINT" not in query["sql"] and "pg_advisory" not in query["sql"]
    ]


def _verb(sql):
    return sql.split()[0].upper()
