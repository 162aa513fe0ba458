"""Every kind of document walked tag by tag: what PDF/UA-1 asks and a machine can see."""

import io
from collections import Counter
from itertools import pairwise

import pikepdf
import pytest

from core.pdf_check import faults, structure
from reports.document import figures, sections, tables
from tests.conftest import ORDERS

pytestmark = pytest.mark.django_db


@pytest.fixture(params=ORDERS)
def name(request) -> str:
    return request.param


@pytest.fixture
def opened(name, written):
    with pikepdf.open(io.BytesIO(written(name, "pdf").content)) as pdf:
        yield pdf


@pytest.fixture
def elements(opened) -> list:
    return list(structure(opened))


def of(elements, kind: str) -> list:
    return [element for element in elements if str(element.S) == kind]


def test_our_own_check_finds_no_fault(name, written):
    assert faults(written(name, "pdf").content) == []


def test_every_sign_has_a_font(name, written):
    assert written(name, "pdf").notices == ()


def test_every_chart_is_a_figure_told_in_words(name, document, elements):
    drawn = len(list(figures(document(name))))
    drawn += sum(
        cell.svg is not None
        for table in tables(document(name))
        if table.number
        for row in table.rows
        for cell in row.cells
    )
    words = [str(figure.get("/Alt", "")) for figure in of(elements, "/Figure")]
    assert len(words) == drawn
    assert [text for text in words if len(text) < 12] == []


def test_every_table_has_its_caption_and_heads_with_scope(name, document, elements):
    shown = [table for table in tables(document(name)) if table.number]
    found = of(elements, "/Table")
    parts = [[str(kid.S) for kid in table.K] for table in found]
    assert sum("/Caption" in kinds for kinds in parts) == len(shown)
    assert [kinds for kinds in parts if "/THead" not in kinds] == []  # on each page that a table reaches
    assert {str(head.A.Scope) for head in of(elements, "/TH")} <= {"/Column", "/Row"}
    assert len(of(elements, "/TH")) >= sum(len(table.columns) for table in shown)


def test_headings_nest_from_a_single_title(name, document, elements):
    levels = [int(str(one.S)[2]) for one in elements if str(one.S) in {f"/H{rank}" for rank in range(1, 7)}]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []
    assert len(levels) > len(list(sections(document(name))))


def test_every_font_is_embedded(opened):
    fonts = [item for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
    assert fonts
    assert [font for font in fonts if not {"/FontFile2", "/FontFile3"} & set(font.keys())] == []


def test_bookmarks_name_every_chapter(name, document, opened):
    chapters = [section for section in sections(document(name)) if section.role in {"part", "chapter"}]
    with opened.open_outline() as outline:
        titles = []
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            titles.append(" ".join(item.title.split()))
            waiting[:0] = item.children
    wanted = [" ".join(f"{section.number} {section.heading}".split()) for section in chapters]
    assert [one for one in wanted if one not in titles] == []


def test_heads_are_repeated_and_pages_are_numbered(name, pages):
    count = len(pages(name))
    assert [n for n, text in enumerate(pages(name), 1) if f"Page {n} de {count}" not in text] == [1]


def test_no_anchor_is_given_twice(name, document):
    anchors = Counter(section.anchor for section in sections(document(name)))
    assert [anchor for anchor, times in anchors.items() if times > 1] == []
