"""Two people on one row: their texts side by side, nothing typed lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Model
from django.forms.boundfield import BoundField
from django.utils.formats import date_format

from core.formats import EMPTY, nombre
from plans.forms import PartForm, bound_to
from plans.models import RowChange
from plans.parts import KIND_OF


@dataclass(frozen=True)
class Clash:
    """A field whose stored value is not what the person sent. `untouched`: the person had left it as it was read."""

    field: BoundField
    theirs: str
    raw: str  # as the box of a form holds it
    change: RowChange | None
    untouched: bool


def merged_form(form: PartForm, current: Model, *, read_version: int) -> tuple[PartForm, tuple[Clash, ...]]:
    """A form on the row as it now stands, holding what was typed, and the fields on which the two texts differ.

    A field that the person left as it was read takes the value that stands now: saving again does not undo it.
    """
    since = _changes_since(current, read_version)
    data = form.data.copy()
    data["version"] = str(current.version)
    standing = bound_to(current, KIND_OF[type(current)])
    differing = [name for name in form.fields if name != "version" and _differs(form, standing, name)]
    untouched = {name for name in differing if name in since and _is_as_read(form, name, since[name][0].old)}
    for name in untouched:
        data[name] = _raw(standing, name)
    merged = bound_to(current, KIND_OF[type(current)], data, auto_id=form.auto_id)
    merged.is_valid()  # a text that is no number keeps its own error beside the conflict
    clashes = tuple(
        Clash(
            field=merged[name],
            theirs=_shown(current, name),
            raw=_raw(standing, name),
            change=since[name][-1] if name in since else None,
            untouched=name in untouched,
        )
        for name in differing
    )
    return merged, clashes


def _changes_since(row: Model, version: int) -> dict[str, list[RowChange]]:
    """What was written after that version, by field, oldest first."""
    changes: dict[str, list[RowChange]] = {}
    rows = RowChange.objects.filter(plan=row.owning_plan, kind=KIND_OF[type(row)], row=row.pk, version__gt=version)
    for change in rows.select_related("author").order_by("pk"):
        changes.setdefault(change.field, []).append(change)
    return changes


def _differs(form: PartForm, standing: PartForm, name: str) -> bool:
    if name in form.errors:
        return True
    if standing.instance._meta.get_field(name).many_to_many:
        return set(form.cleaned_data.get(name) or ()) != set(getattr(standing.instance, name).all())
    return form.cleaned_data.get(name) != getattr(standing.instance, name)


def _is_as_read(form: PartForm, name: str, read: str) -> bool:
    """Whether what was sent is what the history says was there when the form was opened."""
    if name in form.errors:
        return False
    value = form.cleaned_data.get(name)
    if isinstance(value, Decimal) and read:
        return value == Decimal(read)
    if form.instance._meta.get_field(name).many_to_many:
        return ", ".join(str(one) for one in value or ()) == read
    return ("" if value is None else str(value)) == read


def _raw(standing: PartForm, name: str) -> str:
    value = standing[name].value()
    if value is None or value is False:
        return ""
    return "on" if value is True else str(value)


def _shown(row: Model, name: str) -> str:
    """The stored value as people read it."""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if row._meta.get_field(name).many_to_many:
        value = ", ".join(str(one) for one in value.all())
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, Decimal):
        return nombre(value.normalize())
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)
