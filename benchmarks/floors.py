"""The least: SQL written by hand for this very data, without dates of membership, targets, log or checks.

Offices add up to regions, regions to Québec, months to running totals, into a fresh table with the same key. Statements
are what one would write for a single use; they know that a fact stands on an office and that nobody ever moved.
"""

from django.db import connection

from indicators.enums import MONTH_KEYS
from indicators.scale_data import LAST_YEAR

_KEY = "year_id, group_id, indicator_id, territory_id, component"
_MONTHS = ", ".join(MONTH_KEYS)
_SUMS = ", ".join(f"CAST(SUM({key}) AS bigint) AS {key}" for key in MONTH_KEYS)
_LAST = f"CASE {' '.join(f'WHEN {key} IS NOT NULL THEN {month}' for month, key in reversed(list(enumerate(MONTH_KEYS, 1))))} ELSE 0 END"  # noqa: E501
_TOTALS = ", ".join(
    " + ".join(f"COALESCE({key}, 0)" for key in MONTH_KEYS[:month]) for month in range(1, len(MONTH_KEYS) + 1)
)


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def fresh_totals(name: str = "floor_totals") -> None:
    """An empty table of the same shape and key as ours."""
    months = ", ".join(f"{key} bigint" for key in MONTH_KEYS)
    run(
        f"DROP TABLE IF EXISTS {name}",
        f"CREATE TABLE {name} (year_id smallint NOT NULL, group_id smallint NOT NULL, indicator_id smallint NOT NULL,"
        " territory_id smallint NOT NULL, component varchar(1) NOT NULL, last_month smallint NOT NULL, "
        f"{months}, PRIMARY KEY ({_KEY}))",
    )


def write_totals(condition: str = "true", name: str = "floor_totals") -> None:
    run(f"""
    INSERT INTO {name}
    WITH office AS (
        SELECT m.year_id, m.group_id, m.indicator_id, m.territory_id, t.parent_id, m.component, {_MONTHS}
        FROM indicators_measurement m JOIN regions_territory t ON t.id = m.territory_id
        WHERE {condition} AND t.parent_id IS NOT NULL
    ),
    region AS (
        SELECT year_id, group_id, indicator_id, parent_id AS territory_id, component, {_SUMS}
        FROM office GROUP BY year_id, group_id, indicator_id, parent_id, component
    ),
    nation AS (
        SELECT year_id, group_id, indicator_id, (SELECT id FROM regions_territory WHERE parent_id IS NULL),
               component, {_SUMS}
        FROM region GROUP BY year_id, group_id, indicator_id, component
    )
    SELECT {_KEY}, {_LAST}, {_TOTALS}
    FROM (
        SELECT {_KEY}, {_MONTHS} FROM office
        UNION ALL SELECT * FROM region
        UNION ALL SELECT * FROM nation
    ) facts""")


def rewrite_year(year: int) -> None:
    run(f"DELETE FROM floor_totals WHERE year_id = {year}")
    write_totals(f"year_id = {year}")


def fresh_facts(year: int) -> None:
    """The facts of a year in a lean table: its natural key, no other constraint."""
    run(
        "DROP TABLE IF EXISTS floor_facts",
        f"CREATE TABLE floor_facts AS SELECT indicator_id, group_id, territory_id, component, {_MONTHS}"
        f" FROM indicators_measurement WHERE year_id = {year}",
        "CREATE UNIQUE INDEX floor_facts_key ON floor_facts (indicator_id, group_id, territory_id, component)",
    )


def bare_load(rows: list[tuple], month: int) -> None:
    """COPY and one upsert on PostgreSQL, executemany upserts on SQLite, into the facts themselves: nothing checked,
    logged or derived."""
    columns, values = ("year_id, not_applicable, nature, version", f"{LAST_YEAR}, 0, 'synthetic', 1")
    _load("indicators_measurement", rows, month, columns, values)


def lean_load(rows: list[tuple], month: int) -> None:
    """The same into the facts of one year alone, in a table that holds nothing else (`fresh_facts`)."""
    _load("floor_facts", rows, month)


def _load(table: str, rows: list[tuple], month: int, columns: str = "", values: str = "") -> None:
    key = MONTH_KEYS[month - 1]
    own = f"indicator_id, group_id, territory_id, component, {key}"
    into, told = (f"{own}, {columns}", f", {values}") if columns else (own, "")
    unique = "indicator_id, group_id, territory_id, component" + (", year_id" if columns else "")
    upsert = f"ON CONFLICT ({unique}) DO UPDATE SET {key} = excluded.{key}"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"INSERT INTO {table} ({into}) VALUES (%s, %s, %s, %s, %s{told}) {upsert}", rows)
            return
        cursor.execute("DROP TABLE IF EXISTS floor_stage")
        cursor.execute(f"CREATE TEMPORARY TABLE floor_stage AS SELECT {own} FROM {table} LIMIT 0")
        with cursor.copy("COPY floor_stage FROM STDIN") as copy:
            copy.write("".join("\t".join(map(str, row)) + "\n" for row in rows))
        cursor.execute(f"INSERT INTO {table} ({into}) SELECT {own}{told} FROM floor_stage {upsert}")
