"""The people behind a result in the API: the groups of each dimension, complete or as anybody may read them."""

from django import forms
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, views
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.enums import Ability
from core import versions
from core.api import ALWAYS_KNOWN, ExactField, FiscalYearField, refuse_unknown_parameters
from core.fiscal import calendar_month, check_month
from core.formats import fiscal_year_label
from indicators.api_attainment import MONTH, UNCHANGED, results_tag
from indicators.api_shapes import CALENDAR_MONTH, IndicatorNameSerializer
from indicators.breakdowns import BreakdownTable, read_breakdown
from indicators.enums import DimensionKind
from indicators.figures import latest_month
from indicators.filters import FiscalYearFormField, MonthFormField, YesNoFormField, find_indicator, find_year
from indicators.models import BreakdownDimension, Indicator
from regions.api import PlaceSerializer
from regions.filters import find_territory
from regions.models import Territory

_REQUIRED = {"required": "Ce paramètre est obligatoire."}


class PartSerializer(serializers.Serializer):
    """Un groupe, ou l’ensemble. Masqué : la valeur est nulle et `is_masked` vrai; nul sans être masqué : inconnu.

    `share_percent` : part de l’ensemble, au dixième (pour un taux, un ratio ou un délai, part du dénominateur).
    """

    code = serializers.CharField(read_only=True)
    name = serializers.CharField(source="label", read_only=True)
    value = ExactField()
    numerator = ExactField()
    denominator = ExactField()
    share_percent = ExactField(source="share")
    is_masked = serializers.BooleanField(read_only=True)


class DimensionSerializer(serializers.Serializer):
    """Une dimension, avec ses groupes tels qu’ils étaient définis dans l’exercice.

    `kind` : partition (les parts s’additionnent), overlapping (elles se recoupent), partial (elles ne couvrent pas
    tout). `covered_percent` : ce que les parts totalisent; nul quand l’une est inconnue ou masquée. `warnings` : ce qui
    cloche dans les données.
    """

    code = serializers.CharField(source="dimension.code", read_only=True)
    name = serializers.CharField(source="dimension.name", read_only=True)
    kind = serializers.ChoiceField(DimensionKind.choices, source="dimension.kind", read_only=True)
    sentence = serializers.CharField(read_only=True)
    covered_percent = ExactField(source="covered")
    warnings = serializers.ListField(child=serializers.CharField(), read_only=True)
    total = PartSerializer(read_only=True)
    parts = PartSerializer(source="rows", many=True, read_only=True)


class BreakdownSerializer(serializers.Serializer):
    """Les ventilations d’un indicateur dans un territoire, d’avril à la fin d’un mois."""

    indicator = IndicatorNameSerializer()
    territory = PlaceSerializer(read_only=True)
    fiscal_year = FiscalYearField(source="year")
    month = serializers.SerializerMethodField()
    is_public = serializers.BooleanField(read_only=True)
    is_synthetic = serializers.BooleanField(read_only=True)
    dimensions = DimensionSerializer(many=True, read_only=True)

    @extend_schema_field(CALENDAR_MONTH)
    def get_month(self, answer: dict) -> str:
        return calendar_month(answer["year"], answer["month"])


class BreakdownForm(forms.Form):
    """What is asked for, checked as a whole."""

    territory = forms.CharField(error_messages=_REQUIRED)
    fiscal_year = FiscalYearFormField(error_messages=_REQUIRED)
    indicator = forms.CharField(error_messages=_REQUIRED)
    month = MonthFormField(required=False)
    dimension = forms.CharField(required=False)
    public = YesNoFormField(required=False)

    def clean(self):
        data = super().clean()
        if data.get("month") and data.get("fiscal_year"):
            try:
                check_month(self.data["month"].strip(), data["fiscal_year"])
            except ValueError as error:
                self.add_error("month", str(error))
        return data


def _parameter(name: str, description: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, str, description=description, required=required)


class BreakdownView(views.APIView):
    """Les groupes derrière un résultat, complets ou masqués.

    `public=true` donne ce que chacun peut lire : les petits nombres y sont masqués, de même que ceux qui permettraient
    de les déduire. Seule cette version peut être rediffusée.
    """

    @extend_schema(
        summary="Les ventilations d’un indicateur",
        parameters=[
            _parameter("territory", "Code d’un territoire : QC, 01, 01-100.", required=True),
            _parameter("fiscal_year", "Exercice : 2007-2008.", required=True),
            _parameter("indicator", "Numéro ou code d’un indicateur : 2.", required=True),
            MONTH,
            _parameter("dimension", "Code d’une dimension (sexe, age, soutien…) : seulement celle-là."),
            _parameter("public", "true : la version publique, où les petits nombres sont masqués."),
        ],
        responses={200: BreakdownSerializer, 304: UNCHANGED},
    )
    def get(self, request):
        refuse_unknown_parameters(request, set(BreakdownForm.base_fields) | ALWAYS_KNOWN)
        form = BreakdownForm(request.query_params)
        if not form.is_valid():
            raise ValidationError(form.errors)
        asked = form.cleaned_data
        place = find_territory(asked["territory"], among=request.user.visible_territories(Ability.READ_RESULTS))
        tag = results_tag(request, asked["fiscal_year"], [place.pk])
        return versions.unchanged(request, tag) or versions.tagged(_tell(asked, place), tag)


def _tell(asked: dict, place: Territory) -> Response:
    year = find_year(asked["fiscal_year"]).pk
    indicator = _defined(asked["indicator"], year)
    month = asked["month"][1] if asked["month"] else latest_month(place, year)
    public = bool(asked["public"])
    tables = read_breakdown(
        indicator=indicator,
        territory=place,
        year=year,
        month=month,
        dimension=_find_dimension(asked["dimension"]),
        public=public,
    )
    return Response(BreakdownSerializer(_answer(indicator, place, year, month, public, tables)).data)


def _defined(key: str, year: int) -> Indicator:
    indicator = find_indicator(key)
    if not Indicator.objects.in_year(year).filter(pk=indicator.pk).exists():
        raise Http404(f"L’indicateur {key} n’est pas défini en {fiscal_year_label(year)}.")
    return indicator


def _find_dimension(code: str) -> BreakdownDimension | None:
    if not code:
        return None
    dimension = BreakdownDimension.objects.filter(code=code).first()
    if dimension is None:
        raise Http404(f"Dimension inconnue : {code}.")
    return dimension


def _answer(indicator, territory, year: int, month: int, public: bool, tables: tuple[BreakdownTable, ...]) -> dict:
    return {
        "indicator": indicator,
        "territory": territory,
        "year": year,
        "month": month,
        "is_public": public,
        "is_synthetic": any(table.is_synthetic for table in tables),
        "dimensions": tables,
    }
