"""Taking back what was done to a plan, and doing it again.

What was done at one go is one batch; undoing it is a batch of its own, tied to it by `Undoing`, so that nothing is ever
erased from the history. What somebody else has written since is never undone: Conflict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max, Model, Q

from accounts.models import User
from core.errors import Conflict, Refused
from plans.enums import ChangeAct
from plans.models import Plan, RowChange, Undoing
from plans.parts import PARTS
from plans.services import check_may_edit, edit_row
from plans.services_structure import (
    Place,
    archive_row,
    beneath,
    later_changes,
    move_row,
    put_away,
    restore_row,
)

# What the page of actions alone writes is corrected there: it is neither taken back nor in the way of what is.
MANAGED_APART = ("status_comment", "cles", "organisations", "indicators", "milestones")

DEPTH = 200  # how many acts of a person are looked through for the last one that stands
_WRITTEN_SINCE = "Quelqu’un a écrit cette partie depuis : annuler effacerait son travail. Corrigez-la à la main."
_MOVED_SINCE = "Cette ligne a changé de place depuis : remettez-la à la main où elle doit être."


# What was added by loading a document or last year's plan tells no place: it is not taken back act by act.
_LOADED = Q(act=ChangeAct.ADD) & ~Q(new__startswith="{")


def is_loaded(change: RowChange) -> bool:
    """Whether a row came with a document rather than from somebody who added it in the plan."""
    return change.act == ChangeAct.ADD and Place.read(change.new) is None


@dataclass(frozen=True)
class Stacks:
    """What a person may take back and do again in a plan, by batch, the last one last."""

    done: tuple[UUID, ...]
    undone: tuple[UUID, ...]


def stacks(plan: Plan, person: User) -> Stacks:
    """Two queries, whatever the length of the history."""
    batches = list(
        RowChange.objects.filter(plan=plan, author=person)
        .exclude(_LOADED)
        .exclude(batch__in=RowChange.objects.filter(plan=plan, kind="action", field__in=MANAGED_APART).values("batch"))
        .order_by()
        .values("batch")
        .annotate(last=Max("id"))
        .order_by("-last")
        .values_list("batch", flat=True)[:DEPTH]
    )
    ties = Undoing.objects.filter(Q(batch__in=batches) | Q(undoes__in=batches)).values_list("batch", "undoes")
    undoes = {batch: before for batch, before in ties if batch in batches}
    by_others = {before for batch, before in ties if batch not in batches}
    done: list[UUID] = []
    undone: list[UUID] = []
    for batch in reversed(batches):
        before = undoes.get(batch)
        if before is None:
            done.append(batch)
            undone.clear()
        elif before in done:
            done.remove(before)
            undone.append(batch)
        elif before in undone:
            undone.remove(before)
            done.append(batch)
    standing = (tuple(batch for batch in stack if batch not in by_others) for stack in (done, undone))
    return Stacks(*standing)


@transaction.atomic
def undo(*, plan: Plan, by: User, batch: UUID | None = None) -> UUID:
    """Take back a batch (by default the person's last act on the plan); returns the batch of the undoing.

    Raises Refused when there is nothing to take back or it was taken back already, Conflict when somebody wrote since.
    """
    wanted = batch or next(reversed(stacks(plan, by).done), None)
    return _take_back(plan, wanted, by, "Il n’y a rien à annuler : vous n’avez encore rien changé dans ce plan.")


@transaction.atomic
def redo(*, plan: Plan, by: User) -> UUID:
    """Do again what the person last took back. Raises like `undo`."""
    return _take_back(plan, next(reversed(stacks(plan, by).undone), None), by, "Il n’y a rien à refaire.")


def _take_back(plan: Plan, batch: UUID | None, by: User, nothing: str) -> UUID:
    changes = list(RowChange.objects.filter(plan=plan, batch=batch).order_by("pk")) if batch else []
    if not changes:
        check_may_edit(by, plan)
        raise Refused(nothing)
    if Undoing.objects.filter(undoes=batch).exists():
        raise Refused("Ce changement est déjà annulé.")
    if any(is_loaded(change) for change in changes):
        raise Refused("Ce qui a été chargé d’un document ne s’annule pas d’un coup : archivez ce qui est de trop.")
    undoing = Undoing.objects.create(undoes=batch, batch=uuid4()).batch
    rows = {(one.kind, one.row): _row(one) for one in changes}
    for row in rows.values():
        check_may_edit(by, plan, row.owning_volet)
    placed = {key: rows[key] for key in {(one.kind, one.row) for one in changes if one.act != ChangeAct.EDIT}}
    for (kind, pk), row in rows.items():
        of_row = [one for one in changes if (one.kind, one.row) == (kind, pk)]
        acts = {one.act for one in of_row}
        if acts == {ChangeAct.EDIT}:
            _unwrite(row, of_row, by, undoing)
        elif not _goes_with_parent(row, placed):
            _unplace(row, of_row[-1], rows, by, undoing)
    return undoing


def _row(change: RowChange) -> Model:
    model = PARTS[change.kind].model if change.kind in PARTS else None
    row = model.everything.filter(pk=change.row).first() if model else None
    if row is None:
        raise Refused("Cette partie n’existe plus : ce changement ne peut pas être annulé.")
    return row


def _goes_with_parent(row: Model, rows: dict) -> bool:
    part = next(part for part in PARTS.values() if part.model is type(row))
    parent = getattr(row, part.parent)
    return any(one == parent for one in rows.values())


def _unwrite(row: Model, changes: list[RowChange], by: User, undoing: UUID) -> None:
    """Give each field the value it had before the batch, if it still holds what the batch wrote."""
    if row.archived_at:
        raise Conflict(f"« {row} » a été archivé depuis : rétablissez-le d’abord.", current=row)
    values: dict[str, Any] = {}
    for name in dict.fromkeys(change.field for change in changes):
        first, *_, last = 2 * [one for one in changes if one.field == name]
        if name in MANAGED_APART:
            raise Refused("Le suivi d’une action ne s’annule pas d’un coup : corrigez-le à la page des actions.")
        field = row._meta.get_field(name)
        if field.many_to_many:
            raise Refused(f"« {field.verbose_name} » ne s’annule pas d’un coup : choisissez de nouveau.")
        if getattr(row, name) != _value(field, last.new):
            raise Conflict(_WRITTEN_SINCE, current=row)
        values[name] = _value(field, first.old)
    edit_row(row=row, expected_version=row.version, values=values, by=by, batch=undoing)


def _value(field, text: str) -> Any:
    if text == "":
        return None if field.null else ""
    return field.to_python(text)


def _unplace(row: Model, change: RowChange, rows: dict, by: User, undoing: UUID) -> None:
    match change.act:
        case ChangeAct.ARCHIVE:
            if row.archived_at is None:
                raise Conflict(f"« {row} » a déjà été rétabli.", current=row)
            restore_row(row=row, by=by, batch=undoing)
        case ChangeAct.MOVE:
            _move_back(row, change, by, undoing)
        case _:
            _put_away_again(row, change, rows, by, undoing)


def _move_back(row: Model, change: RowChange, by: User, undoing: UUID) -> None:
    old, new = Place.read(change.old), Place.read(change.new)
    moved = later_changes(row, change.pk).filter(act__in=(ChangeAct.MOVE, ChangeAct.ARCHIVE)).exists()
    if old is None or new is None or row.archived_at or moved:
        raise Conflict(_MOVED_SINCE, current=row)
    part = next(part for part in PARTS.values() if part.model is type(row))
    target = type(getattr(row, part.parent))._default_manager.filter(pk=old.under).first()
    if target is None:
        raise Conflict("L’endroit où se trouvait cette ligne est archivé : rétablissez-le d’abord.", current=row)
    others = type(row).objects.filter(**{part.parent: target}).exclude(pk=row.pk).order_by("position", "pk")
    standing = list(others)
    rank = min(old.rank - 1, len(standing))
    neighbours = {"before": standing[rank]} if rank < len(standing) else {}
    move_row(row=row, expected_version=row.version, by=by, parent=target, batch=undoing, **neighbours)


def _put_away_again(row: Model, change: RowChange, rows: dict, by: User, undoing: UUID) -> None:
    """An addition or a restoring is taken back by archiving, unless somebody else has written there since."""
    if row.archived_at:
        raise Conflict(f"« {row} » est déjà archivé.", current=row)
    below = beneath(row)
    for one in (row, *below):
        if later_changes(one, change.pk).exclude(author=by).exists():
            raise Conflict(_WRITTEN_SINCE, current=row)
    if not next(part for part in PARTS.values() if part.model is type(row)).grows:
        put_away(row, below, by=by, batch=undoing)
        return
    archive_row(row=row, expected_version=row.version, by=by, confirmed=len(below), batch=undoing)
