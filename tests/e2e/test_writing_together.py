"""Two people, a lost connection, a session that ends: nothing that was typed is lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PLAN, fill_sign_in
from tests.e2e.watch import accept, inspect

pytestmark = pytest.mark.e2e
SAVED = re.compile(r"^Enregistré à \d{1,2} h \d\d")


def part(slug: str) -> str:
    return f"{PLAN}ecrire/partie/{slug}/"


def state(page: Page) -> Locator:
    return page.locator("#writing-state")


def strategy(page: Page, rank: int) -> Locator:
    return page.locator("article[data-kind=strategie]").nth(rank)


def put(box: Locator, text: str) -> None:
    """Write a text as the rich editor does, through the box that it stands for."""
    box.evaluate("(box, text) => { box.value = text; box.dispatchEvent(new Event('input', {bubbles: true})); }", text)


def test_two_people_on_one_strategy_keep_both_texts(signed_in):
    director, planner = signed_in("director"), signed_in("planner")
    accept(planner, 409)
    for page in (director, planner):
        page.goto(part("intervention-1"))
    anchor = strategy(director, 0).get_attribute("id")
    director.locator(f"#{anchor} [name=title]").first.fill("Ce que la direction écrit")
    expect(state(director)).to_have_text(SAVED)
    planner.locator(f"#{anchor} [name=title]").first.fill("Ce que la planification écrit")
    clash = planner.locator(f"#conflit-{anchor}")
    expect(clash).to_contain_text("La version de Hélène Thériault")
    expect(clash.locator(".clash__theirs")).to_have_text("Ce que la direction écrit")
    expect(clash.locator("[name=title]")).to_have_value("Ce que la planification écrit")
    inspect(planner, "writing-conflict", within=f"#{anchor}")
    clash.locator("[name=title]").fill("Ce que la direction et la planification écrivent")
    clash.get_by_role("button", name="Enregistrer mon choix").click()
    expect(clash).to_have_count(0)
    expect(state(planner)).to_have_text(SAVED)
    planner.goto(f"{PLAN}historique/?partie=strategie")
    told = planner.locator("main").inner_text()
    assert [name in told for name in ("Hélène Thériault", "Marc-Antoine Lévesque")] == [True, True]
    for page in (director, planner):
        page.goto(part("intervention-1"))
        box = page.locator(f"#{anchor} [name=title]").first
        expect(box).to_have_value("Ce que la direction et la planification écrivent")


def test_the_other_persons_text_may_be_kept(signed_in):
    director, planner = signed_in("director"), signed_in("planner")
    accept(planner, 409)
    for page in (director, planner):
        page.goto(part("intervention-3"))
    anchor = strategy(director, 0).get_attribute("id")
    director.locator(f"#{anchor} [name=title]").first.fill("Le texte de la direction")
    expect(state(director)).to_have_text(SAVED)
    planner.locator(f"#{anchor} [name=title]").first.fill("Un texte de trop")
    planner.locator(f"#conflit-{anchor}").get_by_role("link", name="Garder la version enregistrée").click()
    expect(planner.locator(f"#{anchor} [name=title]").first).to_have_value("Le texte de la direction")
    planner.reload()
    expect(planner.locator(f"#{anchor} [name=title]").first).to_have_value("Le texte de la direction")


def test_two_people_on_two_fields_of_one_row_are_not_disturbed(signed_in):
    director, planner = signed_in("director"), signed_in("planner")
    for page in (director, planner):
        page.goto(part("portrait"))
    director.locator("[name=title]").fill("Portrait, titre de la direction")
    expect(state(director)).to_have_text(SAVED)
    before = planner.locator("textarea[name=body]").input_value()
    put(planner.locator("textarea[name=body]"), f"{before}\n\nUne phrase de la planification.")
    expect(state(planner)).to_have_text(SAVED)
    expect(planner.locator("[name=title]")).to_have_value("Portrait, titre de la direction")
    director.reload()
    expect(director.locator("[name=title]")).to_have_value("Portrait, titre de la direction")
    assert director.locator("textarea[name=body]").input_value() == f"{before}\n\nUne phrase de la planification."


def test_each_sees_who_else_is_writing_the_same_part(signed_in):
    director = signed_in("director")
    director.goto(part("postes"))
    director.wait_for_load_state("networkidle")
    planner = signed_in("planner")
    planner.goto(part("postes"))
    expect(planner.locator("#writing-present")).to_contain_text("Hélène Thériault écrit aussi ici")


def test_a_lost_connection_loses_nothing(signed_in):
    page = signed_in("director")
    page.goto(part("intervention-2"))
    boxes = [strategy(page, rank).locator("[name=title]").first for rank in (0, 1)]
    page.context.set_offline(True)
    for rank, box in enumerate(boxes):
        box.fill(f"Écrit hors ligne {rank}")
    expect(state(page)).to_contain_text("Hors ligne : votre texte est gardé ici")
    page.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED, timeout=20_000)
    page.reload()
    for rank, box in enumerate(boxes):
        expect(box).to_have_value(f"Écrit hors ligne {rank}")


def test_what_was_typed_offline_survives_a_closed_page_and_a_reload(signed_in):
    page = signed_in("planner")
    page.goto(part("perspectives"))
    page.context.set_offline(True)
    page.locator("[name=title]").fill("Écrit juste avant la coupure")
    expect(state(page)).to_contain_text("Hors ligne")
    page.close()
    again = signed_in("planner")  # another context has another storage: the same one must be opened again
    again.goto(part("perspectives"))
    expect(again.locator("[name=title]")).not_to_have_value("Écrit juste avant la coupure")
    context = page.context
    context.set_offline(False)
    back = context.new_page()
    back.goto(part("perspectives"))
    expect(back.locator("[name=title]")).to_have_value("Écrit juste avant la coupure")
    expect(state(back)).to_have_text(SAVED)
    again.reload()
    expect(again.locator("[name=title]")).to_have_value("Écrit juste avant la coupure")


def test_what_another_page_kept_is_sent_from_any_page_of_the_writing(signed_in):
    page = signed_in("planner")
    page.goto(part("marche"))
    page.context.set_offline(True)
    page.locator("[name=title]").fill("Gardé sur une autre page")
    expect(state(page)).to_contain_text("Hors ligne")
    page.close()
    page.context.set_offline(False)
    elsewhere = page.context.new_page()
    with elsewhere.expect_response(lambda one: "/ligne/texte/" in one.url) as sent:
        elsewhere.goto(part("mission"))
    assert sent.value.status == 200
    elsewhere.goto(part("marche"))
    expect(elsewhere.locator("[name=title]")).to_have_value("Gardé sur une autre page")


def test_a_session_that_ended_keeps_the_text_until_one_is_signed_in_again(signed_in):
    page = signed_in("planner")
    accept(page, 401, 403)
    page.goto(part("organisation"))
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=title]").fill("Tapé après la fin de la session")
    expect(state(page)).to_contain_text("Votre session est terminée. Votre texte est gardé ici")
    other = page.context.new_page()
    other.goto("/compte/login/")
    fill_sign_in(other, "planner")
    expect(other.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    expect(state(page)).to_have_text(SAVED, timeout=30_000)
    page.reload()
    expect(page.locator("[name=title]")).to_have_value("Tapé après la fin de la session")


def test_a_text_that_is_too_long_is_refused_in_words_and_kept(signed_in):
    page = signed_in("director")
    accept(page, 422, 400)
    page.goto(part("operations"))
    box = page.locator("article[data-kind=texte] textarea[name=body]")
    before = box.input_value()
    put(box, "mot " * 30_000)
    expect(state(page)).to_contain_text("À corriger avant l’enregistrement")
    expect(page.locator("article[data-kind=texte] .field__error")).to_contain_text("Ce texte compte")
    assert len(box.input_value()) >= 119_999
    put(box, before)
    page.wait_for_timeout(1500)
    expect(page.locator("article[data-kind=texte] .field__error")).to_have_count(0)
