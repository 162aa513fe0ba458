"""Attainment as a stream of CSV lines: one a month, for as many years as there are, in the memory of a few rows.

Years are read one after the other, each in the order of places and of the catalogue, through a cursor that hands over
a few hundred wide rows at a time (of the server on PostgreSQL); each wide row becomes twelve lines, or one when a month
is named. Each year is told as it stood when its reading began. The values are those of the API's list, column for
column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from core.fiscal import calendar_month
from core.formats import fiscal_year_label
from indicators.attainment_rows import MEASURES, STATUSES, Selection, Shape, absence_of, exact_text, read_shapes
from indicators.enums import MONTH_KEYS

CHUNK = 500  # wide rows in memory at once
_BOM = "\ufeff"
_HEADS = {
    "indicator_number": "Numéro",
    "indicator_code": "Code de l’indicateur",
    "indicator_name": "Indicateur",
    "kind": "Nature",
    "unit": "Unité",
    "direction": "Sens",
    "family": "Famille",
    "targeted": "Ciblé",
    "territory_code": "Code du territoire",
    "territory_name": "Territoire",
    "fiscal_year": "Exercice",
    "month": "Mois",
    "last_month": "Dernier mois connu",
    "result": "Résultat",
    "absence": "Pourquoi aucun résultat",
    "numerator": "Numérateur",
    "denominator": "Dénominateur",
    "initial_target": "Cible initiale",
    "target": "Cible",
    "is_not_applicable": "Sans cible voulue",
    "attainment_percent": "Taux d’atteinte (%)",
    "gap": "Écart à la cible",
    "gap_points": "Écart (points)",
    "expected": "Attendu à ce jour",
    "status": "État",
    "status_label": "Appréciation",
    "previous_year_result": "Même mois, exercice précédent",
    "is_synthetic": "Données de démonstration",
}
COLUMNS = tuple(_HEADS)


@dataclass(frozen=True)
class Style:
    """How lines are written: for programs, or for a spreadsheet in French."""

    separator: str = ","
    point: str = "."
    yes: str = "true"
    no: str = "false"
    begin: str = ""
    heads: tuple[str, ...] = COLUMNS

    def number(self, scaled: int | None, decimals: int) -> str:
        told = exact_text(scaled, decimals)
        return "" if told is None else told.replace(".", self.point)

    def flag(self, value: object) -> str:
        return self.yes if value else self.no

    def line(self, cells: Iterable[str]) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=self.separator, lineterminator="").writerow(cells)
        return out.getvalue()


STYLES = {
    "neutral": Style(),
    "french": Style(";", ",", "oui", "non", _BOM, tuple(_HEADS.values())),
}


def export_attainment(
    years: Iterable[int],
    select: Callable[[int, dict[int, Shape]], Selection],
    *,
    month: int | None = None,
    style: Style = STYLES["neutral"],
    chunk: int = CHUNK,
) -> Iterator[str]:
    """Pieces of CSV, a few thousand lines each, the first with the heads. `select` tells, for a year and its
    indicators, which rows; without `month` (1 = April) every month of them is told. Nothing is read before it is asked
    for, and no more than `chunk` rows are held."""
    yield f"{style.begin}{style.line(style.heads)}\r\n"
    for year in years:
        shapes = read_shapes(year)
        teller = _Teller(year, shapes, style, range(1, 13) if month is None else (month,))
        for rows in _wide_rows(select(year, shapes), chunk):
            yield "".join([line for row in rows for line in teller.lines(row)])


def _wide_rows(selection: Selection, chunk: int) -> Iterator[list[tuple]]:
    where, parameters = selection.where()
    measures = [f"{measure}_{key}" for key in MONTH_KEYS for measure in MEASURES]
    columns = ", ".join([*(f"a.{column}" for column in measures), *(f"b.result_{key}" for key in MONTH_KEYS)])
    sql = f"""
        SELECT a.indicator_id, t.code, t.name, a.last_month, a.initial_target, a.na_months, a.is_synthetic, {columns}
        FROM indicators_attainment a
        JOIN indicators_indicator i ON i.id = a.indicator_id
        JOIN regions_territory t ON t.id = a.territory_id
        LEFT JOIN indicators_attainment b
          ON b.year_id = a.year_id - 1 AND b.territory_id = a.territory_id AND b.indicator_id = a.indicator_id
        WHERE {where} ORDER BY t.position, t.code, i.position"""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(chunk):
            yield rows


class _Teller:
    """Writes the lines of a year; what repeats from line to line is written once."""

    def __init__(self, year: int, shapes: dict[int, Shape], style: Style, months: Iterable[int]) -> None:
        self.shapes, self.style = shapes, style
        self.year = fiscal_year_label(year)
        self.months = [(month, calendar_month(year, month), 1 << (month - 1)) for month in months]
        self.known = ["", *(calendar_month(year, month) for month in range(1, 13))]
        self.indicators = {
            pk: style.line([*shape.indicator.values(), style.flag(shape.is_targeted)]) for pk, shape in shapes.items()
        }

    def lines(self, row: tuple) -> list[str]:
        indicator, code, name, last_month, initial_target, na_months, is_synthetic, *values = row
        style, shape = self.style, self.shapes[indicator]
        number, sep = style.number, style.separator
        places, parts = shape.decimals, shape.component_decimals
        head = sep.join([self.indicators[indicator], style.line([code, name]), self.year])
        first, known, synthetic = number(initial_target, places), self.known[last_month], style.flag(is_synthetic)
        width, before = len(MEASURES), len(MEASURES) * len(MONTH_KEYS)
        lines = []
        for month, told, bit in self.months:
            start = (month - 1) * width
            n, d, result, target, share, gap, expected, status = values[start : start + width]
            tone, label = STATUSES[month - 1][status]
            told_gap = number(gap, places)
            cells = (
                head, told, known, number(result, places), absence_of(shape, result, d, status, last_month) or "",
                number(n, parts),
                number(d, parts) if shape.is_quotient else "", first, number(target, places),
                style.flag(na_months & bit), number(share, 1), told_gap, told_gap if shape.is_percent else "",
                number(expected, places), tone, label, number(values[before + month - 1], places), synthetic,
            )  # fmt: skip
            lines.append(f"{sep.join(cells)}\r\n")
        return lines
