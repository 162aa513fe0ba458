"""What a monthly follow-up stands on, read once: figures of the place and of those below, projections, explanations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from core.formats import month_label
from indicators.consistency import ConsistencyWarning, find_warnings
from indicators.enums import Family, Service, Status
from indicators.explanations import ExplainedGap, explained_gaps
from indicators.figures import Figure, read_figures
from indicators.models import FiscalYear
from indicators.pages.dashboard import bears_target
from indicators.pages.parts import PLACES_BELOW, data_state, places_below
from indicators.projection import Projection, project
from regions.enums import TerritoryKind
from regions.models import Territory

WORRYING = (Status.LATE, Status.WATCH)


@dataclass(frozen=True)
class FollowUp:
    """A month of a place. `below` holds, by indicator, the figures of the places that make it up, in their order."""

    place: Territory
    year: FiscalYear
    month: int
    extraction: str
    figures: tuple[Figure, ...]
    projections: dict[int, Projection]  # by indicator
    below: dict[int, tuple[Figure, ...]]
    gaps: tuple[ExplainedGap, ...]
    warnings: tuple[ConsistencyWarning, ...]

    @property
    def name(self) -> str:
        return self.place.name_in(self.year.pk)

    @property
    def month_name(self) -> str:
        return month_label(self.year.pk, self.month)

    @property
    def targeted(self) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if bears_target(figure))

    @property
    def followed(self) -> tuple[Figure, ...]:
        """What is followed without a target."""
        return tuple(figure for figure in self.figures if not bears_target(figure))

    @property
    def worrying(self) -> tuple[Figure, ...]:
        """Late first, then those to watch."""
        return tuple(sorted((f for f in self.targeted if f.status in WORRYING), key=lambda f: -int(f.status)))

    @property
    def places_word(self) -> str:
        return PLACES_BELOW.get(TerritoryKind(self.place.kind), "territoires")

    @property
    def is_synthetic(self) -> bool:
        return any(figure.is_synthetic for figure in self.figures)


def follow_up(place: Territory, year: FiscalYear, month: int | None = None) -> FollowUp:
    """The month asked for, else the last one known. The number of queries depends neither on places nor indicators."""
    state = data_state(place, year)
    month = month or state.shown_month
    below = places_below(place, year)
    figures = read_figures(territories=[place, *below], year=year.pk, month=month)
    own = tuple(figure for figure in figures if figure.territory.pk == place.pk)
    projections = {indicator: one for (_, indicator), one in project(own).items()}
    targeted = [figure for figure in own if bears_target(figure)]
    return FollowUp(
        place=place,
        year=year,
        month=month,
        extraction=state.extraction_text,
        figures=own,
        projections=projections,
        below=_by_indicator(figures, place),
        gaps=explained_gaps(territory=place, year=year.pk, month=month, figures=targeted),
        warnings=tuple(
            find_warnings(territories=[place], year=year.pk, month=month, indicators=[one.indicator for one in own])
        ),
    )


def _by_indicator(figures: Iterable[Figure], place: Territory) -> dict[int, tuple[Figure, ...]]:
    found: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.territory.pk != place.pk:
            found[figure.indicator.pk].append(figure)
    return {indicator: tuple(rows) for indicator, rows in found.items()}


def by_family(figures: Iterable[Figure]) -> list[tuple[str, tuple[Figure, ...]]]:
    """`Accessibilité aux services`, …: families of the employment services, then those of Solidarité sociale."""

    def key(figure: Figure) -> tuple[bool, str]:
        return figure.indicator.service == Service.SOLIDARITY, figure.indicator.family

    order = {family: rank for rank, family in enumerate(Family)}
    ranked = sorted(figures, key=lambda f: (key(f)[0], order[Family(f.indicator.family)], f.indicator.position))
    return [(_family_name(*which), tuple(rows)) for which, rows in groupby(ranked, key=key)]


def _family_name(is_solidarity: bool, family: str) -> str:
    label = Family(family).label
    return f"Solidarité sociale – {label}" if is_solidarity and family != Family.SOLIDARITY else label
