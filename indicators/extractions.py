"""Readings of the source, and what was known at each of them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from accounts.models import User
from indicators.enums import MONTH_KEYS, DataNature
from indicators.loading_checks import SeriesKey, Value, read_code
from indicators.models import CellChange, Extraction, FiscalYear, Indicator, LastExtraction, Measurement
from regions.models import Territory


def record_extraction(
    *, taken_on: date, source: str, by: User | None, nature: DataNature = DataNature.REAL, description: str = ""
) -> Extraction:
    """The extraction of a source at a date, recorded when it is not there yet."""
    return Extraction.objects.get_or_create(
        taken_on=taken_on, source=source, nature=nature, defaults={"description": description, "recorded_by": by}
    )[0]


def note_extraction(year: FiscalYear, territories: Iterable[int], extraction: Extraction) -> None:
    """An extraction wrote results of these territories: the latest one is told on their pages. Two queries."""
    places = sorted(set(territories))
    known = LastExtraction.objects.filter(year=year, territory__in=places, taken_on__gte=extraction.taken_on)
    told = set(known.values_list("territory_id", flat=True))
    LastExtraction.objects.bulk_create(
        [
            LastExtraction(year=year, territory_id=place, taken_on=extraction.taken_on)
            for place in places
            if place not in told
        ],
        update_conflicts=True,
        unique_fields=["year", "territory"],
        update_fields=["taken_on"],
    )


def last_extraction(territory: Territory, year: int) -> QuerySet:
    """The day of the latest extraction of what counts in a territory that year, as a subquery of one value."""
    inside = Territory.objects.within(territory, year).values("pk")
    rows = LastExtraction.objects.filter(year=year, territory__in=inside).order_by()
    return rows.values("year").annotate(last=Max("taken_on")).values("last")


def read_as_of(
    day: date, *, year: FiscalYear, indicator: Indicator, territories: Iterable[Territory]
) -> dict[SeriesKey, list[Value]]:
    """The twelve months of each series as the extractions taken until that day told them, from the log.

    A month is what the latest of these extractions said. One that only later extractions ever changed is what it was
    before the first of them; one that nothing ever changed is as it stands. What was keyed by hand is of its own day.
    """
    rows = Measurement.objects.filter(year=year, indicator=indicator, territory__in=list(territories))
    known = {row.pk: [_code(row, month) for month in range(1, 13)] for row in rows}
    changes = (
        CellChange.objects.filter(measurement__in=known)
        .annotate(known_on=Coalesce(F("extracted_on"), TruncDate("at")))
        .order_by("pk")
        .values_list("measurement_id", "month", "old", "new", "known_on", "pk")
    )
    told: dict[tuple[int, int], tuple[date, int]] = {}
    undone: set[tuple[int, int]] = set()
    for measurement, month, old, new, known_on, pk in changes:
        cell = (measurement, month)
        if known_on <= day and (known_on, pk) >= told.get(cell, (date.min, 0)):
            told[cell] = (known_on, pk)
            known[measurement][month - 1] = new
        elif known_on > day and cell not in told and cell not in undone:
            undone.add(cell)
            known[measurement][month - 1] = old
    decimals = indicator.component_decimals
    return {
        (row.indicator_id, row.group_id, row.territory_id, row.component): [
            read_code(code, decimals) for code in known[row.pk]
        ]
        for row in rows
    }


def _code(row: Measurement, month: int) -> int | None:
    is_applicable = not row.not_applicable >> (month - 1) & 1
    return getattr(row, MONTH_KEYS[month - 1]) if is_applicable else CellChange.NOT_APPLICABLE
