"""Who is behind a result: the groups of each dimension, what part of everybody they are, and how parts add up.

Read from running totals in a constant number of queries. The public version comes from `public_tables`, which hides
small cells and what would give them away; nothing here is then computed from a hidden figure, shares and sums included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.formats import EMPTY, NBSP, month_label, nombre, pourcentage
from indicators.enums import MONTH_KEYS, Component, DimensionKind
from indicators.figures import value_text
from indicators.masking import MASKED_TEXT
from indicators.models import BreakdownDimension, BreakdownGroup, Cumulative, Indicator
from indicators.public_tables import groups_in, public_table
from indicators.scale import unscale
from regions.models import Territory

__all__ = ["BreakdownRow", "BreakdownTable", "read_breakdown"]


@dataclass(frozen=True)
class BreakdownRow:
    """A group, or everybody, to the end of the month. Exact values; None is unknown or masked.

    `value` is the figure of the indicator; `share` the group's percentage of everybody, in people (for a quotient, of
    the denominator), to one decimal.
    """

    indicator: Indicator
    code: str
    label: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    share: Decimal | None
    is_masked: bool

    @property
    def value_text(self) -> str:
        return self._told(value_text(self.indicator, self.value))

    @property
    def numerator_text(self) -> str:
        return self._told(nombre(self.numerator, self.indicator.component_decimals))

    @property
    def denominator_text(self) -> str:
        return self._told(nombre(self.denominator, self.indicator.component_decimals))

    @property
    def share_text(self) -> str:
        return self._told(pourcentage(self.share))

    @property
    def base(self) -> Decimal | None:
        """The people of whom shares are taken."""
        return self.denominator if self.indicator.is_quotient else self.numerator

    def _told(self, text: str) -> str:
        return MASKED_TEXT if self.is_masked and text == EMPTY else text


@dataclass(frozen=True)
class BreakdownTable:
    """One dimension of an indicator in a place, to the end of `month` (1 = April) of a fiscal year."""

    indicator: Indicator
    dimension: BreakdownDimension
    territory: Territory
    year: int
    month: int
    total: BreakdownRow
    rows: tuple[BreakdownRow, ...]
    is_public: bool
    is_synthetic: bool

    @property
    def month_name(self) -> str:
        return month_label(self.year, self.month)

    @property
    def has_masked(self) -> bool:
        return self.total.is_masked or any(row.is_masked for row in self.rows)

    @property
    def covered(self) -> Decimal | None:
        """The percentage of everybody that the parts add up to; None when a figure is unknown or masked."""
        return _covered(self.rows, self.total)

    @property
    def sentence(self) -> str:
        """How the parts stand to the whole."""
        kind = DimensionKind(self.dimension.kind)
        if kind == DimensionKind.PARTITION:
            apart = "Les numérateurs et les dénominateurs s’additionnent, les résultats non."
            return apart if self.indicator.is_quotient else "Les parts s’additionnent."
        if self.covered is None and kind == DimensionKind.PARTIAL:
            return "Les parts ne couvrent pas tout."
        if self.covered is None:
            return f"Les parts se recoupent{NBSP}: elles ne s’additionnent pas."
        told = _percent(self.covered)
        if kind == DimensionKind.PARTIAL:
            return f"Les parts ne couvrent que {told}." if self.covered < 100 else f"Les parts couvrent {told}."
        return f"Les parts se recoupent{NBSP}: elles totalisent {told}."

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong with the data, in sentences; without any number where a cell is masked."""
        return tuple(_warnings(self))


def read_breakdown(
    *,
    indicator: Indicator,
    territory: Territory,
    year: int,
    month: int,
    dimension: BreakdownDimension | None = None,
    public: bool = False,
) -> tuple[BreakdownTable, ...]:
    """The dimensions in force that year that have data there, or the one asked for.

    Two queries, four for the public version, whatever the number of groups and places.
    """
    cells = _Cells(indicator, territory, year, month, public)
    by_dimension: dict[BreakdownDimension, list[BreakdownGroup]] = {}
    for group in cells.groups.values():
        if group.dimension is not None and dimension in {None, group.dimension}:
            by_dimension.setdefault(group.dimension, []).append(group)
    total = cells.row(cells.groups.get(BreakdownGroup.TOTAL))
    return tuple(
        BreakdownTable(
            indicator=indicator,
            dimension=one,
            territory=territory,
            year=year,
            month=month,
            total=total,
            rows=tuple(cells.row(group) for group in members),
            is_public=public,
            is_synthetic=cells.is_synthetic,
        )
        for one, members in by_dimension.items()
        if any(cells.has(group) for group in members)
    )


class _Cells:
    """The running totals of one place at one month, by group and component."""

    def __init__(self, indicator: Indicator, territory: Territory, year: int, month: int, public: bool):
        self.indicator, self.territory, self.month = indicator, territory, month
        rows = Cumulative.objects.filter(year=year, indicator=indicator, territory=territory, last_month__gt=0)
        columns = ("group_id", "component", "last_month", "is_synthetic", MONTH_KEYS[month - 1])
        self._known = {(group, component): row for group, component, *row in rows.values_list(*columns)}
        last_month = max((row[0] for row in self._known.values()), default=0)
        self._is_told = month <= last_month  # beyond, running totals only repeat themselves
        self.is_synthetic = any(row[1] for row in self._known.values())
        self.public = public_table(indicator=indicator, year=year) if public else None
        self.groups = self.public.groups if self.public else groups_in(year)
        self._everybody = self._value(BreakdownGroup.TOTAL, self._base_component)

    @property
    def _base_component(self) -> Component:
        return Component.DENOMINATOR if self.indicator.is_quotient else Component.NUMERATOR

    def has(self, group: BreakdownGroup) -> bool:
        return self._is_told and any((group.pk, component) in self._known for component in Component.values)

    def row(self, group: BreakdownGroup | None) -> BreakdownRow:
        group = group or BreakdownGroup(pk=BreakdownGroup.TOTAL, code="total", name="Ensemble")
        quotient = self.indicator.is_quotient
        numerator = self._value(group.pk, Component.NUMERATOR)
        denominator = self._value(group.pk, Component.DENOMINATOR) if quotient else None
        base = denominator if quotient else numerator
        return BreakdownRow(
            indicator=self.indicator,
            code=group.code,
            label=group.name,
            numerator=numerator,
            denominator=denominator,
            value=_quotient(self.indicator, numerator, denominator) if quotient else numerator,
            share=_part(base, self._everybody),
            is_masked=self._is_masked(group.pk),
        )

    def _value(self, group: int, component: Component) -> Decimal | None:
        row = self._known.get((group, component))
        if row is None or not self._is_told:
            return None
        scaled = self.public.value(self.territory.pk, group, component, self.month) if self.public else row[2]
        return unscale(scaled, self.indicator.component_decimals)

    def _is_masked(self, group: int) -> bool:
        if self.public is None or not self._is_told:
            return False
        return any(
            self.public.is_masked(self.territory.pk, group, component, self.month) for component in Component.values
        )


def _quotient(indicator: Indicator, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    if numerator is None or not denominator:
        return None
    exact = indicator.multiplier * numerator / denominator
    return exact.quantize(Decimal(1).scaleb(-indicator.decimals), rounding=ROUND_HALF_UP)


def _part(value: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Percentage to one decimal."""
    if value is None or not whole:
        return None
    return (100 * value / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _percent(share: Decimal) -> str:
    """`113 %`; with a decimal where the whole number would wrongly say 100."""
    whole = share.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return pourcentage(share, 1 if whole == 100 and share != 100 else 0)


def _covered(rows: Iterable[BreakdownRow], total: BreakdownRow) -> Decimal | None:
    bases = [row.base for row in rows]
    if None in bases:
        return None
    return _part(sum(bases), total.base)


# --- What is wrong ---------------------------------------------------------------------------------------------------


def _warnings(table: BreakdownTable) -> Iterable[str]:
    if table.has_masked:
        return
    names = {"numerator": "Numérateurs", "denominator": "Dénominateurs"}
    for component in ("numerator", "denominator") if table.indicator.is_quotient else ("numerator",):
        total = getattr(table.total, component)
        parts = {row.label: getattr(row, component) for row in table.rows}
        subject = f"{names[component]}{NBSP}: les parts" if table.indicator.is_quotient else "Les parts"
        if total is not None:
            yield from _sum_warning(table, subject, parts, total)
            yield from _part_warnings(table, parts, total)


def _sum_warning(table: BreakdownTable, subject: str, parts: dict, total: Decimal) -> Iterable[str]:
    """A partition must sum to everybody; parts that do not cover everything must not exceed it."""
    together = sum(value for value in parts.values() if value is not None)
    decimals = table.indicator.component_decimals
    if table.dimension.kind == DimensionKind.OVERLAPPING or together == total:
        return
    if table.dimension.kind == DimensionKind.PARTIAL and together < total:
        return
    gap = nombre(abs(together - total), decimals)
    wrong = f"il en manque {gap}" if together < total else f"il y en a {gap} de trop"
    told, expected = nombre(together, decimals), nombre(total, decimals)
    yield f"{subject} totalisent {told}, l’ensemble compte {expected}{NBSP}: {wrong}. La saisie est à vérifier."


def _part_warnings(table: BreakdownTable, parts: dict, total: Decimal) -> Iterable[str]:
    decimals = table.indicator.component_decimals
    for label, value in parts.items():
        if value is not None and value > total:
            yield (
                f"«{NBSP}{label}{NBSP}» compte {nombre(value, decimals)}, plus que l’ensemble "
                f"({nombre(total, decimals)}). La saisie est à vérifier."
            )
