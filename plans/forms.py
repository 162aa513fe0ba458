"""The forms of a plan, made from the table of its parts: one factory, no form class per part."""

from copy import copy
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from core.formats import nombre
from core.forms import NombreField
from plans.parts import PARTS
from plans.texts import prose_fields

LONGEST_TEXT = 100_000
PROSE_HELP = (
    "Une ligne vide sépare les paragraphes; « - » commence une liste, « ### » un intertitre; « **gras** », "
    "« *italique* » et « [lien](https://…) » marquent les mots."
)
LONG_TITLE = 300  # a title that may be longer than this is read on several lines while it is written
_CHARACTERS_A_LINE = 80


class TitleBox(forms.Textarea):
    """A long title: seen whole while it is written, kept on one line."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 3, "class": "title-box"} | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return " ".join(value.split()) if isinstance(value, str) else value


class PartForm(forms.ModelForm):
    """Fields of one row and the version of it that the person read. Cleans, never saves: a service writes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # the server's sentence is better than the browser's bubble
        self.initial.setdefault("version", self.instance.version)
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea) and not isinstance(field.widget, TitleBox):
                _fit_long_text(field, str(self.initial.get(name) or ""))
                if name in prose_fields(type(self.instance)):
                    field.widget.attrs["data-prose"] = True
                    field.help_text = PROSE_HELP
            elif isinstance(field, NombreField):
                field.widget.attrs["class"] = "num"
                if isinstance(self.initial.get(name), Decimal):
                    self.initial[name] = self.initial[name].normalize()  # 200 630 rather than 200 630,000
            elif isinstance(field, forms.ModelChoiceField):
                field.queryset = self.instance.choices_of(name)
                field.choices = [("", "Aucune"), *self.instance.labels_of(name)]

    def clean(self) -> dict[str, Any]:
        """Browsers send CRLF: a text that nobody touched must stay equal to what is stored."""
        cleaned = super().clean() or self.cleaned_data
        return {name: _one_newline(value) for name, value in cleaned.items()}

    def save(self, commit: bool = True):
        raise NotImplementedError("A row is written by plans.services.edit_row.")

    @property
    def has_prose(self) -> bool:
        """Whether a text of the row may name figures and notes."""
        return any("data-prose" in field.widget.attrs for field in self.fields.values())

    @property
    def values(self) -> dict[str, Any]:
        """What is to be written: the cleaned fields without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


@cache
def part_form(kind: str) -> type[PartForm]:
    """The form class of a kind of part."""
    part = PARTS[kind]
    return forms.modelform_factory(part.model, form=PartForm, fields=part.fields, formfield_callback=formfield_of)


def bound_to(row: Model, kind: str, data=None, *, auto_id: str = "id_%s") -> PartForm:
    """The form of a row, filled with what was typed (`data`) or with the row as it stands."""
    return part_form(kind)(data, instance=copy(row), auto_id=auto_id)  # a bound form writes into its instance


def formfield_of(field, **kwargs):
    """The form field of a model field as people write it here."""
    if field.get_internal_type() == "CharField" and not field.choices and field.max_length > LONG_TITLE:
        kwargs["widget"] = TitleBox
    elif field.get_internal_type() == "DateField":
        kwargs["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    elif field.get_internal_type() == "PositiveSmallIntegerField":
        # a text box keeps what was typed when it is not a number; a number box would lose it
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "numeric", "class": "num"})
    formfield = field.formfield(**kwargs)
    if formfield is not None and formfield.label:
        formfield.label = formfield.label[0].upper() + formfield.label[1:]
    return formfield


def _fit_long_text(field: forms.Field, text: str) -> None:
    lines = sum(1 + len(line) // _CHARACTERS_A_LINE for line in text.splitlines())
    field.widget.attrs["rows"] = min(max(lines + 2, 4), 24)
    field.validators.append(_refuse_too_long)


def _refuse_too_long(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise ValidationError(
            f"Ce texte compte {nombre(len(text))} caractères; une partie du plan en compte au plus "
            f"{nombre(LONGEST_TEXT)}. Raccourcissez-le ou répartissez-le entre plusieurs parties."
        )


def _one_newline(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
