"""A seat is abolished on a day: it counts no more after it, and everything before stays."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import Conflict, Refused
from partners.enums import College
from partners.models import Seat
from partners.reads_council import read_roster
from partners.services_council import abolish_seat, fill_seat, set_chair
from tests.plans.council import attend, opened, seat, the_council, voting_seats

DAY = date(2007, 6, 30)
AFTER = DAY + timedelta(days=1)


def test_after_its_last_day_it_counts_neither_for_quorum_nor_for_votes(cast):
    abolish_seat(seat=seat(College.LOCAL), on=DAY, by=cast.secretary)
    before, after = read_roster(the_council(), DAY), read_roster(the_council(), AFTER)
    assert (before.voting, before.filled, after.voting, after.filled) == (20, 20, 19, 19)


def test_its_terms_end_with_it_and_stay_on_record(cast):
    abolished = abolish_seat(seat=seat(College.LOCAL), on=DAY, by=cast.secretary)
    assert [(term.name, term.end) for term in abolished.terms.all()] == [("Francine Ross", DAY)]


def test_a_sitting_already_held_keeps_it(plan, cast):
    sitting = opened(plan, cast)
    attend(sitting, cast, voting_seats())
    abolish_seat(seat=seat(College.LOCAL), on=sitting.day, by=cast.secretary)
    assert read_roster(sitting.council, sitting.day).filled == 20


def test_the_seat_that_presides_is_not_abolished_and_an_abolished_seat_does_not_preside(cast):
    with pytest.raises(Refused):
        abolish_seat(seat=seat(College.BUSINESS), by=cast.secretary)
    gone = abolish_seat(seat=seat(College.LOCAL), on=DAY, by=cast.secretary)
    with pytest.raises(Refused):
        set_chair(seat=gone, by=cast.secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=seat(College.BUSINESS).pk).update(abolished_on=DAY)


def test_nobody_takes_an_abolished_seat_and_it_is_abolished_once(cast):
    gone = abolish_seat(seat=seat(College.LOCAL), on=DAY, by=cast.secretary)
    with pytest.raises(Refused):
        fill_seat(seat=gone, name="Nouvelle Personne", start=AFTER, by=cast.secretary)
    with pytest.raises(Conflict):
        abolish_seat(seat=gone, by=cast.director)


def test_a_term_that_begins_later_is_not_cut_unseen(cast):
    tomorrow = timezone.localdate() + timedelta(days=1)
    fill_seat(seat=seat(College.LOCAL), name="Nouvelle Personne", start=tomorrow, by=cast.secretary)
    with pytest.raises(Refused) as refused:
        abolish_seat(seat=seat(College.LOCAL), by=cast.secretary)
    assert "Nouvelle Personne" in refused.value.message


@pytest.mark.parametrize("role", ["planner", "member", "national", "outsider"])
def test_only_who_keeps_the_council_abolishes(cast, role):
    with pytest.raises(Refused):
        abolish_seat(seat=seat(College.LOCAL), by=getattr(cast, role))


def test_it_is_abolished_from_its_page_and_shown_apart(cast, as_user):
    client, chosen = as_user(cast.secretary), seat(College.LOCAL)
    page = reverse("council_seat", args=["bas-saint-laurent", 2007, chosen.pk])
    assert client.post(page, {"geste": "abolir", "le": "hier"}).status_code == 422
    assert client.post(page, {"geste": "abolir", "le": "2007-06-30"}).status_code == 302
    told = client.get(reverse("council", args=["bas-saint-laurent", 2007])).content.decode()
    assert "Aboli le 30 juin 2007" in told
    assert "Abolir le siège" not in client.get(page).content.decode()
