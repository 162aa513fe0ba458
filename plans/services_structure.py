"""Verbs on the structure of a plan: add, move, duplicate, archive, restore.

Rows of one kind under one parent are ranked 1, 2, 3… without holes; numbers (« 1.2 ») follow the ranks. A verb holds
the parent while it ranks, checks the version of the row it was asked for, and leaves that of its neighbours alone: who
is writing in the next strategy is not disturbed because this one moves.

In the history an act other than an edit says where the row stood (`Place`), as text.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import F, Model
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from plans.enums import ChangeAct
from plans.models import Action, Plan, RowChange, Strategy
from plans.parts import KIND_OF, PARTS, Part
from plans.services import check_may_edit, clean_row, lock_row, record, write_row

_GIVEN = "Cette partie est donnée par le cadre du plan : videz son texte si elle ne sert pas."
_LONGEST_RANK = 32_000  # a position is a small number


@dataclass(frozen=True)
class Place:
    """Where a row stands: under which parent, at which rank; `told` says it in words (« 1.2, rang 3 »)."""

    under: int
    rank: int
    told: str

    def __str__(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Place | None:
        """The place that a change holds; None when it holds none (an archived row, an older change)."""
        try:
            return cls(**json.loads(text))
        except (ValueError, TypeError):
            return None


class Unconfirmed(Refused):
    """The act takes other rows with it: `count` of them, which the person must have seen and accepted."""

    def __init__(self, message: str, *, count: int):
        super().__init__(message)
        self.count = count


# --- Verbs -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_child(
    *, part: str, parent: Model, by: User, after: Model | None = None, batch: UUID | None = None, **values: Any
) -> Model:
    """Add a row under its parent (the plan, a field, a strategy), after a sibling or at the end.

    Refused when the person may not edit, the parent is archived, a field is unknown or a value breaks a rule.
    """
    kind = PARTS[part]
    _check_parent(kind, parent)
    if unknown := set(values) - {*kind.fields, *kind.chosen}:
        raise Refused(f"Champ inconnu : {', '.join(sorted(unknown))}.")
    several = {name: values.pop(name) for name in list(values) if kind.model._meta.get_field(name).many_to_many}
    row = kind.model(**{kind.parent: parent}, **values)
    check_may_edit(by, row.owning_plan, row.owning_volet)
    _hold(parent)
    siblings = list(_siblings(kind, parent))
    rank = _rank_after(siblings, after) if after else len(siblings)
    row.position = min(len(siblings) + 1, _LONGEST_RANK)
    clean_row(row)
    row.save(force_insert=True)
    for name, rows in several.items():
        getattr(row, name).set(rows)
    _rank([*siblings[:rank], row, *siblings[rank:]])
    record(row, {"": ("", str(place_of(row)))}, by=by, act=ChangeAct.ADD, batch=batch)
    return row


@transaction.atomic
def move_row(
    *,
    row: Model,
    expected_version: int,
    by: User,
    after: Model | None = None,
    before: Model | None = None,
    parent: Model | None = None,
    batch: UUID | None = None,
) -> Model:
    """Move a row after or before a sibling, or to the end of another parent of the same plan.

    Raises Conflict when somebody wrote since, or when the neighbour no longer stands where the person saw it.
    """
    current, kind = _taken(row, expected_version, by), PARTS[KIND_OF[type(row)]]
    source = getattr(current, kind.parent)
    target = parent or source
    _check_parent(kind, target)
    if _plan_of(target).pk != current.owning_plan.pk:
        raise Refused("Une ligne ne passe pas d’un plan à un autre.")
    for held in sorted({source, target}, key=lambda one: one.pk):
        _hold(held)
    standing = [one for one in _siblings(kind, target) if one.pk != current.pk]
    rank = _asked_rank(standing, after, before, current)
    old = place_of(current)
    if target.pk == source.pk and old.rank == rank + 1:
        return current
    if target.pk == source.pk:
        write_row(current)
    else:
        write_row(current, **{kind.parent: target})
        setattr(current, kind.parent, target)
        _rank(list(_siblings(kind, source)))
    _rank([*standing[:rank], current, *standing[rank:]])
    record(current, {"": (str(old), str(place_of(current)))}, by=by, act=ChangeAct.MOVE, batch=batch)
    return current


@transaction.atomic
def duplicate_row(*, row: Model, by: User) -> Model:
    """Copy a row, with what hangs from it, right after itself."""
    kind = PARTS[KIND_OF[type(row)]]
    if not kind.grows or set(kind.chosen) - {"marker"}:
        raise Refused("Cette partie ne se copie pas : elle est la seule de sa sorte.")
    current = type(row).objects.filter(pk=row.pk).first()
    if current is None:
        raise Refused(f"« {row} » est archivé : rétablissez-le avant de le copier.")
    return _copy(current, getattr(current, kind.parent), by=by, after=current, batch=uuid4())


@transaction.atomic
def archive_row(
    *, row: Model, expected_version: int, by: User, confirmed: int | None = None, batch: UUID | None = None
) -> Model:
    """Put a row away with what hangs from it, all at the same instant.

    Raises Unconfirmed when rows hang from it and `confirmed` is not their number: the person must have seen it.
    """
    current = _taken(row, expected_version, by)
    below = beneath(current)
    if below and confirmed != len(below):
        raise Unconfirmed(told_beneath(current, below), count=len(below))
    put_away(current, below, by=by, batch=batch or uuid4())
    return current


@transaction.atomic
def restore_row(*, row: Model, by: User, batch: UUID | None = None) -> Model:
    """Put an archived row back at its rank, with what was archived with it. Refused when its place is taken."""
    current = _locked(row)
    kind = PARTS[KIND_OF[type(current)]]
    check_may_edit(by, current.owning_plan, current.owning_volet)
    if current.archived_at is None:
        raise Refused(f"« {current} » est déjà dans le plan.")
    parent, moment = getattr(current, kind.parent), current.archived_at
    if getattr(parent, "archived_at", None):
        raise Refused(f"« {current} » se trouvait sous « {parent} », qui est archivé. Rétablissez d’abord celui-ci.")
    _hold(parent)
    with_it = [
        one for child in _children(current) for one in child.everything.filter(**{_parent(child): current})
        if one.archived_at == moment
    ]  # fmt: skip
    at_one_go = batch or uuid4()
    current.archived_at = None
    try:
        clean_row(current)
    except Refused as refused:
        raise Refused(
            f"« {current} » ne peut pas revenir : sa place est prise. Archivez d’abord la ligne qui l’occupe."
        ) from refused
    siblings = list(_siblings(kind, parent))
    rank = min(max(current.position - 1, 0), len(siblings))
    write_row(current, archived_at=None)
    _rank([*siblings[:rank], current, *siblings[rank:]])
    record(current, {"": ("", str(place_of(current)))}, by=by, act=ChangeAct.RESTORE, batch=at_one_go)
    for one in with_it:
        write_row(one, archived_at=None)
        record(one, {"": ("", str(_place_beneath(one)))}, by=by, act=ChangeAct.RESTORE, batch=at_one_go)
    return current


# --- What the verbs, the pages and the undoing share ----------------------------------------------------------------


def place_of(row: Model) -> Place:
    """Where a row stands now. A strategy is told by its number (« 1.2 »), an action by its strategy's and its rank."""
    kind = PARTS[KIND_OF[type(row)]]
    parent = getattr(row, kind.parent)
    rank = _rank_in(kind, parent, row)
    match row:
        case Strategy():
            told = f"{row.plan_field.field.number}.{rank}"
        case Action():
            above = row.strategy
            number = _rank_in(PARTS["strategie"], above.plan_field, above)
            told = f"{above.plan_field.field.number}.{number}, rang {rank}"
        case _:
            told = f"rang {rank}"
    return Place(parent.pk, rank, told)


def beneath(row: Model) -> list[Model]:
    """The live rows that hang from a row, however deep."""
    found: list[Model] = []
    for child in _children(row):
        rows = list(child.objects.filter(**{_parent(child): row}))
        found += rows
        for one in rows:
            found += beneath(one)
    return found


def told_beneath(row: Model, below: list[Model]) -> str:
    """« Cette stratégie porte 4 pistes d’action, qui seront archivées avec elle. »"""
    names = [str(one._meta.verbose_name if len(below) == 1 else one._meta.verbose_name_plural) for one in below]
    what = f"{len(below)} {names[0]}"
    if len(below) == 1:
        return f"« {row} » porte {what}, qui sera archivée avec elle. Tout peut être rétabli ensuite."
    return f"« {row} » porte {what}, qui seront archivées avec elle. Tout peut être rétabli ensuite."


def put_away(row: Model, below: list[Model], *, by: User, batch: UUID, moment: datetime | None = None) -> None:
    """Archive a locked row and the rows beneath it, at one instant; the rights have been checked by the verb."""
    kind, now = PARTS[KIND_OF[type(row)]], moment or timezone.now()
    parent = getattr(row, kind.parent)
    _hold(parent)
    for one in (row, *below):
        old = place_of(one) if one is row else _place_beneath(one)
        if one is row:
            write_row(one, archived_at=now, position=old.rank)
        else:
            type(one).everything.filter(pk=one.pk).update(version=F("version") + 1, archived_at=now)
            one.version += 1
        one.archived_at = now
        record(one, {"": (str(old), "")}, by=by, act=ChangeAct.ARCHIVE, batch=batch)
    _rank(list(_siblings(kind, parent)))


def archived_rows(plan: Plan) -> list[Model]:
    """What was archived of a plan, the latest first; what went with its parent is not listed apart."""
    found = []
    for part in PARTS.values():
        if not part.grows:
            continue
        path = {"plan": "plan", "plan_field": "plan_field__plan", "strategy": "strategy__plan_field__plan"}
        rows = part.model.everything.filter(archived_at__isnull=False, **{path[part.parent]: plan})
        if part.parent != "plan":
            rows = rows.select_related(path[part.parent])
            rows = rows.exclude(**{f"{part.parent}__archived_at": F("archived_at")})
        found += list(rows)
    return sorted(found, key=lambda one: one.archived_at, reverse=True)


def _place_beneath(row: Model) -> Place:
    """The place of a row that moves with its parent: its rank is the one it has there."""
    return Place(getattr(row, f"{_parent(type(row))}_id"), row.position, f"rang {row.position}")


def _copy(row: Model, parent: Model, *, by: User, after: Model | None, batch: UUID) -> Model:
    kind = PARTS[KIND_OF[type(row)]]
    names = (*kind.fields, *kind.chosen)
    values = {
        name: list(getattr(row, name).all()) if row._meta.get_field(name).many_to_many else getattr(row, name)
        for name in names
    }
    if after is not None:
        _say_copy(kind, values)
    copy = add_child(part=kind.kind, parent=parent, by=by, after=after, batch=batch, **values)
    for child in _children(row):
        for one in child.objects.filter(**{_parent(child): row}):
            _copy(one, copy, by=by, after=None, batch=batch)
    return copy


def _say_copy(kind: Part, values: dict[str, Any]) -> None:
    """A copied title says that it is a copy, where there is room."""
    for name in ("title", "name", "label"):
        field = kind.model._meta.get_field(name) if name in values else None
        if field is not None and len(f"{values[name]} (copie)") <= (field.max_length or 0):
            values[name] = f"{values[name]} (copie)"


def _taken(row: Model, expected_version: int, by: User) -> Model:
    """The row, held for an act on its place. Refused for a part that does not move, Conflict for a stale version."""
    check_may_edit(by, row.owning_plan, row.owning_volet)
    if not PARTS[KIND_OF[type(row)]].grows:
        raise Refused(_GIVEN)
    return lock_row(row, expected_version)


def _locked(row: Model) -> Model:
    return type(row).everything.select_for_update(of=("self",)).get(pk=row.pk)


def _hold(parent: Model) -> None:
    """Nobody else ranks under this parent until the transaction ends."""
    manager = getattr(type(parent), "everything", type(parent)._default_manager)
    list(manager.select_for_update(of=("self",)).filter(pk=parent.pk).values_list("pk"))


def _check_parent(kind: Part, parent: Model) -> None:
    wanted = kind.model._meta.get_field(kind.parent).related_model
    if not isinstance(parent, wanted):
        raise Refused(f"« {parent} » ne porte pas de {kind.verbose_name}.")
    if not isinstance(parent, Plan):
        standing = wanted.everything.filter(pk=parent.pk).values_list("archived_at", flat=True).first()
        if standing is not None:
            raise Refused(f"« {parent} » est archivé : rétablissez-le d’abord.")


def _plan_of(parent: Model) -> Plan:
    return parent if isinstance(parent, Plan) else parent.owning_plan


def _children(row: Model) -> list[type[Model]]:
    """The models whose rows hang from this one in the plan."""
    return [
        part.model for part in PARTS.values()
        if part.parent != "plan" and part.model._meta.get_field(part.parent).related_model is type(row)
    ]  # fmt: skip


def _parent(model: type[Model]) -> str:
    return PARTS[KIND_OF[model]].parent


def _siblings(kind: Part, parent: Model) -> models.QuerySet:
    return kind.model.objects.filter(**{kind.parent: parent}).order_by("position", "pk")


def _rank_in(kind: Part, parent: Model, row: Model) -> int:
    order = list(_siblings(kind, parent).values_list("pk", flat=True))
    return order.index(row.pk) + 1 if row.pk in order else row.position


def _rank_after(siblings: list[Model], after: Model) -> int:
    ranks = {one.pk: rank for rank, one in enumerate(siblings, start=1)}
    if after.pk not in ranks:
        raise Refused("La ligne voisine n’est plus à cette place.")
    return ranks[after.pk]


def _asked_rank(standing: list[Model], after: Model | None, before: Model | None, current: Model) -> int:
    """The rank, from 0, among the other rows. Conflict when the neighbour went elsewhere."""
    neighbour = after or before
    if neighbour is None:
        return len(standing)
    ranks = {one.pk: rank for rank, one in enumerate(standing)}
    if neighbour.pk not in ranks:
        raise Conflict("La ligne voisine a changé de place entre-temps : voyez l’ordre actuel.", current=current)
    return ranks[neighbour.pk] + (1 if after else 0)


def _rank(order: list[Model]) -> None:
    """Write ranks 1, 2, 3…; only those that change, in one statement. Versions stay: a place is not a text."""
    changed = []
    for rank, one in enumerate(order, start=1):
        if one.position != rank:
            one.position = rank
            changed.append(one)
    if changed:
        type(changed[0]).objects.bulk_update(changed, ["position"])


def later_changes(row: Model, after_id: int):
    """What was written to a row after a change of the history."""
    return RowChange.objects.filter(plan=row.owning_plan, kind=KIND_OF[type(row)], row=row.pk, id__gt=after_id)
