"""The convocation reaches those who sit, by e-mail and as a file for their calendar."""

from datetime import UTC, date

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from plans.models import Sitting
from plans.services_sitting import cancel_sitting
from plans.sitting_mail import recipients, send_convocation
from tests.plans.council import PLACE, at, convened

AT = ["bas-saint-laurent", 2007]
SITE = "https://jalon.example/"
DAY = date(2031, 3, 9)


@pytest.fixture
def sitting(plan, cast) -> Sitting:
    return convened(plan, cast, starts_at=at(DAY))


@pytest.fixture
def post(cast, as_user, django_capture_on_commit_callbacks):
    """post("sitting_convene", {…}): what the secretary sends, and the messages that leave once it is written."""

    def send(name: str, told: dict, *more) -> list:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            as_user(cast.secretary).post(reverse(name, args=[*AT, *more]), told)
        return mail.outbox

    return send


TOLD = {"starts_at": "2031-03-09T19:00", "place": PLACE, "mode": "hybrid"}


def test_who_holds_a_seat_or_stands_in_is_convened_with_date_place_address_and_file(post, cast):
    sent = post("sitting_convene", TOLD)
    assert {one.to[0] for one in sent} == {cast.director.email, cast.secretary.email, cast.member.email}
    one = next(one for one in sent if one.to == [cast.member.email])
    assert one.subject == "[Jalon] Convocation : 9 mars 2031"
    for told in (str(cast.member), "dimanche 9 mars 2031 à 19 h 00", PLACE, "/conseil/seances/1/"):
        assert told in one.body
    [(name, content, kind)] = one.attachments
    assert (name, kind) == ("seance-1.ics", "text/calendar")
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert (event["dtstart"].dt, str(event["location"])) == (at(DAY).astimezone(UTC), PLACE)


def test_a_convocation_badly_told_reaches_nobody(post):
    assert post("sitting_convene", TOLD | {"place": ""}) == []


def test_a_change_is_told_to_everybody_and_takes_the_place_of_the_former_in_calendars(post, sitting):
    sent = post("sitting_edit", TOLD | {"place": "Cégep", "version": "1"}, 1)
    assert [one.subject for one in sent] == ["[Jalon] Convocation changée : 9 mars 2031"] * 3
    [event] = Calendar.from_ical(sent[0].attachments[0][1]).walk("VEVENT")
    assert (event["sequence"], str(event["uid"])) == (2, f"seance-{sitting.pk}@jalon")


def test_a_cancelled_sitting_is_told_with_its_reason(post, sitting):
    sent = post("sitting_keep", {"geste": "annuler", "etat": "convened", "reason": "Tempête."}, 1)
    assert [one.subject for one in sent] == ["[Jalon] Séance annulée : 9 mars 2031"] * 3
    assert "Tempête." in sent[0].body
    assert "STATUS:CANCELLED" in sent[0].attachments[0][1]


def test_a_message_overtaken_by_a_later_change_is_not_sent(sitting, cast):
    assert not send_convocation(sitting.pk, sitting.version + 1, cast.member.pk, SITE)
    assert mail.outbox == []


def test_a_closed_account_and_a_term_that_ended_receive_nothing(sitting, cast):
    sitting.council.seats.get(college="labour", number=1).terms.update(end=date(2030, 1, 1))
    cast.secretary.is_active = False
    cast.secretary.save()
    assert recipients(sitting) == [cast.director]


def test_a_window_for_votes_at_a_distance_is_told(plan, cast):
    window = {"vote_opens_at": at(DAY, 8), "vote_closes_at": at(DAY, 20)}
    sitting = convened(plan, cast, starts_at=at(DAY), **window)
    assert send_convocation(sitting.pk, 1, cast.member.pk, SITE)
    assert "Vote à distance : du 9 mars 2031, 8 h 00 au 9 mars 2031, 20 h 00" in mail.outbox[0].body


def test_a_verb_called_without_an_address_sends_nothing(sitting, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        cancel_sitting(sitting=sitting, seen="convened", reason="Tempête.", by=cast.secretary)
    assert mail.outbox == []


def test_the_file_for_calendars_is_read_by_who_reads_the_sitting(sitting, cast, as_user):
    address = reverse("sitting_calendar", args=[*AT, 1])
    answer = as_user(cast.member).get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"SUMMARY:S\xc3\xa9ance 1 du conseil" in answer.content
    assert as_user(cast.outsider).get(address).status_code == 404
