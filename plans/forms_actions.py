"""The forms of the page of actions: they read what was typed; services write."""

from typing import Any

from django import forms

from core.forms import NombreField
from indicators.models import Indicator
from partners.models import Organisation
from plans.actions import NOT_TOLD
from plans.enums import ActionStatus
from plans.models import Action, Plan
from plans.services_actions import LONGEST

_DAY = "Écrivez une date comme 2007-03-09."
_STATUSES = [(one.value or NOT_TOLD, one.label) for one in ActionStatus]


class Day(forms.DateField):
    def __init__(self, label: str, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(label=label, required=False, widget=widget, error_messages={"invalid": _DAY}, **kwargs)


class Percent(NombreField):
    def __init__(self, **kwargs):
        super().__init__(label="Avancement (%)", required=False, **kwargs)

    def clean(self, value) -> int | None:
        number = super().clean(value)
        return None if number is None else int(number)


class _Managing(forms.Form):
    """What may be said of one action or of several."""

    status = forms.ChoiceField(label="État", choices=_STATUSES, required=False)
    progress = Percent()
    lead = forms.CharField(label="Responsable", max_length=120, required=False)
    start = Day("Début")
    end = Day("Fin")
    cles = forms.ModelMultipleChoiceField(
        label="CLE", queryset=Action.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["cles"].queryset = plan.territory.children.order_by("code")

    def clean_status(self) -> str:
        return self.cleaned_data["status"].replace(NOT_TOLD, "")


class ActionForm(_Managing):
    """All that is managed of one action."""

    status_comment = forms.CharField(
        label="Commentaire", required=False, max_length=LONGEST["status_comment"], widget=forms.Textarea({"rows": 3}),
        help_text="Où en est l’action, en quelques phrases. Le rapport annuel le reprend.",
    )  # fmt: skip
    organisations = forms.ModelMultipleChoiceField(
        label="Partenaires", queryset=Organisation.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    partner = forms.CharField(label="Ajouter un partenaire", max_length=200, required=False)
    indicators = forms.ModelMultipleChoiceField(
        label="Indicateurs et cibles liés", queryset=Indicator.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, plan: Plan, action: Action, **kwargs):
        initial = {
            name: getattr(action, name) for name in ("progress", "lead", "start", "end", "status_comment", "version")
        }
        initial |= {name: getattr(action, name).all() for name in ("cles", "organisations", "indicators")}
        super().__init__(*args, plan=plan, initial=initial | {"status": action.status or NOT_TOLD}, **kwargs)
        self.fields["organisations"].queryset = Organisation.objects.near(plan.territory)
        self.fields["indicators"].queryset = Indicator.objects.in_year(plan.year_id)

    def clean_status_comment(self) -> str:
        return self.cleaned_data["status_comment"].replace("\r\n", "\n")

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "partner")}


class BulkForm(_Managing):
    """The same to several actions: what is left empty does not change."""

    status = forms.ChoiceField(label="État", choices=[("", "Ne pas changer"), *_STATUSES], required=False)

    def clean_status(self) -> str:
        return self.cleaned_data["status"]

    @property
    def values(self) -> dict[str, Any]:
        told = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        if not self.cleaned_data["cles"]:
            told.pop("cles", None)
        if "status" in told:
            told["status"] = told["status"].replace(NOT_TOLD, "")
        return told


class MilestoneForm(forms.Form):
    """A milestone, new or read at a version."""

    title = forms.CharField(label="Jalon", max_length=200, error_messages={"required": "Nommez le jalon."})
    due_on = Day("Échéance")
    reached_on = Day("Atteint le")
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput, required=False)


class FollowUpForm(forms.Form):
    """What was done of a strategy at the end of a month."""

    strategy = forms.IntegerField(widget=forms.HiddenInput)
    month = forms.TypedChoiceField(label="À la fin de", coerce=int, choices=())
    text = forms.CharField(
        label="Ce qui a été fait", max_length=LONGEST["follow_up"], widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Écrivez ce qui a été fait."},
    )  # fmt: skip

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["month"].choices = [(month, plan.year.month_name(month)) for month in range(1, 13)]
