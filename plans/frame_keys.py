"""The keys that the national frame recommends, offered first where targets are split: only plans know the frame."""

from indicators.allocation_keys import Recommendation, register_advice
from indicators.models import FiscalYear, Indicator
from plans.models import RecommendedKey


def register_recommended_keys() -> None:
    """Called once, when the application starts."""
    register_advice(_recommend)


def _recommend(indicator: Indicator, year: FiscalYear) -> Recommendation | None:
    found = RecommendedKey.objects.filter(cycle=year.pk, indicator=indicator).first()
    return Recommendation(found.key, found.note) if found else None
