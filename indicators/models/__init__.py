"""How much: what is measured, what was promised, what was obtained."""

from indicators.models.allocation import AllocationPart, AllocationScenario
from indicators.models.attainment import Attainment, Cumulative
from indicators.models.catalogue import BreakdownDimension, BreakdownGroup, FiscalYear, Indicator, IndicatorPeriod
from indicators.models.measurement import CellChange, Extraction, Measurement
from indicators.models.target import Target
from indicators.models.verification import VerificationRun

__all__ = [
    "AllocationPart",
    "AllocationScenario",
    "Attainment",
    "BreakdownDimension",
    "BreakdownGroup",
    "CellChange",
    "Cumulative",
    "Extraction",
    "FiscalYear",
    "Indicator",
    "IndicatorPeriod",
    "Measurement",
    "Target",
    "VerificationRun",
]
