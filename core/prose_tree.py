"""The tree of a text: what its markup says, apart from how it is shown.

    Paragraph · Heading · Listing (of Items, nested) · Grid (a table)        made of        Run · Break · Mention · Call

A text that lives in a document is a `BoundText`: still the very markup that people typed (it compares, edits and stores
like any str), but it knows what its live references say today and which numbers its notes bear there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# Characters that are not seen, and the one that browsers take for « / ».
_UNFIT = r"\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff\u200b-\u200f\u202a-\u202e"
_SAFE_URL = re.compile(
    rf"(?:https?://[^{_UNFIT}]+|mailto:[^{_UNFIT}@]+@[^{_UNFIT}@]+|/(?!/)[^{_UNFIT}]*)\Z", re.IGNORECASE | re.ASCII
)


def is_safe_url(url: str) -> bool:
    """Only http, https, mailto and the paths of this site are addresses of a text."""
    return bool(_SAFE_URL.match(url))


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look alike. `url` makes them a link."""

    text: str
    is_strong: bool = False
    is_emphasis: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A new line within a paragraph."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A live reference, `{{cible:SPE_NOUV_PART}}`: a figure that the text does not hold but names by its code."""

    code: str
    is_strong: bool = False
    is_emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A call to a footnote, `[^3]`, by the key of the note."""

    key: str


Inline = Run | Break | Mention | Call
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: Inlines


@dataclass(frozen=True, slots=True)
class Heading:
    """A sub-heading: `level` 1 (`###`) or 2 (`####`); a text never begins with the second."""

    level: int
    content: Inlines


@dataclass(frozen=True, slots=True)
class Item:
    content: Inlines
    below: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    is_ordered: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: as many cells in each row as in the head. `has_row_heads`: the first cell of each row names it.

    `numeric` says which columns are set to the right.
    """

    head: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    numeric: tuple[bool, ...]
    has_row_heads: bool = False
    caption: Inlines = ()


Block = Paragraph | Heading | Listing | Grid
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Referred:
    """What a live reference says: the printed text of the figure, what it is, whence it comes and where it stands.

    `is_lost`: no such record stands in the plan any more; `text` then says so.
    """

    text: str
    label: str = ""
    source: str = ""
    url: str = ""
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """A call in its document: the number of the note (0: there is no such note), its address, and its own anchor."""

    number: int
    url: str = ""
    anchor: str = ""


def lost(code: str) -> Referred:
    """What stands in the place of a figure that can no longer be told."""
    return Referred(f"[référence perdue\u00a0: {code}]", is_lost=True)


class BoundText(str):
    """A text in its document. `refer` tells its references; `calls` are its calls, in the order of the text."""

    refer: Callable[[str], Referred]
    calls: tuple[Numbered, ...]

    def __new__(cls, text: str, refer: Callable[[str], Referred], calls: tuple[Numbered, ...] = ()):
        bound = super().__new__(cls, text)
        bound.refer = refer
        bound.calls = calls
        return bound
