"""Verbs on plans. Every write of a part goes through here: right, version, history, in one transaction."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from indicators.models import FiscalYear
from plans.enums import PlanKind
from plans.models import CycleStep, Plan, PlanningCycle, RowChange
from plans.parts import KIND_OF, PARTS
from plans.rules import may_edit
from regions.models import Territory


@transaction.atomic
def open_cycle(*, year: FiscalYear, steps: Iterable) -> PlanningCycle:
    """Open the planning cycle of a year with its steps (number, title, levels, owner, due_on, completed_on)."""
    cycle, _ = PlanningCycle.objects.get_or_create(year=year)
    for step in steps:
        CycleStep.objects.update_or_create(
            cycle=cycle,
            number=step.number,
            defaults={
                "title": step.title,
                "levels": step.levels,
                "owner": step.owner,
                "due_on": step.due_on,
                "completed_on": step.completed_on,
            },
        )
    return cycle


@transaction.atomic
def create_plan(*, territory: Territory, year: FiscalYear, title: str, by: User | None, is_demonstration=False) -> Plan:
    """A new, empty PAR. Refused when the territory is not a region or has its plan for that year already."""
    if not territory.is_region:
        raise Refused("Un plan d’action régional se fait pour une région.")
    if Plan.objects.filter(kind=PlanKind.PAR, territory=territory, year=year).exists():
        raise Refused(f"{territory} a déjà son plan pour {year}.")
    PlanningCycle.objects.get_or_create(year=year)
    return Plan.objects.create(
        territory=territory, year=year, title=title, created_by=by, is_demonstration=is_demonstration
    )


@transaction.atomic
def add_row(*, part: str, by: User | None, position: int, **values: Any) -> Model:
    """Add a row to a plan. `values` hold its parent (`plan`, `plan_field` or `strategy`) and its fields."""
    row = PARTS[part].model(position=position, **values)
    _clean(row)
    row.save(force_insert=True)
    _log(row, {"": ("", str(row))}, by)
    return row


@transaction.atomic
def edit_row(*, row: Model, expected_version: int, values: dict[str, Any], by: User) -> Model:
    """Change fields of a row that its author read at `expected_version`; returns the row as written.

    Raises Refused when the person may not edit, a field is not editable or a value breaks a rule; Conflict, holding
    the row as it now stands, when somebody wrote first. What does not change is not written.
    """
    plan = row.owning_plan
    if not may_edit(by, plan):
        raise Refused(
            "Vous ne pouvez pas modifier ce plan : il n’est plus un brouillon, ou il n’est pas de votre région."
        )
    kind = KIND_OF[type(row)]
    if unknown := set(values) - set(PARTS[kind].fields):
        raise Refused(f"Champ inconnu : {', '.join(sorted(unknown))}.")
    current = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if current.version != expected_version:
        raise Conflict("Une autre personne a modifié cette partie pendant que vous écriviez.", current=current)
    changes = {
        field: (getattr(current, field), value) for field, value in values.items() if getattr(current, field) != value
    }
    if not changes:
        return current
    for field, (_, new) in changes.items():
        setattr(current, field, new)
    _clean(current)
    written = {field: new for field, (_, new) in changes.items()}
    done = type(row).objects.filter(pk=row.pk, version=expected_version).update(version=F("version") + 1, **written)
    if not done:
        raise Conflict(
            "Une autre personne a modifié cette partie pendant que vous écriviez.",
            current=type(row).objects.get(pk=row.pk),
        )
    current.version = expected_version + 1
    _log(current, changes, by)
    Plan.objects.filter(pk=plan.pk).update(touched_at=timezone.now())
    return current


def _clean(row: Model) -> None:
    """Apply the rules of the model; the French sentence of each field goes back to its field."""
    try:
        row.full_clean()
    except ValidationError as error:
        fields = {field: " ".join(messages) for field, messages in error.message_dict.items()}
        raise Refused(" ".join(fields.values()), fields=fields) from error


def _log(row: Model, changes: dict[str, tuple[Any, Any]], by: User | None) -> None:
    RowChange.objects.bulk_create(
        RowChange(
            plan=row.owning_plan,
            kind=KIND_OF[type(row)],
            row=row.pk,
            label=str(row)[:200],
            field=field,
            old=_text(old),
            new=_text(new),
            version=row.version,
            author=by,
        )
        for field, (old, new) in changes.items()
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value)
