"""How much: what is measured, what was promised, what was obtained."""

from indicators.models.allocation import AllocationPart, AllocationScenario
from indicators.models.attainment import Attainment, Cumulative
from indicators.models.catalogue import BreakdownDimension, BreakdownGroup, FiscalYear, Indicator, IndicatorPeriod
from indicators.models.explanation import WHOLE_YEAR, Explanation, ExplanationVersion
from indicators.models.measurement import CellChange, Extraction, LastExtraction, Measurement
from indicators.models.target import Target
from indicators.models.verification import VerificationRun

__all__ = [
    "WHOLE_YEAR",
    "AllocationPart",
    "AllocationScenario",
    "Attainment",
    "BreakdownDimension",
    "BreakdownGroup",
    "CellChange",
    "Cumulative",
    "Explanation",
    "ExplanationVersion",
    "Extraction",
    "FiscalYear",
    "Indicator",
    "IndicatorPeriod",
    "LastExtraction",
    "Measurement",
    "Target",
    "VerificationRun",
]
