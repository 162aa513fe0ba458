"""The engine against the oracle, and the rules that a plan lives by, each said in numbers."""

from decimal import Decimal
from random import Random

import pytest

from indicators import engine
from indicators.enums import DataNature, Direction, Kind, Status
from indicators.models import Attainment, BreakdownDimension, BreakdownGroup, Cumulative, Measurement
from indicators.services import Series, open_year, record_series
from tests.indicators.oracle import assert_engine_agrees, derived

OFFICES = ("01-140", "01-130", "01-070", "02-910")
PLACES = (*OFFICES, "01", "02", "QC")
YEARS = (2010, 2011, 2012, 2013)
SEPTEMBER = 6


def cells(indicator, territory, year):
    return derived(indicator, territory, year)


# --- Every kind, direction and level ---------------------------------------------------------------------------------


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_and_direction_agrees_with_the_oracle_at_every_level(
    kind, direction, make_indicator, places, record, promise
):
    indicator = make_indicator(kind, direction)
    dice = Random(f"{kind}/{direction}")
    for year in YEARS:
        known = 12 if year < YEARS[-1] else 8
        for code in OFFICES:
            numerators = [dice.choice([None, 0, dice.randint(1, 60)]) for _ in range(known)]
            denominators = [dice.choice([None, 0, dice.randint(60, 900)]) for _ in range(known)]
            record(
                indicator, places(code), year, numerators, denominators if indicator.is_quotient else None, derive=False
            )
    for year in YEARS[1:]:
        for code in PLACES:
            promise(indicator, places(code), year, dice.randint(1, 90), derive=False)
            if dice.random() < 0.5:
                promise(indicator, places(code), year, dice.choice([None, 0, 40]), dice.randint(1, 12), derive=False)
    engine.recompute(engine.Scope(YEARS))
    assert_engine_agrees(indicator, YEARS, PLACES)


def test_months_without_any_value_have_neither_result_nor_status(make_indicator, places, record, promise):
    indicator = make_indicator()
    record(indicator, places("01-140"), 2012, [5, None, 7])
    promise(indicator, places("01-140"), 2012, 120)
    months = cells(indicator, places("01-140"), 2012)
    assert [cell.result for cell in months] == [5, 5, 12] + [None] * 9
    assert [cell.status for cell in months[3:]] == [Status.NO_DATA] * 9


def test_zero_is_a_result_and_blank_is_not(make_indicator, places, record, promise):
    indicator = make_indicator()
    record(indicator, places("01-140"), 2012, [0])
    record(indicator, places("01-130"), 2012, [None, None, 3])
    promise(indicator, places("01-140"), 2012, 120)
    assert cells(indicator, places("01-140"), 2012)[0].result == 0
    assert cells(indicator, places("01-140"), 2012)[0].status == Status.LATE
    assert cells(indicator, places("01-130"), 2012)[0].result == 0  # March is known, so April is nothing in it
    assert cells(indicator, places("01-130"), 2012)[3].result is None


def test_a_rate_over_a_zero_denominator_has_no_result(make_indicator, places, record, promise):
    indicator = make_indicator(Kind.RATE)
    record(indicator, places("01-140"), 2012, [0, 3], [0, 4])
    promise(indicator, places("01-140"), 2012, "75.0")
    april, may = cells(indicator, places("01-140"), 2012)[:2]
    assert (april.result, april.status) == (None, Status.NO_DATA)
    assert (may.result, may.status) == (Decimal("75.0"), Status.REACHED)


@pytest.mark.parametrize(
    ("numerator", "denominator", "result"), [(1, 3, "33.3"), (2, 3, "66.7"), (1, 16, "6.3"), (997, 1600, "62.3")]
)
def test_rates_round_half_up_once(numerator, denominator, result, make_indicator, places, record):
    indicator = make_indicator(Kind.RATE)
    record(indicator, places("01-140"), 2012, [numerator], [denominator])
    assert cells(indicator, places("01-140"), 2012)[0].result == Decimal(result)


def test_a_not_applicable_target_is_neither_zero_nor_blank(make_indicator, places, record, promise):
    indicator = make_indicator()
    for code in OFFICES[:3]:
        record(indicator, places(code), 2012, [5])
    promise(indicator, places("01-140"), 2012, None)
    promise(indicator, places("01-130"), 2012, 0)
    not_applicable, zero, blank = (cells(indicator, places(code), 2012)[0] for code in OFFICES[:3])
    assert (not_applicable.target, not_applicable.status) == (None, Status.NO_TARGET)
    assert (zero.target, zero.share, zero.gap, zero.status) == (0, None, 5, Status.REACHED)
    assert (blank.target, blank.status) == (None, Status.NO_TARGET)
    rows = Attainment.objects.filter(indicator=indicator, year=2012, territory__code__in=OFFICES[:3])
    assert {row.territory.code: row.na_months for row in rows.select_related("territory")} == {
        "01-140": 0b111111111111,
        "01-130": 0,
        "01-070": 0,
    }


def test_a_target_without_any_result_still_has_its_row(make_indicator, places, promise):
    indicator = make_indicator()
    promise(indicator, places("01"), 2012, 100)
    months = cells(indicator, places("01"), 2012)
    assert [cell.target for cell in months] == [100] * 12
    assert {cell.status for cell in months} == {Status.NO_DATA}
    assert derived(indicator, places("QC"), 2012) is None  # promises do not add up on their own


# --- Bands -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "status"),
    [
        (1000, Status.REACHED),
        (970, Status.ON_TRACK),
        (969, Status.WATCH),
        (900, Status.WATCH),
        (899, Status.LATE),
    ],
)
def test_a_sum_is_judged_within_3_and_10_percent_of_what_is_expected(
    result, status, make_indicator, places, record, promise
):
    indicator = make_indicator()
    record(indicator, places("01-140"), 2012, [0] * 11 + [result])
    promise(indicator, places("01-140"), 2012, 1000)
    assert cells(indicator, places("01-140"), 2012)[-1].status == status


@pytest.mark.parametrize(
    ("result", "status"),
    [(750, Status.REACHED), (740, Status.ON_TRACK), (739, Status.WATCH), (720, Status.WATCH), (719, Status.LATE)],
)
def test_a_rate_is_judged_within_1_and_3_points_of_its_target(result, status, make_indicator, places, record, promise):
    indicator = make_indicator(Kind.RATE)
    record(indicator, places("01-140"), 2012, [result], [1000])
    promise(indicator, places("01-140"), 2012, "75.0")
    assert cells(indicator, places("01-140"), 2012)[0].status == status


def test_fewer_complaints_than_the_yearly_target_are_reached_only_when_the_year_is_over(
    make_indicator, places, record, promise
):
    indicator = make_indicator(direction=Direction.LOWER)
    record(indicator, places("01-140"), 2012, [1] * 12)
    promise(indicator, places("01-140"), 2012, 12)
    months = cells(indicator, places("01-140"), 2012)
    assert [cell.status for cell in months] == [Status.ON_TRACK] * 11 + [Status.REACHED]


def test_a_shorter_delay_than_the_target_is_reached_from_the_first_month(make_indicator, places, record, promise):
    indicator = make_indicator(Kind.DELAY, Direction.LOWER)
    record(indicator, places("01-140"), 2012, [90], [10])
    promise(indicator, places("01-140"), 2012, 10)
    assert cells(indicator, places("01-140"), 2012)[0].status == Status.REACHED


# --- What is expected by a month -------------------------------------------------------------------------------------


def test_without_a_past_year_the_calendar_says_what_is_expected(make_indicator, places, record, promise):
    indicator = make_indicator()
    record(indicator, places("01-140"), 2012, [1])
    promise(indicator, places("01-140"), 2012, 120)
    assert [cell.expected for cell in cells(indicator, places("01-140"), 2012)] == list(range(10, 130, 10))


def test_complete_past_years_say_what_is_expected_and_an_incomplete_one_does_not(
    make_indicator, places, record, promise
):
    indicator = make_indicator()
    office = places("01-140")
    record(indicator, office, 2008, [500] + [0] * 11)  # four years before: too old
    record(indicator, office, 2009, [0] * 11 + [10])
    record(indicator, office, 2010, [30] + [0] * 11)
    record(indicator, office, 2011, [1000])  # incomplete
    promise(indicator, office, 2012, 100)
    months = cells(indicator, office, 2012)
    assert [cell.expected for cell in months] == [75] * 11 + [100]


def test_a_late_correction_of_a_past_year_moves_what_is_expected_of_the_next(make_indicator, places, record, promise):
    indicator = make_indicator()
    office = places("01-140")
    record(indicator, office, 2011, [1] + [0] * 10 + [1])
    promise(indicator, office, 2012, 100)
    before = cells(indicator, office, 2012)[0].expected
    record(indicator, office, 2011, [3] + [0] * 10 + [1])
    assert (before, cells(indicator, office, 2012)[0].expected) == (50, 75)


# --- Revisions -------------------------------------------------------------------------------------------------------


def test_a_revision_effective_in_september_leaves_the_months_before_to_the_initial_target(
    make_indicator, places, record, promise
):
    indicator = make_indicator()
    region = places("01")
    record(indicator, places("01-140"), 2012, [100] * 12)
    promise(indicator, region, 2012, 1200)
    promise(indicator, region, 2012, 2400, SEPTEMBER)
    months = cells(indicator, region, 2012)
    assert [cell.target for cell in months] == [1200] * 5 + [2400] * 7
    assert [cell.expected for cell in months] == [100, 200, 300, 400, 500, *range(1200, 2600, 200)]
    assert [cell.status for cell in months] == [Status.ON_TRACK] * 5 + [Status.LATE] * 7
    assert_engine_agrees(indicator, [2012], PLACES)


def test_a_target_withdrawn_in_september_is_still_judged_before(make_indicator, places, record, promise):
    indicator = make_indicator()
    record(indicator, places("01-140"), 2012, [100] * 12)
    promise(indicator, places("01-140"), 2012, 1200)
    promise(indicator, places("01-140"), 2012, None, SEPTEMBER)
    months = cells(indicator, places("01-140"), 2012)
    assert [cell.status for cell in months] == [Status.ON_TRACK] * 5 + [Status.NO_TARGET] * 7


# --- Places ----------------------------------------------------------------------------------------------------------


def test_a_region_adds_what_it_holds_itself_to_its_offices(make_indicator, places, record):
    indicator = make_indicator()
    record(indicator, places("01-140"), 2012, [10])
    record(indicator, places("01-130"), 2012, [20])
    record(indicator, places("01"), 2012, [5])
    record(indicator, places("QC"), 2012, [1000])
    results = {code: cells(indicator, places(code), 2012)[0].result for code in ("01-140", "01-130", "01", "QC")}
    assert results == {"01-140": 10, "01-130": 20, "01": 35, "QC": 1035}


def test_an_office_that_changed_region_counts_where_it_was(make_indicator, places, record):
    indicator = make_indicator()
    office = places("05-460")
    record(indicator, office, 2021, [7])
    record(indicator, office, 2022, [11])
    found = {
        (code, year): (derived(indicator, places(code), year) or [None])[0]
        for code in ("16", "05", "QC")
        for year in (2021, 2022)
    }
    assert {key: cell and cell.result for key, cell in found.items()} == {
        ("16", 2021): 7,
        ("16", 2022): None,
        ("05", 2021): None,
        ("05", 2022): 11,
        ("QC", 2021): 7,
        ("QC", 2022): 11,
    }


def test_a_correction_in_an_office_moves_what_is_expected_of_the_region_it_has_left(
    make_indicator, places, record, promise
):
    indicator = make_indicator()
    office, former = places("05-460"), places("16")
    promise(indicator, former, 2022, 100)
    record(indicator, office, 2021, [3] + [0] * 10 + [1])
    assert cells(indicator, former, 2022)[0].expected == 75
    assert_engine_agrees(indicator, [2021, 2022], ["05-460", "05", "16", "QC"])


def test_a_regional_rate_is_the_sum_of_numerators_over_the_sum_of_denominators(make_indicator, places, record):
    indicator = make_indicator(Kind.RATE)
    record(indicator, places("01-140"), 2012, [90], [100])
    record(indicator, places("01-130"), 2012, [300], [900])
    offices = [cells(indicator, places(code), 2012)[0].result for code in ("01-140", "01-130")]
    regional = cells(indicator, places("01"), 2012)[0].result
    assert regional == Decimal("39.0")
    assert sum(offices) / 2 == Decimal("61.65")


# --- Groups, nature, stale rows --------------------------------------------------------------------------------------


def test_a_breakdown_group_is_added_up_by_itself_and_never_into_everybody(make_indicator, places, promise):
    indicator = make_indicator()
    dimension = BreakdownDimension.objects.create(code="essai", name="Essai", kind="partition")
    women = BreakdownGroup.objects.create(code="essai_femmes", name="Femmes", dimension=dimension)
    promise(indicator, places("01-140"), 2012, 100)
    months = [4] + [None] * 11
    record_series(
        year=open_year(2012), series=[Series(indicator, places("01-140"), months, group_id=women.pk)], by=None
    )
    totals = Cumulative.objects.filter(indicator=indicator, year=2012, territory__in=[places("01-140"), places("01")])
    assert {(row.territory.code, row.group_id, row.apr) for row in totals.select_related("territory")} == {
        ("01-140", women.pk, 4),
        ("01", women.pk, 4),
    }
    row = Attainment.objects.get(indicator=indicator, territory=places("01-140"), year=2012)
    assert (row.result_apr, row.target_apr, row.status_apr) == (None, 100, Status.NO_DATA)


def test_one_made_up_office_marks_the_whole_region_as_made_up(make_indicator, places, record):
    indicator = make_indicator()
    record(indicator, places("01-140"), 2012, [1])
    record(indicator, places("01-130"), 2012, [1], nature=DataNature.SYNTHETIC)
    rows = Attainment.objects.filter(indicator=indicator, year=2012).select_related("territory")
    assert {row.territory.code: row.is_synthetic for row in rows} == {
        "01-140": False,
        "01-130": True,
        "01": True,
        "QC": True,
    }


def test_rows_with_nothing_behind_them_any_more_are_removed(make_indicator, places, record):
    indicator, other = make_indicator(), make_indicator()
    record(indicator, places("01-140"), 2012, [1])
    record(other, places("01-140"), 2012, [1])
    Measurement.objects.filter(indicator=indicator).update(indicator=other, year=open_year(2014))
    engine.recompute(engine.Scope((2012,)))
    assert Attainment.objects.filter(indicator=indicator).count() == 0
    assert Cumulative.objects.filter(indicator=indicator).count() == 0
    assert Attainment.objects.filter(indicator=other, year=2012).count() == 3
