"""Tens of thousands of results at once: checked row by row, written and logged set by set, in one transaction.

    cells ─ checked in Python, every error told ─→ one staged row a series ─→ missing series ─→ log ─→ facts ─→ derived

A small load is staged as literals in the statements, a large one in a temporary table (COPY on PostgreSQL); the rules
and the statements are the same. Nothing is written when a single row is wrong.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from core.errors import Conflict, Refused
from indicators import engine, loading_checks, sql_loading
from indicators.enums import MONTH_KEYS, Component, DataNature
from indicators.extractions import note_extraction
from indicators.loading_checks import NOT_APPLICABLE, Cell, NotApplicable, RowError, read_code
from indicators.models import BreakdownGroup, CellChange, Extraction, FiscalYear, Measurement
from indicators.sql_room import lock

__all__ = ["NOT_APPLICABLE", "Cell", "LoadRefused", "LoadResult", "RowError", "load_cells"]

_ANYTHING = object()
_MANY = 2000  # series: from here on it may pay to derive the whole year afresh


class LoadRefused(Refused):
    """Some rows are wrong and nothing was written. `errors` tells each of them, with its row number (1 = the first)."""

    def __init__(self, errors: Sequence[RowError]):
        alone = f"{len(errors)} lignes sont à corriger; rien n’a été enregistré."
        super().__init__(errors[0].message if len(errors) == 1 else alone)
        self.errors = tuple(errors)


@dataclass(frozen=True)
class LoadResult:
    """What a load did: months read, changed, left as they were, and kept because a later extraction had spoken."""

    cells: int
    changed: int
    superseded: int
    series_created: int

    @property
    def unchanged(self) -> int:
        return self.cells - self.changed - self.superseded


@transaction.atomic
def load_cells(
    *,
    year: FiscalYear,
    cells: Iterable[Cell | tuple],
    by: User | None,
    extraction: Extraction | None = None,
    nature: DataNature = DataNature.REAL,
    reason: str = "",
    overwrite_newer: bool = False,
    expected_old: Decimal | int | NotApplicable | object | None = _ANYTHING,
    derive: bool = True,
) -> LoadResult:
    """Write months of a fiscal year, log every one that changes, derive attainment again. Months not named stay.

    LoadRefused tells all wrong rows together. An extraction older than the one a series bears fills its blanks and
    changes nothing else, unless `overwrite_newer`; without extraction (keyed by hand) the value is written.
    With `expected_old`, for a single cell: Conflict, holding the current value, when it is no longer that one.
    """
    lock()
    cells = cells if isinstance(cells, list | tuple) else list(cells)
    series, errors = loading_checks.check(year, cells)
    if errors:
        raise LoadRefused(errors)
    if not series:
        return LoadResult(0, 0, 0, 0)
    if expected_old is not _ANYTHING:
        _compare(year, series, expected_old)
    load = sql_loading.Load(
        year=year.pk,
        months=tuple(sorted({month for months in series.values() for month in months})),
        extraction=extraction,
        nature=nature,
        reason=reason,
        author_id=by.pk if by else None,
        keeps_newer=_is_earlier(extraction) and not overwrite_newer,
    )
    with sql_loading.staged(series, load) as source:
        created = sql_loading.create_series(source, load)
        superseded = sql_loading.count_superseded(source, load) if load.keeps_newer else 0
        changed = sql_loading.log_changes(source, load)
        if changed:
            sql_loading.update_series(source, load)
    if changed and extraction is not None:
        note_extraction(year, (key[2] for key in series if key[1] == BreakdownGroup.TOTAL), extraction)
    if changed and derive:
        engine.recompute(_scope(year, series))
    return LoadResult(len(cells), changed, superseded, created)


def _is_earlier(extraction: Extraction | None) -> bool:
    """Whether a later one was ever recorded: whether a series bears it is then asked row by row."""
    return extraction is not None and Extraction.objects.filter(taken_on__gt=extraction.taken_on).exists()


def _scope(year: FiscalYear, series: dict) -> engine.Scope:
    """Every place when much of the year changed: writing it afresh is then faster than row upon row."""
    components = tuple({key[3] for key in series})
    if len(series) > _MANY and len(series) * 3 > Measurement.objects.filter(year=year).count():
        return engine.Scope((year.pk,), components=components if len(components) < len(Component) else None)
    indicators, groups, territories = (tuple({key[part] for key in series}) for part in range(3))
    return engine.Scope((year.pk,), indicators, territories, groups, components)


def _compare(year: FiscalYear, series: dict, expected_old) -> None:
    """Whoever saw an older value than the one that stands is told, instead of overwriting it."""
    if len(series) != 1 or len(months := next(iter(series.values()))) != 1:
        raise ValueError("expected_old compares a single cell")
    (indicator_id, group_id, territory_id, component), month = next(iter(series)), next(iter(months))
    row = (
        Measurement.objects.filter(
            year=year, indicator=indicator_id, group=group_id, territory=territory_id, component=component
        )
        .select_related("indicator")
        .first()
    )
    code = None
    if row is not None:
        is_applicable = not row.not_applicable >> (month - 1) & 1
        code = getattr(row, MONTH_KEYS[month - 1]) if is_applicable else CellChange.NOT_APPLICABLE
    current = read_code(code, row.indicator.component_decimals) if row else None
    if current != expected_old:
        raise Conflict("Ce résultat vient d’être changé par une autre personne.", current=current)
