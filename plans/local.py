"""Local plans: what an office's plan shows beside its rows, and how the plans of a region's offices agree with it.

Nothing is written here. The number of queries does not depend on the number of offices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Max, Q
from django.urls import reverse

from core.formats import nombre, pourcentage, with_unit
from core.gather import gather
from indicators.figures import value_text
from indicators.models import FiscalYear, Indicator, Target
from indicators.scale import unscale
from plans.checks.gaps import Gap, Severity, counted
from plans.enums import PlanKind
from plans.models import (
    Budget,
    BudgetShare,
    Issue,
    LocalAction,
    LocalOrigin,
    Plan,
    PlanField,
    RowChange,
    Section,
    Strategy,
)
from plans.rows import Rows, read_rows
from regions.enums import TerritoryKind
from regions.models import Territory

NAMED = 3  # how many things a sentence names before it only counts


@dataclass(frozen=True)
class NumberedStrategy:
    """A strategy of the regional plan, with its number as that plan prints it."""

    row: Strategy
    number: str
    field_number: int


def numbered(rows: Rows) -> tuple[NumberedStrategy, ...]:
    """The strategies of a plan in the order of their numbers."""
    below = defaultdict(list)
    for strategy in rows[Strategy]:
        below[strategy.plan_field_id].append(strategy)
    fields = sorted(rows[PlanField], key=lambda row: (row.field.orientation.number, row.field.number, row.pk))
    return tuple(
        NumberedStrategy(strategy, f"{field.field.number}.{rank}", field.field.number)
        for field in fields
        for rank, strategy in enumerate(below[field.pk], start=1)
    )


# --- The plan of one office -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """A regional strategy and the local actions that answer it; without strategy, those that answer none."""

    strategy: NumberedStrategy | None
    actions: tuple[LocalAction, ...]


@dataclass(frozen=True)
class LocalPart:
    """What the page of a local plan shows beside its rows: answers to the regional plan, the share of the budget."""

    region: Territory
    regional: Plan | None
    answers: tuple[Answer, ...]
    unanswered: tuple[NumberedStrategy, ...]
    share: BudgetShare | None
    is_hypothesis: bool
    taken_up: frozenset[tuple[str, int]]  # (kind, row) that the region took up in its plan

    @property
    def share_text(self) -> str:
        if self.share is None:
            return ""
        return f"{with_unit(self.share.amount, 'k$')} ({pourcentage(self.share.percent, 2)})"


def local_part(plan: Plan, actions: tuple[LocalAction, ...]) -> LocalPart:
    """The local part of a PAL whose actions are known: three queries."""
    region = plan.territory.parent
    regional = Plan.objects.filter(kind=PlanKind.PAR, territory=region, year=plan.year_id).first()
    taken = LocalOrigin.objects.filter(source=plan).values_list("source_kind", "source_row")
    taken_up = frozenset((kind, row) for kind, row in taken)
    if regional is None:
        loose = (Answer(None, actions),) if actions else ()
        return LocalPart(region, None, loose, (), None, False, taken_up)
    regional.territory, regional.year = region, plan.year
    rows = read_rows(regional)
    by_strategy = defaultdict(list)
    for action in actions:
        by_strategy[action.answers_id].append(action)
    strategies = numbered(rows)
    known = {one.row.pk for one in strategies}
    answers = [Answer(one, tuple(by_strategy[one.row.pk])) for one in strategies if by_strategy[one.row.pk]]
    loose = tuple(action for action in actions if action.answers_id not in known)
    budget = next(iter(rows[Budget]), None)
    return LocalPart(
        region=region,
        regional=regional,
        answers=(*answers, *([Answer(None, loose)] if loose else [])),
        unanswered=tuple(one for one in strategies if not by_strategy[one.row.pk]),
        share=next((share for share in rows[BudgetShare] if share.territory_id == plan.territory_id), None),
        is_hypothesis=bool(budget and budget.is_hypothesis),
        taken_up=taken_up,
    )


# --- The plans of the offices of a region -----------------------------------------------------------------------------


@dataclass(frozen=True)
class OfficeRow:
    """One office of the region on the page of local plans."""

    office: Territory
    name: str  # of that year
    plan: Plan | None
    changed_at: datetime | None
    changed_by: str
    issues: int
    actions: int
    gaps: tuple[Gap, ...]

    @property
    def gaps_text(self) -> str:
        """« Rien à corriger », « 2 points à vérifier »."""
        if self.plan is None:
            return ""
        return "Rien à vérifier" if not self.gaps else counted(len(self.gaps), "point à vérifier", "points à vérifier")


@dataclass(frozen=True)
class LocalPlans:
    """The local plans of a region for a year, and what does not agree with the regional one, as sentences."""

    region: Territory
    year: FiscalYear
    regional: Plan | None
    offices: tuple[OfficeRow, ...]
    disagreements: tuple[Gap, ...]

    @property
    def missing(self) -> tuple[OfficeRow, ...]:
        return tuple(row for row in self.offices if row.plan is None)


def offices_of(region: Territory, year: int) -> tuple[Territory, ...]:
    """The offices that counted in the region that year."""
    return tuple(Territory.objects.within(region, year).filter(kind=TerritoryKind.CLE).order_by("position", "code"))


def local_plans(region: Territory, year: FiscalYear) -> LocalPlans:
    """Every office of the region with its plan and gaps, then the disagreements with the regional plan."""
    offices = offices_of(region, year.pk)
    found = Plan.objects.filter(
        Q(kind=PlanKind.PAL, territory__in=offices) | Q(kind=PlanKind.PAR, territory=region), year=year
    ).select_related("territory", "year")
    plans = {plan.territory_id: plan for plan in found}
    regional = plans.pop(region.pk, None)
    held = _Held(list(plans.values()))
    rows = read_rows(regional) if regional else None
    changes = _last_changes(list(plans.values()))
    office_rows = []
    for office in offices:
        plan = plans.get(office.pk)
        change = changes.get(plan.pk) if plan else None
        office_rows.append(
            OfficeRow(
                office=office,
                name=office.name_in(year.pk),
                plan=plan,
                changed_at=plan.touched_at if plan else None,
                changed_by=str(change.author) if change and change.author else "",
                issues=len(held.issues[plan.pk]) if plan else 0,
                actions=len(held.actions[plan.pk]) if plan else 0,
                gaps=tuple(held.gaps(plan)) if plan else (),
            )
        )
    disagreements = _disagreements(region, year, regional, rows, office_rows, held)
    return LocalPlans(region, year, regional, tuple(office_rows), tuple(disagreements))


def _last_changes(plans: list[Plan]) -> dict[int, RowChange]:
    last = RowChange.objects.filter(plan__in=plans).order_by("plan", "-pk").select_related("author")
    found: dict[int, RowChange] = {}
    ids = RowChange.objects.filter(plan__in=plans).values("plan").annotate(last=Max("pk")).values("last")
    for change in last.filter(pk__in=ids):
        found[change.plan_id] = change
    return found


class _Held:
    """The rows of several local plans, read in one statement."""

    def __init__(self, plans: list[Plan]) -> None:
        sections, issues, actions = gather(
            Section.objects.filter(plan__in=plans),
            Issue.objects.filter(plan__in=plans),
            LocalAction.objects.filter(plan__in=plans),
        )
        self.sections, self.issues, self.actions = _by_plan(sections), _by_plan(issues), _by_plan(actions)

    def gaps(self, plan: Plan) -> list[Gap]:
        return local_gaps(plan, self.sections[plan.pk], self.issues[plan.pk], self.actions[plan.pk])


def _by_plan(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.plan_id].append(row)
    return found


def local_gaps(plan: Plan, sections, issues, actions) -> list[Gap]:
    """What a local plan lacks by itself. No query."""
    page = plan.get_absolute_url()
    texts, acts = f"{page}#presentation-locale", f"{page}#actions-locales"
    empty = len([one for one in sections if not one.body])
    loose = len([one for one in actions if one.answers_id is None])
    idle = len([one for one in actions if not one.lead])
    no_issue = Gap("Aucun enjeu n’est inscrit.", f"{page}#enjeux", Severity.MEND, "Enjeux")
    no_action = Gap("Aucune action locale n’est inscrite.", acts, Severity.MEND, "Actions")
    return [
        *_some_gap(empty, "texte vide", "textes vides", texts, "Textes"),
        *([] if issues else [no_issue]),
        *([] if actions else [no_action]),
        *_some_gap(
            loose, "action locale sans stratégie régionale", "actions locales sans stratégie régionale", acts, "Actions"
        ),
        *_some_gap(idle, "action locale sans responsable", "actions locales sans responsable", acts, "Actions"),
    ]


def _some_gap(count: int, one: str, many: str, url: str, part: str) -> list[Gap]:
    return [Gap(f"{counted(count, one, many)}.", url, part=part)] if count else []


# --- Local and regional together --------------------------------------------------------------------------------------


def _disagreements(region, year, regional, rows, offices: list[OfficeRow], held: _Held) -> list[Gap]:
    found = []
    missing = [row.name for row in offices if row.plan is None]
    if missing:
        told = counted(len(missing), "CLE n’a pas de plan local", "CLE n’ont pas de plan local")
        url = f"{reverse('local_plans', args=[region.slug, year.pk])}#cle"
        found.append(Gap(f"{told} : {_some(missing)}", url, part="Plans locaux"))
    if rows is not None:
        found += _budget_gaps(regional, rows, offices)
        found += _answer_gaps(regional, rows, offices, held)
    return [*found, *target_gaps(region, year, [row.office for row in offices])]


def _budget_gaps(regional: Plan, rows: Rows, offices: list[OfficeRow]) -> list[Gap]:
    budget = next(iter(rows[Budget]), None)
    if budget is None or budget.envelope is None:
        return []
    shares = {share.territory_id: share for share in rows[BudgetShare]}
    page = f"{regional.get_absolute_url()}#budget"
    found = []
    total = sum((share.amount for share in shares.values() if share.amount is not None), Decimal(0))
    if total != budget.envelope:
        off = f"{nombre(abs(total - budget.envelope))}\u00a0k$"
        word = f"il y a {off} de trop" if total > budget.envelope else f"il manque {off}"
        found.append(
            Gap(
                f"Les budgets des CLE totalisent {with_unit(total, 'k$')} pour une enveloppe de "
                f"{with_unit(budget.envelope, 'k$')}\u00a0: {word}.",
                page,
                part="Budget",
            )
        )
    without = [row.name for row in offices if row.office.pk not in shares]
    if without:
        sentence = counted(len(without), "CLE n’a pas de part du budget", "CLE n’ont pas de part du budget")
        found.append(Gap(f"{sentence} : {_some(without)}", page, part="Budget"))
    return found


def _answer_gaps(regional: Plan, rows: Rows, offices: list[OfficeRow], held: _Held) -> list[Gap]:
    strategies = numbered(rows)
    known = {one.row.pk for one in strategies}
    found, answered = [], set()
    for row in offices:
        actions = held.actions[row.plan.pk] if row.plan else []
        answered |= {action.answers_id for action in actions}
        loose = [action for action in actions if action.answers_id not in known]
        if loose:
            told = counted(len(loose), "action ne répond à aucune stratégie", "actions ne répondent à aucune stratégie")
            url = f"{row.plan.get_absolute_url()}#actions-locales"
            found.append(Gap(f"{row.name} : {told} de la région.", url, part="Actions"))
    silent = [one for one in strategies if one.row.pk not in answered]
    if silent and any(row.plan for row in offices):
        told = counted(
            len(silent), "stratégie régionale sans réponse locale", "stratégies régionales sans réponse locale"
        )
        names = ", ".join(one.number for one in silent)
        found.append(Gap(f"{told} : {names}.", f"{regional.get_absolute_url()}#strategies", part="Actions"))
    return found


def target_gaps(region: Territory, year: FiscalYear, offices: list[Territory]) -> list[Gap]:
    """Targets of the offices that do not sum to the region's, or that some offices lack. Two queries."""
    places = {office.pk for office in offices}
    by_indicator: dict[int, dict[int, Target]] = defaultdict(dict)
    for target in Target.objects.current().filter(year=year, territory__in=[region.pk, *places]):
        by_indicator[target.indicator_id][target.territory_id] = target
    return target_gaps_of(region, year, Indicator.objects.targeted_in(year.pk), by_indicator, len(places))


def target_gaps_of(
    region: Territory,
    year: FiscalYear,
    targeted: Iterable[Indicator],
    targets: Mapping[int, Mapping[int, Target]],
    offices: int,
) -> list[Gap]:
    """The same, of targets in force that are known: indicator → territory → target. No query."""
    found = []
    for indicator in targeted:
        held = dict(targets.get(indicator.pk, {}))
        whole = held.pop(region.pk, None)
        if whole is not None and (gap := _target_gap(region, year, indicator, whole, held, offices)):
            found.append(gap)
    return found


def _target_gap(region, year, indicator, whole: Target, parts: dict[int, Target], offices: int) -> Gap | None:
    if whole.scaled is None or not offices:
        return None
    url = reverse("allocation", args=[region.slug, year.pk, indicator.key])
    name = indicator.short_name
    if not parts:
        return Gap(f"La cible « {name} » n’est pas répartie entre les CLE.", url, part="Cibles")
    if len(parts) < offices:
        lacking = counted(offices - len(parts), "CLE n’a pas sa cible", "CLE n’ont pas leur cible")
        return Gap(f"« {name} » : {lacking}.", url, part="Cibles")
    total = sum(part.scaled or 0 for part in parts.values())
    if indicator.is_quotient or total == whole.scaled:
        return None
    told, wanted = (value_text(indicator, unscale(value, indicator.decimals)) for value in (total, whole.scaled))
    return Gap(
        f"« {name} » : les cibles des CLE totalisent {told}; celle de la région est {wanted}.", url, part="Cibles"
    )


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return f"{shown}…" if len(names) > NAMED else f"{shown}."
