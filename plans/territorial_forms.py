"""The forms of a territorial plan. They clean what was typed; services write."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone

from core.forms import NombreField
from plans.enums import ActionStatus
from plans.models import ActionTarget, MinistryAction, RegionalPriority, TerritorialPlan
from plans.territorial_dossier import WHOLE_PLAN
from plans.territorial_enums import TerritorialActKind
from plans.territorial_parts import PARTS

_DAY = "%Y-%m-%d"
_LABELS = {
    "number": "Numéro",
    "title": "Priorité régionale",
    "text": "Action",
    "priorities": "Répond aux priorités",
    "lead": "Responsable",
    "partners": "Partenaires",
    "start": "Début",
    "end": "Échéance",
    "source_note": "Remarque sur la source",
    "year": "Année",
    "value": "Cible",
    "unit": "Ce qui est compté",
    "due": "Au plus tard le",
}
_HELP = {
    "unit": "Par exemple\u00a0: formations, salons, webinaires.",
    "priorities": "Une action peut répondre à plusieurs priorités de son territoire.",
}


class _Labels(forms.ModelMultipleChoiceField):
    def label_from_instance(self, priority: RegionalPriority) -> str:
        return f"{priority.number}. {priority.title}"


class RowForm(forms.ModelForm):
    """Fields of one row and the version of it that the person read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.initial.setdefault("version", self.instance.version)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.help_text = _HELP.get(name, field.help_text)
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4
        self._fit()

    def _fit(self) -> None:
        """What depends on the row: the priorities of its territory, the years of its plan."""
        row = self.instance
        if isinstance(row, MinistryAction):
            priorities = RegionalPriority.objects.filter(place=row.place_id)
            self.fields["priorities"] = _Labels(
                priorities, label=_LABELS["priorities"], help_text=_HELP["priorities"],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": "Cochez au moins une priorité."},
            )  # fmt: skip
            self.fields["number"].required = bool(row.pk)
            self.initial["priorities"] = [one.pk for one in row.priorities.all()] if row.pk else []
        elif isinstance(row, ActionTarget):
            plan = row.owning_plan
            years = range(plan.start.year, plan.effective_end.year + 1)
            self.fields["year"] = forms.TypedChoiceField(
                choices=[("", WHOLE_PLAN), *((str(year), str(year)) for year in years)],
                coerce=int, empty_value=None, required=False, label=_LABELS["year"],
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Browsers send CRLF; a text that nobody touched must stay equal to what is stored."""
        cleaned = super().clean() or self.cleaned_data
        return {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in cleaned.items()
        }

    def _post_clean(self) -> None:
        """Rules are those of the services: the form only reads what was typed."""

    def save(self, commit: bool = True):
        raise NotImplementedError("A row is written by plans.services_territorial.")

    @property
    def values(self) -> dict[str, Any]:
        return {
            name: list(value) if name == "priorities" else value
            for name, value in self.cleaned_data.items()
            if name != "version"
        }


def _formfield(field, **kwargs):
    if field.name == "title":
        kwargs["widget"] = forms.Textarea(attrs={"class": "title-box"})
    elif field.get_internal_type() == "DateField":
        kwargs["widget"] = forms.DateInput(format=_DAY, attrs={"type": "date"})
    elif field.get_internal_type() == "PositiveSmallIntegerField":
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "numeric", "class": "num"})
    return field.formfield(**kwargs)


_FORMS = {
    kind: forms.modelform_factory(part.model, form=RowForm, fields=part.fields, formfield_callback=_formfield)
    for kind, part in PARTS.items()
}


def row_form(row: Model, kind: str, data=None) -> RowForm:
    """The form of a row (or of one to come), filled with what was typed or with the row as it stands."""
    return _FORMS[kind](data, instance=copy(row))


class FollowUpForm(forms.Form):
    """How an action stands on a day, and what its targets gave."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    status = forms.ChoiceField(label="État de l’action", error_messages={"required": "Choisissez l’état de l’action."})
    on = forms.DateField(label="En date du", widget=forms.DateInput(format=_DAY, attrs={"type": "date"}))
    note = forms.CharField(
        label="Suivi", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ce qui s’est fait, ce qui reste; pourquoi, si l’action est abandonnée.",
    )  # fmt: skip

    def __init__(self, action: MinistryAction, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["status"].choices = [("", "Choisir…"), *(one for one in ActionStatus.choices if one[0])]
        self.initial |= {"version": action.version, "status": action.status, "on": timezone.localdate()}
        self.targets = list(action.targets.all())
        for target in self.targets:
            when = target.year or WHOLE_PLAN.lower()
            self.fields[f"result_{target.pk}"] = NombreField(
                required=False, label=f"Résultat, {when} ({target.unit or 'quantité'})",
                help_text="" if target.value is None else f"Cible\u00a0: {target.value} {target.unit}",
            )  # fmt: skip
            self.fields[f"result_{target.pk}"].widget.attrs["class"] = "num"
            self.initial[f"result_{target.pk}"] = target.result

    @property
    def results(self) -> dict[int, Any]:
        """What was typed for each target; a blank takes a result away."""
        return {target.pk: self.cleaned_data[f"result_{target.pk}"] for target in self.targets}


class ActForm(forms.Form):
    """A decision on the whole plan; only the fields of its kind."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    new_end = forms.DateField(label="Nouvelle fin du plan")
    decided_on = forms.DateField(label="Date de la décision")
    body = forms.CharField(label="Instance qui décide", max_length=150)
    instrument = forms.CharField(label="Décret ou autre acte", max_length=150)
    reason = forms.CharField(label="Motif", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    FIELDS = {
        TerritorialActKind.EXTENSION: ("new_end", "decided_on", "body", "instrument", "reason"),
        TerritorialActKind.OPENING: ("decided_on", "body", "reason"),
        TerritorialActKind.ADOPTION: ("decided_on", "body", "instrument", "reason"),
        TerritorialActKind.REVISION: ("decided_on", "body", "instrument", "reason"),
        TerritorialActKind.CLOSURE: ("decided_on", "body", "reason"),
    }

    def __init__(self, kind: TerritorialActKind, plan: TerritorialPlan, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.initial |= {"version": plan.version}
        for name in [name for name in self.fields if name not in {"version", *self.FIELDS[kind]}]:
            del self.fields[name]
        for name in {"new_end", "decided_on"} & set(self.fields):
            self.fields[name].widget = forms.DateInput(format=_DAY, attrs={"type": "date"})
        if kind in {TerritorialActKind.ADOPTION, TerritorialActKind.REVISION}:
            self.fields["instrument"].required = False
        if kind == TerritorialActKind.ADOPTION:
            self.fields["reason"].required = False
        if kind == TerritorialActKind.EXTENSION:
            self.fields["instrument"].help_text = "Par exemple\u00a0: Décret nº\u00a0708-2022."

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
