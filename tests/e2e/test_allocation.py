"""Splitting a target: by a key, with a part locked, previewed, applied; and when the target changes meanwhile."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.keys import assert_focus_is_visible, tab_to
from tests.e2e.watch import PHONE, accept, inspect

pytestmark = pytest.mark.e2e
INDICATOR = "/bas-saint-laurent/2007-2008/indicateurs/{}/"
SCENARIO = re.compile(r"/repartition/\d+/$")


def make_scenario(page: Page, number: str, *, key: str = "equal", name: str = "") -> str:
    """A scenario made from the page of the indicator; its address."""
    page.goto(INDICATOR.format(number))
    page.get_by_role("link", name="Répartir entre les CLE").click()
    page.get_by_label("Clé de répartition").select_option(key)
    if name:
        page.get_by_label("Nom").fill(name)
    page.get_by_role("button", name="Faire le scénario").click()
    page.wait_for_url(SCENARIO)
    return page.url


def part(page: Page, office: str):
    return page.locator("#parts tbody tr", has=page.get_by_role("rowheader", name=office, exact=True))


def sum_line(page: Page):
    return page.locator("#somme")


def values(page: Page) -> list[int]:
    boxes = page.locator("#parts tbody input[type=text]")
    return [int(re.sub(r"\D", "", one.input_value())) for one in boxes.all()]


def revise(page: Page, number: str, value: str) -> None:
    page.goto(f"{INDICATOR.format(number)}cible/")
    page.get_by_label("Nouvelle cible").fill(value)
    page.get_by_label("Motif de la révision").fill("Révision faite pendant qu’un autre répartissait")
    page.get_by_role("button", name="Réviser la cible").click()
    page.wait_for_url(re.compile(rf"/indicateurs/{number}/$"))


def test_a_target_is_split_by_a_key_previewed_and_applied(signed_in):
    page = signed_in("director")
    make_scenario(page, "3", name="Comité de septembre")
    expect(page.get_by_role("heading", level=1)).to_have_text("Comité de septembre")
    shares = values(page)
    assert (len(shares), max(shares) - min(shares) <= 1) == (8, True)
    expect(sum_line(page)).not_to_contain_text("reste")
    inspect(page, "allocation-scenario")
    page.get_by_role("link", name="Prévisualiser et appliquer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Appliquer le scénario")
    expect(page.locator("#apercu tbody tr")).to_have_count(8)
    inspect(page, "allocation-apply")
    page.get_by_label("Motif").fill("Parts convenues avec les CLE")
    page.get_by_role("button", name="Appliquer", exact=True).click()
    expect(page.locator("main")).to_contain_text("appliqué")
    page.goto("/cle-kamouraska/2007-2008/indicateurs/3/")
    expect(page.locator("main")).to_contain_text("Parts convenues avec les CLE")


def test_a_part_is_locked_and_the_rest_spread_by_keyboard_alone(signed_in):
    page = signed_in("planner")
    make_scenario(page, "14")
    whole = sum(values(page))
    box = part(page, "Kamouraska").locator("input[type=text]")
    tab_to(page, box)
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    expect(sum_line(page)).to_contain_text(re.compile(r"\d"))
    assert sum(values(page)) != whole
    lock = part(page, "Kamouraska").get_by_role("checkbox")
    tab_to(page, lock)
    page.keyboard.press("Space")
    expect(lock).to_be_checked()
    assert_focus_is_visible(page)
    tab_to(page, page.get_by_role("button", name="Répartir le reste"))
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(part(page, "Kamouraska").locator("input[type=text]")).to_have_value("1")
    expect(part(page, "Kamouraska").get_by_role("checkbox")).to_be_checked()
    assert sum(values(page)) == whole


def test_a_target_that_changes_meanwhile_stops_the_scenario_which_then_follows(signed_in):
    page, other = signed_in("director"), signed_in("planner")
    address = make_scenario(page, "16")
    revise(other, "16", "999")
    page.goto(f"{address}appliquer/")
    expect(page.locator("main")).to_contain_text("La cible à répartir a changé depuis que ce scénario a été fait.")
    expect(page.get_by_role("button", name="Appliquer", exact=True)).to_have_count(0)
    inspect(page, "allocation-stale")
    page.get_by_role("button", name=re.compile("^Répartir 999")).click()
    page.wait_for_url(SCENARIO)
    assert sum(values(page)) == 999
    expect(page.get_by_role("link", name="Prévisualiser et appliquer")).to_be_visible()


def test_two_people_on_one_scenario_see_both_versions(signed_in):
    page, other = signed_in("director"), signed_in("planner")
    address = make_scenario(page, "7")
    other.goto(address)
    part(other, "Kamouraska").locator("input[type=text]").fill("70")
    other.get_by_role("button", name="Répartir le reste").click()
    other.wait_for_load_state()
    accept(page, 409)
    part(page, "Kamouraska").locator("input[type=text]").fill("60")
    page.get_by_role("button", name="Répartir le reste").click()
    expect(page.locator("main")).to_contain_text(
        "Une autre personne a changé ce scénario pendant que vous y travailliez."
    )
    expect(part(page, "Kamouraska").locator("input[type=text]")).to_have_value("60")
    expect(part(page, "Kamouraska").locator("[data-label='Version enregistrée']")).to_contain_text("70")
    expect(sum_line(page)).not_to_contain_text("le compte est juste")
    inspect(page, "allocation-conflict")


def test_scenarios_stand_side_by_side_wide_and_on_a_phone(signed_in):
    page = signed_in("director", size=PHONE)
    for key in ("equal", "hand"):
        make_scenario(page, "17", key=key)
    page.goto(f"{INDICATOR.format('17')}repartition/")
    expect(page.locator("#comparaison thead th")).to_have_count(4)
    inspect(page, "allocation-compare", dark=True)


def test_the_ministry_splits_a_national_target_among_the_regions(signed_in):
    page = signed_in("national")
    page.goto("/quebec/2007-2008/indicateurs/SSC/")
    page.get_by_role("link", name="Répartir entre les régions").click()
    page.get_by_label("Clé de répartition").select_option("equal")
    page.get_by_role("button", name="Faire le scénario").click()
    page.wait_for_url(SCENARIO)
    assert (len(values(page)), sum(values(page))) == (17, 56_000)
    inspect(page, "allocation-nation")
