"""Attainment rows as lists tell them: straight from the derived table to plain values, without an object between.

A page of a thousand rows spends its time in what it does for each: here one tuple of the columns of one month, one dict
and a few strings. Numbers are the same exact decimals as those of `indicators.figures`, written from the same scaled
integers (tests compare them one by one). The statement is written by hand: it finds the keys of the page first, sorting
narrow rows, and reads the wide ones of that page only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import orjson
from django.db import connection

from core.fiscal import calendar_month
from core.formats import fiscal_year_label
from indicators.enums import MONTH_KEYS, Kind, Obligation, Status, status_label
from indicators.figures import why_absent

_TOLD = ("number", "code", "name", "kind", "unit", "direction", "family")
_PERIODS = f"""
    SELECT i.id, p.obligation, p.label, i.decimals, i.component_decimals, {", ".join(f"i.{field}" for field in _TOLD)}
    FROM indicators_indicatorperiod p JOIN indicators_indicator i ON i.id = p.indicator_id
    WHERE p.first_year <= %s AND (p.last_year IS NULL OR p.last_year >= %s) ORDER BY p.first_year"""
STATUSES = [  # by month from 0: what the number of a status is called, in the API and in words
    {None: (Status.NO_DATA.tone, Status.NO_DATA.label)}
    | {status.value: (status.tone, status_label(status, month)) for status in Status}
    for month in range(1, 13)
]
MEASURES = ("n", "d", "result", "target", "share", "gap", "expected", "status")


def exact_text(scaled: int | None, decimals: int) -> str | None:
    """`8100`, `75.0`, `-0.4`: a scaled integer as plain digits, as `core.api.exact` writes its Decimal."""
    if scaled is None or not decimals:
        return None if scaled is None else str(scaled)
    digits = str(abs(scaled)).zfill(decimals + 1)
    return f"{'-' if scaled < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What all rows of an indicator share in a year."""

    indicator: dict[str, str]
    is_targeted: bool
    decimals: int
    component_decimals: int
    is_quotient: bool

    @property
    def is_percent(self) -> bool:
        return self.indicator["unit"] == "%"


def read_shapes(year: int) -> dict[int, Shape]:
    """The indicators defined that year, under the names they then bore, by primary key. One query.

    The latest period that covers the year tells the obligation, the latest that renames the indicator its name, as in
    `Indicator.objects.in_year`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PERIODS, [year, year])
        periods = cursor.fetchall()
    shapes: dict[int, Shape] = {}
    for pk, obligation, label, decimals, component_decimals, *told in periods:
        indicator = dict(zip(_TOLD, told, strict=True))
        former = shapes[pk].indicator["name"] if pk in shapes else indicator["name"]
        shapes[pk] = Shape(
            indicator=indicator | {"name": label or former},
            is_targeted=obligation == Obligation.TARGETED,
            decimals=decimals,
            component_decimals=component_decimals,
            is_quotient=Kind(indicator["kind"]).is_quotient,
        )
    return shapes


@dataclass(frozen=True)
class Selection:
    """Which rows: a year read at the end of a month (1 = April), some indicators, some territories (None: all), those
    of one status."""

    year: int
    month: int
    indicators: Sequence[int]
    territories: Sequence[int] | None = None
    status: Status | None = None

    def count(self) -> int:
        where, parameters = self.where()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM indicators_attainment a WHERE {where}", parameters)
            return cursor.fetchone()[0]

    def page(self, first: int, size: int) -> list[tuple]:
        """Rows `first` (from 0) and following in the order of the catalogue and of the places, for `tell_rows`."""
        where, parameters = self.where()
        key = MONTH_KEYS[self.month - 1]
        measures = ", ".join(f"a.{measure}_{key}" for measure in MEASURES)
        sql = f"""
        SELECT a.indicator_id, a.territory_id, t.code, t.name, a.last_month, a.initial_target, a.na_months,
               a.is_synthetic, {measures}, b.result_{key}
        FROM (
            SELECT a.id, i.position AS indicator_position, t.position AS territory_position
            FROM indicators_attainment a
            JOIN indicators_indicator i ON i.id = a.indicator_id
            JOIN regions_territory t ON t.id = a.territory_id
            WHERE {where}
            ORDER BY i.position, t.position, t.code LIMIT %s OFFSET %s
        ) p
        JOIN indicators_attainment a ON a.id = p.id
        JOIN regions_territory t ON t.id = a.territory_id
        LEFT JOIN indicators_attainment b
          ON b.year_id = a.year_id - 1 AND b.territory_id = a.territory_id AND b.indicator_id = a.indicator_id
        ORDER BY p.indicator_position, p.territory_position, t.code"""
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, size, first])
            return cursor.fetchall()

    def where(self) -> tuple[str, list]:
        """The condition on `indicators_attainment a`, and its parameters."""
        parts, parameters = ["a.year_id = %s"], [self.year]
        for column, wanted in (("indicator_id", self.indicators), ("territory_id", self.territories)):
            if wanted is not None:
                parts.append(f"a.{column} IN ({', '.join(['%s'] * len(wanted)) or 'NULL'})")
                parameters += wanted
        if self.status is not None:
            column = f"a.status_{MONTH_KEYS[self.month - 1]}"
            parts.append(f"COALESCE({column}, {Status.NO_DATA:d}) = %s")
            parameters.append(int(self.status))
        return " AND ".join(parts), parameters


def absence_of(shape: Shape, result: int | None, denominator: int | None, status: int | None, last_month: int):
    """Why there is no result, None when there is one."""
    if result is not None or status == Status.NOT_APPLICABLE:
        return None
    return why_absent(shape.indicator["kind"], denominator, last_month)


class Rows:
    """A selection as a paginator takes it: counted, and cut in pages."""

    ordered = True

    def __init__(self, selection: Selection) -> None:
        self.selection = selection

    def count(self) -> int:
        return self.selection.count()

    def __getitem__(self, page: slice) -> list[tuple]:
        first = page.start or 0
        return self.selection.page(first, page.stop - first)


def tell_rows(rows: Iterable[tuple], *, shapes: dict[int, Shape], year: int, month: int) -> Iterator[dict]:
    """Each row of a page as the API tells it."""
    fiscal_year, asked, bit = fiscal_year_label(year), calendar_month(year, month), 1 << (month - 1)
    months = [None, *(calendar_month(year, one) for one in range(1, 13))]
    statuses = STATUSES[month - 1]
    told = {pk: orjson.Fragment(orjson.dumps(shape.indicator)) for pk, shape in shapes.items()}
    for (
        indicator, _, code, name, last_month, initial_target, na_months, is_synthetic,
        numerator, denominator, result, target, share, gap, expected, status, before,
    ) in rows:  # fmt: skip
        shape = shapes[indicator]
        places, parts = shape.decimals, shape.component_decimals
        told_gap = exact_text(gap, places)
        tone, label = statuses[status]
        yield {
            "indicator": told[indicator],
            "targeted": shape.is_targeted,
            "territory": {"code": code, "name": name},
            "fiscal_year": fiscal_year,
            "month": asked,
            "last_month": months[last_month],
            "result": exact_text(result, places),
            "absence": absence_of(shape, result, denominator, status, last_month),
            "numerator": exact_text(numerator, parts),
            "denominator": exact_text(denominator, parts) if shape.is_quotient else None,
            "initial_target": exact_text(initial_target, places),
            "target": exact_text(target, places),
            "is_not_applicable": bool(na_months & bit),
            "attainment_percent": exact_text(share, 1),
            "gap": told_gap,
            "gap_points": told_gap if shape.is_percent else None,
            "expected": exact_text(expected, places),
            "status": tone,
            "status_label": label,
            "previous_year_result": exact_text(before, places),
            "is_synthetic": bool(is_synthetic),
        }
