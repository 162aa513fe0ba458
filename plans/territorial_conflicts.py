"""Two people on one row of a territorial plan: their texts side by side, nothing typed lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.forms.boundfield import BoundField
from django.forms.models import model_to_dict
from django.utils.formats import date_format

from core.formats import EMPTY, nombre
from plans.models import TerritorialChange
from plans.services_territorial import text_of
from plans.territorial_forms import RowForm, row_form


@dataclass(frozen=True)
class Clash:
    """A field whose stored value is not what the person sent. `untouched`: the person had left it as it was read."""

    field: BoundField
    theirs: str
    raw: str
    change: TerritorialChange | None
    untouched: bool


def clashes_of(form: RowForm, current: Model, kind: str, *, read_version: int) -> tuple[RowForm, tuple[Clash, ...]]:
    """A form on the row as it now stands, holding what was typed, and the fields on which the two differ.

    A field left as it was read takes the value that stands: saving again does not undo it.
    """
    since = _since(current, kind, read_version)
    data = form.data.copy()
    data["version"] = str(current.version)
    standing = row_form(current, kind)
    differing = [name for name in form.fields if name != "version" and _differs(form, current, name)]
    untouched = {
        name
        for name in differing
        if name in since and name not in form.errors and text_of(_typed(form, name)) == since[name][0].old
    }
    for name in untouched:
        _put(data, name, standing[name].value())
    merged = row_form(current, kind, data)
    merged.is_valid()
    return merged, tuple(
        Clash(
            field=merged[name],
            theirs=_shown(current, name),
            raw=text_of(_plain(standing[name].value())),
            change=since[name][-1] if name in since else None,
            untouched=name in untouched,
        )
        for name in differing
    )


def _since(row: Model, kind: str, version: int) -> dict[str, list[TerritorialChange]]:
    """What was written after that version, by field, oldest first."""
    changes: dict[str, list[TerritorialChange]] = {}
    rows = TerritorialChange.objects.filter(plan=row.owning_plan, kind=kind, row=row.pk, version__gt=version)
    for change in rows.select_related("author").order_by("pk"):
        changes.setdefault(change.field, []).append(change)
    return changes


def _typed(form: RowForm, name: str) -> Any:
    value = form.cleaned_data.get(name)
    return sorted(value, key=lambda one: one.number) if name == "priorities" and value is not None else value


def _differs(form: RowForm, current: Model, name: str) -> bool:
    if name in form.errors:
        return True
    if name == "priorities":
        return {one.pk for one in form.cleaned_data[name]} != {one.pk for one in current.priorities.all()}
    return form.cleaned_data.get(name) != model_to_dict(current, [name])[name]


def _put(data, name: str, value: Any) -> None:
    if isinstance(value, list):
        data.setlist(name, [str(one) for one in value])
    else:
        data[name] = text_of(_plain(value))


def _plain(value: Any) -> Any:
    return "" if isinstance(value, list) or value is None else value


def _shown(row: Model, name: str) -> str:
    """The stored value as people read it."""
    if name == "priorities":
        return ", ".join(f"{one.number}. {one.title}" for one in row.priorities.all()) or EMPTY
    value = getattr(row, name)
    if value is None or value == "":
        return EMPTY
    if isinstance(value, Decimal):
        return nombre(value)
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)
