"""The PAR as a tagged file: what PDF/UA-1 asks and a machine can see."""

from collections import Counter
from itertools import pairwise

import pikepdf
import pytest

from core.pdf_check import faults, structure
from reports.writers.html import contents, figure_entries, table_entries

pytestmark = pytest.mark.django_db  # the document is made from the demonstration


@pytest.fixture
def elements(opened):
    return list(structure(opened))


def kinds(elements) -> Counter:
    return Counter(str(element.S) for element in elements)


def test_our_own_check_finds_no_fault(par_pdf):
    assert faults(par_pdf.content) == []


def test_every_step_is_told_before_the_file_is_kept(par_pdf, steps):
    assert [step.label for step in steps["par"] + steps["par", "pdf", "letter"]] == [
        "Lecture du dossier", "Composition", "Composition", "Mise en pages", "Contrôle",
    ]  # fmt: skip


def test_the_file_names_itself_in_french(opened):
    assert str(opened.Root.Lang) == "fr-CA"
    assert str(opened.docinfo.Title) == "Plan d’action régional 2007-2008 – Bas-Saint-Laurent"
    assert bool(opened.Root.ViewerPreferences.DisplayDocTitle) is True
    assert bool(opened.Root.MarkInfo.Marked) is True


def test_the_metadata_claim_both_standards(opened):
    with opened.open_metadata() as metadata:
        claims = {key: metadata[key] for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
    assert claims == {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}


def test_every_figure_is_told_in_words(elements):
    words = [str(element.get("/Alt", "")) for element in elements if element.S == "/Figure"]
    assert len(words) == 20  # 13 employment and 5 solidarity bullets, rates by MRC, budget by CLE
    assert [text for text in words if len(text) < 40] == []


def test_every_table_head_says_what_it_heads(elements):
    scopes = Counter(str(element.A.Scope) for element in elements if element.S == "/TH")
    assert set(scopes) == {"/Column", "/Row"}
    assert sum(scopes.values()) == kinds(elements)["/TH"]


def test_headings_nest_from_a_single_title(elements):
    levels = [int(str(element.S)[2]) for element in elements if str(element.S) in {f"/H{n}" for n in range(1, 7)}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []


def test_bookmarks_lead_through_both_parts(opened):
    with opened.open_outline() as outline:
        tree = {part.title: [chapter.title for chapter in part.children] for part in outline.root}
    assert list(tree) == ["Volet Services publics d’emploi", "Volet Solidarité sociale"]
    employment, solidarity = tree.values()
    assert [title.split()[0] for title in employment[1:]] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert [title.split()[0] for title in solidarity[1:4]] == ["1", "2", "3"]


def test_contents_and_lists_link_every_heading_table_and_figure_and_say_their_pages(opened, elements, par_tree):
    links = [note for page in opened.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
    assert {str(link.Dest) for link in links} == {
        entry.anchor for entries in (contents, table_entries, figure_entries) for entry in entries(par_tree)
    }
    assert kinds(elements)["/Link"] == len(links)
    assert {str(link.Contents).rstrip("0123456789") for link in links} == {"Aller à la page "}


def test_fonts_are_embedded_and_ours(opened):
    fonts = [item for item in opened.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
    families = {str(font.BaseFont).split("+")[-1].split("-")[0] for font in fonts if "/BaseFont" in font}
    assert families == {"Open", "Roboto", "DejaVu"}  # DejaVu for the marks of inner lists
    descriptors = [item for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
    assert descriptors
    assert [item for item in descriptors if not {"/FontFile2", "/FontFile3"} & set(item.keys())] == []


def test_heads_and_feet_are_artifacts(opened):
    page = opened.pages[4]
    tags = [
        operands[1].get("/Type")
        for operands, operator in pikepdf.parse_content_stream(page, "BDC")
        if str(operands[0]) == "/Artifact"
    ]
    assert tags.count(pikepdf.Name.Pagination) >= 3  # name of the document, chapter, page number


def test_pages_are_letter_and_strategies_lie_across(opened):
    sizes = Counter(tuple(round(float(value)) for value in page.MediaBox[2:]) for page in opened.pages)
    assert set(sizes) == {(612, 792), (792, 612)}
    assert sizes[792, 612] >= 7


def test_a_three_column_table_repeats_its_heads_for_each_field(elements):
    tables = [element for element in elements if element.S == "/Table"]
    heads = [len(table.K[1].K[0].K) for table in tables if table.K[0].S == "/Caption" and table.K[1].S == "/THead"]
    assert heads.count(3) >= 7
