"""Voting at a sitting: a vote opens with quorum, each seat votes once, what is refused is refused in words."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.errors import Conflict, Refused
from partners.enums import College
from plans.models import Ballot
from plans.services_motion import recuse
from plans.services_sitting import (
    leave_sitting,
)
from plans.services_vote import cast_ballot, close_vote, open_vote, vote
from tests.plans.council import (
    attend,
    item,
    moved,
    opened,
    roll,
    seat,
    voting_seats,
)

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
