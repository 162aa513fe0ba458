"""Verbs on motions before and beside the vote: move, take back, recuse, give up a vote. Voting: `services_vote`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from core.states import advance
from plans.models import AgendaItem, Motion, Recusal, Sitting
from plans.services_amendment import as_amendments, chosen_proposals
from plans.services_sitting import check_keeper, lock_sitting
from plans.sitting_enums import MotionAction, MotionState, VoteMode
from plans.sitting_reads import Room, read_room
from plans.sitting_workflow import VOID, WITHDRAW


@transaction.atomic
def propose_motion(
    *,
    item: AgendaItem,
    text: str,
    mover_id: int,
    seconder_id: int,
    by: User,
    action: str = MotionAction.NONE,
    mode: str = VoteMode.BALLOTS,
    reason: str = "",
    amendments: Iterable[int] = (),
) -> Motion:
    """Record a motion with its mover and seconder: two voting seats that attend, different.

    Refused without the right, out of an open sitting, without text, or when its effect does not fit its item.
    """
    sitting = lock_sitting(item.sitting)
    check_keeper(by, sitting.council)
    if not sitting.is_open:
        raise Refused("La séance n’est pas ouverte\u00a0: aucune proposition ne peut y être faite.")
    fields = {}
    if not text.strip():
        fields["text"] = "Écrivez la proposition, telle qu’elle sera adoptée."
    if action != MotionAction.NONE and item.plan_id is None:
        fields["action"] = "Ce point ne porte pas sur un plan\u00a0: la proposition n’a pas d’effet sur un plan."
    if action == MotionAction.RETURN and not reason.strip():
        fields["reason"] = "Écrivez les motifs du retour\u00a0: ils seront montrés avec l’acte."
    room = read_room(sitting)
    fields |= check_movers(room, mover_id, seconder_id)
    chosen = tuple(amendments)
    if chosen and action != MotionAction.ADOPT:
        fields["amendments"] = "Des amendements ne s’appliquent qu’en adoptant le plan."
    if fields:
        raise Refused(" ".join(fields.values()), fields=fields)
    proposals = chosen_proposals(item.plan, "adopt", chosen) if item.plan else []
    as_amendments(item.plan, proposals)  # refused now rather than after the vote
    motion = Motion.objects.create(
        council=sitting.council,
        year=sitting.year,
        sitting=sitting,
        item=item,
        number=_next_number(sitting),
        text=text.strip(),
        action=action,
        reason=reason.strip(),
        mode=mode,
        mover_id=mover_id,
        seconder_id=seconder_id,
        mover_name=room.name_of(mover_id),
        seconder_name=room.name_of(seconder_id),
        created_by=by,
    )
    motion.amendments.set(proposals)
    return motion


def check_movers(room: Room, mover_id: int, seconder_id: int) -> dict[str, str]:
    fields = {}
    for name, seat_id in (("mover_id", mover_id), ("seconder_id", seconder_id)):
        if not room.may_vote(seat_id):
            fields[name] = "Choisissez une personne présente, avec droit de vote."
    if mover_id == seconder_id:
        fields["seconder_id"] = "La personne qui appuie doit être une autre que celle qui propose."
    return fields


@transaction.atomic
def withdraw_motion(*, motion: Motion, seen: str, by: User) -> Motion:
    """Take a motion back before the vote."""
    lock_sitting(motion.sitting)
    check_keeper(by, motion.council)
    advance(motion, WITHDRAW, seen=seen, version=F("version") + 1)
    return read_motion(motion)


@transaction.atomic
def recuse(*, motion: Motion, seat_id: int, reason: str, by: User) -> Recusal:
    """A seat will not vote, for an interest: said by whoever sits in it, or noted by the secretary.

    It still counts for the quorum. Refused once the motion is decided, after the seat has voted, or without reason.
    """
    sitting = lock_sitting(motion.sitting)
    current = read_motion(motion)
    room = read_room(sitting)
    line = room.roster.line(seat_id)
    if line is None:
        raise Refused("Ce siège n’est pas du conseil.")
    if not room.is_seated(seat_id, by):
        check_keeper(by, sitting.council)
    if current.state not in {MotionState.PROPOSED, MotionState.OPEN}:
        raise Conflict("Le vote est clos\u00a0: une récusation n’y change plus rien.", current=current)
    if not reason.strip():
        raise Refused("Écrivez l’intérêt en cause.", fields={"reason": "Écrivez l’intérêt en cause."})
    if current.ballots.filter(seat=seat_id).exists():
        raise Refused(f"{room.name_of(seat_id)} a déjà voté\u00a0: un vote ne se retire pas.")
    found, made = Recusal.objects.get_or_create(
        motion=current,
        seat=line.seat,
        defaults={"name": room.name_of(seat_id), "reason": reason.strip()[:300], "by": by},
    )
    if not made:
        raise Refused(f"{found.name} est déjà récusé pour cette proposition.")
    return found


@transaction.atomic
def void_vote(*, motion: Motion, seen: str, by: User) -> Motion:
    """Give up a vote that lost its quorum or went wrong: its ballots stay on record, and the motion is moved again.

    Returns the new motion, under the next number.
    """
    sitting = lock_sitting(motion.sitting)
    check_keeper(by, sitting.council)
    current = read_motion(motion)
    advance(current, VOID, seen=seen, closed_at=timezone.now(), closed_by=by, version=F("version") + 1)
    again = Motion.objects.create(
        number=_next_number(sitting),
        created_by=by,
        **{name: getattr(current, name) for name in _MOVED_AGAIN},
    )
    again.amendments.set(current.amendments.all())
    Recusal.objects.bulk_create(
        Recusal(motion=again, seat_id=one.seat_id, name=one.name, reason=one.reason, by=one.by)
        for one in current.recusals.all()
    )
    return again


_MOVED_AGAIN = (
    "council", "year", "sitting", "item", "text", "action", "reason", "mode", "mover", "seconder", "mover_name",
    "seconder_name",
)  # fmt: skip


def read_motion(motion: Motion) -> Motion:
    """A motion as it stands, with all that a verb asks about it."""
    found = Motion.objects.select_related(
        "council__territory", "year", "sitting", "item__plan", "mover", "seconder", "closed_by"
    )
    return found.get(pk=motion.pk)


def _next_number(sitting: Sitting) -> int:
    motions = Motion.objects.filter(council=sitting.council_id, year=sitting.year_id)
    return (motions.aggregate(last=Max("number"))["last"] or 0) + 1
