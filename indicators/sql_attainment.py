"""Second step of the engine: result, target in force, expected, share, gap and status of each month.

Reads the running totals of everybody (no breakdown group), the versions of targets and the complete past years.
"""

from collections.abc import Callable, Sequence
from functools import cache

from django.db import connection

from indicators.enums import MONTH_KEYS, Component, Direction, Kind, Status
from indicators.models import BreakdownGroup
from indicators.sql_cumulative import APART, Statement, in_list

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


def clear(year: int, indicators: Sequence[int] | None) -> Statement:
    of_indicators, parameters = in_list("indicator_id", indicators)
    return f"DELETE FROM indicators_attainment WHERE year_id = %s AND {of_indicators}", [year, *parameters]


def insert(years: Sequence[int], indicators: Sequence[int] | None, stamp) -> Statement:
    """Write whole years into the place left free by `clear`."""
    return _statement(years, None, indicators, stamp, "")


def upsert(years: Sequence[int], territories: Sequence[int], indicators: Sequence[int] | None, stamp) -> Statement:
    """Write some territories and indicators over what stands there."""
    updates = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS if column not in _KEY)
    conflict = f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {updates}"
    return _statement(years, territories, indicators, stamp, conflict)


def _statement(years, territories, indicators, stamp, conflict: str) -> Statement:
    def limits(alias: str) -> Statement:
        return _limits(alias, years, territories, indicators)

    facts, fact_parameters = (_facts_side_by_side if connection.vendor == "sqlite" else _facts)(limits)
    promised, promised_parameters = limits("t")
    before = [(year, year - back) for year in years for back in range(1, PROFILE_YEARS + 1)]
    past, past_parameters = _limits("p", sorted({past for _, past in before}), territories, indicators)
    sql = f"""
    INSERT INTO indicators_attainment ({", ".join(_COLUMNS)})
    WITH facts AS ({facts}),
    targeted AS ({_targeted(promised)}),
    before(year_id, past) AS (VALUES {", ".join(f"({year:d}, {past:d})" for year, past in before)}),
    profile AS ({_profile(past)}),
    catalogue AS (
        SELECT id, direction, on_track_band, watch_band, multiplier, {_power_of_ten("decimals")} AS unit,
               kind NOT IN ({_QUOTIENTS}) AS is_sum, direction = '{Direction.LOWER}' AS is_lower
        FROM indicators_indicator
    ),
    figures AS ({_figures()} {APART})
    SELECT {_judged()} FROM figures k WHERE true {conflict}"""
    return sql, [*fact_parameters, *promised_parameters, *past_parameters, stamp]


def _limits(alias: str, years, territories, indicators) -> tuple[str, list]:
    parts = [
        in_list(f"{alias}.year_id", years),
        in_list(f"{alias}.territory_id", territories),
        in_list(f"{alias}.indicator_id", indicators),
    ]
    return " AND ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def _facts(limits: Callable[[str], Statement]) -> Statement:
    """Everybody's running totals, numerators beside denominators, and a blank row where there is only a target."""
    known, known_parameters = limits("c")
    promised, promised_parameters = limits("t")
    numerator, denominator = (f"c.component = '{part}'" for part in (Component.NUMERATOR, Component.DENOMINATOR))
    columns = [
        f"MAX(CASE WHEN {component} THEN c.{key} END) AS {name}_{key}"
        for name, component in (("n", numerator), ("d", denominator))
        for key in MONTH_KEYS
    ]
    told = (*_KEY, "component", "last_month", "not_applicable", "is_synthetic", *MONTH_KEYS)
    sql = f"""
        SELECT c.year_id, c.territory_id, c.indicator_id, MAX(c.last_month) AS last_month,
               COALESCE(MAX(CASE WHEN {numerator} THEN c.not_applicable END), 0)
                   | COALESCE(MAX(CASE WHEN {denominator} THEN c.not_applicable END), 0) AS not_applicable,
               MAX(CASE WHEN c.is_synthetic THEN 1 ELSE 0 END) = 1 AS is_synthetic, {", ".join(columns)}
        FROM (
            SELECT {", ".join(f"c.{column}" for column in told)}
            FROM indicators_cumulative c WHERE c.group_id = {BreakdownGroup.TOTAL} AND {known}
            UNION ALL
            SELECT {", ".join(f"t.{column}" for column in _KEY)}, '', 0, 0, false, {", ".join(["NULL"] * 12)}
            FROM indicators_target t WHERE {promised}
        ) c
        GROUP BY c.year_id, c.territory_id, c.indicator_id"""
    return sql, [*known_parameters, *promised_parameters]


def _facts_side_by_side(limits: Callable[[str], Statement]) -> Statement:
    """The same for SQLite, which looks a row up by its key in the time it takes to sort one: denominators are found
    beside numerators, then come those that stand alone, then targets alone. PostgreSQL, when it does not yet know how
    much a table holds, would choose to walk through all of it for each row."""
    tops, top_parameters = limits("n")
    bases, base_parameters = limits("d")
    promised, promised_parameters = limits("t")
    beside = " AND ".join(f"{{}}.{column} = {{}}.{column}" for column in (*_KEY, "group_id"))
    columns = [f"{part}.{key} AS {part}_{key}" for part in "nd" for key in MONTH_KEYS]
    alone = [f"NULL AS n_{key}" for key in MONTH_KEYS] + [f"d.{key}" for key in MONTH_KEYS]
    sql = f"""
        SELECT n.year_id, n.territory_id, n.indicator_id, MAX(n.last_month, COALESCE(d.last_month, 0)) AS last_month,
               n.not_applicable | COALESCE(d.not_applicable, 0) AS not_applicable,
               n.is_synthetic OR COALESCE(d.is_synthetic, false) AS is_synthetic, {", ".join(columns)}
        FROM indicators_cumulative n LEFT JOIN indicators_cumulative d
          ON {beside.format(*"dn" * 4)} AND d.component = '{Component.DENOMINATOR}'
        WHERE n.group_id = {BreakdownGroup.TOTAL} AND n.component = '{Component.NUMERATOR}' AND {tops}
        UNION ALL
        SELECT d.year_id, d.territory_id, d.indicator_id, d.last_month, d.not_applicable, d.is_synthetic,
               {", ".join(alone)}
        FROM indicators_cumulative d
        WHERE d.group_id = {BreakdownGroup.TOTAL} AND d.component = '{Component.DENOMINATOR}' AND {bases}
          AND NOT EXISTS (
            SELECT 1 FROM indicators_cumulative n
            WHERE {beside.format(*"nd" * 4)} AND n.component = '{Component.NUMERATOR}'
        )
        UNION ALL
        SELECT DISTINCT t.year_id, t.territory_id, t.indicator_id, 0, 0, false, {", ".join(["NULL"] * 24)}
        FROM indicators_target t
        WHERE {promised} AND NOT EXISTS (
            SELECT 1 FROM indicators_cumulative n WHERE n.group_id = {BreakdownGroup.TOTAL} AND {_same("n", "t")}
        )"""
    return sql, [*top_parameters, *base_parameters, *promised_parameters]


def _targeted(limits: str) -> str:
    """The value in force at each month: that of the latest version whose first judged month has come. Null where it
    is « s/o », which `na_months` tells as bits."""
    values = ", ".join(
        f"MAX(CASE WHEN v.since <= {month} AND v.until > {month} THEN v.scaled END) AS target_{key}"
        for month, key in _MONTHS
    )
    return f"""
        SELECT v.year_id, v.territory_id, v.indicator_id,
               MAX(CASE WHEN v.version = 1 THEN v.scaled END) AS initial_target,
               SUM(CASE WHEN v.is_not_applicable AND v.since < v.until
                   THEN (1 << (v.until - 1)) - (1 << (v.since - 1)) ELSE 0 END) AS na_months, {values}
        FROM (
            SELECT t.year_id, t.territory_id, t.indicator_id, t.version, t.scaled, t.is_not_applicable,
                   t.effective_month AS since,
                   COALESCE(MIN(t.effective_month) OVER later, {len(MONTH_KEYS) + 1}) AS until
            FROM indicators_target t WHERE {limits}
            WINDOW later AS (
                PARTITION BY t.year_id, t.territory_id, t.indicator_id ORDER BY t.version
                ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
            )
        ) v
        GROUP BY v.year_id, v.territory_id, v.indicator_id"""


def _profile(limits: str) -> str:
    """What a year usually reaches by each month: running totals of its complete past years, added up."""
    sums = ", ".join(f"CAST(SUM(p.{key}) AS bigint) AS h_{key}" for key in MONTH_KEYS)
    return f"""
        SELECT y.year_id, p.territory_id, p.indicator_id, {sums}
        FROM before y CROSS JOIN indicators_cumulative p
        WHERE p.year_id = y.past AND p.group_id = {BreakdownGroup.TOTAL} AND p.component = '{Component.NUMERATOR}'
          AND p.last_month = {len(MONTH_KEYS)} AND {limits}
        GROUP BY y.year_id, p.territory_id, p.indicator_id"""


@cache
def _figures() -> str:
    columns = []
    for month, key in _MONTHS:
        known = f"f.last_month >= {month}"
        total, base = f"COALESCE(f.n_{key}, 0)", f"COALESCE(f.d_{key}, 0)"
        quotient = _rounded(f"{total} * i.multiplier * i.unit", f"f.d_{key}")
        profiled = _rounded(f"t.target_{key} * h.h_{key}", "h.h_mar")
        elapsed = _rounded(f"t.target_{key} * {month}", "12")
        columns += [
            f"CASE WHEN {known} THEN {total} END AS n_{key}",
            f"CASE WHEN {known} THEN {base} END AS d_{key}",
            f"CASE WHEN {known} THEN CASE WHEN i.is_sum THEN {total} WHEN f.d_{key} > 0 THEN {quotient} END END"
            f" AS result_{key}",
            f"t.target_{key}",
            f"CASE WHEN NOT i.is_sum THEN t.target_{key} WHEN h.h_mar > 0 THEN {profiled} ELSE {elapsed} END"
            f" AS expected_{key}",
        ]
    return f"""
        SELECT f.year_id, f.territory_id, f.indicator_id, f.not_applicable, f.last_month, f.is_synthetic,
               i.direction, i.is_sum, i.is_lower, i.on_track_band, i.watch_band, i.unit,
               t.initial_target, COALESCE(t.na_months, 0) AS na_months, {", ".join(columns)}
        FROM facts f
        JOIN catalogue i ON i.id = f.indicator_id
        LEFT JOIN targeted t ON {_same("t", "f")}
        LEFT JOIN profile h ON {_same("h", "f")}"""


def _same(left: str, right: str) -> str:
    return " AND ".join(f"{left}.{column} = {right}.{column}" for column in _KEY)


@cache
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
