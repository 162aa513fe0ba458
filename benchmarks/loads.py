"""A monthly load of every office, indicator and group: ours against the barest load of the same rows."""

from django.db import transaction

from benchmarks import clock, floors
from benchmarks.results import Result, at_most
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
    best, busy = clock.in_turn(
        {
            "floor": (month.next_values, month.load_bare),
            "load": (month.next_values, lambda: month.load(derive=False)),
            "ours": (month.next_values, lambda: month.load(derive=True)),
        },
        4,
    )
    limit, peer = (3, "COPY + upsert") if vendor == "postgresql" else (5, "executemany upsert")
    what = f"load of {len(keys):,} rows"
    return [
        at_most(f"{what}, checked, logged, derived", best["ours"], best["floor"], limit, peer),
        at_most("the same, processor time", busy["ours"], busy["floor"], limit, peer),
        at_most(f"{what}, checked and logged", best["load"], best["floor"], limit, peer),
    ]


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

    def load(self, derive: bool) -> None:
        extraction = record_extraction(
            taken_on=self.year.last_day, source=f"Essai {self.turn}", by=None, nature=DataNature.SYNTHETIC
        )
        cells = [(*row[:4], MONTH, row[4]) for row in self.rows]
        load_cells(
            year=self.year, cells=cells, by=None, extraction=extraction, nature=DataNature.SYNTHETIC, derive=derive
        )
