"""A dashboard that is kept says what it would say if it were made anew, to whoever may read it."""

from decimal import Decimal

import pytest
from django.core.cache import caches

from core import kept
from indicators import views
from indicators.models import FiscalYear, Indicator
from indicators.services import open_year, revise_target
from tests.indicators.test_pages import BOARD, DECEMBER

NATION = "/quebec/2007-2008/suivi/"
BUILT = "build_dashboard"


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """The places of which a dashboard was made, in their order."""
    places, build = [], views.build_dashboard
    monkeypatch.setattr(views, BUILT, lambda **asked: places.append(asked["territory"].slug) or build(**asked))
    return places


def body(response) -> str:
    """What is read; the token of a form differs each time."""
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_the_same_page_is_made_once_and_told_twice(cast, as_user, made):
    client = as_user(cast.director)
    first, second = client.get(BOARD), client.get(BOARD)
    assert (body(first) == body(second), made) == (True, ["bas-saint-laurent"])


def test_what_people_add_to_an_address_keeps_nothing_more(cast, as_user, made):
    client = as_user(cast.director)
    pages = [body(client.get(BOARD, {"x": word, "page": word})) for word in ("", "1", "a" * 500)]
    assert (len(set(pages)), made) == (1, ["bas-saint-laurent"])


def test_the_spreadsheet_of_a_chosen_indicator_keeps_the_choice(cast, as_user, made):
    client = as_user(cast.national)
    page = body(client.get(NATION, {"indicateur": "3"}))
    assert ('href="?indicateur=3&amp;format=csv"' in page, made) == (True, ["quebec"])


def test_a_result_keyed_below_makes_the_page_anew(cast, as_user, made, indicator, record, places):
    client = as_user(cast.director)
    before = body(client.get(DECEMBER))
    record(indicator("2"), places("01-140"), 2007, [5000] * 12)
    after = body(client.get(DECEMBER))
    caches[kept.ALIAS].clear()
    assert (before != after, after == body(client.get(DECEMBER)), len(made)) == (True, True, 3)


def test_a_revised_target_makes_the_page_anew_in_the_region_and_not_elsewhere(cast, as_user, made, region):
    client, elsewhere = as_user(cast.director), as_user(cast.national)
    asked = (client.get(BOARD), elsewhere.get("/montreal/2007-2008/suivi/"))
    revise_target(
        indicator=Indicator.objects.get(number="2"), year=open_year(2007), territory=region, value=Decimal(8200),
        reason="Essai.", effective_month=6, expected_version=1, by=cast.planner,
    )  # fmt: skip
    again = (client.get(BOARD), elsewhere.get("/montreal/2007-2008/suivi/"))
    assert made == ["bas-saint-laurent", "montreal", "bas-saint-laurent"]
    assert [body(one) == body(other) for one, other in zip(asked, again, strict=True)] == [False, True]


def test_who_may_look_elsewhere_is_never_told_what_was_kept_for_another(cast, as_user, made):
    pages = [body(as_user(person).get(BOARD)) for person in (cast.director, cast.national, cast.cle_manager)]
    assert made == ["bas-saint-laurent"] * 3
    assert as_user(cast.outsider).get(BOARD).status_code == 404
    assert ['href="/quebec/2007-2008/suivi/"' in page for page in pages] == [False, True, False]


def test_a_year_that_opens_is_linked_at_once(cast, as_user):
    client = as_user(cast.director)
    client.get(BOARD)
    after = FiscalYear.objects.order_by("-start").first().start + 1
    open_year(after)
    address = f'href="/bas-saint-laurent/{after}-{after + 1}/suivi/"'
    assert address in client.get(BOARD).content.decode()
