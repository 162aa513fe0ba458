"""The statements of a load: staging, missing series, log, facts. The same on PostgreSQL and on SQLite.

A staged row is a series with one column a month of the load: the code to write (null: blank; −1: « sans objet ») and
`present`, the months that are told, as bits. Every number in a statement was made by us from checked integers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from indicators.enums import MONTH_KEYS, DataNature
from indicators.models import CellChange, Extraction
from indicators.sql_room import walking_through

_FEW = 200  # series staged as literals: cheaper than a temporary table
_NA = CellChange.NOT_APPLICABLE
_KEY = ("indicator_id", "group_id", "territory_id", "component")
_SERIES = ("smallint", "smallint", "smallint", "varchar(1)", "smallint")  # the key and `present`


@dataclass(frozen=True)
class Load:
    """What is the same for all rows of a load."""

    year: int
    months: tuple[int, ...]
    extraction: Extraction | None
    nature: DataNature
    reason: str
    author_id: int | None
    keeps_newer: bool

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(MONTH_KEYS[month - 1] for month in self.months)

    @property
    def columns(self) -> tuple[str, ...]:
        return (*_KEY, "present", *(f"new_{key}" for key in self.keys))

    @property
    def taken_on(self):
        return self.extraction.taken_on if self.extraction else None

    @property
    def extraction_id(self) -> int | None:
        return self.extraction.pk if self.extraction else None


@contextmanager
def staged(series: dict, load: Load) -> Iterator[str]:
    """The WITH clause that names the staged rows `s`, each beside what stands of its series; a temporary table behind
    it when there are many, so that they look for their series once and not in every statement."""
    if len(series) <= _FEW:
        beside = _beside("r", load, one_by_one=True)
        yield f"WITH r ({', '.join(load.columns)}) AS (VALUES {_literals(series, load)}), s AS ({beside})"
        return
    with walking_through(), connection.cursor() as cursor:
        types = (*_SERIES, *["bigint"] * len(load.months))
        columns = ", ".join(f"{name} {kind}" for name, kind in zip(load.columns, types, strict=True))
        _drop(cursor)
        cursor.execute(f"CREATE TEMPORARY TABLE load_rows ({columns})")
        if connection.vendor == "postgresql":
            _copy(cursor, series, load)
        else:
            marks = ", ".join(["%s"] * len(load.columns))
            cursor.executemany(f"INSERT INTO load_rows VALUES ({marks})", _rows(series, load))
        cursor.execute(f"CREATE TEMPORARY TABLE load_series AS {_beside('load_rows', load)}")
        yield "WITH s AS (SELECT * FROM load_series)"
        _drop(cursor)


def _is_table(source: str) -> bool:
    return "load_series" in source


def _beside(rows: str, load: Load, *, one_by_one: bool = False) -> str:
    """Staged rows, with the id, the months without object, the extraction and the values of the series, if any.

    A few are looked up one by one: PostgreSQL would rather read the whole year when it takes it for a small one. SQLite
    looks up by itself.
    """
    standing = {"id": "id", "mask": "not_applicable", "on": "extracted_on"} | {key: key for key in load.keys}
    told = ", ".join(f"m.{column} AS standing_{name}" for name, column in standing.items())
    series, same = "indicators_measurement m", _same_series(rows, load)
    if one_by_one and connection.vendor == "postgresql":
        series, same = f"LATERAL (SELECT m.* FROM {series} WHERE {same} LIMIT 1) m", "true"
    return f"SELECT {rows}.*, {told} FROM {rows} LEFT JOIN {series} ON {same}"


def _same_series(rows: str, load: Load) -> str:
    return " AND ".join([f"m.year_id = {load.year}", *(f"m.{column} = {rows}.{column}" for column in _KEY)])


def _drop(cursor) -> None:
    for table in ("load_rows", "load_series"):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")


def _rows(series: dict, load: Load) -> Iterator[tuple]:
    if len(load.months) == 1:
        (month,) = load.months
        for key, months in series.items():
            yield (*key, _bit(month), months[month])
        return
    for key, months in series.items():
        present = sum(1 << (month - 1) for month in months)
        yield (*key, present, *[months.get(month) for month in load.months])


def _copy(cursor, series: dict, load: Load) -> None:
    with cursor.copy("COPY load_rows FROM STDIN") as copy:
        lines = []
        for row in _rows(series, load):
            lines.append("\t".join(["\\N" if value is None else str(value) for value in row]))
            if len(lines) == 5000:
                copy.write("\n".join(lines) + "\n")
                lines.clear()
        if lines:
            copy.write("\n".join(lines) + "\n")


def _literals(series: dict, load: Load) -> str:
    def written(value) -> str:
        if isinstance(value, str):
            return f"'{value}'"
        return "CAST(NULL AS bigint)" if value is None else str(int(value))

    return ", ".join(f"({', '.join(map(written, row))})" for row in _rows(series, load))


def create_series(source: str, load: Load) -> int:
    """Series that hold nothing yet and receive something."""
    told = " OR ".join(f"s.new_{key} IS NOT NULL" for key in load.keys)
    sql = f"""
    INSERT INTO indicators_measurement
        (year_id, {", ".join(_KEY)}, not_applicable, nature, version)
    {source} SELECT {load.year}, {", ".join(f"s.{column}" for column in _KEY)}, 0, %s, 0 FROM s
    WHERE ({told}) AND s.standing_id IS NULL"""
    created = _run(sql, [str(load.nature)])
    if created and _is_table(source):  # literals look again in each statement
        _run(f"""
        UPDATE load_series SET standing_id = m.id, standing_mask = 0 FROM indicators_measurement m
        WHERE load_series.standing_id IS NULL AND {_same_series("load_series", load)}""", [])  # fmt: skip
    return created


def count_superseded(source: str, load: Load) -> int:
    """Months that would change, but for a later extraction."""
    kept = " + ".join(
        f"CASE WHEN {_told(month)} AND {_differs(month)} AND NOT {_allowed(load, month)} THEN 1 ELSE 0 END"
        for month in load.months
    )
    sql = f"{source} SELECT COALESCE(SUM({kept}), 0) FROM s WHERE s.standing_id IS NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def log_changes(source: str, load: Load) -> int:
    """One line of the log a month that changes, before it does."""
    stamp = connection.ops.adapt_datetimefield_value(timezone.now())
    changes = " UNION ALL ".join(
        f"SELECT s.standing_id AS measurement_id, {month} AS month, {_old(month)} AS old_code,"
        f" s.new_{MONTH_KEYS[month - 1]} AS new_code FROM s WHERE s.standing_id IS NOT NULL AND {_changes(load, month)}"
        for month in load.months
    )
    sql = f"""
    INSERT INTO indicators_cellchange
        (measurement_id, month, old, new, extraction_id, extracted_on, reason, author_id, at)
    {source} SELECT c.measurement_id, c.month, c.old_code, c.new_code, {_typed(load.extraction_id, "bigint")},
        {_typed_date()}, %s, {_typed(load.author_id, "bigint")}, {_typed_stamp()}
    FROM ({changes}) c"""
    return _run(sql, [load.taken_on, load.reason, stamp])


def update_series(source: str, load: Load) -> None:
    """Only the months that change; the row keeps the latest extraction it heard."""
    values = [
        f"{key} = CASE WHEN {_changes(load, month)} THEN NULLIF(s.new_{key}, {_NA}) ELSE m.{key} END"
        for month, key in zip(load.months, load.keys, strict=True)
    ]
    others = sum(1 << month for month in range(12)) - sum(1 << (month - 1) for month in load.months)
    masks = " + ".join(
        f"CASE WHEN {_changes(load, month)} THEN CASE WHEN s.new_{MONTH_KEYS[month - 1]} = {_NA}"
        f" THEN {_bit(month)} ELSE 0 END ELSE m.not_applicable & {_bit(month)} END"
        for month in load.months
    )
    sets = [*values, f"not_applicable = (m.not_applicable & {others}) + {masks}", "version = m.version + 1"]
    parameters: list = []
    if load.extraction:
        later = f"m.extracted_on IS NULL OR m.extracted_on <= {_typed_date()}"
        sets += [
            f"extraction_id = CASE WHEN {later} THEN {load.extraction_id} ELSE m.extraction_id END",
            f"extracted_on = CASE WHEN {later} THEN {_typed_date()} ELSE m.extracted_on END",
        ]
        parameters = [load.taken_on] * 3
    changed = " OR ".join(_changes(load, month) for month in load.months)
    # Many rows are met by reading the year once; a few are looked up by their id, however small a year is believed.
    within = f"m.year_id = {load.year} AND " if _is_table(source) else ""
    sql = f"""
    {source} UPDATE indicators_measurement AS m SET {", ".join(sets)}, nature = %s
    FROM s WHERE {within}m.id = s.standing_id AND ({changed})"""
    _run(sql, [*parameters, str(load.nature)])


# --- Conditions on one month: what is staged against what stands ------------------------------------------------------


def _changes(load: Load, month: int) -> str:
    told = "" if len(load.months) == 1 else f"{_told(month)} AND "
    return f"({told}{_differs(month)} AND {_allowed(load, month)})"


def _told(month: int) -> str:
    return f"s.present & {_bit(month)} <> 0"


def _differs(month: int) -> str:
    return f"{_old(month)} IS DISTINCT FROM s.new_{MONTH_KEYS[month - 1]}"


def _old(month: int) -> str:
    return f"CASE WHEN s.standing_mask & {_bit(month)} <> 0 THEN {_NA} ELSE s.standing_{MONTH_KEYS[month - 1]} END"


def _allowed(load: Load, month: int) -> str:
    """An earlier extraction than the one the series bears only fills blanks."""
    if not load.keeps_newer:
        return "true"
    return f"(s.standing_on IS NULL OR s.standing_on <= '{load.taken_on.isoformat()}' OR ({_old(month)}) IS NULL)"


def _bit(month: int) -> int:
    return 1 << (month - 1)


# --- Dialects ---------------------------------------------------------------------------------------------------------


def _typed(value: int | None, kind: str) -> str:
    return f"CAST({'NULL' if value is None else int(value)} AS {kind})"


def _typed_date() -> str:
    return "CAST(%s AS date)" if connection.vendor == "postgresql" else "%s"


def _typed_stamp() -> str:
    return "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"


def _run(sql: str, parameters: list) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount
