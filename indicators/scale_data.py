"""Made-up results of a whole Québec, for trying the software at its full size: deterministic, exact and fast.

Everything is written by set-based SQL from a few small tables of shapes (how large an office is, how much an indicator
counts, which interval of the people a group covers), so that millions of months take seconds and no memory. Whole
numbers only: the same database comes out on PostgreSQL and on SQLite. Every row is marked as synthetic.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from core.errors import Refused
from indicators import scale_shapes as shapes
from indicators.catalogue_loader import load_catalogue
from indicators.demo import EMPLOYMENT_SOURCE, SOLIDARITY_SOURCE
from indicators.enums import MONTH_KEYS, SEPTEMBER, DataNature
from indicators.extractions import note_extraction
from indicators.models import Extraction, FiscalYear, Measurement, Target
from regions.models import Territory
from regions.services import load_territories

SOURCE = "Données synthétiques d’essai de charge"
LAST_YEAR = 2026
LAST_MONTH = 9  # of the last year: the rest is not known yet

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Size:
    """How much to make: the planning size by default, about 14 million months."""

    offices: int = 150
    indicators: int = 30
    years: int = 20
    groups: int = 13

    @property
    def first_year(self) -> int:
        return LAST_YEAR - self.years + 1


def check_database(force: bool = False) -> None:
    """Refused when the database holds results or targets that are not made up: they must not be mixed."""
    if force:
        return
    if Measurement.objects.exclude(nature=DataNature.SYNTHETIC).exists():
        raise Refused("Cette base contient des résultats réels : les données d’essai ne s’y ajoutent pas.")
    printed = (EMPLOYMENT_SOURCE, SOLIDARITY_SOURCE)
    if Target.objects.filter(is_synthetic=False).exclude(source__in=printed).exists():
        raise Refused("Cette base contient des cibles réelles : les données d’essai ne s’y ajoutent pas.")


def build(size: Size, progress: Progress = lambda done, total: None) -> int:
    """Write facts and targets of every year, without deriving; returns the series-years written. Safe to run again:
    what is already there stands. A year is a transaction."""
    with transaction.atomic():
        load_territories()
        load_catalogue()
        years = range(size.first_year, LAST_YEAR + 1)
        FiscalYear.objects.bulk_create([FiscalYear(start=year) for year in years], ignore_conflicts=True)
        extraction = Extraction.objects.get_or_create(
            source=SOURCE, taken_on=date(LAST_YEAR + 1, 1, 18), nature=DataNature.SYNTHETIC
        )[0]
        shapes.prepare(size)
    written = 0
    for done, year in enumerate(years, start=1):
        with transaction.atomic():
            written += _write_facts(year, extraction)
            note_extraction(FiscalYear(year), Territory.objects.cles().values_list("pk", flat=True), extraction)
            _write_targets(year)
        progress(done, len(years))
    shapes.drop()
    _refresh_statistics()
    return written


def _refresh_statistics() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# --- Facts -----------------------------------------------------------------------------------------------------------


def _write_facts(year: int, extraction: Extraction) -> int:
    known = LAST_MONTH if year == LAST_YEAR else 12
    numerators = ", ".join(
        _part(f"CASE WHEN is_quotient = 1 THEN m{month} * rate / 1000 ELSE m{month} END", month <= known)
        for month in range(1, 13)
    )
    denominators = ", ".join(_part(f"m{month}", month <= known) for month in range(1, 13))
    head = "%s, indicator_id, group_id, territory_id"
    tail = "0, %s, %s, %s, 1"
    covered = f"{year} BETWEEN first_year AND last_year"
    sql = f"""
    INSERT INTO indicators_measurement
        (year_id, indicator_id, group_id, territory_id, component, {", ".join(MONTH_KEYS)},
         not_applicable, extraction_id, extracted_on, nature, version)
    WITH volumes AS ({_volumes(year)})
    SELECT {head}, 'N', {numerators}, {tail} FROM volumes CROSS JOIN scale_group WHERE {covered}
    UNION ALL
    SELECT {head}, 'D', {denominators}, {tail} FROM volumes CROSS JOIN scale_group WHERE {covered} AND is_quotient = 1
    ON CONFLICT DO NOTHING"""
    ends = [extraction.pk, extraction.taken_on, DataNature.SYNTHETIC]
    with connection.cursor() as cursor:
        cursor.execute(sql, [year, *ends, year, *ends])
        return cursor.rowcount


def _volumes(year: int) -> str:
    """People (or files, or thousands of dollars) of each office and indicator in each month, everybody together."""
    months = ", ".join(
        f"yearly * {season} * (850 + ({_noise(year, month)}) %% 300) / 1000000 AS m{month}"
        for month, season in enumerate(shapes.SEASONS, start=1)
    )
    return f"""
        SELECT indicator_id, territory_id, is_quotient, rate, {months}
        FROM (
            SELECT i.id AS indicator_id, o.id AS territory_id, i.rank AS i_rank, o.rank AS o_rank, i.is_quotient,
                   i.rate + (o.rank * 37 + i.rank * 11 + {year}) %% 40 AS rate,
                   i.volume * o.weight * (1000 + ({year} - 2007) * 6) / 1000000 AS yearly
            FROM scale_indicator i CROSS JOIN scale_office o
        ) shaped"""


def _noise(year: int, month: int) -> str:
    """A number that looks drawn, the same everywhere."""
    return f"(o_rank * 7919 + i_rank * 104729 + {year * 31337 + month * 2971}) %% 10007"


def _part(volume: str, is_known: bool) -> str:
    """What a group covers of a volume: an interval in thousandths. Intervals side by side add up exactly."""
    if not is_known:
        return "CAST(NULL AS bigint)"
    return f"({volume}) * upper_bound / 1000 - ({volume}) * lower_bound / 1000"


# --- Targets ---------------------------------------------------------------------------------------------------------


def _write_targets(year: int) -> None:
    """A target for each office, region and Québec: a sum asks of a place what its offices are asked together.

    One target in seven is revised in September; that of one office in forty is « s/o »."""
    asked = f"""
        SELECT i.id AS indicator_id, o.id AS territory_id, i.is_quotient, i.target_rate AS rate, o.rank AS rank,
               {_yearly(year)} AS volume
        FROM scale_indicator i CROSS JOIN scale_office o
        UNION ALL
        SELECT i.id, a.ancestor_id, i.is_quotient, i.target_rate, 1, SUM({_yearly(year)})
        FROM scale_indicator i CROSS JOIN scale_office o
        JOIN regions_ancestry a ON a.descendant_id = o.id AND a.ancestor_id <> o.id
             AND {year} BETWEEN a.first_year AND a.last_year
        GROUP BY i.id, a.ancestor_id, i.is_quotient, i.target_rate"""
    value = "CASE WHEN is_quotient = 1 THEN rate ELSE CAST(volume AS bigint) END"
    sql = f"""
    INSERT INTO indicators_target (indicator_id, territory_id, year_id, version, scaled, is_not_applicable,
        effective_month, reason, source, is_synthetic, created_at)
    SELECT indicator_id, territory_id, %s, 1, CASE WHEN rank %% 40 = 0 THEN NULL ELSE {value} END, rank %% 40 = 0,
           1, 'Cible initiale de l’essai de charge.', %s, true, CURRENT_TIMESTAMP
    FROM ({asked}) asked WHERE true ON CONFLICT DO NOTHING"""
    revised = f"""
    INSERT INTO indicators_target (indicator_id, territory_id, year_id, version, scaled, is_not_applicable,
        effective_month, reason, source, is_synthetic, created_at)
    SELECT t.indicator_id, t.territory_id, t.year_id, 2, t.scaled * 104 / 100, false,
           {SEPTEMBER}, 'Révision de septembre de l’essai de charge.', t.source, true, CURRENT_TIMESTAMP
    FROM indicators_target t
    WHERE t.year_id = %s AND t.source = %s AND t.version = 1 AND t.scaled IS NOT NULL
      AND (t.indicator_id * 3 + t.territory_id) %% 7 = 0
    ON CONFLICT DO NOTHING"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [year, SOURCE])
        cursor.execute(revised, [year, SOURCE])


def _yearly(year: int) -> str:
    return f"i.volume * o.weight * (1000 + ({year} - 2007) * 6) / 1000000"
