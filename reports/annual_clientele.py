"""Whom the services reached: the public version of every breakdown that a territory has for a year."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.formats import NBSP, pourcentage
from indicators.breakdowns import BreakdownRow, BreakdownTable, read_breakdown
from indicators.enums import DimensionKind
from indicators.models import BreakdownGroup, Cumulative, Indicator
from regions.models import Territory


@dataclass(frozen=True)
class ClienteleLine:
    """A group and its printed share."""

    row: BreakdownRow
    share: Decimal | None

    @property
    def share_text(self) -> str:
        return self.row.share_text if self.share is None else pourcentage(self.share, 0)


@dataclass(frozen=True)
class ClienteleTable:
    """One dimension of an indicator at the end of the year, only with the groups of which something is known.

    `shares_only`: the numbers were worked out from the shares, so only the shares are told. Shares are told in whole
    percents, as reports print them.
    """

    table: BreakdownTable
    rows: tuple[BreakdownRow, ...]
    shares_only: bool

    @property
    def indicator(self) -> Indicator:
        return self.table.indicator

    @property
    def name(self) -> str:
        return self.table.dimension.name

    @property
    def key(self) -> str:
        return f"clientele-{self.indicator.key}-{self.table.dimension.code}".lower().replace("_", "-")

    @property
    def lines(self) -> tuple[ClienteleLine, ...]:
        return tuple(ClienteleLine(row, self._share(row)) for row in self.rows)

    def _share(self, row: BreakdownRow) -> Decimal | None:
        """In whole percents, rounded half up once, from the people themselves."""
        whole = self.table.total.base
        if row.base is None or not whole:
            return None
        return (100 * row.base / whole).quantize(Decimal(1), rounding=ROUND_HALF_UP)

    @property
    def covered(self) -> Decimal | None:
        """What the printed shares add up to, in whole percents; None when one is masked."""
        shares = [line.share for line in self.lines]
        return None if None in shares else sum(shares, Decimal(0))

    @property
    def sentence(self) -> str:
        """Why the shares do not sum to a hundred, or that they do."""
        kind, covered = DimensionKind(self.table.dimension.kind), self.covered
        told = pourcentage(covered, 0)
        if kind == DimensionKind.PARTIAL:
            return "Les parts ne couvrent pas tout." if covered is None else f"Les parts ne couvrent que {told}."
        if kind == DimensionKind.OVERLAPPING:
            again = f"Les parts se recoupent{NBSP}: elles ne s’additionnent pas"
            if covered is None or len(self.rows) < 2 or covered < 100:
                return f"{again}."
            return f"{again} (elles totalisent {told})."
        if covered == 100:
            return "Les parts s’additionnent."
        return "Les parts s’additionnent, à l’arrondissement près."


def clientele(
    territory: Territory, year: int, month: int, *, shares_only: Collection[int] = ()
) -> tuple[ClienteleTable, ...]:
    """Every breakdown to the end of a month, in the order of the catalogue; small numbers are masked, as in anything
    public."""
    groups = (
        Cumulative.objects.filter(territory=territory, year=year, last_month__gt=0)
        .exclude(group=BreakdownGroup.TOTAL)
        .values("indicator")
    )
    indicators = Indicator.objects.in_year(year).filter(pk__in=groups)
    return tuple(
        ClienteleTable(table, rows, indicator.pk in shares_only)
        for indicator in indicators
        for table in read_breakdown(indicator=indicator, territory=territory, year=year, month=month, public=True)
        if (rows := tuple(row for row in table.rows if row.base is not None or row.is_masked))
    )
