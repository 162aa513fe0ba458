"""First step of the engine: running totals April…March of every series, at every level of the territory tree.

A leaf (an office) takes its own facts as they are; a node (a region, Québec) adds up whatever counted in it that year,
its own row included. Months after the last known one repeat the last total; `last_month` says where knowledge ends.
"""

from collections.abc import Sequence

from indicators.enums import MONTH_KEYS

Statement = tuple[str, list]

_KEY = ("year_id", "indicator_id", "group_id", "territory_id", "component")
_COLUMNS = (*_KEY, "last_month", "is_synthetic", *MONTH_KEYS)
_TABLE = "indicators_cumulative"


def clear(year: int) -> Statement:
    return f"DELETE FROM {_TABLE} WHERE year_id = %s", [year]


def insert(year: int, leaves: Sequence[int], nodes: Sequence[int]) -> Statement:
    """Write a whole year into the place left free by `clear`."""
    return _statement(year, leaves, nodes, None, "")


def upsert(year: int, leaves: Sequence[int], nodes: Sequence[int], indicators: Sequence[int] | None) -> Statement:
    """Write some territories and indicators of a year over what stands there."""
    updates = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS if column not in _KEY)
    return _statement(year, leaves, nodes, indicators, f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {updates}")


def _statement(year, leaves, nodes, indicators, conflict: str) -> Statement:
    of_indicators, indicator_parameters = in_list("m.indicator_id", indicators)
    at_leaves, leaf_parameters = in_list("m.territory_id", leaves)
    at_nodes, node_parameters = in_list("a.ancestor_id", nodes)
    sums = ", ".join(f"CAST(SUM(m.{key}) AS bigint) AS {key}" for key in MONTH_KEYS)
    sql = f"""
    INSERT INTO {_TABLE} ({", ".join(_COLUMNS)})
    SELECT {", ".join(_KEY)}, {_last_month()}, synthetic = 1, {_running_totals()}
    FROM (
        SELECT m.year_id, m.indicator_id, m.group_id, m.territory_id, m.component,
               CASE WHEN m.nature = 'synthetic' THEN 1 ELSE 0 END AS synthetic,
               {", ".join(f"m.{key}" for key in MONTH_KEYS)}
        FROM indicators_measurement m
        WHERE m.year_id = %s AND {at_leaves} AND {of_indicators}
        UNION ALL
        SELECT m.year_id, m.indicator_id, m.group_id, a.ancestor_id, m.component,
               MAX(CASE WHEN m.nature = 'synthetic' THEN 1 ELSE 0 END), {sums}
        FROM indicators_measurement m
        JOIN regions_ancestry a ON a.descendant_id = m.territory_id AND %s BETWEEN a.first_year AND a.last_year
        WHERE m.year_id = %s AND {at_nodes} AND {of_indicators}
        GROUP BY m.year_id, m.indicator_id, m.group_id, a.ancestor_id, m.component
    ) s WHERE true {conflict}"""
    return sql, [year, *leaf_parameters, *indicator_parameters, year, year, *node_parameters, *indicator_parameters]


def in_list(column: str, values: Sequence[int] | None) -> tuple[str, list]:
    """`column IN (…)` and its parameters; always true when there is no limit, never when the list is empty."""
    if values is None:
        return "true", []
    return f"{column} IN ({', '.join(['%s'] * len(values)) or 'NULL'})", list(values)


def _last_month() -> str:
    months = reversed(list(enumerate(MONTH_KEYS, start=1)))
    return f"CASE {' '.join(f'WHEN {key} IS NOT NULL THEN {month}' for month, key in months)} ELSE 0 END"


def _running_totals() -> str:
    known = [f"COALESCE({key}, 0)" for key in MONTH_KEYS]
    return ", ".join(" + ".join(known[:month]) for month in range(1, 13))
