"""core.pdf: a document goes out whole or not at all, and loads nothing but its own."""

import gc
import os
from io import BytesIO

import pikepdf
import pytest

from core.pdf import PdfError, render_pdf, static_path
from core.pdf_check import check_pdf, faults, structure

PAGE = '<!doctype html><html lang="fr-CA"><head><title>x</title><style>{css}</style></head><body>{body}</body></html>'


def page(body: str, css: str = "") -> str:
    return PAGE.format(body=body, css=css)


def test_a_sign_that_no_font_has_is_an_error():
    with pytest.raises(PdfError, match=r"U\+4E2D"):
        render_pdf(page("<h1>中</h1>"), title="Essai")


@pytest.mark.parametrize("address", ["http://example.org/a.png", "file:///etc/hostname", "../manage.py", "absent.png"])
def test_an_address_that_is_not_ours_is_an_error(address):
    with pytest.raises(PdfError):
        render_pdf(page(f'<h1>Titre</h1><img src="{address}" alt="Image">'), title="Essai")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "https://jalon.invalid/css/print/document.css",
        "http://jalon.invalid.example/css/print/document.css",
        "http://jalon.invalid/../config/settings.py",
        "http://jalon.invalid/%2e%2e/config/settings.py",
        "http://jalon.invalid/fonts/pdf/fonts.conf",
    ],
)
def test_only_style_sheets_pictures_and_fonts_of_the_static_folder_are_served(url):
    with pytest.raises(ValueError):
        static_path(url)


def test_a_style_sheet_of_ours_is_served():
    assert static_path("http://jalon.invalid/css/print/document.css").name == "document.css"


def test_a_misspelt_property_is_an_error():
    with pytest.raises(PdfError, match="colour"):
        render_pdf(page("<h1>Titre</h1>", css="h1 { colour: red }"), title="Essai")


def test_rendering_leaves_the_process_as_it_found_it():
    before = os.environ.get("FONTCONFIG_FILE")
    with pytest.raises(PdfError):
        render_pdf(page("<h1>中</h1>"), title="Essai")
    assert (gc.isenabled(), os.environ.get("FONTCONFIG_FILE")) == (True, before)


def test_a_drawing_is_told_by_title_and_description_and_a_bare_one_is_decoration():
    shape = '<rect width="9" height="9"/></svg>'
    told = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>Taux</title><desc>Il monte.</desc>{shape}'
    )
    bare = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{shape}'
    pdf = render_pdf(page(f"<h1>Titre</h1><p>{told} {bare}</p>"), title="Essai")
    with pikepdf.open(BytesIO(pdf.content)) as opened:
        assert [str(e.Alt) for e in structure(opened) if e.S == "/Figure"] == ["Taux. Il monte."]
    assert faults(pdf.content) == []


def test_a_paragraph_of_a_list_item_stands_in_its_body():
    pdf = render_pdf(page("<h1>Titre</h1><ol><li><p>Un</p><ul><li>deux</li></ul></li></ol>"), title="Essai")
    assert faults(pdf.content) == []


def test_a_heading_that_jumps_is_found():
    pdf = render_pdf(page("<h1>Titre</h1><h3>Trop bas</h3>"), title="Essai")
    with pytest.raises(PdfError, match="from level 1 to 3"):
        check_pdf(pdf.content)


def test_a_file_without_tags_is_found():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    content = BytesIO()
    pdf.save(content)
    assert faults(content.getvalue())[:3] == ["the language is not fr-CA", "no title", "not marked as tagged"]
