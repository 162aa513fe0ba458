"""What people type on the follow-up pages."""

from django import forms

from core.forms import NombreField
from indicators.enums import SEPTEMBER, Obligation, Service
from indicators.models import FiscalYear, Indicator


class TargetRevisionForm(forms.Form):
    """A new version of a target. The rules (a reason, a number or « s/o ») are those of the service."""

    value = NombreField(label="Nouvelle cible", required=False)
    not_applicable = forms.BooleanField(
        label="s/o : ne plus fixer de cible",
        required=False,
        help_text="Laissez alors la nouvelle cible vide. L’indicateur reste suivi, sans être jugé.",
    )
    effective_month = forms.TypedChoiceField(
        label="En vigueur à partir de",
        coerce=int,
        initial=SEPTEMBER,
        help_text="Les mois qui précèdent restent jugés d’après l’ancienne cible.",
    )
    reason = forms.CharField(
        label="Motif de la révision",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Il est conservé avec la cible et affiché sur la page de l’indicateur.",
    )
    expected_version = forms.IntegerField(label="Version de la cible", min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, indicator: Indicator, year: FiscalYear, **kwargs):
        super().__init__(*args, **kwargs)
        value = self.fields["value"]
        value.places = indicator.decimals
        value.label = f"Nouvelle cible ({indicator.unit})" if indicator.unit else value.label
        value.widget.attrs["class"] = "num"
        self.fields["effective_month"].choices = [(month, year.month_name(month)) for month in range(1, 13)]


class CatalogueFilterForm(forms.Form):
    """Which indicators of the catalogue to show, and as they stood in which year."""

    q = forms.CharField(
        label="Chercher", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    exercice = forms.TypedChoiceField(label="Exercice", required=False, coerce=int)
    volet = forms.ChoiceField(label="Volet", required=False, choices=[("", "Tous"), *Service.choices])
    obligation = forms.ChoiceField(label="Obligation", required=False, choices=[("", "Toutes"), *Obligation.choices])

    def __init__(self, *args, years: list[FiscalYear], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["exercice"].choices = [(year.pk, year.label) for year in years]
