"""The annual report in every format: each figure of the dossier is in each file, as the dossier says it."""

import re
from decimal import Decimal
from io import BytesIO

import pytest

from core.errors import Refused
from core.pdf_check import check_pdf
from core.tables import flatten
from indicators.models import FiscalYear
from regions.models import Territory
from reports.annual import annual_dossier
from reports.annual_enums import AnnualPart
from reports.document import Picture, sections, tables, walk
from reports.models import Initiative
from reports.registry import Order, build_document, check_order
from reports.steps import silent
from reports.writers import write
from tests.reports.conftest import plain

PLACES = (("QC", 2023), ("01", 2007))
NAMES = {"QC": "annual-quebec-2023", "01": "annual"}


def order_of(code: str, start: int) -> Order:
    return Order(kind="annual", territory=Territory.objects.get(code=code), year=FiscalYear.objects.get(start=start))


@pytest.fixture(scope="session")
def annual_trees(document) -> dict:
    return {code: document(name) for code, name in NAMES.items()}


@pytest.fixture(scope="session")
def annual_dossiers(django_db_setup, django_db_blocker) -> dict:
    with django_db_blocker.unblock():
        orders = [order_of(code, start) for code, start in PLACES]
        return {order.territory.code: annual_dossier(order.territory, order.year) for order in orders}


@pytest.fixture(scope="session")
def annual_pdf(written) -> bytes:
    """Only that of Québec: the layout of a page costs the same wherever its figures come from."""
    return written(NAMES["QC"], "pdf").content


@pytest.fixture(scope="session")
def annual_text(pages) -> str:
    return plain(" ".join(pages(NAMES["QC"])))


def told(dossier) -> list[str]:
    """Every figure that the dossier says, as it says it."""
    texts = []
    for line in (*dossier.lines, *dossier.followed):
        figure = line.figure
        texts += [figure.result_text, figure.previous_text]
        if figure.is_targeted:
            texts += [figure.target_text, figure.gap_text, line.gap_percent_text]
            texts += [] if figure.share is None else [figure.attainment_text]
    texts += [line.share_text for one in dossier.clientele for line in one.lines]
    texts += [line.per_person_text for line in dossier.costs]
    texts += [cell.result_text for table in dossier.places for _, cells in table.rows for cell in cells]
    return [plain(text) for text in texts if text and text != "—"]


def test_every_figure_of_quebec_is_in_the_pdf(annual_dossiers, annual_text):
    figures = told(annual_dossiers["QC"])
    assert [text for text in figures if text not in annual_text] == []
    assert len(figures) == 51


@pytest.mark.parametrize("code", ("QC", "01"))
def test_every_figure_is_in_the_word_file(annual_dossiers, written, code):
    from docx import Document

    word = Document(BytesIO(written(NAMES[code], "docx").content))
    cells = [plain(cell.text) for table in word.tables for row in table.rows for cell in row.cells]
    text = " ".join([*cells, *(plain(paragraph.text) for paragraph in word.paragraphs)])
    assert [figure for figure in told(annual_dossiers[code]) if figure not in text] == []


@pytest.mark.parametrize("code", ("QC", "01"))
def test_the_spreadsheet_holds_the_exact_values_of_every_table(annual_trees, written, code):
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(written(NAMES[code], "xlsx").content))
    held = {
        _number(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    }
    wanted = {_held(value, style) for value, style in _values(annual_trees[code])}
    assert {value for value in wanted if value not in held} == set()
    assert len(wanted) > 60


def _values(document):
    for table in tables(document):
        for row in flatten(table).rows:
            yield from ((value, style) for value, style in row if isinstance(value, Decimal | int))


def _held(value, style) -> Decimal:
    """A percentage is held as a part of one."""
    return round(Decimal(value) / (100 if style.kind == "percent" else 1), 6)


def _number(cell) -> Decimal | None:
    return round(Decimal(str(cell)), 6) if isinstance(cell, int | float) else None


@pytest.mark.parametrize("code", ("QC", "01"))
def test_the_figures_of_the_dossier_are_those_of_the_tables(annual_dossiers, annual_trees, code):
    cells = " ".join(
        plain(table.text_of(cell, column) + " " + (_under(table, cell, column)))
        for table in tables(annual_trees[code])
        for row in table.rows
        if row.role != "group"
        for cell, column in zip(row.cells, table.columns, strict=True)
        if column.format.kind != "chart"
    )
    assert [text for text in told(annual_dossiers[code]) if text not in cells] == []


@pytest.mark.parametrize(("code", "year", "month"), (("QC", "2023-2024", "2024-03"), ("01", "2007-2008", "2008-03")))
def test_the_results_of_the_dossier_are_those_of_the_api(annual_dossiers, as_user, cast, code, year, month):
    asked = {"territory": code, "fiscal_year": year, "month": month, "targeted": "true", "page_size": 100}
    rows = as_user(cast.national).get("/api/v1/attainment/", asked).json()["results"]
    told = {
        row["indicator"]["code"]: (row["result"], row["target"], row["gap"], row["attainment_percent"]) for row in rows
    }
    lines = [line.figure for line in annual_dossiers[code].lines]
    shown = {
        one.indicator.code: tuple(None if value is None else f"{value:f}" for value in
                                  (one.result, one.target, one.gap, one.share))
        for one in lines
    }  # fmt: skip
    assert told == shown


def _under(table, cell, column) -> str:
    return "" if cell.under is None else (cell.under.format or column.format).text(cell.under.value)


def test_the_pdf_is_accessible(annual_pdf):
    check_pdf(annual_pdf)


def test_the_web_page_tells_the_published_figures(written):
    page = plain(written(NAMES["QC"], "web").content.decode())
    published = ("107,1 %", "137,1 %", "+7,1 %", "+37,1 %", "−2,6 pts", "−2,0 pts", "−7,8 pts", "+9,5 pts", "4 207 731")
    assert [text for text in (*published, "113 %", "102 %", "83 %") if text not in page] == []


def test_chapters_without_anything_to_say_are_not_there(annual_trees):
    headings = {code: [one.heading for one in tree.sections] for code, tree in annual_trees.items()}
    assert headings["QC"] == [
        "L’exercice en bref", "Résultats au regard des cibles", "Explication des écarts", "Clientèle",
        "Services universels et autres volumes", "Évaluations menées à terme", "Initiatives régionales",
        "Mot de la fin",
    ]  # fmt: skip
    assert headings["01"] == [
        "L’exercice en bref", "Résultats au regard des cibles", "Explication des écarts", "Clientèle",
        "Résultats par CLE", "Suivi des stratégies et des pistes d’action", "Coûts de revient",
        "Plaintes et demandes de révision", "Évaluations menées à terme", "Initiatives régionales",
    ]  # fmt: skip


def test_numbers_worked_out_again_are_not_printed(annual_trees):
    tree = annual_trees["QC"]
    (participants,) = [table for table in tables(tree) if table.key == "clientele-spe-participants-sexe"]
    assert [column.label for column in participants.columns] == ["Groupe", "Part", "Part de l’ensemble"]


def test_the_demonstration_is_said_to_be_so_and_the_published_year_is_not(annual_trees):
    assert annual_trees["01"].cover.warning.startswith("Données de démonstration.")
    assert (annual_trees["QC"].cover.warning, annual_trees["QC"].foot) == ("", "")


def test_only_retained_initiatives_are_printed(annual_trees):
    headings = {one.heading for one in sections(annual_trees["01"])}
    assert ("Jeunes parents, un pas à la fois" in headings, "Midis d’information dans les entreprises" in headings) == (
        True,
        False,
    )


def test_a_picture_that_is_no_longer_there_leaves_its_words(db, region):
    Initiative.objects.filter(territory=region, year=2007, state="accepted").update(
        picture="initiatives/perdue.jpg", picture_text="Une équipe au travail"
    )
    found = [one for one in walk(build_document(order_of("01", 2007), silent).sections) if isinstance(one, Picture)]
    assert [(one.text, one.content) for one in found] == [("Une équipe au travail", None)] * 2


def test_a_year_of_which_nothing_is_known_is_refused_in_words(db):
    empty = Order(
        kind="annual", territory=Territory.objects.get(code="02"), year=FiscalYear.objects.get(start=2007)
    )  # fmt: skip
    with pytest.raises(Refused, match="n’a rien à raconter"):
        check_order(empty)


def test_the_longest_text_and_an_unbreakable_word_still_make_a_document(db, region):
    from reports.models import AnnualEntry

    AnnualEntry.objects.filter(report__territory=region, part=AnnualPart.EVALUATIONS).update(
        body="x" * 500 + " 😀 שלום " + "Mot " * 4000
    )
    made = write(build_document(order_of("01", 2007), silent), "docx")
    assert re.match(rb"PK", made.content)
