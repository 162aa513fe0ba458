"""The territorial plan in a browser: legible anywhere, followed in place, read without script."""

import pytest
from playwright.sync_api import expect

from tests.e2e.watch import PHONE, inspect, overflow

pytestmark = pytest.mark.e2e

PLAN = "/plans/territorial/2020-2022/"
PAGES = {
    "territorial": PLAN,
    "territorial-place": f"{PLAN}estrie/",
    "territorial-matrix": f"{PLAN}matrice/",
    "territorial-history": f"{PLAN}historique/?territoire=estrie",
    "territorial-search": f"{PLAN}?q=sante",
    "territorial-act": f"{PLAN}actes/extension/",
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_legible_and_accessible(signed_in, name):
    page = signed_in("national")
    page.goto(PAGES[name])
    inspect(page, name, dark=name == "territorial-place")


def test_an_action_is_followed_in_place_and_a_refusal_keeps_what_was_typed(signed_in):
    page = signed_in("director")
    page.goto(f"{PLAN}bas-saint-laurent/")
    page.get_by_role("link", name="Suivre").last.click()
    form = page.locator("[data-part-form]")
    expect(form.get_by_label("État de l’action")).to_be_focused()
    inspect(page, "territorial-follow-up", within="#bloc-territoire")
    form.get_by_label("État de l’action").select_option("done")
    form.get_by_label("Suivi").fill("L’outil est en service dans tous les bureaux.")
    form.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#plan-status")).to_contain_text("Le suivi de l’action 3 est inscrit.")
    expect(page.locator("#bloc-territoire")).to_contain_text("L’outil est en service dans tous les bureaux.")
    expect(page.locator("[data-part-form]")).to_have_count(0)


def test_the_plan_is_read_and_searched_without_script_on_a_phone(signed_in):
    page = signed_in("partner", javascript=False, size=PHONE)
    page.goto("/plans/")
    page.get_by_role("link", name="Plan d’action pour assurer l’occupation").click()
    page.get_by_label("Chercher").fill("iles-de-la-madeleine")
    page.locator("main").get_by_role("button", name="Chercher").click()
    page.locator("main").get_by_role("link", name="Îles-de-la-Madeleine", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Îles-de-la-Madeleine")
    expect(page.locator("main")).to_contain_text("Partie de la région Gaspésie–Îles-de-la-Madeleine")
    assert overflow(page) == []
