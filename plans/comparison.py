"""Two editions of a plan side by side: field by field, numbers included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from core.differences import marked_difference
from core.formats import EMPTY, nombre
from indicators.figures import Figure
from plans.dossier import Dossier
from plans.models.base import PlanRow
from plans.parts import KIND_OF, PARTS

Key = tuple[str, int]


@dataclass(frozen=True)
class FieldDifference:
    """A field of a row, or a number of a target, whose two texts differ."""

    label: str
    before: str
    after: str

    @property
    def marked(self) -> SafeString:
        return marked_difference(self.before, self.after)


@dataclass(frozen=True)
class RowDifference:
    """A row that came (`ajout`), went (`retrait`) or changed (`changement`)."""

    what: str
    part: str
    title: str
    fields: tuple[FieldDifference, ...]


@dataclass(frozen=True)
class Comparison:
    """All that differs, in the order of the plan: texts and tables, then targets."""

    rows: tuple[RowDifference, ...]
    targets: tuple[RowDifference, ...]

    @property
    def count(self) -> int:
        return len(self.rows) + len(self.targets)


def compare(before: Dossier, after: Dossier) -> Comparison:
    """What a reader of the first should know of the second. Results are left out: they change every month."""
    old, new = _rows(before), _rows(after)
    keys = [*new, *(key for key in old if key not in new)]
    found = (_row_difference(key, old.get(key), new.get(key)) for key in keys)
    return Comparison(
        rows=tuple(one for one in found if one is not None),
        targets=tuple(_target_differences(before, after)),
    )


def _rows(dossier: Dossier) -> dict[Key, Model]:
    return {(KIND_OF[type(row)], row.pk): row for row in _walk(dossier) if type(row) in KIND_OF}


def _walk(value: Any) -> Iterator[PlanRow]:
    """Every row of a plan that a dossier holds, in its order."""
    if isinstance(value, PlanRow):
        yield value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _walk(one)
    elif isinstance(value, dict):
        yield from _walk(tuple(value.values()))
    elif is_dataclass(value) and not isinstance(value, Figure):
        for field in fields(value):
            yield from _walk(getattr(value, field.name))


def _row_difference(key: Key, old: Model | None, new: Model | None) -> RowDifference | None:
    kind = key[0]
    row = new or old
    model = type(row)
    names = (name for name in PARTS[kind].fields if not model._meta.get_field(name).many_to_many)
    differing = []
    for name in names:
        before, after = _shown(old, name), _shown(new, name)
        if before != after:
            label = str(model._meta.get_field(name).verbose_name)
            differing.append(FieldDifference(label[:1].upper() + label[1:], before, after))
    if not differing and old is not None and new is not None:
        return None
    what = "ajout" if old is None else "retrait" if new is None else "changement"
    part = PARTS[kind].verbose_name
    return RowDifference(what, part[:1].upper() + part[1:], str(row), tuple(differing))


def _shown(row: Model | None, name: str) -> str:
    """The value as people read it; nothing for a row that is not there."""
    if row is None:
        return ""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, Decimal):
        return nombre(value.normalize())
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def _target_differences(before: Dossier, after: Dossier) -> Iterator[RowDifference]:
    old = {figure.indicator.pk: figure for figure in before.figures}
    new = {figure.indicator.pk: figure for figure in after.figures}
    for key in [*new, *(key for key in old if key not in new)]:
        then, now = old.get(key), new.get(key)
        texts = (then.target_text if then else EMPTY, now.target_text if now else EMPTY)
        if texts[0] != texts[1]:
            what = "ajout" if then is None else "retrait" if now is None else "changement"
            yield RowDifference(what, "Cible", (now or then).label, (FieldDifference("Cible", *texts),))
