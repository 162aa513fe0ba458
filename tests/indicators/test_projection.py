"""Where a year is heading: worked out by hand, held against plain fractions, and told with its error."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import floor
from types import SimpleNamespace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.formats import NBSP
from indicators.enums import Direction, Kind
from indicators.figures import read_figures
from indicators.models import Indicator
from indicators.pages.outlook import outlook_of
from indicators.projection import Basis, Method, project, projection_of
from tests.indicators.page_reader import table

DAMPINGS = (Fraction(1, 2), Fraction(1, 4), Fraction(3, 4), Fraction(0), Fraction(1))
BOARD = "/bas-saint-laurent/2007-2008/suivi/"
PAGE = "/bas-saint-laurent/2007-2008/indicateurs/2/"


def projected(indicator, place, month, year=2021):
    (figure,) = read_figures(territories=[place], year=year, month=month, indicators=[indicator])
    return project([figure]).get((place.pk, indicator.pk))


@pytest.fixture
def office(places):
    return places("02-941")


# --- Sums -------------------------------------------------------------------------------------------------------------


def test_a_pace_that_past_years_kept_is_kept(make_indicator, record, office):
    indicator = make_indicator()
    record(indicator, office, 2019, [10] * 12)
    record(indicator, office, 2020, [20] * 12)
    record(indicator, office, 2021, [10] * 6)
    one = projected(indicator, office, 6)
    # 60 so far; 90 usually by then, and 90 to come: with δ = 1, 60 + 90 × 60 ÷ 90. δ = 0 would have erred by a half.
    assert (one.value, one.basis.quarters, one.past_error) == (120, 4, 0)
    assert (one.low, one.high) == (60, 180)
    assert (one.method, one.past_years, one.as_of) == (Method.SEASONAL, (2019, 2020), 6)


def test_a_lead_that_past_years_did_not_carry_on_is_not_carried_on(make_indicator, record, office):
    indicator = make_indicator()
    record(indicator, office, 2019, [10] * 12)
    record(indicator, office, 2020, [20] * 6 + [10] * 6)
    record(indicator, office, 2021, [30] * 6)
    one = projected(indicator, office, 6)
    assert (one.value, one.basis.quarters, one.past_error) == (240, 0, 0)


def test_the_past_error_is_that_of_each_year_under_what_the_others_teach(make_indicator, record, office):
    indicator = make_indicator()
    record(indicator, office, 2018, [10] * 6 + [20] * 6)
    record(indicator, office, 2019, [10] * 6 + [10] * 6)
    record(indicator, office, 2020, [10] * 6 + [15] * 6)
    record(indicator, office, 2021, [10] * 6)
    one = projected(indicator, office, 6)
    # Same pace every year, whatever δ: 180, 120 and 150 were projected at 135, 165 and 150.
    assert (one.value, one.past_error) == (150, Decimal("20.8"))  # (25 % + 37,5 % + 0 %) ÷ 3
    assert (one.low, one.high) == (94, 206)  # 150 × (1 ± 37,5 %)


def test_a_sum_is_never_projected_below_what_is_counted(make_indicator, record, office):
    indicator = make_indicator()
    record(indicator, office, 2019, [100] + [0] * 11)
    record(indicator, office, 2020, [10] * 12)
    record(indicator, office, 2021, [50, 0])
    one = projected(indicator, office, 2)
    assert (one.low, one.value >= 50) == (50, True)


def test_three_past_years_are_followed_and_no_more(make_indicator, record, office):
    indicator = make_indicator()
    for year in (2016, 2017, 2018, 2019, 2020):
        record(indicator, office, year, [year - 2000] * 12)
    record(indicator, office, 2021, [18] * 3)
    assert projected(indicator, office, 3).past_years == (2018, 2019, 2020)


def test_a_single_past_year_is_followed_without_interval(make_indicator, record, office):
    indicator = make_indicator()
    record(indicator, office, 2020, [10] * 6 + [20] * 6)
    record(indicator, office, 2021, [12] * 6)
    one = projected(indicator, office, 6)
    # 72 so far, 20 % ahead, of which half is carried on: 72 + 120 × 1,1.
    assert (one.value, one.low, one.high, one.past_error, one.interval_text) == (204, None, None, None, "")


@pytest.mark.parametrize("past", [[], [10] * 11, [None, *[10] * 10], [0] * 12])
def test_without_a_complete_past_year_the_year_elapsed_decides(past, make_indicator, record, office):
    indicator = make_indicator()
    record(indicator, office, 2020, past)
    record(indicator, office, 2021, [4, 3])
    one = projected(indicator, office, 2)
    assert (one.value, one.method, one.past_years, one.low, one.past_error) == (42, Method.ELAPSED, (), None, None)


def test_a_total_is_rounded_half_up_at_the_precision_of_its_indicator(make_indicator, record, office):
    amount, count = make_indicator(Kind.AMOUNT), make_indicator()
    record(amount, office, 2021, [Decimal("0.001")] + [0] * 7)
    record(count, office, 2021, [1] + [0] * 7)
    assert [projected(one, office, 8).value for one in (amount, count)] == [Decimal("0.002"), 2]  # 1,5 each


def test_results_that_usually_come_later_are_added_as_they_are(make_indicator, record, office):
    indicator = make_indicator()
    record(indicator, office, 2019, [0] * 6 + [10] * 6)
    record(indicator, office, 2020, [0] * 6 + [20] * 6)
    record(indicator, office, 2021, [5] * 3)
    assert projected(indicator, office, 3).value == 105


# --- Quotients --------------------------------------------------------------------------------------------------------


def test_numerator_and_denominator_are_projected_apart(make_indicator, record, office):
    indicator = make_indicator(Kind.RATE)
    record(indicator, office, 2020, [5] * 6 + [10] * 6, [10] * 12)
    record(indicator, office, 2021, [5] * 6, [10] * 6)
    assert projected(indicator, office, 6).value == Decimal("75.0")  # 90 ÷ 120, though 50,0 % so far


def test_a_rate_without_past_is_supposed_to_last(make_indicator, record, office):
    indicator = make_indicator(Kind.RATE)
    record(indicator, office, 2021, [1, 1], [3, 3])
    assert (projected(indicator, office, 2).value, projected(indicator, office, 2).method) == (
        Decimal("33.3"), Method.ELAPSED,
    )  # fmt: skip


def test_a_past_year_without_denominator_teaches_nothing(make_indicator, record, office):
    indicator = make_indicator(Kind.RATE)
    record(indicator, office, 2019, [5] * 12, [10] * 12)
    record(indicator, office, 2020, [5] * 12)
    record(indicator, office, 2021, [5] * 6, [10] * 6)
    assert projected(indicator, office, 6).past_years == (2019,)


def test_a_rate_is_never_projected_above_everybody(make_indicator, record, office):
    indicator = make_indicator(Kind.RATE)
    record(indicator, office, 2019, [9] * 12, [10] * 12)
    record(indicator, office, 2020, [10] * 12, [10] * 12)
    record(indicator, office, 2021, [10] * 6, [10] * 6)
    one = projected(indicator, office, 6)
    assert (one.value, one.high, one.margin > 0) == (Decimal("100.0"), Decimal("100.0"), True)


# --- Months -----------------------------------------------------------------------------------------------------------


def test_at_the_end_of_march_the_projection_is_the_result(region):
    figures = read_figures(territories=[region], year=2007, month=12)
    found = project(figures)
    assert {(one.value, one.method, one.low) for one in found.values()} == {
        (figure.result, Method.FINAL, None) for figure in figures
    }


def test_a_month_without_data_has_no_projection(make_indicator, record, office):
    indicator = make_indicator()
    record(indicator, office, 2021, [5])
    assert projected(indicator, office, 2) is None


def test_a_zero_denominator_has_no_projection(make_indicator, record, office):
    indicator = make_indicator(Kind.RATE)
    record(indicator, office, 2021, [0], [0])
    assert projected(indicator, office, 1) is None


def test_the_band_opens_from_the_known_result_to_the_interval(region):
    (figure,) = read_figures(
        territories=[region], year=2007, month=8, indicators=Indicator.objects.filter(number="2")
    )  # fmt: skip
    one = project([figure])[region.pk, figure.indicator.pk]
    assert (one.course[:7], one.course[7], one.course[11]) == ((None,) * 7, figure.result, one.value)
    assert (one.band[6], one.band[7], one.band[11]) == (None, (figure.result, figure.result), (one.low, one.high))


@pytest.mark.parametrize("count", (1, 3))
def test_projections_take_one_query_whatever_their_number(region, django_assert_num_queries, count):
    figures = read_figures(territories=[region, *region.children.all()][:count], year=2007, month=7)
    with django_assert_num_queries(1):
        assert len(project(figures)) >= 20 * count


def test_nothing_to_project_costs_nothing(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert project([]) == {}


# --- Against plain fractions ------------------------------------------------------------------------------------------


def by_hand(totals, past, month, damping=None):
    """The method told in fractions: (value of the ratio, mean error, largest error)."""

    def one(total, runs, delta):
        if not sum(run[11] for run in runs):
            return Fraction(total * 12, month)
        usual = Fraction(sum(run[month - 1] for run in runs), len(runs))
        remainder = Fraction(sum(run[11] for run in runs), len(runs)) - usual
        return total + remainder * (1 + delta * (total / usual - 1) if usual else 1)

    def whole(values, years, delta):
        parts = [one(value, [year[rank] for year in years], delta) for rank, value in enumerate(values)]
        return parts[0] / parts[1] if len(parts) == 2 else parts[0]

    errors = []
    for rank, year in enumerate(past):
        others, to_date = past[:rank] + past[rank + 1 :], [run[month - 1] for run in year]
        ends = [run[11] for run in year]
        if others and all(ends) and (len(year) == 1 or to_date[1]):
            became = Fraction(ends[0], ends[1]) if len(ends) == 2 else Fraction(ends[0])
            errors.append([abs(whole(to_date, others, delta) / became - 1) for delta in DAMPINGS])
    if not errors:
        return whole(totals, past, DAMPINGS[0]), None, None

    def best(rows):
        return min(range(5), key=lambda index: (sum(row[index] for row in rows), index))

    honest = [row[best(errors[:rank] + errors[rank + 1 :])] for rank, row in enumerate(errors)]
    return (
        whole(totals, past, DAMPINGS[best(errors)]),
        sum(honest) / len(honest),
        max(error for row in errors for error in row),
    )


def half_up(value, decimals):
    return Decimal(floor(value * 10**decimals + Fraction(1, 2))) / 10**decimals


@st.composite
def situations(draw, parts):
    month = draw(st.integers(1, 11))
    runs = st.lists(st.integers(0, 60), min_size=12, max_size=12).map(
        lambda values: [sum(values[: index + 1]) for index in range(12)]
    )
    years = draw(st.lists(st.tuples(*[runs] * parts), max_size=3))
    totals = [draw(st.integers(0, 400)) for _ in range(parts)]
    if parts == 2:
        totals[1] += 1
    return month, tuple(totals), {2021 - back: year for back, year in enumerate(reversed(years), start=1)}


def stub(kind, month, totals, decimals):
    """What `projection_of` wants of a figure."""
    indicator = Indicator(
        kind=kind, decimals=decimals, component_decimals=0, multiplier=100 if kind == Kind.RATE else 1, unit=""
    )
    result = Fraction(100 * totals[0], totals[1]) if len(totals) == 2 else Fraction(totals[0])
    return SimpleNamespace(
        indicator=indicator, month=month, year=2021, result=half_up(result, decimals),
        numerator=Decimal(totals[0]), denominator=Decimal(totals[1]) if len(totals) == 2 else None,
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.one_of(situations(1), situations(2)))
def test_every_projection_is_that_of_the_fractions(situation):
    month, totals, years = situation
    quotient = len(totals) == 2
    decimals = 1 if quotient else 0
    found = projection_of(stub(Kind.RATE if quotient else Kind.COUNT, month, totals, decimals), years)
    past = [years[year] for year in sorted(years)] if found.method == Method.SEASONAL else []
    assert found.method == (Method.SEASONAL if sum(year[-1][11] for year in years.values()) else Method.ELAPSED)
    value, mean, largest = by_hand(totals, past, month)
    factor = 100 if quotient else 1
    assert found.value == half_up(value * factor, decimals)
    assert (found.past_error is None) == (mean is None)
    if mean is not None:
        assert abs(Fraction(found.past_error) - mean * 100) <= Fraction(51, 1000)
        assert abs(Fraction(found.margin, 10**9) - largest) <= Fraction(1, 10**9)
        assert found.low <= found.value <= found.high


@settings(max_examples=40, deadline=None)
@given(situations(1), st.integers(2, 9))
def test_counting_in_another_unit_changes_nothing(situation, factor):
    month, totals, years = situation
    past = tuple(years.values())
    small = Basis(totals, month, past, 3).reached(12)
    large = Basis(
        tuple(total * factor for total in totals), month,
        tuple(tuple([value * factor for value in run] for run in year) for year in past), 3,
    ).reached(12)  # fmt: skip
    assert Fraction(*large) == factor * Fraction(*small)


@settings(max_examples=40, deadline=None)
@given(situations(1), st.integers(1, 5))
def test_a_year_shaped_like_the_past_ones_is_projected_exactly(situation, factor):
    month, _, years = situation
    run = next((year[0] for year in years.values()), None)
    assume(run and run[month - 1])
    past = {2019: (run,), 2020: ([value * 2 for value in run],)}
    found = projection_of(stub(Kind.COUNT, month, (run[month - 1] * factor,), 0), past)
    assert (found.value, found.past_error) == (run[11] * factor, 0)


# --- Words and pages --------------------------------------------------------------------------------------------------


def told(indicator, place, month, target=None, year=2021):
    (figure,) = read_figures(territories=[place], year=year, month=month, indicators=[indicator])
    return outlook_of(replace(figure, target=target), project([figure])[place.pk, indicator.pk])


def test_the_method_its_error_and_the_outcome_are_told(make_indicator, record, office):
    indicator = make_indicator()
    record(indicator, office, 2019, [10] * 12)
    record(indicator, office, 2020, [20] * 12)
    record(indicator, office, 2021, [10] * 6)
    one = told(indicator, office, 6, target=Decimal(150))
    assert (one.day, one.as_of, one.projection.interval_text) == (
        "31 mars 2022", "à la fin de septembre 2021", f"de{NBSP}60 à{NBSP}180",
    )  # fmt: skip
    assert one.sentences[1:] == (
        f"Méthode{NBSP}: profil saisonnier corrigé. Au résultat à la fin de septembre 2021 on ajoute ce que la période "
        "d’octobre à mars a apporté en 2019-2020 et 2020-2021 (moyenne), corrigé de toute l’avance ou de tout le "
        "retard pris cette année.",
        f"Erreur passée{NBSP}: à la même date, chaque exercice passé projeté d’après les autres s’écarte en moyenne de "
        f"0,0{NBSP}% de ce qu’il est devenu. L’intervalle couvre le plus grand écart constaté, quelle que soit la "
        "correction essayée.",
    )
    assert one.sentences[0].endswith(f"ne serait pas atteinte, mais l’intervalle la contient{NBSP}: rien n’est joué.")


@pytest.mark.parametrize(
    ("direction", "target", "outcome"),
    [
        (Direction.HIGHER, 50, "serait atteinte, d’un bout à l’autre de l’intervalle."),
        (Direction.HIGHER, 500, "ne serait pas atteinte, d’un bout à l’autre de l’intervalle."),
        (Direction.LOWER, 500, "serait atteinte, d’un bout à l’autre de l’intervalle."),
        (Direction.LOWER, 50, "ne serait pas atteinte, d’un bout à l’autre de l’intervalle."),
    ],
)
def test_the_outcome_depends_on_the_direction(direction, target, outcome, make_indicator, record, office):
    indicator = make_indicator(Kind.COUNT, direction)
    record(indicator, office, 2019, [10] * 12)
    record(indicator, office, 2020, [20] * 12)
    record(indicator, office, 2021, [10] * 6)
    one = told(indicator, office, 6, target=Decimal(target))
    assert one.sentences[0] == f"La cible de {target} {outcome}"


def test_without_a_past_the_missing_error_is_told(make_indicator, record, office):
    indicator = make_indicator()
    record(indicator, office, 2021, [10])
    assert told(indicator, office, 1).sentences == (
        f"Méthode{NBSP}: part de l’exercice écoulée. Aucun exercice passé n’est complet{NBSP}: le résultat à ce jour "
        "est prolongé au même rythme (1 mois sur 12).",
        f"L’erreur de la méthode ne peut être mesurée ici{NBSP}: aucun intervalle n’est donné.",
    )


def test_a_year_that_is_over_has_no_outlook(make_indicator, record, office):
    indicator = make_indicator()
    record(indicator, office, 2021, [10] * 12)
    assert told(indicator, office, 12) is None


def test_the_dashboard_shows_each_projection_until_the_year_is_over(cast, as_user, region):
    client = as_user(cast.director)
    rows = [row for row in table(client.get(f"{BOARD}2007-12/"), "dashboard-table") if len(row) == 10]
    figures = read_figures(territories=[region], year=2007, month=9)
    found = project(figures)
    shown = [found[region.pk, figure.indicator.pk] for figure in figures if figure.target is not None]
    assert sorted(row[7] for row in rows[1:]) == sorted(f"{one.value_text} {one.interval_text}" for one in shown)
    assert "Projection au 31 mars" not in table(client.get(BOARD), "dashboard-table")[0]


def test_the_page_of_an_indicator_tells_and_draws_its_projection(cast, as_user, region):
    response = as_user(cast.director).get(f"{PAGE}?mois=2007-12")
    outlook = response.context["page"].outlook
    page = response.content.decode()
    assert [sentence in page for sentence in outlook.sentences] == [True] * 3
    assert f"Projection{NBSP}: {outlook.projection.value_text}" in page
    assert "jc-band" in page
