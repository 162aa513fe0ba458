"""Getting in and out."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import EMAILS, fill_sign_in
from tests.e2e.keys import tab_to

pytestmark = pytest.mark.e2e
SIGN_IN = "/compte/login/"


def test_wrong_password_is_told_in_french_and_the_typed_address_stays(visitor):
    page = visitor()
    page.goto(SIGN_IN)
    fill_sign_in(page, "national", "pas le bon mot de passe")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Un point est à corriger.")
    expect(told).to_contain_text("le mot de passe est incorrect.")
    expect(page.get_by_label("Adresse de courriel")).to_have_value(EMAILS["national"])
    expect(page.get_by_label("Mot de passe", exact=True)).to_have_value("")


def test_accounts_of_the_demonstration_are_offered_with_their_role_in_french(visitor):
    page = visitor()
    page.goto(SIGN_IN)
    offered = page.locator("main tbody tr", has_text=EMAILS["director"])
    expect(offered.locator("td").first).to_have_text("Direction régionale")
    assert page.locator("main tbody tr").count() == len(EMAILS)


def test_right_password_leads_to_the_start_page_and_sign_out_closes_it(visitor):
    page = visitor()
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/compte/login/\?next=/$"))
    fill_sign_in(page, "planner")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Marc-Antoine Lévesque")
    assert urlsplit(page.url).path == "/"
    page.locator("summary", has_text="Mon compte").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")
    page.goto("/")
    expect(page).to_have_url(re.compile("/compte/login/"))


def test_forgotten_password_is_replaced_by_the_link_of_an_e_mail(visitor, server):
    page = visitor()
    page.goto(SIGN_IN)
    page.get_by_role("link", name="Mot de passe oublié").click()
    page.get_by_label("Adresse de courriel").fill(EMAILS["analyst"])
    page.locator("main").get_by_role("button").click()
    page.wait_for_url("**/password/reset/done/")
    link = re.search(rf"{server.url}/compte/password/reset/key/\S+", server.last_mail())
    assert link, f"no link in the mail: {server.last_mail()[-1500:]}"
    page.goto(link[0])
    for box in page.locator("main input[type=password]").all():
        box.fill("jalon-demonstration")
    page.locator("main").get_by_role("button").click()
    page.wait_for_url("**/password/reset/key/done/")
    page.goto(SIGN_IN)
    fill_sign_in(page, "analyst")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Karim Benali")


def test_keyboard_alone_signs_in(visitor):
    page = visitor()
    page.goto(SIGN_IN)
    tab_to(page, page.get_by_label("Adresse de courriel"))
    page.keyboard.type(EMAILS["secretary"])
    page.keyboard.press("Tab")
    page.keyboard.type("jalon-demonstration")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Sylvie Ouellet")


def test_first_tab_offers_to_skip_to_the_content(visitor):
    page = visitor()
    page.goto(SIGN_IN)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null"), "focus left the content"
