"""The export of attainment: every year and month one may read, as a stream of CSV."""

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import negotiation, views

from core.api import ALWAYS_KNOWN, refuse_unknown_parameters
from indicators.export import STYLES, export_attainment
from indicators.filters import AttainmentQuestion, ExportFilter, find_year
from indicators.models import FiscalYear

_PARAMETERS = [
    OpenApiParameter(
        name,
        str,
        description=one.extra["help_text"],
        enum=[choice for choice, _ in one.extra.get("choices", ())] or None,
    )
    for name, one in ExportFilter.base_filters.items()
]


class AlwaysJSON(negotiation.DefaultContentNegotiation):
    """A stream has one form, and errors are JSON, whatever the client says it accepts."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class AttainmentExportView(views.APIView):
    """Une ligne CSV par indicateur, territoire et mois, en UTF-8 : tous les exercices, à moins d’en nommer un.

    Les colonnes sont celles de la liste, mises à plat. `style=french` : points-virgules, virgule décimale, oui et non,
    en-têtes en français et marque UTF-8, pour un tableur. Envoyé au fur et à mesure, si long que ce soit.
    """

    content_negotiation_class = AlwaysJSON

    @extend_schema(
        summary="Résultats, cibles, écarts et états en CSV",
        parameters=_PARAMETERS,
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request):
        refuse_unknown_parameters(request, set(ExportFilter.base_filters) | ALWAYS_KNOWN)
        question = AttainmentQuestion(request.user, request.query_params, ExportFilter)
        question.find()
        month = question.asked["month"][1] if question.asked["month"] else None
        lines = export_attainment(
            _years(question),
            lambda year, shapes: question.selection(shapes, year=year, month=month or 1),
            month=month,
            style=STYLES[question.asked["style"] or "neutral"],
        )
        name = "-".join(
            ["atteinte", *(question.asked[key] for key in ("territory", "indicator") if question.asked[key])]
        )
        return StreamingHttpResponse(
            lines,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "private, no-store"},
        )


def _years(question: AttainmentQuestion) -> list[int]:
    """The year named, by itself or by its month, else all, the oldest first."""
    if question.asked["fiscal_year"] is not None or question.asked["month"]:
        return [find_year(question.year).pk]
    return list(FiscalYear.objects.order_by("start").values_list("start", flat=True))
