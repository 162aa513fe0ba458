"""A document, whatever its format: a tree of frozen parts, made once by a builder and read by every writer.

    Document ─ Cover
             └ Section ─ Prose · Bullets · Note · Table · Figure · Signatures · Section …

Nothing here knows of PDF, Word or a spreadsheet, and no writer reads a database. A builder reads its dossier, makes the
tree, and returns it; `reports.registry` tells which builders exist and `reports.writers` which formats.
How a kind of document is added: docs/decisions/0008-one-document-many-formats.md.

    Section("Résultats", (Prose(render_prose(text)), table, figure), number="2")

Texts: a plain `str` is escaped by the writers; a `SafeString` is prose already made safe, in the small markup that
`core.prose` gives (p, ul, ol, li, strong, em, br, sup, h4…h6, table). Tables: see `core.tables`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from django.utils.safestring import SafeString

from core.tables import Cell, Column, Format, Row, Table

__all__ = [
    "Bullets", "Cell", "Column", "Cover", "Document", "Figure", "Format", "Note", "Picture", "Prose", "Row", "Section",
    "Signature", "Signatures", "Table", "figures", "fingerprint", "numbered", "sections", "slug", "tables",
]  # fmt: skip


@dataclass(frozen=True)
class Prose:
    """Running text, HTML already made safe. Its headings (h4…h6) are nested by the writer under their section.

    `look`: "" · "quiet" (small print under a table or a figure) · "lead" (opens a chapter).
    """

    html: SafeString
    look: Literal["", "quiet", "lead"] = ""


@dataclass(frozen=True)
class Bullets:
    """A list; each item is plain text, or prose when it is a SafeString."""

    items: tuple[str, ...]
    is_ordered: bool = False
    look: str = ""


@dataclass(frozen=True)
class Note:
    """A framed text: "info" (what is retained, what to know) or "warning" (sums that differ, provisional data)."""

    html: str
    title: str = ""
    tone: Literal["info", "warning", "quote"] = "info"


@dataclass(frozen=True)
class Figure:
    """A chart of core.charts with its words. `table` holds the same figures: spreadsheets and Word print it.

    `table_shown` prints the table beneath the chart too; leave it False when the table stands beside in the section.
    """

    key: str
    title: str
    svg: SafeString
    description: str
    table: Table | None = None
    table_shown: bool = False
    note: str = ""
    source: str = ""
    is_wide: bool = False
    number: int = 0  # given by the document


@dataclass(frozen=True)
class Picture:
    """A photograph or drawing given by a person, with its text; a missing or unreadable file prints its text instead.

    `content` is a PNG or JPEG, checked and cleaned by whoever accepted it; None when it cannot be found.
    """

    text: str
    content: bytes | None = None
    credit: str = ""


@dataclass(frozen=True)
class Signature:
    name: str
    role: str


@dataclass(frozen=True)
class Signatures:
    people: tuple[Signature, ...]


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; sections nest.

    `role`: "part" (a banner that opens a page) · "chapter" (opens a page unless `follows`) · "section" (the rest).
    `is_listed` puts it in the contents. `anchor` names it in links; one is made from the heading when empty.
    `kicker` is a small line above the heading. `keep` holds the whole section on one page where it fits.
    """

    heading: str
    blocks: tuple[Block, ...] = ()
    number: str = ""
    role: Literal["part", "chapter", "section"] = "section"
    anchor: str = ""
    kicker: str = ""
    is_landscape: bool = False
    is_listed: bool = True
    follows: bool = False
    keep: bool = False
    look: str = ""


Block = Prose | Bullets | Note | Table | Figure | Picture | Signatures | Section


@dataclass(frozen=True)
class Cover:
    """What the first page says. `warning` is said aloud on it: demonstration, provisional data."""

    service: str
    title: str
    period: str
    place: str
    state: str = ""
    as_of: str = ""
    warning: str = ""


@dataclass(frozen=True)
class Document:
    """A whole document. `stem` names its files (`par-bas-saint-laurent-2007-2008`).

    `running_title` stands at the head of each page; `foot` at its foot (« Données de démonstration »). `made_at` is the
    time that a PDF bears: that of its edition, so that it is the same bytes whenever it is made; None for now.
    """

    kind: str
    stem: str
    title: str
    subject: str
    author: str
    running_title: str
    cover: Cover
    sections: tuple[Section, ...]
    foot: str = ""
    sources: tuple[str, ...] = ()
    language: str = "fr-CA"
    made_at: datetime | None = None


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in reading order, sections before what they hold."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from walk(block.blocks)


def sections(document: Document) -> Iterator[Section]:
    return (block for block in walk(document.sections) if isinstance(block, Section))


def figures(document: Document) -> Iterator[Figure]:
    return (block for block in walk(document.sections) if isinstance(block, Figure))


def tables(document: Document) -> Iterator[Table]:
    """Every table in reading order, those behind figures included."""
    for block in walk(document.sections):
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Figure) and block.table is not None:
            yield block.table


def numbered(document: Document) -> Document:
    """Tables and figures numbered, every section named once. ValueError for a key used twice."""
    numbering = _Numbering()
    return replace(document, sections=tuple(numbering.block(section) for section in document.sections))


class _Numbering:
    def __init__(self) -> None:
        self.tables = self.figures = 0
        self.keys: set[str] = set()
        self.anchors: set[str] = set()

    def block(self, block: Block) -> Block:
        match block:
            case Section():
                anchor = self._free(block.anchor or slug(f"{block.number} {block.heading}"), self.anchors)
                return replace(block, anchor=anchor, blocks=tuple(self.block(inner) for inner in block.blocks))
            case Table():
                return self._table(block)
            case Figure():
                self._claim(block.key)
                self.figures += 1
                hidden = block.table is not None and not block.table_shown
                table = self._hidden(block.table) if hidden else block.table and self._table(block.table)
                return replace(block, number=self.figures, table=table)
        return block

    def _table(self, table: Table) -> Table:
        self._claim(table.key)
        self.tables += 1
        return table.numbered(self.tables)

    def _hidden(self, table: Table) -> Table:
        """A table that print does not show bears no number."""
        self._claim(table.key)
        return table

    def _claim(self, key: str) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", key):
            raise ValueError(f"the key {key!r} must be made of small letters, digits and hyphens")
        if key in self.keys:
            raise ValueError(f"the key {key!r} is used twice in the document")
        self.keys.add(key)

    @staticmethod
    def _free(name: str, used: set[str]) -> str:
        """The name, with a rank when it is taken."""
        found, rank = name or "section", 1
        while found in used:
            rank += 1
            found = f"{name}-{rank}"
        used.add(found)
        return found


def slug(text: str) -> str:
    """`2-1-le-marche-du-travail`."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]


def fingerprint(document: Document) -> str:
    """SHA-256 of everything that the document says: two requests with the same one may share a file."""
    return sha256(repr(document).encode()).hexdigest()
