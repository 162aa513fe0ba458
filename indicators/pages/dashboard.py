"""The dashboard of a place: every indicator at the end of a month, and one of them in each place below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.enums import Ability
from accounts.models import User
from core.formats import NBSP
from indicators.consistency import ConsistencyWarning, find_warnings
from indicators.enums import Family, Status, status_label
from indicators.figure_charts import figure_bullet, figure_sparkline
from indicators.figures import Figure, read_figures
from indicators.models import FiscalYear
from indicators.pages import parts
from indicators.projection import MARCH, Key, Projection, project
from regions.enums import TerritoryKind
from regions.models import Territory

# How many of one status: one, several.
_PHRASES = {
    Status.REACHED: ("atteint", "atteints"),
    Status.ON_TRACK: ("en bonne voie", "en bonne voie"),
    Status.WATCH: ("à surveiller", "à surveiller"),
    Status.LATE: ("en retard", "en retard"),
    Status.NEUTRAL: ("sans appréciation", "sans appréciation"),
    Status.NO_TARGET: ("sans cible", "sans cible"),
    Status.NO_DATA: ("sans donnée", "sans données"),
    Status.NOT_APPLICABLE: ("sans objet", "sans objet"),
}
SHOWN = 20  # warnings told in full; the others are counted, place by place
_AT_YEAR_END = {
    Status.ON_TRACK: ("presque atteint", "presque atteints"),
    Status.WATCH: ("non atteint", "non atteints"),
    Status.LATE: ("loin de la cible", "loin de la cible"),
}
_PLACE_PHRASES = {Status.REACHED: "cible atteinte", Status.NO_DATA: "aucune donnée"}


@dataclass(frozen=True)
class Row:
    """One indicator of the table."""

    figure: Figure
    projection: Projection | None
    bullet: SafeString
    trend: SafeString


@dataclass(frozen=True)
class WarningRow:
    """A warning, and its address when the person may open it."""

    warning: ConsistencyWarning
    url: str


@dataclass(frozen=True)
class PlaceWarnings:
    """How many more warnings a place has, and its dashboard, which tells them, when the person may open it."""

    name: str
    count: int
    url: str


@dataclass(frozen=True)
class Warnings:
    """What contradicts itself here and below: the first ones in full, then how many more there are in each place."""

    rows: tuple[WarningRow, ...] = ()
    rest: tuple[PlaceWarnings, ...] = ()
    certain: int = 0
    doubtful: int = 0

    @property
    def title(self) -> str:
        """`1 incohérence dans les résultats et 3 points à vérifier`."""
        told = [_counted(self.certain, "incohérence", "incohérences"), _counted(self.doubtful, "point", "points")]
        if self.certain:
            told[0] += " dans les résultats"
        if self.doubtful:
            told[1] += " à vérifier"
        return " et ".join(one for one in told if one)

    @property
    def rest_count(self) -> int:
        return sum(one.count for one in self.rest)


@dataclass(frozen=True)
class FamilyRows:
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class StatusCount:
    tone: str
    count: int
    phrase: str
    label: str


@dataclass(frozen=True)
class PlaceMap:
    """The places below, for the chosen indicator: the map and the table say the same."""

    figure: Figure
    choices: tuple[Figure, ...]
    title: str
    chart: SafeString
    rows: tuple[parts.PlaceRow, ...]
    summary: str
    coverage: str
    places_word: str


@dataclass(frozen=True)
class Dashboard:
    territory: Territory
    year: FiscalYear
    month: int
    state: parts.DataState
    months: tuple[parts.MonthLink, ...]
    year_before: FiscalYear | None
    year_after: FiscalYear | None
    parent: Territory | None
    families: tuple[FamilyRows, ...]
    followed: tuple[Row, ...]
    counts: tuple[StatusCount, ...]
    summary: str
    warnings: Warnings
    place_map: PlaceMap | None

    @property
    def place_name(self) -> str:
        """As the place was called in that year."""
        return self.territory.name_in(self.year.pk)

    @property
    def month_name(self) -> str:
        return self.year.month_name(self.month)

    @property
    def month_key(self) -> tuple[int, int]:
        return (self.year.pk, self.month)

    @property
    def asked_month(self) -> str:
        return self.months[self.month - 1].asked

    @property
    def is_latest_month(self) -> bool:
        return self.month == self.state.shown_month

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row in the order of the page: the targeted families, then what is followed without a target."""
        return tuple(row for family in self.families for row in family.rows) + self.followed

    @property
    def has_projections(self) -> bool:
        """Whether there is a column of projections: a year that is over has its result."""
        return self.month < MARCH

    @property
    def columns(self) -> int:
        return 10 if self.has_projections else 9

    @property
    def is_synthetic(self) -> bool:
        return any(row.figure.is_synthetic for row in self.rows)

    @property
    def is_empty(self) -> bool:
        return not self.families and not self.followed


def build_dashboard(
    *,
    user: User,
    territory: Territory,
    year: FiscalYear,
    years: Iterable[FiscalYear],
    month: int | None = None,
    chosen_key: str = "",
) -> Dashboard:
    """A constant number of queries; `month` is the last known one unless told, `chosen_key` names the mapped indicator.

    Raises LookupError when no indicator of the page bears `chosen_key`.
    """
    state = parts.data_state(territory, year)
    month = month or state.shown_month
    below = parts.places_below(territory, year)
    figures = read_figures(territories=[territory], year=year.pk, month=month)
    projections = project(figures)
    targeted = [figure for figure in figures if bears_target(figure)]
    counts = status_counts(targeted)
    before, after = parts.neighbour_years(years, year)
    return Dashboard(
        territory=territory,
        year=year,
        month=month,
        state=state,
        months=parts.month_links(year, month, state.last_month),
        year_before=before,
        year_after=after,
        parent=parts.parent_for(user, territory),
        families=_families(targeted, projections),
        followed=tuple(_row(figure, projections) for figure in figures if not bears_target(figure)),
        counts=counts,
        summary=_summary(counts, _targeted_words(len(targeted))) if targeted else "",
        warnings=_warnings(user, [territory, *below], year, month, figures),
        place_map=_place_map(
            user, territory, below, year, month, [*targeted, *_without(figures, targeted)], chosen_key
        ),
    )


def bears_target(figure: Figure) -> bool:
    """Whether the place committed to a number for it, now or at first; « s/o » from the start is no commitment."""
    return figure.target is not None or figure.initial_target is not None


def status_counts(figures: Iterable[Figure]) -> tuple[StatusCount, ...]:
    """How many figures of each status, best first. Statuses are counted, never averaged."""
    shown = tuple(figures)
    found = Counter(figure.status for figure in shown)
    month = max((figure.month for figure in shown), default=0)
    return tuple(
        StatusCount(status.tone, found[status], _phrases(status, month)[found[status] > 1], status_label(status, month))
        for status in Status
        if found[status]
    )


def _phrases(status: Status, month: int) -> tuple[str, str]:
    return _AT_YEAR_END.get(status, _PHRASES[status]) if month == MARCH else _PHRASES[status]


def _summary(counts: Iterable[StatusCount], whole: str) -> str:
    """« 16 indicateurs ciblés : 5 atteints, 4 en bonne voie. »."""
    return f"{whole}{NBSP}: {', '.join(f'{one.count} {one.phrase}' for one in counts)}."


def _places_summary(rows: tuple[parts.PlaceRow, ...], word: str, month: int) -> str:
    """« 8 CLE : cible atteinte dans 2, en retard dans 6. »."""
    found = Counter(row.status for row in rows)
    told = [
        f"{_PLACE_PHRASES.get(status, _phrases(status, month)[1])} dans {found[status]}"
        for status in Status
        if found[status]
    ]
    return f"{len(rows)} {word}{NBSP}: {', '.join(told)}." if rows else ""


def _targeted_words(count: int) -> str:
    return "1 indicateur ciblé" if count == 1 else f"{count} indicateurs ciblés"


def _without(figures: list[Figure], others: list[Figure]) -> list[Figure]:
    left_out = {figure.indicator.pk for figure in others}
    return [figure for figure in figures if figure.indicator.pk not in left_out]


def _counted(count: int, one: str, several: str) -> str:
    """`1 point`, `3 points`, or nothing."""
    return f"{count} {several if count > 1 else one}" if count else ""


def _warnings(user, places: list[Territory], year: FiscalYear, month: int, figures) -> Warnings:
    """What contradicts itself in the results of the page, here and in each place below."""
    found = find_warnings(
        territories=places, year=year.pk, month=month, indicators=[figure.indicator for figure in figures]
    )
    certain = sum(warning.is_certain for warning in found)
    more = Counter(warning.territory.pk for warning in found[SHOWN:])
    return Warnings(
        rows=tuple(
            WarningRow(warning, warning.url if user.may(Ability.READ_RESULTS, warning.territory) else "")
            for warning in found[:SHOWN]
        ),
        rest=tuple(
            PlaceWarnings(place.name_in(year.pk), more[place.pk], _board(user, place, year, month))
            for place in places
            if more[place.pk]
        ),
        certain=certain,
        doubtful=len(found) - certain,
    )


def _board(user, place: Territory, year: FiscalYear, month: int) -> str:
    may_open = user.may(Ability.READ_RESULTS, place)
    return reverse("dashboard_month", args=[place.slug, year.pk, (year.pk, month)]) if may_open else ""


def _row(figure: Figure, projections: dict[Key, Projection]) -> Row:
    return Row(
        figure,
        projections.get((figure.territory.pk, figure.indicator.pk)),
        figure_bullet(figure, width=120),
        figure_sparkline(figure, width=88),
    )


def _families(figures: list[Figure], projections: dict[Key, Projection]) -> tuple[FamilyRows, ...]:
    order = list(Family)
    ranked = sorted(figures, key=lambda figure: order.index(Family(figure.indicator.family)))  # stable: catalogue order
    return tuple(
        FamilyRows(Family(family).label, tuple(_row(figure, projections) for figure in group))
        for family, group in groupby(ranked, key=lambda figure: figure.indicator.family)
    )


def _place_map(user, territory, places, year, month, choices: list[Figure], chosen_key: str) -> PlaceMap | None:
    if territory.kind not in parts.BELOW or not choices:
        return None
    key = chosen_key or choices[0].indicator.key
    chosen = next((figure for figure in choices if figure.indicator.key == key), None)
    if chosen is None:
        raise LookupError(chosen_key)
    figures = read_figures(territories=places, year=year.pk, month=month, catalogue=[chosen.indicator])
    rows = parts.place_rows(user, year, places, figures)
    word = parts.PLACES_BELOW[TerritoryKind(territory.kind)]
    title = f"{chosen.indicator.short_name} par {'région' if word == 'régions' else word}, {chosen.month_name}"
    return PlaceMap(
        figure=chosen,
        choices=tuple(choices),
        title=title,
        chart=parts.place_map(territory, rows, title),
        rows=rows,
        summary=_places_summary(rows, word, month),
        coverage=parts.coverage_words(rows, word),
        places_word=word,
    )
