"""Every page, wide and on a phone: one heading, a title, French, no scrolling sideways, and nothing that axe finds."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PLAN
from tests.e2e.watch import accept, inspect

pytestmark = pytest.mark.e2e
HERE = "/bas-saint-laurent/2007-2008"
REVISION = f"{HERE}/indicateurs/3/cible/"

# name, who looks, address, status; the five pages where people spend their time are looked at in the dark too
MAIN_PAGES = [
    ("home", "director", "/"),
    ("plan", "director", PLAN),
    ("dashboard", "director", f"{HERE}/suivi/"),
    ("indicator", "director", f"{HERE}/indicateurs/2/"),
    ("documents", "director", f"{HERE}/documents/"),
]
PAGES = [
    ("sign-in", None, "/compte/login/", 200),
    ("reset", None, "/compte/password/reset/", 200),
    ("reset-sent", None, "/compte/password/reset/done/", 200),
    ("reset-bad-link", None, "/compte/password/reset/key/1-abc-def/", 200),
    ("not-found-stranger", None, "/nulle-part/", 404),
    ("password-change", "director", "/compte/password/change/", 200),
    ("sign-out", "director", "/compte/logout/", 200),
    ("home-of-manager", "cle_manager", "/", 200),
    ("home-of-partner", "partner", "/", 200),
    ("home-of-outsider", "outsider", "/", 200),
    ("home-of-nation", "national", "/", 200),
    ("history", "director", f"{PLAN}historique/", 200),
    ("plans", "national", "/plans/", 200),
    ("plans-of-nobody", "outsider", "/plans/", 200),
    ("dashboard-month", "director", f"{HERE}/suivi/2007-12/", 200),
    ("dashboard-chosen", "director", f"{HERE}/suivi/?indicateur=6", 200),
    ("dashboard-office", "cle_manager", "/cle-rimouski-neigette/2007-2008/suivi/", 200),
    ("dashboard-nation", "national", "/quebec/2007-2008/suivi/", 200),
    ("dashboard-first-year", "director", "/bas-saint-laurent/2005-2006/suivi/", 200),
    ("catalogue", "member", "/indicateurs/", 200),
    ("catalogue-nothing-found", "member", "/indicateurs/?q=zzzz", 200),
    ("definition", "member", "/indicateurs/6/", 200),
    ("indicator-rate", "director", f"{HERE}/indicateurs/6/", 200),
    ("indicator-office", "cle_manager", "/cle-rimouski-neigette/2007-2008/indicateurs/2/", 200),
    ("breakdowns", "director", f"{HERE}/indicateurs/2/ventilation/", 200),
    ("breakdowns-public", "director", f"{HERE}/indicateurs/2/ventilation/?public=1&mois=2007-04", 200),
    ("breakdowns-none", "director", f"{HERE}/indicateurs/16/ventilation/", 200),
    ("revision", "director", REVISION, 200),
    ("not-found", "director", f"{HERE}/suivi/?indicateur=999", 404),
    ("unknown-territory", "director", "/atlantide/2007-2008/plan/", 404),
    ("forbidden", "member", REVISION, 403),
    ("style-guide", "director", "/guide-de-style/", 200),
]


@pytest.mark.parametrize(("name", "key", "path"), MAIN_PAGES, ids=[row[0] for row in MAIN_PAGES])
def test_main_page_is_sound_in_light_and_in_the_dark(signed_in, name, key, path):
    page = signed_in(key)
    assert page.goto(path).status == 200
    inspect(page, name, dark=True)


@pytest.mark.parametrize(("name", "key", "path", "status"), PAGES, ids=[row[0] for row in PAGES])
def test_page_is_sound(visitor, signed_in, name, key, path, status):
    page = signed_in(key) if key else visitor()
    accept(page, status)
    assert page.goto(path).status == status
    inspect(page, name)


def test_documentation_of_the_api_is_sound(signed_in):
    """As it opens. What Swagger draws when an address is unfolded is not ours: its choices there have no label."""
    page = signed_in("director")
    page.goto("/api/v1/docs/")
    expect(page.locator(".opblock").last).to_be_visible()
    inspect(page, "api")


@pytest.mark.parametrize("kind", ["texte", "action", "chiffre-cle", "enjeu", "budget", "effectif"])
def test_form_of_a_part_is_sound(signed_in, rows, kind):
    page = signed_in("planner")
    page.goto(f"{PLAN}modifier/{kind}/{rows[kind][0]}/")
    inspect(page, f"form-{kind}")


def test_refused_form_of_a_part_is_sound(signed_in, rows):
    page = signed_in("planner")
    accept(page, 422)
    page.goto(f"{PLAN}modifier/action/{rows['action'][7]}/")
    expect(page.locator(".prose-edit__text")).to_be_visible()  # the editor has taken the place of the textarea
    page.get_by_role("textbox", name="Piste d’action").fill("")
    page.get_by_label("Avancement").fill("beaucoup")
    page.get_by_role("button", name="Enregistrer").click()
    told = page.get_by_role("alert")
    expect(told).to_be_focused()
    expect(told).to_contain_text("2 points sont à corriger.")
    expect(page.get_by_label("Avancement")).to_have_value("beaucoup")
    inspect(page, "form-refused")


def test_refused_revision_of_a_target_is_sound_and_keeps_what_was_typed(signed_in):
    page = signed_in("director")
    accept(page, 422)
    page.goto(REVISION)
    page.get_by_label("Nouvelle cible").fill("quatre mille")
    page.get_by_role("button", name="Réviser la cible").click()
    expect(page.get_by_role("alert")).to_contain_text("2 points sont à corriger.")
    expect(page.get_by_label("Nouvelle cible")).to_have_value("quatre mille")
    inspect(page, "revision-refused")


def test_second_revision_of_the_same_target_shows_both(signed_in):
    director, planner = signed_in("director"), signed_in("planner")
    accept(planner, 409)
    for page, value, reason in ((director, "3 000", "Budget réduit"), (planner, "3 100", "Fermeture d’une usine")):
        page.goto(f"{HERE}/indicateurs/7/cible/")
        page.get_by_label("Nouvelle cible").fill(value)
        page.get_by_label("Motif de la révision").fill(reason)
    for page in (director, planner):
        page.get_by_role("button", name="Réviser la cible").click()
    told = planner.locator("[data-conflict]")
    for text in ("3\u00a0000", "Budget réduit", "Hélène Thériault", "3 100", "Fermeture d’une usine"):
        expect(told).to_contain_text(text)
    inspect(planner, "revision-conflict")
    planner.get_by_role("button", name="Enregistrer par-dessus").click()
    planner.wait_for_url(re.compile(r"/indicateurs/7/$"))
    expect(planner.locator("main")).to_contain_text("3\u00a0100")


def test_menu_opened_on_a_phone_is_sound(signed_in):
    page = signed_in("director", size={"width": 390, "height": 844})
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    page.locator("summary", has_text="Mon compte").click()
    inspect(page, "menu-open")
