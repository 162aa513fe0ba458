"""The body of a document as HTML, the same for print and for the screen: only the style sheets differ.

No inline style (the content security policy of the pages refuses it): widths are classes, `w-1` to `w-100`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core.tables import SPANNED, Cell, Column, Row, Table
from core.templatetags.ui import status_badge
from reports.document import (
    Block,
    Bullets,
    Document,
    Figure,
    Note,
    Picture,
    Prose,
    Section,
    Signatures,
    figures,
    sections,
    tables,
)
from reports.writers.pictures import media_type

TALL = 1200  # characters of a cell beyond which its row may be cut between two pages
_HEADING = re.compile(r"(</?h)([1-6])(?=[\s>])")
_TAGS = re.compile(r"<svg.*?</svg>|<[^>]*>", re.DOTALL)
_KEPT_ROWS = 12  # a table of so few rows stays whole on its page


def body_html(document: Document) -> SafeString:
    """Every section of a numbered document."""
    return mark_safe("".join(_section(section, 2) for section in document.sections))


# --- Contents and lists ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: how deep (1 a part or a chapter alone, 2 a chapter under a part…), where it leads."""

    depth: int
    anchor: str
    number: str
    text: str


def contents(document: Document) -> list[Entry]:
    """The headings of the contents, three levels at most."""
    entries: list[Entry] = []
    _collect(document.sections, 1, entries)
    return entries


def _collect(blocks, depth: int, entries: list[Entry]) -> None:
    for block in blocks:
        if isinstance(block, Section):
            if block.is_listed and depth <= 3:
                entries.append(Entry(depth, block.anchor, block.number, block.heading))
            _collect(block.blocks, depth + 1, entries)


def table_entries(document: Document) -> list[Entry]:
    """The tables that print shows, in order."""
    return [Entry(1, f"t-{table.key}", str(table.number), table.caption) for table in tables(document) if table.number]


def figure_entries(document: Document) -> list[Entry]:
    return [Entry(1, f"f-{figure.key}", str(figure.number), figure.title) for figure in figures(document)]


def has_parts(document: Document) -> bool:
    return any(section.role == "part" for section in sections(document))


# --- Blocks ----------------------------------------------------------------------------------------------------------


def _block(block: Block, level: int) -> str:
    """A block under a heading of level `level - 1`."""
    match block:
        case Section():
            return _section(block, min(level, 6))
        case Prose():
            look = f" text--{block.look}" if block.look else ""
            return f'<div class="text{look}">{nested(block.html, level)}</div>'
        case Bullets():
            return _bullets(block, level)
        case Note():
            return _note(block, level)
        case Table():
            return table_html(block, level)
        case Figure():
            return _figure(block, level)
        case Picture():
            return _picture(block)
        case Signatures():
            people = "".join(
                f'<p class="signatory"><strong>{escape(one.name)}</strong><br>{escape(one.role)}</p>'
                for one in block.people
            )
            return f'<div class="signatories">{people}</div>'
    raise TypeError(f"a document cannot hold {block!r}")


def _section(section: Section, level: int) -> str:
    classes = [section.role]
    classes += [f"{section.role}--follows"] if section.follows else []
    classes += ["landscape"] if section.is_landscape else []
    classes += ["keep"] if section.keep else []
    classes += [f"look-{section.look}"] if section.look else []
    number = f'<span class="number">{escape(section.number)}</span> ' if section.number else ""
    kicker = f'<span class="kicker">{escape(section.kicker)}</span><br>' if section.kicker else ""
    role = section.role if section.role != "section" or level <= 4 else "sub"
    head = (
        f'<h{level} id="{section.anchor}" class="{role}__title">'
        f"{kicker}{number}{conditional_escape(section.heading)}</h{level}>"
    )
    inside = "".join(_block(block, level + 1) for block in section.blocks)
    return f'<section class="{" ".join(classes)}">{head}{inside}</section>'


def nested(html: str, level: int) -> str:
    """Prose whose highest heading stands at `level`, the others beneath it without a jump."""
    used = sorted({int(found[2]) for found in _HEADING.finditer(html)})
    if not used:
        return html
    place = {old: min(level + rank, 6) for rank, old in enumerate(used)}
    return _HEADING.sub(lambda found: f"{found[1]}{place[int(found[2])]}", html)


def _bullets(block: Bullets, level: int) -> str:
    tag = "ol" if block.is_ordered else "ul"
    items = "".join(
        f"<li>{nested(item, level) if isinstance(item, SafeString) else escape(item)}</li>" for item in block.items
    )
    return f'<{tag} class="{block.look or "list"}">{items}</{tag}>' if items else ""


def _note(note: Note, level: int) -> str:
    title = f'<p class="framed__title">{escape(note.title)}</p>' if note.title else ""
    text = nested(note.html, level) if isinstance(note.html, SafeString) else f"<p>{escape(note.html)}</p>"
    return f'<div class="framed framed--{note.tone}">{title}{text}</div>'


def _figure(figure: Figure, level: int) -> str:
    wide = " figure--wide" if figure.is_wide else ""
    foot = _foot((figure.note,) if figure.note else (), figure.source)
    shown = table_html(figure.table, level) if figure.table is not None and figure.table_shown else ""
    return (
        f'<div class="figure{wide}" id="f-{figure.key}"><p class="figure__title" id="g-{figure.key}">'
        f'<span class="caption__number">Figure {figure.number}</span> {escape(figure.title)}</p>'
        f"{figure.svg}{foot}</div>{shown}"
    )


def _picture(picture: Picture) -> str:
    credit = f'<p class="note">{escape(picture.credit)}</p>' if picture.credit else ""
    kind = media_type(picture.content)
    if kind is None:
        missing = f"Image non disponible\u00a0: {picture.text}"
        return f'<div class="figure picture"><p class="picture__missing">{escape(missing)}</p>{credit}</div>'
    source = f"data:{kind};base64,{b64encode(picture.content).decode()}"
    return f'<div class="figure picture"><img src="{source}" alt="{escape(picture.text)}">{credit}</div>'


# --- Tables ----------------------------------------------------------------------------------------------------------


def table_html(table: Table, level: int = 5) -> str:
    """A table with its caption, heads, footnotes and source."""
    classes = ["table"] + ([] if table.is_wide else ["table--narrow"]) + ([table.look] if table.look else [])
    number = f'<span class="caption__number">Tableau {table.number}</span> ' if table.number else ""
    cols = ""
    if any(column.width for column in table.columns):
        cols = "".join(f'<col class="w-{column.width}">' if column.width else "<col>" for column in table.columns)
        cols = f"<colgroup>{cols}</colgroup>"
    rows = "".join(_row(table, row, level) for row in table.rows)
    if not rows:
        rows = f'<tr><td colspan="{len(table.columns)}">Aucune donnée.</td></tr>'
    whole = len(table.rows) <= _KEPT_ROWS and len(_TAGS.sub("", rows)) < TALL
    notes = [f"<sup>{escape(marker)}</sup>\u00a0{escape(text)}" for marker, text in table.footnotes]
    foot = _foot((*map(mark_safe, notes), *table.notes), table.source)
    return (
        f'<div class="table-block{" keep" if whole else ""}">'
        f'<table class="{" ".join(classes)}" id="t-{table.key}">'
        f'<caption id="c-{table.key}">{number}{escape(table.caption)}</caption>'
        f"{cols}{_heads(table)}<tbody>{rows}</tbody></table>{foot}</div>"
    )


def _foot(notes: tuple[str, ...], source: str) -> str:
    lines = [f'<p class="note">{conditional_escape(note)}</p>' for note in notes]
    if source:
        lines.append(f'<p class="note source">Source\u00a0: {escape(source)}</p>')
    return "".join(lines)


def _heads(table: Table) -> str:
    if not table.has_groups:
        return f"<thead><tr>{''.join(_head(column) for column in table.columns)}</tr></thead>"
    upper, lower, index = [], [], 0
    while index < len(table.columns):
        column = table.columns[index]
        if not column.group:
            upper.append(_head(column, ' rowspan="2"'))
            index += 1
            continue
        end = index
        while end < len(table.columns) and table.columns[end].group == column.group:
            lower.append(_head(table.columns[end]))
            end += 1
        upper.append(f'<th scope="colgroup" colspan="{end - index}" class="grouped">{escape(column.group)}</th>')
        index = end
    return f"<thead><tr>{''.join(upper)}</tr><tr>{''.join(lower)}</tr></thead>"


def _head(column: Column, extra: str = "") -> str:
    css = ' class="numeric"' if column.format.is_numeric else ""
    return f'<th scope="col"{css}{extra}>{conditional_escape(column.label)}</th>'


_ROLES = {"group": "is-group", "total": "is-whole", "recomputed": "is-recomputed"}


def _row(table: Table, row: Row, level: int) -> str:
    if row.role == "group":
        return (
            f'<tr class="is-group"><th scope="rowgroup" colspan="{len(table.columns)}">'
            f"{escape(table.text_of(row.cells[0], table.columns[0]))}</th></tr>"
        )
    cells = [
        _cell(table, cell, column, level)
        for cell, column in zip(row.cells, table.columns, strict=True)
        if cell is not SPANNED
    ]
    css = [_ROLES[row.role]] if row.role in _ROLES else []
    if any(len(cell) > TALL and "<svg" not in cell for cell in cells):
        css.append("is-tall")
    return f"<tr{_css(css)}>{''.join(cells)}</tr>"


def _cell(table: Table, cell: Cell, column: Column, level: int) -> str:
    style = table.format_of(cell, column)
    tag, scope = ("th", ' scope="row"') if column.is_head else ("td", "")
    if column.is_head and cell.rowspan > 1:
        scope = ' scope="rowgroup"'
    css = ["numeric"] if style.is_numeric and not column.is_head else []
    css += ["chart-cell"] if cell.svg is not None else []
    span = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return f"<{tag}{scope}{_css(css)}{span}>{_inside(table, cell, column, level)}</{tag}>"


def _css(classes: list[str]) -> str:
    return f' class="{" ".join(classes)}"' if classes else ""


def _inside(table: Table, cell: Cell, column: Column, level: int) -> str:
    if cell.svg is not None:
        return cell.svg
    if cell.html is not None:
        return nested(cell.html, level)
    style = table.format_of(cell, column)
    if style.kind == "status" and cell.tone:
        return status_badge(cell.tone, word=str(cell.value or ""))
    text = escape(style.text(cell.value)).replace("\n", "<br>")
    if cell.is_strong:
        text = f"<strong>{text}</strong>"
    if cell.marker:
        text += f"<sup>{escape(cell.marker)}</sup>"
    return text + (_under(cell.under, column) if cell.under is not None else "")


def _under(cell: Cell, column: Column) -> str:
    text = (cell.format or column.format).text(cell.value)
    words = " ".join(part for part in (cell.before, text, cell.after) if part)
    return format_html('<br><span class="quiet">{}</span>', words)
