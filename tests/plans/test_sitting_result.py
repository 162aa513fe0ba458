"""What a vote gives: the result by the rules of the council, and the plan adopted, returned or left with its act."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.errors import Conflict, Refused
from partners.enums import College
from partners.rules_council import Count
from partners.services_council import set_rules
from plans.models import AmendmentProposal, Motion, Plan
from plans.services_amendment import propose_amendment, settle_amendment
from plans.services_approval import Decision, advance_plan
from plans.services_motion import recuse, void_vote
from plans.services_sitting import (
    close_sitting,
    write_minutes,
)
from plans.services_vote import close_vote, open_vote, vote
from plans.sitting_enums import MotionAction, MotionState, VoteMode
from tests.plans.council import (
    item,
    moved,
    roll,
    seat,
    submitted,
    the_council,
)

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
