"""The pages of people: the door that asks why, the list, one person, and what is answered when an act is refused."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from accounts.administration_forms import Purpose
from accounts.enums import JournalEvent, Role
from accounts.models import JournalEntry, Membership, User
from accounts.services import end_role, grant_role
from accounts.views.access import DIRECT
from regions.models import Territory
from tests.accounts.administration_steps import cost, enter

PLACE = "bas-saint-laurent"
PAGES = ["people", "invitations", "access_review", "journal"]


@pytest.fixture
def director(as_user, cast):
    """The director's browser, past the door."""
    return enter(as_user(cast.director))


def address_of(person: User) -> str:
    return reverse("person", args=[PLACE, person.pk])


@pytest.mark.parametrize("name", PAGES)
def test_rights_are_shown_past_the_door_only(as_user, cast, name):
    client, page = as_user(cast.director), reverse(name, args=[PLACE])
    sent = client.get(page)
    assert (sent.status_code, sent.url.split("?")[0]) == (302, reverse("administration_door", args=[PLACE]))
    door = client.get(sent.url)
    assert door.context["onward"] == page
    answer = client.post(sent.url.split("?")[0], {"purpose": Purpose.INCIDENT, "detail": "Dossier 12", "suite": page})
    assert (answer.status_code, answer.url) == (302, page)
    assert client.get(page).status_code == 200
    entry = JournalEntry.objects.filter(event=JournalEvent.RIGHTS_SEEN).latest("pk")
    assert (entry.actor, entry.detail) == (
        cast.director,
        "A consulté les accès de Bas-Saint-Laurent. Examiner un incident\u00a0: Dossier 12.",
    )


def test_door_without_reason_stays_closed(as_user, cast):
    client = as_user(cast.director)
    assert client.post(reverse("administration_door", args=[PLACE])).status_code == 422
    assert client.get(reverse("people", args=[PLACE])).status_code == 302


def test_door_leads_nowhere_else(as_user, cast):
    told = {"purpose": Purpose.KEEP, "suite": "https://ailleurs.example/"}
    answer = as_user(cast.director).post(reverse("administration_door", args=[PLACE]), told)
    assert answer.url == reverse("people", args=[PLACE])


def test_door_of_quebec_opens_its_regions_and_closes_after_twelve_hours(as_user, cast):
    client = enter(as_user(cast.administrator), cast.administrator.memberships.get().territory.slug)
    assert client.get(reverse("people", args=[PLACE])).status_code == 200
    session = client.session
    session["administration"] = {
        key: (timezone.now() - timedelta(hours=13)).isoformat() for key in session["administration"]
    }
    session.save()
    assert client.get(reverse("people", args=[PLACE])).status_code == 302


def test_act_sent_without_passing_the_door_is_told_as_such(as_user, cast):
    as_user(cast.director).post(address_of(cast.planner), {"geste": "accorder"})
    entry = JournalEntry.objects.filter(event=JournalEvent.RIGHTS_SEEN).latest("pk")
    assert entry.detail.endswith(f"{DIRECT}.")


@pytest.mark.parametrize(("key", "status"), [("planner", 403), ("partner", 403), ("outsider", 404)])
def test_people_are_the_business_of_those_who_manage_them(as_user, cast, key, status):
    client = as_user(getattr(cast, key))
    assert {client.get(reverse(name, args=[PLACE])).status_code for name in PAGES} == {status}
    assert client.post(address_of(cast.planner), {"geste": "fermer"}).status_code == status


def test_list_holds_the_people_of_the_region_and_its_offices(director, cast):
    page = director.get(reverse("people", args=[PLACE])).context["page"]
    everybody = User.objects.filter(memberships__territory__code__in=["01", "01-100"]).distinct()
    assert {person.pk for person in page} == {person.pk for person in everybody}
    assert cast.outsider not in page
    assert cast.administrator not in page


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"q": "helene theriault"}, ["director"]),
        ({"q": "OUELLET sylvie"}, ["secretary"]),
        ({"role": Role.PLANNER}, ["planner"]),
        ({"q": "personne de ce nom"}, []),
        ({"role": "sorcier", "q": "thériault"}, ["director"]),
    ],
)
def test_list_is_narrowed_without_minding_accents(director, cast, query, keys):
    page = director.get(reverse("people", args=[PLACE]), query).context["page"]
    assert [person.pk for person in page] == [getattr(cast, key).pk for key in keys]


def test_list_tells_past_people_and_closed_accounts_apart(director, cast):
    end_role(membership=cast.planner.memberships.get(), on=date(2008, 3, 31), by=cast.director)
    director.post(address_of(cast.member), {"geste": "fermer"})
    address = reverse("people", args=[PLACE])
    assert [one.pk for one in director.get(address, {"etat": "passes"}).context["page"]] == [cast.planner.pk]
    assert [one.pk for one in director.get(address, {"etat": "fermes"}).context["page"]] == [cast.member.pk]
    present = {one.pk for one in director.get(address).context["page"]}
    assert {cast.planner.pk, cast.member.pk} & present == set()


def test_list_costs_the_same_for_one_person_and_for_all(director):
    address = reverse("people", args=[PLACE])
    assert cost(director, address, role=Role.PLANNER) == cost(director, address)
    told = director.get(address, {"role": Role.PLANNER}).context["page"], director.get(address).context["page"]
    assert [len(page) for page in told] == [1, 7]


def test_person_of_another_region_is_not_found(director, cast):
    assert director.get(address_of(cast.outsider)).status_code == 404


def test_role_is_granted_and_ended_from_the_page(director, cast, region):
    told = {"geste": "accorder", "role": Role.MEMBER, "territory": region.pk}
    assert director.post(address_of(cast.planner), told).status_code == 302
    held = Membership.objects.get(user=cast.planner, role=Role.MEMBER)
    ending = {"geste": "finir", "role": held.pk, "seen": "", "on": ""}
    assert director.post(address_of(cast.planner), ending).status_code == 302
    held.refresh_from_db()
    assert held.end == timezone.localdate()


def test_person_whose_only_role_is_cancelled_is_no_longer_of_the_region(director, cast, region):
    start = timezone.localdate() + timedelta(5)
    coming = User.objects.create_user("bientot@demo.jalon.example", "Bientôt")
    held = grant_role(user=coming, role=Role.PLANNER, territory=region, start=start, by=cast.director)
    answer = director.post(address_of(coming), {"geste": "annuler", "role": held.pk})
    assert answer.url == reverse("people", args=[PLACE])


def test_role_ended_by_somebody_else_meanwhile_answers_409_with_how_it_stands(director, cast):
    held = cast.planner.memberships.get()
    end_role(membership=held, on=timezone.localdate() + timedelta(30), by=cast.administrator)
    answer = director.post(
        address_of(cast.planner), {"geste": "finir", "role": held.pk, "seen": "", "on": "2008-03-31"}
    )
    assert answer.status_code == 409
    assert "changé entre-temps" in answer.content.decode()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"geste": "accorder", "role": Role.DIRECTOR}, "Sélectionnez un choix valide"),
        ({"geste": "accorder", "role": Role.MEMBER, "start": "hier"}, "Écrivez une date comme 2007-03-09."),
        ({"geste": "accorder", "role": Role.CLE_MANAGER}, "ne s’exerce pas au niveau"),
        ({"geste": "accorder", "role": Role.MEMBER, "start": "2008-03-31", "end": "2008-03-01"}, "Choisissez une date"),
        ({"geste": "accorder", "role": Role.PLANNER}, "tient déjà ce rôle"),
        ({"geste": "finir", "on": "2004-01-01"}, "il ne peut finir avant"),
        ({"geste": "finir", "on": "demain"}, "Écrivez une date comme 2007-03-09."),
    ],
)
def test_act_that_cannot_be_done_answers_422_in_words(director, cast, region, told, sentence):
    number = {"role": cast.planner.memberships.get().pk, "seen": ""} if told["geste"] == "finir" else {}
    answer = director.post(address_of(cast.planner), {"territory": region.pk} | told | number)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_second_factors_of_somebody_who_lost_theirs_are_taken_away(director, cast):
    Authenticator.objects.create(user=cast.planner, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert director.get(address_of(cast.planner)).context["has_factors"] is True
    assert director.post(address_of(cast.planner), {"geste": "facteurs"}).status_code == 302
    assert Authenticator.objects.filter(user=cast.planner).exists() is False
    again = director.post(address_of(cast.planner), {"geste": "facteurs"})
    assert (again.status_code, "aucun second facteur" in again.content.decode()) == (422, True)


def test_second_factors_of_whom_one_may_not_close_the_account_stay(director, cast, region):
    grant_role(user=cast.planner, role=Role.PLANNER, territory=Territory.objects.get(code="02"), by=cast.outsider)
    Authenticator.objects.create(user=cast.planner, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert director.post(address_of(cast.planner), {"geste": "facteurs"}).status_code == 422
    assert Authenticator.objects.filter(user=cast.planner).exists() is True


def test_unknown_act_is_not_found(director, cast):
    assert director.post(address_of(cast.planner), {"geste": "couronner"}).status_code == 404


def test_ones_own_page_offers_no_act(director, cast):
    page = director.get(address_of(cast.director))
    assert page.context["role_form"] is None
    assert [may_end for _, may_end, _ in page.context["alive"]] == [False]


def test_person_page_costs_the_same_for_one_role_and_for_three(director, cast, region):
    before = cost(director, address_of(cast.planner))
    for role in (Role.MEMBER, Role.SECRETARY):
        grant_role(user=cast.planner, role=role, territory=region, by=cast.director)
    assert cost(director, address_of(cast.planner)) == before


def test_invitation_is_sent_again_and_withdrawn_from_the_page(director, cast, region):
    told = {"email": "x@demo.jalon.example", "name": "Xavière", "role": Role.PLANNER, "territory": region.pk}
    listing = reverse("invitations", args=[PLACE])
    assert director.post(listing, told).status_code == 302
    [(invitation, may_change)] = director.get(listing).context["pending"]
    assert may_change is True
    change = reverse("invitation_change", args=[PLACE, invitation.pk])
    assert director.post(change, {"geste": "renvoyer", "vu": invitation.nonce}).status_code == 302
    assert director.post(change, {"geste": "renvoyer", "vu": invitation.nonce}).status_code == 409
    assert director.post(change, {"geste": "retirer"}).status_code == 302
    assert director.get(listing).context["pending"] == []
    again = director.post(listing, told | {"name": ""})
    assert (again.status_code, again.context["form"].errors["name"]) == (422, ["Écrivez le nom de la personne."])


def test_invitations_cost_the_same_for_one_and_for_three(director, region):
    listing = reverse("invitations", args=[PLACE])

    def offer(number: int) -> None:
        told = {"email": f"x{number}@demo.jalon.example", "name": "X", "role": Role.PLANNER, "territory": region.pk}
        assert director.post(listing, told).status_code == 302
        director.get(listing)  # the message of success is read

    offer(1)
    before = cost(director, listing)
    offer(2)
    offer(3)
    assert cost(director, listing) == before
