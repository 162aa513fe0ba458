"""A monthly load of every office, indicator and group: ours against the barest load of the same rows."""

import io
import tempfile
from pathlib import Path

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks import clock, floors
from benchmarks.results import Result, in_rounds, seconds, told
from indicators.enums import DataNature
from indicators.extractions import record_extraction
from indicators.loading import load_cells
from indicators.models import FiscalYear, Measurement
from indicators.scale_data import LAST_MONTH, LAST_YEAR

MONTH = LAST_MONTH + 1


def measure(vendor: str) -> list[Result]:
    keys = list(
        Measurement.objects.filter(year=LAST_YEAR, component="N", nature=DataNature.SYNTHETIC).values_list(
            "indicator_id", "group_id", "territory_id", "component"
        )
    )
    floors.fresh_facts(LAST_YEAR)
    month = _Month(keys)
    turns, busy = clock.in_turn(
        {
            "floor": (month.next_values, month.load_bare),
            "lean": (month.next_values, month.load_lean),
            "floors": (month.next_values, month.load_and_derive_bare),
            "load": (month.next_values, lambda: month.load(derive=False)),
            "ours": (month.next_values, lambda: month.load(derive=True)),
        },
        7,
    )
    limit, peer = (3, "COPY + upsert") if vendor == "postgresql" else (5, "executemany upserts")
    what = f"load of {len(keys):,} rows"
    cell, cell_busy, statements = month.one_cell()
    return [
        in_rounds(f"{what}, checked, logged, derived", turns, ("ours", "floor"), limit, peer),
        in_rounds("the same, processor time", busy, ("ours", "floor"), limit, peer),
        told("the same, against a table of that year alone", seconds(turns["ours"]),
             f"{seconds(turns['lean'])}: {turns.against('ours', 'lean'):.2f} ×"),
        told("the same, against the floors of load and year together", seconds(turns["ours"]),
             f"{seconds(turns['floors'])}: {turns.against('ours', 'floors'):.2f} ×"),
        in_rounds(f"{what}, checked and logged", turns, ("load", "floor"), limit, peer),
        in_rounds("the same, processor time", busy, ("load", "floor"), limit, peer),
        told(f"reading these rows from an XLSX file ({len(keys):,})", seconds(month.read_sheet()), "calamine, apart"),
        told("one cell keyed by a person, checked, logged, derived", seconds(cell),
             f"{statements} statements, {seconds(cell_busy)} of processor"),
    ]  # fmt: skip


class _Month:
    """The same month, other values each time."""

    def __init__(self, keys: list[tuple]):
        self.keys, self.turn, self.rows = keys, 0, []
        self.year = FiscalYear.objects.get(start=LAST_YEAR)

    def next_values(self) -> None:
        self.turn += 1
        self.rows = [(*key, rank % 97 + self.turn) for rank, key in enumerate(self.keys)]

    @transaction.atomic
    def load_bare(self) -> None:
        floors.bare_load(self.rows, MONTH)

    @transaction.atomic
    def load_lean(self) -> None:
        floors.lean_load(self.rows, MONTH)

    @transaction.atomic
    def load_and_derive_bare(self) -> None:
        """The bare load, then the year written afresh by the floor of a recompute: nothing else is judged or logged."""
        floors.bare_load(self.rows, MONTH)
        floors.rewrite_year(LAST_YEAR)

    def load(self, derive: bool) -> None:
        extraction = record_extraction(
            taken_on=self.year.last_day, source=f"Essai {self.turn}", by=None, nature=DataNature.SYNTHETIC
        )
        cells = [(*row[:4], MONTH, row[4]) for row in self.rows]
        load_cells(
            year=self.year, cells=cells, by=None, extraction=extraction, nature=DataNature.SYNTHETIC, derive=derive
        )

    def one_cell(self) -> tuple[float, float, int]:
        """Median wall time, mean processor time and statements of one cell that changes each time."""
        key, turn = self.keys[len(self.keys) // 2], iter(range(10**6))

        def write():
            load_cells(year=self.year, cells=[(*key, MONTH, 1000 + next(turn))], by=None)

        wall, before = clock.median(write, 25), clock.processor_seconds()
        for _ in range(25):
            write()
        busy = (clock.processor_seconds() - before) / 25
        with CaptureQueriesContext(connection) as captured:
            write()
        outside = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
        return wall, busy, sum(not query["sql"].strip().startswith(outside) for query in captured.captured_queries)

    def read_sheet(self) -> float:
        """The rows as a spreadsheet, read into Python, headings and all."""
        import xlsxwriter
        from python_calamine import CalamineWorkbook

        with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
            path = Path(folder) / "month.xlsx"
            with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
                sheet = book.add_worksheet("Résultats")
                for rank, row in enumerate([("indicateur", "groupe", "lieu", "composante", "valeur"), *self.rows]):
                    sheet.write_row(rank, 0, row)
            content = path.read_bytes()

        def read():
            rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
            assert len(rows) == len(self.rows) + 1

        return clock.median(read, 3)
