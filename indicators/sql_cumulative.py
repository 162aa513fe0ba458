"""First step of the engine: running totals April…March of every series, at every level of the territory tree.

A leaf (an office) takes its own facts as they are; a node (a region, Québec) adds up whatever counted in it that year,
its own row included. Months after the last known one repeat the last total; `last_month` says where knowledge ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.enums import MONTH_KEYS

Statement = tuple[str, list]

_KEY = ("year_id", "group_id", "indicator_id", "territory_id", "component")
_COLUMNS = (*_KEY, "last_month", "not_applicable", "is_synthetic", *MONTH_KEYS)
_TABLE = "indicators_cumulative"
_IS_SYNTHETIC = "CASE WHEN m.nature = 'synthetic' THEN 1 ELSE 0 END"
_SUMS = ", ".join(f"CAST(SUM(m.{key}) AS bigint) AS {key}" for key in MONTH_KEYS)
_QUARTERS = [MONTH_KEYS[first : first + 3] for first in range(0, 12, 3)]
# Keeps a step apart: merged into the next one, each part of a total would be worked out again in every month.
APART = "LIMIT 9223372036854775807"


@dataclass(frozen=True)
class Part:
    """Series of a year: those of some indicators, groups and components, or of all of them (None)."""

    year: int
    indicators: tuple[int, ...] | None = None
    groups: tuple[int, ...] | None = None
    components: tuple[str, ...] | None = None

    def limits(self, alias: str) -> Statement:
        """A condition on a table of series, and its parameters."""
        parts = [
            (f"{alias}.year_id = {self.year:d}", []),
            in_list(f"{alias}.indicator_id", self.indicators),
            in_list(f"{alias}.group_id", self.groups),
            in_list(f"{alias}.component", self.components),
        ]
        return " AND ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def clear(part: Part) -> Statement:
    limits, parameters = part.limits(_TABLE)
    return f"DELETE FROM {_TABLE} WHERE {limits}", parameters


def insert(part: Part, middles: Sequence[int], tops: Sequence[int]) -> list[Statement]:
    """Write a part into the place left free by `clear`: the leaves, then the nodes.

    A top adds up the totals of the middles that count in it, and its own facts, instead of every office again.
    """
    nodes = [*middles, *tops]
    leaves, leaf_parameters = _as_they_are(part, in_list("m.territory_id", nodes, negated=True))
    statements = [(f"{_into()} {_totals(part, leaves)}", leaf_parameters)]
    if not nodes:
        return statements
    sums, parameters = _added_up(part, middles, whole=True)
    if not tops:
        return [*statements, (f"{_into()} {_totals(part, sums)}", parameters)]
    own, own_parameters = _as_they_are(part, in_list("m.territory_id", tops))
    counted, counted_parameters = _counted(part.year, tops)
    sql = f"""
    {_into()}
    WITH middle AS MATERIALIZED ({sums}),
    top AS (
        SELECT m.indicator_id, m.group_id, a.ancestor_id AS territory_id, m.component,
               {_told_there()} AS not_applicable, MAX(m.synthetic) AS synthetic, {_SUMS}
        FROM (SELECT * FROM middle UNION ALL {own}) m CROSS JOIN regions_ancestry a
        WHERE a.descendant_id = m.territory_id AND {counted}
        GROUP BY m.indicator_id, m.group_id, a.ancestor_id, m.component
    )
    {_totals(part, "SELECT * FROM middle UNION ALL SELECT * FROM top")}"""
    return [*statements, (sql, [*parameters, *own_parameters, *counted_parameters])]


def upsert(part: Part, leaves: Sequence[int], nodes: Sequence[int]) -> Statement:
    """Write a part in some territories over what stands there."""
    updates = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS if column not in _KEY)
    facts, fact_parameters = _as_they_are(part, in_list("m.territory_id", leaves))
    sums, sum_parameters = _added_up(part, nodes, whole=False)
    sql = f"""
    {_into()} {_totals(part, f"{facts} UNION ALL SELECT * FROM ({sums}) added")}
    ON CONFLICT ({", ".join(_KEY)}) DO UPDATE SET {updates}"""
    return sql, [*fact_parameters, *sum_parameters]


def _into() -> str:
    return f"INSERT INTO {_TABLE} ({', '.join(_COLUMNS)})"


def _totals(part: Part, facts: str) -> str:
    """Running totals in two steps: within each quarter, then with the quarters before it."""
    return f"""
    SELECT {part.year:d}, group_id, indicator_id, territory_id, component, last_month, not_applicable, synthetic = 1,
           {", ".join(_running_totals())}
    FROM (
        SELECT group_id, indicator_id, territory_id, component, {_last_month()} AS last_month, not_applicable,
               synthetic, {", ".join(_totals_of_quarters())}
        FROM ({facts}) s {APART}
    ) q WHERE true"""


def _totals_of_quarters() -> list[str]:
    return [
        " + ".join(f"COALESCE({key}, 0)" for key in quarter[: rank + 1]) + f" AS q_{last}"
        for quarter in _QUARTERS
        for rank, last in enumerate(quarter)
    ]


def _running_totals() -> list[str]:
    before = [f"q_{quarter[-1]}" for quarter in _QUARTERS]
    return [" + ".join([*before[:number], f"q_{key}"]) for number, quarter in enumerate(_QUARTERS) for key in quarter]


def _last_month() -> str:
    months = reversed(list(enumerate(MONTH_KEYS, start=1)))
    return f"CASE {' '.join(f'WHEN {key} IS NOT NULL THEN {month}' for month, key in months)} ELSE 0 END"


def _as_they_are(part: Part, places: Statement) -> Statement:
    """The facts of some places."""
    limits, parameters = part.limits("m")
    sql = f"""
        SELECT m.indicator_id, m.group_id, m.territory_id, m.component, m.not_applicable, {_IS_SYNTHETIC} AS synthetic,
               {", ".join(f"m.{key}" for key in MONTH_KEYS)}
        FROM indicators_measurement m WHERE {limits} AND {places[0]}"""
    return sql, [*parameters, *places[1]]


def _added_up(part: Part, nodes: Sequence[int], *, whole: bool) -> Statement:
    """The facts that counted in some nodes that year, their own included.

    For a whole year, who counts where is read once into a small step of its own; for a few facts, it is looked up.
    """
    limits, parameters = part.limits("m")
    counted, counted_parameters = _counted(part.year, nodes)
    step = f"""
        WITH counted AS MATERIALIZED (SELECT a.descendant_id, a.ancestor_id FROM regions_ancestry a WHERE {counted})"""
    sql = f"""{step if whole else ""}
        SELECT m.indicator_id, m.group_id, a.ancestor_id AS territory_id, m.component,
               {_told_there()} AS not_applicable, MAX({_IS_SYNTHETIC}) AS synthetic, {_SUMS}
        FROM indicators_measurement m CROSS JOIN {"counted" if whole else "regions_ancestry"} a
        WHERE a.descendant_id = m.territory_id AND {limits} AND {"true" if whole else counted}
        GROUP BY m.indicator_id, m.group_id, a.ancestor_id, m.component"""
    return sql, [*counted_parameters, *parameters] if whole else [*parameters, *counted_parameters]


def _counted(year: int, ancestors: Sequence[int]) -> Statement:
    """Who counts where in a year. After a CROSS JOIN, SQLite keeps the facts first; twice denied, the list of places
    is what it looks at, not what it looks up: each fact counts in one or two of them, not in all that are wanted."""
    away, parameters = in_list("a.ancestor_id", ancestors, negated=True)
    return f"{year:d} BETWEEN a.first_year AND a.last_year AND NOT ({away})", parameters


def _told_there() -> str:
    """Not applicable is told of a place, and does not climb."""
    return "MAX(CASE WHEN m.territory_id = a.ancestor_id THEN m.not_applicable ELSE 0 END)"


def in_list(column: str, values: Sequence[int | str] | None, *, negated: bool = False) -> Statement:
    """`column IN (…)` and its parameters; always true when there is no limit, never when the list is empty.

    Negated: `column NOT IN (…)`, always true when the list is empty.
    """
    if values is None or (negated and not values):
        return "true", []
    operator = "NOT IN" if negated else "IN"
    return f"{column} {operator} ({', '.join(['%s'] * len(values)) or 'NULL'})", list(values)
