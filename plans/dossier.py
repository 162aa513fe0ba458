"""The dossier: a plan with its figures, computed once. The page shows it, the PDF prints it, the API tells it.

Texts are the rows themselves (with their version, for editing); every table that adds up is computed here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from core.formats import fiscal_year_label, pourcentage, with_unit
from indicators.enums import Family, Service
from indicators.figures import Figure, latest_month, read_figures, value_text
from indicators.models import Target
from plans import models as m
from plans.enums import StaffCategory, StaffUnit
from plans.footnotes import LostCall, Note, bind_texts
from plans.references import Figures
from plans.rows import Rows, read_rows
from regions.models import Territory

STAFF_UNITS = (StaffUnit.INCOME_SECURITY, StaffUnit.EMPLOYMENT)
ALL_UNITS = "Nouvelle agence"


@dataclass(frozen=True)
class StrategyPart:
    row: m.Strategy
    number: str
    actions: tuple[m.Action, ...]


@dataclass(frozen=True)
class FieldPart:
    """A field of intervention with its three columns."""

    row: m.PlanField
    number: int
    title: str
    strategies: tuple[StrategyPart, ...]

    @property
    def action_count(self) -> int:
        return sum(len(strategy.actions) for strategy in self.strategies)


@dataclass(frozen=True)
class OrientationPart:
    number: int
    title: str
    context: m.OrientationContext | None
    fields: tuple[FieldPart, ...]


@dataclass(frozen=True)
class BudgetTable:
    """The split by CLE as printed, its recomputed sums, and what to say when they differ from the printed totals."""

    budget: m.Budget
    shares: tuple[m.BudgetShare, ...]
    percent_sum: Decimal
    amount_sum: Decimal
    notice: str
    history: tuple[m.BudgetHistory, ...]

    @property
    def printed_percent_text(self) -> str:
        return printed_percent(self.budget)


@dataclass(frozen=True)
class StaffTable:
    """Rows of categories (with their computed total), columns of units × years, in full-time equivalents."""

    columns: tuple[tuple[str, str], ...]  # (unit, year) as printed
    rows: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    cells: tuple[m.Staffing, ...]


@dataclass(frozen=True)
class SolidarityTarget:
    """A regional target beside the national one."""

    figure: Figure
    national: Decimal | None

    @property
    def national_text(self) -> str:
        return value_text(self.figure.indicator, self.national)

    @property
    def share_of_national(self) -> Decimal | None:
        """The region's part of a national sum, in %; None for a quotient, whose parts do not add up."""
        if self.figure.indicator.is_quotient or not self.national or self.figure.target is None:
            return None
        return self.figure.target * 100 / self.national

    @property
    def share_of_national_text(self) -> str:
        share = self.share_of_national
        return "" if share is None else pourcentage(share, 2)


@dataclass(frozen=True)
class ExternalPart:
    """What external resources are to bring to a target."""

    figure: Figure
    value: Decimal

    @property
    def text(self) -> str:
        return value_text(self.figure.indicator, self.value)


@dataclass(frozen=True)
class Dossier:
    plan: m.Plan
    region: Territory
    year: int
    month: int
    sections: dict[str, m.Section]  # « employment.mission » → the text
    signatories: tuple[m.Signatory, ...]
    footnotes: tuple[m.Footnote, ...]
    key_figures: tuple[tuple[str, tuple[m.KeyFigure, ...]], ...]  # by theme
    mrc_figures: tuple[m.MRCFigure, ...]
    issues: tuple[m.Issue, ...]
    sector_issues: tuple[m.SectorIssue, ...]
    sector_committees: tuple[m.SectorCommittee, ...]
    orientations: tuple[OrientationPart, ...]
    budget: BudgetTable | None
    staff: StaffTable | None
    targets: tuple[tuple[str, tuple[Figure, ...]], ...]  # employment targets, by family
    external: tuple[ExternalPart, ...]
    solidarity_targets: tuple[tuple[str, tuple[SolidarityTarget, ...]], ...]
    objectives: tuple[m.ManagementObjective, ...]
    conformity: tuple[m.ConformityAction, ...]
    local_actions: tuple[m.LocalAction, ...] = ()  # of a local plan
    origins: tuple[m.LocalOrigin, ...] = ()  # rows brought in from local plans, and where each comes from

    def __post_init__(self) -> None:
        """Texts know their figures and notes from here on, whether the dossier was read today or thawed."""
        object.__setattr__(self, "reference_figures", Figures(self))
        object.__setattr__(self, "_bound", bind_texts(self))

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes as printed: numbered in the order of their calls."""
        return self._bound.notes

    @property
    def lost_calls(self) -> tuple[LostCall, ...]:
        return self._bound.lost_calls

    @property
    def places_of_origin(self) -> dict[tuple[str, int], Territory]:
        """The office whose local plan a row was taken up from, by kind and primary key."""
        return {(origin.kind, origin.row): origin.source.territory for origin in self.origins}

    @property
    def year_label(self) -> str:
        return fiscal_year_label(self.year)

    @property
    def fields(self) -> tuple[FieldPart, ...]:
        return tuple(field for orientation in self.orientations for field in orientation.fields)

    @property
    def strategy_count(self) -> int:
        return sum(len(field.strategies) for field in self.fields)

    @property
    def action_count(self) -> int:
        return sum(field.action_count for field in self.fields)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every targeted figure of the plan, employment then solidarity."""
        employment = [figure for _, figures in self.targets for figure in figures]
        return tuple(employment + [target.figure for _, rows in self.solidarity_targets for target in rows])

    @property
    def shows_results(self) -> bool:
        """Whether anything was obtained yet that the reader may see: else no column waits for it."""
        return any(figure.last_month for figure in self.figures)


def plan_dossier(plan: m.Plan, month: int | None = None, rows: Rows | None = None) -> Dossier:
    """Read a plan with everything it says; figures stand at the end of `month` (1 = April; the last known by default).

    Five queries whatever the size of the plan: its rows (one statement, unless they are given), and the figures with
    their targets.
    """
    region, year = plan.territory, plan.year_id
    rows = rows or read_rows(plan)
    at = month or latest_month(region, year)
    figures = read_figures(territories=[region], year=year, month=at, targeted_only=True)
    employment = [figure for figure in figures if figure.indicator.service == Service.EMPLOYMENT]
    solidarity = [figure for figure in figures if figure.indicator.service == Service.SOLIDARITY]
    targets = _current_targets(figures, region, year)
    return Dossier(
        plan=plan,
        region=region,
        year=year,
        month=at,
        sections={f"{section.volet}.{section.key}": section for section in rows[m.Section]},
        signatories=rows[m.Signatory],
        footnotes=rows[m.Footnote],
        key_figures=_by_theme(rows[m.KeyFigure]),
        mrc_figures=rows[m.MRCFigure],
        issues=rows[m.Issue],
        sector_issues=rows[m.SectorIssue],
        sector_committees=rows[m.SectorCommittee],
        orientations=_orientations(rows),
        budget=_budget(rows),
        staff=_staff(rows[m.Staffing]),
        targets=_by_family(employment, lambda figure: figure),
        external=_external(employment, targets),
        solidarity_targets=_beside_national(solidarity, targets),
        objectives=rows[m.ManagementObjective],
        conformity=rows[m.ConformityAction],
        local_actions=rows[m.LocalAction],
        origins=rows[m.LocalOrigin],
    )


def _by_theme(figures: tuple[m.KeyFigure, ...]):
    themes: dict[str, list[m.KeyFigure]] = defaultdict(list)
    for figure in figures:
        themes[figure.theme].append(figure)
    return tuple((theme, tuple(rows)) for theme, rows in themes.items())


def _orientations(rows: Rows) -> tuple[OrientationPart, ...]:
    contexts = {context.orientation_id: context for context in rows[m.OrientationContext]}
    actions = defaultdict(list)
    for action in rows[m.Action]:
        actions[action.strategy_id].append(action)
    strategies = defaultdict(list)
    for strategy in rows[m.Strategy]:
        strategies[strategy.plan_field_id].append((strategy, tuple(actions[strategy.pk])))
    groups: dict[int, list[FieldPart]] = {}
    heads: dict[int, m.Orientation] = {}
    for row in sorted(rows[m.PlanField], key=lambda row: (row.field.number, row.pk)):
        groups.setdefault(row.field.orientation.number, []).append(_field(row, strategies[row.pk]))
        heads.setdefault(row.field.orientation.number, row.field.orientation)
    for context in rows[m.OrientationContext]:  # an orientation under which the plan has no field yet stands too
        heads[context.orientation.number] = context.orientation
    return tuple(
        OrientationPart(number, heads[number].title, contexts.get(heads[number].pk), tuple(groups.get(number, ())))
        for number in sorted(heads)
    )


def _field(row: m.PlanField, below: list[tuple[m.Strategy, tuple[m.Action, ...]]]) -> FieldPart:
    strategies = tuple(
        StrategyPart(strategy, f"{row.field.number}.{rank}", actions)
        for rank, (strategy, actions) in enumerate(below, start=1)
    )
    return FieldPart(row, row.field.number, row.field.title, strategies)


def _budget(rows: Rows) -> BudgetTable | None:
    budget = next(iter(rows[m.Budget]), None)
    if budget is None:
        return None
    shares = rows[m.BudgetShare]
    percent_sum = sum((share.percent for share in shares if share.percent is not None), Decimal(0))
    amount_sum = sum((share.amount for share in shares if share.amount is not None), Decimal(0))
    return BudgetTable(
        budget=budget,
        shares=shares,
        percent_sum=percent_sum,
        amount_sum=amount_sum,
        notice=_budget_notice(budget, percent_sum, amount_sum),
        history=rows[m.BudgetHistory],
    )


def printed_percent(budget: m.Budget) -> str:
    """`100 %`, `99,5 %`: as many decimals as were printed, for rounding here would invent another total."""
    value = budget.printed_percent
    return pourcentage(None if value is None else value.normalize(), None)


def _budget_notice(budget: m.Budget, percent_sum: Decimal, amount_sum: Decimal) -> str:
    """Printed totals are kept as printed; a sum that differs is said, never corrected."""
    differences = []
    if budget.envelope is not None and amount_sum != budget.envelope:
        differences.append(
            f"les montants des CLE totalisent {with_unit(amount_sum, 'k$')} alors que le total imprimé est "
            f"de {with_unit(budget.envelope, 'k$')}"
        )
    if budget.printed_percent is not None and percent_sum != budget.printed_percent:
        differences.append(
            f"les parts totalisent {pourcentage(percent_sum, 2)} alors que le total imprimé est "
            f"de {printed_percent(budget)}"
        )
    if not differences:
        return ""
    sentence = "; ".join(differences)
    return f"{sentence[0].upper()}{sentence[1:]}. Chaque part est conservée comme elle est imprimée dans le plan."


def _staff(cells: tuple[m.Staffing, ...]) -> StaffTable | None:
    if not cells:
        return None
    values = {(cell.category, cell.unit, cell.year_id): cell.value for cell in cells}
    years = sorted({cell.year_id for cell in cells})
    rows = [(category.label, _staff_row(values, category, years)) for category in StaffCategory]
    total = tuple(_sum(column) for column in zip(*(row for _, row in rows), strict=True))
    return StaffTable(
        columns=tuple(
            (unit, fiscal_year_label(year)) for unit in (*(u.label for u in STAFF_UNITS), ALL_UNITS) for year in years
        ),
        rows=(*rows, ("Total", total)),
        cells=cells,
    )


def _staff_row(values: dict, category: StaffCategory, years: list[int]) -> tuple[Decimal | None, ...]:
    by_unit = [tuple(values.get((category, unit, year)) for year in years) for unit in STAFF_UNITS]
    merged = tuple(_sum(column) for column in zip(*by_unit, strict=True))
    return tuple(value for row in (*by_unit, merged) for value in row)


def _sum(values) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _by_family(figures, make):
    families: dict[str, list] = defaultdict(list)
    for figure in figures:
        families[Family(figure.indicator.family)].append(make(figure))
    return tuple((family.label, tuple(families[family])) for family in Family if family in families)


def _current_targets(figures: list[Figure], region: Territory, year: int) -> dict[tuple[bool, int], Target]:
    """The targets in force of the region (True) and of the nation (False), by indicator: one query for both."""
    targets = Target.objects.current().filter(
        Q(territory=region) | Q(territory__parent__isnull=True),
        year=year,
        indicator__in=[figure.indicator.pk for figure in figures],
    )
    rows = targets.select_related("indicator")
    return {(target.territory_id == region.pk, target.indicator_id): target for target in rows}


def _external(figures: list[Figure], targets: dict[tuple[bool, int], Target]) -> tuple[ExternalPart, ...]:
    pairs = ((figure, targets.get((True, figure.indicator.pk))) for figure in figures)
    return tuple(
        ExternalPart(figure, target.external_value)
        for figure, target in pairs
        if target is not None and target.external_value is not None
    )


def _beside_national(figures: list[Figure], targets: dict[tuple[bool, int], Target]):
    def beside(figure: Figure) -> SolidarityTarget:
        national = targets.get((False, figure.indicator.pk))
        return SolidarityTarget(figure, national.value if national else None)

    return _by_family(figures, beside)
