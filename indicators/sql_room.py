"""What a database is told before many rows are at work: who waits, how much memory, which way to walk."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_LOCK = 0x4A414C4F4E  # « JALON »: two recomputations at once wait for each other
_SERIES = ("indicators_measurement", "indicators_cumulative", "indicators_attainment")
_ROOM = -131_072  # kibibytes (hence negative) of pages in memory while a year is written


def lock() -> None:
    """Until the transaction ends: one recomputation at a time, with room to sort a year in memory, and plans that
    trust the keys (the years at work are in memory). SQLite lets one writer in at a time by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s), set_config('work_mem', '64MB', true),"
                " set_config('random_page_cost', '1.1', true)",
                [_LOCK],
            )


@contextmanager
def room_for_a_year() -> Iterator[None]:
    """SQLite keeps the pages that a year reads and writes in memory, instead of writing them out halfway; a limit, not
    a reservation. PostgreSQL has its own, in `lock`."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = {_ROOM}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {usual}")


@contextmanager
def walking_through() -> Iterator[None]:
    """Within a transaction, PostgreSQL reads each side of a join once, whatever it believes. Its statistics may know
    nothing of a year that is being written: what they take for a single row is a whole year, read again for each row
    of the other side. SQLite is told its order of reading by the statements."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")


def count_the_years() -> None:
    """PostgreSQL counts again how many years the tables of series hold: a dozen milliseconds (migration 0008)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(f'{table} (year_id)' for table in _SERIES)}")
