"""The tree of a text, written back as markup: `parse(write(blocks)) == blocks` for every tree that `parse` can give."""

from __future__ import annotations

import re
from itertools import groupby

from core.prose_parse import settle
from core.prose_tree import Block, Blocks, Break, Call, Grid, Heading, Inline, Inlines, Listing, Mention, Paragraph, Run

LONGEST_LABEL = 2000
_SIGNS = re.compile(r"([\\*\[{|])")
_SIGNS_IN_LABEL = re.compile(r"([\\*\[\]{|])")
_BEGINS = re.compile(r"(#{3,4} |- )")
_NUMBERS = re.compile(r"([0-9]{1,3})([.)] )")
_PARENTHESES = str.maketrans({"(": "%28", ")": "%29", " ": "%20"})
_STARS = {"is_strong": "**", "is_emphasis": "*"}
_JOINT = "\\/"  # between two marks that would be read as one


def write(blocks: Blocks) -> str:
    """The markup of a tree, its blocks parted by a blank line."""
    return "\n\n".join(filter(None, map(_block, blocks)))


def _block(block: Block) -> str:
    match block:
        case Heading():
            told = write_line(_one_line(block.content))
            return f"{'#' * (block.level + 2)} {told}" if told else ""
        case Listing():
            return "\n".join(_items(block, 0))
        case Grid():
            return _grid(block)
        case Paragraph():
            return "\n".join(filter(None, map(_free_line, _lines(block.content))))


def _lines(content: Inlines) -> list[Inlines]:
    """The lines of a paragraph, parted by its breaks."""
    lines: list[list[Inline]] = [[]]
    for inline in content:
        if isinstance(inline, Break):
            lines.append([])
        else:
            lines[-1].append(inline)
    return [tuple(line) for line in lines]


def _one_line(content: Inlines) -> Inlines:
    return tuple(Run(" ") if isinstance(inline, Break) else inline for inline in content)


def _items(listing: Listing, depth: int) -> list[str]:
    lines, indent = [], "  " * depth
    for rank, item in enumerate(listing.items, start=1):
        told = list(filter(None, map(_free_line, _lines(item.content)))) or [_JOINT] * bool(item.below)
        if told:
            lines.append(f"{indent}{f'{rank}.' if listing.is_ordered else '-'} {told[0]}")
            lines += [f"{indent}  {line}" for line in told[1:]]
        for below in item.below:
            lines += _items(below, depth + 1)
    return lines


def _grid(grid: Grid) -> str:
    rules = [
        ("===" if column == 0 and grid.has_row_heads else "---") + ":" * is_numeric
        for column, is_numeric in enumerate(grid.numeric)
    ]
    rows = [_row(map(_cell, grid.head)), _row(rules), *(_row(map(_cell, row)) for row in grid.rows)]
    caption = _cell(grid.caption)
    return "\n".join([*rows, *[f": {caption}"] * bool(caption)])


def _cell(content: Inlines) -> str:
    return write_line(_one_line(content))


def _row(cells) -> str:
    return f"| {' | '.join(cells)} |"


def _free_line(content: Inlines) -> str:
    """A line of its own, where what would begin a heading or a list is made text."""
    line = write_line(content)
    if _BEGINS.match(line):
        return f"\\{line}"
    return _NUMBERS.sub(r"\1\\\2", line, count=1) if _NUMBERS.match(line) else line


def write_line(content: Inlines) -> str:
    """One line of inlines."""
    line = _Line(_SIGNS)
    for url, group in groupby(settle(content), key=lambda inline: getattr(inline, "url", "")):
        if not url:
            for inline in group:
                line.add(inline)
            continue
        label = _Line(_SIGNS_IN_LABEL)
        for run in group:
            label.add(run)
        line.mark(frozenset())
        told = label.finish()
        line.told += f"[{told}]({url.translate(_PARENTHESES)})" if len(told) <= LONGEST_LABEL else told
    return line.finish()


class _Line:
    """A line being written: which marks are open, the innermost last."""

    def __init__(self, signs: re.Pattern) -> None:
        self.signs = signs
        self.told = ""
        self.open: list[str] = []

    def add(self, inline: Inline) -> None:
        self.mark(frozenset(mark for mark in _STARS if getattr(inline, mark, False)))
        match inline:
            case Run():
                self.told += self.signs.sub(r"\\\1", inline.text)
            case Mention():
                self.told += f"{{{{{inline.code}}}}}"
            case Call():
                self.told += f"[^{inline.key}]"

    def mark(self, wanted: frozenset[str]) -> None:
        """Close and open what it takes to be inside just these marks."""
        closing = ""
        while not wanted.issuperset(self.open):
            closing += _STARS[self.open.pop()]
        missing = [mark for mark in _STARS if mark in wanted and mark not in self.open]
        opening = "".join(_STARS[mark] for mark in missing)
        inside = bool(self.open) and not self.told.endswith(" ")
        joint = _JOINT if opening and (closing or inside) else ""
        self.told += closing + joint + opening
        self.open += missing

    def finish(self) -> str:
        self.mark(frozenset())
        return self.told
