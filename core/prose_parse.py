"""Our markup, read into its tree. Linear in the length of the text, whatever the text; nothing is ever refused.

What is not markup is text. `static/js/prose-markup.js` reads the same grammar in the browser, and both are held against
the same examples (tests/core/prose_corpus.json) and the same random texts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from core.prose_tree import (
    Block,
    Blocks,
    Break,
    Call,
    Grid,
    Heading,
    Inlines,
    Item,
    Listing,
    Mention,
    Paragraph,
    Run,
    is_safe_url,
)

DEEPEST = 2  # lists nest three deep
WIDEST = 24  # columns of a table
CODE = r"[a-z][a-z-]{0,30}:[A-Za-z0-9_-]{1,60}(?:\.[a-z0-9-]{1,30})?"
KEY = r"[A-Za-z0-9-]{1,20}"

_BLANKS = " \t\f\v"  # no-break spaces are characters like any other
_SPACES = re.compile(r"[ \t\f\v]+")
_HEADING = re.compile(r"(#{3,4}) (.+)")
_ITEM = re.compile(r"( *)(-|[0-9]{1,3}[.)]) +([^ ].*)")
_SEPARATOR = re.compile(r"(:?)(-+|=+)(:?)")
_JOINT = "\\/"  # keeps two marks apart, as a space would, and is not seen
_MARKS = re.compile(r"[\\*{\[]")
_CELL = re.compile(r"(?:\\.|[^\\|]|\\$)*")
_TOKEN = re.compile(
    r"\\(?P<escape>[\\*\[\]{}|#.):/-])"
    rf"|\{{\{{ ?(?P<code>{CODE}) ?\}}\}}"
    rf"|\[\^(?P<key>{KEY})\]"
    r"|\[(?P<label>(?:\\.|[^\[\]\\]){1,2000})\]\((?P<url>[^() ]{1,2000})\)"
    r"|(?P<stars>\*+)"
)


def parse(text: str | None) -> Blocks:
    """The blocks of a text."""
    return _parse(str(text or ""))


@lru_cache(maxsize=1024)
def _parse(text: str) -> Blocks:
    """Kept: a page holds over a hundred texts, which change far less often than it is read."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        at = _read_block(lines, at, blocks)
    return tuple(_settle_headings(blocks))


def _read_block(lines: list[str], at: int, blocks: list[Block]) -> int:
    """Read one block into `blocks`; the line after it."""
    line = lines[at]
    if not line.strip(_BLANKS):
        return at + 1
    if heading := _HEADING.fullmatch(_tidy(line)):
        content = read_inlines(heading[2])
        blocks += [Heading(len(heading[1]) - 2, content)] if content else []
        return at + 1
    if _ITEM.fullmatch(line.rstrip(_BLANKS)):
        return _read_list(lines, at, blocks)
    if grid := _read_grid(lines, at):
        blocks.append(grid[0])
        return grid[1]
    return _read_paragraph(lines, at, blocks)


def _tidy(line: str) -> str:
    return _SPACES.sub(" ", line).strip(_BLANKS)


def _read_paragraph(lines: list[str], at: int, blocks: list[Block]) -> int:
    content: list = []
    start = at
    while at < len(lines) and lines[at].strip(_BLANKS) and (at == start or not _begins_block(lines, at)):
        content += [Break()] * (at > start) + list(read_inlines(_tidy(lines[at])))
        at += 1
    told = _trim(content)
    blocks += [Paragraph(told)] if told else []
    return at


def _trim(content: list) -> Inlines:
    """Without breaks at the ends, nor one after another."""
    kept = [
        one for one, before in zip(content, [Break(), *content], strict=False) if (one, before) != (Break(), Break())
    ]
    return tuple(kept[:-1] if kept and kept[-1] == Break() else kept)


def _begins_block(lines: list[str], at: int) -> bool:
    line = lines[at]
    return bool(_HEADING.fullmatch(_tidy(line)) or _ITEM.fullmatch(line.rstrip(_BLANKS)) or _grid_head(lines, at))


# --- Lists -----------------------------------------------------------------------------------------------------------


def _read_list(lines: list[str], at: int, blocks: list[Block]) -> int:
    """Items that follow each other, an indented line carrying on the one above; nested by two spaces a step."""
    found: list[tuple[int, bool, list]] = []
    while at < len(lines) and lines[at].strip(_BLANKS):
        line = lines[at].rstrip(_BLANKS)
        if item := _ITEM.fullmatch(line):
            deepest = found[-1][0] + 1 if found else 0
            depth = min(len(item[1]) // 2, deepest, DEEPEST)
            found.append((depth, item[2] != "-", list(read_inlines(_tidy(item[3])))))
        elif found and line.startswith("  "):
            found[-1][2].extend([Break(), *read_inlines(_tidy(line))])
        else:
            break
        at += 1
    blocks += _nest(found, 0)
    return at


def _nest(found: list[tuple[int, bool, list]], depth: int) -> list[Listing]:
    """The lists of a depth: a change of kind begins another list."""
    lists: list[tuple[bool, list[Item]]] = []
    at = 0
    while at < len(found):
        _, is_ordered, content = found[at]
        end = at + 1
        while end < len(found) and found[end][0] > depth:
            end += 1
        item = Item(_trim(content), tuple(_nest(found[at + 1 : end], depth + 1)))
        at = end
        if not item.content and not item.below:
            continue
        if not lists or lists[-1][0] != is_ordered:
            lists.append((is_ordered, []))
        lists[-1][1].append(item)
    return [Listing(is_ordered, tuple(items)) for is_ordered, items in lists]


# --- Tables ----------------------------------------------------------------------------------------------------------


def _grid_head(lines: list[str], at: int) -> tuple[list[str], list[re.Match]] | None:
    """The cells of the head and of the line beneath, when a table begins here."""
    if not lines[at].lstrip(_BLANKS).startswith("|") or at + 1 >= len(lines):
        return None
    head, beneath = _cells(lines[at]), _cells(lines[at + 1])
    rules = [_SEPARATOR.fullmatch(cell) for cell in beneath or ()]
    return (head, rules) if head and rules and all(rules) else None


def _read_grid(lines: list[str], at: int) -> tuple[Grid, int] | None:
    begun = _grid_head(lines, at)
    if begun is None:
        return None
    head, rules = begun
    at += 2
    rows = []
    while at < len(lines) and (row := _cells(lines[at])):
        rows.append(row)
        at += 1
    caption: Inlines = ()
    if at < len(lines) and (told := _tidy(lines[at])).startswith(": "):
        caption = read_inlines(told[2:])
        at += 1
    width = max(len(row) for row in (head, rules, *rows))
    return (
        Grid(
            head=_read_cells(head, width),
            rows=tuple(_read_cells(row, width) for row in rows),
            numeric=tuple(column < len(rules) and rules[column][3] == ":" for column in range(width)),
            has_row_heads=rules[0][2].startswith("="),
            caption=caption,
        ),
        at,
    )


def _cells(line: str) -> list[str] | None:
    """The cells of a line that begins with a bar; None for any other line, and for one wider than a table may be."""
    line = line.strip(_BLANKS)
    if not line.startswith("|"):
        return None
    cells, at = [], 1
    while at < len(line):
        found = _CELL.match(line, at)
        cells.append(_tidy(found[0]))
        at = found.end() + 1
        if len(cells) > WIDEST:
            return None
    return cells or None


def _read_cells(cells: list[str], width: int) -> tuple[Inlines, ...]:
    return tuple(read_inlines(cell) for cell in cells) + ((),) * (width - len(cells))


# --- Within a line ---------------------------------------------------------------------------------------------------


def read_inlines(line: str, url: str = "") -> Inlines:
    """The runs of one line. `url` is the link inside which it stands, where only bold and italics are markup."""
    if not _MARKS.search(line):
        return _plain_line(line, url)
    reader = _Reader(url)
    at = 0
    for token in _TOKEN.finditer(line):
        reader.text(line[at : token.start()])
        at = token.end()
        _read_token(reader, token, line)
    reader.text(line[at:])
    return reader.finish()


def _plain_line(line: str, url: str) -> Inlines:
    told = line if url else line.strip(_BLANKS)
    return (Run(told, url=url),) if told else ()


def _read_token(reader: _Reader, token: re.Match, line: str) -> None:
    kind, value = token.lastgroup, token[0]
    if kind == "escape":
        if value == _JOINT:
            reader.joint = token.end()
        else:
            reader.text(token["escape"])
    elif kind == "stars":
        before, after = line[max(token.start() - 1, 0) : token.start()], line[token.end() : token.end() + 2]
        can_open = bool(after[:1].strip(_BLANKS)) and after != _JOINT
        can_close = bool(before.strip(_BLANKS)) and reader.joint != token.start()
        reader.stars(len(value), can_open=can_open, can_close=can_close)
    elif reader.url:
        reader.text(value)
    elif kind == "code":
        reader.add(Mention(token["code"]))
    elif kind == "key":
        reader.add(Call(token["key"]))
    elif is_safe_url(token["url"]):
        for run in read_inlines(token["label"], token["url"]):
            reader.add(run)
    else:
        reader.text(value)


_LENGTHS = {"is_strong": 2, "is_emphasis": 1}


class _Reader:
    """Gathers runs; a mark that opens is remembered until it closes, and is text when it never does."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.found: list = []
        self.joint = -1  # where the last joint ended
        self.open: list[tuple[str, int]] = []  # mark and where it began

    def text(self, text: str) -> None:
        if text:
            self.found.append(Run(text, url=self.url))

    def add(self, inline) -> None:
        self.found.append(inline)

    def stars(self, count: int, *, can_open: bool, can_close: bool) -> None:
        left = count if count <= 3 else 0
        while left:
            marks = [mark for mark, _ in self.open]
            if can_close and marks and _LENGTHS[marks[-1]] <= left and self.open[-1][1] < len(self.found):
                mark, start = self.open.pop()
                self.found[start:] = [_marked(inline, mark) for inline in self.found[start:]]
                left -= _LENGTHS[mark]
            elif can_open and left >= 2 and "is_strong" not in marks:
                self.open.append(("is_strong", len(self.found)))
                left -= 2
            elif can_open and "is_emphasis" not in marks:
                self.open.append(("is_emphasis", len(self.found)))
                left -= 1
            else:
                break
        self.text("*" * (left if count <= 3 else count))

    def finish(self) -> Inlines:
        for mark, start in reversed(self.open):
            self.found.insert(start, Run("*" * _LENGTHS[mark], url=self.url))
        return tuple(self.found) if self.url else settle(self.found)


def _marked(inline, mark: str):
    return replace(inline, **{mark: True}) if isinstance(inline, Run | Mention) else inline


def settle(inlines) -> Inlines:
    """One way to say what looks alike: neighbours merged, and a space between two looks bears what both share.

    Spaces at the ends of a line are dropped.
    """
    pieces = [piece for inline in inlines for piece in _pieces(inline)]
    done: list = []
    for at, piece in enumerate(pieces):
        if piece is not None:
            done.append(piece)
        elif done and at + 1 < len(pieces) and pieces[at + 1] is not None:
            done.append(Run(" ", *_shared(done[-1], pieces[at + 1])))
    return tuple(_merge(done))


def _pieces(inline):
    """A run without the spaces at its ends, which become None."""
    if not isinstance(inline, Run):
        return [inline]
    core = inline.text.strip(_BLANKS)
    if not core:
        return [None] if inline.text else []
    lead = [None] * (inline.text[0] in _BLANKS)
    return [*lead, replace(inline, text=core), *[None] * (inline.text[-1] in _BLANKS)]


def _shared(one, other) -> tuple[bool, bool, str]:
    """The look of a space between two: what both have; at the edge of a link, where marks close, none."""
    url = getattr(one, "url", "")
    if url != getattr(other, "url", ""):
        return False, False, ""
    strong, emphasis = (
        getattr(one, mark, False) and getattr(other, mark, False) for mark in ("is_strong", "is_emphasis")
    )
    return strong, emphasis, url


def _merge(inlines):
    for look, group in groupby(inlines, key=_look):
        if look is None:
            yield from group
        else:
            yield Run("".join(run.text for run in group), *look)


def _look(inline) -> tuple[bool, bool, str] | None:
    return (inline.is_strong, inline.is_emphasis, inline.url) if isinstance(inline, Run) else None


def _settle_headings(blocks: list[Block]) -> list[Block]:
    """A second level only beneath a first: a document never skips a level."""
    seen = 0
    settled = []
    for block in blocks:
        if isinstance(block, Heading):
            settled.append(replace(block, level=min(block.level, seen + 1)))
            seen = 1
        else:
            settled.append(block)
    return settled


def rename(text: str, code, key) -> str:
    """The same markup with other references and calls: `code(old)` and `key(old)` give the new ones."""

    def renamed(token: re.Match) -> str:
        if token["code"]:
            return f"{{{{{code(token['code'])}}}}}"
        return f"[^{key(token['key'])}]" if token["key"] else token[0]

    return "\n".join(_TOKEN.sub(renamed, line) for line in text.split("\n"))
