"""The ministry changes the national frame; the region sees the difference, and accepts it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PLAN
from tests.e2e.keys import tab_to
from tests.e2e.watch import inspect

pytestmark = pytest.mark.e2e
FRAME = "/cadre-national/2007-2008/"
NEW = "Accompagner vers l’emploi les personnes qui en sont le plus éloignées"


def test_a_title_changed_nationally_is_seen_and_accepted_by_the_region(signed_in):
    nation, region = signed_in("national"), signed_in("director")
    region.goto(PLAN)
    title = region.locator("#intervention-3")
    expect(title).not_to_contain_text(NEW)
    nation.goto(FRAME)
    inspect(nation, "frame", dark=True)
    nation.get_by_role("link", name="Modifier : champ 3").click()
    expect(nation.get_by_role("heading", level=1)).to_have_text("Modifier le champ 3")
    inspect(nation, "frame-edit")
    nation.get_by_label("Titre").fill(NEW)
    nation.get_by_role("button", name="Enregistrer").click()
    expect(nation.get_by_role("status").first).to_contain_text("est enregistré")
    region.goto(PLAN)
    expect(title).not_to_contain_text(NEW)
    region.get_by_role("link", name="Voir ce qui a changé").click()
    expect(region.get_by_role("heading", level=1)).to_have_text("Ce que le cadre national a changé")
    inspect(region, "frame-differences", dark=True)
    card = region.locator(".difference-card", has_text="Le cadre national a changé le titre du champ 3.")
    expect(card).to_contain_text(NEW)
    button = card.get_by_role("button", name="Accepter")
    tab_to(region, button)
    region.keyboard.press("Enter")
    expect(region.get_by_role("main")).to_contain_text("Rien n’a changé")
    region.goto(PLAN)
    expect(title).to_contain_text(NEW)


def test_a_field_is_withdrawn_in_words_and_restored_without_script(signed_in):
    page = signed_in("national", javascript=False)
    page.goto(FRAME)
    page.get_by_role("link", name="Retirer : champ 7").click()
    expect(page.get_by_role("main")).to_contain_text("Bas-Saint-Laurent (2 stratégies)")
    page.get_by_role("button", name="Retirer du cadre").click()
    expect(page.get_by_role("heading", name="Retirés du cadre")).to_be_visible()
    page.get_by_role("button", name="Rétablir").click()
    expect(page.get_by_role("heading", name="Retirés du cadre")).to_have_count(0)
    reader = signed_in("director")
    reader.goto(f"{PLAN}cadre/")
    expect(reader.locator(".difference-card", has_text="champ 7")).to_have_count(0)


def test_the_ministry_recommends_a_key(signed_in):
    page = signed_in("national")
    page.goto(f"{FRAME}cibles/16/")
    inspect(page, "frame-target")
    page.get_by_label("Clé de répartition recommandée").select_option("equal")
    page.get_by_role("button", name="Recommander cette clé").click()
    expect(page.locator("#cibles + p + .table-region tr", has_text="16.")).to_contain_text("Parts égales")
    region = signed_in("director")
    region.goto("/bas-saint-laurent/2007-2008/indicateurs/16/repartition/")
    expect(region.get_by_label("Clé de répartition").locator("option").first).to_have_text("Parts égales (recommandée)")


def test_the_history_and_the_checks_are_accessible(signed_in):
    page = signed_in("director")
    page.goto(f"{FRAME}historique/")
    inspect(page, "frame-history")
    page.goto(f"{PLAN}verifications/")
    inspect(page, "checks", dark=True)
