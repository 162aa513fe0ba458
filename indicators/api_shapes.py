"""The shapes of results in the API: an indicator, its attainment, its projection."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api import ExactField, FiscalYearField, MonthsField, exact
from core.fiscal import calendar_month
from indicators.enums import Direction, Family, Kind
from indicators.figures import Figure
from indicators.filters import STATUS_CHOICES
from indicators.models import Indicator
from indicators.projection import Method, Projection
from regions.api import PlaceSerializer

CALENDAR_MONTH = {"type": "string", "pattern": r"^\d{4}-\d{2}$", "examples": ["2008-03"]}
_CALENDAR_MONTH_OR_NULL = {**CALENDAR_MONTH, "type": ["string", "null"]}


class IndicatorNameSerializer(serializers.ModelSerializer):
    """Un indicateur, nommé."""

    class Meta:
        model = Indicator
        fields = read_only_fields = ["number", "code", "name"]


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


def told_projection(found: Projection | None) -> dict | None:
    """A projection as the API tells it."""
    if found is None:
        return None
    numbers = {name: exact(getattr(found, name)) for name in ("value", "low", "high", "past_error")}
    return {**numbers, "method": found.method.value}


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
    absence = serializers.SerializerMethodField()
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
    status_label = serializers.CharField(read_only=True)
    previous_year_result = ExactField(source="previous_result")
    projection = serializers.SerializerMethodField()
    is_synthetic = serializers.BooleanField(read_only=True)

    @extend_schema_field(ProjectionSerializer(allow_null=True))
    def get_projection(self, figure: Figure) -> dict | None:
        """Null without any result to project from. The view puts all projections of the page in the context."""
        return told_projection(self.context["projections"].get((figure.territory.pk, figure.indicator.pk)))

    def get_absence(self, figure: Figure) -> str | None:
        """Pourquoi il n’y a pas de résultat; nul quand il y en a un, ou que l’indicateur est sans objet."""
        return figure.absence_text or None

    @extend_schema_field(CALENDAR_MONTH)
    def get_month(self, figure: Figure) -> str:
        return calendar_month(figure.year, figure.month)

    @extend_schema_field(_CALENDAR_MONTH_OR_NULL)
    def get_last_month(self, figure: Figure) -> str | None:
        return calendar_month(figure.year, figure.last_month) if figure.last_month else None

    @extend_schema_field(ExactField())
    def get_gap_points(self, figure: Figure) -> str | None:
        return exact(figure.gap) if figure.indicator.unit == "%" else None


class AttainmentRowSerializer(AttainmentSerializer):
    """Un indicateur dans un territoire à la fin d’un mois. `projection` n’y est qu’avec `projection=true`.

    Les listes se lisent sans passer par ici (indicators.attainment_rows) : ceci en dit la forme.
    """

    projection = ProjectionSerializer(required=False, allow_null=True)


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
