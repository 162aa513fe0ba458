"""Checking the sheets of a file against the template and against the plan that will take them. Pure.

Every error says the sheet, the line and the column, and all of them come together, so that the file is mended
once. The rules of each field are those of its model: nothing is said twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models as dj
from django.db.models import Model

from core.fields import ExactDecimalField
from core.folding import fold
from core.formats import NBSP, fiscal_year_label, lire_nombre, nombre
from plans.import_files import FileCell, FileSheet
from plans.import_template import GUIDE, REMINDER, Column, Sheet, sheets_of
from plans.parts import PARTS

_YEAR = re.compile(r"^(\d{4})\s*[-–]\s*(\d{4})$")
_STRATEGY = re.compile(r"^(\d{1,3})[.,](\d{1,3})$")
_NUMBER_ONLY = re.compile(r"^[\d\s.,\u00a0\u202f%$-]+$")
_MAY_BE_NUMBER = {"marker", "as_of", "unit", "key"}  # « 2006 » is a period, « 1 » a call
_YES, _NO = {"oui", "vrai", "x", "1"}, {"non", "faux", "0"}
_REQUIRED = "cette case est vide, et la ligne en a besoin."
_EXCLUDED = {"plan", "plan_field", "strategy", "position"}


@dataclass(frozen=True)
class Known:
    """What the plan holds. `refs`: by field, what may be written (folded) and the record meant; `rows`: by kind, the
    standing rows by their key; `sections`: the titles of texts (volet, folded title) and their keys.
    """

    kind: str
    refs: dict[str, dict[str, Any]]
    rows: dict[str, dict[tuple, Model]]
    counts: dict[str, int]
    sections: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Where a file is wrong, and in what. `line` is None for a whole sheet."""

    sheet: str
    line: int | None
    column: str
    told: str

    def __str__(self) -> str:
        line = f"ligne {self.line}" if self.line else ""
        column = f"colonne « {self.column} »" if self.column else ""
        where = ", ".join(filter(None, (f"Feuille « {self.sheet} »" if self.sheet else "", line, column)))
        return f"{where} : {self.told}" if where else self.told


@dataclass(frozen=True)
class Entry:
    """A row of the file, read: its values by field, the row of the plan that it fills (None: it is added).

    `number` is what a strategy is called, or the strategy of an action.
    """

    line: int
    values: dict[str, Any]
    fills: Model | None = None
    number: tuple[int, int] | None = None


@dataclass
class Reading:
    """What a file says, part by part, and everything that is wrong in it."""

    sheets: tuple[Sheet, ...]
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class _Unread(ValueError):
    """A cell that cannot be read; its message is the end of the sentence."""


def check(file: tuple[FileSheet, ...], known: Known) -> Reading:
    """Read the sheets of a file for a plan."""
    reading = Reading(sheets_of(known.kind))
    found = _named(file, reading)
    for sheet in reading.sheets:
        reading.entries[sheet.kind] = []
        if grid := found.get(sheet.kind):
            _check_sheet(sheet, grid, known, reading)
    _check_strategies(reading)
    return reading


def _named(file: tuple[FileSheet, ...], reading: Reading) -> dict[str, FileSheet]:
    wanted = {fold(sheet.title): sheet for sheet in reading.sheets}
    found: dict[str, FileSheet] = {}
    for grid in file:
        if fold(grid.title) == fold(GUIDE):
            continue
        sheet = wanted.get(fold(grid.title))
        if sheet is None:
            reading.problems.append(Problem(grid.title or "sans titre", None, "", "ce n’est pas une partie du modèle."))
        elif sheet.kind in found:
            reading.problems.append(Problem(grid.title, None, "", "elle paraît deux fois; réunissez ses lignes."))
        else:
            found[sheet.kind] = grid
    for sheet in reading.sheets:
        if sheet.kind not in found:
            told = "elle manque. Laissez-la avec sa première ligne seule si le plan n’en dit rien."
            reading.problems.append(Problem(sheet.title, None, "", told))
    return found


def _check_sheet(sheet: Sheet, grid: FileSheet, known: Known, reading: Reading) -> None:
    def wrong(line: int | None, column: str, told: str) -> None:
        reading.problems.append(Problem(sheet.title, line, column, told))

    places = _columns(sheet, grid, wrong)
    if places is None:
        return
    seen: dict[tuple, int] = {}
    for line, row in enumerate(grid.rows[1:], start=2):
        if any(value is not None for value in row[len(grid.rows[0]) :]):
            wrong(line, "", "une case est remplie au-delà des colonnes du modèle.")
        cells = {places[rank].name: value for rank, value in enumerate(row) if rank in places and value is not None}
        values = _values(sheet, line, cells, known, wrong) if cells else None
        if values is None:
            continue
        number = values.pop("number", None)
        entry = _entry(sheet, line, values, number, known, wrong)
        if entry is None:
            continue
        key = None if sheet.key is None else tuple(_plain(values.get(name)) for name in sheet.key)
        if key is not None and key in seen:
            wrong(line, "", f"elle répète la ligne {seen[key]}.")
            continue
        seen[key or ()] = line
        reading.entries[sheet.kind].append(entry)


def _values(sheet: Sheet, line: int, cells: dict[str, FileCell], known: Known, wrong) -> dict[str, Any] | None:
    """The cells of a row, read; None when one of them cannot be."""
    values, is_right = {}, True
    for column in sheet.columns:
        if column.name not in cells:
            continue
        try:
            values[column.name] = _value(column, cells[column.name], known)
        except _Unread as error:
            wrong(line, column.head, str(error))
            is_right = False
    if sheet.kind == "texte":
        _name_text(values, cells, known)
    return values if is_right else None


def _columns(sheet: Sheet, grid: FileSheet, wrong) -> dict[int, Column] | None:
    """The column of each place of the first row; None when the heads themselves are wrong."""
    heads = [fold(str(head)) if head is not None else "" for head in (grid.rows[0] if grid.rows else ())]
    wanted = {fold(column.head): column for column in sheet.columns}
    places: dict[int, Column] = {}
    is_right = True
    for rank, head in enumerate(heads):
        if head in {"", fold(REMINDER)}:
            continue
        column = wanted.get(head)
        if column is None or column in places.values():
            told = "elle paraît deux fois." if column else f"elle n’est pas du modèle. Colonnes : {_told_heads(sheet)}."
            wrong(1, str(grid.rows[0][rank]), told)
            is_right = False
        else:
            places[rank] = column
    for column in sheet.columns:
        if column not in places.values():
            wrong(1, column.head, "elle manque.")
            is_right = False
    return places if is_right else None


def _told_heads(sheet: Sheet) -> str:
    return ", ".join(f"« {column.head} »" for column in sheet.columns)


def _entry(sheet: Sheet, line: int, values: dict, number, known: Known, wrong) -> Entry | None:
    """The row, checked by the rules of its model. A row that is known by its key needs only its key."""
    needed = [column for column in sheet.columns if column.name in (sheet.key or ()) or column.field is None]
    missing = [column for column in needed if column.name not in values and number is None]
    for column in missing:
        wrong(line, column.head, _REQUIRED)
    if missing:
        return None
    fills = None
    if sheet.key is not None:
        fills = known.rows.get(sheet.kind, {}).get(tuple(_plain(values.get(name)) for name in sheet.key))
        if fills is None and not PARTS[sheet.kind].grows:
            wrong(line, needed[-1].head if needed else "", "le plan n’a pas cette partie.")
            return None
    errors = dict(_broken_rules(sheet, values, fills))
    heads = {column.name: column.head for column in sheet.columns}
    for name, told in errors.items():
        wrong(line, heads.get(name, ""), told[:1].lower() + told[1:])
    return None if errors else Entry(line, values, fills, number)


def _broken_rules(sheet: Sheet, values: dict, fills: Model | None) -> Iterator[tuple[str, str]]:
    row = sheet.model(**{name: value for name, value in values.items() if name != "year"})
    relations = {one.name for one in sheet.model._meta.concrete_fields if one.is_relation}
    # A row that stands has its own values where the file says nothing.
    silent = {column.name for column in sheet.columns if fills is not None and column.name not in values}
    try:
        row.clean_fields(exclude=relations | silent | _EXCLUDED)
        row.clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            is_empty = name not in values
            yield name, _REQUIRED if is_empty else " ".join(messages)


def _check_strategies(reading: Reading) -> None:
    """Strategies run 1, 2, 3… under each field; every action stands under one of the file."""
    if "strategie" not in reading.entries:
        return
    seen: dict[tuple[int, int], int] = {}
    for entry in reading.entries["strategie"]:
        if entry.number in seen:
            told = f"le numéro {_dotted(entry.number)} est déjà celui de la ligne {seen[entry.number]}."
            told += " Écrivez « 1.10 » comme du texte."
            reading.problems.append(Problem("Stratégies", entry.line, "Numéro", told))
        seen.setdefault(entry.number, entry.line)
    for entry in reading.entries["action"]:
        if entry.number not in seen:
            told = f"la stratégie {_dotted(entry.number)} n’est pas dans la feuille « Stratégies »."
            reading.problems.append(Problem("Pistes d’action", entry.line, "Stratégie", told))


def _dotted(number: tuple[int, int] | None) -> str:
    return f"{number[0]}.{number[1]}" if number else "—"


def _name_text(values: dict, cells: dict, known: Known) -> None:
    """A text without its key is found by its title."""
    if "key" not in values and "volet" in values and cells.get("title"):
        key = known.sections.get((values["volet"], fold(str(cells["title"]))))
        if key:
            values["key"] = key


# --- Cells -----------------------------------------------------------------------------------------------------------


def _value(column: Column, cell: FileCell, known: Known) -> Any:
    if column.field is None:
        return _strategy_number(cell, known)
    if column.name == "year":
        return _year(cell)
    if column.name in known.refs:
        return _reference(column.name, cell, known)
    if column.field.choices:
        return _choice(column.field, cell)
    if isinstance(column.field, dj.BooleanField):
        return _yes(cell)
    if isinstance(column.field, dj.DateField):
        return _date(cell)
    if isinstance(column.field, dj.IntegerField):
        return _number(column.field, cell)
    return _words(column, cell)


def _words(column: Column, cell: FileCell) -> str:
    is_number = isinstance(cell, Decimal) or _NUMBER_ONLY.match(str(cell))
    if is_number and column.name not in _MAY_BE_NUMBER:
        raise _Unread(f"écrivez du texte; la case contient le nombre {_told(cell)}.")
    return _told(cell)


def _told(cell: FileCell) -> str:
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _number(model_field: dj.Field, cell: FileCell) -> Decimal | int | None:
    try:
        number = lire_nombre(cell)
    except ValueError as error:
        told = str(cell)[:60]
        raise _Unread(f"écrivez un nombre, par exemple 1 234,5; la case contient « {told} ».") from error
    places = model_field.places if isinstance(model_field, ExactDecimalField) else 0
    if number is None:
        return None
    if abs(number) >= Decimal(10) ** 12:
        raise _Unread("ce nombre est trop grand pour être juste : vérifiez l’unité.")
    if number.scaleb(places) % 1:
        allowed = f"{places} décimale{'s' if places > 1 else ''} au plus" if places else "sans décimale"
        raise _Unread(f"écrivez un nombre {allowed}; la case contient {nombre(number)}.")
    return number if isinstance(model_field, ExactDecimalField) else int(number)


def _date(cell: FileCell) -> date:
    try:
        return date.fromisoformat(str(cell))
    except ValueError as error:
        raise _Unread(f"écrivez une date comme 2007-03-09; la case contient « {_told(cell)[:60]} ».") from error


def _yes(cell: FileCell) -> bool:
    told = fold(_told(cell))
    if told in _YES | _NO:
        return told in _YES
    raise _Unread(f"écrivez « oui » ou « non »; la case contient « {_told(cell)[:60]} ».")


def _choice(model_field: dj.Field, cell: FileCell) -> str:
    labels = {fold(str(label)): value for value, label in model_field.flatchoices if value}
    if (wanted := fold(_told(cell))) in labels:
        return str(labels[wanted])
    if _told(cell) in {"—", "-"}:
        return ""
    allowed = ", ".join(f"« {label} »" for value, label in model_field.flatchoices if value)
    raise _Unread(f"« {_told(cell)[:60]} » n’est pas un choix. Écrivez {allowed}.")


def _year(cell: FileCell) -> int:
    match = _YEAR.match(_told(cell))
    if match is None or int(match[2]) != int(match[1]) + 1 or not 1990 <= int(match[1]) <= 2100:
        raise _Unread(f"écrivez un exercice comme 2007-2008; la case contient « {_told(cell)[:60]} ».")
    return int(match[1])


def _reference(name: str, cell: FileCell, known: Known) -> Any:
    told = fold(_told(cell))
    for wanted in (told, told.zfill(3)):  # a spreadsheet drops the zeros before a code
        if wanted in known.refs[name]:
            return known.refs[name][wanted]
    what = {"mrc": "une MRC", "territory": "un CLE de la région", "orientation": "une orientation du plan"}
    what |= {"field": "un champ d’intervention du plan", "answers": "une stratégie du plan régional"}
    raise _Unread(f"« {_told(cell)[:60]} » n’est pas {what[name]}.")


def _strategy_number(cell: FileCell, known: Known) -> tuple[int, int]:
    match = _STRATEGY.match(_told(cell))
    if match is None:
        raise _Unread(f"écrivez un numéro comme 1.1; la case contient « {_told(cell)[:60]} ».")
    if match[1] not in known.refs["field"]:
        numbers = ", ".join(sorted((one for one in known.refs["field"] if one.isdecimal()), key=int)) or "aucun"
        raise _Unread(f"le plan n’a pas de champ {match[1]}. Ses champs{NBSP}: {numbers}.")
    return int(match[1]), int(match[2])


def _plain(value: Any) -> Any:
    """A value as keys compare it: a record by its primary key."""
    return value.pk if isinstance(value, Model) else value


def told_value(column: Column, value: Any) -> str:
    """A value that was read, as the preview shows it."""
    if value is None or value == "":
        return ""
    if column.name == "year":
        return fiscal_year_label(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if column.field is not None and column.field.choices:
        return str(dict(column.field.flatchoices).get(value, value))
    return nombre(value) if isinstance(value, int | Decimal) else str(value)
