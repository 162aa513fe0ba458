"""The actions of a plan in the browser: changed together, moved by keyboard and by drag, read along the year."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PLAN
from tests.e2e.keys import tab_to
from tests.e2e.watch import PHONE, inspect

pytestmark = pytest.mark.e2e
ACTIONS = f"{PLAN}actions/"


def test_checked_actions_change_together_then_stand_on_the_board_and_in_the_year(signed_in):
    page = signed_in("planner")
    page.goto(ACTIONS)
    inspect(page, "actions-list", dark=True)
    for rank in range(2):
        page.locator("input[name=ligne]").nth(rank).check()
    expect(page.locator("[data-bulk-count]")).to_have_text("2 actions cochées")
    form = page.locator("[data-bulk]")
    form.get_by_label("Responsable").fill("Anne Roy")
    form.get_by_label("État").select_option("ongoing")
    form.get_by_label("Début").fill("2007-05-01")
    form.get_by_label("Fin").fill("2007-12-31")
    form.get_by_role("button", name="Appliquer aux actions cochées").click()
    expect(page.get_by_role("main")).to_contain_text("2 actions sont enregistrées.")
    page.get_by_role("link", name="Calendrier").click()
    expect(page.locator("svg.chart--year")).to_have_count(1)
    inspect(page, "actions-calendar", dark=True)
    page.get_by_role("link", name="Tableau", exact=True).click()
    inspect(page, "actions-board", dark=True)
    page.goto(f"{ACTIONS}?vue=tableau&responsable=Anne+Roy")
    card = page.locator("[data-column=ongoing] [data-card]").first
    name = card.get_attribute("id")
    card.get_by_role("combobox").select_option("done")
    button = card.get_by_role("button", name="Changer")
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-column=done] #{name}")).to_have_count(1)
    page.locator(f"#{name}").drag_to(page.locator("[data-column=ongoing] .board__title"))
    expect(page.locator(f"[data-column=ongoing] #{name}")).to_have_count(1)


def test_one_action_and_its_milestones_without_script_on_a_phone(signed_in):
    page = signed_in("planner", javascript=False, size=PHONE)
    page.goto(ACTIONS)
    page.locator("tbody th a").nth(4).click()
    page.get_by_label("Commentaire").fill("Deux rencontres tenues.")
    page.get_by_label("Ajouter un partenaire").fill("Cégep de Rimouski")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.get_by_role("main")).to_contain_text("L’action est enregistrée.")
    expect(page.get_by_label("Cégep de Rimouski")).to_be_checked()
    step = page.get_by_role("form", name="Nouveau jalon")
    step.locator("[name=title]").fill("Entente signée")
    step.locator("[name=due_on]").fill("2007-06-01")
    step.get_by_role("button", name="Ajouter le jalon").click()
    expect(page.get_by_role("form", name="Jalon 1").locator("[name=title]")).to_have_value("Entente signée")


def test_the_pages_of_one_action_and_of_the_follow_up_are_accessible(signed_in):
    page = signed_in("planner")
    page.goto(ACTIONS)
    page.locator("tbody th a").first.click()
    inspect(page, "action", dark=True)
    page.goto(f"{ACTIONS}suivi/")
    page.locator("section.follow summary").first.click()
    inspect(page, "actions-follow-up", dark=True)
    form = page.locator("section.follow").first
    form.get_by_label("À la fin de").select_option("6")
    form.get_by_label("Ce qui a été fait").fill("Trois ateliers tenus.")
    form.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("section.follow").first).to_contain_text("Fin septembre 2007")
