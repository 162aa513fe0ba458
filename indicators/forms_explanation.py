"""What people type to explain a gap."""

from django import forms

from indicators.services_explanation import LONGEST


class ExplanationForm(forms.Form):
    """Causes, measures, and the version that their author was reading. The rules are those of the service."""

    causes = forms.CharField(
        label="Causes de l’écart",
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=LONGEST,
        help_text="Ce qui explique le résultat : marché du travail, ressources, saisie tardive, clientèle… "
        "Une ligne vide sépare les paragraphes; « - » commence une liste.",
    )
    measures = forms.CharField(
        label="Mesures prises",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        required=False,
        help_text="Ce qui a été fait ou le sera pour rejoindre la cible, et quand.",
    )
    expected_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
