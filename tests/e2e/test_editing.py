"""Writing the plan: in place, with numbers as people type them, and two people at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PLAN
from tests.e2e.watch import accept, inspect

pytestmark = pytest.mark.e2e
REGION_VALUE = re.compile(r"^Région")
SPACES = re.compile(r"[\s\u00a0\u202f]+")


def row(page: Page, kind: str, number: str):
    return page.locator(f"#{kind}-{number}")


def open_form(page: Page, kind: str, number: str):
    """Open the form of a row in its place on the plan page."""
    row(page, kind, number).locator("a.edit-link").click()
    form = row(page, kind, number).locator("form[data-part-form]")
    expect(form).to_be_visible()
    expect(form.locator(".prose-edit__text")).to_have_count(form.locator("textarea[data-prose]").count())
    return form


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).click()


def plain(text: str) -> str:
    """The text with every kind of space as one plain space."""
    return SPACES.sub(" ", text).strip()


def test_director_edits_an_action_in_place_and_the_history_names_her(signed_in, rows):
    page, number = signed_in("director"), rows["action"][0]
    page.goto(PLAN)
    before = row(page, "action", number).locator(".prose").inner_text()
    form = open_form(page, "action", number)
    expect(form.get_by_label("Piste d’action")).to_be_focused()
    form.get_by_label("Piste d’action").fill(f"{before} Suivi chaque mois par la direction.")
    form.get_by_label("Responsable").fill("Direction régionale")
    save(page)
    expect(page.locator("#plan-status")).to_contain_text("est enregistré")
    expect(row(page, "action", number)).to_contain_text("Suivi chaque mois par la direction.")
    expect(row(page, "action", number).locator("a.edit-link")).to_be_focused()
    assert page.url.endswith(PLAN)
    page.goto(f"{PLAN}historique/")
    lines = page.locator("main tbody tr", has_text="Suivi chaque mois par la direction.")
    expect(lines).to_contain_text("Hélène Thériault")


def test_page_after_an_edit_in_place_is_the_page_that_a_reload_shows(signed_in, rows):
    page, number = signed_in("planner"), rows["action"][-1]
    page.goto(PLAN)
    form = open_form(page, "action", number)
    form.get_by_label("Responsable").fill("Service de la planification")
    save(page)
    expect(page.locator("#plan-status")).to_contain_text("est enregistré")
    block = page.locator(f"[data-block]:has(#action-{number})")
    swapped = plain(block.evaluate("one => one.outerHTML"))
    state = plain(page.locator("#plan-state").inner_text())
    page.goto(PLAN)
    assert plain(block.evaluate("one => one.outerHTML")) == swapped
    assert plain(page.locator("#plan-state").inner_text()) == state


def test_cancelled_edit_leaves_the_row_as_it_was(signed_in, rows):
    page, number = signed_in("director"), rows["action"][1]
    page.goto(PLAN)
    before = row(page, "action", number).inner_text()
    form = open_form(page, "action", number)
    form.get_by_label("Piste d’action").fill("Ce texte ne doit pas rester.")
    page.once("dialog", lambda dialog: dialog.accept())
    form.get_by_role("link", name="Annuler").click()
    expect(form).to_have_count(0)
    assert row(page, "action", number).inner_text() == before


def test_number_typed_with_any_space_and_a_comma_is_read(signed_in, rows):
    page, number = signed_in("director"), rows["chiffre-cle"][0]
    page.goto(PLAN)
    shown = row(page, "chiffre-cle", number).locator("[data-label=Région]")
    for typed, read in {"1 234,5": "1 234,5", "2\u00a0345,6": "2 345,6", "3\u202f456,7": "3 456,7"}.items():
        form = open_form(page, "chiffre-cle", number)
        form.get_by_label("Décimales").fill("1")
        form.get_by_label(REGION_VALUE).fill(typed)
        save(page)
        expect(shown).to_contain_text(read.replace(" ", "\u00a0"))


def test_word_in_place_of_a_number_is_refused_in_french_and_stays_typed(signed_in, rows):
    page, number = signed_in("director"), rows["chiffre-cle"][1]
    accept(page, 422)
    page.goto(PLAN)
    form = open_form(page, "chiffre-cle", number)
    box = form.get_by_label(REGION_VALUE)
    box.fill("abc")
    save(page)
    form = row(page, "chiffre-cle", number).locator("form[data-part-form]")
    expect(form.get_by_role("alert")).to_contain_text("Un point est à corriger.")
    box = form.get_by_label(REGION_VALUE)
    expect(box).to_have_value("abc")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(form.locator(".field__error")).to_contain_text("abc")


def test_two_people_on_one_strategy_both_keep_their_words(signed_in, rows):
    number = rows["strategie"][0]
    director, planner = signed_in("director"), signed_in("planner")
    accept(planner, 409)
    for page in (director, planner):
        page.goto(PLAN)
        open_form(page, "strategie", number)
    title = director.locator(f"#strategie-{number} form [name=title]")
    title.fill("Soutenir les travailleurs touchés par une fermeture")
    save(director)
    expect(director.locator("#plan-status")).to_contain_text("est enregistré")
    planner.locator(f"#strategie-{number} form [name=title]").fill("Soutenir les entreprises en difficulté")
    save(planner)
    clash = planner.locator(f"#strategie-{number}")
    expect(clash).to_contain_text("Une autre personne a enregistré cette partie pendant que vous écriviez.")
    expect(clash).to_contain_text("La version de Hélène Thériault")
    expect(clash.locator(".clash__theirs")).to_have_text("Soutenir les travailleurs touchés par une fermeture")
    expect(clash.locator("[name=title]")).to_have_value("Soutenir les entreprises en difficulté")
    clash.get_by_role("button", name="Reprendre ce texte").click()
    expect(clash.locator("[name=title]")).to_have_value("Soutenir les travailleurs touchés par une fermeture")
    both = "Soutenir les travailleurs touchés par une fermeture et les entreprises en difficulté"
    clash.locator("[name=title]").fill(both)
    planner.get_by_role("button", name="Enregistrer mon choix").click()
    expect(planner.locator("#plan-status")).to_contain_text("est enregistré")
    for page in (planner, director):
        page.goto(PLAN)
        expect(row(page, "strategie", number)).to_contain_text(both)
    planner.goto(f"{PLAN}historique/?partie=strategie")
    history = planner.locator("main").text_content()
    assert [name in history for name in ("Hélène Thériault", "Marc-Antoine Lévesque")] == [True, True]
    assert "Soutenir les travailleurs touchés par une fermeture" in history


def test_two_people_on_two_fields_of_one_action_lose_nothing(signed_in, rows):
    """Without script: the whole 409 page. What the second person did not touch is not written back."""
    number = rows["action"][3]
    url = f"{PLAN}modifier/action/{number}/"
    director, planner = signed_in("director", javascript=False), signed_in("planner", javascript=False)
    accept(planner, 409)
    for page in (director, planner):
        page.goto(url)
    director.get_by_label("Piste d’action").fill("Offrir un service d’accueil aux personnes licenciées.")
    save(director)
    planner.get_by_label("Responsable").fill("CLE de Rimouski-Neigette")
    save(planner)
    assert planner.url.endswith(url)
    theirs = planner.locator(".clash__theirs").first
    expect(theirs).to_have_text("Offrir un service d’accueil aux personnes licenciées.")
    expect(planner.locator("[name=lead]")).to_have_value("CLE de Rimouski-Neigette")
    planner.get_by_role("button", name="Enregistrer mon choix").click()
    shown = row(planner, "action", number)
    expect(shown).to_contain_text("Offrir un service d’accueil aux personnes licenciées.")
    expect(shown).to_contain_text("CLE de Rimouski-Neigette")


def test_conflict_page_is_accessible(signed_in, rows):
    url = f"{PLAN}modifier/strategie/{rows['strategie'][2]}/"
    director, planner = signed_in("director"), signed_in("planner")
    accept(planner, 409)
    for page in (director, planner):
        page.goto(url)
    director.locator("[name=title]").fill("Concerter les partenaires de la formation")
    save(director)
    director.wait_for_url(f"**{PLAN}*")
    planner.locator("[name=title]").fill("Concerter les écoles et les entreprises")
    save(planner)
    expect(planner.locator(".clash__theirs")).to_be_visible()
    inspect(planner, "conflict", dark=True)


def test_form_opened_in_place_is_accessible(signed_in, rows):
    page = signed_in("director")
    page.goto(PLAN)
    open_form(page, "action", rows["action"][5])
    open_form(page, "chiffre-cle", rows["chiffre-cle"][3])
    inspect(page, "plan-editing", within=".part-edit")


def test_after_the_session_ended_what_was_typed_is_saved_once_signed_in_again(signed_in, rows):
    page, number = signed_in("planner"), rows["strategie"][0]
    accept(page, 401, 403)
    page.goto(PLAN)
    open_form(page, "strategie", number)
    page.locator(f"#strategie-{number} form [name=title]").fill("Tapé avant la fin de la session")
    page.context.clear_cookies(name="sessionid")
    save(page)
    expect(page.locator("#plan-status")).to_contain_text("Votre session est terminée. Votre texte est encore là")
    other = page.context.new_page()
    other.goto("/compte/login/")
    other.get_by_label("Adresse de courriel").fill("planner@demo.jalon.example")
    other.get_by_label("Mot de passe", exact=True).fill("jalon-demonstration")
    other.locator("main").get_by_role("button", name="Se connecter").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    save(page)
    expect(page.locator("#plan-status")).to_contain_text("Votre session a changé entre-temps.")
    save(page)
    expect(row(page, "strategie", number)).to_contain_text("Tapé avant la fin de la session")
