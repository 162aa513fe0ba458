"""Cells of a figure (indicators.figures.Figure): the same value, unit, gap and status in every document.

Row(figure.label, target_cell(figure), result_cell(figure), gap_cell(figure), status_cell(figure))
"""

from __future__ import annotations

from decimal import Decimal

from core import formats
from core.tables import CHART, STATUS, Cell, Format, decimal, percent, points
from indicators.enums import Status
from indicators.figure_charts import figure_bullet, figure_sparkline
from indicators.figures import Figure, written_unit
from indicators.models import Indicator


def value_format(indicator: Indicator) -> Format:
    """How its results and targets are written: as `indicators.figures.value_text` does."""
    if indicator.unit == "%":
        return percent(indicator.decimals)
    return decimal(indicator.decimals, written_unit(indicator))


def gap_format(indicator: Indicator) -> Format:
    """How a gap is written: in points for a rate, signed and without unit otherwise."""
    return points(indicator.decimals) if indicator.unit == "%" else decimal(indicator.decimals, signed=True)


def value_cell(figure: Figure, value: Decimal | None, *, strong: bool = False) -> Cell:
    return Cell(value, format=value_format(figure.indicator), is_strong=strong)


def result_cell(figure: Figure) -> Cell:
    return value_cell(figure, figure.result)


def previous_cell(figure: Figure) -> Cell:
    return value_cell(figure, figure.previous_result)


def expected_cell(figure: Figure) -> Cell:
    return value_cell(figure, figure.expected)


def target_cell(figure: Figure) -> Cell:
    """The target in force, the initial one beneath when it was revised; `s/o` where no target applies."""
    style = value_format(figure.indicator)
    if figure.is_not_applicable:
        return Cell(formats.NOT_APPLICABLE, format=style, is_strong=True)
    first = Cell(figure.initial_target, format=style, before="initiale") if figure.is_revised else None
    return Cell(figure.target, format=style, under=first, is_strong=True)


def gap_cell(figure: Figure) -> Cell:
    """Result less target."""
    return Cell(figure.gap, format=gap_format(figure.indicator))


def attainment_cell(figure: Figure) -> Cell:
    """The share of the target for a sum, the gap for a quotient: each in its own unit, as pages show it."""
    return gap_cell(figure) if figure.indicator.is_quotient else Cell(figure.share, format=percent(1))


def status_cell(figure: Figure) -> Cell:
    """The word of the status as pages tell it, with its shape in print."""
    tone = Status(figure.status).tone
    return Cell(figure.status_label, format=STATUS, tone=tone)


def bullet_cell(figure: Figure, *, width: int = 150, height: int = 26) -> Cell:
    return Cell(svg=figure_bullet(figure, width=width, height=height), format=CHART)


def sparkline_cell(figure: Figure, *, width: int = 110, height: int = 26) -> Cell:
    return Cell(svg=figure_sparkline(figure, width=width, height=height), format=CHART)
