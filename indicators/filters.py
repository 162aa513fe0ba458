"""How indicators, targets, results and attainment are looked for."""

import unicodedata
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from django import forms
from django.db.models import F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.http import Http404, QueryDict
from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError

from accounts.enums import Ability
from core.fiscal import check_month, read_fiscal_year, read_month
from core.formats import fiscal_year_label
from indicators.attainment_rows import Selection, Shape
from indicators.enums import Component, Kind, Obligation, Service, Status
from indicators.models import Attainment, BreakdownGroup, FiscalYear, Indicator, Target
from regions.enums import TerritoryKind
from regions.filters import find_territory
from regions.models import Territory

STATUS_CHOICES = [(status.tone, status.label) for status in Status]
_STATUS = {status.tone: status for status in Status}


class FiscalYearFormField(forms.CharField):
    """`2007-2008`, read as 2007."""

    def to_python(self, value):
        text = super().to_python(value)
        return _reading(read_fiscal_year, text) if text else None


class MonthFormField(forms.CharField):
    """`2008-03`, read as (2007, 12)."""

    def to_python(self, value):
        text = super().to_python(value)
        return _reading(read_month, text) if text else None


class YesNoFormField(forms.CharField):
    """`true` or `false`; anything else is refused rather than ignored."""

    def to_python(self, value):
        text = super().to_python(value).lower()
        if text not in {"", "true", "false"}:
            raise forms.ValidationError(f"« {value} » n’est ni true ni false.")
        return None if text == "" else text == "true"


def _reading(read, text: str):
    try:
        return read(text)
    except ValueError as error:
        raise forms.ValidationError(str(error)) from error


class FiscalYearFilter(filters.CharFilter):
    field_class = FiscalYearFormField


class MonthFilter(filters.CharFilter):
    field_class = MonthFormField


class YesNoFilter(filters.BooleanFilter):
    field_class = YesNoFormField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.extra.pop("widget", None)


def find_year(start: int) -> FiscalYear:
    """The fiscal year that begins in `start`. Raises Http404, with a French sentence, when it was never opened."""
    year = FiscalYear.objects.filter(pk=start).first()
    if year is None:
        raise Http404(f"Exercice inconnu : {fiscal_year_label(start)}.")
    return year


def find_indicator(key: str) -> Indicator:
    """The indicator of a number or of a code. Raises Http404, with a French sentence, when there is none."""
    indicator = Indicator.objects.filter(Q(number=key) | Q(code=key)).first()
    if indicator is None:
        raise Http404(f"Indicateur inconnu : {key}.")
    return indicator


def find_group(code: str) -> BreakdownGroup:
    """The breakdown group of a code. Raises Http404, with a French sentence, when there is none."""
    group = BreakdownGroup.objects.filter(code=code).first()
    if group is None:
        raise Http404(f"Groupe inconnu : {code}.")
    return group


class SeriesForm(forms.Form):
    """What several parameters together must respect."""

    def clean(self):
        data = super().clean()
        if data.get("within") is not None and not data.get("territory"):
            self.add_error("within", "Ce paramètre s’emploie avec territory.")
        if data.get("month") and data.get("fiscal_year"):
            try:
                check_month(self.data["month"].strip(), data["fiscal_year"])
            except ValueError as error:
                self.add_error("month", str(error))
        return data


class PlaceFilter(filters.FilterSet):
    """Rows of a territory, or of all that counts in it, in a fiscal year."""

    territory = filters.CharFilter(help_text="Code d’un territoire : QC, 01, 01-100.")
    fiscal_year = FiscalYearFilter(help_text="Exercice, du 1er avril au 31 mars : 2007-2008.")

    class Meta:
        form = SeriesForm

    def visible(self) -> QuerySet[Territory]:
        """The territories among which `territory` is looked for."""
        return self.request.user.visible_territories(Ability.READ_RESULTS)

    def filter_queryset(self, queryset):
        data = self.form.cleaned_data
        if data["fiscal_year"] is not None:
            queryset = queryset.filter(year=find_year(data["fiscal_year"]))
        return self.in_place(queryset)

    def in_place(self, queryset):
        data = self.form.cleaned_data
        if not data["territory"]:
            return queryset
        place = find_territory(data["territory"], among=self.visible())
        if data.get("within"):
            return queryset.filter(territory__in=Territory.objects.within(place, data["fiscal_year"]))
        return queryset.filter(territory=place)


class SeriesFilter(PlaceFilter):
    """Rows of an indicator too."""

    within = YesNoFilter(help_text="Avec territory : true ajoute tout ce qui compte dans ce territoire (région → CLE).")
    indicator = filters.CharFilter(help_text="Numéro ou code d’un indicateur : 2, SS1, SPE_NOUV_PART.")

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        key = self.form.cleaned_data["indicator"]
        return queryset.filter(indicator=find_indicator(key)) if key else queryset


class TargetFilter(SeriesFilter):
    """Versions of targets, each with `latest`: the number of the last version of the same target."""

    month = MonthFilter(help_text="Mois civil (2007-12) : seulement la version en vigueur ce mois-là.")
    current = YesNoFilter(help_text="true : seulement la dernière version de chaque cible; false : les précédentes.")

    def filter_queryset(self, queryset):
        data = self.form.cleaned_data
        queryset = super().filter_queryset(queryset).annotate(latest=_last_version())
        if data["month"]:
            year, month = data["month"]
            queryset = queryset.filter(year=find_year(year), version=_last_version(effective_month__lte=month))
        if data["current"] is None:
            return queryset
        return queryset.filter(version=F("latest")) if data["current"] else queryset.filter(version__lt=F("latest"))


def _last_version(**conditions) -> Subquery:
    same = {name: OuterRef(name) for name in ("year", "territory", "indicator")}
    return Subquery(Target.objects.filter(**same, **conditions).order_by("-version").values("version")[:1])


class MeasurementFilter(SeriesFilter):
    component = filters.ChoiceFilter(choices=Component.choices, help_text="Numérateur ou dénominateur.")
    group = filters.CharFilter(help_text="Code d’un groupe : total (tout le monde), sexe-1.")
    month = MonthFilter(help_text="Mois civil (2007-04) : les séries de son exercice, réduites à ce mois.")

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        data = self.form.cleaned_data
        if data["component"]:
            queryset = queryset.filter(component=data["component"])
        if data["group"]:
            queryset = queryset.filter(group=find_group(data["group"]))
        if data["month"]:
            year, month = data["month"]
            queryset = queryset.filter(year=find_year(year)).annotate(only_month=_constant(month))
        return queryset


class AttainmentFilter(SeriesFilter):
    """What may be asked of attainment; AttainmentQuestion reads it."""

    month = MonthFilter(help_text="Mois civil (2008-03) à la fin duquel lire; sinon le dernier qui a des données.")
    targeted = YesNoFilter(help_text="true : seulement les indicateurs ciblés dans l’exercice; false : les autres.")
    status = filters.ChoiceFilter(choices=STATUS_CHOICES, help_text="État de l’indicateur à la fin du mois.")
    projection = YesNoFilter(help_text="true : ajoute à chaque ligne le résultat projeté au 31 mars.")


class ExportFilter(SeriesFilter):
    """What may be asked of the export: all years and months unless one is named."""

    month = MonthFilter(help_text="Mois civil (2008-03) : une seule ligne par série, à la fin de ce mois.")
    targeted = YesNoFilter(help_text="true : seulement les indicateurs ciblés dans l’exercice; false : les autres.")
    style = filters.ChoiceFilter(
        choices=[("neutral", "neutre"), ("french", "français")],
        help_text="neutral (virgules, point décimal) ou french (points-virgules, virgule décimale, pour un tableur).",
    )


class AttainmentQuestion:
    """Attainment of one fiscal year as it stands at the end of one month, as somebody asks for it.

    Worked out piece by piece: whether an answer has changed is known from `year` and `places` alone, without its rows.
    """

    def __init__(self, user, parameters, filterset: type[PlaceFilter] = AttainmentFilter) -> None:
        """Raises ValidationError, naming each parameter that is wrong."""
        self.user, self.asked = user, _asked(filterset, parameters.urlencode())

    @cached_property
    def place(self) -> Territory | None:
        """The territory asked for; 404 when it is not among those of the person."""
        code = self.asked["territory"]
        return find_territory(code, among=self._visible()) if code else None

    @cached_property
    def places(self) -> list[int]:
        """The highest territories that the answer is about: what counts in them is covered."""
        return sorted(place.pk for place in ([self.place] if self.place else self._held()))

    @cached_property
    def indicator(self) -> Indicator | None:
        """The indicator asked for; 404 when there is none of that key."""
        return find_indicator(self.asked["indicator"]) if self.asked["indicator"] else None

    @cached_property
    def year(self) -> int:
        """The year asked for, that of the month asked for, or the last one that has results."""
        if self.asked["fiscal_year"] is not None:
            return self.asked["fiscal_year"]
        if self.asked["month"]:
            return self.asked["month"][0]
        rows = Attainment.objects.filter(territory__in=self._inside(None).values("pk"), last_month__gt=0)
        if self.indicator:
            rows = rows.filter(indicator=self.indicator)
        return rows.aggregate(last=Max("year"))["last"] or 0

    @cached_property
    def month(self) -> int:
        """The month asked for, or the last with data: of the territory asked for (what counts in it is no later), or
        of all that the person may see."""
        if self.asked["month"]:
            return self.asked["month"][1]
        rows = Attainment.objects.for_year(self.year)
        rows = rows.filter(territory=self.place) if self.place else rows.visible_to(self.user)
        return rows.aggregate(last=Max("last_month"))["last"] or 12

    def selection(self, shapes: dict[int, Shape], *, year: int, month: int) -> Selection:
        """The rows asked for in a year, among its indicators (`shapes`)."""
        targeted = self.asked["targeted"]
        wanted = [pk for pk, shape in shapes.items() if targeted in {None, shape.is_targeted}]
        if self.indicator:
            wanted = [pk for pk in wanted if pk == self.indicator.pk]
        status = _STATUS[self.asked["status"]] if self.asked.get("status") else None
        return Selection(year, month, wanted, self._territories(year), status)

    def find(self) -> None:
        """404 now for a place or an indicator that is not there, for those who will only read later."""
        _ = self.place, self.indicator

    def check_year(self) -> None:
        """404 for a year that was never opened; to be asked when nothing is found."""
        if self.asked["fiscal_year"] is not None or self.asked["month"]:
            find_year(self.year)

    def _territories(self, year: int) -> list[int] | None:
        """Primary keys of the territory asked for, or of what counts in it, as far as the person may look; None for
        somebody who may look everywhere."""
        if self.place is None and any(place.kind == TerritoryKind.NATIONAL for place in self._held()):
            return None
        if self.place and not self.asked["within"]:
            return [self.place.pk]
        return list(self._inside(year).values_list("pk", flat=True))

    def _inside(self, year: int | None) -> QuerySet[Territory]:
        """What the person may look into; of it, the place asked for or what counts in it (that year)."""
        if self.place is None:
            return self._visible()
        if self.asked["within"]:
            return self._visible().filter(pk__in=Territory.objects.within(self.place, year).values("pk"))
        return Territory.objects.filter(pk=self.place.pk)

    def _held(self) -> list[Territory]:
        return self.user.territories_with(Ability.READ_RESULTS)

    def _visible(self) -> QuerySet[Territory]:
        return self.user.visible_territories(Ability.READ_RESULTS)


@lru_cache(maxsize=512)
def _asked(filterset: type[PlaceFilter], query: str) -> Mapping[str, Any]:
    """What a query string asks for, read by the form of the filter set. The same words always ask for the same, and
    programs that ask again whether anything has changed are spared the reading."""
    form = _form_of(filterset)(QueryDict(query))
    if not form.is_valid():
        raise ValidationError(form.errors)
    return MappingProxyType(form.cleaned_data)


@cache
def _form_of(filterset: type[PlaceFilter]) -> type[forms.Form]:
    return filterset(queryset=Attainment.objects.none()).get_form_class()


def _constant(number: int) -> Value:
    return Value(number, output_field=IntegerField())


class IndicatorFilter(filters.FilterSet):
    number = filters.CharFilter(help_text="Numéro : 2, SS1.")
    code = filters.CharFilter(help_text="Code : SPE_NOUV_PART.")
    kind = filters.ChoiceFilter(choices=Kind.choices, help_text="Nature.")
    service = filters.ChoiceFilter(choices=Service.choices, help_text="Volet.")
    fiscal_year = FiscalYearFilter(help_text="Exercice (2007-2008) : seulement les indicateurs alors définis.")
    obligation = filters.ChoiceFilter(
        choices=Obligation.choices, help_text="Obligation, dans l’exercice demandé ou, sinon, dans l’un quelconque."
    )
    search = filters.CharFilter(help_text="Mots du nom, du code ou de la définition, sans égard aux accents.")

    def filter_queryset(self, queryset):
        data = self.form.cleaned_data
        for name in ("number", "code", "kind", "service"):
            if data[name]:
                queryset = queryset.filter(**{name: data[name]})
        queryset = self._obliged(queryset, data["fiscal_year"], data["obligation"])
        return queryset.filter(pk__in=_matching(data["search"])) if data["search"] else queryset

    def _obliged(self, queryset, year: int | None, obligation: str):
        if year is None:
            return queryset.filter(periods__obligation=obligation).distinct() if obligation else queryset
        defined = Indicator.objects.in_year(find_year(year).pk)
        if obligation:
            defined = defined.filter(obligation_in_year=obligation)
        return queryset.filter(pk__in=defined.values("pk"))


def _matching(search: str) -> list[int]:
    """Keys of the indicators that hold every word. In Python: no database drops accents the same way."""
    words = _plain(search).split()
    rows = Indicator.objects.values_list("pk", "number", "code", "name", "short_name", "definition")
    return [pk for pk, *texts in rows if all(word in _plain(" ".join(texts)) for word in words)]


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
