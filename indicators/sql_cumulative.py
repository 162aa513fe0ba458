"""First step of the engine: running totals April…March of every series, at every level of the territory tree.

A leaf (an office) takes its own facts as they are; a node (a region, Québec) adds up whatever counted in it that year,
its own row included. Months after the last known one repeat the last total; `last_month` says where knowledge ends.
"""

from collections.abc import Sequence

from indicators.enums import MONTH_KEYS

Statement = tuple[str, list]

_KEY = ("year_id", "group_id", "indicator_id", "territory_id", "component")
_COLUMNS = (*_KEY, "last_month", "not_applicable", "is_synthetic", *MONTH_KEYS)
_TABLE = "indicators_cumulative"
_IS_SYNTHETIC = "CASE WHEN m.nature = 'synthetic' THEN 1 ELSE 0 END"
# After a CROSS JOIN, which SQLite keeps in the order it is written: facts first, then the places they count in.
_COUNTED = "a.descendant_id = m.territory_id AND %s BETWEEN a.first_year AND a.last_year"
_SUMS = ", ".join(f"CAST(SUM(m.{key}) AS bigint) AS {key}" for key in MONTH_KEYS)


def clear(year: int) -> Statement:
    return f"DELETE FROM {_TABLE} WHERE year_id = %s", [year]


def insert(year: int, middles: Sequence[int], tops: Sequence[int]) -> Statement:
    """Write a whole year into the place left free by `clear`, in the order of the key, which spares the index.

    A top adds up the totals of the middles that count in it, and its own facts, instead of every office again.
    """
    sums, sum_parameters = _added_up(year, middles, None)
    leaves, leaf_parameters = _as_they_are(year, in_list("m.territory_id", [*middles, *tops], negated=True), None)
    parts, parameters = [leaves, "SELECT * FROM middle"], [*sum_parameters, *leaf_parameters]
    if tops:
        own, own_parameters = _as_they_are(year, in_list("m.territory_id", tops), None)
        at_tops, top_parameters = in_list("a.ancestor_id", tops)
        parts.append(f"""
        SELECT m.year_id, m.indicator_id, m.group_id, a.ancestor_id, m.component, {_told_there()},
               MAX(m.synthetic), {_SUMS}
        FROM (SELECT * FROM middle UNION ALL {own}) m CROSS JOIN regions_ancestry a
        WHERE {_COUNTED} AND {at_tops}
        GROUP BY m.year_id, m.indicator_id, m.group_id, a.ancestor_id, m.component""")
        parameters += [*own_parameters, year, *top_parameters]
    sql = f"""
    {_into()}
    WITH middle AS MATERIALIZED ({sums})
    {_totals(" UNION ALL ".join(parts))} ORDER BY {", ".join(_KEY[1:])}"""
    return sql, parameters


def upsert(year: int, leaves: Sequence[int], nodes: Sequence[int], indicators: Sequence[int] | None) -> Statement:
    """Write some territories and indicators of a year over what stands there."""
    updates = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS if column not in _KEY)
    facts, fact_parameters = _as_they_are(year, in_list("m.territory_id", leaves), indicators)
    sums, sum_parameters = _added_up(year, nodes, indicators)
    sql = f"""
    {_into()} {_totals(f"{facts} UNION ALL {sums}")}
    ON CONFLICT ({", ".join(_KEY)}) DO UPDATE SET {updates}"""
    return sql, [*fact_parameters, *sum_parameters]


def _into() -> str:
    return f"INSERT INTO {_TABLE} ({', '.join(_COLUMNS)})"


def _totals(facts: str) -> str:
    return f"""
    SELECT {", ".join(_KEY)}, {_last_month()}, not_applicable, synthetic = 1, {_running_totals()}
    FROM ({facts}) s WHERE true"""


def _as_they_are(year: int, places: Statement, indicators: Sequence[int] | None) -> Statement:
    """The facts of some places."""
    of_indicators, indicator_parameters = in_list("m.indicator_id", indicators)
    sql = f"""
        SELECT m.year_id, m.indicator_id, m.group_id, m.territory_id, m.component, m.not_applicable,
               {_IS_SYNTHETIC} AS synthetic, {", ".join(f"m.{key}" for key in MONTH_KEYS)}
        FROM indicators_measurement m
        WHERE m.year_id = %s AND {places[0]} AND {of_indicators}"""
    return sql, [year, *places[1], *indicator_parameters]


def _added_up(year: int, nodes: Sequence[int], indicators: Sequence[int] | None) -> Statement:
    """The facts that counted in some nodes that year, their own included."""
    of_indicators, indicator_parameters = in_list("m.indicator_id", indicators)
    at_nodes, node_parameters = in_list("a.ancestor_id", nodes)
    sql = f"""
        SELECT m.year_id, m.indicator_id, m.group_id, a.ancestor_id AS territory_id, m.component,
               {_told_there()} AS not_applicable, MAX({_IS_SYNTHETIC}) AS synthetic, {_SUMS}
        FROM indicators_measurement m CROSS JOIN regions_ancestry a
        WHERE {_COUNTED} AND m.year_id = %s AND {at_nodes} AND {of_indicators}
        GROUP BY m.year_id, m.indicator_id, m.group_id, a.ancestor_id, m.component"""
    return sql, [year, year, *node_parameters, *indicator_parameters]


def _told_there() -> str:
    """Not applicable is told of a place, and does not climb."""
    return "MAX(CASE WHEN m.territory_id = a.ancestor_id THEN m.not_applicable ELSE 0 END)"


def in_list(column: str, values: Sequence[int] | None, *, negated: bool = False) -> tuple[str, list]:
    """`column IN (…)` and its parameters; always true when there is no limit, never when the list is empty.

    Negated: `column NOT IN (…)`, always true when the list is empty.
    """
    if values is None or (negated and not values):
        return "true", []
    operator = "NOT IN" if negated else "IN"
    return f"{column} {operator} ({', '.join(['%s'] * len(values)) or 'NULL'})", list(values)


def _last_month() -> str:
    months = reversed(list(enumerate(MONTH_KEYS, start=1)))
    return f"CASE {' '.join(f'WHEN {key} IS NOT NULL THEN {month}' for month, key in months)} ELSE 0 END"


def _running_totals() -> str:
    known = [f"COALESCE({key}, 0)" for key in MONTH_KEYS]
    return ", ".join(" + ".join(known[:month]) for month in range(1, 13))
