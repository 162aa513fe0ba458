"""Verbs on plans. Every write of a part goes through here: right, version, history, in one transaction."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from indicators.models import FiscalYear
from plans.enums import ChangeAct, PlanKind, Volet
from plans.models import CycleStep, Plan, PlanningCycle, RowChange
from plans.parts import KIND_OF, PARTS
from plans.rules import may_edit
from plans.search import index_row
from regions.enums import TerritoryKind
from regions.models import Territory

_SOMEBODY_WROTE = "Une autre personne a modifié cette partie pendant que vous écriviez."


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


_LEVEL_OF = {
    PlanKind.NATIONAL: (TerritoryKind.NATIONAL, "Le plan national se fait pour le Québec."),
    PlanKind.PAR: (TerritoryKind.REGION, "Un plan d’action régional se fait pour une région."),
    PlanKind.PAL: (TerritoryKind.CLE, "Un plan d’action local se fait pour un CLE."),
}


@transaction.atomic
def create_plan(
    *,
    territory: Territory,
    year: FiscalYear,
    title: str,
    by: User | None,
    kind: PlanKind = PlanKind.PAR,
    previous: Plan | None = None,
    is_demonstration: bool = False,
) -> Plan:
    """A new, empty plan. Refused when the territory is not of its level or has its plan for that year already."""
    level, sentence = _LEVEL_OF[kind]
    if territory.kind != level:
        raise Refused(sentence)
    if Plan.objects.filter(kind=kind, territory=territory, year=year).exists():
        raise Refused(f"{territory} a déjà son plan pour {year}.")
    PlanningCycle.objects.get_or_create(year=year)
    return Plan.objects.create(
        kind=kind,
        territory=territory,
        year=year,
        title=title,
        previous=previous,
        created_by=by,
        is_demonstration=is_demonstration,
    )


@transaction.atomic
def add_row(*, part: str, by: User | None, position: int, batch: UUID | None = None, **values: Any) -> Model:
    """Add a row to a plan. `values` hold its parent (`plan`, `plan_field` or `strategy`) and its fields."""
    row = PARTS[part].model(position=position, **values)
    clean_row(row)
    row.save(force_insert=True)
    record(row, {"": ("", str(row))}, by=by, act=ChangeAct.ADD, batch=batch)
    return row


@transaction.atomic
def edit_row(
    *, row: Model, expected_version: int, values: dict[str, Any], by: User, batch: UUID | None = None
) -> Model:
    """Change fields of a row that its author read at `expected_version`; returns the row as written.

    A field that holds several rows (the CLEs of an action) takes them as an iterable.
    Raises Refused when the person may not edit, a field is not editable or a value breaks a rule; Conflict, holding
    the row as it now stands, when somebody wrote first. What does not change is not written.
    """
    check_may_edit(by, row.owning_plan, row.owning_volet)
    kind = KIND_OF[type(row)]
    if unknown := set(values) - set(PARTS[kind].fields):
        raise Refused(f"Champ inconnu : {', '.join(sorted(unknown))}.")
    return write_values(lock_row(row, expected_version), values, by=by, batch=batch)


def write_values(current: Model, values: dict[str, Any], *, by: User | None, batch: UUID | None = None) -> Model:
    """Write what changes of a locked row, with its history; the right to do so has been checked by the verb."""
    changes = _changes(current, values)
    if not changes:
        return current
    several = {field for field in changes if current._meta.get_field(field).many_to_many}
    written = {field: new for field, (_, new) in changes.items() if field not in several}
    for field, new in written.items():
        setattr(current, field, new)
    clean_row(current)
    write_row(current, **written)
    for field in several:
        getattr(current, field).set(changes[field][1])
    record(current, changes, by=by, batch=batch)
    return current


def check_may_edit(by: User, plan: Plan, volet: str = Volet.EMPLOYMENT) -> None:
    """Refused, in words, unless the person may write this part of the plan now."""
    if not may_edit(by, plan, volet):
        raise Refused(
            "Vous ne pouvez pas modifier ce plan : il n’est plus un brouillon, ou il n’est pas de votre territoire."
        )


def lock_row(row: Model, expected_version: int) -> Model:
    """The row as it stands, held until the transaction ends; Conflict when it is not the one its reader saw."""
    current = type(row).everything.select_for_update(of=("self",)).get(pk=row.pk)
    if current.version != expected_version or current.archived_at:
        raise Conflict(_SOMEBODY_WROTE, current=current)
    return current


def write_row(row: Model, **values: Any) -> None:
    """Write columns of a row whose version has been checked, by compare-and-set; its version grows."""
    rows = type(row).everything.filter(pk=row.pk, version=row.version)
    if not rows.update(version=F("version") + 1, **values):
        raise Conflict(_SOMEBODY_WROTE, current=type(row).everything.get(pk=row.pk))
    row.version += 1


def clean_row(row: Model) -> None:
    """Apply the rules of the model; the French sentence of each field goes back to its field."""
    try:
        row.full_clean()
    except ValidationError as error:
        fields = {field: " ".join(messages) for field, messages in error.message_dict.items()}
        raise Refused(" ".join(fields.values()), fields=fields) from error


def record(
    row: Model,
    changes: dict[str, tuple[Any, Any]],
    *,
    by: User | None,
    act: ChangeAct = ChangeAct.EDIT,
    batch: UUID | None = None,
) -> None:
    """Write to the history what became of a row: field → (old, new). Acts of one `batch` are undone together."""
    plan = row.owning_plan
    at_one_go = batch or uuid4()
    RowChange.objects.bulk_create(
        RowChange(
            plan=plan,
            kind=KIND_OF[type(row)],
            row=row.pk,
            label=str(row)[:200],
            act=act,
            batch=at_one_go,
            field=field,
            old=_text(old),
            new=_text(new),
            version=row.version,
            author=by,
        )
        for field, (old, new) in changes.items()
    )
    index_row(row)
    Plan.objects.filter(pk=plan.pk).update(touched_at=timezone.now())


def _changes(current: Model, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields that change: old and new value; for a field that holds several rows, two lists in their order."""
    changes = {}
    for field, value in values.items():
        if current._meta.get_field(field).many_to_many:
            old, new = list(getattr(current, field).all()), list(value)
            if {one.pk for one in old} != {one.pk for one in new}:
                changes[field] = (old, new)
        elif getattr(current, field) != value:
            changes[field] = (getattr(current, field), value)
    return changes


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
