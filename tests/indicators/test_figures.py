"""A figure as people read it: exact, in French, and judged by the target in force."""

from decimal import Decimal

import pytest

from core.formats import NBSP
from indicators.enums import Direction, Kind, Status
from indicators.figures import latest_month, read_figures
from indicators.models import Attainment, Indicator


def figure(indicator, territory, *, year=2021, month=12):
    (only,) = read_figures(territories=[territory], year=year, month=month, indicators=[indicator])
    return only


def real(region, number, month=12, year=2007):
    return figure(Indicator.objects.get(number=number), region, year=year, month=month)


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_the_real_total_of_2005_2006(region):
    assert real(region, "2", year=2005).result == 7957


def test_figures_follow_the_catalogue_then_the_places_asked(region):
    places = [*region.children.order_by("-position")[:3], region]
    figures = read_figures(territories=places, year=2007, month=12)
    ranks = [(one.indicator.position, places.index(one.territory)) for one in figures]
    assert ranks == sorted(ranks)
    assert {one.territory for one in figures} == set(places)


def test_an_indicator_without_fact_or_target_has_no_figure(region, make_indicator):
    assert read_figures(territories=[region], year=2021, month=12, indicators=[make_indicator()]) == []


def test_only_targeted_indicators_when_asked(region):
    figures = read_figures(territories=[region], year=2007, month=12, targeted_only=True)
    assert {one.is_targeted for one in figures} == {True}
    assert "4" not in [one.indicator.number for one in figures]


@pytest.mark.parametrize("count", (1, 3))
def test_figures_take_two_queries_whatever_their_number(region, django_assert_num_queries, count):
    places = [region, *region.children.all()][:count]
    with django_assert_num_queries(2):
        read_figures(territories=places, year=2007, month=12)


def test_the_name_is_that_printed_in_the_year(region):
    assert real(region, "2").label == "Nombre de nouveaux participants aux interventions d’Emploi-Québec"


# --- Months -----------------------------------------------------------------------------------------------------------


def test_a_figure_stands_at_the_end_of_its_month(make_indicator, record, places):
    indicator, office = make_indicator(), places("02-941")
    record(indicator, office, 2021, [5, 7, 11])
    assert [figure(indicator, office, month=month).result for month in (1, 2, 3)] == [5, 12, 23]
    assert figure(indicator, office, month=2).month_name == "mai 2021"


def test_a_month_after_the_last_known_one_has_no_result(make_indicator, record, promise, places):
    indicator, office = make_indicator(), places("02-941")
    record(indicator, office, 2021, [5, 7])
    promise(indicator, office, 2021, "120")
    unknown = figure(indicator, office, month=3)
    assert (unknown.result, unknown.result_text, unknown.status) == (None, "—", Status.NO_DATA)
    assert (unknown.last_month, unknown.target, unknown.gap, unknown.share) == (2, 120, None, None)


def test_a_blank_month_inside_adds_nothing_and_hides_nothing(make_indicator, record, places):
    indicator, office = make_indicator(), places("02-941")
    record(indicator, office, 2021, [5, None, 11])
    assert figure(indicator, office, month=3).results[:4] == (5, 5, 16, None)


def test_the_same_month_last_year(make_indicator, record, places):
    indicator, office = make_indicator(), places("02-941")
    record(indicator, office, 2020, [3] * 12)
    record(indicator, office, 2021, [5] * 6)
    at_june = figure(indicator, office, month=3)
    assert (at_june.result, at_june.previous_result, at_june.previous_results[11]) == (15, 9, 36)


def test_the_latest_month_of_a_place_is_that_of_its_latest_fact(make_indicator, record, places):
    office = places("02-941")
    assert latest_month(office, 2031) == 12
    record(make_indicator(), office, 2031, [1, 1])
    record(make_indicator(), office, 2031, [1, 1, 1, 1])
    assert latest_month(office, 2031) == 4


# --- Quotients --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("month", (1, 6, 12))
def test_a_regional_rate_is_the_sum_over_the_sum_and_not_the_mean_of_its_offices(region, month):
    number_six = Indicator.objects.get(number="6")
    whole, *_ = read_figures(territories=[region], year=2007, month=month, indicators=[number_six])
    offices = read_figures(territories=region.children.all(), year=2007, month=month, indicators=[number_six])
    assert len(offices) == 8
    numerator, denominator = sum(one.numerator for one in offices), sum(one.denominator for one in offices)
    assert (whole.numerator, whole.denominator) == (numerator, denominator)
    assert whole.result == (100 * numerator / denominator).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")


def test_a_rate_far_from_the_mean_of_its_offices(make_indicator, record, places):
    indicator = make_indicator(Kind.RATE)
    record(indicator, places("02-941"), 2021, [1], [2])
    record(indicator, places("02-942"), 2021, [90], [98])
    whole = figure(indicator, places("02"), month=1)
    assert (whole.result, whole.numerator, whole.denominator) == (Decimal("91.0"), 91, 100)


def test_a_rate_without_denominator_has_no_result(make_indicator, record, places):
    indicator, office = make_indicator(Kind.RATE), places("02-941")
    record(indicator, office, 2021, [0], [0])
    assert (figure(indicator, office, month=1).result, figure(indicator, office, month=1).last_month) == (None, 1)


def test_a_sum_has_no_denominator(region):
    assert real(region, "2").denominator is None


# --- Words ------------------------------------------------------------------------------------------------------------


def test_a_count_is_told_with_its_share_and_a_signed_gap(make_indicator, record, promise, places):
    indicator, office = make_indicator(), places("02-941")
    record(indicator, office, 2021, [1500] + [0] * 11)
    promise(indicator, office, 2021, "2000")
    one = figure(indicator, office)
    assert (one.result_text, one.target_text, one.attainment_text, one.gap_text) == (
        f"1{NBSP}500", f"2{NBSP}000", f"75,0{NBSP}%", "−500",
    )  # fmt: skip


def test_a_rate_is_told_with_its_gap_in_points(make_indicator, record, promise, places):
    indicator, office = make_indicator(Kind.RATE), places("02-941")
    record(indicator, office, 2021, [730] + [0] * 11, [1000] + [0] * 11)
    promise(indicator, office, 2021, "75.0")
    one = figure(indicator, office)
    assert (one.result_text, one.target_text, one.gap_text, one.share) == (
        f"73,0{NBSP}%", f"75,0{NBSP}%", f"−2,0{NBSP}pts", None,
    )  # fmt: skip
    assert one.attainment_text == one.gap_text


def test_an_amount_keeps_its_three_decimals(region):
    assert real(region, "12").target_text == f"3,679{NBSP}M$"
    assert real(region, "12").target == Decimal("3.679")


def test_values_are_exact_decimals(region):
    one = real(region, "6")
    values = (one.result, one.target, one.expected, one.gap, one.numerator, one.denominator, *one.results)
    assert {type(value) for value in values} == {Decimal}


def test_lower_is_better_where_it_is(make_indicator, record, promise, places):
    indicator, office = make_indicator(Kind.RATE, Direction.LOWER), places("02-941")
    record(indicator, office, 2021, [23] + [0] * 11, [100] + [0] * 11)
    promise(indicator, office, 2021, "21.0")
    assert (figure(indicator, office).gap_text, figure(indicator, office).status) == (f"+2,0{NBSP}pts", Status.WATCH)


# --- Targets in force -------------------------------------------------------------------------------------------------


def test_a_revised_target_judges_from_its_month_on(make_indicator, record, promise, places):
    indicator, office = make_indicator(), places("02-941")
    record(indicator, office, 2021, [10] * 12)
    promise(indicator, office, 2021, "120")
    promise(indicator, office, 2021, "100", effective_month=6)
    august, september = figure(indicator, office, month=5), figure(indicator, office, month=6)
    assert (august.target, august.initial_target, august.is_revised) == (120, 120, False)
    assert (september.target, september.initial_target, september.is_revised) == (100, 120, True)
    assert september.targets == (120,) * 5 + (100,) * 7
    assert september.initial_target_text == "120"


def test_s_o_is_neither_blank_nor_zero(make_indicator, record, promise, places):
    indicator, office = make_indicator(), places("02-941")
    record(indicator, office, 2021, [10] * 12)
    promise(indicator, office, 2021, None)
    one = figure(indicator, office)
    assert (one.result, one.target, one.target_text, one.status) == (120, None, "s/o", Status.NO_TARGET)


def test_no_target_at_all_is_a_dash(make_indicator, record, places):
    indicator, office = make_indicator(), places("02-941")
    record(indicator, office, 2021, [10] * 12)
    one = figure(indicator, office)
    assert (one.target_text, one.expected_text, one.gap_text, one.status) == ("—", "—", "—", Status.NO_TARGET)


def test_a_target_without_result_is_kept(make_indicator, promise, places):
    indicator, office = make_indicator(), places("02-941")
    promise(indicator, office, 2021, "120")
    one = figure(indicator, office, month=1)
    assert (one.result_text, one.target_text, one.expected_text, one.status) == ("—", "120", "10", Status.NO_DATA)


# --- Rights -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees"), [("director", True), ("cle_manager", True), ("outsider", False), ("partner", False)]
)
def test_derived_rows_are_visible_to_those_who_read_the_results_of_the_place(cast, region, who, sees):
    assert Attainment.objects.visible_to(getattr(cast, who)).filter(territory=region).exists() is sees
