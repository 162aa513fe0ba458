"""Indicators, targets and results in the API, within the territories of the person."""

from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from accounts.enums import Ability
from core.api import ExactField, FiscalYearField, ListViewSet, MonthsField, ReadViewSet, exact
from core.fiscal import calendar_month
from indicators.api_shapes import CALENDAR_MONTH, IndicatorNameSerializer
from indicators.filters import IndicatorFilter, MeasurementFilter, TargetFilter, find_indicator
from indicators.models import Indicator, IndicatorPeriod, Measurement, Target
from indicators.scale import unscale
from regions.api import PlaceSerializer

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
