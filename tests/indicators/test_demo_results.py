"""The demonstration: exact splits, coherent made-up results, the targets that the plan prints."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import demo
from indicators.allocation import largest_remainder
from indicators.demo_generator import D, N, synthetic_year
from indicators.demo_totals import BUDGET_SHARES, YEARS
from indicators.enums import DataNature, Status
from indicators.figures import read_figures
from indicators.models import CellChange, Measurement, Target
from tests.indicators.oracle import derived, worked_out

NBSP = "\u00a0"


# --- Splits ----------------------------------------------------------------------------------------------------------


@given(total=st.integers(0, 10**9), weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_parts_sum_to_the_whole_and_each_is_within_one_unit_of_its_share(total, weights):
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert total * weight // sum(weights) <= part <= -(-total * weight // sum(weights))


def test_of_equal_remainders_the_first_receives_the_unit():
    assert largest_remainder(10, [1, 1, 1]) == [4, 3, 3]
    assert largest_remainder(0, [0, 0]) == [0, 0]


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, [2, -1]), (1, [0, 0]), (1, [])])
def test_a_split_that_cannot_be_made_is_an_error(total, weights):
    with pytest.raises(ValueError, match="A split needs"):
        largest_remainder(total, weights)


def test_the_budget_splits_as_printed_but_for_the_thousand_dollars_that_rounding_lost():
    printed = [2162, 2712, 2992, 1249, 5219, 2558, 3211, 2896]
    assert sum(printed) == 22999
    assert largest_remainder(23000, list(BUDGET_SHARES.values())) == [2162, 2712, 2993, 1249, 5219, 2558, 3211, 2896]


# --- Made-up results -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_no_part_exceeds_its_whole_in_any_office_and_month(year):
    series = synthetic_year(year)
    wholes = {"3": ("2", N), "7": ("2", N), "10": ("2", N), "14": ("2", N), "9": ("5", N), "15": ("5", N)}
    wholes |= {number: (number, D) for number in ("4", "6", "8", "SS4")}
    for part, whole in wholes.items():
        for code in BUDGET_SHARES:
            pairs = zip(series[part, N][code], series[whole][code], strict=True)
            assert all(0 <= inside <= outside for inside, outside in pairs), (part, code)


@pytest.mark.parametrize("year", YEARS)
def test_employment_rates_count_the_same_people_as_the_counts(year):
    series = synthetic_year(year)
    assert (series["4", N], series["8", N]) == (series["5", N], series["9", N])


@pytest.mark.parametrize(("year", "total"), [(2005, 7957), (2006, 8180), (2007, 8194)])
def test_new_participants_add_up_to_the_total_of_the_year(year, total):
    assert sum(sum(months) for months in synthetic_year(year)["2", N].values()) == total


@pytest.mark.parametrize("year", YEARS)
def test_people_enter_in_autumn_and_winter(year):
    by_month = [sum(months) for months in zip(*synthetic_year(year)["2", N].values(), strict=True)]
    summer, autumn = by_month[1:4], by_month[5:8]
    assert min(autumn) > 1.5 * max(summer)


def test_results_are_the_same_each_time():
    assert synthetic_year(2007) == synthetic_year(2007)
    assert synthetic_year(2007) != synthetic_year(2006)


@pytest.mark.parametrize("number", ["4", "6"])
def test_the_regional_rate_is_not_the_mean_of_the_offices(number, indicator, places):
    offices = [derived(indicator(number), places(code), 2007)[-1].result for code in BUDGET_SHARES]
    regional = derived(indicator(number), places("01"), 2007)[-1]
    exact = 100 * regional.numerator / regional.denominator
    assert regional.result == round(exact, 1)
    assert round(sum(offices) / len(offices), 1) != regional.result


# --- Loading ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def loaded(db):
    """Loaded already; loading again must change nothing."""
    before = Target.objects.count(), CellChange.objects.count()
    demo.record_demo_results(by=None)
    demo.load_real_targets(by=None)
    demo.allocate_demo_targets(by=None)
    return before, (Target.objects.count(), CellChange.objects.count())


def test_loading_again_changes_nothing(loaded):
    before, after = loaded
    assert before == after


def test_every_made_up_result_says_so(db):
    rows = Measurement.objects.filter(year__in=YEARS, territory__code__in=BUDGET_SHARES)
    assert Counter(rows.values_list("nature", flat=True)) == {DataNature.SYNTHETIC: (26 + 2 * 21) * 8 * 3}
    assert all(None not in row.months for row in rows)


def test_the_targets_are_those_that_the_plan_prints(loaded, places):
    figures = read_figures(territories=[places("01")], year=2007, month=1, targeted_only=True)
    printed = {figure.indicator.number: figure.initial_target_text.replace(NBSP, " ") for figure in figures}
    assert printed == {
        "2": "8 100", "3": "1 100", "5": "4 610", "6": "75,0 %", "7": "2 000", "9": "850", "10": "105",
        "12": "3,679 M$", "13": "7,137 M$", "14": "4 060", "15": "1 710", "16": "287", "17": "160",
        "SSC": "1 366", "SS1": "—", "SS2": "10 jours", "SS3": "1,85", "SS4": "21 %",
    }  # fmt: skip


def test_external_resources_bring_one_fifth(loaded):
    parts = Target.objects.filter(territory__code="01", year=2007, version=1, external_scaled__isnull=False)
    assert dict(parts.values_list("indicator__number", "external_scaled")) == {"2": 8100 // 5, "5": 4610 // 5}


def test_national_targets_stand_beside_the_regional_ones(loaded):
    national = Target.objects.filter(territory__code="QC", year=2007, version=1).select_related("indicator")
    assert {target.indicator.number: target.value for target in national} == {
        "SSC": 56000,
        "SS2": 10,
        "SS3": Decimal("1.85"),
        "SS4": 21,
    }


def test_the_offices_targets_sum_to_the_region_s_and_rates_are_asked_of_each(loaded):
    regional = Target.objects.filter(territory__code="01", year=2007, version=1).select_related("indicator")
    for target in regional:
        parts = Target.objects.filter(indicator=target.indicator, year=2007, version=1, territory__parent__code="01")
        scaled = list(parts.values_list("scaled", flat=True))
        if target.indicator.is_quotient:
            assert scaled == [target.scaled] * 8
        else:
            assert (len(scaled), sum(scaled)) == (8, target.scaled)
        assert all(part.is_synthetic and part.reason == demo.ALLOCATION_REASON for part in parts)


def test_the_year_ends_with_every_shade_of_success(loaded, places):
    figures = read_figures(territories=[places("01")], year=2007, month=12, targeted_only=True)
    by_status = {status: {f.indicator.number for f in figures if f.status == status} for status in Status}
    assert {status: numbers for status, numbers in by_status.items() if numbers} == {
        Status.REACHED: {"2", "9", "13", "14", "15", "16", "SS2"},
        Status.ON_TRACK: {"3", "5", "SSC", "SS3"},
        Status.WATCH: {"6", "7", "12", "SS4"},
        Status.LATE: {"10", "17"},
        Status.NO_TARGET: {"SS1"},
    }


def test_every_derived_figure_of_the_demonstration_agrees_with_the_oracle(loaded, indicator, places):
    for number in ("2", "6", "12", "SS2", "SS3", "SS4"):
        for code in (*BUDGET_SHARES, "01", "QC"):
            assert derived(indicator(number), places(code), 2007) == worked_out(indicator(number), places(code), 2007)


def test_a_target_withdrawn_in_september_is_shown_as_such_only_from_then(make_indicator, places, record, promise):
    withdrawn = make_indicator()
    record(withdrawn, places("01"), 2012, [10] * 12)
    promise(withdrawn, places("01"), 2012, 120)
    promise(withdrawn, places("01"), 2012, None, 6)
    texts = {
        month: read_figures(territories=[places("01")], year=2012, month=month, indicators=[withdrawn])[0].target_text
        for month in (5, 6)
    }
    assert texts == {5: "120", 6: "s/o"}
