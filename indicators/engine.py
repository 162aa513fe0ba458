"""Attainment, derived in set-based SQL: one statement a fiscal year, the same on PostgreSQL and SQLite.

    measurements ─┬─ summed along the territory tree (regions.Ancestry) ─ cumulated April…March ─┐
    targets ──────┼─ the version in force at each month ────────────────────────────────────────┼─→ attainment
    past years ───┴─ seasonal profile (attainment rows of the three years before) ──────────────┘

Every figure is an exact integer (see models.Attainment); division rounds half up, once, at the indicator's precision.
No Python loop over rows, no average of rates, no average of statuses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from indicators.enums import MONTH_KEYS, Direction, Kind, Status
from indicators.models import Attainment, BreakdownGroup, FiscalYear
from regions.models import Ancestry

PROFILE_YEARS = 3  # how many past years make the seasonal profile
_LOCK = 0x4A414C4F4E  # « JALON »: two recomputations at once wait for each other
_KEY = ("year_id", "territory_id", "group_id", "indicator_id")
_MEASURES = ("n", "d", "result", "target", "expected", "share", "gap", "status")
_QUOTIENTS = ", ".join(f"'{kind}'" for kind in Kind if kind.is_quotient)
_SUM = f"k.kind NOT IN ({_QUOTIENTS})"


@dataclass(frozen=True)
class Scope:
    """What to recompute: fiscal years (by their first calendar year), and optionally only some indicators and places.

    `territories` are those whose facts or targets changed; the places in which they count are added by the engine.
    """

    years: tuple[int, ...]
    indicators: tuple[int, ...] | None = None
    territories: tuple[int, ...] | None = None


def recompute(scope: Scope, progress=lambda done, total: None) -> int:
    """Derive again the attainment of a scope; returns the number of rows written. Safe to run twice, or two at once.

    A past year's results shape what is expected of the next ones, so years are taken in order, and the years that
    lean on a recomputed one follow it.
    """
    years = _with_dependents(scope.years)
    touched = None if scope.territories is None else _lineage(scope.territories, years)
    written = 0
    for index, year in enumerate(years, start=1):
        with transaction.atomic():
            _lock()
            written += _recompute_year(year, scope.indicators, touched)
        progress(index, len(years))
    return written


def recompute_all(progress=lambda done, total: None) -> int:
    """Derive everything again."""
    return recompute(Scope(tuple(FiscalYear.objects.values_list("start", flat=True))), progress)


def _with_dependents(years: Iterable[int]) -> list[int]:
    wanted = {year + offset for year in years for offset in range(PROFILE_YEARS + 1)}
    return sorted(FiscalYear.objects.filter(start__in=wanted).values_list("start", flat=True))


def _lock() -> None:
    if connection.vendor == "postgresql":  # SQLite lets one writer in at a time by itself
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _recompute_year(year: int, indicators, territories) -> int:
    stamp = timezone.now()
    statement, parameters = _upsert(year, indicators, territories, stamp)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        written = cursor.rowcount
    _delete_stale(year, indicators, territories, stamp)
    return written


def _lineage(territories: Sequence[int], years: Sequence[int]) -> tuple[int, ...]:
    """Where these territories count in any of the years: a region that an office has left since keeps what it brought
    in its past years, hence in what is expected of the next ones."""
    if not years:
        return ()
    pairs = Ancestry.objects.filter(descendant__in=territories, first_year__lte=years[-1], last_year__gte=years[0])
    return tuple(pairs.values_list("ancestor_id", flat=True).distinct())


def _delete_stale(year: int, indicators, territories, stamp: datetime) -> None:
    """Rows of the scope that the upsert did not write no longer have any fact or target behind them."""
    rows = Attainment.objects.filter(year=year).exclude(computed_at=stamp)  # whatever the clocks of other machines say
    if indicators is not None:
        rows = rows.filter(indicator__in=indicators)
    if territories is not None:
        rows = rows.filter(territory__in=territories)
    rows.delete()


# --- The statement, part by part -------------------------------------------------------------------------------------


def _upsert(year: int, indicators, territories, stamp: datetime) -> tuple[str, list]:
    facts_where, facts_parameters = _where(
        "m.year_id", "m.indicator_id", "a.ancestor_id", year, indicators, territories
    )
    target_where, target_parameters = _where(
        "t.year_id", "t.indicator_id", "t.territory_id", year, indicators, territories
    )
    columns = [*_KEY, "last_month", "is_not_applicable", "is_synthetic", "computed_at"]
    columns += [f"{measure}_{key}" for measure in _MEASURES for key in MONTH_KEYS]
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in _KEY)
    statement = f"""
    WITH monthly AS ({_monthly(facts_where)}),
    cumulated AS ({_cumulated()}),
    in_force AS ({_in_force(target_where)}),
    targeted AS ({_targeted()}),
    profile AS ({_profile()}),
    keys AS (
        SELECT year_id, territory_id, group_id, indicator_id FROM cumulated
        UNION SELECT year_id, territory_id, {BreakdownGroup.TOTAL}, indicator_id FROM targeted
    ),
    figures AS ({_figures()}),
    judged AS ({_judged()})
    INSERT INTO indicators_attainment ({", ".join(columns)})
    SELECT {", ".join("%s" if column == "computed_at" else f"j.{column}" for column in columns)}
    FROM judged j WHERE true
    ON CONFLICT (year_id, territory_id, group_id, indicator_id) DO UPDATE SET {updates}
    """
    profile_parameters = [year - PROFILE_YEARS, year - 1]
    return statement, [*facts_parameters, *target_parameters, *profile_parameters, _stamp(stamp)]


def _stamp(stamp: datetime):
    return connection.ops.adapt_datetimefield_value(stamp)


def _where(year_column, indicator_column, territory_column, year, indicators, territories) -> tuple[str, list]:
    conditions, parameters = [f"{year_column} = %s"], [year]
    for column, values in ((indicator_column, indicators), (territory_column, territories)):
        if values is not None:
            conditions.append(f"{column} IN ({', '.join(['%s'] * len(values)) or 'NULL'})")
            parameters += values
    return " AND ".join(conditions), parameters


def _monthly(where: str) -> str:
    """Months of each component, summed over all that counts in a territory that year. Blank is not zero."""
    sums = ", ".join(
        f"CAST(SUM(CASE WHEN m.component = '{component.upper()}' THEN m.{key} END) AS bigint) AS {component}_{key}"
        for component in ("n", "d")
        for key in MONTH_KEYS
    )
    return f"""
        SELECT m.year_id, a.ancestor_id AS territory_id, m.group_id, m.indicator_id,
               MAX(CASE WHEN m.nature = 'synthetic' THEN 1 ELSE 0 END) AS synthetic, {sums}
        FROM indicators_measurement m
        JOIN regions_ancestry a ON a.descendant_id = m.territory_id AND m.year_id BETWEEN a.first_year AND a.last_year
        WHERE {where}
        GROUP BY m.year_id, a.ancestor_id, m.group_id, m.indicator_id"""


def _cumulated() -> str:
    """Running totals up to the last month that holds anything."""
    last = "CASE " + " ".join(
        f"WHEN n_{key} IS NOT NULL OR d_{key} IS NOT NULL THEN {month}"
        for month, key in reversed(list(enumerate(MONTH_KEYS, start=1)))
    )
    totals = ", ".join(
        f"{' + '.join(f'COALESCE({component}_{earlier}, 0)' for earlier in MONTH_KEYS[:month])} AS {component}_{key}"
        for component in ("n", "d")
        for month, key in enumerate(MONTH_KEYS, start=1)
    )
    return f"""
        SELECT year_id, territory_id, group_id, indicator_id, synthetic, {last} ELSE 0 END AS last_month, {totals}
        FROM monthly"""


def _in_force(where: str) -> str:
    """For each month, the number of the latest version whose first judged month has come."""
    versions = ", ".join(
        f"MAX(CASE WHEN t.effective_month <= {month} THEN t.version END) AS v_{key}"
        for month, key in enumerate(MONTH_KEYS, start=1)
    )
    return f"""
        SELECT t.year_id, t.territory_id, t.indicator_id, MAX(t.version) AS latest, {versions}
        FROM indicators_target t WHERE {where}
        GROUP BY t.year_id, t.territory_id, t.indicator_id"""


def _targeted() -> str:
    """The value in force at each month; null where it is « s/o »."""
    values = ", ".join(f"MAX(CASE WHEN t.version = f.v_{key} THEN t.scaled END) AS target_{key}" for key in MONTH_KEYS)
    return f"""
        SELECT t.year_id, t.territory_id, t.indicator_id,
               MAX(CASE WHEN t.version = f.latest AND t.is_not_applicable THEN 1 ELSE 0 END) AS not_applicable, {values}
        FROM indicators_target t
        JOIN in_force f
          ON f.year_id = t.year_id AND f.territory_id = t.territory_id AND f.indicator_id = t.indicator_id
        GROUP BY t.year_id, t.territory_id, t.indicator_id"""


def _profile() -> str:
    """What share of a year is usually reached by each month: running totals of complete past years, added up."""
    sums = ", ".join(f"CAST(SUM(p.n_{key}) AS bigint) AS h_{key}" for key in MONTH_KEYS)
    return f"""
        SELECT p.territory_id, p.indicator_id, {sums}
        FROM indicators_attainment p
        WHERE p.year_id BETWEEN %s AND %s AND p.last_month = 12 AND p.group_id = {BreakdownGroup.TOTAL}
        GROUP BY p.territory_id, p.indicator_id"""


def _figures() -> str:
    columns = []
    for month, key in enumerate(MONTH_KEYS, start=1):
        known = f"c.last_month >= {month}"
        quotient = _rounded(f"c.n_{key} * k.multiplier * {_power_of_ten('k.decimals')}", f"c.d_{key}")
        profiled = _rounded(f"t.target_{key} * h.h_{key}", "h.h_mar")
        elapsed = _rounded(f"t.target_{key} * {month}", "12")
        columns += [
            f"CASE WHEN {known} THEN c.n_{key} END AS n_{key}",
            f"CASE WHEN {known} THEN c.d_{key} END AS d_{key}",
            f"CASE WHEN {known} THEN CASE WHEN {_SUM} THEN c.n_{key} WHEN c.d_{key} > 0 THEN {quotient} END END"
            f" AS result_{key}",
            f"t.target_{key}",
            f"CASE WHEN NOT {_SUM} THEN t.target_{key} WHEN h.h_mar > 0 THEN {profiled} ELSE {elapsed} END"
            f" AS expected_{key}",
        ]
    return f"""
        SELECT y.year_id, y.territory_id, y.group_id, y.indicator_id, k.kind, k.direction,
               k.on_track_band, k.watch_band, {_power_of_ten("k.decimals")} AS unit,
               COALESCE(c.last_month, 0) AS last_month,
               COALESCE(t.not_applicable, 0) = 1 AS is_not_applicable,
               COALESCE(c.synthetic, 0) = 1 AS is_synthetic, {", ".join(columns)}
        FROM keys y
        JOIN indicators_indicator k ON k.id = y.indicator_id
        LEFT JOIN cumulated c ON c.year_id = y.year_id AND c.territory_id = y.territory_id
             AND c.group_id = y.group_id AND c.indicator_id = y.indicator_id
        LEFT JOIN targeted t ON t.year_id = y.year_id AND t.territory_id = y.territory_id
             AND t.indicator_id = y.indicator_id AND y.group_id = {BreakdownGroup.TOTAL}
        LEFT JOIN profile h ON h.territory_id = y.territory_id AND h.indicator_id = y.indicator_id"""


def _judged() -> str:
    columns = []
    for month, key in enumerate(MONTH_KEYS, start=1):
        share = _rounded(f"1000 * k.result_{key}", f"k.target_{key}")
        columns += [
            *(f"k.{measure}_{key}" for measure in ("n", "d", "result", "target", "expected")),
            f"CASE WHEN {_SUM} AND k.target_{key} > 0 THEN {share} END AS share_{key}",
            f"k.result_{key} - k.target_{key} AS gap_{key}",
            f"{_status(key, month)} AS status_{key}",
        ]
    keys = ", ".join(f"k.{column}" for column in (*_KEY, "last_month", "is_not_applicable", "is_synthetic"))
    return f"SELECT {keys}, {', '.join(columns)} FROM figures k"


def _status(key: str, month: int) -> str:
    """Sums are judged against what is expected by that month, quotients against their target. Bands are tenths."""
    result, target, expected = f"k.result_{key}", f"k.target_{key}", f"k.expected_{key}"
    lower = f"k.direction = '{Direction.LOWER}'"
    # Positive when better than asked, in tenths of % of the expected (sums) or tenths of a unit (quotients).
    lead = f"(CASE WHEN {lower} THEN {expected} - {result} ELSE {result} - {expected} END)"
    reached = f"(NOT {lower} AND {result} >= {target}) OR ({lower} AND {result} <= {target}" + (
        f" AND NOT {_SUM})" if month < 12 else ")"
    )
    within = (
        f"CASE WHEN {_SUM} THEN {lead} * 1000 >= -(k.{{band}}) * {expected}"
        f" ELSE {lead} * 10 >= -(k.{{band}}) * k.unit END"
    )
    return (
        f"CASE WHEN {result} IS NULL THEN {Status.NO_DATA:d}"
        f" WHEN k.direction = '{Direction.NEUTRAL}' THEN {Status.NEUTRAL:d}"
        f" WHEN {target} IS NULL THEN {Status.NO_TARGET:d}"
        f" WHEN {reached} THEN {Status.REACHED:d}"
        f" WHEN {within.format(band='on_track_band')} THEN {Status.ON_TRACK:d}"
        f" WHEN {within.format(band='watch_band')} THEN {Status.WATCH:d}"
        f" ELSE {Status.LATE:d} END"
    )


def _rounded(numerator: str, denominator: str) -> str:
    """Integer division, rounded half up; operands are not negative (negative results are refused at entry)."""
    return f"((2 * {numerator} + {denominator}) / (2 * {denominator}))"


def _power_of_ten(decimals: str) -> str:
    """10^decimals without floating point."""
    return f"(CASE {decimals} WHEN 0 THEN 1 WHEN 1 THEN 10 WHEN 2 THEN 100 WHEN 3 THEN 1000 ELSE 10000 END)"
