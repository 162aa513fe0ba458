"""Plans in the API: those the person may read, and each with everything it says."""

import orjson
from django.db.models import prefetch_related_objects
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.enums import Ability
from core import versions
from core.api import ReadViewSet
from indicators.api_attainment import MONTH, UNCHANGED, asked_month
from indicators.projection import project
from plans.api_shapes import (
    EditionDossierSerializer,
    EditionSerializer,
    PlanDossierSerializer,
    PlanSerializer,
    told_edition,
)
from plans.dossier import Dossier, plan_dossier
from plans.editions import editions_open_to, is_whole
from plans.filters import PlanFilter
from plans.models import Plan

EDITION = OpenApiParameter("number", int, OpenApiParameter.PATH, description="Le numéro de l’édition.")


@extend_schema_view(list=extend_schema(summary="Les plans d’action régionaux"))
class PlanViewSet(ReadViewSet):
    """Les plans que la personne peut lire."""

    serializer_class = PlanSerializer
    filterset_class = PlanFilter
    queryset = Plan.objects.all()
    lookup_value_regex = "[0-9]{1,18}"
    detail_parameters = frozenset({"month"})
    not_found = "Plan inconnu : {key}."

    def get_queryset(self):
        return (
            Plan.objects.visible_to(self.request.user)
            .select_related("territory", "year")
            .order_by("-year_id", "territory__position", "territory__code", "kind")
        )

    @extend_schema(
        summary="Un plan en entier", parameters=[MONTH], responses={200: PlanDossierSerializer, 304: UNCHANGED}
    )
    def retrieve(self, request, pk: str):
        """Its tag is that of the whole answer: a plan changes by too many doors for one version to stand for it. What
        is not sent again is spared, not the work."""
        plan = self.get_object()
        dossier = plan_dossier(plan, asked_month(request, plan.year_id))
        _read_offices(dossier)
        reads_results = request.user.may(Ability.READ_RESULTS, plan.territory)
        projections = project(dossier.figures) if reads_results else {}
        context = {"reads_results": reads_results, "projections": projections}
        told = PlanDossierSerializer(dossier, context=context).data
        tag = versions.entity_tag(request, orjson.dumps(told, default=str))
        return versions.unchanged(request, tag) or versions.tagged(Response(told), tag)

    @extend_schema(summary="Les éditions d’un plan", responses=EditionSerializer(many=True))
    @action(
        detail=True, filterset_class=None, filter_backends=[], serializer_class=EditionSerializer,
        detail_parameters=frozenset({"page", "page_size"}),
    )  # fmt: skip
    def editions(self, request, pk: str):
        """Ce qui a été figé à chaque acte, l’édition la plus récente d’abord."""
        rows = self.paginate_queryset(
            editions_open_to(self.get_object(), request.user).defer("content").order_by("-number")
        )
        return self.get_paginated_response(EditionSerializer(rows, many=True).data)

    @extend_schema(
        summary="Une édition en entier", parameters=[EDITION], responses={200: EditionDossierSerializer, 304: UNCHANGED}
    )
    @action(
        detail=True, url_path=r"editions/(?P<number>[0-9]{1,9})", serializer_class=EditionDossierSerializer,
        detail_parameters=frozenset(),
    )  # fmt: skip
    def edition(self, request, pk: str, number: str):
        """Le plan tel qu’il a été figé : la réponse est la même, octet pour octet, tant que dure l’édition."""
        found = editions_open_to(self.get_object(), request.user).filter(number=number).first()
        if found is None:
            raise Http404(f"Ce plan n’a pas d’édition {number}.")
        tag = versions.entity_tag(request, found.sha256, is_whole(found))
        return versions.unchanged(request, tag) or versions.tagged(Response(told_edition(found)), tag)


def _read_offices(dossier: Dossier) -> None:
    """The offices of every action, in one query."""
    actions = [action for field in dossier.fields for strategy in field.strategies for action in strategy.actions]
    prefetch_related_objects(actions, "cles")
