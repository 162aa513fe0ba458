"""What each format owes to whoever opens it: styles, repeated heads, turned pages, frozen panes, sources, paper."""

import io
import re
import zipfile
from decimal import Decimal

import docx
import pikepdf
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from core.sheets import excel_format
from core.tables import DATE, INTEGER, decimal, percent, points
from reports.document import figures, sections, tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def word(written):
    return docx.Document(io.BytesIO(written("par", "docx").content))


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


# --- Word ------------------------------------------------------------------------------------------------------------


def test_word_headings_are_real_ones_in_the_order_of_the_document(word, document):
    levels = {f"Heading {level}" for level in range(1, 4)}
    shown = [" ".join(one.text.split()) for one in word.paragraphs if one.style.name in levels]
    wanted = [" ".join(f"{one.number} {one.heading}".split()) for one in sections(document("par"))]
    assert [title for title in wanted if title not in shown] == []


def test_word_has_contents_and_lists_that_it_fills(word, written):
    xml = part(written("par", "docx").content, "word/document.xml")
    codes = re.findall(r"<w:instrText[^>]*> (TOC[^<]*) <", xml)
    assert [code.split()[:2] for code in codes] == [["TOC", "\\o"], ["TOC", "\\h"], ["TOC", "\\h"]]
    assert "updateFields" in part(written("par", "docx").content, "word/settings.xml")


def test_word_repeats_the_heads_of_every_table(word, document):
    assert len(word.tables) == len(list(tables(document("par"))))
    heads = [
        table.rows[0]._tr.trPr is not None and table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        for table in word.tables
    ]
    assert all(heads)


def test_word_turns_the_pages_of_the_three_column_tables(word):
    turns = [section.orientation for section in word.sections]
    assert turns.count(WD_ORIENT.LANDSCAPE) == 1
    assert all((s.page_width > s.page_height) == (s.orientation == WD_ORIENT.LANDSCAPE) for s in word.sections)


def test_every_picture_of_word_has_its_text(word, document, written):
    xml = part(written("par", "docx").content, "word/document.xml")
    told = re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', xml)
    charts = len(list(figures(document("par")))) + sum(
        cell.svg is not None for table in tables(document("par")) for row in table.rows for cell in row.cells
    )
    assert len(told) == charts == xml.count("<wp:docPr ")
    assert [text for text in told if len(text) < 20] == []


def test_word_is_named_and_french(word):
    properties = word.core_properties
    assert (properties.title, properties.language) == ("Plan d’action régional 2007-2008 – Bas-Saint-Laurent", "fr-CA")
    assert word.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "fr-CA"


def test_numbered_lists_of_word_begin_again_at_one(word):
    numbers = {
        one._p.pPr.numPr.numId.val
        for one in word.paragraphs
        if one.style.name == "List Number" and one._p.pPr.numPr is not None
    }
    assert len(numbers) >= 1
    numbering = word.part.numbering_part.element
    starts = [numbering.num_having_numId(one).findall(qn("w:lvlOverride")) for one in numbers]
    assert [one for one in starts if not one] == []


# --- Excel -----------------------------------------------------------------------------------------------------------


def test_excel_freezes_heads_filters_and_tells_sources(written, document):
    content = written("followup", "xlsx").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = sorted(name for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))
        texts = [archive.read(name).decode() for name in sheets]
    assert len(sheets) == len(list(tables(document("followup")))) + 1
    assert sum('state="frozen"' in text for text in texts) == len(sheets) - 1
    assert sum("<autoFilter" in text for text in texts) == len(sheets) - 1
    assert "Données de démonstration" in part(content, "xl/sharedStrings.xml")


@pytest.mark.parametrize(
    ("style", "wanted"),
    [
        (INTEGER, '#,##0;"−"#,##0;#,##0'),
        (percent(1), '#,##0.0"\u00a0"%;"−"#,##0.0"\u00a0"%;#,##0.0"\u00a0"%'),
        (decimal(3, "M$"), '#,##0.000"\u00a0M$";"−"#,##0.000"\u00a0M$";#,##0.000"\u00a0M$"'),
        (points(1), '+#,##0.0"\u00a0pts";"−"#,##0.0"\u00a0pts";#,##0.0"\u00a0pts"'),
        (DATE, "yyyy-mm-dd"),
    ],
)
def test_excel_writes_numbers_as_french_canada_does(style, wanted):
    assert excel_format(style) == wanted


@pytest.mark.parametrize(
    ("style", "value", "text"),
    [
        (INTEGER, 8100, "8\u00a0100"),
        (percent(1), Decimal("75"), "75,0\u00a0%"),
        (decimal(3, "M$"), Decimal("3.679"), "3,679\u00a0M$"),
        (points(1), Decimal("-2"), "−2,0\u00a0pts"),
        (points(1), Decimal("-1.2"), "−1,2\u00a0pt"),
        (decimal(0, signed=True), 12, "+12"),
        (decimal(None), Decimal("2.50"), "2,50"),
        (INTEGER, None, "—"),
        (INTEGER, "s/o", "s/o"),
        (INTEGER, 0, "0"),
    ],
)
def test_a_value_is_written_once_for_all_formats(style, value, text):
    assert style.text(value) == text


# --- PDF and the same bytes ------------------------------------------------------------------------------------------


def test_paper_is_letter_unless_a4_is_asked_for(written):
    def sizes(paper: str) -> set:
        with pikepdf.open(io.BytesIO(written("followup-quebec", "pdf", paper).content)) as pdf:
            return {tuple(sorted(round(float(side)) for side in page.MediaBox[2:])) for page in pdf.pages}

    assert (sizes("letter"), sizes("a4")) == ({(612, 792)}, {(595, 842)})


def test_csv_is_the_same_bytes_each_time(document, written):
    from reports.writers import write

    assert write(document("par"), "csv").sha256 == written("par", "csv").sha256


def test_the_reading_version_stands_alone(written):
    page = written("followup", "web").content.decode()
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', page) == []
    assert (page.count("<h1>"), page.count("<main>"), "style=" in page) == (1, 1, False)
    assert page.count('tabindex="0"') == page.count("<table") + page.count('<div class="figure')
