"""What people type on the pages of the national frame."""

from django import forms

from core.forms import NombreField
from indicators.allocation_keys import all_keys
from indicators.models import FiscalYear, Indicator


class EntryForm(forms.Form):
    """The title of an orientation or a field. The rules are those of the service."""

    title = forms.CharField(label="Titre", widget=forms.Textarea(attrs={"rows": 3, "class": "title-box"}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args, longest: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["title"].max_length = longest
        self.fields["title"].help_text = f"Au plus {longest} caractères, tel que les plans l’imprimeront."


class NationalTargetForm(forms.Form):
    """A new version of a national target."""

    value = NombreField(label="Cible nationale", required=False)
    not_applicable = forms.BooleanField(
        label="s/o : ne pas fixer de cible nationale", required=False, help_text="Laissez alors la cible vide."
    )
    reason = forms.CharField(
        label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text="Il est conservé avec la cible.",
    )  # fmt: skip
    expected_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, indicator: Indicator, year: FiscalYear, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        value = self.fields["value"]
        value.places = indicator.decimals
        value.label = f"Cible nationale {year.label} ({indicator.unit})" if indicator.unit else value.label
        value.widget.attrs["class"] = "num"


class RecommendedKeyForm(forms.Form):
    """Which key the regions are advised to split by."""

    key = forms.ChoiceField(label="Clé de répartition recommandée", required=False)
    note = forms.CharField(
        label="Précision", required=False, max_length=200, help_text="Une phrase, montrée à la région avec la clé."
    )
    key_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", "Aucune"), *((key.code, key.label) for key in all_keys())]
