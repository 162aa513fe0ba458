"""Demonstration: made-up results for Bas-Saint-Laurent, and the real targets of its plan of 2007-2008.

Every made-up figure is marked as such. Only the yearly totals of new participants of 2005-2006 and 2006-2007 are those
that the plan prints. Whole numbers only: the same figures come out on every machine.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from indicators import engine
from indicators.allocation import largest_remainder
from indicators.demo_generator import synthetic_year
from indicators.demo_totals import BUDGET_SHARES, YEARS
from indicators.enums import DataNature
from indicators.models import FiscalYear, Indicator, Target
from indicators.scale import unscale
from indicators.services import Series, open_year, record_series, set_target
from regions.models import Territory

PLAN_YEAR = 2007
REGION = "01"
NATION = "QC"

EMPLOYMENT_SOURCE = "Plan d’action régional 2007-2008, section 8"
SOLIDARITY_SOURCE = "Plan d’action régional 2007-2008, volet Solidarité sociale, section 1"
INITIAL_REASON = "Cible initiale du plan d’action régional 2007-2008."
NATIONAL_REASON = "Cible nationale imprimée dans le plan d’action régional 2007-2008."
ALLOCATION_REASON = "Répartition de démonstration selon le budget des CLE."

# Indicator number → target, as printed.
EMPLOYMENT_TARGETS = {
    "2": "8100",
    "3": "1100",
    "6": "75.0",
    "7": "2000",
    "10": "105",
    "14": "4060",
    "16": "287",
    "17": "160",
    "5": "4610",
    "9": "850",
    "12": "3.679",
    "13": "7.137",
    "15": "1710",
}
SOLIDARITY_TARGETS = {"SSC": "1366", "SS2": "10", "SS3": "1.85", "SS4": "21"}
NATIONAL_TARGETS = {"SSC": "56000", "SS2": "10", "SS3": "1.85", "SS4": "21"}
EXTERNAL_PARTS = {"2": "1620", "5": "922"}  # « le cinquième » of 8 100 and of 4 610


@transaction.atomic
def record_demo_results(*, by: User | None) -> None:
    """Three years of monthly results for the eight CLEs of the region. Running it again changes nothing."""
    indicators = _indicators()
    offices = _offices()
    for start in YEARS:
        record_series(
            year=open_year(start),
            series=[
                Series(
                    indicator=indicators[number],
                    territory=offices[code],
                    component=component,
                    months=[unscale(value, indicators[number].component_decimals) for value in months],
                )
                for (number, component), cells in synthetic_year(start).items()
                for code, months in cells.items()
            ],
            by=by,
            reason="Résultats de démonstration.",
            extracted_on=date(start + 1, 4, 18),
            nature=DataNature.SYNTHETIC,
            derive=False,
        )
    engine.recompute(engine.Scope(YEARS))


@transaction.atomic
def load_real_targets(*, by: User | None) -> None:
    """The regional targets of the plan of 2007-2008 and the national ones it prints. Targets already set are left."""
    region, nation = Territory.objects.get(code=REGION), Territory.objects.get(code=NATION)
    year, indicators = open_year(PLAN_YEAR), _indicators()
    for territory, values, source, reason in (
        (region, EMPLOYMENT_TARGETS, EMPLOYMENT_SOURCE, INITIAL_REASON),
        (region, SOLIDARITY_TARGETS, SOLIDARITY_SOURCE, INITIAL_REASON),
        (nation, NATIONAL_TARGETS, SOLIDARITY_SOURCE, NATIONAL_REASON),
    ):
        held = _already_targeted(territory, year)
        for number, value in values.items():
            if indicators[number].pk not in held:
                external = EXTERNAL_PARTS.get(number) if territory == region else None
                set_target(
                    indicator=indicators[number],
                    year=year,
                    territory=territory,
                    value=Decimal(value),
                    external=Decimal(external) if external else None,
                    reason=reason,
                    source=source,
                    by=by,
                    derive=False,
                )
    engine.recompute(engine.Scope((PLAN_YEAR,)))


@transaction.atomic
def allocate_demo_targets(*, by: User | None) -> None:
    """Split the region's initial targets among its CLEs by their share of the budget: sums are shared out exactly, a
    rate, a delay or a ratio is asked of each CLE as of the region. Targets already set are left."""
    year, offices = open_year(PLAN_YEAR), _offices()
    held = {code: _already_targeted(office, year) for code, office in offices.items()}
    regional = Target.objects.filter(year=year, territory__code=REGION, version=1, is_not_applicable=False)
    for target in regional.select_related("indicator"):
        indicator = target.indicator
        if indicator.is_quotient:
            parts = [target.scaled] * len(BUDGET_SHARES)
        else:
            parts = largest_remainder(target.scaled, list(BUDGET_SHARES.values()))
        for code, part in zip(BUDGET_SHARES, parts, strict=True):
            if indicator.pk not in held[code]:
                set_target(
                    indicator=indicator,
                    year=year,
                    territory=offices[code],
                    value=unscale(part, indicator.decimals),
                    reason=ALLOCATION_REASON,
                    by=by,
                    synthetic=True,
                    derive=False,
                )
    engine.recompute(engine.Scope((PLAN_YEAR,)))


def _indicators() -> dict[str, Indicator]:
    return {indicator.number: indicator for indicator in Indicator.objects.exclude(number="")}


def _offices() -> dict[str, Territory]:
    """The eight CLEs by code."""
    return {office.code: office for office in Territory.objects.filter(code__in=BUDGET_SHARES)}


def _already_targeted(territory: Territory, year: FiscalYear) -> set[int]:
    return set(Target.objects.filter(territory=territory, year=year).values_list("indicator_id", flat=True))
