"""April: the first loads of a year that no statistics have counted yet, one cell and a dashboard in it."""

from functools import partial

from django.core.cache import caches
from django.db import transaction
from django.test import Client

from accounts.models import User
from benchmarks import clock
from benchmarks.results import Result, seconds, told
from core import kept
from core.formats import fiscal_year_label
from indicators.enums import DataNature
from indicators.extractions import record_extraction
from indicators.loading import load_cells
from indicators.models import Measurement
from indicators.scale_data import LAST_YEAR
from indicators.services import open_year

YEAR = LAST_YEAR + 1


def measure() -> list[Result]:
    """Everything in one transaction that is taken back: the other works know nothing of that year."""
    keys = list(
        Measurement.objects.filter(year=LAST_YEAR, component="N", nature=DataNature.SYNTHETIC).values_list(
            "indicator_id", "group_id", "territory_id", "component"
        )
    )
    client = Client()
    client.force_login(User.objects.get(email="national@demo.jalon.example"))
    nation = f"/quebec/{fiscal_year_label(YEAR).replace('–', '-')}/suivi/"
    with transaction.atomic():
        year = open_year(YEAR)
        first, second = (clock.once(partial(_load, year, keys, month)) for month in (1, 2))
        cell = clock.median(partial(_key, year, keys[len(keys) // 2], iter(range(10**6))), 25)
        page = clock.medians({nation: partial(_read, client, nation)}, 9, caches[kept.ALIAS].clear)[nation]
        transaction.set_rollback(True)
    caches[kept.ALIAS].clear()
    return [
        told(f"a year just opened: first load of {len(keys):,} rows", seconds(first), f"{seconds(second)} the second"),
        told("a year just opened: one cell keyed by a person", seconds(cell)),
        told("a year just opened: dashboard of Québec, first reading", seconds(page)),
    ]


def _load(year, keys: list[tuple], month: int) -> None:
    extraction = record_extraction(
        taken_on=year.last_day, source=f"Essai {month}", by=None, nature=DataNature.SYNTHETIC
    )
    cells = [(*key, month, rank % 97) for rank, key in enumerate(keys)]
    load_cells(year=year, cells=cells, by=None, extraction=extraction, nature=DataNature.SYNTHETIC)


def _key(year, key: tuple, values) -> None:
    load_cells(year=year, cells=[(*key, 2, 1000 + next(values))], by=None)


def _read(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
