"""What is wrong or missing in the results is said in words, on the page and in the API alike."""

# ruff: noqa: F811 (the fixtures are imported by their names)

import pytest

from core.errors import Refused
from indicators.enums import Component, Kind
from indicators.loading import Cell, load_cells
from indicators.models import BreakdownGroup, FiscalYear
from tests.indicators.conftest import make_indicator, places, promise, record  # noqa: F401 (fixtures)

NBSP = "\u00a0"
OFFICE = "01-100"


@pytest.fixture
def told(read, cast, as_user):
    """told(indicator, month) → what the list, the detail and the export of the API, and the page, say of it."""

    def words(indicator, month="2007-05"):
        address = f"attainment/?territory={OFFICE}&month={month}&indicator={indicator.number}"
        (row,) = read(cast.director, address).json()["results"]
        detail = read(cast.director, f"attainment/{OFFICE}/2007-2008/{indicator.number}/?month={month}").json()
        assert (detail["absence"], detail["status_label"]) == (row["absence"], row["status_label"])
        page = as_user(cast.director).get(
            f"/cle-rimouski-neigette/2007-2008/indicateurs/{indicator.number}/?mois={month}"
        )
        return row, page.content.decode()

    return words


def test_a_zero_denominator_is_told(told, make_indicator, record, promise, places):
    rate = make_indicator(Kind.RATE)
    record(rate, places(OFFICE), 2007, [0, 0], [0, 0])
    promise(rate, places(OFFICE), 2007, "75.0")
    row, page = told(rate)
    assert (row["result"], row["absence"]) == (None, f"dénominateur nul{NBSP}: pas de taux")
    assert f"Dénominateur nul{NBSP}: pas de taux" in page


def test_a_month_without_data_is_told(told, make_indicator, record, places):
    count = make_indicator()
    record(count, places(OFFICE), 2007, [5])
    row, page = told(count)
    assert (row["result"], row["absence"], row["last_month"]) == (None, "mois sans donnée", "2007-04")
    assert "Mois sans donnée" in page


def test_a_territory_without_target_is_told(told, make_indicator, record, places):
    count = make_indicator()
    record(count, places(OFFICE), 2007, [5, 5])
    row, page = told(count)
    assert (row["target"], row["status"], row["status_label"]) == (None, "no_target", "Sans cible")
    assert "Sans cible" in page


def test_a_territory_with_a_target_and_no_data_is_told(told, make_indicator, promise, places):
    count = make_indicator()
    promise(count, places(OFFICE), 2007, 100)
    row, page = told(count)
    assert (row["absence"], row["status_label"]) == ("aucune donnée", "Aucune donnée")
    assert "Aucune donnée" in page


def test_a_month_outside_the_year_is_refused_by_page_and_api(read, cast, as_user):
    answer = read(cast.director, f"attainment/{OFFICE}/2007-2008/2/?month=2008-04")
    assert answer.json() == {"month": ["Le mois 2008-04 n’est pas dans l’exercice 2007-2008."]}
    page = as_user(cast.director).get("/cle-rimouski-neigette/2007-2008/indicateurs/2/?mois=2008-04")
    assert page.status_code == 404
    assert "n’est pas un mois de l’exercice 2007-2008" in page.content.decode()


@pytest.mark.parametrize(
    ("month", "value", "sentence"),
    [(3, -4, "un résultat ne peut être négatif."), (13, 4, "ce mois n’est pas dans l’exercice 2007-2008")],
)
def test_a_negative_result_or_a_month_of_another_year_is_refused_in_words(
    cast,
    make_indicator,
    places,
    month,
    value,
    sentence,
):
    cell = Cell(make_indicator().pk, BreakdownGroup.TOTAL, places(OFFICE).pk, Component.NUMERATOR, month, value)
    with pytest.raises(Refused) as refusal:
        load_cells(year=FiscalYear.objects.get(pk=2007), cells=[cell], by=cast.analyst)
    assert sentence in refusal.value.message
