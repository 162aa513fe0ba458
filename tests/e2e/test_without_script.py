"""The same work in a browser where no script runs."""

import time

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PLAN
from tests.e2e.test_documents import PATIENCE, ask_for_par, file_link, read_file
from tests.e2e.watch import PHONE, accept

pytestmark = pytest.mark.e2e


def test_sign_in_menu_and_plan_work_without_script_on_a_phone(signed_in):
    page = signed_in("member", javascript=False, size=PHONE)
    page.goto("/")
    expect(page.get_by_role("button", name="Menu")).to_have_count(0)
    page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Plan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan d’action régional 2007-2008")


def test_part_is_edited_without_script(signed_in, rows):
    number = rows["action"][10]
    page = signed_in("planner", javascript=False)
    page.goto(PLAN)
    page.locator(f"#action-{number} a.edit-link").click()
    page.wait_for_url(f"**/plan/modifier/action/{number}/")
    page.get_by_label("Responsable").fill("Service aux entreprises")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(f"**{PLAN}#action-{number}")
    expect(page.locator("main").get_by_role("status").first).to_contain_text("est enregistré")
    expect(page.locator(f"#action-{number}")).to_contain_text("Service aux entreprises")


def test_refused_part_keeps_what_was_typed_without_script(signed_in, rows):
    page = signed_in("planner", javascript=False)
    page.goto(f"{PLAN}modifier/taux-mrc/{rows['taux-mrc'][0]}/")
    box = page.locator("[name=value]")
    box.fill("huit et demi")
    accept(page, 422)
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.get_by_role("button", name="Enregistrer").click()
    assert answer.value.status == 422
    expect(page.locator("[name=value]")).to_have_value("huit et demi")
    expect(page.locator("main .field__error")).to_contain_text("huit et demi")


def test_pdf_is_asked_for_and_followed_without_script(signed_in, server):
    page = signed_in("director", javascript=False)
    with server.worker_asleep():
        ask_for_par(page)
        expect(page.locator("main")).to_contain_text("En attente")
    deadline = time.monotonic() + PATIENCE / 1000
    while not file_link(page).count():
        assert time.monotonic() < deadline
        page.wait_for_timeout(300)
        if page.get_by_role("link", name="Actualiser").count():
            page.get_by_role("link", name="Actualiser").click()
    assert read_file(page).startswith(b"%PDF-")
