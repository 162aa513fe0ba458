"""One number in every format: each document is written in each format, read back, and every value of its tree is found;
the tree itself says what the API tells."""

import csv
import io
import re
import zipfile
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from core.sheets import CONTENTS
from core.tables import SPANNED, Table, flatten
from reports.document import tables
from reports.enums import DocumentFormat
from tests.conftest import ORDERS

pytestmark = pytest.mark.django_db


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\u00a0", " ").replace("\u00ad", ""))


def printed(table: Table) -> list[list[str]]:
    """What each row prints, cell by cell, in the order of the columns; charts and spanned places left out."""
    rows = []
    for row in table.rows:
        if row.role == "group":
            rows.append([table.text_of(row.cells[0], table.columns[0])])
            continue
        texts = []
        for cell, column in zip(row.cells, table.columns, strict=True):
            if cell is SPANNED or cell.svg is not None or cell.html is not None:
                continue
            texts.append(table.text_of(cell, column))
            if cell.under is not None:
                texts.append((cell.under.format or column.format).text(cell.under.value))
        rows.append(texts)
    return rows


def in_order(wanted: list[str], text: str, start: int) -> int:
    """Where the last of the words ends, each found after the one before; -1 when one is missing."""
    for one in wanted:
        found = text.find(plain(one), start)
        if found < 0:
            return -1
        start = found + len(plain(one))
    return start


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("format", ["docx", "web"])
def test_every_figure_stands_in_its_table_in_word_and_on_screen(document, written, name, format):
    content = written(name, format).content
    if format == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            source = archive.read("word/document.xml").decode()
        text = plain(unescape(" ".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", source))))
    else:
        source = re.sub(r"<svg.*?</svg>|<style.*?</style>", " ", content.decode(), flags=re.S)
        text = plain(unescape(re.sub(r"<[^>]+>", " ", source)))
    place = 0
    for table in tables(document(name)):
        if format == "web" and not table.number:
            continue  # behind a figure: print and screen show the chart alone
        place = text.find(plain(table.caption), place)
        place = text.find(plain(str(table.columns[0].label)), place)
        assert place >= 0, table.key
        for row in printed(table):
            assert in_order(row, text, place) >= 0, (table.key, row)


@pytest.mark.parametrize("name", ORDERS)
def test_every_figure_stands_in_the_pdf(document, pages, name):
    text = plain(" ".join(pages(name)))
    missing = [
        (table.key, one)
        for table in tables(document(name))
        if table.number
        for row in printed(table)
        for one in row
        if plain(one) and plain(one) not in text
    ]
    assert missing == []


@pytest.mark.parametrize("name", ORDERS)
def test_every_cell_of_the_workbook_is_the_exact_value(document, written, name):
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(name, "xlsx").content))
    sheets = [sheet for sheet in book.sheet_names if sheet != CONTENTS]
    shown = list(tables(document(name)))
    assert len(sheets) == len(shown)
    for sheet, table in zip(sheets, shown, strict=True):
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[2:]
        flat = flatten(table)
        assert tuple(rows[0][: len(flat.heads)]) == flat.heads
        for got, wanted in zip(rows[1:], flat.rows, strict=False):
            assert [known(value) for value in got[: len(wanted)]] == [exact(*one) for one in wanted], table.key


def exact(value, style):
    """A value as the sheet holds it: a percentage is a true one, a blank is empty."""
    if isinstance(value, Decimal | int):
        number = Decimal(value) / 100 if style.kind == "percent" else Decimal(value)
        return round(number, 9)
    return value or ""


def known(value):
    return round(Decimal(repr(value)), 9) if isinstance(value, float | int) else value


@pytest.mark.parametrize("name", ORDERS)
def test_every_csv_holds_the_exact_values_and_says_its_sources(document, written, name):
    with zipfile.ZipFile(io.BytesIO(written(name, "csv").content)) as archive:
        files = archive.namelist()
        assert files[-1] == "sources.csv"
        for file, table in zip(files, tables(document(name)), strict=False):
            raw = archive.read(file)
            assert (raw[:3], file[3:]) == (b"\xef\xbb\xbf", f"{table.key}.csv")
            heads, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
            kept = [index for index, head in enumerate(heads) if not head.endswith(" – unité")]
            for got, wanted in zip(rows, flatten(table).rows, strict=True):
                numbers = [
                    Decimal(got[index]) for index, (value, _) in zip(kept, wanted, strict=True) if is_number(value)
                ]
                assert numbers == [Decimal(value) for value, _ in wanted if is_number(value)], table.key


def is_number(value) -> bool:
    return isinstance(value, Decimal | int)


def unescape(text: str) -> str:
    from html import unescape as plainly

    return plainly(text)


# --- The tree beside the API -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "month"), [("par", "2008-03"), ("followup", "2007-12")])
def test_the_tree_says_what_the_api_tells(document, cast, as_user, name, month):
    url = f"/api/v1/attainment/?territory=01&fiscal_year=2007-2008&month={month}&targeted=true&page_size=100"
    told = [row for row in as_user(cast.analyst).get(url).json()["results"] if row["target"] is not None]
    assert len(told) == 17
    shown = {}
    for table in tables(document(name)):
        if table.columns[1].label == "Indicateur" or table.key.startswith("solidarite-"):
            for row in table.rows:
                values = {column.label: cell.value for cell, column in zip(row.cells, table.columns, strict=True)}
                shown[values["Indicateur"]] = values
    for row in told:
        values = shown[row["indicator"]["name"]]
        target = next(
            value for label, value in values.items() if label.startswith("Cible") and "nationale" not in label
        )
        assert (values["Résultat"], target) == (number(row["result"]), number(row["target"])), row["indicator"]


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def test_every_format_of_the_parity_is_a_format_that_is_offered():
    assert set(DocumentFormat.values) == {"pdf", "xlsx", "docx", "csv", "web"}
