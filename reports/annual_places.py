"""Results by region, or by office, at the end of the year, with small numbers masked as in anything public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from indicators.enums import Component, Kind
from indicators.figures import Figure, read_figures
from indicators.masking import MASKED_TEXT
from indicators.models import BreakdownGroup, FiscalYear, Indicator
from indicators.pages.parts import places_below
from indicators.public_tables import PublicTable, limits, public_tables
from regions.models import Territory


@dataclass(frozen=True)
class PlaceCell:
    """The result of an indicator in a place; None without any data there."""

    figure: Figure | None
    is_masked: bool = False

    @property
    def result_text(self) -> str:
        if self.is_masked:
            return MASKED_TEXT
        return self.figure.result_text if self.figure else ""


@dataclass(frozen=True)
class PlaceTable:
    """The indicators of a family, a row a place; `total` is the whole territory."""

    family: str
    indicators: tuple[Indicator, ...]
    rows: tuple[tuple[Territory, tuple[PlaceCell, ...]], ...]
    total: tuple[PlaceCell, ...]


class PublicFigures:
    """Figures as anybody may read them: one masked table an indicator, all read at once.

    The figure of the whole territory is what its report is about: it is told unless it is small itself. Should the
    masking have hidden it to protect a place below, then nothing of the places is told instead.
    """

    def __init__(self, territory: Territory, indicators: Iterable[Indicator], year: int, month: int):
        self.territory, self.month = territory, month
        self.tables: dict[int, PublicTable] = public_tables(indicators=indicators, year=year)

    def is_masked(self, figure: Figure) -> bool:
        if figure.territory == self.territory:
            return _is_small(figure)
        hides_whole = self._hides(figure.indicator.pk, self.territory.pk)
        return hides_whole or self._hides(figure.indicator.pk, figure.territory.pk)

    def hidden(self, figure: Figure) -> Figure:
        """The figure without anything that a masked cell would give away."""
        if not self.is_masked(figure):
            return figure
        return replace(figure, numerator=None, denominator=None, result=None, share=None, gap=None)

    def _hides(self, indicator: int, territory: int) -> bool:
        table = self.tables[indicator]
        return any(
            table.is_masked(territory, BreakdownGroup.TOTAL, component, self.month) for component in Component.values
        )


def _is_small(figure: Figure) -> bool:
    """So few people that the figure could tell who they are."""
    held = limits()
    if figure.indicator.kind == Kind.COUNT:
        return figure.result is not None and 0 < figure.result <= held.count
    if figure.indicator.kind == Kind.RATE:
        return figure.denominator is not None and 0 < figure.denominator < held.denominator
    return False


def place_tables(
    territory: Territory, year: FiscalYear, families: Iterable[tuple[str, Iterable[Figure]]], public: PublicFigures
) -> tuple[PlaceTable, ...]:
    """One table a family; none where no place below has a result. Two queries whatever the number of places."""
    places = places_below(territory, year)
    wanted = [(family, tuple(figures)) for family, figures in families]
    indicators = [figure.indicator for _, figures in wanted for figure in figures]
    if not places or not indicators:
        return ()
    found = read_figures(territories=places, year=year.pk, month=public.month, indicators=indicators)
    cells = {
        (figure.territory.pk, figure.indicator.pk): PlaceCell(public.hidden(figure), public.is_masked(figure))
        for figure in found
        if figure.result is not None
    }
    known = [place for place in places if any(key[0] == place.pk for key in cells)]
    if not known:
        return ()
    return tuple(
        PlaceTable(
            family,
            tuple(figure.indicator for figure in figures),
            tuple(
                (place, tuple(cells.get((place.pk, figure.indicator.pk), PlaceCell(None)) for figure in figures))
                for place in known
            ),
            tuple(PlaceCell(public.hidden(figure), public.is_masked(figure)) for figure in figures),
        )
        for family, figures in wanted
    )
