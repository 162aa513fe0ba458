"""Demonstration: who the people of indicators 2 and 5 are, made up in whole numbers and marked so.

What other indicators already count is taken from them: people on last-resort aid among new participants are indicator
7, insured ones 14, immigrants 10; among people in employment, 9 and 15.
"""

from collections.abc import Callable, Sequence
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from indicators import engine
from indicators.demo import REGION
from indicators.demo_generator import Grid, synthetic_year
from indicators.demo_totals import BUDGET_SHARES, YEARS
from indicators.enums import Component, DataNature, DimensionKind
from indicators.models import BreakdownDimension, BreakdownGroup, Indicator
from indicators.services import Series, open_year, record_series
from regions.models import Territory

NEW_AGES = 2020  # the first fiscal year of the age groups that now stand


class Group(NamedTuple):
    code: str
    name: str
    first_year: int = 0
    last_year: int | None = None


class Dimension(NamedTuple):
    code: str
    name: str
    kind: DimensionKind
    groups: tuple[Group, ...]


DIMENSIONS = (
    Dimension("sexe", "Sexe", DimensionKind.PARTITION, (Group("sexe-1", "Femmes"), Group("sexe-2", "Hommes"))),
    Dimension(
        "age",
        "Âge",
        DimensionKind.PARTITION,
        (
            Group("age-1", "Moins de 30 ans", last_year=NEW_AGES - 1),
            Group("age-2", "30 à 44 ans", last_year=NEW_AGES - 1),
            Group("age-3", "45 ans et plus", last_year=NEW_AGES - 1),
            Group("age-4", "Moins de 35 ans", NEW_AGES),
            Group("age-5", "35 à 54 ans", NEW_AGES),
            Group("age-6", "55 ans et plus", NEW_AGES),
        ),
    ),
    Dimension(
        "soutien",
        "Statut de soutien du revenu",
        DimensionKind.OVERLAPPING,
        (
            Group("soutien-1", "Assistance sociale"),
            Group("soutien-2", "Assurance-emploi"),
            Group("soutien-3", "Sans soutien public du revenu"),
        ),
    ),
    Dimension(
        "naissance",
        "Lieu de naissance",
        DimensionKind.PARTIAL,
        (
            Group("naissance-1", "Hors Canada, ici depuis moins de 5 ans"),
            Group("naissance-2", "Hors Canada, ici depuis 5 ans ou plus"),
            Group("naissance-3", "Canada"),
        ),
    ),
    Dimension(
        "vulnerables",
        "Groupes vulnérables",
        DimensionKind.OVERLAPPING,
        (
            Group("vulnerables-a", "Femmes"),
            Group("vulnerables-b", "Responsables de famille monoparentale"),
            Group("vulnerables-c", "Moins de 30 ans", last_year=NEW_AGES - 1),
            Group("vulnerables-d", "45 ans et plus", last_year=NEW_AGES - 1),
            Group("vulnerables-e", "Personnes handicapées"),
            Group("vulnerables-f", "Personnes immigrantes"),
            Group("vulnerables-g", "Nouveaux arrivants"),
            Group("vulnerables-h", "Minorités visibles"),
            Group("vulnerables-i", "Autochtones"),
            Group("vulnerables-j", "Personnes judiciarisées adultes"),
        ),
    ),
)

# Indicator → those that count its people on last-resort aid, and its insured people.
_COUNTED_BY = {"2": ("7", "14"), "5": ("9", "15")}
_IMMIGRANTS = {"2": "10", "5": None}


@transaction.atomic
def load_demo_dimensions() -> dict[str, BreakdownGroup]:
    """The dimensions and their groups, by code. Running it again changes nothing."""
    for one in DIMENSIONS:
        dimension, _ = BreakdownDimension.objects.get_or_create(
            code=one.code, defaults={"name": one.name, "kind": one.kind}
        )
        BreakdownGroup.objects.bulk_create(
            (BreakdownGroup(dimension=dimension, **group._asdict()) for group in one.groups), ignore_conflicts=True
        )
    codes = [group.code for one in DIMENSIONS for group in one.groups]
    return {group.code: group for group in BreakdownGroup.objects.filter(code__in=codes)}


@transaction.atomic
def record_demo_breakdowns(*, by: User | None) -> None:
    """Three years of groups for the eight CLEs of the region. Running it again changes nothing."""
    groups = load_demo_dimensions()
    indicators = {one.number: one for one in Indicator.objects.filter(number__in=_COUNTED_BY)}
    offices = {one.code: one for one in Territory.objects.filter(code__in=BUDGET_SHARES)}
    for start in YEARS:
        record_series(
            year=open_year(start),
            series=[
                Series(indicator=indicators[number], territory=offices[code], months=months, group_id=groups[group].pk)
                for number in _COUNTED_BY
                for group, cells in synthetic_groups(start, number).items()
                for code, months in cells.items()
            ],
            by=by,
            reason="Ventilations de démonstration.",
            extracted_on=date(start + 1, 4, 18),
            nature=DataNature.SYNTHETIC,
            derive=False,
        )
    places = (Territory.objects.get(code=REGION), *offices.values())
    engine.recompute(engine.Scope(YEARS, _keys(indicators.values()), _keys(places)))


def _keys(rows) -> tuple[int, ...]:
    return tuple(row.pk for row in rows)


def synthetic_groups(year: int, number: str) -> dict[str, Grid]:
    """Group code → CLE code → twelve monthly values, for an indicator. Groups of a partition sum to everybody."""
    known = synthetic_year(year)
    everybody = known[number, Component.NUMERATOR]
    helped, insured = (known[one, Component.NUMERATOR] for one in _COUNTED_BY[number])
    draw = _Draw(f"{year}/{number}")
    women, young = draw.some("women", everybody, 440), draw.some("young", everybody, 340)
    older = draw.some("older", _left(everybody, young), 370)
    both = _joined(lambda total, a, b, c: min(a, b, max(c, a + b - total)), everybody, helped, insured,
                   draw.some("both", helped, 540))  # fmt: skip
    immigrants = known[_IMMIGRANTS[number], Component.NUMERATOR] if _IMMIGRANTS[number] else None
    immigrants = immigrants or draw.some("immigrants", everybody, 11)
    newcomers = draw.some("newcomers", immigrants, 380)
    return {
        "sexe-1": women,
        "sexe-2": _left(everybody, women),
        "age-1": young,
        "age-2": _left(everybody, young, older),
        "age-3": older,
        "soutien-1": helped,
        "soutien-2": insured,
        "soutien-3": _joined(lambda total, a, b, c: total - a - b + c, everybody, helped, insured, both),
        "naissance-1": newcomers,
        "naissance-2": _left(immigrants, newcomers),
        "naissance-3": draw.some("born_here", _left(everybody, immigrants), 830),
        "vulnerables-a": women,
        "vulnerables-b": draw.some("lone_parents", everybody, 82),
        "vulnerables-c": young,
        "vulnerables-d": older,
        "vulnerables-e": draw.some("disabled", everybody, 46),
        "vulnerables-f": immigrants,
        "vulnerables-g": newcomers,
        "vulnerables-h": draw.some("visible_minorities", everybody, 9),
        "vulnerables-i": draw.some("indigenous", everybody, 7),
        "vulnerables-j": draw.some("justice", everybody, 26),
    }


class _Draw:
    """Draws some of the people of a grid, office by office, month after month, without losing a unit to rounding."""

    def __init__(self, seed: str):
        self.seed = seed

    def some(self, group: str, among: Grid, thousandths: int) -> Grid:
        """About that share of each cell, never more than the cell."""
        return {code: self._months(f"{group}/{code}", months, thousandths) for code, months in among.items()}

    def _months(self, name: str, months: Sequence[int], thousandths: int) -> list[int]:
        leaning = 85 + self._chance(name, 31)  # an office's own share: 85 to 115 % of the region's
        owed, drawn = self._chance(f"{name}/start", 10_000_000), []
        for month, people in enumerate(months, start=1):
            owed += people * thousandths * leaning * (88 + self._chance(f"{name}/{month}", 25))
            drawn.append(min(people, owed // 10_000_000))
            owed -= drawn[-1] * 10_000_000
        return drawn

    def _chance(self, name: str, sides: int) -> int:
        digest = blake2b(f"{self.seed}/{name}".encode(), digest_size=4).digest()
        return int.from_bytes(digest, "big") % sides


def _joined(combine: Callable[..., int], *grids: Grid) -> Grid:
    return {
        code: [combine(*values) for values in zip(*(grid[code] for grid in grids), strict=True)] for code in grids[0]
    }


def _left(whole: Grid, *parts: Grid) -> Grid:
    return _joined(lambda total, *values: total - sum(values), whole, *parts)
