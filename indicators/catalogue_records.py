"""How the catalogue is written: one record an indicator, with a maker for each kind."""

from functools import partial
from typing import NamedTuple

from indicators.enums import Direction, Family, Frequency, Kind, Obligation, Service

FIRST_KNOWN_YEAR = 2005  # the oldest year whose results a plan cites

AGREEMENT = "Convention de performance et d’imputabilité, 2006"
PLAN = "Plan d’action régional du Bas-Saint-Laurent, 2007-2008"
AGREEMENT_AND_PLAN = f"{AGREEMENT} ; {PLAN}"
REPORT = "Bilan des services publics d’emploi, 2023-2024"


class PeriodRecord(NamedTuple):
    """From one fiscal year to another (None: still), what is asked of an indicator and how its name is printed."""

    first_year: int
    last_year: int | None
    obligation: Obligation
    label: str = ""


class IndicatorRecord(NamedTuple):
    """One indicator of the catalogue: the fields of models.Indicator; its rank is its place in the list."""

    code: str
    name: str
    short_name: str
    definition: str
    kind: Kind
    unit: str
    number: str = ""
    direction: Direction = Direction.HIGHER
    decimals: int = 0
    component_decimals: int = 0
    multiplier: int = 1
    numerator: str = ""
    denominator: str = ""
    comment: str = ""
    source: str = AGREEMENT
    certainty: str = "Élevée"
    family: Family = Family.OTHER
    service: Service = Service.EMPLOYMENT
    frequency: Frequency = Frequency.MONTHLY
    on_track_band: int = 30
    watch_band: int = 100
    periods: tuple[PeriodRecord, ...] = ()


# Tolerances: tenths of % of the expected for sums; tenths of a point, of a day or of a unit for quotients.
count = partial(IndicatorRecord, kind=Kind.COUNT, unit="personnes")
millions = partial(IndicatorRecord, kind=Kind.AMOUNT, unit="M$", decimals=3, component_decimals=3)
dollars = partial(IndicatorRecord, kind=Kind.AMOUNT, unit="$")
rate = partial(IndicatorRecord, kind=Kind.RATE, unit="%", decimals=1, multiplier=100, on_track_band=10, watch_band=30)
unit_cost = partial(IndicatorRecord, kind=Kind.RATIO, unit="$", on_track_band=300, watch_band=1000)
delay = partial(IndicatorRecord, kind=Kind.DELAY, unit="jours", on_track_band=5, watch_band=20)


def targeted(label: str = "") -> tuple[PeriodRecord, ...]:
    """Followed before the agreement of 2006, targeted since; `label` is the name that the plans of its time print."""
    return (
        PeriodRecord(FIRST_KNOWN_YEAR, 2005, Obligation.FOLLOWED, label),
        PeriodRecord(2006, 2007, Obligation.TARGETED, label),
        PeriodRecord(2008, None, Obligation.TARGETED),
    )


def targeted_from(first_year: int, label: str = "") -> tuple[PeriodRecord, ...]:
    """Followed from the first known year, targeted later."""
    return (
        PeriodRecord(FIRST_KNOWN_YEAR, first_year - 1, Obligation.FOLLOWED, label),
        PeriodRecord(first_year, None, Obligation.TARGETED, label),
    )


def since(first_year: int, obligation: Obligation) -> tuple[PeriodRecord, ...]:
    """The same obligation from a year on."""
    return (PeriodRecord(first_year, None, obligation),)
