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
from indicators.enums import MONTH_KEYS, Kind, Obligation, Status
from indicators.models import Attainment, Indicator
from indicators.scale import unscale
from regions.models import Territory

Months = tuple[Decimal | None, ...]
_QUOTIENT_WORDS = {Kind.RATE: "taux", Kind.RATIO: "ratio", Kind.DELAY: "délai"}


@dataclass(frozen=True)
class Figure:
    """One indicator, one territory, one fiscal year (its first calendar year), to the end of `month` (1 = April).

    `share` is result ÷ target in % (sums only); `gap` is result − target (for a rate, in points). Values are exact.
    The twelve-month tuples run April to March.
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
    is_synthetic: bool

    @property
    def is_revised(self) -> bool:
        return self.initial_target != self.target

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
        if self.denominator == 0:
            return f"dénominateur nul{formats.NBSP}: pas de {quotient_word(self.indicator)}"
        return "mois sans donnée" if self.last_month else "aucune donnée"

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
) -> list[Figure]:
    """Figures of some territories for a year, in the order of the catalogue, at the end of `month`.

    Two queries whatever the number of rows. An indicator without any fact or target has no figure.
    """
    defined = Indicator.objects.in_year(year)
    if targeted_only:
        defined = defined.filter(obligation_in_year=Obligation.TARGETED)
    if indicators is not None:
        defined = defined.filter(pk__in=[indicator.pk for indicator in indicators])
    catalogue = {indicator.pk: indicator for indicator in defined}
    places = {territory.pk: territory for territory in territories}
    keys = {"territory__in": places, "indicator__in": catalogue}
    both_years = list(Attainment.objects.filter(year__in=[year, year - 1], **keys))
    rows = [row for row in both_years if row.year_id == year]
    previous = {(row.territory_id, row.indicator_id): row for row in both_years if row.year_id != year}
    figures = [
        _figure(
            row,
            catalogue[row.indicator_id],
            places[row.territory_id],
            month,
            previous.get((row.territory_id, row.indicator_id)),
        )
        for row in rows
    ]
    order = {territory: rank for rank, territory in enumerate(places)}
    return sorted(figures, key=lambda figure: (figure.indicator.position, order[figure.territory.pk]))


def _figure(row, indicator, territory, month, previous) -> Figure:
    key = MONTH_KEYS[month - 1]

    def at(measure: str, decimals: int) -> Decimal | None:
        return unscale(getattr(row, f"{measure}_{key}"), decimals)

    def months(source, measure: str) -> Months:
        if source is None:
            return (None,) * 12
        return tuple(unscale(getattr(source, f"{measure}_{name}"), indicator.decimals) for name in MONTH_KEYS)

    return Figure(
        indicator=indicator,
        label=indicator.label_in_year,
        is_targeted=indicator.obligation_in_year == Obligation.TARGETED,
        territory=territory,
        year=row.year_id,
        month=month,
        last_month=row.last_month,
        numerator=at("n", indicator.component_decimals),
        denominator=at("d", indicator.component_decimals) if indicator.is_quotient else None,
        result=at("result", indicator.decimals),
        initial_target=unscale(row.initial_target, indicator.decimals),
        target=at("target", indicator.decimals),
        is_not_applicable=bool(row.na_months >> (month - 1) & 1),
        expected=at("expected", indicator.decimals),
        share=at("share", 1),
        gap=at("gap", indicator.decimals),
        status=Status(getattr(row, f"status_{key}") or Status.NO_DATA),
        previous_result=unscale(getattr(previous, f"result_{key}", None), indicator.decimals),
        results=months(row, "result"),
        targets=months(row, "target"),
        expecteds=months(row, "expected"),
        previous_results=months(previous, "result"),
        is_synthetic=row.is_synthetic,
    )
