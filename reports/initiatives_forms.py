"""What people type about an initiative."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms

from indicators.models import FiscalYear
from reports.models import Initiative, ReportHeading

_HELP = {
    "summary": "Ce qui a été fait, pour qui, en quelques phrases.",
    "partners": "Un par ligne.",
    "results": "Ce que l’initiative a donné, avec des nombres s’il y en a.",
    "portrait": "Le parcours d’une personne, sans rien qui permette de la reconnaître.",
    "quotation": "Sans guillemets.",
    "quotation_by": "Sans la nommer : « Une participante de Matane ».",
    "picture_text": "Ce que montre l’image, pour qui ne la voit pas. Obligatoire avec une image.",
}
_ROWS = {"summary": 5, "partners": 4, "results": 4, "portrait": 6, "quotation": 3}


class InitiativeForm(forms.ModelForm):
    """An initiative and the version its author read. Never saves: a service writes."""

    picture = forms.FileField(
        label="Image", required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text="JPEG, PNG ou WebP, 8 Mo au plus. Assurez-vous d’avoir le droit de la publier.",
    )  # fmt: skip
    remove_picture = forms.BooleanField(label="Retirer l’image", required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    class Meta:
        model = Initiative
        fields = (
            "title", "summary", "results", "partners", "portrait_title", "portrait", "is_pseudonym", "quotation",
            "quotation_by", "picture_text", "picture_credit",
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.initial.setdefault("version", self.instance.version if self.instance.pk else 0)
        for name, field in self.fields.items():
            field.label = str(field.label)[:1].upper() + str(field.label)[1:]
            if name in _ROWS:
                field.widget.attrs["rows"] = _ROWS[name]
            field.help_text = _HELP.get(name, field.help_text)
        self.fields["is_pseudonym"].label = "Les prénoms du portrait sont fictifs (une note le dira)"
        self.fields["title"].error_messages["required"] = "Donnez un titre à l’initiative."
        self.fields["summary"].error_messages["required"] = "Dites en quelques phrases ce qui a été fait."
        if not self.instance.picture:
            del self.fields["remove_picture"]

    def save(self, commit: bool = True):
        raise NotImplementedError("An initiative is written by reports.initiatives_services.")

    @property
    def values(self) -> dict[str, Any]:
        """What the services take, picture included."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return told


def initiative_form(initiative: Initiative, data=None, files=None) -> InitiativeForm:
    """The form of an initiative, filled with what was typed or as it stands."""
    return InitiativeForm(data, files, instance=copy(initiative))


class CommentForm(forms.Form):
    """What one says of an initiative; needed to return it."""

    text = forms.CharField(
        label="Commentaire", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=5000
    )


class HeadingChoiceForm(forms.Form):
    """Under which heading of the national report; none sets it aside."""

    heading = forms.ModelChoiceField(
        label="Rubrique du rapport national", queryset=ReportHeading.objects.none(), required=False,
        empty_label="Ne pas la retenir",
    )  # fmt: skip

    def __init__(self, *args, year: FiscalYear, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["heading"].queryset = ReportHeading.objects.filter(year=year)


class HeadingForm(forms.Form):
    """A new heading of the national report."""

    text = forms.CharField(label="Nouvelle rubrique", max_length=300, required=False)
