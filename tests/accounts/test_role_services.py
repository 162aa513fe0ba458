"""Granting and ending roles, closing accounts: what is refused, who wins a race, what the journal keeps."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import JournalEvent, Role
from accounts.models import JournalEntry, Membership, User
from accounts.services import cancel_role, close_account, end_role, grant_role, reopen_account
from core.errors import Conflict, Refused
from regions.models import Territory


@pytest.fixture
def newcomer(db) -> User:
    return User.objects.create_user("nouvelle@demo.jalon.example", "Nouvelle Personne")


@pytest.fixture
def second(cast, region) -> User:
    """A second person who manages the members of the region, named by its director."""
    user = User.objects.create_user("seconde@demo.jalon.example", "Seconde Administration")
    grant_role(user=user, role=Role.ADMINISTRATOR, territory=region, by=cast.director)
    return user


def last_entry(user: User) -> JournalEntry:
    return JournalEntry.objects.filter(subject_pk=user.pk, subject_type="accounts.user").latest("pk")


def test_granted_role_is_told_in_the_journal_with_its_author(cast, region, newcomer):
    membership = grant_role(user=newcomer, role=Role.PLANNER, territory=region, by=cast.director)
    entry = last_entry(newcomer)
    assert (membership.granted_by, entry.actor, entry.event) == (
        cast.director,
        cast.director,
        JournalEvent.ROLE_GRANTED,
    )
    assert entry.territory == region
    assert entry.detail.startswith("Rôle «\u00a0Planification régionale\u00a0» accordé à Nouvelle Personne")


def test_nobody_grants_themselves(cast, region):
    with pytest.raises(Refused, match="ses propres droits"):
        grant_role(user=cast.director, role=Role.ADMINISTRATOR, territory=region, by=cast.director)


@pytest.mark.parametrize(("key", "role"), [("director", Role.DIRECTOR), ("planner", Role.MEMBER)])
def test_role_that_one_may_not_hand_out_is_refused(cast, region, newcomer, key, role):
    with pytest.raises(Refused, match="ni accorder ni retirer"):
        grant_role(user=newcomer, role=role, territory=region, by=getattr(cast, key))
    assert list(newcomer.memberships.all()) == []


def test_role_elsewhere_is_refused(cast, newcomer):
    with pytest.raises(Refused, match="ni accorder ni retirer"):
        grant_role(user=newcomer, role=Role.PLANNER, territory=Territory.objects.get(code="02"), by=cast.director)


def test_role_already_held_is_refused_with_its_dates(cast, region):
    with pytest.raises(Refused, match="tient déjà ce rôle depuis le 1er avril 2005"):
        grant_role(user=cast.planner, role=Role.PLANNER, territory=region, by=cast.director)


def test_role_after_its_end_may_be_granted_again(cast, region):
    [held] = cast.planner.memberships.all()
    end_role(membership=held, on=date(2008, 3, 31), by=cast.director)
    again = grant_role(user=cast.planner, role=Role.PLANNER, territory=region, start=date(2008, 4, 1), by=cast.director)
    assert list(cast.planner.memberships.order_by("start")) == [held, again]


def test_closed_account_receives_no_role(cast, region, newcomer):
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    with pytest.raises(Refused, match="compte est fermé"):
        grant_role(user=newcomer, role=Role.PLANNER, territory=region, by=cast.director)


def test_of_two_who_end_a_role_the_second_meets_a_conflict(cast):
    seen_by_one = cast.planner.memberships.select_related("user", "territory").get()
    seen_by_other = Membership.objects.get(pk=seen_by_one.pk)
    end_role(membership=seen_by_one, on=date(2008, 3, 31), by=cast.director)
    with pytest.raises(Conflict) as conflict:
        end_role(membership=seen_by_other, on=date(2007, 3, 31), by=cast.administrator)
    assert conflict.value.current.end == date(2008, 3, 31)
    assert last_entry(cast.planner).detail.endswith("terminé le 31 mars 2008.")


def test_role_may_be_prolonged_up_to_the_next_time_it_is_held(cast, region, newcomer):
    today = timezone.localdate()
    days = [today + timedelta(number) for number in (10, 20, 30)]
    held = grant_role(user=newcomer, role=Role.PLANNER, territory=region, end=days[0], by=cast.director)
    grant_role(user=newcomer, role=Role.PLANNER, territory=region, start=days[2], by=cast.director)
    end_role(membership=held, on=days[1], by=cast.director)
    assert last_entry(newcomer).event == JournalEvent.ROLE_CHANGED
    with pytest.raises(Refused, match="commence avant ce jour"):
        end_role(membership=held, on=days[2], by=cast.director)
    assert Membership.objects.get(pk=held.pk).end == days[1]


def test_role_that_is_over_is_not_prolonged(cast):
    held = cast.planner.memberships.get()
    end_role(membership=held, on=date(2008, 3, 31), by=cast.director)
    with pytest.raises(Refused, match="terminé"):
        end_role(membership=held, by=cast.director)


def test_role_is_cancelled_before_its_first_day_only(cast, region, newcomer):
    tomorrow = timezone.localdate() + timedelta(1)
    held = grant_role(user=newcomer, role=Role.PLANNER, territory=region, start=tomorrow, by=cast.director)
    same = Membership.objects.get(pk=held.pk)
    cancel_role(membership=held, by=cast.director)
    assert list(newcomer.memberships.all()) == []
    assert "annulé avant son premier jour" in last_entry(newcomer).detail
    with pytest.raises(Conflict, match="déjà été annulé"):
        cancel_role(membership=same, by=cast.director)
    with pytest.raises(Refused, match="a commencé"):
        cancel_role(membership=cast.planner.memberships.get(), by=cast.director)


def test_last_to_manage_a_territory_is_not_ended(cast):
    with pytest.raises(Refused, match="dernière personne à administrer"):
        end_role(membership=cast.director.memberships.get(), by=cast.administrator)


def test_manager_is_ended_once_another_is_named(cast, second):
    ended = end_role(membership=cast.director.memberships.get(), by=cast.administrator)
    assert ended.end == timezone.localdate()


def test_another_whose_role_ends_the_same_day_or_whose_account_is_closed_does_not_count(cast, second):
    Membership.objects.filter(user=second).update(end=timezone.localdate())
    with pytest.raises(Refused, match="dernière personne"):
        end_role(membership=cast.director.memberships.get(), by=cast.administrator)
    Membership.objects.filter(user=second).update(end=None)
    close_account(user=second, territory=cast.director.memberships.get().territory, by=cast.director)
    with pytest.raises(Refused, match="dernière personne"):
        end_role(membership=cast.director.memberships.get(), by=cast.administrator)


def test_closed_account_cannot_sign_in_until_it_is_opened_again(cast, region, as_user):
    client = as_user(cast.planner)
    close_account(user=cast.planner, territory=region, by=cast.director)
    assert client.get("/plans/").status_code == 302
    reopen_account(user=cast.planner, territory=region, by=cast.director)
    assert last_entry(cast.planner).event == JournalEvent.PERSON_REOPENED
    assert as_user(cast.planner).get("/plans/").status_code == 200


def test_account_closed_twice_is_a_conflict(cast, region):
    close_account(user=cast.planner, territory=region, by=cast.director)
    with pytest.raises(Conflict, match="fermé entre-temps"):
        close_account(user=User.objects.get(pk=cast.planner.pk), territory=region, by=cast.administrator)


def test_account_with_a_role_elsewhere_is_not_closed_from_here(cast, region):
    elsewhere = Territory.objects.get(code="02")
    grant_role(user=cast.planner, role=Role.PLANNER, territory=elsewhere, by=cast.outsider)
    with pytest.raises(Refused, match="hors de votre territoire"):
        close_account(user=cast.planner, territory=region, by=cast.director)


@pytest.mark.parametrize(("key", "why"), [("director", "ses propres droits"), ("administrator", "dernière personne")])
def test_ones_own_account_and_that_of_the_last_manager_are_not_closed(cast, region, key, why):
    with pytest.raises(Refused, match=why):
        close_account(user=cast.director, territory=region, by=getattr(cast, key))


def test_loading_again_tells_nothing_new(cast, region):
    before = JournalEntry.objects.count()
    grant_role(user=cast.planner, role=Role.PLANNER, territory=region, start=date(2005, 4, 1), by=None)
    assert JournalEntry.objects.count() == before
    changed = grant_role(
        user=cast.planner, role=Role.PLANNER, territory=region, start=date(2005, 4, 1),
        end=timezone.localdate() + timedelta(1), by=None,
    )  # fmt: skip
    assert last_entry(cast.planner).event == JournalEvent.ROLE_CHANGED
    assert Membership.objects.get(pk=changed.pk).end == timezone.localdate() + timedelta(1)
