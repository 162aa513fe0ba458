"""Who came to the sittings of a council: each member while they sat."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.enums import College
from partners.services_council import fill_seat
from plans.attendance_history import MemberHistory, read_attendance
from plans.services_sitting import close_sitting
from tests.plans.council import attend, convened, opened, seat, the_council, voting_seats

PAGE = reverse("sitting_attendance", args=["bas-saint-laurent", 2007])


@pytest.fixture
def held(plan, cast):
    """held(seats, status): a sitting that those seats attended, closed."""

    def hold(seats, status="present"):
        sitting = opened(plan, cast)
        attend(sitting, cast, seats, status)
        return close_sitting(sitting=sitting, seen="open", by=cast.secretary)

    return hold


def of(college: str, number: int = 1) -> list[MemberHistory]:
    return [one for one in read_attendance(the_council()) if one.term.seat == seat(college, number)]


def test_each_member_is_told_with_the_sittings_of_their_term(held, plan, cast):
    held(voting_seats()[:11])
    held([seat(College.LABOUR)], "excused")
    convened(plan, cast)  # not held: it counts for nobody
    [member] = of(College.LABOUR)
    assert [one.status for one in member.presences] == ["excused", "present"]
    assert (member.attended, member.held) == (1, 2)
    [absent] = of(College.LOCAL)
    assert (absent.attended, absent.held) == (0, 2)


def test_the_substitute_counts_for_the_seat_and_is_named(held, cast):
    held([seat(College.MINISTRY)], "substitute")
    [member] = of(College.MINISTRY)
    assert (member.attended, [one.name for one in member.presences]) == (1, [str(cast.secretary)])


def test_who_sat_before_keeps_their_sittings(held, cast):
    held([seat(College.LABOUR, 2)])
    tomorrow = timezone.localdate() + timedelta(days=1)
    fill_seat(seat=seat(College.LABOUR, 2), name="Nouvelle Personne", start=tomorrow, by=cast.secretary)
    assert [(one.term.name, one.attended) for one in of(College.LABOUR, 2)] == [("Ginette Caron", 1)]


def test_the_page_tells_it_to_who_reads_the_council(held, as_user, cast):
    assert "Aucune séance tenue" in as_user(cast.planner).get(PAGE).content.decode()
    held(voting_seats()[:1])
    page = as_user(cast.planner).get(PAGE).content.decode()
    assert "1 sur 1" in page
    assert as_user(cast.partner).get(PAGE).status_code == 404


def test_one_and_three_sittings_cost_the_same(held, as_user, cast):
    client = as_user(cast.secretary)
    held(voting_seats())
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for _ in range(2):
        held(voting_seats())
    with CaptureQueriesContext(connection) as three:
        client.get(PAGE)
    assert len(one) == len(three)
