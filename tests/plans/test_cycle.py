"""The planning cycle: the board, who says what, dates, the calendar."""

from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from core.errors import Conflict, Refused
from plans.calendar import calendar_key
from plans.cycle_board import read_board
from plans.models import CycleMark, CycleStep
from plans.services_cycle import mark_step, set_due_date, unmark_step
from regions.models import Territory
from tests.plans.standing import ON, standing

YEAR = 2007
BOARD = reverse("cycle_board", args=[YEAR])
FIRST_OF_APRIL = date(2007, 4, 1)


@pytest.fixture
def step(db):
    return lambda number: CycleStep.objects.get(cycle=YEAR, number=number)


@pytest.fixture
def quebec(db) -> Territory:
    return Territory.objects.get(parent__isnull=True)


def states(territory: Territory, today: date = FIRST_OF_APRIL) -> list:
    [line] = read_board(YEAR, [territory], today).lines
    return [cell.state for cell in line.cells]


def test_a_region_takes_part_in_the_regional_steps_only(region):
    assert states(region) == ["done", None, None, "done", None, "late", None, None, None, "todo"]


def test_the_nation_takes_part_in_its_own(quebec):
    assert states(quebec) == ["done", "done", "done", None, None, None, "late", "late", "todo", "todo"]


def test_an_act_on_the_plan_completes_its_step(plan, region):
    standing(plan, "transmitted")
    [line] = read_board(YEAR, [region], FIRST_OF_APRIL).lines
    assert [(cell.state, cell.completed_on) for cell in line.cells if cell.step.number == 6] == [("done", ON)]


def test_a_late_step_says_what_it_waits_for(quebec):
    [line] = read_board(YEAR, [quebec], FIRST_OF_APRIL).lines
    assert [cell.waits_for for cell in line.cells if cell.step.number in {7, 8}] == [(6,), (7,)]


def test_a_step_is_marked_once_then_taken_back(region, step, cast):
    mark_step(step=step(10), territory=region, completed_on=None, by=cast.director)
    assert states(region)[9] == "done"
    with pytest.raises(Conflict):
        mark_step(step=step(10), territory=region, completed_on=None, by=cast.director)
    unmark_step(step=step(10), territory=region, by=cast.director)
    assert states(region)[9] == "todo"


@pytest.mark.parametrize("role", ["planner", "member", "secretary", "analyst", "national", "outsider", "partner"])
def test_only_those_who_act_for_a_region_speak_for_it(region, step, cast, role):
    with pytest.raises(Refused):
        mark_step(step=step(10), territory=region, completed_on=None, by=getattr(cast, role))
    assert CycleMark.objects.count() == 0


def test_a_step_of_another_level_or_told_by_an_act_is_refused(region, step, cast):
    for number in (2, 6):
        with pytest.raises(Refused):
            mark_step(step=step(number), territory=region, completed_on=None, by=cast.director)


def test_a_date_to_come_is_refused(region, step, cast):
    with pytest.raises(Refused):
        mark_step(step=step(10), territory=region, completed_on=date(2999, 1, 1), by=cast.director)


def test_a_due_date_is_changed_by_the_nation_and_the_second_writer_is_told(step, cast):
    seen = step(10).due_on
    set_due_date(step=step(10), due_on=date(2007, 10, 15), seen=seen, by=cast.national)
    with pytest.raises(Conflict):
        set_due_date(step=step(10), due_on=date(2007, 10, 20), seen=seen, by=cast.national)
    with pytest.raises(Refused):
        set_due_date(step=step(10), due_on=date(2007, 10, 20), seen=date(2007, 10, 15), by=cast.director)
    assert step(10).due_on == date(2007, 10, 15)


def test_the_page_costs_the_same_for_one_region_and_for_all(as_user, cast, django_assert_max_num_queries):
    director, national = as_user(cast.director), as_user(cast.national)
    with django_assert_max_num_queries(16):
        one = director.get(BOARD)
    with django_assert_max_num_queries(16):
        every = national.get(BOARD)
    assert len(one.context["board"].lines) == 1
    assert len(every.context["board"].lines) == 18


def test_a_region_sees_its_offices(as_user, cast, region):
    board = as_user(cast.director).get(BOARD, {"region": region.slug}).context["board"]
    assert [line.territory for line in board.lines] == [region, *region.children.order_by("code")]


def test_a_partner_does_not_see_the_cycle(as_user, cast):
    assert as_user(cast.partner).get(BOARD).status_code == 404


def test_the_button_marks_and_takes_back(as_user, cast, region):
    client, url = as_user(cast.director), reverse("cycle_mark", args=[YEAR, 10])
    assert client.post(url, {"territoire": region.slug}).status_code == 302
    assert CycleMark.objects.get().territory == region
    client.post(url, {"territoire": region.slug, "geste": "reprendre"})
    assert CycleMark.objects.count() == 0


def test_a_stranger_cannot_mark_and_a_reader_may_not(as_user, cast, region):
    url = reverse("cycle_mark", args=[YEAR, 10])
    assert as_user(cast.outsider).post(url, {"territoire": region.slug}).status_code == 404
    assert as_user(cast.member).post(url, {"territoire": region.slug}).status_code == 403


def test_the_calendar_holds_the_ten_dates_without_signing_in(client, cast, step):
    answer = client.get(reverse("cycle_calendar", args=[YEAR, calendar_key(cast.director)]))
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert [event["DTSTART"].dt for event in events] == [step(number).due_on for number in range(1, 11)]


def test_the_calendar_of_a_closed_account_or_a_made_up_key_is_not_found(client, cast):
    key = calendar_key(cast.director)
    assert client.get(reverse("cycle_calendar", args=[YEAR, "autre"])).status_code == 404
    type(cast.director).objects.filter(pk=cast.director.pk).update(is_active=False)
    assert client.get(reverse("cycle_calendar", args=[YEAR, key])).status_code == 404
