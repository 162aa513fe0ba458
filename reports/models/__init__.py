"""What is shown: requests for documents, annual reports and regional initiatives."""

from reports.models.annual import AnnualChange, AnnualEntry, AnnualReport
from reports.models.initiative import (
    Initiative,
    InitiativeConfirmation,
    InitiativeEvent,
    ReportHeading,
)
from reports.models.run import LOST_AFTER, MAX_ATTEMPTS, ReportRun, ReportRunQuerySet

__all__ = [
    "LOST_AFTER",
    "MAX_ATTEMPTS",
    "AnnualChange",
    "AnnualEntry",
    "AnnualReport",
    "Initiative",
    "InitiativeConfirmation",
    "InitiativeEvent",
    "ReportHeading",
    "ReportRun",
    "ReportRunQuerySet",
]
