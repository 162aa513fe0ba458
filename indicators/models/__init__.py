"""How much: what is measured, what was promised, what was obtained."""

from indicators.models.attainment import Attainment, Cumulative
from indicators.models.catalogue import BreakdownDimension, BreakdownGroup, FiscalYear, Indicator, IndicatorPeriod
from indicators.models.measurement import CellChange, Measurement
from indicators.models.target import Target

__all__ = [
    "Attainment",
    "BreakdownDimension",
    "BreakdownGroup",
    "CellChange",
    "Cumulative",
    "FiscalYear",
    "Indicator",
    "IndicatorPeriod",
    "Measurement",
    "Target",
]
