"""Once the year is over, a page says whether the target was reached: nothing is « en bonne voie » any more."""

import pytest

from indicators.enums import Status, status_label
from indicators.figures import read_figures
from tests.indicators.test_pages import BOARD, DECEMBER

NEVER_IN_MARCH = ("En bonne voie", "À surveiller", "En retard", "en bonne voie", "à surveiller", "en retard")


@pytest.fixture
def march(region, record, promise, make_indicator, places):
    """march(97): the figure at the end of March of an indicator that ends the year at 97 for a target of 100."""

    def figure(result: int, month: int = 12):
        indicator = make_indicator()
        promise(indicator, region, 2007, 100)
        record(indicator, places("01-100"), 2007, [0] * 11 + [result] if month == 12 else [result // 12] * month)
        (found,) = read_figures(territories=[region], year=2007, month=month, indicators=[indicator])
        return found

    return figure


@pytest.mark.parametrize(
    ("result", "told"),
    [(100, "Atteint"), (98, "Presque atteint"), (97, "Presque atteint"), (92, "Non atteint"), (80, "Loin de la cible")],
)
def test_march_says_plainly_whether_the_target_was_reached(march, result, told):
    assert march(result).status_label == told


@pytest.mark.parametrize("status", list(Status))
def test_before_march_a_status_keeps_its_name(status):
    assert [status_label(status, month) for month in range(1, 12)] == [status.label] * 11


def test_the_dashboard_of_march_judges_a_finished_year(cast, as_user, march):
    march(98)
    response = as_user(cast.director).get(BOARD)
    summary, html = response.context["page"].summary, response.content.decode()
    assert "presque atteint" in summary
    assert [word for word in NEVER_IN_MARCH if f"<span>{word}</span>" in html or word in summary] == []


def test_the_dashboard_of_december_still_looks_ahead(cast, as_user):
    counts = as_user(cast.director).get(DECEMBER).context["page"].counts
    assert {one.label for one in counts} <= {status.label for status in Status}
