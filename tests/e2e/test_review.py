"""A plan under review: a member proposes a text from a phone, the planner accepts it by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PLAN
from tests.e2e.test_sitting import sound
from tests.e2e.watch import PHONE, WIDE, accept

pytestmark = pytest.mark.e2e
WORDS = "Dire ce que le plan change pour les personnes."


def by_keyboard(page: Page, role: str, name: str) -> None:
    """Reach a control by the Tab key alone, and press Enter."""
    page.locator("#contenu").focus()
    wanted = page.locator("main").get_by_role(role, name=name).first.element_handle()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(one) => document.activeElement === one", wanted):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached by Tab")


def test_a_member_proposes_from_a_phone_and_the_planner_accepts_by_keyboard(signed_in):
    member = signed_in("member", size=PHONE)
    text = propose(member)
    planner = signed_in("planner")
    accept_by_keyboard(planner, text)
    member.reload()
    expect(member.get_by_text("Résolu", exact=True).first).to_be_visible()
    expect(member.locator("main")).to_contain_text("a accepté la proposition")
    sound(member, "review-accepted", size=PHONE)


def propose(page: Page) -> str:
    """From the plan to a thread with words, another title and the planner advised; the title proposed."""
    page.goto(PLAN)
    page.get_by_role("button", name="2 Les grandes caractéristiques").click()
    page.locator(".part a.comment-link:visible").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Texte")
    page.get_by_role("link", name="titre", exact=True).click()
    sound(page, "review-part", size=PHONE)
    accept(page, 422)
    page.get_by_role("button", name="Inscrire le commentaire").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez votre commentaire")
    box = page.get_by_label("Votre commentaire")
    box.fill(WORDS)
    page.get_by_text("Proposer un autre texte").click()
    proposed = f"{page.get_by_label('Texte proposé').input_value()}, revues"
    page.get_by_label("Texte proposé").fill(proposed)
    page.get_by_label("Tous ceux qui lisent ce plan").check()
    box.press("End")
    box.press_sequentially(" @")
    search = page.get_by_label("Chercher une personne")
    expect(search).to_be_focused()
    search.fill("levesque")
    search.press("Enter")
    expect(box).to_be_focused()
    expect(page.get_by_label("Marc-Antoine Lévesque")).to_be_checked()
    page.get_by_role("button", name="Inscrire le commentaire").click()
    expect(page.get_by_role("status").first).to_contain_text("Votre commentaire est inscrit")
    expect(page.locator("main ins")).to_have_text(", revues")
    sound(page, "review-thread", size=PHONE)
    return proposed


def accept_by_keyboard(page: Page, text: str) -> None:
    """From what is to be done to the text written in the plan, without the mouse."""
    page.goto("/")
    sound(page, "review-home", size=WIDE)
    by_keyboard(page, "link", "Lire et répondre")
    sound(page, "review-thread", size=WIDE)
    by_keyboard(page, "link", "Décider de cette proposition")
    expect(page.locator("main ins").first).to_have_text(", revues")
    sound(page, "review-suggestion", size=WIDE)
    by_keyboard(page, "button", "Accepter et écrire dans le plan")
    expect(page.get_by_role("status").first).to_contain_text("est écrite dans le plan")
    page.goto(PLAN)
    expect(page.get_by_role("heading", name=text)).to_be_visible()
    page.goto(f"{PLAN}historique/")
    expect(page.locator("main")).to_contain_text("sur la proposition de Réjean Dubé")
    page.goto(f"{PLAN}commentaires/?etat=tous")
    sound(page, "review-list", size=WIDE)
