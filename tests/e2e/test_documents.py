"""The plan as a PDF: asked for, followed, downloaded, and hidden from other regions."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import PLAN
from tests.e2e.watch import PHONE, accept, inspect

pytestmark = pytest.mark.e2e
DOCUMENTS = "/bas-saint-laurent/2007-2008/documents/"
PATIENCE = 60_000  # milliseconds that the worker may take on a busy machine


def ask_for_par(page: Page, *, month: str = "Dernier mois connu") -> str:
    """From the page of documents to the page of the run; its address. A month not yet asked for is made anew."""
    page.goto(DOCUMENTS)
    page.get_by_role("form", name="Plan d’action régional").get_by_label("Jusqu’à la fin de").select_option(label=month)
    page.get_by_role("button", name=re.compile("^Produire.*Plan d’action régional$")).click()
    page.wait_for_url(re.compile(r"/documents/\d+/$"))
    return page.url


def file_link(page: Page) -> Locator:
    return page.locator("main").get_by_role("link", name=re.compile("^Ouvrir le PDF")).first


def read_file(page: Page) -> bytes:
    """The document behind the link of this page, once it is there."""
    expect(file_link(page)).to_be_visible(timeout=PATIENCE)
    answer = page.request.get(file_link(page).get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert re.search(r'filename="[\w.-]+\.pdf"', answer.headers["content-disposition"])
    return answer.body()


def test_director_gets_the_tagged_pdf_after_seeing_how_far_it_is(signed_in, server):
    page = signed_in("director")
    with server.worker_asleep():
        ask_for_par(page)
        expect(page.locator("main")).to_contain_text("En attente")
        expect(page.locator("main progress")).to_be_visible()
        inspect(page, "run-waiting", dark=True)
    body = read_file(page)
    assert body.startswith(b"%PDF-")
    catalogue = PdfReader(BytesIO(body)).root_object
    assert (catalogue["/MarkInfo"]["/Marked"], catalogue["/Lang"]) == (True, "fr-CA")
    expect(page.locator("main")).to_contain_text("Terminé")
    inspect(page, "run-done")
    page.goto(DOCUMENTS)
    expect(page.locator("main tbody tr").first).to_contain_text("Hélène Thériault")
    inspect(page, "documents-list")


def test_page_tells_the_steps_by_itself_until_the_file_is_there(signed_in, server):
    page = signed_in("planner")
    with server.worker_asleep():
        run = ask_for_par(page, month="juin 2007")
    expect(page.locator("main")).to_contain_text(re.compile(r"Étape \d+ de \d+"), timeout=PATIENCE)
    with server.worker_asleep():
        inspect(page, "run-running")
    expect(file_link(page)).to_be_visible(timeout=PATIENCE)
    assert page.url == run


def test_plan_page_asks_for_the_document_too(signed_in):
    page = signed_in("planner")
    page.goto(PLAN)
    page.get_by_role("button", name="Produire le PDF").click()
    page.wait_for_url(re.compile(r"/documents/\d+/$"))
    assert read_file(page).startswith(b"%PDF-")


def test_member_reads_the_document_and_another_region_finds_nothing(signed_in):
    director = signed_in("director")
    run = ask_for_par(director)
    expect(file_link(director)).to_be_visible(timeout=PATIENCE)
    file = file_link(director).get_attribute("href")
    member = signed_in("member")
    member.goto(DOCUMENTS)
    assert read_file(member).startswith(b"%PDF-")
    assert [member.request.get(path).status for path in (run, file)] == [200, 200]
    outsider = signed_in("outsider")
    accept(outsider, 404)
    assert outsider.goto(run).status == 404
    seen = {path: outsider.request.get(path).status for path in (file, PLAN, DOCUMENTS)}
    assert seen == dict.fromkeys(seen, 404)


def test_stranger_is_asked_to_sign_in_before_a_document(visitor):
    page = visitor()
    page.goto(DOCUMENTS)
    expect(page).to_have_url(re.compile("/compte/login/"))


def choose(page: Page, kind: str, **choices: str) -> None:
    """From the page of documents to the page of a run, with what is chosen in the form of that kind."""
    form = page.get_by_role("form", name=kind)
    for label, value in choices.items():
        form.get_by_label(label.replace("_", " ")).select_option(label=value)
    form.get_by_role("button", name=re.compile("^Produire")).click()
    page.wait_for_url(re.compile(r"/documents/\d+/$"))


def test_month_is_followed_up_on_screen_and_in_excel(signed_in):
    page = signed_in("analyst")
    page.goto(DOCUMENTS)
    inspect(page, "documents-offers", dark=True)
    choose(page, "Suivi mensuel", Format="Lecture à l’écran", **{"Jusqu’à_la_fin_de": "décembre 2007"})
    page.get_by_role("link", name="Lire à l’écran").click(timeout=PATIENCE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Suivi mensuel décembre 2007")
    expect(page.locator("article table").first).to_contain_text("En retard")
    inspect(page, "followup-reading", dark=True)
    page.goto(DOCUMENTS)
    choose(page, "Suivi mensuel", Format="Excel (XLSX)", **{"Jusqu’à_la_fin_de": "décembre 2007"})
    link = page.locator("main").get_by_role("link", name="Recevoir le fichier")
    expect(link).to_be_visible(timeout=PATIENCE)
    answer = page.request.get(link.get_attribute("href"))
    assert (answer.status, answer.body()[:2]) == (200, b"PK")


def test_run_is_given_up_and_started_again_by_keyboard(signed_in, server):
    page = signed_in("planner")
    with server.worker_asleep():
        ask_for_par(page)
        page.get_by_role("button", name="Annuler").focus()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("Le travail a été annulé")
        inspect(page, "run-cancelled")
    page.get_by_role("button", name="Recommencer").focus()
    page.keyboard.press("Enter")
    expect(file_link(page)).to_be_visible(timeout=PATIENCE)


def test_nation_gets_the_follow_up_of_each_region_in_one_batch(signed_in):
    page = signed_in("national")
    page.goto("/quebec/2007-2008/documents/")
    inspect(page, "documents-quebec")
    choose(page, "Suivi mensuel", Portée="Chaque région, en un lot", Format="CSV (ZIP)")
    expect(page.get_by_role("link", name="Recevoir les fichiers (ZIP)")).to_be_visible(timeout=PATIENCE * 2)
    expect(page.get_by_role("heading", name="Régions du lot")).to_be_visible()
    inspect(page, "batch-done")
    director = signed_in("director")
    accept(director, 404)
    assert director.goto(page.url).status == 404


def test_documents_fit_a_phone(signed_in):
    page = signed_in("director", size=PHONE)
    page.goto(DOCUMENTS)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    inspect(page, "documents-phone")
