"""The small markup of our prose: rendered once for page and print, told as plain text, and given as a tree.

    Un **mot**, un *autre*, un [lien](https://…)      bold, italics, links (http, https, mailto, paths of this site)
    - point                                           lists, nested by two spaces; `1. ` numbers
    ### Intertitre · #### Sous-intertitre             two levels of sub-headings
    | Mesure | Région |                               a table: head, line of dashes (`---:` sets to the right,
    |===|---:|                                        `===` makes the first cells heads of their rows), rows,
    | Emploi | 92 000 |                               and `: légende` beneath
    mot[^3]                                           the call of a footnote
    {{cible:SPE_NOUV_PART}}                           a live reference to a figure
    \\*                                                the sign itself

Blank lines part paragraphs. Everything else is text and is escaped: no HTML ever passes, none is ever stored.
The grammar is `core.prose_parse`; why it is so: docs/decisions/0010-prose-is-stored-as-marked-text.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString

from core.prose_parse import parse
from core.prose_tree import (
    Block,
    Blocks,
    BoundText,
    Break,
    Call,
    Grid,
    Heading,
    Inline,
    Inlines,
    Item,
    Listing,
    Mention,
    Numbered,
    Paragraph,
    Referred,
    Run,
)
from core.prose_write import write

__all__ = ["BoundText", "bind", "blocks", "parse", "plain", "render_item", "render_prose", "told_markup", "write"]

DEEPEST_HEADING = 6


def bind(text: str, refer, calls: tuple[Numbered, ...] = ()) -> str:
    """The text, knowing its references and calls; a text that has neither stays as it is."""
    return BoundText(text, refer, calls) if "{{" in text or "[^" in text else text


def render_prose(text: str | None, heading: str = "h4", *, links: bool = False) -> SafeString:
    """HTML of a text in our markup; `heading` is the level that keeps the headings of the page nested.

    `links` makes references, calls and paths of this site lead to where they point: for a page, where those places
    exist. Print and the other formats show the same words without them.
    """
    return _Renderer(text, int(heading[1]), links=links).html()


def render_item(text: str | None, heading: str = "h4", *, links: bool = False) -> SafeString:
    """The same for the inside of a list item or of a line, where no paragraph may stand: a new line parts them."""
    html = render_prose(text, heading, links=links).replace("</p><p>", "<br>")
    return SafeString(html.replace("<p>", "").replace("</p>", ""))


def plain(text: str | None) -> str:
    """The words of a text without any markup, a line a paragraph, item or row. Calls are left out."""
    return "\n".join(line for block in blocks(text) for line in _plain_lines(block) if line)


def blocks(text: str | None) -> Blocks:
    """The tree of a text whose references are told: no `Mention` is left where the text is bound."""
    refer = getattr(text, "refer", None)
    tree = parse(text)
    return tree if refer is None else tuple(_told(block, refer) for block in tree)


def told_markup(text: str) -> str:
    """The markup with its references told: what a machine reads who has no way to tell them."""
    return write(blocks(text)) if isinstance(text, BoundText) else str(text)


# --- Figures in the place of references ------------------------------------------------------------------------------


def _told(block: Block, refer) -> Block:
    def line(content: Inlines) -> Inlines:
        return tuple(
            Run(refer(one.code).text, one.is_strong, one.is_emphasis) if isinstance(one, Mention) else one
            for one in content
        )

    def listing(one: Listing) -> Listing:
        return Listing(one.is_ordered, tuple(Item(line(i.content), tuple(map(listing, i.below))) for i in one.items))

    match block:
        case Paragraph():
            return Paragraph(line(block.content))
        case Heading():
            return Heading(block.level, line(block.content))
        case Listing():
            return listing(block)
    return Grid(
        head=tuple(map(line, block.head)),
        rows=tuple(tuple(map(line, row)) for row in block.rows),
        numeric=block.numeric,
        has_row_heads=block.has_row_heads,
        caption=line(block.caption),
    )


def _plain_lines(block: Block) -> Iterator[str]:
    match block:
        case Listing():
            for item in block.items:
                yield from _plain(item.content).split("\n")
                for below in item.below:
                    yield from _plain_lines(below)
        case Grid():
            yield _plain(block.caption)
            yield from (" – ".join(filter(None, map(_plain, row))) for row in (block.head, *block.rows))
        case _:
            yield from _plain(block.content).split("\n")


def _plain(content: Inlines) -> str:
    words = {Run: lambda one: one.text, Break: lambda _: "\n"}
    told = "".join(words.get(type(inline), lambda _: "")(inline) for inline in content)
    return "\n".join(" ".join(filter(None, line.split(" "))) for line in told.split("\n"))


def _untold(code: str) -> Referred:
    """Outside a document, a reference is its own code."""
    return Referred(f"{{{{{code}}}}}")


# --- HTML ------------------------------------------------------------------------------------------------------------


class _Renderer:
    """One text, once: calls are numbered as they come."""

    def __init__(self, text: str | None, level: int, *, links: bool) -> None:
        self.blocks = parse(text)
        self.level = level
        self.links = links
        self.refer = getattr(text, "refer", _untold)
        self.calls = iter(text.calls) if isinstance(text, BoundText) else None

    def html(self) -> SafeString:
        return SafeString("".join(map(self._block, self.blocks)))

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                tag = f"h{min(self.level + block.level - 1, DEEPEST_HEADING)}"
                return f"<{tag}>{self._line(block.content)}</{tag}>"
            case Listing():
                return self._listing(block)
            case Grid():
                return self._grid(block)
        return f"<p>{self._line(block.content)}</p>"

    def _listing(self, listing: Listing) -> str:
        tag = "ol" if listing.is_ordered else "ul"
        items = "".join(
            f"<li>{self._line(item.content)}{''.join(map(self._listing, item.below))}</li>" for item in listing.items
        )
        return f"<{tag}>{items}</{tag}>"

    def _grid(self, grid: Grid) -> str:
        caption = f"<caption>{self._line(grid.caption)}</caption>" if grid.caption else ""
        head = "".join(
            self._cell("th" if content else "td", ' scope="col"' * bool(content), content, is_numeric)
            for content, is_numeric in zip(grid.head, grid.numeric, strict=True)
        )
        body = "".join(f"<tr>{self._row(grid, row)}</tr>" for row in grid.rows)
        return f"<table>{caption}<thead><tr>{head}</tr></thead>{f'<tbody>{body}</tbody>' if body else ''}</table>"

    def _row(self, grid: Grid, row: tuple[Inlines, ...]) -> str:
        cells = []
        for column, (content, is_numeric) in enumerate(zip(row, grid.numeric, strict=True)):
            is_head = grid.has_row_heads and column == 0 and bool(content)
            cells.append(self._cell("th" if is_head else "td", ' scope="row"' * is_head, content, is_numeric))
        return "".join(cells)

    def _cell(self, tag: str, scope: str, content: Inlines, is_numeric: bool) -> str:
        css = ' class="num"' if is_numeric else ""
        return f"<{tag}{scope}{css}>{self._line(content)}</{tag}>"

    def _line(self, content: Inlines) -> str:
        """Links outside, then bold, then italics: each opened once for what bears it side by side."""
        html = ""
        for url, linked in groupby(content, key=lambda one: getattr(one, "url", "")):
            inside = ""
            for is_strong, strong in groupby(linked, key=lambda one: getattr(one, "is_strong", False)):
                words = "".join(map(self._emphasis, strong))
                inside += f"<strong>{words}</strong>" if is_strong else words
            html += self._link(url, inside)
        return html

    def _emphasis(self, inline: Inline) -> str:
        words = self._inline(inline)
        return f"<em>{words}</em>" if getattr(inline, "is_emphasis", False) else words

    def _link(self, url: str, inside: str) -> str:
        if not url or (url.startswith("/") and not self.links):
            return inside
        return f'<a href="{escape(url)}">{inside}</a>'

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Run():
                return escape(inline.text)
            case Break():
                return "<br>"
            case Mention():
                return self._mention(self.refer(inline.code))
            case Call():
                return self._call(inline.key)
        raise TypeError(inline)

    def _mention(self, told: Referred) -> str:
        words = escape(told.text)
        if not self.links:
            return words
        if told.is_lost or not told.url:
            return f'<span class="ref{" ref--lost" * told.is_lost}">{words}</span>'
        about = " – ".join(filter(None, (told.label, told.source)))
        return f'<a class="ref" href="{escape(told.url)}" title="{escape(about)}">{words}</a>'

    def _call(self, key: str) -> str:
        if self.calls is None:
            return f"<sup>{escape(key)}</sup>"
        call = next(self.calls, Numbered(0))
        if not call.number:
            words = escape(f"[note perdue\u00a0: {key}]")
            return f'<span class="ref ref--lost">{words}</span>' if self.links else words
        if not self.links:
            return f"<sup>{call.number}</sup>"
        return (
            f'<sup class="note-call"><a id="{escape(call.anchor)}" href="{escape(call.url)}">'
            f'<span class="visually-hidden">Note </span>{call.number}</a></sup>'
        )
