"""A table of exact values that knows how each is written: the same figures in print, on screen, in XLSX, DOCX and CSV.

    Table(
        key="cibles",
        caption="Accessibilité",
        columns=(Column("Indicateur", is_head=True), Column("Cible", INTEGER), Column("Taux", percent(1))),
        rows=(Row("Nouveaux participants", 8100, Cell(Decimal("75.0"), note="Cible révisée en septembre.")),),
        source="Emploi-Québec",
    )

A value is a Decimal, an int, a date, a str (a word where a number is missing: `s/o`, `< 5`) or None (blank, not zero).
Its printed text is derived from it by `Format.text` alone, so that no writer can print another figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Literal

from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from core import formats

Value = Decimal | int | str | date | None
_BREAKS = re.compile(r"</(?:p|li|h[1-6])>|<br/?>")


@dataclass(frozen=True, slots=True)
class Format:
    """How the values of a column, or of one cell, are written.

    `decimals=None` prints as many as the value has. `unit` stands behind each number (`%`, `M$`, `jours`). A `points`
    value is a gap between two rates, always signed.
    """

    kind: Literal["text", "number", "percent", "points", "date", "status", "chart"] = "text"
    decimals: int | None = 0
    unit: str = ""
    is_signed: bool = False

    @property
    def is_numeric(self) -> bool:
        return self.kind in {"number", "percent", "points"}

    def text(self, value: Value) -> str:
        """What a person reads; a word passes as it is, a blank is an em dash where a number or a date was expected."""
        if isinstance(value, str):
            return value
        if value is None:
            return formats.EMPTY if self.is_numeric or self.kind == "date" else ""
        if isinstance(value, date):
            return date_format(value, "j F Y")
        if self.kind == "points":
            return formats.points(value, 1 if self.decimals is None else self.decimals)
        number = formats.signed(value, self.decimals) if self.is_signed else formats.nombre(value, self.decimals)
        return f"{number}{formats.NBSP}{self.unit}" if self.unit else number


TEXT = Format()
STATUS = Format("status")
CHART = Format("chart")
DATE = Format("date")
INTEGER = Format("number")


def decimal(decimals: int | None, unit: str = "", *, signed: bool = False) -> Format:
    """`1,85`, `3,679 M$`, `22 700 $`, `+1 133`; the unit is part of each value."""
    return Format("number", decimals, unit, signed)


def percent(decimals: int | None = 1, *, signed: bool = False) -> Format:
    """`75,0 %`, of a value that counts hundredths (75.0)."""
    return Format("percent", decimals, "%", signed)


def points(decimals: int = 1) -> Format:
    """`−2,0 pts`, the gap between two rates in %."""
    return Format("points", decimals, "pts", True)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `format` overrides that of its column (rows of different units).

    `html` is prose already made safe (core.prose, core.richtext): it replaces the value. `svg` is a chart of
    core.charts, for columns of format CHART; its words are its title and description. `under` is a second, quieter
    value in the same cell (`initiale 8 000`): spreadsheets give it a column of its own, named by `Column.under`.
    `tone` is that of a status (core.charts_svg.TONES). `marker` calls a footnote of the table.
    """

    value: Value = None
    format: Format | None = None
    html: SafeString | None = None
    svg: SafeString | None = None
    under: Cell | None = None
    before: str = ""  # words before an `under` value: « initiale »
    after: str = ""  # words after it: « du Québec »
    tone: str = ""
    marker: str = ""
    is_strong: bool = False
    rowspan: int = 1

    @property
    def plain(self) -> str:
        """The prose of a rich cell as plain text, a line a paragraph."""
        return plain_text(self.html) if self.html is not None else ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how its values are written, its width in percent of the table (0: as it comes).

    Columns with the same `group`, side by side, stand under one common head. `is_head` marks the cells that name their
    row; `under` names, in spreadsheets, the column of the quieter values.
    """

    label: str
    format: Format = TEXT
    width: int = 0
    group: str = ""
    under: str = ""
    is_head: bool = False


class Row:
    """Cells in the order of the columns; a bare value is a cell. A cell with `rowspan` leaves its place empty below:
    the rows beneath give `SPANNED` there.

    Roles: "body" · "group" (one text that heads the rows beneath) · "total" · "recomputed" (a quiet, computed check).
    """

    __slots__ = ("cells", "role")

    def __init__(self, *cells: Cell | Value, role: Literal["body", "group", "total", "recomputed"] = "body"):
        self.cells: tuple[Cell, ...] = tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells)
        self.role = role

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and (self.cells, self.role) == (other.cells, other.role)

    def __hash__(self) -> int:
        return hash((self.cells, self.role))

    def __repr__(self) -> str:
        return f"Row{self.cells!r}.{self.role}"


SPANNED = Cell(value="\x00")  # the place of a cell that a taller one above covers


@dataclass(frozen=True)
class Table:
    """A table with everything that must travel with its figures: caption, footnotes, source, what it is to be told.

    `key` names it for machines (file names, sheet names, parity tests): unique in its document, ASCII, stable.
    `look` is a class of the print style sheet; `is_wide` asks for the whole width of the page, else the text's.
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    footnotes: tuple[tuple[str, str], ...] = ()  # marker, text
    notes: tuple[str, ...] = ()
    source: str = ""
    look: str = ""
    is_wide: bool = True
    number: int = 0  # given by the document

    def __post_init__(self):
        for row in self.rows:
            wanted = 1 if row.role == "group" else len(self.columns)
            if len(row.cells) != wanted:
                raise ValueError(f"table {self.key}: a {row.role} row of {len(row.cells)} cells, {wanted} expected")

    def numbered(self, number: int) -> Table:
        return replace(self, number=number)

    @property
    def has_groups(self) -> bool:
        """Whether a first row of heads gathers columns."""
        return any(column.group for column in self.columns)

    def format_of(self, cell: Cell, column: Column) -> Format:
        return cell.format or column.format

    def text_of(self, cell: Cell, column: Column) -> str:
        """What stands in a cell, without its quieter value."""
        if cell.html is not None:
            return cell.plain
        return self.format_of(cell, column).text(cell.value)


@dataclass(frozen=True)
class Flat:
    """A table as a machine reads it: one head row, one value a cell, no chart, spanned and group values repeated."""

    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[Value, Format], ...], ...]
    roles: tuple[str, ...] = field(default=())


def flatten(table: Table) -> Flat:
    """The rectangle that spreadsheets and CSV write."""
    kept = [index for index, column in enumerate(table.columns) if column.format.kind != "chart"]
    grouped = any(row.role == "group" for row in table.rows)
    heads = ["Groupe"] if grouped else []
    for index in kept:
        column = table.columns[index]
        heads.append(f"{column.group} – {column.label}" if column.group else column.label)
        if column.under:
            heads.append(column.under)
    rows, roles, group, above = [], [], "", {}
    for row in table.rows:
        if row.role == "group":
            group = table.text_of(row.cells[0], table.columns[0])
            continue
        values: list[tuple[Value, Format]] = [(group, TEXT)] if grouped else []
        for index in kept:
            cell = above.get(index) if row.cells[index] is SPANNED else row.cells[index]
            above[index] = cell
            values += _flat_cell(table, cell, table.columns[index])
        rows.append(tuple(values))
        roles.append(row.role)
    return Flat(tuple(heads), tuple(rows), tuple(roles))


def _flat_cell(table: Table, cell: Cell, column: Column) -> Iterator[tuple[Value, Format]]:
    if cell.html is not None:
        yield cell.plain, TEXT
    else:
        yield cell.value, table.format_of(cell, column)
    if column.under:
        under = cell.under
        yield (under.value, under.format or column.format) if under is not None else (None, column.format)


def plain_text(html: str) -> str:
    """Prose without its markup, a line a paragraph or item."""
    lines = unescape(strip_tags(_BREAKS.sub("\n", html))).splitlines()
    return "\n".join(line for line in (" ".join(line.split(" ")).strip(" \t") for line in lines) if line)
