"""One of the processes of test_two_at_once: `python -m tests.ops.two_at_once VERB`, in the database of the environment.

Processes that are to begin together say that they are ready, and wait for the file `go`, in the folder JALON_TOGETHER.
"""

import os
import sys
import time
from pathlib import Path

import django

YEARS = 2
PATIENCE = 600  # seconds


def prepare() -> None:
    """A small country, of which nothing is derived yet; its tables are laid straight from the models."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    from indicators import scale_data

    settings.MIGRATION_MODULES = {one.label: None for one in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    scale_data.build(scale_data.Size(offices=24, indicators=6, years=YEARS, groups=3))


def together(verb: str) -> None:
    """Say that this process is ready, wait for the others, then do the work."""
    folder = Path(os.environ["JALON_TOGETHER"])
    (folder / f"ready-{os.getpid()}").touch()
    end = time.monotonic() + PATIENCE
    while not (folder / "go").exists():
        if time.monotonic() > end:
            sys.exit("nobody said go")
        time.sleep(0.005)
    {"recompute": recompute, "load": load}[verb]()


def recompute() -> None:
    """Everything, three times over."""
    from indicators import engine

    for _ in range(3):
        engine.recompute_all()


def load() -> None:
    """Months of the last year: twelve small loads, and a large one in the middle, each derived."""
    from indicators.loading import load_cells
    from indicators.models import FiscalYear, Measurement
    from indicators.scale_data import LAST_YEAR

    year = FiscalYear.objects.get(start=LAST_YEAR)
    keys = list(
        Measurement.objects.filter(year=year)
        .order_by("pk")
        .values_list("indicator_id", "group_id", "territory_id", "component")
    )
    for turn in range(12):
        some = keys if turn == 6 else keys[turn::97]
        load_cells(year=year, cells=[(*key, 10, 1000 + turn) for key in some], by=None)


def compare() -> None:
    """Every derived row is what a single recomputation, alone, makes of the facts."""
    from indicators import engine
    from indicators.models import Attainment, CellChange, Cumulative

    found = [_rows(model) for model in (Cumulative, Attainment)]
    for model in (Cumulative, Attainment):
        model.objects.all().delete()
    engine.recompute_all()
    alone = [_rows(model) for model in (Cumulative, Attainment)]
    assert all(alone), "nothing was derived"
    assert found == alone, "what two processes derived differs from what one derives"
    sys.stdout.write(f"{CellChange.objects.count()} {sum(map(len, found))}")


def _rows(model) -> list[dict]:
    key = ("year_id", "indicator_id", "territory_id")
    order = (*key, "group_id", "component") if hasattr(model, "component") else key
    rows = model.objects.order_by(*order).values()
    return [{name: value for name, value in row.items() if name not in {"id", "pk", "computed_at"}} for row in rows]


if __name__ == "__main__":
    django.setup()
    verb = sys.argv[1]
    {"prepare": prepare, "compare": compare}.get(verb, lambda: together(verb))()
