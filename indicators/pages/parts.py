"""Pieces that the dashboard and the indicator page share: charts of a figure, links to months, years and places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.safestring import SafeString

from accounts.enums import Ability
from accounts.models import User
from core import charts
from core.formats import NBSP, long_date
from indicators.enums import Status
from indicators.extractions import last_extraction
from indicators.figure_charts import figure_sparkline
from indicators.figures import Figure
from indicators.models import Attainment, FiscalYear
from regions.enums import TerritoryKind
from regions.models import Territory

BELOW = {TerritoryKind.NATIONAL: TerritoryKind.REGION, TerritoryKind.REGION: TerritoryKind.CLE}
PLACES_BELOW = {TerritoryKind.NATIONAL: "régions", TerritoryKind.REGION: "CLE"}


# --- When and where ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MonthLink:
    """A month of the switcher; `key` is what addresses are made of, `asked` what `?mois=` says."""

    short: str
    name: str
    key: tuple[int, int]
    asked: str
    is_current: bool
    is_known: bool


@dataclass(frozen=True)
class DataState:
    """How far the data of a place and year go: the last known month (0 without any) and the last extraction."""

    last_month: int
    extracted_on: date | None

    @property
    def shown_month(self) -> int:
        """The month a page opens on; the whole year when nothing is known."""
        return self.last_month or 12

    @property
    def extraction_text(self) -> str:
        """« Extraction du 14 janvier 2008 », or nothing."""
        return f"Extraction du {long_date(self.extracted_on)}" if self.extracted_on else ""


def data_state(territory: Territory, year: FiscalYear) -> DataState:
    """Last month and last extraction in one query, along the indexes: never a walk through all results."""
    last = (
        Attainment.objects.filter(territory=territory, year=year)
        .order_by()
        .values("year")
        .annotate(last=Max("last_month"))
        .values("last")
    )
    extracted = last_extraction(territory, year.pk)
    row = FiscalYear.objects.filter(pk=year.pk).values_list(last, extracted).get()
    return DataState(row[0] or 0, row[1])


def month_links(year: FiscalYear, month: int, last_month: int) -> tuple[MonthLink, ...]:
    """The twelve months; those after the last known one are told but not linked."""
    return tuple(
        MonthLink(
            short=charts.MONTHS_SHORT[index - 1],
            name=year.month_name(index),
            key=(year.pk, index),
            asked=f"{year.pk}-{index + 3:02d}" if index <= 9 else f"{year.pk + 1}-{index - 9:02d}",
            is_current=index == month,
            is_known=index <= last_month,
        )
        for index in range(1, 13)
    )


def neighbour_years(years: Iterable[FiscalYear], year: FiscalYear) -> tuple[FiscalYear | None, FiscalYear | None]:
    """The open years just before and after this one."""
    found = {other.pk: other for other in years}
    return found.get(year.pk - 1), found.get(year.pk + 1)


def parent_for(user: User, territory: Territory) -> Territory | None:
    """The place above, when the person may look there."""
    parent = territory.parent
    return parent if parent and user.may(Ability.READ_RESULTS, parent) else None


def places_below(territory: Territory, year: FiscalYear) -> list[Territory]:
    """The regions of Québec, or the offices that counted in a region that year."""
    kind = BELOW.get(TerritoryKind(territory.kind))
    if kind is None:
        return []
    return list(Territory.objects.within(territory, year.pk).filter(kind=kind).select_related("parent"))


@dataclass(frozen=True)
class PlaceRow:
    """One place below, with its figure when it has one, and whether the person may open its pages."""

    territory: Territory
    name: str
    figure: Figure | None
    trend: SafeString | str
    can_open: bool

    @property
    def status(self) -> Status:
        return self.figure.status if self.figure else Status.NO_DATA

    @property
    def status_label(self) -> str:
        return self.figure.status_label if self.figure else Status.NO_DATA.label


def place_rows(
    user: User, year: FiscalYear, places: Iterable[Territory], figures: Iterable[Figure]
) -> tuple[PlaceRow, ...]:
    """The places in their order, each with its figure."""
    by_place = {figure.territory.pk: figure for figure in figures}
    return tuple(
        PlaceRow(
            territory=place,
            name=place.name_in(year.pk),
            figure=(figure := by_place.get(place.pk)),
            trend=figure_sparkline(figure, width=96) if figure else "",
            can_open=user.may(Ability.READ_RESULTS, place),
        )
        for place in places
    )


def coverage_words(rows: Iterable[PlaceRow], word: str) -> str:
    """What to say when only some of the places below have results: the whole is then that of these places only."""
    rows = tuple(rows)
    known = [row for row in rows if row.figure is not None and row.figure.result is not None]
    if not known or len(known) == len(rows):
        return ""
    some = f"{len(known)} {word} sur {len(rows)}"
    if len(known) == 1:
        some = f"1 {word.removesuffix('s')} sur {len(rows)} ({known[0].name})"
    return (
        f"Résultats partiels, connus pour {some}. "
        "L’ensemble ne compte que ce qui est connu, alors que sa cible vaut pour tout le territoire."
    )


# --- The map of places -----------------------------------------------------------------------------------------------


def place_map(territory: Territory, rows: Iterable[PlaceRow], title: str) -> SafeString:
    """Places below as tiles, coloured and shaped by status; the value is the share of the target, else the result."""
    rows = tuple(rows)
    national = territory.kind == TerritoryKind.NATIONAL
    tiles = [
        charts.Tile(
            code=row.territory.code.rpartition("-")[2],
            name=row.name,
            status=row.status.tone,
            value=_tile_value(row.figure),
        )
        for row in rows
    ]
    told = "; ".join(f"{row.name}{NBSP}: {row.status_label.lower()}" for row in rows)
    return charts.tile_map(tiles, layout="regions" if national else territory.code, title=title, description=f"{told}.")


def _tile_value(figure: Figure | None) -> str:
    if figure is None or figure.result is None:
        return ""
    return figure.result_text if figure.share is None else figure.attainment_text
