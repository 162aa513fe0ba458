"""Puts the catalogue in the database."""

from django.core.management.color import no_style
from django.db import connection, transaction

from core import versions
from indicators.catalogue import CATALOGUE
from indicators.models import BreakdownGroup, Indicator, IndicatorPeriod
from indicators.services import open_year

YEARS = (2005, 2006, 2007)


@transaction.atomic
def load_catalogue() -> None:
    """Create or refresh the indicators, their periods, the group « Ensemble » and the years. Safe to run again."""
    for year in YEARS:
        open_year(year)
    _load_total_group()
    _load_periods(_load_indicators())
    versions.draw([versions.CATALOGUE])


def _load_total_group() -> None:
    BreakdownGroup.objects.update_or_create(id=BreakdownGroup.TOTAL, defaults={"code": "total", "name": "Ensemble"})
    with connection.cursor() as cursor:  # PostgreSQL does not move a sequence past a key that was given
        for statement in connection.ops.sequence_reset_sql(no_style(), [BreakdownGroup]):
            cursor.execute(statement)


def _load_indicators() -> dict[str, Indicator]:
    fields = [field for field in CATALOGUE[0]._fields if field != "periods"]
    rows = [
        Indicator(position=position, **{field: getattr(record, field) for field in fields})
        for position, record in enumerate(CATALOGUE, start=1)
    ]
    updated = [field for field in (*fields, "position") if field != "code"]
    Indicator.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=updated)
    return {indicator.code: indicator for indicator in Indicator.objects.filter(code__in=[row.code for row in rows])}


def _load_periods(indicators: dict[str, Indicator]) -> None:
    """Periods are replaced: a corrected catalogue must not leave an old span that overlaps the new one."""
    IndicatorPeriod.objects.filter(indicator__in=indicators.values()).delete()
    IndicatorPeriod.objects.bulk_create(
        IndicatorPeriod(indicator=indicators[record.code], **period._asdict())
        for record in CATALOGUE
        for period in record.periods
    )
