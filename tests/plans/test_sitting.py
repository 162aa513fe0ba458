"""A sitting: convened, attended, quorum, motions, votes refused and given, results, the plan adopted with its act."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.errors import Conflict, Refused
from partners.enums import College
from partners.rules_council import Count
from partners.services_council import set_rules
from plans.models import AmendmentProposal, Ballot, Motion, Plan, Sitting
from plans.services import edit_row
from plans.services_amendment import propose_amendment, settle_amendment
from plans.services_approval import Decision, advance_plan
from plans.services_motion import recuse, void_vote, withdraw_motion
from plans.services_sitting import (
    Convocation,
    Noted,
    announce_presence,
    cancel_sitting,
    close_sitting,
    edit_sitting,
    leave_sitting,
    note_attendance,
    open_sitting,
    renew_item,
    write_minutes,
)
from plans.services_vote import call_the_roll, cast_ballot, close_vote, open_vote, vote
from plans.sitting_enums import MotionAction, MotionState, SittingMode, VoteMode
from plans.sitting_reads import read_room
from tests.plans.council import at, attend, convened, item, moved, opened, seat, submitted, the_council, voting_seats


@pytest.fixture
def sitting(plan, cast) -> Sitting:
    """Open, with the twenty voting seats in the room."""
    found = opened(plan, cast)
    attend(found, cast, voting_seats())
    return found


@pytest.fixture
def motion(sitting, cast) -> Motion:
    """Put to the vote, seat by seat."""
    return open_vote(motion=moved(item(sitting, cast), cast), seen="proposed", by=cast.secretary)


@pytest.fixture
def on_plan(sitting, plan, cast):
    """A motion to adopt the submitted plan, put to the vote; `on_plan(action=…)`."""

    def put(**told) -> Motion:
        submitted(plan, cast)
        found = moved(item(sitting, cast, plan=plan), cast, **({"action": MotionAction.ADOPT} | told))
        return open_vote(motion=found, seen="proposed", by=cast.secretary)

    return put


def roll(motion: Motion, cast, votes_for: int, against: int = 0, abstain: int = 0) -> None:
    words = ["for"] * votes_for + ["against"] * against + ["abstain"] * abstain
    seats = [one.pk for one in voting_seats()]
    choices = dict(zip(seats, words, strict=False))
    call_the_roll(motion=motion, choices=choices, by=cast.secretary)


# --- Convening --------------------------------------------------------------------------------------------------------


def test_sittings_of_a_year_are_numbered_one_after_the_other(plan, cast):
    assert [convened(plan, cast).number for _ in range(3)] == [1, 2, 3]


def test_who_holds_the_chair_of_the_council_presides(plan, cast):
    assert convened(plan, cast).chair == seat(College.BUSINESS, 1)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"place": " "}, "place"),
        ({"vote_opens_at": 1}, "vote_closes_at"),
        ({"vote_opens_at": 2, "vote_closes_at": 1}, "vote_closes_at"),
    ],
)
def test_a_convocation_half_told_is_refused_beside_its_field(plan, cast, told, field):
    now = timezone.now()
    told = {name: now + timedelta(hours=value) if isinstance(value, int) else value for name, value in told.items()}
    sitting = convened(plan, cast)
    wrong = Convocation(**({"starts_at": now, "place": "Rimouski"} | told))
    with pytest.raises(Refused) as refused:
        edit_sitting(sitting=sitting, expected_version=1, told=wrong, by=cast.secretary)
    assert set(refused.value.fields) == {field}


def test_a_convocation_changed_by_somebody_else_is_not_written_over(plan, cast):
    sitting = convened(plan, cast)
    told = Convocation(starts_at=sitting.starts_at, place="Ailleurs")
    edit_sitting(sitting=sitting, expected_version=1, told=told, by=cast.director)
    with pytest.raises(Conflict):
        edit_sitting(sitting=sitting, expected_version=1, told=told, by=cast.secretary)


def test_a_sitting_does_not_open_before_its_day(plan, cast):
    sitting = convened(plan, cast, starts_at=at(timezone.localdate() + timedelta(days=1)))
    with pytest.raises(Refused):
        open_sitting(sitting=sitting, seen="convened", by=cast.secretary)


def test_of_two_who_open_it_one_is_told(plan, cast):
    sitting = convened(plan, cast)
    open_sitting(sitting=sitting, seen="convened", by=cast.secretary)
    with pytest.raises(Conflict) as told:
        open_sitting(sitting=sitting, seen="convened", by=cast.director)
    assert "En cours" in told.value.message


def test_a_cancelled_sitting_keeps_its_reason_and_does_not_open(plan, cast):
    sitting = convened(plan, cast)
    cancel_sitting(sitting=sitting, seen="convened", reason="Tempête.", by=cast.secretary)
    with pytest.raises(Conflict):
        open_sitting(sitting=sitting, seen="convened", by=cast.secretary)
    assert Sitting.objects.get(pk=sitting.pk).reason == "Tempête."


@pytest.mark.parametrize("role", ["planner", "member", "analyst", "national", "administrator", "partner", "outsider"])
def test_only_the_secretary_and_the_director_hold_a_sitting(plan, cast, role):
    sitting = convened(plan, cast)
    with pytest.raises(Refused):
        open_sitting(sitting=sitting, seen="convened", by=getattr(cast, role))
    assert Sitting.objects.get(pk=sitting.pk).state == "convened"


# --- Documents --------------------------------------------------------------------------------------------------------


def test_a_plan_that_is_not_submitted_is_not_put_on_the_agenda(plan, cast):
    with pytest.raises(Refused) as refused:
        item(convened(plan, cast), cast, plan=plan)
    assert "Brouillon" in refused.value.message


def test_the_item_points_at_the_edition_frozen_at_submission(plan, cast):
    submitted(plan, cast)
    assert item(convened(plan, cast), cast, plan=plan).edition == plan.editions.get()


def test_a_plan_submitted_again_is_not_voted_upon_until_the_item_is_renewed(plan, sitting, cast):
    submitted(plan, cast)
    point = item(sitting, cast, plan=plan)
    motion = moved(point, cast, action=MotionAction.ADOPT)
    advance_plan(plan=plan, name="withdraw", seen="submitted", by=cast.director, decision=Decision(reason="Coquille."))
    mission = plan.sections.select_related("plan__territory").get(key="mission")
    edit_row(row=mission, expected_version=mission.version, values={"body": "Nouveau texte."}, by=cast.director)
    submitted(plan, cast)
    with pytest.raises(Conflict):
        open_vote(motion=motion, seen="proposed", by=cast.secretary)
    renewed = renew_item(item=point, by=cast.secretary)
    assert renewed.edition.number == 2
    assert open_vote(motion=motion, seen="proposed", by=cast.secretary).state == MotionState.OPEN


# --- Attendance and quorum --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("there", "is_reached"), [(10, False), (11, True), (20, True)])
def test_eleven_of_twenty_make_the_quorum(plan, cast, there, is_reached):
    sitting = opened(plan, cast)
    attend(sitting, cast, voting_seats()[:there])
    assert read_room(sitting).quorum.is_reached == is_reached


def test_observers_do_not_count_nor_those_who_excused_themselves(plan, cast):
    sitting = opened(plan, cast)
    attend(sitting, cast, [seat(College.OBSERVER, number) for number in (1, 2, 3)])
    attend(sitting, cast, voting_seats()[:5], "excused")
    attend(sitting, cast, voting_seats()[5:7], "distance")
    quorum = read_room(sitting).quorum
    assert (quorum.present, quorum.filled, quorum.needed) == (2, 20, 11)


def test_the_quorum_follows_the_settings_of_the_council(plan, cast):
    sitting = opened(plan, cast)
    rules = {"quorum_rule": "number", "quorum_number": 3, "majority": "votes", "tie_break": "chair"}
    set_rules(council=the_council(), expected_version=1, by=cast.secretary, **rules)
    sitting.council = the_council()
    attend(sitting, cast, voting_seats()[:3])
    assert read_room(sitting).quorum.is_reached


def test_a_member_announces_themself_at_a_distance_and_leaves(plan, cast):
    sitting = opened(plan, cast)
    assert announce_presence(sitting=sitting, by=cast.member).status == "distance"
    assert read_room(sitting).quorum.present == 1
    assert leave_sitting(sitting=sitting, by=cast.member).status == "left"
    assert read_room(sitting).quorum.present == 0


def test_the_substitute_sits_when_the_holder_is_away_and_not_beside(plan, cast):
    sitting = opened(plan, cast)
    assert announce_presence(sitting=sitting, by=cast.secretary).status == "substitute"
    with pytest.raises(Refused) as refused:
        announce_presence(sitting=sitting, by=cast.director)
    assert str(cast.secretary) in refused.value.message


@pytest.mark.parametrize("role", ["planner", "analyst", "national"])
def test_who_has_no_seat_cannot_be_present(plan, cast, role):
    with pytest.raises(Refused):
        announce_presence(sitting=opened(plan, cast), by=getattr(cast, role))


def test_nobody_announces_themself_at_a_sitting_held_in_person(plan, cast):
    with pytest.raises(Refused):
        announce_presence(sitting=opened(plan, cast, mode=SittingMode.IN_PERSON), by=cast.member)


def test_a_stale_sheet_does_not_undo_what_a_member_announced(plan, cast):
    sitting, mine = opened(plan, cast), seat(College.LABOUR, 1)
    announce_presence(sitting=sitting, by=cast.member)
    with pytest.raises(Conflict):
        note_attendance(sitting=sitting, noted=[Noted(mine.pk, "excused", "absent")], by=cast.secretary)
    assert sitting.attendances.get(seat=mine).status == "distance"


# --- Motions ----------------------------------------------------------------------------------------------------------


def test_mover_and_seconder_are_two(sitting, cast):
    same = seat(College.LABOUR, 1)
    with pytest.raises(Refused) as refused:
        moved(item(sitting, cast), cast, mover=same, seconder=same)
    assert set(refused.value.fields) == {"seconder_id"}


def test_direct_sql_cannot_make_a_motion_second_itself(motion):
    with pytest.raises(IntegrityError), transaction.atomic():
        Motion.objects.filter(pk=motion.pk).update(seconder=motion.mover_id)


@pytest.mark.parametrize("college", [College.OBSERVER, College.MINISTRY])
def test_an_observer_or_somebody_absent_moves_nothing(plan, cast, college):
    sitting = opened(plan, cast)
    attend(sitting, cast, [*voting_seats()[:12], seat(College.OBSERVER, 1)])
    with pytest.raises(Refused) as refused:
        moved(item(sitting, cast), cast, mover=seat(college, 1), seconder=seat(College.LABOUR, 1))
    assert set(refused.value.fields) == {"mover_id"}


def test_a_motion_on_a_point_without_plan_does_nothing_to_a_plan(sitting, cast):
    with pytest.raises(Refused) as refused:
        moved(item(sitting, cast), cast, action=MotionAction.ADOPT)
    assert set(refused.value.fields) == {"action"}


def test_a_return_asks_for_its_reasons(sitting, plan, cast):
    submitted(plan, cast)
    with pytest.raises(Refused) as refused:
        moved(item(sitting, cast, plan=plan), cast, action=MotionAction.RETURN)
    assert set(refused.value.fields) == {"reason"}


def test_a_motion_taken_back_is_not_voted_upon(sitting, cast):
    found = withdraw_motion(motion=moved(item(sitting, cast), cast), seen="proposed", by=cast.secretary)
    with pytest.raises(Conflict):
        open_vote(motion=found, seen="proposed", by=cast.secretary)


# --- Opening a vote ---------------------------------------------------------------------------------------------------


def test_no_vote_opens_without_quorum(plan, cast):
    sitting = opened(plan, cast)
    seats = voting_seats()
    attend(sitting, cast, seats)
    motion = moved(item(sitting, cast), cast)
    attend(sitting, cast, seats[11:], "left")
    attend(sitting, cast, seats[:1], "left")
    with pytest.raises(Refused) as refused:
        open_vote(motion=motion, seen="proposed", by=cast.secretary)
    assert "quorum" in refused.value.message


def test_one_vote_at_a_time(motion, sitting, cast):
    other = moved(item(sitting, cast, "Varia"), cast)
    with pytest.raises(Refused):
        open_vote(motion=other, seen="proposed", by=cast.secretary)


# --- Voting -----------------------------------------------------------------------------------------------------------


def test_a_member_votes_once_and_the_database_refuses_a_second_ballot(motion, cast):
    ballot = vote(motion=motion, choice="for", by=cast.member)
    assert (ballot.seat, ballot.choice, ballot.channel) == (seat(College.LABOUR, 1), "for", "in_person")
    with pytest.raises(Refused) as refused:
        vote(motion=motion, choice="against", by=cast.member)
    assert "a déjà voté" in refused.value.message
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(
            motion=motion, seat=ballot.seat, choice="for", channel="in_person", cast_at=timezone.now()
        )
    assert [one.choice for one in motion.ballots.all()] == ["for"]


@pytest.mark.parametrize("statement", ["UPDATE plans_ballot SET choice = 'against'", "DELETE FROM plans_ballot"])
def test_direct_sql_cannot_touch_a_ballot(motion, cast, statement):
    vote(motion=motion, choice="for", by=cast.member)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert motion.ballots.get().choice == "for"


@pytest.mark.parametrize("role", ["planner", "analyst", "national", "administrator", "partner", "outsider"])
def test_who_has_no_seat_does_not_vote(motion, cast, role):
    with pytest.raises(Refused):
        vote(motion=motion, choice="for", by=getattr(cast, role))
    with pytest.raises(Refused):
        cast_ballot(motion=motion, seat_id=seat(College.LABOUR, 1).pk, choice="for", by=getattr(cast, role))
    assert motion.ballots.count() == 0


def test_a_member_does_not_vote_for_another_seat(motion, cast):
    with pytest.raises(Refused):
        cast_ballot(motion=motion, seat_id=seat(College.LABOUR, 2).pk, choice="for", by=cast.member)


def test_an_observer_does_not_vote(motion, sitting, cast):
    attend(sitting, cast, [seat(College.OBSERVER, 1)])
    with pytest.raises(Refused) as refused:
        cast_ballot(motion=motion, seat_id=seat(College.OBSERVER, 1).pk, choice="for", by=cast.secretary)
    assert "sans droit de vote" in refused.value.message


def test_who_left_does_not_vote(motion, sitting, cast):
    leave_sitting(sitting=sitting, by=cast.member)
    with pytest.raises(Refused):
        vote(motion=motion, choice="for", by=cast.member)


def test_who_is_recused_does_not_vote_and_who_voted_is_not_recused(motion, cast):
    mine = seat(College.LABOUR, 1)
    recuse(motion=motion, seat_id=mine.pk, reason="Employeur en cause.", by=cast.member)
    with pytest.raises(Refused) as refused:
        vote(motion=motion, choice="for", by=cast.member)
    assert "récusé" in refused.value.message
    other = seat(College.LABOUR, 2)
    cast_ballot(motion=motion, seat_id=other.pk, choice="for", by=cast.secretary)
    with pytest.raises(Refused):
        recuse(motion=motion, seat_id=other.pk, reason="Trop tard.", by=cast.secretary)


def test_the_substitute_votes_in_place_of_the_holder(motion, sitting, cast):
    attend(sitting, cast, [seat(College.MINISTRY)], "substitute")
    with pytest.raises(Refused) as refused:
        vote(motion=motion, choice="for", by=cast.director)
    assert str(cast.secretary) in refused.value.message
    assert vote(motion=motion, choice="for", by=cast.secretary).name == str(cast.secretary)


@pytest.mark.parametrize(("begins", "ends", "is_taken"), [(-2, 2, True), (1, 2, False), (-2, -1, False)])
def test_at_a_distance_votes_are_taken_within_the_window(plan, cast, begins, ends, is_taken):
    now = timezone.now()
    window = {"vote_opens_at": now + timedelta(hours=begins), "vote_closes_at": now + timedelta(hours=ends)}
    sitting = opened(plan, cast, **window)
    attend(sitting, cast, voting_seats())
    attend(sitting, cast, [seat(College.LABOUR, 1)], "distance")
    motion = open_vote(motion=moved(item(sitting, cast), cast), seen="proposed", by=cast.secretary)
    if is_taken:
        assert vote(motion=motion, choice="for", by=cast.member).channel == "distance"
    else:
        with pytest.raises(Refused):
            vote(motion=motion, choice="for", by=cast.member)


def test_a_vote_after_the_close_says_what_came_of_it(motion, cast):
    roll(motion, cast, 0)
    cast_ballot(motion=motion, seat_id=seat(College.LABOUR, 2).pk, choice="for", by=cast.secretary)
    close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-1")
    with pytest.raises(Conflict) as told:
        vote(motion=motion, choice="for", by=cast.member)
    assert "adoptée" in told.value.message
    assert motion.ballots.count() == 1


def test_a_vote_is_refused_while_the_quorum_is_lost_and_taken_when_it_is_back(motion, sitting, cast):
    seats = voting_seats()
    attend(sitting, cast, seats[10:], "left")
    with pytest.raises(Refused) as refused:
        vote(motion=motion, choice="for", by=cast.member)
    assert "quorum" in refused.value.message
    with pytest.raises(Refused):
        close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-1")
    attend(sitting, cast, seats[10:11])
    assert vote(motion=motion, choice="for", by=cast.member).choice == "for"


def test_a_roll_is_written_whole_or_not_at_all(motion, sitting, cast):
    leave_sitting(sitting=sitting, by=cast.member)
    with pytest.raises(Refused):
        roll(motion, cast, 20)
    assert motion.ballots.count() == 0


# --- The result -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("votes", "state"), [((11, 5, 4), "adopted"), ((5, 11, 4), "rejected"), ((1, 0, 19), "adopted")]
)
def test_the_result_is_computed_from_the_ballots(motion, cast, votes, state):
    roll(motion, cast, *votes)
    closed = close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-1")
    assert (closed.state, closed.count, closed.present, closed.quorum) == (state, Count(*votes), 20, 11)
    assert closed.resolution_number == ("2007-1" if state == "adopted" else "")


def test_an_even_vote_is_settled_by_the_ballot_of_the_chair(motion, cast):
    roll(motion, cast, 10, 10)  # labour, then business, whose first seat presides, vote for
    closed = close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-1")
    assert (closed.state, closed.by_chair) == ("adopted", True)


def test_an_even_vote_by_hand_waits_for_the_voice_of_the_chair(sitting, cast):
    motion = moved(item(sitting, cast), cast, mode=VoteMode.HAND)
    motion = open_vote(motion=motion, seen="proposed", by=cast.secretary)
    told = {"motion": motion, "seen": "open", "by": cast.secretary, "hand": Count(9, 9, 2)}
    with pytest.raises(Refused) as refused:
        close_vote(resolution_number="2007-1", **told)
    assert set(refused.value.fields) == {"chair_vote"}
    assert close_vote(chair_vote="against", **told).state == MotionState.REJECTED


def test_more_hands_than_voters_are_refused(sitting, cast):
    motion = moved(item(sitting, cast), cast, mode=VoteMode.HAND)
    recuse(motion=motion, seat_id=seat(College.LABOUR, 1).pk, reason="Employeur.", by=cast.member)
    motion = open_vote(motion=motion, seen="proposed", by=cast.secretary)
    told = {"motion": motion, "seen": "open", "by": cast.secretary, "resolution_number": "2007-1"}
    with pytest.raises(Refused) as refused:
        close_vote(hand=Count(20, 0, 0), **told)
    assert set(refused.value.fields) == {"votes_for"}
    assert close_vote(hand=Count(19, 0, 0), **told).count == Count(19, 0, 0)


def test_by_hand_no_ballot_is_taken(sitting, cast):
    motion = moved(item(sitting, cast), cast, mode=VoteMode.HAND)
    motion = open_vote(motion=motion, seen="proposed", by=cast.secretary)
    with pytest.raises(Refused):
        vote(motion=motion, choice="for", by=cast.member)


def test_what_is_adopted_asks_for_a_number_and_a_number_serves_once(motion, sitting, cast):
    roll(motion, cast, 20)
    with pytest.raises(Refused) as refused:
        close_vote(motion=motion, seen="open", by=cast.secretary)
    assert set(refused.value.fields) == {"resolution_number"}
    close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-1")
    other = open_vote(motion=moved(item(sitting, cast, "Varia"), cast), seen="proposed", by=cast.secretary)
    roll(other, cast, 20)
    with pytest.raises(Refused) as refused:
        close_vote(motion=other, seen="open", by=cast.secretary, resolution_number=" 2007-1 ")
    assert set(refused.value.fields) == {"resolution_number"}
    assert Motion.objects.get(pk=other.pk).state == MotionState.OPEN
    assert other.ballots.count() == 20


def test_of_two_secretaries_who_close_at_once_the_second_is_told(motion, cast):
    roll(motion, cast, 20)
    close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-1")
    with pytest.raises(Conflict) as told:
        close_vote(motion=motion, seen="open", by=cast.director, resolution_number="2007-2")
    assert str(cast.secretary) in told.value.message
    assert Motion.objects.get(pk=motion.pk).resolution_number == "2007-1"


def test_a_vote_given_up_keeps_its_ballots_and_the_motion_is_moved_again(motion, cast):
    roll(motion, cast, 3)
    again = void_vote(motion=motion, seen="open", by=cast.secretary)
    assert (Motion.objects.get(pk=motion.pk).state, motion.ballots.count()) == (MotionState.VOID, 3)
    assert (again.number, again.text, again.state) == (motion.number + 1, motion.text, MotionState.PROPOSED)


def test_past_votes_keep_the_rules_under_which_they_were_taken(motion, cast):
    roll(motion, cast, 20)
    closed = close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-1")
    rules = {"quorum_rule": "number", "quorum_number": 3, "majority": "seats", "tie_break": "rejected"}
    set_rules(council=the_council(), expected_version=1, by=cast.secretary, **rules)
    closed.refresh_from_db()
    assert (closed.quorum, closed.majority, closed.tie_break) == (11, "votes", "chair")


@pytest.mark.parametrize(
    "assignment",
    ["state = 'adopted'", "state = 'rejected'", "state = 'whatever'", "resolution_number = '', state = 'adopted'"],
)
def test_direct_sql_cannot_make_a_result_without_a_count(motion, assignment):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE plans_motion SET {assignment} WHERE id = %s", [motion.pk])


def test_a_sitting_is_not_closed_during_a_vote(motion, sitting, cast):
    with pytest.raises(Refused):
        close_sitting(sitting=sitting, seen="open", by=cast.secretary)


def test_minutes_written_by_two_are_not_lost(sitting, cast):
    point = item(sitting, cast)
    write_minutes(item=point, expected_version=1, text="La présidence présente le plan.", by=cast.secretary)
    with pytest.raises(Conflict) as told:
        write_minutes(item=point, expected_version=1, text="Autre.", by=cast.director)
    assert told.value.current.minutes == "La présidence présente le plan."


# --- What it does to the plan -----------------------------------------------------------------------------------------


def test_adopting_inscribes_the_act_of_the_plan_in_the_same_gesture(on_plan, plan, sitting, cast):
    motion = on_plan()
    roll(motion, cast, 17, 2, 1)
    closed = close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-03-1")
    act = plan.acts.last()
    assert (closed.act, act.transition, act.resolution_number) == (act, "adopt", "2007-03-1")
    assert (act.decided_on, act.edition) == (sitting.day, motion.item.edition)
    assert Plan.objects.get(pk=plan.pk).state == "adopted"


def test_returning_inscribes_the_reasons(on_plan, plan, cast):
    motion = on_plan(action=MotionAction.RETURN, reason="Le budget est à revoir.")
    roll(motion, cast, 20)
    close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-03-1")
    assert (plan.acts.last().transition, plan.acts.last().reason) == ("return_by_council", "Le budget est à revoir.")
    assert Plan.objects.get(pk=plan.pk).state == "draft"


def test_a_rejected_motion_leaves_the_plan_before_the_council(on_plan, plan, cast):
    motion = on_plan()
    roll(motion, cast, 5, 15)
    close_vote(motion=motion, seen="open", by=cast.secretary)
    assert Plan.objects.get(pk=plan.pk).state == "submitted"


def test_a_number_already_on_an_act_is_refused_and_the_vote_stays_open(on_plan, plan, cast):
    told = Decision(decided_on=timezone.localdate(), resolution_number="2007-5", reason="À revoir.", on_paper=True)
    submitted(plan, cast)
    advance_plan(plan=plan, name="return_by_council", seen="submitted", by=cast.secretary, decision=told)
    motion = on_plan()
    roll(motion, cast, 20)
    with pytest.raises(Refused) as refused:
        close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-5")
    assert set(refused.value.fields) == {"resolution_number"}
    assert Motion.objects.get(pk=motion.pk).state == MotionState.OPEN


def test_a_plan_taken_back_during_the_vote_is_not_adopted(on_plan, plan, cast):
    motion = on_plan()
    roll(motion, cast, 20)
    advance_plan(plan=plan, name="withdraw", seen="submitted", by=cast.director, decision=Decision(reason="Coquille."))
    with pytest.raises(Conflict):
        close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-03-1")
    assert Motion.objects.get(pk=motion.pk).state == MotionState.OPEN
    assert Plan.objects.get(pk=plan.pk).state == "draft"


def test_adopting_with_an_amendment_applies_it_and_sets_the_others_aside(plan, sitting, cast):
    submitted(plan, cast)
    mission = plan.sections.get(key="mission")
    proposals = [
        propose_amendment(
            plan=plan, row=mission, field=field, version_read=mission.version, text=text, reason="Plus clair.",
            by=cast.member,
        )
        for field, text in (("body", "Mission amendée par le conseil."), ("title", "Notre mission"))
    ]  # fmt: skip
    settle_amendment(proposal=proposals[0], state="retained", seen="proposed", by=cast.secretary)
    point = item(sitting, cast, plan=plan)
    motion = moved(point, cast, action=MotionAction.ADOPT, amendments=[proposals[0].pk])
    motion = open_vote(motion=motion, seen="proposed", by=cast.secretary)
    roll(motion, cast, 20)
    close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-03-1")
    mission.refresh_from_db()
    assert mission.body == "Mission amendée par le conseil."
    assert list(AmendmentProposal.objects.values_list("state", flat=True)) == ["applied", "rejected"]
    assert plan.acts.last().is_amended
    assert [edition.number for edition in plan.editions.all()] == [1, 2]
