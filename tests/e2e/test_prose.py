"""Writing rich text: by keyboard, pasted from anywhere, with figures and notes; the textarea holds the markup."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.prose import parse, write
from tests.core.prose_shape import CORPUS, random_texts, shape
from tests.e2e.conftest import PLAN
from tests.e2e.watch import PHONE, inspect

pytestmark = pytest.mark.e2e
PASTE = Path(__file__).parent / "paste"
NBSP = "\u00a0"


def open_text(page: Page, number: str, kind: str = "texte") -> None:
    """The page where one text is written, its editor ready."""
    page.goto(f"{PLAN}modifier/{kind}/{number}/")
    expect(page.locator(".prose-edit__text")).to_be_visible()


def editor(page: Page):
    return page.get_by_role("textbox", name="Texte")


def markup(page: Page) -> str:
    return page.evaluate("() => document.querySelector('textarea[data-prose]').value")


def put(page: Page, text: str) -> None:
    """Give the textarea another text, as any script may."""
    page.evaluate("text => { document.querySelector('textarea[data-prose]').value = text; }", text)


def paste(page: Page, html: str, plain: str = "") -> None:
    """Paste in the editor what the clipboard of another program would hold."""
    page.evaluate(
        """([html, plain]) => {
          const data = new DataTransfer();
          if (html) data.setData("text/html", html);
          data.setData("text/plain", plain);
          const box = document.querySelector(".prose-edit__text");
          box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        [html, plain],
    )


def module(page: Page, name: str) -> str:
    return page.evaluate(
        "name => JSON.parse(document.querySelector('script[data-modules]').dataset.modules)[name]", name
    )


def test_the_browser_reads_and_writes_the_same_grammar_as_the_server(signed_in, rows):
    page = signed_in("planner")
    open_text(page, rows["texte"][0])
    texts = [one["markup"] for one in CORPUS] + random_texts(1500)
    told = page.evaluate(
        """async ([address, texts]) => {
          const {parse, write} = await import(address);
          return texts.map((text) => [parse(text), write(parse(text))]);
        }""",
        [module(page, "markup"), texts],
    )
    expected = [[shape(parse(text)), write(parse(text))] for text in texts]
    assert [pair for pair in zip(texts, told, expected, strict=True) if pair[1] != pair[2]] == []


def test_what_the_editor_holds_is_the_text_it_was_given(signed_in, rows):
    page = signed_in("planner")
    open_text(page, rows["texte"][0])
    texts = [one["written"] for one in CORPUS] + [write(parse(text)) for text in random_texts(300)]
    kept = page.evaluate(
        """async ([markup, doc, texts]) => {
          const {parse, write} = await import(markup);
          const {toDoc, toBlocks} = await import(doc);
          return texts.map((text) => write(toBlocks(toDoc(parse(text)))));
        }""",
        [module(page, "markup"), module(page, "doc"), texts],
    )
    assert [pair for pair in zip(texts, kept, strict=True) if pair[0] != pair[1]] == []


def test_a_planner_writes_with_the_keyboard_alone_and_the_page_shows_it(signed_in, rows):
    page, number = signed_in("planner"), rows["texte"][4]
    open_text(page, number)
    box = editor(page)
    box.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.type("Un mot ")
    page.keyboard.press("ControlOrMeta+b")
    page.keyboard.type("gras")
    page.keyboard.press("ControlOrMeta+b")
    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="Gras")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Liste à puces")).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    page.keyboard.type(" et * la fin.")
    page.keyboard.press("Enter")
    page.keyboard.type("- un")
    page.keyboard.press("Enter")
    page.keyboard.type("deux")
    page.keyboard.press("ControlOrMeta+]")
    assert markup(page) == "Un mot **gras** et \\* la fin.\n\n- un\n  - deux"
    page.keyboard.press("Tab")
    expect(box).not_to_be_focused()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url(f"**{PLAN}#texte-{number}")
    block = page.locator(f"#texte-{number} .prose")
    assert block.inner_html() == (
        "<p>Un mot <strong>gras</strong> et * la fin.</p><ul><li>un<ul><li>deux</li></ul></li></ul>"
    )


def test_a_figure_is_searched_by_keyboard_inserted_and_told_by_the_page(signed_in, rows):
    page, number = signed_in("planner"), rows["texte"][5]
    open_text(page, number)
    put(page, "La cible est de ")
    editor(page).focus()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" ")
    page.get_by_role("button", name="Insérer un chiffre").click()
    expect(page.get_by_role("dialog", name="Insérer un chiffre")).to_be_visible()
    expect(page.get_by_label("Chercher un chiffre du plan")).to_be_focused()
    inspect(page, "inserer-un-chiffre", dark=True, within=".prose-dialog")
    page.get_by_label("Chercher un chiffre du plan").focus()
    page.keyboard.type("cible nouveaux participants")
    choice = page.get_by_role("button", name="Nouveaux participants – Cible 2007-2008").first
    others = page.get_by_role("dialog").locator("li").filter(has_not_text=re.compile("participants", re.IGNORECASE))
    expect(others).to_have_count(0)  # how many answers are left depends on the targets that others revised
    page.keyboard.press("ArrowDown")
    expect(choice).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".prose-edit__text .ref")).to_have_text(f"8{NBSP}100")
    assert markup(page) == "La cible est de {{cible:2}}"
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    figure = page.locator(f"#texte-{number} a.ref")
    expect(figure).to_have_text(f"8{NBSP}100")
    expect(figure).to_have_attribute("href", f"{PLAN}#cibles")


def test_a_note_is_called_and_a_link_is_checked(signed_in, rows):
    page = signed_in("planner")
    open_text(page, rows["texte"][6])
    put(page, "Voir")
    editor(page).focus()
    page.keyboard.press("ControlOrMeta+End")
    page.get_by_role("button", name="Insérer un appel de note").click()
    page.get_by_role("dialog").get_by_role("button", name="FIC").click()
    page.keyboard.press("ControlOrMeta+k")
    page.get_by_label("Adresse du lien").fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Cette adresse n’est pas admise")).to_be_visible()
    page.get_by_label("Adresse du lien").fill("https://exemple.ca/a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert markup(page) == "Voir[^3][https://exemple.ca/a](https://exemple.ca/a)"


def test_a_table_is_made_with_its_caption_and_its_columns_of_numbers(signed_in, rows):
    page = signed_in("planner")
    open_text(page, rows["texte"][6])
    put(page, "")
    editor(page).focus()
    page.get_by_role("button", name="Insérer un tableau").click()
    for words in ("Mesure", "Région", "Emploi", "92 000"):
        page.keyboard.type(words)
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Aligner la colonne à droite").click()
    page.get_by_role("button", name="Supprimer la ligne").click()
    page.get_by_role("button", name="Légende").click()
    page.get_by_label("Légende", exact=True).fill("Le marché")
    page.keyboard.press("Enter")
    expect(page.locator(".prose-edit__text caption")).to_have_text("Le marché")
    assert markup(page) == "| Mesure | Région |\n| --- | ---: |\n| Emploi | 92 000 |\n: Le marché"


def test_word_is_pasted_clean(signed_in, rows):
    page = signed_in("planner")
    open_text(page, rows["texte"][6])
    put(page, "")
    paste(page, (PASTE / "word.html").read_text())
    assert markup(page) == (
        f"### Le marché du travail\n\nLe taux est de **9,0{NBSP}%** et l’emploi *progresse*.\n\n"
        "- Premier point\n  - Dessous\n\n1. Numéroté\n\n"
        f"| **Mesure** | Valeur |  |\n| --- | --- | --- |\n"
        f"| Emploi | 92{NBSP}000 en 2006 | +1{NBSP}600 |\n|  | a | b |\n\n"
        f"[Un lien](https://exemple.ca/x), un autre, fin.{NBSP}"
    )


def test_a_page_of_another_word_processor_is_pasted_clean(signed_in, rows):
    page = signed_in("planner")
    open_text(page, rows["texte"][6])
    put(page, "")
    paste(page, (PASTE / "libreoffice.html").read_text())
    assert markup(page) == (
        "### Titre\n\n#### Sous-titre\n\nTexte **gras** et *penché*\nseconde ligne\n\n"
        "- un\n- deux\n  1. trois\n     encore\n\nDans une boîte\n\ndehors"
    ).replace("     encore", "    encore")


def test_hostile_html_leaves_nothing_but_its_words(signed_in, rows):
    page, number = signed_in("planner"), rows["texte"][6]
    open_text(page, number)
    put(page, "")
    paste(page, (PASTE / "hostile.html").read_text())
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.pirate") is None
    assert markup(page) == (
        "clic données coupé **gras**\n\ntexte\n\n<script>écrit</script> \\*étoile\\* \\[^1] \\{\\{cible:2}}"
    )
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url(f"**{PLAN}#texte-{number}")
    assert page.evaluate("() => window.pirate") is None
    assert page.locator(f"#texte-{number} .prose :is(script, img, svg, a, iframe)").count() == 0


def test_two_megabytes_are_refused_in_words_and_nothing_typed_is_lost(signed_in, rows):
    page = signed_in("planner")
    open_text(page, rows["texte"][6])
    put(page, "Déjà écrit.")
    paste(page, "", "mot " * 500_000)
    expect(page.get_by_text("Il n’a pas été collé.")).to_be_visible()
    assert markup(page) == "Déjà écrit."


def test_each_change_reaches_the_textarea_and_is_told_as_input(signed_in, rows):
    page = signed_in("planner")
    open_text(page, rows["texte"][6])
    page.evaluate(
        """() => { window.told = []; document.addEventListener("input", (event) =>
          window.told.push([event.target.tagName, event.target.value.slice(-4)])); }"""
    )
    put(page, "Un")
    editor(page).focus()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" ab")
    assert page.evaluate("() => window.told") == [["TEXTAREA", "Un"], ["TEXTAREA", "Un a"], ["TEXTAREA", "n ab"]]


def test_the_markup_itself_can_be_written_and_comes_back_rich(signed_in, rows):
    page = signed_in("planner")
    open_text(page, rows["texte"][6])
    page.get_by_role("button", name="Voir le balisage").click()
    page.get_by_role("textbox", name="Texte").fill("Un *autre* texte")
    page.get_by_role("button", name="Voir le balisage").click()
    expect(editor(page)).to_contain_text("Un autre texte")
    assert page.locator(".prose-edit__text em").inner_text() == "autre"


def test_without_script_the_textarea_holds_the_markup_and_the_codes_can_be_copied(signed_in, rows):
    page, number = signed_in("planner", javascript=False), rows["texte"][7]
    page.goto(f"{PLAN}modifier/texte/{number}/")
    page.get_by_label("Texte").fill("Soit {{cible:5}} *personnes*.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(f"#texte-{number} .prose")).to_contain_text(f"Soit 4{NBSP}610 personnes.")
    page.goto(f"{PLAN}modifier/texte/{number}/")
    page.get_by_role("link", name="Chiffres et notes à insérer dans le texte").click()
    expect(page.locator("code", has_text="{{cible:5}}").first).to_be_visible()


def test_the_editor_is_accessible_wide_on_a_phone_and_in_the_dark(signed_in, rows):
    page = signed_in("planner")
    open_text(page, rows["texte"][6])
    put(page, "### T\n\nUn **mot** {{cible:2}} {{cible:zz}}[^1]\n\n- a\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n: Légende")
    expect(page.locator(".prose-edit__text .ref--lost")).to_have_count(1)
    page.locator(".prose-edit__text td").first.click()
    inspect(page, "editeur", dark=True)


def test_the_list_of_figures_is_accessible(signed_in):
    page = signed_in("planner")
    page.goto(f"{PLAN}chiffres/?q=cible")
    inspect(page, "chiffres-a-inserer", dark=True)


def test_a_reader_does_not_load_the_editor(signed_in):
    page = signed_in("planner", size=PHONE)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(PLAN)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "tiptap" in url or "prose-editor" in url] == []
