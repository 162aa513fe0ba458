"""Made-up indicators and years of their own, beside the demonstration, in places that really exist."""

from decimal import Decimal

import pytest

from indicators.enums import Component, Direction, Kind, Obligation, Service
from indicators.models import Indicator, IndicatorPeriod
from indicators.services import Series, open_year, record_series, set_target
from regions.models import Territory

PRECISION = {Kind.COUNT: (0, 0, 1), Kind.AMOUNT: (3, 3, 1), Kind.RATE: (1, 0, 100), Kind.RATIO: (2, 0, 1000)}


@pytest.fixture
def places(db):
    """places("QC"), places("01"), places("01-140")."""
    return lambda code: Territory.objects.get(code=code)


@pytest.fixture
def make_indicator(db):
    """make_indicator(Kind.COUNT): an indicator that nothing else in the tests touches, followed and targeted."""
    made = []

    def make(kind: Kind = Kind.COUNT, direction: Direction = Direction.HIGHER, **fields) -> Indicator:
        decimals, component_decimals, multiplier = PRECISION.get(kind, (0, 0, 1))
        quotient = Kind(kind).is_quotient
        made.append(kind)
        values = {
            "number": f"E{len(made)}",
            "code": f"ESSAI_{len(made)}",
            "name": f"Indicateur d’essai {len(made)}",
            "short_name": f"Essai {len(made)}",
            "kind": kind,
            "direction": direction,
            "unit": "%" if kind == Kind.RATE else "personnes",
            "decimals": decimals,
            "component_decimals": component_decimals,
            "multiplier": multiplier,
            "service": Service.EMPLOYMENT,
            "on_track_band": 10 if quotient else 30,
            "watch_band": 30 if quotient else 100,
            "position": 900 + len(made),
        }
        indicator = Indicator.objects.create(**{**values, **fields})
        IndicatorPeriod.objects.create(indicator=indicator, first_year=2005, obligation=Obligation.TARGETED)
        return indicator

    return make


@pytest.fixture
def record(db):
    """record(indicator, office, 2021, [5, None, …], [10, …]): numerators, then denominators; short lists end blank."""

    def write(indicator, territory, year, numerators, denominators=None, **options):
        series = [Series(indicator=indicator, territory=territory, months=_twelve(numerators))]
        if denominators is not None:
            series.append(
                Series(
                    indicator=indicator,
                    territory=territory,
                    months=_twelve(denominators),
                    component=Component.DENOMINATOR,
                )
            )
        return record_series(year=open_year(year), series=series, by=options.pop("by", None), **options)

    return write


@pytest.fixture
def promise(db):
    """promise(indicator, place, 2021, "100"): a version of a target; None is « s/o »."""

    def write(indicator, territory, year, value, effective_month=1, **options):
        return set_target(
            indicator=indicator,
            year=open_year(year),
            territory=territory,
            value=None if value is None else Decimal(value),
            not_applicable=value is None,
            effective_month=effective_month,
            reason=options.pop("reason", "Cible d’essai."),
            by=options.pop("by", None),
            **options,
        )

    return write


def _twelve(values):
    return [*values, *[None] * (12 - len(values))]
