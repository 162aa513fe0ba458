"""One indicator in one place and year: figures, history of its target, months, and places below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from accounts.models import User
from core import charts
from core.formats import EMPTY, NBSP, NOT_APPLICABLE, de, fiscal_year_label, month_label, nombre
from indicators.enums import Kind, Status, status_label
from indicators.explanations import WORRYING, may_explain
from indicators.figure_charts import figure_bullet
from indicators.figures import Figure, Months, read_figures, value_text, written_unit
from indicators.models import WHOLE_YEAR, Explanation, FiscalYear, Indicator, Target
from indicators.pages import parts
from indicators.pages.catalogue import Formula, formula_of
from indicators.pages.outlook import Outlook, outlook_of, projection_series
from indicators.projection import project
from indicators.rights import may_revise_target, may_split_target
from indicators.scale import unscale
from regions.enums import TerritoryKind
from regions.models import Territory

# How a place is told in a sentence, and of what its results are made.
_LEVELS = {
    TerritoryKind.NATIONAL: (" national", "des régions"),
    TerritoryKind.REGION: (" régional", "des CLE"),
    TerritoryKind.CLE: ("", "des mois"),
}


@dataclass(frozen=True)
class MonthRow:
    """One month to date, in French."""

    name: str
    numerator_text: str
    denominator_text: str
    result_text: str
    expected_text: str
    target_text: str
    previous_text: str
    status: Status
    status_label: str
    is_shown: bool


@dataclass(frozen=True)
class VersionRow:
    """One version of the target, as its author left it."""

    version: int
    value_text: str
    external_text: str
    effective_month: int
    since: str
    author: str
    at: datetime
    reason: str
    source: str
    is_in_force: bool
    is_synthetic: bool

    @property
    def name(self) -> str:
        return "Cible initiale" if self.version == 1 else f"Révision {self.version - 1}"


@dataclass(frozen=True)
class PlaceTable:
    rows: tuple[parts.PlaceRow, ...]
    bars: SafeString
    bars_title: str
    word: str
    coverage: str


@dataclass(frozen=True)
class IndicatorPage:
    territory: Territory
    year: FiscalYear
    month: int
    indicator: Indicator
    formula: Formula
    state: parts.DataState
    figure: Figure | None
    outlook: Outlook | None
    bullet: SafeString
    chart: SafeString
    step: SafeString
    months: tuple[parts.MonthLink, ...]
    month_rows: tuple[MonthRow, ...]
    versions: tuple[VersionRow, ...]
    places: PlaceTable | None
    year_before: FiscalYear | None
    year_after: FiscalYear | None
    parent: Territory | None
    may_revise: bool
    may_split: bool
    explanations: tuple[Explanation, ...]
    may_explain: bool

    @property
    def asks_explanation(self) -> bool:
        """A gap that nobody has explained, neither at this month nor for the year."""
        told = any(one.month in {WHOLE_YEAR, self.month} for one in self.explanations)
        return self.figure is not None and self.figure.status in WORRYING and not told

    @property
    def label(self) -> str:
        return self.indicator.label_in_year

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
    def sum_rule(self) -> str:
        """Why a quotient differs from the mean of its parts, in the words of this place."""
        if not self.indicator.is_quotient:
            return ""
        noun = "taux" if self.indicator.kind == Kind.RATE else "résultat"
        level, parts_words = _LEVELS[TerritoryKind(self.territory.kind)]
        return (
            f"Le {noun}{level} est la somme des numérateurs divisée par la somme des dénominateurs, "
            f"jamais la moyenne des {noun if noun == 'taux' else 'résultats'} {parts_words}."
        )

    @property
    def asked_month(self) -> str:
        return self.months[self.month - 1].asked

    @property
    def is_latest_month(self) -> bool:
        return self.month == self.state.shown_month

    @property
    def previous_label(self) -> str:
        return fiscal_year_label(self.year.pk - 1)


def build_indicator_page(
    *,
    user: User,
    territory: Territory,
    year: FiscalYear,
    years: Iterable[FiscalYear],
    indicator: Indicator,
    month: int | None = None,
) -> IndicatorPage:
    """A constant number of queries; `indicator` comes from `Indicator.objects.in_year(year)`."""
    state = parts.data_state(territory, year)
    month = month or state.shown_month
    below = parts.places_below(territory, year)
    figures = read_figures(territories=[territory, *below], year=year.pk, month=month, catalogue=[indicator])
    figure = next((one for one in figures if one.territory.pk == territory.pk), None)
    outlook = _outlook(figure) if figure else None
    versions = target_versions(indicator, territory, year, month)
    before, after = parts.neighbour_years(years, year)
    return IndicatorPage(
        territory=territory,
        year=year,
        month=month,
        indicator=indicator,
        formula=formula_of(indicator),
        state=state,
        figure=figure,
        outlook=outlook,
        bullet=figure_bullet(figure) if figure else "",
        chart=_month_chart(figure, outlook) if figure else "",
        step=_target_chart(figure, versions) if figure else "",
        months=parts.month_links(year, month, state.last_month),
        month_rows=_month_rows(figure) if figure else (),
        versions=versions,
        places=_place_table(user, territory, year, below, figures, figure) if below else None,
        year_before=before,
        year_after=after,
        parent=parts.parent_for(user, territory),
        may_revise=may_revise_target(user, territory),
        may_split=bool(below) and may_split_target(user, territory),
        explanations=tuple(Explanation.objects.at(territory, year.pk).filter(indicator=indicator).order_by("month")),
        may_explain=may_explain(user, territory),
    )


# --- Months -----------------------------------------------------------------------------------------------------------


def _month_rows(figure: Figure) -> tuple[MonthRow, ...]:
    """The twelve months, with the numerators and denominators behind a quotient."""

    def component(values: Months, month: int) -> str:
        return nombre(values[month - 1], figure.indicator.component_decimals) if values else ""

    return tuple(
        MonthRow(
            name=month_label(figure.year, month),
            numerator_text=component(figure.numerators, month),
            denominator_text=component(figure.denominators, month),
            result_text=figure.text(figure.results[month - 1]),
            expected_text=figure.text(figure.expecteds[month - 1]),
            target_text=figure.text(figure.targets[month - 1]),
            previous_text=figure.text(figure.previous_results[month - 1]),
            status=(status := Status(figure.statuses[month - 1] or Status.NO_DATA)),
            status_label=status_label(status, month),
            is_shown=month == figure.month,
        )
        for month in range(1, 13)
    )


def _outlook(figure: Figure) -> Outlook | None:
    return outlook_of(figure, project([figure]).get((figure.territory.pk, figure.indicator.pk)))


def _month_chart(figure: Figure, outlook: Outlook | None) -> SafeString:
    indicator = figure.indicator
    shown = figure.results[: figure.month]
    previous = fiscal_year_label(figure.year - 1)
    series = [charts.Series(previous, figure.previous_results, "previous")]
    if not indicator.is_quotient:
        series.append(charts.Series("Attendu", figure.expecteds, "expected"))
    series.append(charts.Series("Résultat", shown, "result"))
    told = f"À la fin {de(figure.month_name)}, le résultat est de {figure.result_text}"
    if figure.expected is not None:
        told += f", pour {figure.expected_text} attendu à ce jour et une cible de {figure.target_text}"
    if figure.previous_result is not None:
        told += f"; un an plus tôt, il était de {figure.previous_text}"
    band = None
    if outlook is not None:
        line, band = projection_series(outlook.projection)
        series.append(line)
        told += f". La projection au {outlook.day} est de {outlook.projection.value_text}"
        told += f", {outlook.projection.interval_text}" if band else ", sans intervalle connu"
    return charts.line_chart(
        [one for one in series if any(value is not None for value in one.values)],
        title=f"{indicator.short_name}, cumul depuis le 1er avril {figure.year}",
        description=f"{told}.",
        target=figure.target,
        band=band,
        unit=written_unit(indicator),
        decimals=indicator.decimals,
        zero=not indicator.is_quotient,
    )


# --- Target -----------------------------------------------------------------------------------------------------------


def target_versions(indicator: Indicator, territory: Territory, year: FiscalYear, month: int) -> tuple[VersionRow, ...]:
    """Every version of a target, the first one first; the one in force at `month` is marked."""
    targets = list(
        Target.objects.filter(indicator=indicator, territory=territory, year=year)
        .select_related("author")
        .order_by("version")
    )
    in_force = max((target.version for target in targets if target.effective_month <= month), default=None)
    return tuple(
        VersionRow(
            version=target.version,
            value_text=target_text(indicator, target),
            external_text=value_text(indicator, unscale(target.external_scaled, indicator.decimals))
            if target.external_scaled is not None
            else "",
            effective_month=target.effective_month,
            since=year.month_name(target.effective_month),
            author=str(target.author) if target.author else "",
            at=target.created_at,
            reason=target.reason,
            source=target.source,
            is_in_force=target.version == in_force,
            is_synthetic=target.is_synthetic,
        )
        for target in targets
    )


def target_text(indicator: Indicator, target: Target) -> str:
    if target.is_not_applicable:
        return NOT_APPLICABLE
    return value_text(indicator, unscale(target.scaled, indicator.decimals))


def _target_chart(figure: Figure, versions: tuple[VersionRow, ...]) -> SafeString:
    """The target in force month after month; nothing to draw when none was ever set."""
    points: list[charts.StepPoint] = []
    for month, value in enumerate(figure.targets, start=1):
        if value is not None and (not points or points[-1].value != value):
            points.append(charts.StepPoint(month - 1, value, _why(versions, month)))
    if not points:
        return ""
    history = ", puis ".join(f"{figure.text(point.value)} dès {_month(figure, point.position + 1)}" for point in points)
    return charts.step_line(
        points,
        title=f"Cible en vigueur, {figure.indicator.short_name}",
        description=f"{history}.",
        unit=written_unit(figure.indicator),
        decimals=figure.indicator.decimals,
    )


def _why(versions: tuple[VersionRow, ...], month: int) -> str:
    """Since when, and the beginning of the reason, of the version in force at a month; the table tells it in full."""
    version = max((one for one in versions if one.effective_month <= month), key=lambda one: one.version)
    if version.version == 1:
        return version.name
    return Truncator(f"Dès {version.since}{NBSP}: {version.reason}").chars(70)


def _month(figure: Figure, month: int) -> str:
    return month_label(figure.year, month)


# --- Places below -----------------------------------------------------------------------------------------------------


def _place_table(user, territory, year, below, figures, figure: Figure | None) -> PlaceTable | None:
    rows = parts.place_rows(user, year, below, [one for one in figures if one.territory.pk != territory.pk])
    known = [row for row in rows if row.figure is not None]
    if figure is None or not known:
        return None
    word = parts.PLACES_BELOW[TerritoryKind(territory.kind)]
    each = "région" if word == "régions" else word
    by_share = any(row.figure.share is not None for row in known)
    title = f"Part de la cible atteinte par {each}, {figure.month_name}"
    if not by_share:
        title = f"Résultat par {each}, {figure.month_name}"
    return PlaceTable(rows, _bars(figure, known, title, by_share), title, word, parts.coverage_words(rows, word))


def _bars(figure: Figure, rows: list[parts.PlaceRow], title: str, by_share: bool) -> SafeString:
    if by_share:
        drawn = [_bar(row, row.figure.share, 100, row.figure.attainment_text) for row in rows]
    else:
        drawn = [_bar(row, row.figure.result, row.figure.target, row.figure.result_text) for row in rows]
    told = "; ".join(f"{bar.label}{NBSP}: {bar.text}" for bar in drawn)
    return charts.bars(drawn, title=title, description=f"{told}.", width=560)


def _bar(row: parts.PlaceRow, value, target, text: str) -> charts.Bar:
    known = value is not None
    return charts.Bar(
        row.name,
        value,
        status=row.figure.status.tone,
        target=target if known else None,
        text=text if known else EMPTY,
    )
