"""What people type in the annual report."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms

from core.forms import NombreField
from indicators.models import FiscalYear, Indicator
from reports.annual_parts import RULES, PartRule
from reports.models import AnnualEntry
from reports.models.annual import PLACES

_ROWS = {"introduction": 10, "strategies": 10, "conclusion": 8, "evaluations": 8}


class EntryForm(forms.ModelForm):
    """One element of a part: the fields that the part uses, and the version its author read. Never saves."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    class Meta:
        model = AnnualEntry
        fields = ("title", "kind", "value", "decimals", "unit", "people_of", "body", "source")

    def __init__(self, *args, rule: PartRule, year: FiscalYear, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name in [name for name in self.fields if name not in {*rule.fields, "version"}]:
            del self.fields[name]
        for name, field in self.fields.items():
            field.label = rule.labels.get(name) or _capital(str(field.label))
            field.required = name in rule.required
        self._fit(rule, year)

    def _fit(self, rule: PartRule, year: FiscalYear) -> None:
        if "body" in self.fields:
            self.fields["body"].widget = forms.Textarea(attrs={"rows": _ROWS.get(rule.part, 3)})
            self.fields["body"].widget.is_required = False
        if "value" in self.fields:
            self.fields["value"] = NombreField(
                label=self.fields["value"].label, required="value" in rule.required, places=PLACES
            )
            self.fields["value"].widget.attrs["class"] = "num"
            if self.initial.get("value") is not None:
                self.initial["value"] = self.initial["value"].normalize()
        if "decimals" in self.fields:
            self.fields["decimals"] = forms.TypedChoiceField(
                label="Décimales imprimées", coerce=int, empty_value=0, required=False,
                choices=[(number, str(number)) for number in range(PLACES + 1)],
            )  # fmt: skip
        if "people_of" in self.fields:
            self.fields["people_of"].queryset = Indicator.objects.in_year(year.pk).filter(kind="count")
            self.fields["people_of"].empty_label = "Ne pas diviser"

    def save(self, commit: bool = True):
        raise NotImplementedError("An element is written by reports.annual_services.")

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def entry_form(entry: AnnualEntry, year: FiscalYear, data=None) -> EntryForm:
    """The form of an element, filled with what was typed (`data`) or as it stands."""
    initial = {"version": entry.version if entry.pk else 0}
    return EntryForm(data, instance=copy(entry), rule=RULES[entry.part], year=year, initial=initial)


class ActForm(forms.Form):
    """The day of an act, and the resolution by which it was taken."""

    on = forms.DateField(
        label="Date", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Donnez la date.", "invalid": "Écrivez une date, par exemple 2008-09-18."},
    )  # fmt: skip
    resolution = forms.CharField(label="Numéro de la résolution", max_length=60, required=False)


class ReasonForm(forms.Form):
    """Why an adopted report is opened again."""

    reason = forms.CharField(
        label="Motif", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Dites pourquoi le rapport est rouvert."},
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
