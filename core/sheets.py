"""Spreadsheets and CSV from typed tables (core.tables): exact values, French formats, where each figure comes from.

    workbook(Book(title="PAR 2007-2008", facts=(("Région", "Bas-Saint-Laurent"),)), tables)  →  bytes of an XLSX
    csv_zip(book, tables)                                                                     →  bytes of a ZIP of CSV

XLSX: a contents sheet, then a sheet a table, heads frozen, columns filtered, numbers as numbers: a percentage is a true
one (75.0 is stored as 0.75 and shown `75,0 %`), a gap bears its sign and unit. CSV: UTF-8 with its mark (BOM), commas,
a point for decimals, ISO dates; the sources and the notes stand in a file beside.
"""

from __future__ import annotations

import csv
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

from core.formats import NBSP, NOT_APPLICABLE
from core.tables import Flat, Format, Table, Value, flatten

MAX_CELL = 32_767  # characters that Excel holds in a cell
MAX_SHEET_NAME = 31
CONTENTS = "Contenu"
_FORBIDDEN_NAME = re.compile(r"[\[\]:*?/\\']")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DEEP, _PALE, _RIBBON = "#223654", "#e3edf5", "#fdf3d7"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes
CUT = "… (texte coupé : la suite est dans le PDF et le document Word)"


@dataclass(frozen=True)
class Book:
    """What the contents sheet says: the title, facts as (label, value), a warning (demonstration), general sources."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    warning: str = ""
    sources: tuple[str, ...] = ()
    created: datetime | None = None


def excel_format(style: Format) -> str:
    """The number format of Excel for a style, whose separators follow the language of whoever opens the file."""
    if style.kind == "date":
        return "yyyy-mm-dd"
    places = 0 if style.decimals is None else style.decimals
    number = "#,##0" + (f".{'0' * places}" if places else "")
    if style.kind == "percent":
        return _with_sign(f'{number}"{NBSP}"%', style)
    unit = f'"{NBSP}{style.unit}"' if style.unit else ""
    return _with_sign(number + unit, style)


def _with_sign(number: str, style: Format) -> str:
    plus = "+" if style.is_signed else ""
    return f'{plus}{number};"\u2212"{number};{number}'


def sheet_names(tables: list[Table]) -> list[str]:
    """`3 Accessibilité`: unique, at most 31 characters, none that Excel forbids."""
    names = []
    for rank, table in enumerate(tables, start=1):
        label = _FORBIDDEN_NAME.sub(" ", clean(table.caption)).strip()
        names.append(f"{rank} {label}"[:MAX_SHEET_NAME].strip())
    return names


def clean(text: str) -> str:
    """Text that XML accepts: control signs are dropped."""
    return _CONTROLS.sub("", text)


def places_needed(value: Value, style: Format) -> Format:
    """A style whose number of decimals is that of the value, when the style leaves it open."""
    if style.decimals is not None or not isinstance(value, Decimal | int):
        return style
    return Format(style.kind, max(-Decimal(value).normalize().as_tuple().exponent, 0), style.unit, style.is_signed)


# --- XLSX ------------------------------------------------------------------------------------------------------------


def workbook(book: Book, tables: list[Table]) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of an XLSX, and French notices of what it could not hold whole."""
    import xlsxwriter

    buffer = BytesIO()
    # Text stays text: nothing that a person typed becomes a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as file:
        writer = _Writer(file, book)
        names = sheet_names(tables)
        writer.contents(tables, names)
        for table, name in zip(tables, names, strict=True):
            writer.sheet(table, name)
    return buffer.getvalue(), tuple(writer.notices)


class _Writer:
    """One workbook being written; formats are made once each."""

    def __init__(self, file, book: Book) -> None:
        self.file, self.book = file, book
        self.notices: list[str] = []
        self._formats: dict[tuple, object] = {}
        file.set_properties({"title": book.title, "author": "Jalon", "created": book.created or datetime(2000, 1, 1)})
        file.set_calc_mode("auto")

    def style(self, **properties):
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format({"font_name": "Calibri", "valign": "top", **properties})
        return self._formats[key]

    def contents(self, tables: list[Table], names: list[str]) -> None:
        sheet = self.file.add_worksheet(CONTENTS)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 100)
        sheet.write_string(0, 0, clean(self.book.title), self.style(bold=True, font_size=16, font_color=_DEEP))
        row = 2
        for label, value in self.book.facts:
            sheet.write_string(row, 0, label, self.style(bold=True))
            sheet.write_string(row, 1, clean(value), self.style(text_wrap=True))
            row += 1
        if self.book.warning:
            sheet.merge_range(
                row + 1, 0, row + 1, 1, clean(self.book.warning), self.style(bg_color=_RIBBON, text_wrap=True)
            )
            sheet.set_row(row + 1, 48)
            row += 2
        row += 1
        for column, head in enumerate(("Feuille", "Tableau")):
            sheet.write_string(row, column, head, self._head())
        for table, name in zip(tables, names, strict=True):
            row += 1
            link = self.style(font_color="#095797", underline=1)
            sheet.write_url(row, 0, f"internal:'{name}'!A1", link, string=name)
            sheet.write_string(row, 1, clean(table.caption), self.style(text_wrap=True))
        row += 2
        for source in self.book.sources:
            sheet.write_string(row, 0, "Source", self.style(bold=True))
            sheet.write_string(row, 1, clean(source), self.style(text_wrap=True))
            row += 1
        self._page(sheet, 2)

    def _head(self):
        return self.style(bold=True, font_color="#ffffff", bg_color=_DEEP, text_wrap=True, border=1, border_color=_DEEP)

    def _page(self, sheet, columns: int) -> None:
        sheet.set_paper(1)
        sheet.fit_to_pages(1, 0)
        if columns > 5:
            sheet.set_landscape()
        sheet.set_footer("&L&8" + clean(self.book.title).replace("&", "&&")[:200] + "&R&8Page &P de &N")

    def sheet(self, table: Table, name: str) -> None:
        """A table: its title, its heads (frozen, filtered), its rows, then notes and source."""
        sheet = self.file.add_worksheet(name)
        flat = flatten(table)
        label = f"Tableau {table.number}. {table.caption}" if table.number else table.caption
        sheet.write_string(0, 0, clean(label), self.style(bold=True, font_size=13, font_color=_DEEP, valign="vcenter"))
        top = 2
        for column, head in enumerate(flat.heads):
            sheet.write_string(top, column, clean(head), self._head())
        for offset, (values, role) in enumerate(zip(flat.rows, flat.roles, strict=True), start=top + 1):
            for column, (value, style) in enumerate(values):
                self._cell(sheet, offset, column, value, style, role, table)
        last = top + len(flat.rows)
        sheet.freeze_panes(top + 1, _frozen(table))
        if flat.rows:
            sheet.autofilter(top, 0, last, len(flat.heads) - 1)
        self._widths(sheet, flat)
        self._foot(sheet, table, last + 2)
        sheet.repeat_rows(top)
        self._page(sheet, len(flat.heads))

    def _cell(self, sheet, row: int, column: int, value: Value, style: Format, role: str, table: Table) -> None:
        look = {"total": {"bold": True, "bg_color": _PALE}, "recomputed": {"italic": True}}.get(role, {})
        if value is None:
            sheet.write_blank(row, column, None, self.style(**look))
        elif isinstance(value, date):
            moment = datetime(value.year, value.month, value.day)
            sheet.write_datetime(row, column, moment, self.style(num_format=excel_format(style), **look))
        elif isinstance(value, str):
            align = {"align": "right"} if style.is_numeric else {"text_wrap": True}
            sheet.write_string(row, column, self._fit(value, table), self.style(**align, **look))
        else:
            number = Decimal(value) / 100 if style.kind == "percent" else value
            style = places_needed(value, style)
            sheet.write_number(row, column, number, self.style(num_format=excel_format(style), **look))

    def _fit(self, text: str, table: Table) -> str:
        text = clean(text)
        if len(text) <= MAX_CELL:
            return text
        self.notices.append(f"Un texte du tableau « {table.caption} » dépasse ce qu’une cellule d’Excel contient.")
        return text[: MAX_CELL - len(CUT)] + CUT

    def _widths(self, sheet, flat: Flat) -> None:
        for column, head in enumerate(flat.heads):
            texts = [style.text(value) for value, style in (row[column] for row in flat.rows)]
            longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
            words = max((len(word) for word in head.split()), default=0)
            sheet.set_column(column, column, min(max(longest, words, 8), 60) + 3)

    def _foot(self, sheet, table: Table, row: int) -> None:
        lines = [f"{marker} {text}" for marker, text in table.footnotes] + list(table.notes)
        if table.source:
            lines.append(f"Source{NBSP}: {table.source}")
        if self.book.warning:
            lines.append(self.book.warning)
        for line in lines:
            sheet.write_string(row, 0, clean(line)[:MAX_CELL], self.style(italic=True, font_color="#4a5a6c"))
            row += 1
        sheet.write_url(
            row + 1, 0, f"internal:'{CONTENTS}'!A1", self.style(font_color="#095797", underline=1), string=CONTENTS
        )


def _frozen(table: Table) -> int:
    """How many columns stay in sight: those up to the last head of a row, two at most."""
    heads = [index for index, column in enumerate(table.columns[:2]) if column.is_head]
    return heads[-1] + 1 if heads else 0


# --- CSV -------------------------------------------------------------------------------------------------------------


def csv_value(value: Value) -> str:
    """A value as machines read it: a point for decimals, ISO dates, nothing for a blank; a word as it is.

    Text that a spreadsheet would take for a formula is preceded by an apostrophe.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in "=+-@\t\r" and value not in {"-", NOT_APPLICABLE} else value
    if isinstance(value, date):
        return value.isoformat()
    return f"{Decimal(value):f}"


def csv_text(table: Table) -> str:
    """One table as CSV: a head row, then its rows. The unit of a column stands in its head; where it changes from row
    to row (targets in persons, in %, in M$), a column of units follows.
    """
    flat = flatten(table)
    units = [_units(flat, column) for column in range(len(flat.heads))]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    heads: list[str] = []
    for head, found in zip(flat.heads, units, strict=True):
        only = next(iter(found)) if len(found) == 1 else ""
        heads.append(f"{head} ({only})" if only and f"({only})" not in head else head)
        if len(found) > 1:
            heads.append(f"{head} – unité")
    writer.writerow(clean(head) for head in heads)
    for row in flat.rows:
        values: list[str] = []
        for (value, style), found in zip(row, units, strict=True):
            values.append(clean(csv_value(value)))
            if len(found) > 1:
                values.append(style.unit if style.is_numeric and value is not None else "")
        writer.writerow(values)
    return out.getvalue()


def _units(flat: Flat, column: int) -> set[str]:
    """The units of the numbers of a column, « » for those without."""
    cells = (row[column] for row in flat.rows)
    return {style.unit for value, style in cells if value is not None and style.is_numeric}


def csv_zip(book: Book, tables: list[Table]) -> bytes:
    """A ZIP: one CSV a table, and `sources.csv` that tells what each file holds and where its figures come from."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        listing = StringIO()
        writer = csv.writer(listing, lineterminator="\r\n")
        writer.writerow(("Fichier", "Tableau", "Titre", "Source", "Notes"))
        for rank, table in enumerate(tables, start=1):
            name = f"{rank:02d}-{table.key}.csv"
            _add(archive, name, csv_text(table))
            notes = " | ".join([*(f"{marker} {text}" for marker, text in table.footnotes), *table.notes])
            number = str(table.number) if table.number else ""
            writer.writerow(clean(text) for text in (name, number, table.caption, table.source, notes))
        for label, value in (*book.facts, ("Avertissement", book.warning)):
            if value:
                writer.writerow(("", "", label, "", clean(value)))
        for source in book.sources:
            writer.writerow(("", "", book.title, clean(source), ""))
        _add(archive, "sources.csv", listing.getvalue())
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text.encode("utf-8-sig"))
