"""The frame of the API: pages of lists, fast JSON, errors as JSON sentences. Named in the settings."""

import logging
from decimal import Decimal

import orjson
from django.core.paginator import Paginator
from django.core.signals import got_request_exception
from rest_framework import pagination, renderers, status
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.response import Response

logger = logging.getLogger(__name__)


class Pages(Paginator):
    """A first page that is not full is the whole list: it needs no count."""

    def page(self, number):
        if number not in {1, "1"}:
            return super().page(number)
        rows = list(self.object_list[: self.per_page])
        if len(rows) < self.per_page:
            self.count = len(rows)
        return self._get_page(rows, self.validate_number(number), self)


class Pagination(pagination.PageNumberPagination):
    """`page` and `page_size` (200, at most 1 000)."""

    django_paginator_class = Pages
    page_size = 200
    page_size_query_param = "page_size"
    page_query_description = "Numéro de la page, à partir de 1."
    page_size_query_description = "Lignes par page : 200 par défaut, 1 000 au plus."
    max_page_size = 1000
    invalid_page_message = "Cette page n’existe pas."

    def get_page_size(self, request):
        asked = request.query_params.get(self.page_size_query_param, "").strip()
        if not asked:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= self.max_page_size):
            raise ValidationError({self.page_size_query_param: [f"Un entier de 1 à {self.max_page_size}."]})
        return int(asked)

    def get_paginated_response_schema(self, schema: dict) -> dict:
        """DRF's, with the addresses of the neighbours nullable in the way of OpenAPI 3.1."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "Nombre de lignes, toutes pages comprises."},
                "next": {**link, "description": "Adresse de la page suivante, nulle à la dernière."},
                "previous": {**link, "description": "Adresse de la page précédente, nulle à la première."},
                "results": schema,
            },
        }


class JSONRenderer(renderers.BaseRenderer):
    """JSON by orjson: several times faster than the standard library on long lists."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=_plain)


def _plain(value) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def json_errors(exc: Exception, context: dict) -> Response:
    """Every error of the API is JSON, those nobody foresaw included (they are logged, and seen by the tests)."""
    from rest_framework import views  # which imports this module

    response = views.exception_handler(exc, context)
    if isinstance(exc, ParseError):
        response.data = {"detail": "Le corps de la requête n’est pas lisible : envoyez du JSON valide."}
    if response is not None:
        return response
    request = context["request"]
    logger.exception("API error on %s", request.path)
    got_request_exception.send(sender=None, request=request._request)
    views.set_rollback()
    return Response(
        {"detail": "Une erreur est survenue de notre côté. Réessayez; si elle persiste, signalez-la."},
        status=status.HTTP_500_INTERNAL_SERVER_ERROR,
    )
