"""The dossier: a plan with its figures, computed once. The page shows it, the PDF prints it, the API tells it.

Texts are the rows themselves (with their version, for editing); every table that adds up is computed here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Q

from core.formats import fiscal_year_label, pourcentage, with_unit
from indicators.enums import Family, Service
from indicators.figures import Figure, latest_month, read_figures, value_text
from indicators.models import Target
from plans import models as m
from plans.enums import StaffCategory, StaffUnit
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
    def share_of_national_text(self) -> str:
        """The region's part of a national sum, in %."""
        if self.figure.indicator.is_quotient or not self.national or self.figure.target is None:
            return ""
        return pourcentage(self.figure.target * 100 / self.national, 2)


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


def plan_dossier(plan: m.Plan, month: int | None = None) -> Dossier:
    """Read a plan with everything it says; figures stand at the end of `month` (1 = April; the last known by default).

    The number of queries does not depend on the size of the plan.
    """
    region, year = plan.territory, plan.year_id
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
        sections={f"{section.volet}.{section.key}": section for section in plan.sections.all()},
        signatories=tuple(plan.signatories.all()),
        footnotes=tuple(plan.footnotes.all()),
        key_figures=_by_theme(plan),
        mrc_figures=tuple(plan.mrc_figures.select_related("mrc")),
        issues=tuple(plan.issues.all()),
        sector_issues=tuple(plan.sector_issues.all()),
        sector_committees=tuple(plan.sector_committees.all()),
        orientations=_orientations(plan),
        budget=_budget(plan),
        staff=_staff(plan),
        targets=_by_family(employment, lambda figure: figure),
        external=_external(employment, targets),
        solidarity_targets=_beside_national(solidarity, targets),
        objectives=tuple(plan.management_objectives.all()),
        conformity=tuple(plan.conformity_actions.all()),
    )


def _by_theme(plan: m.Plan):
    themes: dict[str, list[m.KeyFigure]] = defaultdict(list)
    for figure in plan.key_figures.all():
        themes[figure.theme].append(figure)
    return tuple((theme, tuple(rows)) for theme, rows in themes.items())


def _orientations(plan: m.Plan) -> tuple[OrientationPart, ...]:
    contexts = {context.orientation_id: context for context in plan.orientation_contexts.all()}
    rows = plan.plan_fields.select_related("field__orientation").prefetch_related("strategies__actions")
    parts = [(row.field.orientation, _field(row)) for row in sorted(rows, key=lambda row: row.field.number)]
    return tuple(
        OrientationPart(
            orientation.number,
            orientation.title,
            contexts.get(orientation.pk),
            tuple(field for _, field in group),
        )
        for orientation, group in groupby(parts, key=lambda pair: pair[0])
    )


def _field(row: m.PlanField) -> FieldPart:
    strategies = tuple(
        StrategyPart(strategy, f"{row.field.number}.{rank}", tuple(strategy.actions.all()))
        for rank, strategy in enumerate(row.strategies.all(), start=1)
    )
    return FieldPart(row, row.field.number, row.field.title, strategies)


def _budget(plan: m.Plan) -> BudgetTable | None:
    budget = getattr(plan, "budget", None)  # read with the plan when whoever fetched it thought of it
    if budget is None:
        return None
    shares = tuple(plan.budget_shares.select_related("territory"))
    percent_sum = sum((share.percent for share in shares if share.percent is not None), Decimal(0))
    amount_sum = sum((share.amount for share in shares if share.amount is not None), Decimal(0))
    return BudgetTable(
        budget=budget,
        shares=shares,
        percent_sum=percent_sum,
        amount_sum=amount_sum,
        notice=_budget_notice(budget, percent_sum, amount_sum),
        history=tuple(plan.budget_history.select_related("year")),
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


def _staff(plan: m.Plan) -> StaffTable | None:
    cells = tuple(plan.staffing.select_related("year"))
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
