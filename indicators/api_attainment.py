"""Attainment in the API: the list, one indicator month by month; unchanged answers are recognised by their ETag."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import views
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.enums import Ability
from core import versions
from core.api import ALWAYS_KNOWN, ListViewSet, refuse_unknown_parameters
from core.fiscal import check_month, read_fiscal_year
from indicators.api_shapes import AttainmentDetailSerializer, AttainmentRowSerializer, told_projection
from indicators.attainment_rows import Rows, read_shapes, tell_rows
from indicators.figures import latest_month, read_figures
from indicators.filters import AttainmentFilter, AttainmentQuestion, find_indicator, find_year
from indicators.models import Attainment, Indicator
from indicators.projection import project
from indicators.versions import read_results
from regions.filters import find_territory
from regions.models import Territory

MONTH = OpenApiParameter("month", str, description="Mois civil (2008-03); sinon le dernier qui a des données.")
UNCHANGED = OpenApiResponse(description="L’ETag envoyé dans If-None-Match vaut encore : rien n’a changé.")
_SHAPE = 2  # raise it when the same data would be told otherwise: readers then ask again


def results_tag(request, year: int, territories: list[int]) -> str:
    """The ETag of an answer about the results of places in a year, for a person with these rights."""
    held = sorted(place.pk for place in request.user.territories_with(Ability.READ_RESULTS))
    return versions.entity_tag(request, _SHAPE, held, read_results(year, territories))


@extend_schema_view(
    list=extend_schema(
        summary="Résultats, cibles, écarts et états",
        responses={200: AttainmentRowSerializer(many=True), 304: UNCHANGED},
    )
)
class AttainmentViewSet(ListViewSet):
    """Ce que la page et le document imprimé disent de chaque indicateur, à la fin d’un mois.

    Sans `fiscal_year`, l’exercice de `month` ; sans l’un ni l’autre, le dernier qui a des résultats. `projection=true`
    ajoute à chaque ligne le résultat projeté au 31 mars.
    """

    serializer_class = AttainmentRowSerializer
    filterset_class = AttainmentFilter
    queryset = Attainment.objects.all()

    def list(self, request):
        asked = AttainmentQuestion(request.user, request.query_params)
        tag = results_tag(request, asked.year, asked.places)
        if same := versions.unchanged(request, tag):
            return same
        return versions.tagged(self._answer(asked), tag)

    def _answer(self, asked: AttainmentQuestion) -> Response:
        shapes = read_shapes(asked.year)
        page = self.paginate_queryset(Rows(asked.selection(shapes, year=asked.year, month=asked.month)))
        if not page:
            asked.check_year()
        told = list(tell_rows(page, shapes=shapes, year=asked.year, month=asked.month))
        if asked.asked["projection"]:
            found = _projections(page, asked.year, asked.month)
            for row, (indicator, territory, *_) in zip(told, page, strict=True):
                row["projection"] = told_projection(found.get((territory, indicator)))
        return self.get_paginated_response(told)


def _projections(page: list[tuple], year: int, month: int) -> dict:
    """The projections of a page of rows, by (territory, indicator); a fixed number of queries."""
    return project(
        read_figures(
            territories=Territory.objects.filter(pk__in={row[1] for row in page}),
            year=year,
            month=month,
            indicators=Indicator.objects.filter(pk__in={row[0] for row in page}),
        )
    )


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
        responses={200: AttainmentDetailSerializer, 304: UNCHANGED},
    )  # fmt: skip
    def get(self, request, territory: str, fiscal_year: str, key: str):
        refuse_unknown_parameters(request, {"month"} | ALWAYS_KNOWN)
        place = find_territory(territory, among=request.user.visible_territories(Ability.READ_RESULTS))
        year = asked_year(fiscal_year)
        tag = results_tag(request, year, [place.pk])
        if same := versions.unchanged(request, tag):
            return same
        find_year(year)
        indicator = find_indicator(key)
        month = asked_month(request, year) or latest_month(place, year)
        figures = read_figures(territories=[place], year=year, month=month, indicators=[indicator])
        if not figures:
            raise Http404(f"L’indicateur {key} n’a ni cible ni résultat dans ce territoire en {fiscal_year}.")
        told = AttainmentDetailSerializer(figures[0], context={"projections": project(figures)})
        return versions.tagged(Response(told.data), tag)


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
