"""A member of the council with a phone in hand."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PLAN
from tests.e2e.watch import PHONE, overflow

pytestmark = pytest.mark.e2e

# Links inside a sentence are exempt (WCAG 2.5.8, « inline »): their size is that of the text.
_SMALL = """() => [...document.querySelectorAll("main a, main button, main summary, main select, main input")]
  .filter((one) => one.type !== "hidden" && one.checkVisibility({visibilityProperty: true}))
  .filter((one) => {
    const words = (node) => node.textContent.trim().length;
    return !(getComputedStyle(one).display === "inline" && words(one.parentElement) > words(one));
  })
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && box.height > 1 && (box.width < 24 || box.height < 24))
  .map(([one, box]) => `${one.outerHTML.slice(0, 110)} ${Math.round(box.width)} × ${Math.round(box.height)}`)"""

_TABLES = """() => [...document.querySelectorAll("table.strategy-table")].map((table) => {
  const cells = [...table.querySelectorAll("tbody td")].map((cell) => cell.getBoundingClientRect());
  const head = table.querySelector("thead").getBoundingClientRect();
  return {
    stacked: cells.every((cell, rank) => !rank || cell.top >= cells[rank - 1].bottom - 1),
    wide: cells.every((cell) => cell.width > 250 && cell.right <= innerWidth),
    headed: head.height > 1,
    named: [...table.querySelectorAll("tbody td")]
      .every((cell) => getComputedStyle(cell, "::before").content.length > 6),
  };
})"""


def test_member_reads_the_plan_on_a_phone(signed_in):
    page = signed_in("member", size=PHONE)
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Plan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan d’action régional 2007-2008")
    assert page.locator("a.edit-link").count() == 0, "a member does not write"
    assert overflow(page) == []


def test_three_column_tables_become_cards_on_a_phone(signed_in):
    page = signed_in("member", size=PHONE)
    page.goto(PLAN)
    page.get_by_role("button", name="Tout déplier").click()
    card = {"stacked": True, "wide": True, "headed": False, "named": True}
    assert page.evaluate(_TABLES) == [card] * 7


def test_the_parts_are_folded_on_a_phone_found_by_a_link_and_printed_whole(signed_in):
    page = signed_in("member", size=PHONE)
    page.goto(PLAN)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height < 8_000
    first = page.get_by_role("button", name="Avant-propos", exact=True)
    expect(first).to_have_attribute("aria-expanded", "false")
    first.click()
    expect(page.locator("#avant-propos")).to_be_visible()
    page.goto(f"{PLAN}#intervention-3")
    expect(page.locator("#intervention-3")).to_be_in_viewport()
    page.emulate_media(media="print")
    assert page.locator(".part").evaluate_all("all => all.filter((one) => !one.getBoundingClientRect().height)") == []
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Tout déplier").click()
    assert page.evaluate("document.documentElement.scrollHeight") > 20_000
    assert overflow(page) == []


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("member", "/"),
        ("director", PLAN),
        ("member", "/bas-saint-laurent/2007-2008/suivi/"),
        ("member", "/bas-saint-laurent/2007-2008/indicateurs/2/"),
        ("member", "/bas-saint-laurent/2007-2008/documents/"),
    ],
    ids=["home", "plan", "dashboard", "indicator", "documents"],
)
def test_fingers_find_targets_of_at_least_24_pixels(signed_in, key, path):
    page = signed_in(key, size=PHONE)
    page.goto(path)
    small = page.evaluate(_SMALL)
    assert small == [], "\n".join(small[:20])
