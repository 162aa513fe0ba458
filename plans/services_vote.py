"""Verbs on a vote: open it, cast ballots, close it. The result follows the council's own rules."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Count as CountOf
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from core.states import Transition, advance
from partners.enums import AttendanceStatus, VoteChoice
from partners.reads_council import read_roster
from partners.rules_council import Count, chair_settles, decide
from plans.enums import Body, PlanState
from plans.models import Act, Ballot, Motion, Plan
from plans.services_amendment import decide_with_amendments
from plans.services_approval import Decision
from plans.services_motion import check_movers, read_motion
from plans.services_sitting import NO_SEAT, check_keeper, lock_sitting
from plans.sitting_enums import BallotChannel, MotionAction, MotionState, VoteMode
from plans.sitting_reads import Room, read_room
from plans.sitting_workflow import ADOPT, OPEN_VOTE, REJECT


@transaction.atomic
def open_vote(*, motion: Motion, seen: str, by: User) -> Motion:
    """Open the vote. Refused without quorum, while another vote is open, or when the plan is no longer as submitted."""
    sitting = lock_sitting(motion.sitting)
    check_keeper(by, sitting.council)
    current = read_motion(motion)
    if not sitting.is_open:
        raise Refused("La séance n’est pas ouverte\u00a0: aucun vote ne peut l’être.")
    if other := sitting.motions.filter(state=MotionState.OPEN).exclude(pk=motion.pk).first():
        raise Refused(f"Le vote sur la proposition {other.number} est ouvert\u00a0: closez-le d’abord.")
    room = read_room(sitting)
    if not room.quorum.is_reached:
        raise Refused(f"Le conseil n’a pas quorum\u00a0: {room.quorum.sentence}")
    if fields := check_movers(room, current.mover_id, current.seconder_id):
        raise Refused(f"Qui propose et qui appuie doivent être présents. {' '.join(fields.values())}")
    _check_plan(current)
    advance(current, OPEN_VOTE, seen=seen, opened_at=timezone.now(), version=F("version") + 1)
    return read_motion(current)


def _check_plan(motion: Motion) -> None:
    """The council decides on the text that it was sent."""
    if motion.action == MotionAction.NONE:
        return
    item = motion.item
    plan = Plan.objects.get(pk=item.plan_id)
    if plan.state != PlanState.SUBMITTED:
        raise Conflict(
            f"Le plan n’est plus devant le conseil\u00a0: il est « {plan.get_state_display()} ».", current=motion
        )
    if plan.editions.order_by("-number").values_list("pk", flat=True).first() != item.edition_id:
        raise Conflict(
            "Le plan a été repris et soumis de nouveau depuis la convocation. "
            "Mettez le point à jour pour que le conseil lise le texte présent.",
            current=motion,
        )


@transaction.atomic
def vote(*, motion: Motion, choice: str, by: User) -> Ballot:
    """A member votes for the seat in which they sit. Refused, in words, for whoever sits in none."""
    sitting = lock_sitting(motion.sitting)
    lines = read_roster(sitting.council, sitting.day).lines_of(by)
    if not lines:
        raise Refused(NO_SEAT)
    _check_open(read_motion(motion))
    room = read_room(sitting)
    seat_id = next((line.seat.pk for line in lines if room.is_seated(line.seat.pk, by)), None)
    if seat_id is None:
        taken = next((line.seat.pk for line in lines if room.attends(line.seat.pk)), None)
        if taken is None:
            raise Refused(_NOT_THERE)
        raise Refused(f"{room.name_of(taken)} occupe ce siège à la séance et vote à votre place.")
    return cast_ballot(motion=motion, seat_id=seat_id, choice=choice, by=by)


_NOT_THERE = "Ce siège n’est pas noté présent\u00a0: annoncez d’abord la présence, puis votez."


@transaction.atomic
def call_the_roll(*, motion: Motion, choices: dict[int, str], by: User) -> int:
    """Ballots called out in the room, by seat, written by the secretary: all of them or none. How many were cast."""
    for seat_id, choice in choices.items():
        cast_ballot(motion=motion, seat_id=seat_id, choice=choice, by=by)
    return len(choices)


@transaction.atomic
def cast_ballot(*, motion: Motion, seat_id: int, choice: str, by: User) -> Ballot:
    """The ballot of a seat, given by whoever sits in it or called out and written by the secretary.

    Refused for a seat without vote, absent, recused or that has voted, outside the window at a distance, without
    quorum; Conflict once the vote is closed. The database itself refuses a second ballot.
    """
    sitting = lock_sitting(motion.sitting)
    current = read_motion(motion)
    room = read_room(sitting)
    is_own = room.is_seated(seat_id, by)
    line = room.roster.line(seat_id)
    if line is None:
        raise Refused(NO_SEAT)
    if not is_own:
        check_keeper(by, sitting.council)
    _check_open(current)
    if choice not in VoteChoice.values:
        raise Refused("Choisissez pour, contre ou abstention.")
    if not line.seat.is_voting:
        raise Refused("Ce siège est sans droit de vote.")
    if not room.attends(seat_id):
        raise Refused(_NOT_THERE)
    if reason := current.recusals.filter(seat=seat_id).values_list("reason", flat=True).first():
        raise Refused(f"{room.name_of(seat_id)} s’est récusé ({reason})\u00a0: ce siège ne vote pas.")
    now = timezone.now()
    channel = _channel(room, seat_id, is_own)
    if channel == BallotChannel.DISTANCE and not sitting.window_is_open(now):
        raise Refused("Le vote à distance n’est pas ouvert à cette heure. Voyez les heures dans la convocation.")
    if not room.quorum.is_reached:
        raise Refused(f"Le conseil n’a plus quorum\u00a0: {room.quorum.sentence} Votre vote n’est pas inscrit.")
    name = room.name_of(seat_id)
    try:
        with transaction.atomic():
            return Ballot.objects.create(
                motion=current, seat=line.seat, choice=choice, channel=channel, name=name, cast_by=by, cast_at=now
            )
    except IntegrityError as error:
        cast = Ballot.objects.get(motion=current, seat=line.seat)
        raise Refused(
            f"{cast.name} a déjà voté\u00a0: « {cast.get_choice_display().lower()} ». Un vote ne se change pas."
        ) from error


def _check_open(motion: Motion) -> None:
    if motion.state == MotionState.PROPOSED:
        raise Refused("Le vote n’est pas encore ouvert.")
    if motion.state != MotionState.OPEN:
        raise Conflict(
            f"Le vote est clos\u00a0: la proposition {motion.number} est "
            f"« {motion.get_state_display().lower()} ». Votre vote n’est pas inscrit.",
            current=motion,
        )
    if motion.mode == VoteMode.HAND:
        raise Refused("Ce vote se prend à main levée\u00a0: le secrétariat en inscrit le compte.")


def _channel(room: Room, seat_id: int, is_own: bool) -> str:
    if not is_own:
        return BallotChannel.SECRETARY
    at_a_distance = room.status_of(seat_id) == AttendanceStatus.DISTANCE
    return BallotChannel.DISTANCE if at_a_distance else BallotChannel.IN_PERSON


@transaction.atomic
def close_vote(
    *,
    motion: Motion,
    seen: str,
    by: User,
    resolution_number: str = "",
    hand: Count | None = None,
    chair_vote: str = "",
) -> Motion:
    """Close the vote, compute the result, and do to the plan what was adopted, all in one transaction.

    Refused without quorum, for a count larger than the room, without a number for what is adopted or with one already
    given, and when an even vote waits for the chair: nothing is then written and the vote stays open. Conflict when
    somebody closed it first, or when the plan is no longer as submitted.
    """
    sitting = lock_sitting(motion.sitting)
    check_keeper(by, sitting.council)
    current = read_motion(motion)
    if current.state != MotionState.OPEN:
        who = f" par {current.closed_by}" if current.closed_by else ""
        raise Conflict(
            f"Le vote est déjà clos{who}\u00a0: la proposition est « {current.get_state_display().lower()} ».",
            current=current,
        )
    room = read_room(sitting)
    if not room.quorum.is_reached:
        raise Refused(
            f"Le conseil n’a plus quorum\u00a0: {room.quorum.sentence} Le vote reste ouvert\u00a0: attendez le retour "
            "des membres, ou annulez-le."
        )
    count = _hand_count(current, room, hand) if current.mode == VoteMode.HAND else ballots_of(current)
    rules = sitting.council.rules
    chair = _chair_choice(current, room, chair_vote)
    if chair_settles(rules, count, room.quorum.filled) and not chair and _chair_may_settle(current, room):
        sentence = "Le vote est égal\u00a0: inscrivez la voix de la présidence, qui le tranche."
        raise Refused(sentence, fields={"chair_vote": sentence})
    outcome = decide(rules, count, room.quorum.filled, chair)
    number = _number(current, resolution_number, outcome.is_adopted)
    now = timezone.now()
    _move(
        current, ADOPT if outcome.is_adopted else REJECT, seen,
        closed_at=now, closed_by=by, version=F("version") + 1, resolution_number=number,
        votes_for=count.votes_for, votes_against=count.against, votes_abstain=count.abstain, chair_vote=chair,
        by_chair=outcome.by_chair, filled=room.quorum.filled, present=room.quorum.present, quorum=room.quorum.needed,
        quorum_rule=rules.quorum, majority=rules.majority, tie_break=rules.tie_break,
    )  # fmt: skip
    closed = read_motion(current)
    if outcome.is_adopted and closed.action != MotionAction.NONE:
        _check_plan(closed)
        act = _act_on_plan(closed, room, by)
        Motion.objects.filter(pk=closed.pk).update(act=act)
        closed.act = act
    return closed


def _move(motion: Motion, way: Transition, seen: str, **columns) -> None:
    try:
        with transaction.atomic():
            advance(motion, way, seen=seen, **columns)
    except IntegrityError as error:
        raise number_taken(columns["resolution_number"]) from error


def _hand_count(motion: Motion, room: Room, hand: Count | None) -> Count:
    if hand is None or min(hand.votes_for, hand.against, hand.abstain) < 0:
        raise Refused("Inscrivez le compte des mains levées.", fields={"votes_for": "Inscrivez le compte."})
    recused = set(motion.recusals.values_list("seat_id", flat=True))
    voters = sum(room.may_vote(line.seat.pk) and line.seat.pk not in recused for line in room.roster.lines)
    if hand.total > voters:
        sentence = f"Le compte fait {hand.total} voix, mais {voters} sièges présents peuvent voter. Recomptez."
        raise Refused(sentence, fields={"votes_for": sentence})
    return hand


def ballots_of(motion: Motion) -> Count:
    """The votes cast so far."""
    found = dict(motion.ballots.order_by().values_list("choice").annotate(CountOf("pk")))
    return Count(found.get(VoteChoice.FOR, 0), found.get(VoteChoice.AGAINST, 0), found.get(VoteChoice.ABSTAIN, 0))


def _chair_choice(motion: Motion, room: Room, told: str) -> str:
    """How the chair voted, or settles: by ballot, else as the secretary notes it. Nothing when the chair may not."""
    if not _chair_may_settle(motion, room):
        return ""
    cast = motion.ballots.filter(seat=room.sitting.chair_id).values_list("choice", flat=True).first()
    if cast in {VoteChoice.FOR, VoteChoice.AGAINST}:
        return cast
    return told if told in VoteChoice.values else ""


def _chair_may_settle(motion: Motion, room: Room) -> bool:
    chair = room.sitting.chair_id
    return chair is not None and room.may_vote(chair) and not motion.recusals.filter(seat=chair).exists()


def _number(motion: Motion, number: str, is_adopted: bool) -> str:
    """The number of the resolution: asked for what is adopted, given once by a council; none for what is rejected."""
    if not is_adopted:
        return ""
    number = number.strip()
    if not number:
        sentence = "La proposition est adoptée\u00a0: écrivez le numéro de la résolution."
        raise Refused(sentence, fields={"resolution_number": sentence})
    if len(number) > 40:
        raise Refused("Ce numéro est trop long.", fields={"resolution_number": "Écrivez 40 caractères au plus."})
    mine = Motion.objects.filter(council=motion.council_id, resolution_number=number).exclude(pk=motion.pk)
    acts = Act.objects.filter(body=Body.COUNCIL, resolution_number=number, plan__territory=motion.council.territory_id)
    if mine.exists() or acts.exists():
        raise number_taken(number)
    return number


def number_taken(number: str) -> Refused:
    sentence = f"La résolution {number} est déjà inscrite pour une autre décision. Vérifiez le numéro."
    return Refused(sentence, fields={"resolution_number": sentence})


def _act_on_plan(motion: Motion, room: Room, by: User) -> Act:
    """Adopt the plan, or send it back, as an act dated of the sitting."""
    sitting = room.sitting
    decided_on = timezone.localdate(motion.closed_at) if sitting.vote_closes_at else sitting.day
    decision = Decision(
        decided_on=decided_on,
        resolution_number=motion.resolution_number,
        reason=motion.reason,
        people=f"Proposée par {motion.mover_name}, appuyée par {motion.seconder_name}. {motion.count.sentence}."[:300],
    )
    return decide_with_amendments(
        plan=Plan.objects.select_related("territory", "year").get(pk=motion.item.plan_id),
        name="adopt" if motion.action == MotionAction.ADOPT else "return_by_council",
        seen=PlanState.SUBMITTED,
        by=by,
        decision=decision,
        proposals=motion.amendments.values_list("pk", flat=True) if motion.action == MotionAction.ADOPT else (),
    )
