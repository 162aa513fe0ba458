"""The territorial plan in the API: the plans the person may read, and each with its territories, actions and acts."""

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from core.api import ExactField, ReadViewSet
from plans.models import TerritorialPlan
from plans.territorial_dossier import TerritorialDossier, territorial_dossier
from plans.territorial_rules import reads_adopted_only

EDITION = OpenApiParameter(
    "edition",
    OpenApiTypes.INT,
    description="Numéro d’une édition adoptée. Sans lui\u00a0: le plan tel qu’il est.",
)


class TerritorialPlanSerializer(serializers.ModelSerializer):
    """Un plan territorial. `end` est la fin à l’adoption; `extended_to`, celle qu’un décret lui a donnée depuis."""

    period = serializers.CharField(read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    updated_at = serializers.DateTimeField(source="touched_at", read_only=True)

    class Meta:
        model = TerritorialPlan
        fields = read_only_fields = [
            "id", "title", "period", "strategy", "strategy_priorities", "start", "end", "extended_to", "state",
            "state_label", "edition", "is_demonstration", "created_at", "updated_at",
        ]  # fmt: skip


class ActionTargetSerializer(serializers.Serializer):
    """Ce qu’une action doit donner. `year` nul\u00a0: sur tout le plan.

    `result` nul\u00a0: rien n’est dit, ce qui n’est pas zéro.
    """

    year = serializers.IntegerField(read_only=True, allow_null=True)
    value = ExactField()
    unit = serializers.CharField(read_only=True)
    due = serializers.DateField(read_only=True, allow_null=True)
    result = ExactField()


class FollowUpSerializer(serializers.Serializer):
    """Où en était une action un jour donné."""

    on = serializers.DateField(read_only=True)
    status_label = serializers.CharField(read_only=True)
    note = serializers.CharField(read_only=True)
    is_synthetic = serializers.BooleanField(read_only=True)


class MinistryActionSerializer(serializers.Serializer):
    """Une action du ministère et les numéros des priorités auxquelles elle répond."""

    id = serializers.IntegerField(read_only=True)
    number = serializers.IntegerField(read_only=True)
    text = serializers.CharField(read_only=True)
    priorities = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    lead = serializers.CharField(read_only=True)
    partners = serializers.CharField(read_only=True)
    start = serializers.DateField(read_only=True, allow_null=True)
    end = serializers.DateField(read_only=True, allow_null=True)
    status = serializers.CharField(read_only=True)
    status_label = serializers.CharField(read_only=True)
    source_note = serializers.CharField(read_only=True)
    targets = ActionTargetSerializer(many=True, read_only=True)
    follow_ups = FollowUpSerializer(many=True, read_only=True)


class RegionalPrioritySerializer(serializers.Serializer):
    """Une priorité régionale, avec le numéro que lui donne la stratégie du gouvernement."""

    number = serializers.IntegerField(read_only=True)
    title = serializers.CharField(read_only=True)


class TerritorialPlaceSerializer(serializers.Serializer):
    """Un territoire du plan. `mrcs` nomme la partie de la région; vide, le territoire est toute la région."""

    name = serializers.CharField(read_only=True)
    slug = serializers.CharField(read_only=True)
    region = serializers.CharField(source="region_code", read_only=True)
    mrcs = serializers.ListField(child=serializers.CharField(), read_only=True)
    priorities = RegionalPrioritySerializer(many=True, read_only=True)
    actions = MinistryActionSerializer(many=True, read_only=True)


class TerritorialActSerializer(serializers.Serializer):
    """Un acte. `day_known` faux\u00a0: la source ne donne que le mois."""

    kind = serializers.CharField(read_only=True)
    kind_label = serializers.CharField(read_only=True)
    decided_on = serializers.DateField(read_only=True)
    day_known = serializers.BooleanField(read_only=True)
    body = serializers.CharField(read_only=True)
    instrument = serializers.CharField(read_only=True)
    reason = serializers.CharField(read_only=True)
    old_end = serializers.DateField(read_only=True, allow_null=True)
    new_end = serializers.DateField(read_only=True, allow_null=True)
    edition = serializers.IntegerField(read_only=True, allow_null=True)
    sha256 = serializers.CharField(read_only=True)


class TerritorialCountsSerializer(serializers.Serializer):
    """Ce qui est compté dans les territoires donnés. `links`\u00a0: réponses d’une action à une priorité."""

    territories = serializers.SerializerMethodField()
    priorities = serializers.IntegerField(source="priority_count", read_only=True)
    actions = serializers.IntegerField(source="action_count", read_only=True)
    links = serializers.IntegerField(source="link_count", read_only=True)

    @extend_schema_field(OpenApiTypes.INT)
    def get_territories(self, dossier: TerritorialDossier) -> int:
        return len(dossier.places)


class TerritorialDossierSerializer(serializers.Serializer):
    """Un plan territorial en entier. `edition` nul\u00a0: le plan tel qu’il est; sinon l’édition adoptée."""

    plan = TerritorialPlanSerializer(read_only=True)
    edition = serializers.IntegerField(read_only=True, allow_null=True)
    counts = TerritorialCountsSerializer(source="*", read_only=True)
    territories = TerritorialPlaceSerializer(source="places", many=True, read_only=True)
    acts = TerritorialActSerializer(many=True, read_only=True)


@extend_schema_view(list=extend_schema(summary="Les plans territoriaux"))
class TerritorialPlanViewSet(ReadViewSet):
    """Les plans territoriaux (OVT) que la personne peut lire\u00a0: publics une fois adoptés."""

    serializer_class = TerritorialPlanSerializer
    queryset = TerritorialPlan.objects.all()
    lookup_value_regex = "[0-9]{1,18}"
    detail_parameters = frozenset({"edition"})
    not_found = "Plan territorial inconnu\u00a0: {key}."

    def get_queryset(self):
        return TerritorialPlan.objects.visible_to(self.request.user).order_by("-first_year")

    @extend_schema(
        summary="Un plan territorial en entier", parameters=[EDITION], responses=TerritorialDossierSerializer
    )
    def retrieve(self, request, pk: str):
        plan = self.get_object()
        return Response(TerritorialDossierSerializer(_dossier(request, plan)).data)


def _dossier(request, plan: TerritorialPlan) -> TerritorialDossier:
    """The records, the edition asked for, or the adopted one for those who read no other."""
    asked = request.query_params.get("edition")
    if asked is None:
        return territorial_dossier(plan, edition=plan.edition if reads_adopted_only(request.user, plan) else None)
    if not asked.isdecimal():
        raise ValidationError({"edition": [f"«\u00a0{asked}\u00a0» n’est pas un numéro d’édition."]})
    try:
        return territorial_dossier(plan, edition=int(asked[:9]))
    except KeyError as error:
        raise Http404(f"Ce plan n’a pas d’édition {asked}.") from error
