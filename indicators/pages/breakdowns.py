"""The people behind an indicator: one table a dimension, with bars; the complete version and the public one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from accounts.models import User
from core import charts
from core.formats import MINUS, NBSP, nombre
from indicators.breakdowns import BreakdownRow, BreakdownTable, read_breakdown
from indicators.enums import DimensionKind, Kind
from indicators.masking import MASKED_REASON, MASKED_TEXT
from indicators.models import FiscalYear, Indicator
from indicators.pages import parts
from indicators.pages.dashboard_csv import BOM
from indicators.public_tables import limits
from regions.models import Territory

_SHORT_TABLE = 5  # a longer table takes the whole width
HEAD = (
    "Territoire", "Exercice", "Mois", "Numéro", "Indicateur", "Dimension", "Nature", "Groupe", "Unité", "Numérateur",
    "Dénominateur", "Résultat", "Part de l’ensemble (%)", "Masquée", "Nature des données",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A group and its bar."""

    row: BreakdownRow
    bar: SafeString | str


@dataclass(frozen=True)
class Dimension:
    """A table with its lines ready to be shown."""

    table: BreakdownTable
    lines: tuple[Line, ...]

    @property
    def key(self) -> str:
        return f"ventilation-{self.table.dimension.code}"

    @property
    def kind_label(self) -> str:
        return _KIND_WORDS[DimensionKind(self.table.dimension.kind)]

    @property
    def is_long(self) -> bool:
        return len(self.lines) > _SHORT_TABLE


_KIND_WORDS = {
    DimensionKind.PARTITION: "parts distinctes",
    DimensionKind.OVERLAPPING: "parts qui se recoupent",
    DimensionKind.PARTIAL: "parts incomplètes",
}


@dataclass(frozen=True)
class BreakdownPage:
    territory: Territory
    year: FiscalYear
    month: int
    indicator: Indicator
    is_public: bool
    state: parts.DataState
    dimensions: tuple[Dimension, ...]
    months: tuple[parts.MonthLink, ...]
    year_before: FiscalYear | None
    year_after: FiscalYear | None
    parent: Territory | None

    @property
    def label(self) -> str:
        return self.indicator.label_in_year

    @property
    def place_name(self) -> str:
        return self.territory.name_in(self.year.pk)

    @property
    def month_name(self) -> str:
        return self.year.month_name(self.month)

    @property
    def asked_month(self) -> str:
        return self.months[self.month - 1].asked

    @property
    def csv_url(self) -> str:
        return f"?mois={self.asked_month}&public=1&format=csv"

    @property
    def is_synthetic(self) -> bool:
        return any(one.table.is_synthetic for one in self.dimensions)

    @property
    def has_masked(self) -> bool:
        return any(one.table.has_masked for one in self.dimensions)

    @property
    def masking_rule(self) -> str:
        """What is masked, with the thresholds of this installation."""
        held, told = limits(), f"«{NBSP}{MASKED_TEXT}{NBSP}»{NBSP}: {MASKED_REASON}."
        return (
            f"Les nombres de 1 à {held.count} et les taux calculés sur moins de {held.denominator} personnes sont "
            f"masqués, de même que les nombres qui permettraient de les déduire. {told}"
        )


def build_breakdown_page(
    *,
    user: User,
    territory: Territory,
    year: FiscalYear,
    years: Iterable[FiscalYear],
    indicator: Indicator,
    month: int | None = None,
    public: bool = False,
) -> BreakdownPage:
    """A constant number of queries; `indicator` comes from `Indicator.objects.in_year(year)`."""
    state = parts.data_state(territory, year)
    month = month or state.shown_month
    tables = read_breakdown(indicator=indicator, territory=territory, year=year.pk, month=month, public=public)
    before, after = parts.neighbour_years(years, year)
    return BreakdownPage(
        territory=territory,
        year=year,
        month=month,
        indicator=indicator,
        is_public=public,
        state=state,
        dimensions=_dimensions(tables),
        months=parts.month_links(year, month, state.last_month),
        year_before=before,
        year_after=after,
        parent=parts.parent_for(user, territory),
    )


def _dimensions(tables: Iterable[BreakdownTable]) -> tuple[Dimension, ...]:
    """All bars of the page are on one scale: percentages up to 100, other results up to the greatest."""
    tables = tuple(tables)
    shown = [_measure(row) for table in tables for row in table.rows]
    known = [value for value in shown if value is not None]
    percentages = all(not table.indicator.is_quotient or table.indicator.kind == Kind.RATE for table in tables)
    top = max([*known, Decimal(100)] if percentages else known, default=None)
    return tuple(
        Dimension(table, tuple(Line(row, _bar(table, row, position, top)) for position, row in enumerate(table.rows)))
        for table in tables
    )


def _measure(row: BreakdownRow) -> Decimal | None:
    """What a bar is as long as: the part of everybody, or the result of a quotient."""
    return row.value if row.indicator.is_quotient else row.share


def _bar(table: BreakdownTable, row: BreakdownRow, position: int, top: Decimal | None) -> SafeString | str:
    measure = _measure(row)
    if measure is None:
        return ""
    return charts.bullet(
        measure or None,  # zero has no length
        None,
        None,
        maximum=top or 1,
        title=f"{table.dimension.name}, {row.label}",
        description=f"{row.value_text if row.indicator.is_quotient else row.share_text}.",
        width=320,
        height=16,
        uid=f"{table.dimension.code}-{position}",
    )


# --- The public version as a spreadsheet opens it --------------------------------------------------------------------


def breakdown_csv(page: BreakdownPage) -> str:
    """One line a group, everybody first; numbers bare, « n.d. » where a figure is masked."""
    if not page.is_public:
        raise ValueError("Only the public version leaves as a file.")
    out = io.StringIO(BOM)
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for one in page.dimensions:
        writer.writerows(_csv_line(page, one, row) for row in (one.table.total, *one.table.rows))
    return out.getvalue()


def breakdown_csv_name(page: BreakdownPage) -> str:
    return f"ventilation-{page.indicator.key.lower()}-{page.territory.slug}-{page.asked_month}.csv"


def _csv_line(page: BreakdownPage, one: Dimension, row: BreakdownRow) -> tuple[str, ...]:
    indicator = page.indicator
    return (
        page.place_name,
        page.year.label,
        page.month_name,
        indicator.key,
        page.label,
        one.table.dimension.name,
        one.kind_label,
        row.label,
        indicator.unit,
        _bare(row.numerator, indicator.component_decimals, row.is_masked),
        _bare(row.denominator, indicator.component_decimals, row.is_masked) if indicator.is_quotient else "",
        _bare(row.value, indicator.decimals, row.is_masked),
        _bare(row.share, 1, row.is_masked),
        "oui" if row.is_masked else "non",
        "données de démonstration" if one.table.is_synthetic else "réelle",
    )


def _bare(value: Decimal | None, decimals: int, is_masked: bool) -> str:
    if value is None:
        return MASKED_TEXT if is_masked else ""
    return nombre(value, decimals).replace(NBSP, "").replace(MINUS, "-")
