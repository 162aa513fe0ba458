"""Indicators, targets, results and attainment in the API, within the territories of the person."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, views
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.enums import Ability
from core.api import (
    ALWAYS_KNOWN,
    ExactField,
    FiscalYearField,
    ListViewSet,
    MonthsField,
    ReadViewSet,
    exact,
    refuse_unknown_parameters,
)
from core.fiscal import calendar_month, check_month, read_fiscal_year
from indicators.enums import MONTH_KEYS, Direction, Family, Kind
from indicators.figures import Figure, latest_month, read_figures
from indicators.filters import (
    STATUS_CHOICES,
    AttainmentFilter,
    IndicatorFilter,
    MeasurementFilter,
    TargetFilter,
    find_indicator,
    find_year,
)
from indicators.models import Attainment, Indicator, IndicatorPeriod, Measurement, Target
from indicators.projection import Method, project
from indicators.scale import unscale
from regions.api import PlaceSerializer
from regions.filters import find_territory
from regions.models import Territory

CALENDAR_MONTH = {"type": "string", "pattern": r"^\d{4}-\d{2}$", "examples": ["2008-03"]}
_CALENDAR_MONTH_OR_NULL = {**CALENDAR_MONTH, "type": ["string", "null"]}
MONTH = OpenApiParameter("month", str, description="Mois civil (2008-03); sinon le dernier qui a des données.")


# --- Catalogue -------------------------------------------------------------------------------------------------------


class IndicatorPeriodSerializer(serializers.ModelSerializer):
    """D’un exercice à un autre, l’obligation et le nom alors imprimé (vide : le nom du catalogue)."""

    first_year = FiscalYearField()
    last_year = FiscalYearField(allow_null=True)

    class Meta:
        model = IndicatorPeriod
        fields = read_only_fields = ["first_year", "last_year", "obligation", "label"]


class IndicatorSerializer(serializers.ModelSerializer):
    """Un indicateur du catalogue, avec ses périodes de validité."""

    periods = IndicatorPeriodSerializer(many=True)

    class Meta:
        model = Indicator
        fields = read_only_fields = [
            "number", "code", "name", "short_name", "kind", "direction", "unit", "decimals", "component_decimals",
            "multiplier", "numerator", "denominator", "definition", "comment", "source", "certainty", "family",
            "service", "frequency", "periods",
        ]  # fmt: skip


class IndicatorNameSerializer(serializers.ModelSerializer):
    """Un indicateur, nommé."""

    class Meta:
        model = Indicator
        fields = read_only_fields = ["number", "code", "name"]


@extend_schema_view(
    list=extend_schema(summary="Le catalogue des indicateurs"), retrieve=extend_schema(summary="Un indicateur")
)
class IndicatorViewSet(ReadViewSet):
    """Le catalogue des indicateurs. Un indicateur se demande par son numéro ou par son code."""

    queryset = Indicator.objects.prefetch_related("periods")
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    lookup_url_kwarg = "key"
    lookup_value_regex = r"[0-9A-Za-z_]+"

    def get_object(self):
        return find_indicator(self.kwargs["key"])


# --- Targets ---------------------------------------------------------------------------------------------------------


class TargetSerializer(serializers.ModelSerializer):
    """Une version d’une cible. Une valeur nulle est « s/o » : aucune cible, à dessein."""

    indicator = IndicatorNameSerializer()
    territory = PlaceSerializer()
    fiscal_year = FiscalYearField(source="year_id")
    is_current = serializers.SerializerMethodField()
    value = ExactField()
    external_value = ExactField()
    effective_month = serializers.SerializerMethodField()
    author = serializers.CharField(source="author.name", read_only=True, allow_null=True)

    class Meta:
        model = Target
        fields = read_only_fields = [
            "indicator", "territory", "fiscal_year", "version", "is_current", "value", "is_not_applicable",
            "external_value", "effective_month", "reason", "source", "author", "created_at", "is_synthetic",
        ]  # fmt: skip

    def get_is_current(self, target: Target) -> bool:
        return target.version == target.latest

    @extend_schema_field(CALENDAR_MONTH)
    def get_effective_month(self, target: Target) -> str:
        return calendar_month(target.year_id, target.effective_month)


@extend_schema_view(list=extend_schema(summary="Les cibles, toutes versions"))
class TargetViewSet(ListViewSet):
    """Les cibles et leurs révisions, chacune avec son motif. Le premier mois jugé est un mois civil."""

    serializer_class = TargetSerializer
    filterset_class = TargetFilter
    queryset = Target.objects.all()

    def get_queryset(self):
        return (
            Target.objects.filter(territory__in=_readable(self.request.user))
            .select_related("indicator", "territory", "author")
            .order_by("-year_id", "indicator__position", "territory__position", "territory__code", "version")
        )


# --- Results ---------------------------------------------------------------------------------------------------------


class MeasurementSerializer(serializers.ModelSerializer):
    """Une série-exercice : les douze mois d’une composante, chaque mois pour lui seul (non cumulé)."""

    indicator = IndicatorNameSerializer()
    territory = PlaceSerializer()
    fiscal_year = FiscalYearField(source="year_id")
    group = serializers.CharField(source="group.code", read_only=True)
    months = serializers.SerializerMethodField()

    class Meta:
        model = Measurement
        fields = read_only_fields = [
            "indicator", "territory", "fiscal_year", "group", "component", "months", "extracted_on", "nature",
        ]  # fmt: skip

    @extend_schema_field(MonthsField())
    def get_months(self, row: Measurement):
        """Every month, or the only one asked for."""
        only, decimals = getattr(row, "only_month", None), row.indicator.component_decimals
        return {
            calendar_month(row.year_id, month): exact(unscale(value, decimals))
            for month, value in enumerate(row.months, start=1)
            if only in {None, month}
        }


@extend_schema_view(list=extend_schema(summary="Les résultats saisis, par série-exercice"))
class MeasurementViewSet(ListViewSet):
    """Les résultats mensuels tels qu’ils ont été saisis, avant tout calcul."""

    serializer_class = MeasurementSerializer
    filterset_class = MeasurementFilter
    queryset = Measurement.objects.all()

    def get_queryset(self):
        return (
            Measurement.objects.filter(territory__in=_readable(self.request.user))
            .select_related("indicator", "territory", "group")
            .order_by(
                "-year_id", "indicator__position", "territory__position", "territory__code", "group_id", "-component"
            )
        )


def _readable(user):
    return user.visible_territories(Ability.READ_RESULTS)


# --- Attainment ------------------------------------------------------------------------------------------------------


class FigureIndicatorSerializer(serializers.Serializer):
    """L’indicateur, sous le nom qu’il porte dans l’exercice."""

    number = serializers.CharField(source="indicator.number", read_only=True)
    code = serializers.CharField(source="indicator.code", read_only=True)
    name = serializers.CharField(source="label", read_only=True)
    kind = serializers.ChoiceField(Kind.choices, source="indicator.kind", read_only=True)
    unit = serializers.CharField(source="indicator.unit", read_only=True)
    direction = serializers.ChoiceField(Direction.choices, source="indicator.direction", read_only=True)
    family = serializers.ChoiceField(Family.choices, source="indicator.family", read_only=True)


class ProjectionSerializer(serializers.Serializer):
    """Le résultat projeté au 31 mars d’après ce qui est connu à la fin du mois.

    `low` et `high` : l’intervalle; `past_error` : l’erreur moyenne, en %, de la même projection sur les exercices
    passés. Nuls quand l’erreur ne peut être mesurée, ou que l’exercice est terminé.
    """

    value = ExactField(allow_null=False)
    low = ExactField()
    high = ExactField()
    method = serializers.ChoiceField(Method.choices, read_only=True)
    past_error = ExactField()


class AttainmentSerializer(serializers.Serializer):
    """Un indicateur dans un territoire à la fin d’un mois, depuis le 1er avril. Les nombres sont exacts, en texte.

    `attainment_percent` : résultat ÷ cible, pour une somme ; `gap` : résultat − cible, dans l’unité de l’indicateur ;
    `gap_points` : le même écart pour un taux, en points. Nul : blanc, ou sans objet. Un taux est toujours
    Σ numérateurs ÷ Σ dénominateurs, jamais une moyenne de taux.
    """

    indicator = FigureIndicatorSerializer(source="*", read_only=True)
    targeted = serializers.BooleanField(source="is_targeted", read_only=True)
    territory = PlaceSerializer(read_only=True)
    fiscal_year = FiscalYearField(source="year")
    month = serializers.SerializerMethodField()
    last_month = serializers.SerializerMethodField()
    result = ExactField()
    numerator = ExactField()
    denominator = ExactField()
    initial_target = ExactField()
    target = ExactField()
    is_not_applicable = serializers.BooleanField(read_only=True)
    attainment_percent = ExactField(source="share")
    gap = ExactField()
    gap_points = serializers.SerializerMethodField()
    expected = ExactField()
    status = serializers.ChoiceField(STATUS_CHOICES, source="status.tone", read_only=True)
    status_label = serializers.CharField(source="status.label", read_only=True)
    previous_year_result = ExactField(source="previous_result")
    projection = serializers.SerializerMethodField()
    is_synthetic = serializers.BooleanField(read_only=True)

    @extend_schema_field(ProjectionSerializer(allow_null=True))
    def get_projection(self, figure: Figure) -> dict | None:
        """Null without any result to project from. The view puts all projections of the page in the context."""
        found = self.context["projections"].get((figure.territory.pk, figure.indicator.pk))
        if found is None:
            return None
        numbers = {name: exact(getattr(found, name)) for name in ("value", "low", "high", "past_error")}
        return {**numbers, "method": found.method.value}

    @extend_schema_field(CALENDAR_MONTH)
    def get_month(self, figure: Figure) -> str:
        return calendar_month(figure.year, figure.month)

    @extend_schema_field(_CALENDAR_MONTH_OR_NULL)
    def get_last_month(self, figure: Figure) -> str | None:
        return calendar_month(figure.year, figure.last_month) if figure.last_month else None

    @extend_schema_field(ExactField())
    def get_gap_points(self, figure: Figure) -> str | None:
        return exact(figure.gap) if figure.indicator.unit == "%" else None


class AttainmentDetailSerializer(AttainmentSerializer):
    """Un indicateur dans un territoire, avec ses douze mois."""

    results = MonthsField()
    targets = MonthsField()
    expecteds = MonthsField()
    previous_year_results = serializers.SerializerMethodField()

    @extend_schema_field(MonthsField())
    def get_previous_year_results(self, figure: Figure):
        """Keyed by the months of the year before."""
        return {
            calendar_month(figure.year - 1, month): exact(value)
            for month, value in enumerate(figure.previous_results, start=1)
        }


@extend_schema_view(list=extend_schema(summary="Résultats, cibles, écarts et états"))
class AttainmentViewSet(ListViewSet):
    """Ce que la page et le document imprimé disent de chaque indicateur, à la fin d’un mois.

    Sans `fiscal_year`, l’exercice de `month` ; sans l’un ni l’autre, le dernier qui a des résultats.
    """

    serializer_class = AttainmentSerializer
    filterset_class = AttainmentFilter
    queryset = Attainment.objects.all()

    def get_queryset(self):
        return (
            Attainment.objects.visible_to(self.request.user)
            .select_related("indicator", "territory")
            .defer(*_MONTHLY_COLUMNS)
            .order_by("indicator__position", "territory__position", "territory__code")
        )

    def list(self, request):
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        figures = _figures(rows)
        context = {**self.get_serializer_context(), "projections": project(figures)}
        return self.get_paginated_response(AttainmentSerializer(figures, many=True, context=context).data)


class AttainmentDetailView(views.APIView):
    """Un indicateur dans un territoire et un exercice, avec ses douze mois."""

    @extend_schema(
        summary="Un indicateur dans un territoire, mois par mois",
        parameters=[MONTH, *(
            OpenApiParameter(name, str, OpenApiParameter.PATH, description=text)
            for name, text in (
                ("territory", "Code du territoire : 01."),
                ("fiscal_year", "Exercice : 2007-2008."),
                ("key", "Numéro ou code de l’indicateur : 2."),
            )
        )],
        responses=AttainmentDetailSerializer,
    )  # fmt: skip
    def get(self, request, territory: str, fiscal_year: str, key: str):
        refuse_unknown_parameters(request, {"month"} | ALWAYS_KNOWN)
        place = find_territory(territory, among=_readable(request.user))
        year = find_year(asked_year(fiscal_year)).pk
        indicator = find_indicator(key)
        month = asked_month(request, year) or latest_month(place, year)
        figures = read_figures(territories=[place], year=year, month=month, indicators=[indicator])
        if not figures:
            raise Http404(f"L’indicateur {key} n’a ni cible ni résultat dans ce territoire en {fiscal_year}.")
        return Response(AttainmentDetailSerializer(figures[0], context={"projections": project(figures)}).data)


_MONTHLY_COLUMNS = [
    f"{measure}_{key}"
    for measure in ("n", "d", "result", "target", "expected", "share", "gap", "status")
    for key in MONTH_KEYS
]


def asked_year(text: str) -> int:
    """The year of an address; 404 when it is not one."""
    try:
        return read_fiscal_year(text)
    except ValueError as error:
        raise Http404(str(error)) from error


def asked_month(request, year: int) -> int | None:
    """The `month` parameter as a month of fiscal year `year`, None when absent; 400 with a sentence when wrong."""
    text = request.query_params.get("month", "").strip()
    if not text:
        return None
    try:
        return check_month(text, year)
    except ValueError as error:
        raise ValidationError({"month": [str(error)]}) from error


def _figures(rows: list[Attainment]) -> list[Figure]:
    """The figures of a page of rows, in their order; a fixed number of queries."""
    if not rows:
        return []
    territories: dict[int, Territory] = {row.territory_id: row.territory for row in rows}
    indicators = {row.indicator_id: row.indicator for row in rows}
    figures = read_figures(
        territories=territories.values(),
        year=rows[0].year_id,
        month=rows[0].asked_month,
        indicators=indicators.values(),
    )
    by_key = {(figure.indicator.pk, figure.territory.pk): figure for figure in figures}
    return [by_key[row.indicator_id, row.territory_id] for row in rows]
