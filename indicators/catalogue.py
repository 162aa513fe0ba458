"""The official indicators, in the order in which plans and reports show them.

Names are official; definitions are ours, in plain words. `catalogue_loader.load_catalogue` writes them to the database.
"""

from indicators.catalogue_employment import EMPLOYMENT
from indicators.catalogue_followed import EMPLOYMENT_FOLLOWED, SOLIDARITY_FOLLOWED
from indicators.catalogue_records import IndicatorRecord, PeriodRecord
from indicators.catalogue_solidarity import SOLIDARITY

__all__ = ["CATALOGUE", "IndicatorRecord", "PeriodRecord"]

CATALOGUE: tuple[IndicatorRecord, ...] = (*EMPLOYMENT, *EMPLOYMENT_FOLLOWED, *SOLIDARITY, *SOLIDARITY_FOLLOWED)
