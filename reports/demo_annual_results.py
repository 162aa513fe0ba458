"""Demonstration: the results and targets that the national report of 2023-2024 prints, entered through the services.

The report prints numbers, rates rounded to a tenth and shares in whole percents. What the engine needs beside them is
worked out again and said to be so: the people who ended a participation (number ÷ rate) and the groups (share × base).
Gaps, attainment and shares are then computed, never typed.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from indicators import engine
from indicators.demo_breakdowns import Dimension, Group
from indicators.enums import Component, DataNature, DimensionKind
from indicators.extractions import record_extraction
from indicators.loading import NOT_APPLICABLE, Cell, load_cells
from indicators.models import BreakdownDimension, BreakdownGroup, FiscalYear, Indicator, Measurement, Target
from indicators.services import open_year, set_target
from regions.models import Territory

YEAR = 2023
SOURCE = "Bilan 2023-2024 des services publics d’emploi"
_YEAR_END = 12
PARTICIPANTS = "SPE_PARTICIPANTS"
SHARES_BASE = 193_962  # people who took part in an intervention; the number of new participants is not printed

REASON = "Total de l’exercice imprimé dans le Bilan; les mois ne sont pas publiés."
REBUILT_RATE = "Dénominateur reconstitué du nombre et du taux imprimés (arrondi au dixième)."
REBUILT_GROUP = "Effectif reconstitué de la part imprimée (arrondie au pourcent)."
TARGET_REASON = "Cible imprimée dans le Bilan 2023-2024, tableau II."


class Printed(NamedTuple):
    """What the report prints of an indicator: its number, its rate and its target; `s/o` is a target too."""

    code: str
    number: int | None = None
    rate: str | None = None
    target: str | None = None


RESULTS = (
    Printed("SPE_POSTES_SNP", 132_049),
    Printed(PARTICIPANTS, SHARES_BASE),
    Printed("SPE_EN_EMPLOI", 102_544, target="s/o"),
    Printed("SPE_TAUX_EMPLOI", 102_544, "53.9", "56.5"),
    Printed("SPE_AFDR_EN_EMPLOI", 17_133, target="16000"),
    Printed("SPE_TAUX_EMPLOI_AFDR", 17_133, "41.0", "43.0"),
    Printed("SPE_AE_EN_EMPLOI", 71_280, target="52000"),
    Printed("SPE_TAUX_EMPLOI_AE", 71_280, "57.2", "65.0"),
    Printed("SPE_ENTREPRISES", 8_287),
    Printed("SPE_PAMT", 4_557),
)
PRIORITY_SECTORS = ("SPE_PART_SECTEUR_PRIORISE", 8_287, "44.5", "35.0")  # enterprises helped, rate, target

NEW_DIMENSIONS = (
    Dimension(
        "age-atteint",
        "Âge pendant l’exercice",
        DimensionKind.OVERLAPPING,  # who has a birthday may count twice: the shares sum to 102 %
        (
            Group("age-atteint-1", "Moins de 20 ans", YEAR),
            Group("age-atteint-2", "De 20 à 34 ans", YEAR),
            Group("age-atteint-3", "De 35 à 54 ans", YEAR),
            Group("age-atteint-4", "55 ans et plus", YEAR),
        ),
    ),
    Dimension(
        "scolarite",
        "Scolarité",
        DimensionKind.PARTIAL,
        (
            Group("scolarite-1", "Primaire", YEAR),
            Group("scolarite-2", "Secondaire I à IV", YEAR),
            Group("scolarite-3", "Secondaire V", YEAR),
            Group("scolarite-4", "Collégial", YEAR),
            Group("scolarite-5", "Universitaire", YEAR),
        ),
    ),
    Dimension(
        "aide-entreprise",
        "Forme d’aide à l’entreprise",
        DimensionKind.OVERLAPPING,
        (
            Group("aide-entreprise-1", "Services-conseils", YEAR),
            Group("aide-entreprise-2", "Développement des compétences", YEAR),
            Group("aide-entreprise-3", "Gestion des ressources humaines", YEAR),
        ),
    ),
)

# Group → printed share, in whole percents.
SHARES = {
    "soutien-1": 23, "soutien-2": 63, "soutien-3": 27,
    "sexe-1": 44, "sexe-2": 56,
    "age-atteint-1": 7, "age-atteint-2": 38, "age-atteint-3": 38, "age-atteint-4": 19,
    "scolarite-1": 4, "scolarite-2": 28, "scolarite-3": 24, "scolarite-4": 11, "scolarite-5": 16,
    "naissance-1": 9, "naissance-2": 12, "naissance-3": 62,
    "vulnerables-e": 13, "vulnerables-b": 8, "vulnerables-i": 1,
}  # fmt: skip
HELPED = {"aide-entreprise-1": 1_532, "aide-entreprise-2": 5_332, "aide-entreprise-3": 2_997}


@transaction.atomic
def record_printed_results(*, by: User | None) -> FiscalYear:
    """The year 2023-2024 of Québec. Running it again changes nothing."""
    year, national = open_year(YEAR), Territory.objects.national()
    indicators = {one.code: one for one in Indicator.objects.all()}
    if Measurement.objects.filter(year=year, territory=national, indicator=indicators["SPE_EN_EMPLOI"]).exists():
        return year
    groups = _load_dimensions()
    extraction = record_extraction(
        taken_on=date(2024, 3, 31), source=SOURCE, nature=DataNature.REAL, by=by, description=f"{REASON} {REBUILT_RATE}"
    )
    for reason, cells in _cells(indicators, groups, national).items():
        load_cells(year=year, cells=cells, by=by, extraction=extraction, reason=reason, derive=False)
    _set_targets(indicators, year, national, by)
    engine.recompute(engine.Scope((YEAR,), tuple({one.pk for one in _told(indicators)}), (national.pk,)))
    return year


def _told(indicators: dict[str, Indicator]) -> list[Indicator]:
    return [indicators[code] for code in (*(row.code for row in RESULTS), PRIORITY_SECTORS[0])]


def _load_dimensions() -> dict[str, int]:
    for one in NEW_DIMENSIONS:
        dimension, _ = BreakdownDimension.objects.get_or_create(
            code=one.code, defaults={"name": one.name, "kind": one.kind}
        )
        BreakdownGroup.objects.bulk_create(
            (BreakdownGroup(dimension=dimension, **group._asdict()) for group in one.groups), ignore_conflicts=True
        )
    return dict(BreakdownGroup.objects.filter(code__in=(*SHARES, *HELPED)).values_list("code", "pk"))


def _cells(indicators, groups: dict[str, int], national: Territory) -> dict[str, list[Cell]]:
    """The cells by the reason that is kept with them: printed, or worked out again from what is printed."""
    total = BreakdownGroup.TOTAL
    printed, rates, rebuilt = [], [], []

    def cells(code: str, group: int, component: Component, value: int) -> list[Cell]:
        key = (indicators[code].pk, group, national.pk, str(component))
        unknown = (Cell(*key, month, NOT_APPLICABLE) for month in range(1, _YEAR_END))
        return [*unknown, Cell(*key, _YEAR_END, Decimal(value))]

    for row in RESULTS:
        printed += cells(row.code, total, Component.NUMERATOR, row.number)
        if row.rate:
            rates += cells(row.code, total, Component.DENOMINATOR, whole_of(row.number, row.rate))
    code, helped, rate, _ = PRIORITY_SECTORS
    rates += cells(code, total, Component.NUMERATOR, part_of(helped, rate))
    printed += cells(code, total, Component.DENOMINATOR, helped)
    for group, share in SHARES.items():
        rebuilt += cells(PARTICIPANTS, groups[group], Component.NUMERATOR, part_of(SHARES_BASE, share))
    for group, number in HELPED.items():
        printed += cells("SPE_ENTREPRISES", groups[group], Component.NUMERATOR, number)
    return {REASON: printed, REBUILT_RATE: rates, REBUILT_GROUP: rebuilt}


def whole_of(part: int, percent: str) -> int:
    """The number of which `part` is that percentage, to the nearest person: 17 133 at 41,0 % are of 41 788."""
    return int((100 * part / Decimal(percent)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def part_of(whole: int, percent: str | int) -> int:
    """That percentage of a number, to the nearest person."""
    return int((whole * Decimal(percent) / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _set_targets(indicators, year: FiscalYear, national: Territory, by: User | None) -> None:
    held = set(Target.objects.filter(year=year, territory=national).values_list("indicator_id", flat=True))
    wanted = [(row.code, row.target) for row in RESULTS if row.target] + [(PRIORITY_SECTORS[0], PRIORITY_SECTORS[3])]
    for code, target in wanted:
        if indicators[code].pk not in held:
            set_target(
                indicator=indicators[code],
                year=year,
                territory=national,
                value=None if target == "s/o" else Decimal(target),
                not_applicable=target == "s/o",
                reason=TARGET_REASON,
                source=SOURCE,
                by=by,
                derive=False,
            )
