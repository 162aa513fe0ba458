"""The request for a document: one form a kind, which offers only what the kind takes."""

from __future__ import annotations

from django import forms

from core.fiscal import calendar_month, check_month
from indicators.models import FiscalYear
from reports.enums import DocumentFormat, Paper
from reports.registry import Kind

WHOLE, REGIONS = "whole", "regions"


class RequestForm(forms.Form):
    """Format, month, edition, paper and reach of one kind of document for a year."""

    kind = forms.CharField(widget=forms.HiddenInput)
    reach = forms.ChoiceField(label="Portée", required=False)
    format = forms.ChoiceField(label="Format", choices=DocumentFormat)
    month = forms.ChoiceField(label="Jusqu’à la fin de", required=False)
    edition = forms.TypedChoiceField(label="Édition", coerce=int, empty_value=None, required=False)
    paper = forms.ChoiceField(label="Papier", choices=Paper, initial=Paper.LETTER, required=False)

    def __init__(
        self,
        kind: Kind,
        year: FiscalYear,
        data=None,
        *,
        latest: int | None = None,
        editions: tuple[int, ...] = (),
        has_batch: bool = False,
        is_batch_only: bool = False,
    ):
        super().__init__(data, initial={"kind": kind.code}, auto_id=f"{kind.code}-%s")
        self.asked, self.year, self.is_batch_only = kind, year, is_batch_only
        self._months(kind, year, latest)
        if has_batch and not is_batch_only:
            self.fields["reach"].choices = [(WHOLE, "Le Québec"), (REGIONS, "Chaque région, en un lot")]
        else:
            del self.fields["reach"]
        if editions:
            numbered = ((number, kind.edition_label(number)) for number in editions)
            self.fields["edition"].choices = [("", kind.latest_label), *numbered]
        else:
            del self.fields["edition"]

    def _months(self, kind: Kind, year: FiscalYear, latest: int | None) -> None:
        months = [(calendar_month(year.start, month), year.month_name(month)) for month in range(1, 13)]
        field = self.fields["month"]
        if kind.month == "none":
            del self.fields["month"]
        elif kind.month == "optional":
            field.choices = [("", "Dernier mois connu"), *months]
        else:
            field.choices, field.required = months, True
            self.initial["month"] = calendar_month(year.start, latest or 12)

    def clean_month(self) -> int | None:
        text = self.cleaned_data["month"]
        return check_month(text, self.year.start) if text else None

    def clean_paper(self) -> str:
        return self.cleaned_data["paper"] or Paper.LETTER

    @property
    def wants_batch(self) -> bool:
        return self.is_batch_only or self.cleaned_data.get("reach") == REGIONS

    @property
    def asked_for(self) -> dict:
        """What the services take, once the form is valid."""
        cleaned = self.cleaned_data
        return {
            "kind": self.asked.code,
            "format": cleaned["format"],
            "month": cleaned.get("month"),
            "paper": cleaned["paper"],
        }
