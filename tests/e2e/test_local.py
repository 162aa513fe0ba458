"""A CLE manager writes the local plan; the region sees whether it agrees with its own, and takes up what it keeps."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PLAN
from tests.e2e.keys import tab_to
from tests.e2e.watch import PHONE, inspect

pytestmark = pytest.mark.e2e
OWN = "/cle-rimouski-neigette/2007-2008/plan/"
PAGE = "/bas-saint-laurent/2007-2008/plans-locaux/"
TEXT = "Tenir une foire de l’emploi à l’automne avec les organismes du milieu."


def test_a_manager_writes_a_local_action_from_the_start_page(signed_in):
    page = signed_in("cle_manager")
    page.goto("/")
    page.get_by_role("link", name="Ouvrir le plan local").click()
    page.wait_for_url(f"**{OWN}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan d’action local 2007-2008")
    inspect(page, "local-plan", dark=True)
    row = page.locator("#bloc-local-actions [data-row]").last
    identity = row.get_attribute("id")
    row.locator("a.edit-link").click()
    form = page.locator(f"#{identity} form")
    expect(form).to_be_visible()
    form.locator("[contenteditable='true']").fill(TEXT)  # the editor, once it has taken the place of the box
    form.get_by_label("Stratégie régionale").select_option(index=14)
    form.get_by_label("Responsable").fill("Équipe des services aux entreprises")
    form.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#plan-status")).to_contain_text("est enregistré")
    expect(page.locator(f"#{identity}")).to_contain_text(TEXT)
    heading = page.locator(".local-answer", has=page.locator(f"#{identity}")).get_by_role("heading")
    expect(heading).to_contain_text("7.2")
    page.goto(PLAN)
    expect(page.locator("a.edit-link")).to_have_count(0)


def test_the_region_reads_local_plans_and_takes_up_an_issue(signed_in):
    page = signed_in("director")
    page.goto(PAGE)
    inspect(page, "local-plans", dark=True)
    expect(page.get_by_role("row", name="Rimouski-Neigette")).to_contain_text("Brouillon")
    expect(page.get_by_role("main")).to_contain_text("il manque 1 k$")
    page.get_by_role("link", name="Reprendre au plan régional").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reprendre au plan régional")
    inspect(page, "local-consolidate", dark=True)
    box = page.get_by_label("Des municipalités rurales loin des services")
    tab_to(page, box)
    page.keyboard.press("Space")
    button = page.get_by_role("button", name="Reprendre ce qui est coché")
    tab_to(page, button)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PAGE}")
    page.goto(f"{PLAN}#enjeux")
    issue = page.locator(".issue", has_text="Des municipalités rurales loin des services")
    expect(issue).to_contain_text("Vient du plan local du CLE Rimouski-Neigette")


def test_the_local_plan_is_read_on_a_phone_and_not_written_by_the_region(signed_in):
    page = signed_in("planner", size=PHONE)
    page.goto(OWN)
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan d’action local 2007-2008")
    expect(page.locator("a.edit-link")).to_have_count(0)


def test_a_plan_is_begun_for_an_office_that_has_none(signed_in):
    page = signed_in("planner")
    page.goto(PAGE)
    page.get_by_role("button", name="Commencer le plan de Kamouraska").click()
    expect(page.get_by_role("row", name="Kamouraska")).to_contain_text("Brouillon")
