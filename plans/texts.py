"""Every text of a plan, in reading order: what numbers notes, finds references and checks figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model, TextField

from plans import models as m
from plans.outline import Heading, plan_outline
from plans.parts import PARTS, row_anchor

if TYPE_CHECKING:
    from plans.dossier import Dossier

_WITHOUT_MARKUP = {(m.Budget, "note")}  # a remark beside an amount, printed as it is


def prose_fields(model: type[Model]) -> tuple[str, ...]:
    """The fields of a row that hold prose in our markup: its long texts."""
    fields = (field for field in model._meta.concrete_fields if isinstance(field, TextField))
    return tuple(field.name for field in fields if (model, field.name) not in _WITHOUT_MARKUP)


_FIELDS = {part.model: prose_fields(part.model) for part in PARTS.values()}


@dataclass(frozen=True)
class Place:
    """One text: the row and field that hold it, and what the part is called (« 7.1 Le budget… »)."""

    row: Model
    field: str
    name: str

    @property
    def text(self) -> str:
        return getattr(self.row, self.field)

    @property
    def anchor(self) -> str:
        return row_anchor(self.row)


def texts(dossier: Dossier) -> Iterator[Place]:
    """The texts of a plan that say something, in reading order; those of notes last."""
    told: set[int] = set()
    for row, name in _rows(dossier):
        told.add(id(row))
        yield from _texts(row, name)
    for section in dossier.sections.values():  # a text that the outline does not know
        if id(section) not in told:
            yield from _texts(section, str(section))
    for note in dossier.footnotes:
        yield from _texts(note, f"Note {note.marker}")


def _texts(row: Model, name: str) -> Iterator[Place]:
    for field in _FIELDS.get(type(row), ()):
        if getattr(row, field):
            yield Place(row, field, name)


def _rows(dossier: Dossier) -> Iterator[tuple[Model, str]]:
    for volet in plan_outline(dossier).volets:
        for heading in volet.parts:
            yield from _under(heading, dossier)


def _under(heading: Heading, dossier: Dossier) -> Iterator[tuple[Model, str]]:
    """The text of a part, then the rows printed under it, then its sub-parts."""
    if heading.section is not None:
        yield heading.section, heading.label
    for row in _BENEATH.get(heading.key, lambda _: ())(dossier):
        yield row, str(row)
    for child in heading.children:
        yield from _under(child, dossier)


def _contexts(dossier: Dossier) -> Iterator[Model]:
    return (one.context for one in dossier.orientations if one.context is not None)


def _strategies(dossier: Dossier) -> Iterator[Model]:
    for field in dossier.fields:
        yield field.row
        for strategy in field.strategies:
            yield from strategy.actions


_BENEATH = {
    "enjeux": lambda dossier: dossier.issues,
    "secteurs": lambda dossier: dossier.sector_issues,
    "comites": lambda dossier: dossier.sector_committees,
    "orientations": _contexts,
    "strategies": _strategies,
    "solidarite_objectifs": lambda dossier: dossier.objectives,
    "operations": lambda dossier: dossier.conformity,
    "actions_locales": lambda dossier: dossier.local_actions,
}
