"""Notes of a plan: numbered in the order in which the texts call them, listed once, with the way back to each call."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.prose import bind, parse
from core.prose_tree import Call, Grid, Inlines, Listing, Numbered
from plans import models as m
from plans.parts import row_anchor
from plans.texts import Place, texts

if TYPE_CHECKING:
    from plans.dossier import Dossier


@dataclass(frozen=True)
class Note:
    """A note at its rank. `calls` are the anchors of its calls, in order; a note that nothing calls has none.

    Notes without a call follow the others, numbered after them: what a person wrote is never hidden.
    """

    number: int
    row: m.Footnote
    calls: tuple[str, ...]


@dataclass(frozen=True)
class LostCall:
    """A call to a note that does not stand in the plan."""

    key: str
    place: Place


@dataclass(frozen=True)
class Bound:
    """What binding the texts of a plan found."""

    notes: tuple[Note, ...]
    lost_calls: tuple[LostCall, ...]


def bind_texts(dossier: Dossier) -> Bound:
    """Let every text of a dossier know its figures and the numbers of its notes; returns the notes as printed.

    The rows of the dossier then hold bound texts: the same markup, which tells its figures when it is rendered.
    """
    places = list(texts(dossier))
    refer = dossier.reference_figures.refer
    standing = {note.marker: note for note in reversed(dossier.footnotes)}
    numbers: dict[str, int] = {}
    anchors: dict[str, list[str]] = defaultdict(list)
    lost_calls = []
    for place in places:
        calls = []
        for key in called(place.text):
            if key not in standing:
                calls.append(Numbered(0))
                lost_calls.append(LostCall(key, place))
                continue
            number = numbers.setdefault(key, len(numbers) + 1)
            anchor = f"appel-{number}-{len(anchors[key]) + 1}"
            anchors[key].append(anchor)
            url = f"{dossier.plan.get_absolute_url()}#{row_anchor(standing[key])}"
            calls.append(Numbered(number, url, anchor))
        setattr(place.row, place.field, bind(place.text, refer, tuple(calls)))
    ranked = sorted(standing.values(), key=lambda note: numbers.get(note.marker, len(numbers) + 1))
    twins = [note for note in dossier.footnotes if standing[note.marker] is not note]
    notes = tuple(
        Note(rank, note, tuple(anchors[note.marker]) if note not in twins else ())
        for rank, note in enumerate([*ranked, *twins], start=1)
    )
    return Bound(notes, tuple(lost_calls))


def called(text: str) -> list[str]:
    """The keys of the notes that a text calls, in order."""
    return [] if "[^" not in text else [key for block in parse(text) for key in _keys(block)]


def _keys(block) -> list[str]:
    return [inline.key for line in _lines(block) for inline in line if isinstance(inline, Call)]


def _lines(block) -> list[Inlines]:
    """The lines of a block in the order in which they are rendered."""
    if isinstance(block, Listing):
        return [
            line
            for item in block.items
            for line in (item.content, *(inner for below in item.below for inner in _lines(below)))
        ]
    if isinstance(block, Grid):
        return [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
    return [block.content]
