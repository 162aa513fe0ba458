"""What a file would do to a plan, in words and counts, before anything is written. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import Truncator

from core.formats import NBSP
from plans.import_template import Sheet
from plans.importing import Entry, Known, Reading, told_value
from plans.parts import PARTS

FIRST_LINES = 3
_LONGEST = 120
_SAID = {"is_hypothesis"}  # given by the beginning of a plan, replaced without a word


@dataclass(frozen=True)
class PartPreview:
    """One part: how many rows come, what they do, the first of them."""

    sheet: Sheet
    added: int
    filled: int
    warnings: tuple[str, ...]
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]

    @property
    def told(self) -> str:
        """« 5 lignes ajoutées, 8 lignes remplies »."""
        parts = [_counted(self.added, "ajoutée"), _counted(self.filled, "remplie")]
        return ", ".join(filter(None, parts)) or "rien dans le fichier"

    @property
    def count(self) -> int:
        return self.added + self.filled

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def previews(reading: Reading, known: Known) -> list[PartPreview]:
    """Every part of the template, in its order."""
    return [_preview(sheet, reading.entries[sheet.kind], known) for sheet in reading.sheets]


def _preview(sheet: Sheet, entries: list[Entry], known: Known) -> PartPreview:
    live = [entry for entry in entries if _writes(sheet, entry)]
    columns = [one for one in sheet.columns if any(_told(one, entry) for entry in live[:FIRST_LINES])]
    return PartPreview(
        sheet=sheet,
        added=sum(entry.fills is None for entry in live),
        filled=sum(entry.fills is not None for entry in live),
        warnings=tuple(_warnings(sheet, live, known)),
        heads=tuple(column.head for column in columns),
        lines=tuple(tuple(_told(column, entry) for column in columns) for entry in live[:FIRST_LINES]),
    )


def _writes(sheet: Sheet, entry: Entry) -> bool:
    if entry.fills is None:
        return True
    fields = PARTS[sheet.kind].fields
    return any(name in fields and getattr(entry.fills, name) != value for name, value in entry.values.items())


def _warnings(sheet: Sheet, entries: list[Entry], known: Known) -> Iterator[str]:
    standing = known.counts.get(sheet.kind, 0)
    if entries and sheet.key is None and standing:
        lines = f"{standing} ligne{'s' if standing > 1 else ''}"
        yield f"Cette partie contient déjà {lines} : celles du fichier s’ajouteront."
    replaced = [entry for entry in entries if entry.fills is not None and _replaces(sheet, entry)]
    if len(replaced) == 1:
        yield f"Ligne {replaced[0].line} : ce qui est déjà écrit dans le plan sera remplacé."
    elif replaced:
        lines = ", ".join(str(entry.line) for entry in replaced[:10]) + (" …" if len(replaced) > 10 else "")
        yield f"Lignes {lines} : ce qui est déjà écrit dans le plan sera remplacé."


def _replaces(sheet: Sheet, entry: Entry) -> bool:
    for name in PARTS[sheet.kind].fields:
        held = getattr(entry.fills, name)
        if name in entry.values and name not in _SAID and held not in (None, "") and held != entry.values[name]:
            return True
    return False


def _told(column, entry: Entry) -> str:
    value = f"{entry.number[0]}.{entry.number[1]}" if column.field is None and entry.number else None
    told = value or told_value(column, entry.values.get(column.name))
    return Truncator(told).chars(_LONGEST)


def _counted(count: int, word: str) -> str:
    plural = "s" if count > 1 else ""
    return f"{count}{NBSP}ligne{plural} {word}{plural}" if count else ""
