"""What may be amended in a plan: its worded and counted fields, under the mandate of the body that is asked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from core.errors import Refused
from core.fields import ExactDecimalField
from core.formats import lire_nombre, nombre
from plans.enums import Body, PlanState, Volet
from plans.models import Plan
from plans.parts import KIND_OF, PARTS

# The state in which a plan is before a body, and takes proposals for it.
BEFORE: dict[str, Body] = {
    PlanState.SUBMITTED: Body.COUNCIL,
    PlanState.TRANSMITTED: Body.MINISTER,
    PlanState.EXAMINED: Body.MINISTER,
}
DECIDES: dict[str, Body] = {"adopt": Body.COUNCIL, "approve": Body.MINISTER}


def amendable_fields(model: type[models.Model]) -> tuple[models.Field, ...]:
    """Texts and numbers that people write; not choices, dates nor links."""
    part = PARTS[KIND_OF[model]]
    fields = [model._meta.get_field(name) for name in part.fields]
    return tuple(field for field in fields if is_worded(field) or _is_counted(field))


def body_of(plan: Plan) -> Body | None:
    """Before whom the plan now is; None when nobody may amend it."""
    return BEFORE.get(plan.state)


def in_mandate(row: models.Model) -> bool:
    """The Solidarité sociale part has another approver than the council and the Minister."""
    return row.owning_volet != Volet.SOLIDARITY


def text_of(row: models.Model, name: str) -> str:
    """A field as people read and type it."""
    value = getattr(row, name)
    if value is None:
        return ""
    return nombre(value) if isinstance(value, Decimal | int) else str(value)


def value_of(row: models.Model, name: str, text: str) -> Any:
    """What a proposed text makes of a field. Refused, in words, when it is no such value."""
    field = row._meta.get_field(name)
    try:
        value = _read(field, text)
        return field.clean(value, row)
    except (ValueError, ValidationError) as error:
        told = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        raise Refused(told, fields={"new": told}) from error


def _read(field: models.Field, text: str) -> Any:
    if is_worded(field):
        return text.replace("\r\n", "\n")
    number = lire_nombre(text)
    places = getattr(field, "places", 0)
    if number is not None and number.scaleb(places) % 1:
        allowed = f"{places} au plus" if places else "un nombre entier"
        raise ValueError(f"« {text} » a trop de décimales\u00a0: écrivez {allowed}.")
    return number if number is None or isinstance(field, ExactDecimalField) else int(number)


def is_worded(field: models.Field) -> bool:
    """Whether a field holds words that people write, not one of a list."""
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def _is_counted(field: models.Field) -> bool:
    return isinstance(field, models.IntegerField) and not field.choices
