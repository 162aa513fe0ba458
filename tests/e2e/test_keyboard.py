"""The main work without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import EMAILS, PLAN
from tests.e2e.keys import assert_focus_is_visible, tab_to

pytestmark = pytest.mark.e2e


def test_keyboard_alone_goes_from_sign_in_to_a_saved_edit(visitor):
    page = visitor()
    page.goto("/compte/login/")
    tab_to(page, page.get_by_label("Adresse de courriel"))
    page.keyboard.type(EMAILS["director"])
    page.keyboard.press("Tab")
    page.keyboard.type("jalon-demonstration")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Hélène Thériault")
    tab_to(page, page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Plan", exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PLAN}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip link
    expect(page.locator("main")).to_be_focused()
    first = page.locator("main a.edit-link").first
    tab_to(page, first)
    page.keyboard.press("Enter")
    form = page.locator("form[data-part-form]")
    expect(form).to_be_visible()
    expect(form.locator("input:not([type=hidden]), textarea").first).to_be_focused()
    assert_focus_is_visible(page)
    row = form.locator("xpath=ancestor::*[@data-row]").get_attribute("id")
    box = form.locator(".prose-edit__text")  # the editor, which takes the place of the textarea
    expect(box).to_be_visible()
    if not box.evaluate("one => one === document.activeElement"):
        tab_to(page, box)
    expect(box).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Ajout fait au clavier.")
    tab_to(page, form.get_by_role("button", name="Enregistrer"))
    page.keyboard.press("Enter")
    expect(page.locator("#plan-status")).to_contain_text("est enregistré")
    expect(page.locator(f"#{row}")).to_contain_text("Ajout fait au clavier.")
    expect(page.locator(f"#{row} a.edit-link")).to_be_focused()
    assert_focus_is_visible(page)


def test_keyboard_alone_revises_a_target(signed_in):
    page = signed_in("director")
    page.goto("/bas-saint-laurent/2007-2008/indicateurs/10/")
    tab_to(page, page.get_by_role("link", name="Réviser la cible"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/cible/")
    tab_to(page, page.get_by_label("Nouvelle cible"))
    page.keyboard.type("1 234")
    tab_to(page, page.get_by_label("En vigueur à partir de"))
    tab_to(page, page.get_by_label("Motif de la révision"))
    page.keyboard.type("Révision de septembre faite au clavier")
    tab_to(page, page.get_by_role("button", name="Réviser la cible"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/indicateurs/10/$"))
    main = page.locator("main")
    expect(main.get_by_role("status")).to_contain_text("La cible est enregistrée.")
    expect(main).to_contain_text("1\u00a0234")
    expect(main).to_contain_text("Révision de septembre faite au clavier")


def test_account_menu_opens_and_closes_by_keyboard(signed_in):
    page = signed_in("member")
    page.goto("/")
    summary = page.locator("summary", has_text="Mon compte")
    tab_to(page, summary)
    page.keyboard.press("Enter")
    leave = page.get_by_role("button", name="Se déconnecter")
    expect(leave).to_be_visible()
    page.keyboard.press("Tab")
    assert_focus_is_visible(page)
    page.keyboard.press("Escape")
    expect(leave).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.parametrize(
    "path", ["/bas-saint-laurent/2007-2008/suivi/", "/bas-saint-laurent/2007-2008/indicateurs/2/", "/plans/"]
)
def test_every_stop_of_tab_is_visible_and_focus_is_never_trapped(signed_in, path):
    page = signed_in("director")
    page.goto(path)
    stops = []
    for _ in range(250):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement === document.body"):
            break
        stops.append(assert_focus_is_visible(page))
    assert page.evaluate("() => document.activeElement === document.body"), f"never came out: {stops[-6:]}"
    assert len(stops) > 8
