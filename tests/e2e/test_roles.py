"""Everybody of the cast: where they land, where their menu leads, and what is not there for them."""

import pytest

from tests.e2e.conftest import EMAILS, PLAN
from tests.e2e.watch import accept

pytestmark = pytest.mark.e2e
_LINKS = """(where) => [...new Set([...document.querySelectorAll(`${where} a[href]`)].map((one) => one.href))]"""


@pytest.mark.parametrize("key", EMAILS)
def test_menu_and_start_page_lead_to_pages_that_answer(signed_in, key):
    page = signed_in(key)
    assert page.goto("/").status == 200
    menu = page.evaluate(_LINKS, "nav[aria-label='Menu principal']")
    links = menu + [link for link in page.evaluate(_LINKS, "main") if link not in menu]
    assert len(menu) >= 2
    answers = {link: page.request.get(link).status for link in links}
    assert answers == dict.fromkeys(links, 200)


@pytest.mark.parametrize(
    "path",
    [PLAN, f"{PLAN}historique/", "/bas-saint-laurent/2007-2008/suivi/", "/bas-saint-laurent/2007-2008/documents/"],
)
def test_another_region_is_not_found(signed_in, path):
    page = signed_in("outsider")
    accept(page, 404)
    assert page.goto(path).status == 404
    assert page.get_by_role("heading", level=1).count() == 1
    assert "Hélène" not in page.content()


def test_member_who_asks_for_a_form_is_refused_with_a_sentence(signed_in, rows):
    page = signed_in("member")
    accept(page, 403)
    assert page.goto(f"{PLAN}modifier/action/{rows['action'][0]}/").status == 403
    assert "direction" in page.locator("main").inner_text()
