"""Verbs on targets and results. Pages, API, importers and the demonstration all call these."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.models import User
from core.errors import Conflict, Refused
from indicators import engine
from indicators.enums import Component, DataNature
from indicators.extractions import record_extraction
from indicators.loading import Cell, load_cells
from indicators.models import BreakdownGroup, FiscalYear, Indicator, Target
from indicators.rights import may_revise_target, revision_refusal
from indicators.scale import scale
from regions.models import Territory

SERIES_SOURCE = "Séries enregistrées"


def open_year(start: int) -> FiscalYear:
    """The fiscal year that begins on 1 April of `start`, created when it is not there."""
    return FiscalYear.objects.get_or_create(start=start)[0]


@transaction.atomic
def set_target(
    *,
    indicator: Indicator,
    year: FiscalYear,
    territory: Territory,
    value: Decimal | int | None,
    reason: str,
    by: User | None,
    not_applicable: bool = False,
    effective_month: int = 1,
    external: Decimal | int | None = None,
    source: str = "",
    expected_version: int | None = None,
    synthetic: bool = False,
    derive: bool = True,
) -> Target:
    """Add a version of a target; the former ones stay. `expected_version` is the version its author was looking at.

    Refused without a reason, without a value (unless « s/o »), or with a precision the indicator does not have.
    Raises Conflict when somebody added a version meanwhile.
    """
    if not reason.strip():
        raise Refused("Donnez le motif de la cible.", fields={"reason": "Le motif est conservé avec la cible."})
    if (value is None) != not_applicable:
        raise Refused(
            "Indiquez une valeur, ou cochez « s/o » si aucune cible n’est fixée.",
            fields={"value": "Une cible est un nombre, ou « s/o »."},
        )
    if value is not None and value < 0:
        raise Refused("Une cible ne peut être négative.", fields={"value": "Entrez un nombre positif."})
    if effective_month not in range(1, 13):
        raise Refused(
            "Choisissez le mois à partir duquel la cible s’applique.", fields={"effective_month": "Avril à mars."}
        )
    key = {"indicator": indicator, "year": year, "territory": territory}
    version = Target.objects.next_version(**key)
    if expected_version is not None and expected_version != version - 1:
        raise _target_conflict(key)
    try:
        with transaction.atomic():
            target = Target.objects.create(
                **key,
                version=version,
                scaled=scale(value, indicator.decimals),
                is_not_applicable=not_applicable,
                external_scaled=scale(external, indicator.decimals),
                effective_month=effective_month,
                reason=reason.strip(),
                source=source,
                is_synthetic=synthetic,
                author=by,
            )
    except IntegrityError as error:  # two people at the same instant: the constraint lets one through
        raise _target_conflict(key) from error
    if derive:
        engine.recompute(engine.Scope((year.pk,), (indicator.pk,), (territory.pk,), facts=False))
    return target


def _target_conflict(key: dict) -> Conflict:
    current = Target.objects.filter(**key).select_related("author", "indicator").order_by("-version").first()
    return Conflict("Cette cible vient d’être changée par une autre personne.", current=current)


def revise_target(
    *,
    indicator: Indicator,
    year: FiscalYear,
    territory: Territory,
    value: Decimal | None,
    reason: str,
    effective_month: int,
    expected_version: int,
    by: User,
    not_applicable: bool = False,
) -> Target:
    """Revise a target, or set the first one (`expected_version` 0). Refused to those who do not hold the right."""
    if not may_revise_target(by, territory):
        raise Refused(revision_refusal(territory))
    return set_target(
        indicator=indicator,
        year=year,
        territory=territory,
        value=value,
        not_applicable=not_applicable,
        reason=reason,
        effective_month=effective_month,
        expected_version=expected_version,
        by=by,
    )


@dataclass(frozen=True)
class Series:
    """Twelve months (April first) of one component, as Decimals; None is blank."""

    indicator: Indicator
    territory: Territory
    months: Sequence[Decimal | int | None]
    component: Component = Component.NUMERATOR
    group_id: int = BreakdownGroup.TOTAL


@transaction.atomic
def record_series(
    *,
    year: FiscalYear,
    series: Iterable[Series],
    by: User | None,
    reason: str = "",
    extracted_on: date | None = None,
    nature: DataNature = DataNature.REAL,
    derive: bool = True,
) -> int:
    """Write whole series-years, log every month that changes, derive attainment again. Returns the changed months.

    Refused, naming the indicator, the territory and the month, when a value is negative or too precise.
    """
    cells = [cell for item in series for cell in _cells(item)]
    extraction = None
    if extracted_on is not None:
        extraction = record_extraction(taken_on=extracted_on, source=SERIES_SOURCE, nature=nature, by=by)
    result = load_cells(
        year=year, cells=cells, by=by, extraction=extraction, nature=nature, reason=reason, derive=derive
    )
    return result.changed


def _cells(item: Series) -> list[Cell]:
    if len(item.months) != 12:
        raise Refused(f"Un exercice compte douze mois; {len(item.months)} ont été reçus pour {item.indicator}.")
    key = (item.indicator.pk, item.group_id, item.territory.pk, str(item.component))
    return [Cell(*key, month, value) for month, value in enumerate(item.months, start=1)]
