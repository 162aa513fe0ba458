"""Verbs by which a plan takes up the national frame: what changed is accepted one by one, or all at once."""

from __future__ import annotations

from collections import Counter
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import User
from core.errors import Conflict, Refused
from plans.enums import ChangeAct
from plans.frame import Difference, Frame, Nature, differences, read_frame
from plans.models import (
    InterventionField,
    KeptWording,
    Orientation,
    OrientationContext,
    Plan,
    PlanField,
    Strategy,
)
from plans.rows import read_rows
from plans.services import add_row, check_may_edit, lock_row, record
from plans.services_structure import move_row, put_away

_GONE = "Cette différence n’existe plus : le plan ou le cadre a changé entre-temps. Voici celles qui restent."


@transaction.atomic
def accept_difference(*, plan: Plan, key: str, by: User, move_to: PlanField | None = None) -> Difference:
    """Take up one change of the frame in a plan. Strategies under a withdrawn field go to `move_to` first.

    Conflict when the difference is no more; Refused when two parts of the plan would bear the same number, or when
    strategies have nowhere to go.
    """
    check_may_edit(by, plan)
    _hold(plan)
    frame = read_frame(plan.year_id)
    found = {one.key: one for one in differences(plan, read_rows(plan), frame)}
    if key not in found:
        raise Conflict(_GONE, current=plan)
    _settle(plan, found[key], frame, by, uuid4(), move_to)
    return found[key]


@transaction.atomic
def accept_all(*, plan: Plan, by: User) -> int:
    """Take up all that can be without deciding for anybody: what holds strategies waits. Returns how many."""
    check_may_edit(by, plan)
    return follow_frame(plan=plan, by=by)


def follow_frame(*, plan: Plan, by: User | None) -> int:
    """The same, the right having been checked by the verb that calls."""
    _hold(plan)
    frame, batch, count = read_frame(plan.year_id), uuid4(), 0
    refused: set[str] = set()
    while True:  # settling one changes what the others say
        waiting = [
            one for one in differences(plan, read_rows(plan), frame) if not one.must_move and one.key not in refused
        ]
        if not waiting:
            return count
        try:
            with transaction.atomic():
                _settle(plan, waiting[0], frame, by, batch, None)
            count += 1
        except Refused:
            refused.add(waiting[0].key)


def inherit_frame(*, plan: Plan, by: User | None) -> None:
    """Give a new plan every orientation and field of its frame, as they now stand."""
    batch = uuid4()
    for orientation in read_frame(plan.year_id).orientations:
        _inherit(plan, orientation.entry, by, batch)
        for field in orientation.fields:
            _inherit(plan, field, by, batch)


def _hold(plan: Plan) -> None:
    """Nobody else takes up the frame in this plan until the transaction ends."""
    list(Plan.objects.select_for_update().filter(pk=plan.pk).values_list("pk"))


def _settle(plan: Plan, one: Difference, frame: Frame, by: User | None, batch: UUID, move_to: PlanField | None):
    match one.nature:
        case Nature.TITLE:
            _accept_title(plan, one, by, batch)
        case Nature.NUMBERS:
            _accept_numbers(plan, frame, by, batch)
        case Nature.ADDED:
            _refuse_twice(plan, one.entry)
            _inherit(plan, one.entry, by, batch)
        case Nature.WITHDRAWN:
            _let_go(plan, one, by, batch, move_to)


def _kept(plan: Plan, entry: Orientation | InterventionField):
    column = {"orientation": entry.pk} if isinstance(entry, Orientation) else {"field": entry.pk}
    return KeptWording.objects.filter(plan=plan, **column)


def _accept_title(plan: Plan, one: Difference, by: User | None, batch: UUID) -> None:
    kept = _kept(plan, one.entry).get()
    kept.title = one.entry.title
    _rest(kept, one.entry)
    row = one.row or _first_field(plan, one.entry)
    record(row, {"title": (one.old, one.new)}, by=by, act=ChangeAct.ACCEPT, batch=batch)


def _accept_numbers(plan: Plan, frame: Frame, by: User | None, batch: UUID) -> None:
    """All numbers at once: one by one, two fields would bear the same for a while."""
    entries = {(isinstance(entry, Orientation), entry.pk): entry for entry in frame.entries}
    for kept in KeptWording.objects.filter(plan=plan):
        entry = entries.get((kept.orientation_id is not None, kept.orientation_id or kept.field_id))
        if entry is None or entry.number == kept.number:
            continue
        old, kept.number = kept.number, entry.number
        _rest(kept, entry)
        if row := _row_on(plan, entry):
            record(row, {"number": (old, entry.number)}, by=by, act=ChangeAct.ACCEPT, batch=batch)
    _refuse_same_numbers(plan)


def _rest(kept: KeptWording, entry: Orientation | InterventionField) -> None:
    """Keep what still differs; nothing when all agrees."""
    if (kept.number, kept.title) == (entry.number, entry.title):
        kept.delete()
    else:
        kept.save(update_fields=["number", "title"])


def _inherit(plan: Plan, entry: Orientation | InterventionField, by: User | None, batch: UUID) -> None:
    if isinstance(entry, Orientation):
        add_row(part="contexte", plan=plan, orientation=entry, position=entry.number, by=by, batch=batch)
    else:
        add_row(part="champ", plan=plan, field=entry, position=entry.number, by=by, batch=batch)


def _let_go(plan: Plan, one: Difference, by: User | None, batch: UUID, move_to: PlanField | None) -> None:
    """Archive the row that stood on a withdrawn entry, its strategies moved elsewhere before."""
    strategies = Strategy.objects.filter(plan_field=one.row) if isinstance(one.row, PlanField) else ()
    for strategy in strategies:
        if move_to is None or move_to.plan_id != plan.pk or move_to.pk == one.row.pk:
            raise Refused(
                "Choisissez le champ qui reçoit les stratégies.",
                fields={"move_to": "Choisissez un autre champ du plan."},
            )
        move_row(row=strategy, expected_version=strategy.version, by=by, parent=move_to, batch=batch)
    put_away(lock_row(one.row, one.row.version), [], by=by, batch=batch)
    _kept(plan, one.entry).delete()


def _row_on(plan: Plan, entry: Orientation | InterventionField):
    if isinstance(entry, Orientation):
        found = OrientationContext.objects.filter(plan=plan, orientation=entry.pk).first()
        return found or _first_field(plan, entry)
    return PlanField.objects.filter(plan=plan, field=entry.pk).first()


def _first_field(plan: Plan, entry: Orientation) -> PlanField | None:
    return PlanField.objects.filter(plan=plan, field__orientation=entry.pk).first()


def _refuse_twice(plan: Plan, entry: Orientation | InterventionField) -> None:
    rows = read_rows(plan)
    if isinstance(entry, Orientation):
        taken = {row.orientation.number for row in rows[OrientationContext]}
    else:
        taken = {row.field.number for row in rows[PlanField]}
    if entry.number in taken:
        raise Refused(
            f"Le plan a déjà un numéro {entry.number}. Réglez d’abord ce que le cadre a retiré, puis sa numérotation."
        )


def _refuse_same_numbers(plan: Plan) -> None:
    rows = read_rows(plan)
    fields = Counter(row.field.number for row in rows[PlanField])
    orientations = Counter(row.orientation.number for row in rows[OrientationContext])
    if twice := [number for numbers in (orientations, fields) for number, count in numbers.items() if count > 1]:
        raise Refused(
            f"Deux parties du plan porteraient le numéro {twice[0]}. Réglez d’abord ce que le cadre national a retiré."
        )
