"""A figure as people read it: result, target, expected, gap and status of one indicator in one place, to one month.

Built once from a derived row (models.Attainment) and shown as it is by the page, the PDF, the spreadsheet and the API:
whoever needs a number or its French text takes it from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max

from core import formats
from indicators.enums import MONTH_KEYS, Kind, Obligation, Status, status_label
from indicators.models import Attainment, Indicator
from indicators.scale import unscale
from regions.models import Territory

Months = tuple[Decimal | None, ...]
_QUOTIENT_WORDS = {Kind.RATE: "taux", Kind.RATIO: "ratio", Kind.DELAY: "délai"}


@dataclass(frozen=True)
class Figure:
    """One indicator, one territory, one fiscal year (its first calendar year), to the end of `month` (1 = April).

    `share` is result ÷ target in % (sums only); `gap` is result − target (for a rate, in points). Values are exact.
    The twelve-month tuples run April to March; `numerators` and `denominators` are those of a quotient, else empty;
    `statuses` are the numbers of Status, None without data.
    """

    indicator: Indicator
    label: str
    is_targeted: bool
    territory: Territory
    year: int
    month: int
    last_month: int
    numerator: Decimal | None
    denominator: Decimal | None
    result: Decimal | None
    initial_target: Decimal | None
    target: Decimal | None
    is_not_applicable: bool
    expected: Decimal | None
    share: Decimal | None
    gap: Decimal | None
    status: Status
    previous_result: Decimal | None
    results: Months
    targets: Months
    expecteds: Months
    previous_results: Months
    numerators: Months
    denominators: Months
    statuses: tuple[int | None, ...]
    is_synthetic: bool

    @property
    def is_revised(self) -> bool:
        return self.initial_target != self.target

    @property
    def status_label(self) -> str:
        """`En bonne voie`; once the year is over, whether the target was reached: `Presque atteint`."""
        return status_label(self.status, self.month)

    @property
    def result_text(self) -> str:
        return self.text(self.result)

    @property
    def target_text(self) -> str:
        return formats.NOT_APPLICABLE if self.is_not_applicable else self.text(self.target)

    @property
    def absence_text(self) -> str:
        """Why there is no result, or nothing when there is one: `dénominateur nul : pas de taux`."""
        if self.result is not None or self.status == Status.NOT_APPLICABLE:
            return ""
        return why_absent(self.indicator.kind, self.denominator, self.last_month)

    @property
    def initial_target_text(self) -> str:
        return self.text(self.initial_target)

    @property
    def expected_text(self) -> str:
        return self.text(self.expected)

    @property
    def previous_text(self) -> str:
        return self.text(self.previous_result)

    @property
    def gap_text(self) -> str:
        """`+1 133`, `−2,0 pts`, `−0,4 jour`."""
        if self.gap is None:
            return formats.EMPTY
        if self.indicator.unit == "%":
            return formats.points(self.gap, self.indicator.decimals)
        return formats.signed(self.gap, self.indicator.decimals)

    @property
    def attainment_text(self) -> str:
        """Share of the target for a sum, gap for a quotient: `107,1 %`, `−2,0 pts`."""
        return self.gap_text if self.indicator.is_quotient else formats.pourcentage(self.share)

    @property
    def month_name(self) -> str:
        return formats.month_label(self.year, self.month)

    def text(self, value: Decimal | None) -> str:
        """A value with the unit that is written behind it (%, M$, $, jours); people and places are in the head."""
        return value_text(self.indicator, value)


def value_text(indicator: Indicator, value: Decimal | None) -> str:
    """`8 100`, `75,0 %`, `3,679 M$`, `10 jours`: as the plans print it."""
    return formats.with_unit(value, written_unit(indicator), indicator.decimals)


def why_absent(kind: str, denominator: Decimal | int | None, last_month: int) -> str:
    """Why there is no result: `dénominateur nul : pas de taux`, `mois sans donnée`, `aucune donnée`."""
    if denominator == 0 and kind in _QUOTIENT_WORDS:
        return f"dénominateur nul{formats.NBSP}: pas de {_QUOTIENT_WORDS[Kind(kind)]}"
    return "mois sans donnée" if last_month else "aucune donnée"


def quotient_word(indicator: Indicator) -> str:
    """What a quotient is called: `taux`, `ratio`, `délai`."""
    return _QUOTIENT_WORDS[Kind(indicator.kind)]


def written_unit(indicator: Indicator) -> str:
    """The unit that stands behind each number; people, places and the like are told in the head."""
    return indicator.unit if indicator.unit in {"%", "M$", "$", "jours"} else ""


def latest_month(territory: Territory, year: int) -> int:
    """The last month (1 = April) for which anything is known there that year; 12 when nothing is."""
    rows = Attainment.objects.filter(territory=territory, year=year)
    return rows.aggregate(last=Max("last_month"))["last"] or 12


def read_figures(
    *,
    territories: Iterable[Territory],
    year: int,
    month: int,
    indicators: Iterable[Indicator] | None = None,
    targeted_only: bool = False,
    catalogue: Iterable[Indicator] | None = None,
) -> list[Figure]:
    """Figures of some territories for a year, in the order of the catalogue, at the end of `month`.

    Two queries whatever the number of rows; one with `catalogue`, the wanted indicators as `Indicator.in_year` has
    read them for that very year. An indicator without any fact or target has no figure.
    """
    if catalogue is None:
        catalogue = Indicator.objects.in_year(year)
        if targeted_only:
            catalogue = catalogue.filter(obligation_in_year=Obligation.TARGETED)
        if indicators is not None:
            catalogue = catalogue.filter(pk__in=[indicator.pk for indicator in indicators])
    wanted = {indicator.pk: indicator for indicator in catalogue}
    places = {territory.pk: territory for territory in territories}
    rows = Attainment.objects.filter(year__in=[year, year - 1], territory__in=places, indicator__in=wanted).values()
    known = {(row["year_id"], row["territory_id"], row["indicator_id"]): row for row in rows}
    figures = [
        _figure(row, wanted[indicator], places[territory], month, known.get((year - 1, territory, indicator)))
        for (of_year, territory, indicator), row in known.items()
        if of_year == year
    ]
    order = {territory: rank for rank, territory in enumerate(places)}
    return sorted(figures, key=lambda figure: (figure.indicator.position, order[figure.territory.pk]))


def _figure(row: dict, indicator: Indicator, territory: Territory, month: int, previous: dict | None) -> Figure:
    key = MONTH_KEYS[month - 1]

    def at(measure: str, decimals: int) -> Decimal | None:
        return unscale(row[f"{measure}_{key}"], decimals)

    def months(source: dict | None, measure: str, decimals: int = indicator.decimals) -> Months:
        if source is None:
            return (None,) * 12
        return tuple(unscale(source[f"{measure}_{name}"], decimals) for name in MONTH_KEYS)

    parts = indicator.component_decimals

    return Figure(
        indicator=indicator,
        label=indicator.label_in_year,
        is_targeted=indicator.obligation_in_year == Obligation.TARGETED,
        territory=territory,
        year=row["year_id"],
        month=month,
        last_month=row["last_month"],
        numerator=at("n", parts),
        denominator=at("d", parts) if indicator.is_quotient else None,
        result=at("result", indicator.decimals),
        initial_target=unscale(row["initial_target"], indicator.decimals),
        target=at("target", indicator.decimals),
        is_not_applicable=bool(row["na_months"] >> (month - 1) & 1),
        expected=at("expected", indicator.decimals),
        share=at("share", 1),
        gap=at("gap", indicator.decimals),
        status=Status(row[f"status_{key}"] or Status.NO_DATA),
        previous_result=unscale(previous and previous[f"result_{key}"], indicator.decimals),
        results=months(row, "result"),
        targets=months(row, "target"),
        expecteds=months(row, "expected"),
        previous_results=months(previous, "result"),
        numerators=months(row, "n", parts) if indicator.is_quotient else (),
        denominators=months(row, "d", parts) if indicator.is_quotient else (),
        statuses=tuple(row[f"status_{name}"] for name in MONTH_KEYS),
        is_synthetic=row["is_synthetic"],
    )
