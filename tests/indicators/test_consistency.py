"""Results that contradict one another, and the words in which each is told."""

from decimal import Decimal

import pytest

from core.formats import NBSP
from indicators.consistency import SUBSETS, find_warnings
from indicators.enums import Component, Kind
from indicators.figures import read_figures
from indicators.models import Indicator, Measurement
from tests.indicators.page_reader import links

BOARD = "/bas-saint-laurent/2007-2008/suivi/"
OFFICE = "01-140"  # Kamouraska


@pytest.fixture
def office(places):
    return places(OFFICE)


@pytest.fixture
def kamouraska(indicator, record, office):
    """Writes a year of its own for numbered indicators in Kamouraska: kamouraska({"2": [10], "3": [12]})."""

    def write(numbers, year=2012):
        for number, months in numbers.items():
            numerators, denominators = months if isinstance(months, tuple) else (months, None)
            record(indicator(number), office, year, numerators, denominators)

    return write


def told(territories, month=12, year=2012):
    return [(one.sentence, one.month, one.is_certain) for one in find_warnings(
        territories=territories, year=year, month=month
    )]  # fmt: skip


def sentences(territories, **when):
    return [sentence for sentence, *_ in told(territories, **when)]


# --- A part and its whole ---------------------------------------------------------------------------------------------


def test_the_demonstration_does_not_contradict_itself(region):
    for year in (2005, 2006, 2007):
        assert find_warnings(territories=[region, *region.children.all()], year=year) == []


def test_the_rules_are_those_of_the_catalogue():
    assert [(rule.part, rule.whole, rule.is_certain) for rule in SUBSETS] == [
        ("3", "2", True), ("7", "2", True), ("10", "2", True), ("14", "2", False), ("9", "5", True), ("15", "5", True),
    ]  # fmt: skip


@pytest.mark.parametrize("rule", SUBSETS, ids=lambda rule: rule.part)
def test_a_part_larger_than_its_whole_is_told_for_each_pair(rule, kamouraska, office):
    kamouraska({rule.whole: [10, 1200], rule.part: [10, 1201]})
    (month, to_date) = find_warnings(territories=[office], year=2012)
    assert {(one.indicator.number, one.month, one.is_certain) for one in (month, to_date)} == {
        (rule.part, 2, rule.is_certain)
    }
    assert (f"compte 1{NBSP}201 en mai 2012" in month.sentence, f"{NBSP}: 1{NBSP}200." in month.sentence) == (
        True,
        True,
    )


def test_both_values_are_told_for_the_month_and_for_the_total_to_date(kamouraska, office):
    kamouraska({"2": [10, 5, 20, 1], "3": [8, 9, 1, 0]})
    whole = "plus que l’indicateur 2 (Nouveaux participants) dont il fait partie"
    assert told([office]) == [
        (f"Kamouraska{NBSP}: l’indicateur 3 (Formation de base) compte 9 en mai 2012, {whole}{NBSP}: 5.", 2, True),
        (
            f"Kamouraska{NBSP}: l’indicateur 3 (Formation de base) compte 17 d’avril à mai 2012, {whole}{NBSP}: 15.",
            2,
            True,
        ),
    ]


def test_equal_parts_and_other_cohorts_are_not_compared(kamouraska, office):
    kamouraska({"2": [10], "3": [10], "5": [90], "9": [90]})
    assert told([office]) == []


def test_a_sum_of_offices_is_checked_too(kamouraska, office, region):
    kamouraska({"2": [10], "3": [12]})
    assert {(one.territory.code, one.month) for one in find_warnings(territories=[region, office], year=2012)} == {
        ("01", 1), (OFFICE, 1),
    }  # fmt: skip


def test_a_month_after_the_last_one_of_the_whole_is_not_compared(kamouraska, office):
    kamouraska({"2": [10], "3": [4, 5]})
    assert told([office]) == []


def test_months_after_the_one_shown_are_left_out(kamouraska, office):
    kamouraska({"2": [10, 1], "3": [1, 5]})
    assert (len(told([office], month=1)), len(told([office], month=2))) == (0, 1)


# --- One indicator by itself ------------------------------------------------------------------------------------------


def test_a_numerator_over_a_zero_denominator_is_told(kamouraska, office):
    kamouraska({"6": ([3, 4], [10, 0])})
    assert told([office]) == [
        (
            f"Kamouraska{NBSP}: l’indicateur 6 (Participants à risque de chômage de longue durée) a un numérateur de 4 "
            f"en mai 2012, mais dénominateur nul{NBSP}: pas de taux pour ce mois.",
            2,
            True,
        )
    ]


@pytest.mark.parametrize("denominators", [None, [10], [10, None, 10]])
def test_a_numerator_without_denominator_is_told_as_missing(denominators, kamouraska, office):
    kamouraska({"6": ([0, 4, 0], denominators)})
    found = [one for one in find_warnings(territories=[office], year=2012) if one.is_certain]
    assert [(one.month, one.sentence.split(", mais ")[1]) for one in found] == [
        (2, f"le dénominateur manque{NBSP}: pas de taux pour ce mois.")
    ]


def test_a_blank_between_known_months_is_told_and_is_no_zero(kamouraska, office):
    kamouraska({"2": [None, 5, None, 0, None, None, 7]})
    assert told([office]) == [
        (
            f"Kamouraska{NBSP}: l’indicateur 2 (Nouveaux participants) n’a pas de résultat en juin, août et "
            f"septembre 2012, alors que des mois qui suivent sont connus{NBSP}: un blanc n’est pas un zéro.",
            3,
            False,
        )
    ]


def test_a_blank_of_each_calendar_year_is_told_with_its_year(kamouraska, office):
    kamouraska({"2": [1] * 8 + [None, None, 1]})
    assert "en décembre 2012 et janvier 2013, alors" in sentences([office])[0]


def test_a_blank_of_a_rate_names_its_component(kamouraska, office):
    kamouraska({"6": ([0, 0, 0], [9, None, 9])})
    assert "n’a pas de dénominateur en mai 2012" in sentences([office])[0]


def test_a_month_that_does_not_apply_is_no_gap(kamouraska, office):
    kamouraska({"2": [1, None, 1]})
    Measurement.objects.filter(territory=office, year=2012).update(not_applicable=2)
    assert told([office]) == []


def test_a_blank_whole_is_told_as_a_blank_and_not_as_a_zero(kamouraska, office):
    kamouraska({"2": [9, None, 9], "3": [1, 2, 1]})
    assert [(one.indicator.number, one.month) for one in find_warnings(territories=[office], year=2012)] == [("2", 2)]


@pytest.mark.parametrize("component", Component)
def test_a_negative_value_that_got_in_is_told(component, kamouraska, office):
    kamouraska({"6": ([3, 4], [10, 10])})
    Measurement.objects.filter(territory=office, year=2012, component=component).update(may=-2)
    assert (
        f"Kamouraska{NBSP}: l’indicateur 6 (Participants à risque de chômage de longue durée) vaut −2 en mai 2012"
        f"{NBSP}: un résultat ne peut être négatif."
    ) in sentences([office])


def test_an_amount_is_told_with_its_unit(kamouraska, office):
    kamouraska({"12": [Decimal("0.417")]})
    Measurement.objects.filter(territory=office, year=2012).update(apr=-417)
    assert f"vaut −0,417{NBSP}M$ en avril 2012" in sentences([office])[0]


# --- Where it is shown ------------------------------------------------------------------------------------------------


def test_certain_warnings_come_first_then_the_catalogue(kamouraska, office):
    kamouraska({"2": [10, None, 4], "3": [15, 0, 0], "9": [4], "5": [3], "14": [15, 0, 0]})
    found = find_warnings(territories=[office], year=2012)
    assert [(one.is_certain, one.indicator.number) for one in found] == [
        (True, "3"), (True, "3"), (True, "9"), (False, "2"), (False, "14"), (False, "14"),
    ]  # fmt: skip


@pytest.mark.parametrize("count", (1, 3))
def test_warnings_take_one_query_whatever_the_places(region, django_assert_num_queries, count):
    places, indicators = [region, *region.children.all()][:count], list(Indicator.objects.all())
    with django_assert_num_queries(1):
        find_warnings(territories=places, year=2007, indicators=indicators)


def test_the_dashboard_leads_to_the_month_of_each_warning(cast, as_user, indicator, record, office):
    record(indicator("3"), office, 2007, [1, 999] + [1] * 10)
    response = as_user(cast.director).get(f"{BOARD}2007-12/")
    page, found = response.content.decode(), links(response)
    assert response.context["page"].warnings.title == "4 incohérences dans les résultats"
    assert "4 incohérences dans les résultats" in page
    for address in ("bas-saint-laurent", "cle-kamouraska"):
        assert f"/{address}/2007-2008/indicateurs/3/?mois=2007-05" in found


def test_beyond_twenty_warnings_the_others_are_counted_place_by_place(
    cast, as_user, indicator, record, office, monkeypatch
):
    monkeypatch.setattr("indicators.pages.dashboard.SHOWN", 1)
    record(indicator("3"), office, 2007, [1, 999] + [1] * 10)
    response = as_user(cast.director).get(f"{BOARD}2007-12/")
    page, told = response.content.decode(), response.context["page"].warnings
    assert (len(told.rows), told.certain) == (1, 4)
    assert [(one.name, one.count) for one in told.rest] == [("Bas-Saint-Laurent", 1), ("Kamouraska", 2)]
    assert "Et 3 autres" in page
    assert "/cle-kamouraska/2007-2008/suivi/2007-12/" in links(response)


def test_the_dashboard_says_nothing_when_nothing_is_wrong(cast, as_user):
    response = as_user(cast.director).get(BOARD)
    assert (response.context["page"].warnings.rows, 'class="warnings"' in response.content.decode()) == ((), False)


# --- Why there is no figure -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "word"), [(Kind.RATE, "taux"), (Kind.RATIO, "ratio"), (Kind.DELAY, "délai")]
)  # fmt: skip
def test_a_zero_denominator_is_told_in_words(kind, word, make_indicator, record, office):
    one = make_indicator(kind)
    record(one, office, 2012, [0], [0])
    (figure,) = read_figures(territories=[office], year=2012, month=1, indicators=[one])
    assert (figure.result_text, figure.absence_text) == ("—", f"dénominateur nul{NBSP}: pas de {word}")


def test_a_month_without_data_is_told_in_words(make_indicator, record, promise, office):
    one, other = make_indicator(), make_indicator()
    record(one, office, 2012, [5])
    promise(other, office, 2012, "120")
    figures = read_figures(territories=[office], year=2012, month=2, indicators=[one, other])
    assert [figure.absence_text for figure in figures] == ["mois sans donnée", "aucune donnée"]


def test_a_result_needs_no_excuse(make_indicator, record, office):
    one = make_indicator()
    record(one, office, 2012, [0])
    (figure,) = read_figures(territories=[office], year=2012, month=1, indicators=[one])
    assert (figure.result_text, figure.absence_text) == ("0", "")


def test_the_pages_tell_a_zero_denominator(cast, as_user, make_indicator, record, promise, office):
    one = make_indicator(Kind.RATE)
    record(one, office, 2012, [0], [0])
    promise(one, office, 2012, "75.0")
    client = as_user(cast.director)
    told_there = [
        f"nominateur nul{NBSP}: pas de taux" in client.get(address).content.decode()
        for address in (
            "/cle-kamouraska/2012-2013/suivi/",
            f"/cle-kamouraska/2012-2013/indicateurs/{one.number}/",
        )
    ]
    assert told_there == [True, True]


def test_a_place_without_target_says_so(cast, as_user, make_indicator, record, office):
    one = make_indicator()
    record(one, office, 2012, [5])
    page = as_user(cast.director).get(f"/cle-kamouraska/2012-2013/indicateurs/{one.number}/").content.decode()
    assert ("Sans cible" in page, "Aucune cible n’a été fixée ici pour 2012-2013." in page) == (True, True)
