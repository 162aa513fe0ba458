"""A sitting before its votes: convened, its documents, attended, quorum, what is moved."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import Conflict, Refused
from partners.enums import College
from partners.services_council import set_rules
from plans.models import Motion, Sitting
from plans.services import edit_row
from plans.services_approval import Decision, advance_plan
from plans.services_motion import withdraw_motion
from plans.services_sitting import (
    Convocation,
    Noted,
    announce_presence,
    cancel_sitting,
    edit_sitting,
    leave_sitting,
    note_attendance,
    open_sitting,
    renew_item,
)
from plans.services_vote import open_vote
from plans.sitting_enums import MotionAction, MotionState, SittingMode
from plans.sitting_reads import read_room
from tests.plans.council import (
    at,
    attend,
    convened,
    item,
    moved,
    opened,
    seat,
    submitted,
    the_council,
    voting_seats,
)

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
