"""Taking up in the regional plan what local plans brought: each row keeps where it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction

from accounts.models import User
from core.errors import Refused
from plans.enums import PlanKind
from plans.models import Action, Issue, LocalAction, LocalOrigin, Plan, Strategy
from plans.services import check_may_edit
from plans.services_structure import add_child

ISSUE, ACTION, LOCAL_ACTION = "enjeu", "action", "action-locale"


@dataclass(frozen=True)
class Taken:
    """How much was taken up, by kind."""

    issues: int
    actions: int

    @property
    def told(self) -> str:
        issues = f"{self.issues} enjeu{'x' if self.issues > 1 else ''}"
        actions = f"{self.actions} action{'s' if self.actions > 1 else ''}"
        return " et ".join(text for text, count in ((issues, self.issues), (actions, self.actions)) if count)


@transaction.atomic
def consolidate(*, plan: Plan, issues: Iterable[int], actions: Iterable[int], by: User) -> Taken:
    """Copy local issues and actions, by their primary keys, into the regional plan of the same year.

    A local action goes under the strategy it answers; its office becomes that of the regional action. Refused when a
    row is not of an office of the region, was taken up already, or answers no strategy of the plan.
    """
    if plan.kind != PlanKind.PAR:
        raise Refused("Seul un plan régional reprend des plans locaux.")
    check_may_edit(by, plan)
    list(Plan.objects.select_for_update().filter(pk=plan.pk).values_list("pk"))
    local_issues = _of_its_offices(Issue, plan, issues)
    local_actions = _of_its_offices(LocalAction, plan, actions)
    if not local_issues and not local_actions:
        raise Refused("Cochez ce que vous voulez reprendre au plan régional.")
    _refuse_twice(plan, ISSUE, local_issues)
    _refuse_twice(plan, LOCAL_ACTION, local_actions)
    batch = uuid4()
    for issue in local_issues:
        row = add_child(
            part=ISSUE, parent=plan, by=by, batch=batch,
            title=issue.title, description=issue.description, retained=issue.retained,
        )  # fmt: skip
        _remember(plan, ISSUE, row.pk, issue, ISSUE)
    for action in local_actions:
        _take_action(plan, action, by, batch)
    return Taken(len(local_issues), len(local_actions))


def _of_its_offices(model, plan: Plan, keys: Iterable[int]) -> list:
    wanted = set(keys)
    rows = model.objects.filter(
        pk__in=wanted,
        plan__kind=PlanKind.PAL,
        plan__year=plan.year_id,
        plan__territory__parent=plan.territory_id,
    ).select_related("plan__territory")
    found = list(rows)
    if len(found) != len(wanted):
        raise Refused("Une des lignes cochées n’est plus dans un plan local de la région. Rien n’est repris.")
    return found


def _refuse_twice(plan: Plan, kind: str, rows: list) -> None:
    known = set(taken_up(plan, kind))
    if again := [row for row in rows if row.pk in known]:
        raise Refused(f"« {again[0]} » est déjà repris au plan régional.")


def taken_up(plan: Plan, source_kind: str) -> list[int]:
    """The local rows that the plan holds today; those whose regional row was archived may be taken up again."""
    held = {ISSUE: plan.issues.values("pk"), ACTION: _live_actions(plan)}
    origins = LocalOrigin.objects.filter(plan=plan, source_kind=source_kind)
    kind = ISSUE if source_kind == ISSUE else ACTION
    return list(origins.filter(kind=kind, row__in=held[kind]).values_list("source_row", flat=True))


def _live_actions(plan: Plan):
    return Action.objects.filter(strategy__plan_field__plan=plan).values("pk")


def _take_action(plan: Plan, action: LocalAction, by: User, batch) -> None:
    strategy = Strategy.objects.filter(pk=action.answers_id, plan_field__plan=plan).select_related("plan_field").first()
    if strategy is None:
        raise Refused(
            f"« {action} » ne répond à aucune stratégie du plan régional : le CLE la relie d’abord à l’une d’elles."
        )
    row = add_child(
        part=ACTION, parent=strategy, by=by, batch=batch, text=action.text,
        lead=action.lead or f"CLE {action.plan.territory}", start=action.start, end=action.end, status=action.status,
        progress=action.progress,
    )  # fmt: skip
    row.cles.set([action.plan.territory])
    _remember(plan, ACTION, row.pk, action, LOCAL_ACTION)


def _remember(plan: Plan, kind: str, row: int, local, source_kind: str) -> None:
    LocalOrigin.objects.create(
        plan=plan, kind=kind, row=row, source=local.plan, source_kind=source_kind, source_row=local.pk
    )
