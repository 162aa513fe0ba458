"""The addresses of the software, and a bare view beside them: SQL written by hand, rendered by orjson."""

import orjson
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as ours

_COLUMNS = (
    "indicator", "code", "name", "kind", "unit", "direction", "family", "territory", "territory_name", "last_month",
    "numerator", "denominator", "result", "initial_target", "target", "share", "gap", "expected", "status",
    "is_synthetic", "previous_year_result",
)  # fmt: skip
_SQL = """
    SELECT i.number, i.code, i.name, i.kind, i.unit, i.direction, i.family, t.code, t.name, a.last_month,
           a.n_dec, a.d_dec, a.result_dec, a.initial_target, a.target_dec, a.share_dec, a.gap_dec, a.expected_dec,
           a.status_dec, a.is_synthetic, p.result_dec
    FROM indicators_attainment a
    JOIN indicators_indicator i ON i.id = a.indicator_id
    JOIN regions_territory t ON t.id = a.territory_id
    LEFT JOIN indicators_attainment p
      ON p.year_id = a.year_id - 1 AND p.territory_id = a.territory_id AND p.indicator_id = a.indicator_id
    WHERE a.year_id = %s ORDER BY i.position, t.position, t.code LIMIT %s"""


def bare(request: HttpRequest, year: int, size: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [year, size])
        rows = [dict(zip(_COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    return HttpResponse(orjson.dumps({"results": rows}), content_type="application/json")


urlpatterns = [path("bare/<int:year>/<int:size>/", bare), *ours]
