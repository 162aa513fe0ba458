"""Writing the plan as a person: edits that save themselves, order by keyboard and by hand, archive, undo, preview."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import PLAN
from tests.e2e.keys import tab_to
from tests.e2e.test_documents import read_file
from tests.e2e.watch import PHONE, accept, inspect, overflow

pytestmark = pytest.mark.e2e
WRITE = f"{PLAN}ecrire/"
SAVED = re.compile(r"^Enregistré à \d{1,2} h \d\d")
TABLET = {"width": 820, "height": 1180}


def part(slug: str) -> str:
    return f"{WRITE}partie/{slug}/"


def state(page: Page) -> Locator:
    """The line that says what is saved."""
    return page.locator("#writing-state")


def strategies(page: Page) -> Locator:
    return page.locator("article[data-kind=strategie]")


def titles(page: Page) -> list[str]:
    """The strategies of the page in their order."""
    return strategies(page).evaluate_all("all => all.map((one) => one.querySelector('[name=title]').value)")


def numbers(page: Page) -> list[str]:
    return strategies(page).evaluate_all("all => all.map((one) => one.querySelector('h3').textContent.trim())")


def announced(page: Page) -> Locator:
    return page.locator("[data-announce]")


def menu(row: Locator, name: str) -> None:
    """Do something from the menu of a row."""
    row.locator(".row-menu > summary").first.click()
    row.locator(".row-menu").first.get_by_text(name).click()


# --- Edits -----------------------------------------------------------------------------------------------------------


def test_twenty_edits_on_several_parts_save_themselves_and_stay(signed_in):
    page = signed_in("director")
    plans = {
        "avant-propos": [("signataire", "role", 2)],
        "intervention-1": [("strategie", "title", 2), ("action", "lead", 5)],
        "enjeux": [("enjeu", "title", 3)],
        "budget": [("part-budget", "amount", 4)],
        "secteurs": [("secteur", "name", 2)],
        "solidarite-objectifs": [("objectif", "title", 2)],
    }
    written: dict[str, dict[str, str]] = {}
    for slug, kinds in plans.items():
        page.goto(part(slug))
        page.evaluate("document.querySelectorAll('.write-more').forEach((one) => { one.open = true; })")
        for kind, name, count in kinds:
            for rank in range(count):
                box = page.locator(f'[form^="f-{kind}-"][name="{name}"]').nth(rank)
                value = str(2000 + rank) if name == "amount" else f"Écrit le matin, {kind} {rank + 1}"
                box.fill(value)
                written.setdefault(slug, {})[box.get_attribute("id")] = value
        expect(state(page)).to_have_text(SAVED)
        expect(page.locator("[data-row-state][data-tone=saved]")).to_have_count(sum(count for *_, count in kinds))
    assert sum(len(boxes) for boxes in written.values()) == 20
    for slug, boxes in written.items():
        page.goto(part(slug))
        shown = {key: page.locator(f"#{key}").input_value().replace("\u00a0", "") for key in boxes}
        assert shown == boxes


def test_sums_and_difference_follow_what_is_typed(signed_in):
    page = signed_in("planner")
    page.goto(part("budget"))
    first = page.locator('[form^="f-part-budget-"][name="percent"]').first
    before = first.input_value()
    first.fill("99,99")
    others = page.locator('[form^="f-part-budget-"][name="percent"]').evaluate_all(
        "all => all.slice(1).reduce((sum, one) => sum + Math.round(Number(one.value.replace(',', '.')) * 100), 0)"
    )
    wanted = f"{(9999 + others) // 100},{(9999 + others) % 100:02d}"
    expect(page.locator("tfoot [data-sum=percent]")).to_have_text(wanted)
    expect(page.locator("tfoot [data-difference=percent]")).to_have_text(re.compile(r"^\+"))
    first.fill("beaucoup")
    accept(page, 422)
    expect(page.locator("tfoot [data-sum=percent]")).to_have_text(f"{others // 100},{others % 100:02d}")
    expect(state(page)).to_contain_text("À corriger avant l’enregistrement")
    expect(first).to_have_attribute("aria-invalid", "true")
    expect(first).to_have_value("beaucoup")
    first.fill(before)
    expect(first).not_to_have_attribute("aria-invalid", "true")


def test_a_row_is_added_with_the_cursor_in_it(signed_in):
    page = signed_in("planner")
    page.goto(part("intervention-4"))
    before = len(titles(page))
    page.locator("#bloc-strategie > .write-add > summary").click()
    form = page.locator("#bloc-strategie > .write-add form")
    form.get_by_label("Stratégie").fill("Une stratégie ajoutée")
    form.get_by_role("button", name="Ajouter").click()
    expect(strategies(page)).to_have_count(before + 1)
    assert numbers(page)[-1] == f"Stratégie 4.{before + 1}"
    expect(strategies(page).last.locator("[name=title]")).to_be_focused()
    assert page.locator("#writing-outline [data-kind=strategie]", has_text="Une stratégie ajoutée").count() == 1


# --- Order -----------------------------------------------------------------------------------------------------------


def test_order_is_changed_by_the_keyboard_alone_and_said_aloud(signed_in):
    page = signed_in("director")
    page.goto(part("intervention-2"))
    before = titles(page)
    handle = strategies(page).first.locator("[data-handle]").first
    page.locator("#writing-rows").evaluate("one => { one.tabIndex = -1; one.focus(); }")
    tab_to(page, handle, limit=60)
    page.keyboard.press("ArrowDown")
    expect(announced(page)).to_have_text(re.compile(r"est à sa nouvelle place : 2\.2\.$"))
    expect(strategies(page).nth(1).locator("[data-handle]").first).to_be_focused()
    assert (titles(page), numbers(page)) == ([before[1], before[0]], ["Stratégie 2.1", "Stratégie 2.2"])
    page.keyboard.press("ArrowDown")
    expect(announced(page)).to_have_text("Cette ligne est déjà la dernière.")
    page.keyboard.press("Tab")  # « Monter »
    page.keyboard.press("Enter")
    expect(announced(page)).to_have_text(re.compile(r"est à sa nouvelle place : 2\.1\.$"))
    assert titles(page) == before
    page.reload()
    assert titles(page) == before


def test_order_is_changed_from_the_outline_by_alt_and_an_arrow(signed_in):
    page = signed_in("director")
    page.goto(part("intervention-5"))
    before = titles(page)
    links = page.locator('#writing-outline [data-fold^="champ-"][open] > ol > [data-kind=strategie] > a')
    links.first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(announced(page)).to_have_text(re.compile(r"5\.2\.$"))
    expect(links.nth(1)).to_be_focused()
    assert titles(page) == before[::-1]
    page.keyboard.press("Alt+ArrowUp")
    expect(announced(page)).to_have_text(re.compile(r"5\.1\.$"))
    assert titles(page) == before


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, TABLET], ids=["desk", "tablet"])
def test_an_action_is_dragged_to_another_place(signed_in, size):
    page = signed_in("planner", size=size)
    page.goto(part("intervention-6"))
    actions = strategies(page).first.locator("article[data-kind=action]")
    ids = actions.evaluate_all("all => all.map((one) => one.id)")
    actions.first.evaluate("one => one.scrollIntoView({block: 'center'})")
    grip = actions.first.locator("[data-handle]").bounding_box()
    target = actions.nth(1).bounding_box()
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] - 8, steps=8)
    page.mouse.up()
    expect(announced(page)).to_have_text(re.compile(r"6\.1, rang 2\.$"))
    assert actions.evaluate_all("all => all.map((one) => one.id)")[:2] == [ids[1], ids[0]]


# --- Archive, copy, undo ---------------------------------------------------------------------------------------------


def test_a_strategy_is_archived_after_a_question_that_counts_and_comes_back_whole(signed_in):
    page = signed_in("director")
    page.goto(part("intervention-7"))
    before, row = titles(page), strategies(page).first
    count = row.locator("article[data-kind=action]").count()
    accept(page, 422)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    menu(row, "Archiver")
    expect(strategies(page)).to_have_count(len(before) - 1)
    assert f"porte {count} pistes d’action" in asked[0]
    page.locator(".writing-bar").get_by_role("link", name="Archives").click()
    panel = page.locator("#writing-side")
    expect(panel).to_contain_text(before[0][:60])
    panel.get_by_role("button", name=re.compile(f"^Rétablir.*{re.escape(before[0][:30])}")).click()
    expect(strategies(page)).to_have_count(len(before))
    assert titles(page) == before
    assert strategies(page).first.locator("article[data-kind=action]").count() == count


def test_nothing_is_archived_when_the_question_is_declined(signed_in):
    page = signed_in("director")
    accept(page, 422)
    page.goto(part("intervention-7"))
    before = titles(page)
    page.once("dialog", lambda dialog: dialog.dismiss())
    menu(strategies(page).first, "Archiver")
    page.wait_for_timeout(500)
    page.reload()
    assert titles(page) == before


def test_a_copy_then_an_edit_are_taken_back_and_done_again(signed_in):
    page = signed_in("planner")
    page.goto(part("intervention-3"))
    before = titles(page)
    menu(strategies(page).nth(1), "Dupliquer")
    expect(strategies(page)).to_have_count(len(before) + 1)
    box = strategies(page).nth(2).locator("[name=title]")
    box.fill("La copie, récrite")
    expect(state(page)).to_have_text(SAVED)
    undo, redo = (page.locator(f"[data-{name}]") for name in ("undo", "redo"))
    undo.click()
    expect(box).not_to_have_value("La copie, récrite")
    undo.click()
    expect(strategies(page)).to_have_count(len(before))
    assert titles(page) == before
    redo.click()
    expect(strategies(page)).to_have_count(len(before) + 1)
    undo.click()
    expect(strategies(page)).to_have_count(len(before))


# --- The printed page ------------------------------------------------------------------------------------------------

_BLOCKS = """() => [...document.querySelectorAll("p, li, td, th, caption, h1, h2, h3, h4, h5, h6")]
  .filter((one) => !one.closest(".contents-page, .running-title, .running-foot, svg"))
  .filter((one) => !one.querySelector("p, li, ul, ol, table"))
  .map((one) => one.cloneNode(true))
  .map((one) => { one.querySelectorAll("svg").forEach((drawing) => drawing.remove()); return one.textContent; })
  .filter((text) => text.trim().length > 2)"""


def squeezed(text: str) -> str:
    """Without spaces, hyphens and capitals, which a line break or a style sheet may change."""
    return re.sub(r"[\s\u00a0\u202f\u00ad\u2010\u2011\u200b-]+", "", text).casefold()


def test_the_preview_says_what_the_pdf_says(signed_in):
    page = signed_in("director")
    page.goto(part("intervention-1"))
    page.locator(".writing-bar").get_by_role("link", name="Aperçu").click()
    frame = page.frame_locator("#writing-side iframe")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Plan d’action régional")
    inner = next(one for one in page.frames if one.url.split("#")[0].endswith("/plan/imprime/"))
    told = [squeezed(text) for text in inner.evaluate(_BLOCKS)]
    page.goto(PLAN)
    page.get_by_role("button", name="Produire le PDF").click()
    body = read_file(page)
    pages = []
    for one in PdfReader(BytesIO(body)).pages:
        text = one.extract_text()
        pages.append(re.sub(r"Page \d+ de \d+", " ", text))
    printed = squeezed(" ".join(pages))
    missing = [text for text in told if text not in printed]
    assert len(told) > 400
    assert missing == [], f"{len(missing)} of {len(told)}: {missing[:5]}"


def test_the_preview_follows_what_is_saved(signed_in):
    page = signed_in("director")
    page.goto(part("mission"))
    page.locator(".writing-bar").get_by_role("link", name="Aperçu").click()
    frame = page.frame_locator("#writing-side iframe")
    expect(frame.get_by_role("heading", level=1)).to_be_visible()
    page.locator("[name=title]").fill("La mission, vue de l’aperçu")
    expect(frame.locator("h3, h2").filter(has_text="La mission, vue de l’aperçu").first).to_be_visible(timeout=15_000)


# --- For everybody ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["", "intervention-1", "budget", "chiffres-cles", "comites", "notes"])
def test_the_writing_is_accessible_wide_and_on_a_phone(signed_in, slug):
    page = signed_in("director")
    page.goto(part(slug) if slug else WRITE, wait_until="networkidle")
    inspect(page, f"writing-{slug or 'home'}", dark=slug == "intervention-1")


def test_the_panels_are_accessible(signed_in):
    page = signed_in("planner")
    page.goto(part("enjeux"))
    for name in ("Archives", "À compléter"):
        page.locator(".writing-bar").get_by_role("link", name=name).click()
        expect(page.locator("#writing-side h2")).to_be_visible()
        inspect(page, f"writing-panel-{name}", within="#writing-side")


def test_a_tablet_holds_the_page_and_its_outline_unfolds(signed_in):
    page = signed_in("planner", size=TABLET)
    page.goto(part("intervention-1"))
    assert overflow(page) == []
    page.get_by_text("Parties du plan", exact=True).click()
    page.locator("#writing-outline").get_by_role("link", name=re.compile("Avant-propos")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Avant-propos")


def test_a_member_sees_no_way_to_write(signed_in):
    page = signed_in("member", size=PHONE)
    accept(page, 403)
    page.goto(PLAN)
    assert page.get_by_role("link", name="Écrire").count() == 0
    assert page.goto(WRITE).status == 403


def test_without_script_everything_is_a_form(signed_in):
    page = signed_in("planner", javascript=False)
    accept(page, 422)
    page.goto(part("enjeux"))
    first = page.locator("article[data-kind=enjeu]").first
    anchor = first.get_attribute("id")
    first.locator("[name=title]").fill("Un enjeu écrit sans script")
    first.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main").get_by_role("status").first).to_contain_text("est enregistré")
    expect(page.locator(f"#{anchor} [name=title]")).to_have_value("Un enjeu écrit sans script")
    page.locator(f"#{anchor} [data-down]").click()
    assert page.locator("article[data-kind=enjeu]").nth(1).get_attribute("id") == anchor
    page.locator(f"#{anchor} [data-up]").click()
    page.locator(f"#{anchor} .row-menu > summary").click()
    page.locator(f"#{anchor} .row-menu").get_by_role("button", name="Archiver").click()
    assert page.locator(f"#{anchor}").count() == 0
    page.get_by_role("link", name="Archives").click()
    page.get_by_role("button", name=re.compile("^Rétablir.*sans script")).click()
    expect(page.locator(f"#{anchor} [name=title]")).to_have_value("Un enjeu écrit sans script")
    page.goto(part("intervention-7"))
    page.locator("article[data-kind=strategie] .row-menu > summary").first.click()
    page.locator("article[data-kind=strategie] .row-menu").first.get_by_role("button", name="Archiver").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Archiver avec ce qui en dépend?")
