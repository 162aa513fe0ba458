"""Forms of the writing page: many on one page, each with ids of its own, and small ones to add a row."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any

from django import forms
from django.db.models import Model

from indicators.models import FiscalYear
from plans.forms import PartForm, TitleBox, formfield_of, part_form
from plans.models import Plan
from plans.parts import KIND_OF, PARTS, row_anchor
from plans.writing_sheets import SHEETS
from regions.models import MRC

_LONG = 100  # characters


def write_form(row: Model, data=None, *, choices: dict[tuple[str, str], list] | None = None) -> PartForm:
    """The form of a row, whose boxes bear ids of their own and belong to the form « f-strategie-12 » wherever they lie.

    `choices` keeps, for a page of many rows, the lists that they share.
    """
    kind, anchor = KIND_OF[type(row)], row_anchor(row)
    form = part_form(kind)(data, instance=copy(row), auto_id=f"id_{anchor}_%s")
    for name, field in form.fields.items():
        if name in SHEETS[kind].columns and is_long_line(field):
            field.widget = TitleBox({"rows": 2})  # in a narrow cell a name is read on several lines
        field.widget.attrs["form"] = f"f-{anchor}"
        if choices is not None and isinstance(field, forms.ModelChoiceField):
            if (kind, name) not in choices:
                choices[kind, name] = list(field.choices)
            field.widget.choices = choices[kind, name]
    return form


def is_long_line(field: forms.Field) -> bool:
    """Whether a box of one line is too short for what it may hold."""
    return type(field.widget) is forms.TextInput and (getattr(field, "max_length", None) or 0) >= _LONG


class AddForm(forms.ModelForm):
    """What must be known to add a row: what is told once (which MRC) and what may not be empty. Never saves."""

    def save(self, commit: bool = True):
        raise NotImplementedError("A row is added by plans.services_structure.add_child.")

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


@cache
def _add_form(kind: str) -> type[AddForm]:
    part = PARTS[kind]
    required = [name for name in part.fields if not part.model._meta.get_field(name).blank]
    plain = [name for name in required if part.model._meta.get_field(name).get_internal_type() != "BooleanField"]
    wanted = (*part.chosen, *(name for name in plain if not part.model._meta.get_field(name).has_default()))
    return forms.modelform_factory(part.model, form=AddForm, fields=wanted, formfield_callback=formfield_of)


def add_form(kind: str, parent: Model, plan: Plan, data=None) -> AddForm:
    """The form to add a row of a kind under its parent; lists hold only what is not there yet."""
    part = PARTS[kind]
    blank = part.model(**{part.parent: parent})
    form = _add_form(kind)(data, instance=blank, auto_id=f"ajout-{kind}-{parent.pk}_%s")
    form.use_required_attribute = False
    for name, queryset in _free(kind, plan).items():
        form.fields[name].queryset = queryset
    return form


def _free(kind: str, plan: Plan) -> dict[str, Any]:
    match kind:
        case "part-budget":
            taken = plan.budget_shares.values("territory")
            return {"territory": plan.territory.children.exclude(pk__in=taken)}
        case "taux-mrc":
            taken = plan.mrc_figures.values("mrc")
            return {"mrc": MRC.objects.in_region(plan.territory, plan.year.first_day).exclude(pk__in=taken)}
        case "budget-anterieur" | "effectif":
            return {"year": FiscalYear.objects.filter(pk__lte=plan.year_id + 1)}
    return {}
