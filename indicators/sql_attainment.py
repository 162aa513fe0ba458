"""Second step of the engine: result, target in force, expected, share, gap and status of each month.

Reads the running totals of everybody (no breakdown group), the versions of targets and the complete past years.
"""

from collections.abc import Sequence

from indicators.enums import MONTH_KEYS, Component, Direction, Kind, Status
from indicators.models import BreakdownGroup
from indicators.sql_cumulative import Statement, in_list

PROFILE_YEARS = 3  # how many past years make the seasonal profile
_KEY = ("year_id", "territory_id", "indicator_id")
_MEASURES = ("n", "d", "result", "target", "expected", "share", "gap", "status")
_COLUMNS = (
    *_KEY,
    "last_month",
    "initial_target",
    "na_months",
    "is_synthetic",
    "computed_at",
    *(f"{measure}_{key}" for measure in _MEASURES for key in MONTH_KEYS),
)
_QUOTIENTS = ", ".join(f"'{kind}'" for kind in Kind if kind.is_quotient)
_MONTHS = list(enumerate(MONTH_KEYS, start=1))


def clear(year: int) -> Statement:
    return "DELETE FROM indicators_attainment WHERE year_id = %s", [year]


def insert(years: Sequence[int], stamp) -> Statement:
    """Write whole years into the place left free by `clear`."""
    return _statement(years, None, None, stamp, "")


def upsert(years: Sequence[int], territories: Sequence[int], indicators: Sequence[int] | None, stamp) -> Statement:
    """Write some territories and indicators over what stands there."""
    updates = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS if column not in _KEY)
    conflict = f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {updates}"
    return _statement(years, territories, indicators, stamp, conflict)


def _statement(years, territories, indicators, stamp, conflict: str) -> Statement:
    facts, facts_parameters = _limits("c", years, territories, indicators)
    promised, promised_parameters = _limits("t", years, territories, indicators)
    past, past_parameters = _limits("p", None, territories, indicators)
    of_years, year_parameters = in_list("y.start", years)
    sql = f"""
    INSERT INTO indicators_attainment ({", ".join(_COLUMNS)})
    WITH in_force AS ({_in_force(promised)}),
    targeted AS ({_targeted(promised)}),
    profile AS ({_profile(of_years, past)}),
    keys AS (
        SELECT c.year_id, c.territory_id, c.indicator_id
        FROM indicators_cumulative c WHERE c.group_id = {BreakdownGroup.TOTAL} AND {facts}
        UNION
        SELECT t.year_id, t.territory_id, t.indicator_id FROM indicators_target t WHERE {promised}
    ),
    catalogue AS (
        SELECT id, direction, on_track_band, watch_band, multiplier, {_power_of_ten("decimals")} AS unit,
               kind NOT IN ({_QUOTIENTS}) AS is_sum, direction = '{Direction.LOWER}' AS is_lower
        FROM indicators_indicator
    ),
    figures AS MATERIALIZED ({_figures()})
    SELECT {_judged()} FROM figures k WHERE true {conflict}"""
    parameters = promised_parameters * 2 + year_parameters + past_parameters + facts_parameters
    parameters += [*promised_parameters, stamp]
    return sql, parameters


def _limits(alias: str, years, territories, indicators) -> tuple[str, list]:
    parts = [
        in_list(f"{alias}.year_id", years),
        in_list(f"{alias}.territory_id", territories),
        in_list(f"{alias}.indicator_id", indicators),
    ]
    return " AND ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def _in_force(limits: str) -> str:
    """For each month, the number of the latest version whose first judged month has come."""
    versions = ", ".join(
        f"MAX(CASE WHEN t.effective_month <= {month} THEN t.version END) AS v_{key}" for month, key in _MONTHS
    )
    return f"""
        SELECT t.year_id, t.territory_id, t.indicator_id, {versions}
        FROM indicators_target t WHERE {limits}
        GROUP BY t.year_id, t.territory_id, t.indicator_id"""


def _targeted(limits: str) -> str:
    """The value in force at each month; null where it is « s/o »."""
    values = ", ".join(f"MAX(CASE WHEN t.version = f.v_{key} THEN t.scaled END) AS target_{key}" for key in MONTH_KEYS)
    not_applicable = " + ".join(
        f"{1 << (month - 1)} * MAX(CASE WHEN t.version = f.v_{key} AND t.is_not_applicable THEN 1 ELSE 0 END)"
        for month, key in _MONTHS
    )
    return f"""
        SELECT t.year_id, t.territory_id, t.indicator_id,
               MAX(CASE WHEN t.version = 1 THEN t.scaled END) AS initial_target, {not_applicable} AS na_months, {values}
        FROM indicators_target t
        JOIN in_force f
          ON f.year_id = t.year_id AND f.territory_id = t.territory_id AND f.indicator_id = t.indicator_id
        WHERE {limits}
        GROUP BY t.year_id, t.territory_id, t.indicator_id"""


def _profile(of_years: str, limits: str) -> str:
    """What a year usually reaches by each month: running totals of its complete past years, added up."""
    sums = ", ".join(f"CAST(SUM(p.{key}) AS bigint) AS h_{key}" for key in MONTH_KEYS)
    return f"""
        SELECT y.start AS year_id, p.territory_id, p.indicator_id, {sums}
        FROM indicators_fiscalyear y
        JOIN indicators_fiscalyear past ON past.start BETWEEN y.start - {PROFILE_YEARS} AND y.start - 1
        JOIN indicators_cumulative p ON p.year_id = past.start
        WHERE {of_years} AND p.last_month = 12 AND p.component = '{Component.NUMERATOR}'
          AND p.group_id = {BreakdownGroup.TOTAL} AND {limits}
        GROUP BY y.start, p.territory_id, p.indicator_id"""


def _figures() -> str:
    last = "(CASE WHEN COALESCE(d.last_month, 0) > COALESCE(n.last_month, 0) THEN d.last_month ELSE n.last_month END)"
    columns = []
    for month, key in _MONTHS:
        known = f"{last} >= {month}"
        total, base = f"COALESCE(n.{key}, 0)", f"COALESCE(d.{key}, 0)"
        quotient = _rounded(f"{total} * i.multiplier * i.unit", f"d.{key}")
        profiled = _rounded(f"t.target_{key} * h.h_{key}", "h.h_mar")
        elapsed = _rounded(f"t.target_{key} * {month}", "12")
        columns += [
            f"CASE WHEN {known} THEN {total} END AS n_{key}",
            f"CASE WHEN {known} THEN {base} END AS d_{key}",
            f"CASE WHEN {known} THEN CASE WHEN i.is_sum THEN {total} WHEN d.{key} > 0 THEN {quotient} END END"
            f" AS result_{key}",
            f"t.target_{key}",
            f"CASE WHEN NOT i.is_sum THEN t.target_{key} WHEN h.h_mar > 0 THEN {profiled} ELSE {elapsed} END"
            f" AS expected_{key}",
        ]
    return f"""
        SELECT y.year_id, y.territory_id, y.indicator_id, i.direction, i.is_sum, i.is_lower, i.on_track_band,
               i.watch_band, i.unit, COALESCE(n.not_applicable, 0) | COALESCE(d.not_applicable, 0) AS not_applicable,
               COALESCE({last}, 0) AS last_month,
               t.initial_target, COALESCE(t.na_months, 0) AS na_months,
               COALESCE(n.is_synthetic, d.is_synthetic, false) AS is_synthetic, {", ".join(columns)}
        FROM keys y
        JOIN catalogue i ON i.id = y.indicator_id
        LEFT JOIN indicators_cumulative n ON {_whole("n", Component.NUMERATOR)}
        LEFT JOIN indicators_cumulative d ON {_whole("d", Component.DENOMINATOR)}
        LEFT JOIN targeted t ON {_same("t", "y")}
        LEFT JOIN profile h ON {_same("h", "y")}"""


def _whole(alias: str, component: Component) -> str:
    """Everybody's running totals, by their whole key: neither database then needs to guess how to join."""
    return f"{_same(alias, 'y')} AND {alias}.group_id = {BreakdownGroup.TOTAL} AND {alias}.component = '{component}'"


def _same(left: str, right: str) -> str:
    return " AND ".join(f"{left}.{column} = {right}.{column}" for column in _KEY)


def _judged() -> str:
    told = (*_KEY, "last_month", "initial_target", "na_months", "is_synthetic")
    columns = [*(f"k.{column}" for column in told), "%s"]
    columns += [f"k.{measure}_{key}" for measure in ("n", "d", "result", "target", "expected") for key in MONTH_KEYS]
    columns += [
        f"CASE WHEN k.is_sum AND k.target_{key} > 0 THEN {_rounded(f'1000 * k.result_{key}', f'k.target_{key}')} END"
        for key in MONTH_KEYS
    ]
    columns += [f"k.result_{key} - k.target_{key}" for key in MONTH_KEYS]
    columns += [_status(key, month) for month, key in _MONTHS]
    return ", ".join(columns)


def _status(key: str, month: int) -> str:
    """Sums are judged against what is expected by that month, quotients against their target. Bands are tenths."""
    result, target, expected = f"k.result_{key}", f"k.target_{key}", f"k.expected_{key}"
    # Positive when better than asked, in tenths of % of the expected (sums) or tenths of a unit (quotients).
    lead = f"(CASE WHEN k.is_lower THEN {expected} - {result} ELSE {result} - {expected} END)"
    over = "true" if month == 12 else "NOT k.is_sum"  # a sum to be kept low is won only when the year is over
    reached = f"(NOT k.is_lower AND {result} >= {target}) OR (k.is_lower AND {result} <= {target} AND {over})"
    within = (
        f"CASE WHEN k.is_sum THEN {lead} * 1000 >= -(k.{{band}}) * {expected}"
        f" ELSE {lead} * 10 >= -(k.{{band}}) * k.unit END"
    )
    return (
        f"CASE WHEN k.not_applicable & {1 << (month - 1)} <> 0 THEN {Status.NOT_APPLICABLE:d}"
        f" WHEN {result} IS NULL THEN {Status.NO_DATA:d}"
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
