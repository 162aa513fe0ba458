"""An invitation from its mail to the role: what the link opens, once, and what each closed link says."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.enums import InvitationState, JournalEvent, Role
from accounts.invitations import accept, invite, resend, token_of, withdraw
from accounts.models import Invitation, JournalEntry, Membership, User
from core.errors import Conflict, Refused

EMAIL, SECRET = "invitee@demo.jalon.example", "une-phrase-bien-longue"
ANSWER = {"name": "Invitée Côté", "password": SECRET, "again": SECRET}


@pytest.fixture
def invitation(cast, region) -> Invitation:
    return offer(cast, region).invitation


def offer(cast, region, **more):
    told = {"email": EMAIL, "name": "Invitée", "role": Role.PLANNER, "territory": region, "by": cast.director}
    return invite(**told | more, site="https://jalon.example/")


def link(invitation: Invitation) -> str:
    return reverse("invitation_accept", args=[token_of(invitation)])


def test_mail_holds_the_link_that_opens_the_offer(cast, region, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = offer(cast, region).invitation
    [message] = mail.outbox
    assert message.to == [EMAIL]
    assert message.subject == "[Jalon] Invitation à Jalon"
    assert f"https://jalon.example{link(invitation)}" in message.body
    page = client.get(link(invitation))
    assert page.context["invitation"] == invitation


def test_looking_at_the_offer_accepts_nothing(client, invitation):
    client.get(link(invitation))
    assert Invitation.objects.get().is_pending is True
    assert User.objects.filter(email=EMAIL).exists() is False


def test_accepting_makes_the_account_and_the_role_begins(cast, region, client, invitation):
    answer = client.post(link(invitation), ANSWER)
    assert (answer.status_code, answer.url) == (302, reverse("account_login"))
    person = User.objects.get(email=EMAIL)
    assert (person.name, person.check_password(SECRET)) == ("Invitée Côté", True)
    [held] = person.memberships.all()
    assert (held.role, held.territory, held.start, held.granted_by) == (
        Role.PLANNER, region, timezone.localdate(), cast.director,
    )  # fmt: skip
    told = JournalEntry.objects.filter(territory=region).order_by("-pk")[:4]
    assert [entry.event for entry in told] == [
        JournalEvent.INVITATION_ACCEPTED, JournalEvent.ROLE_GRANTED, JournalEvent.PERSON_CREATED,
        JournalEvent.INVITATION_SENT,
    ]  # fmt: skip


def test_role_offered_for_later_begins_later(cast, region):
    start = timezone.localdate() + timedelta(10)
    invitation = offer(cast, region, start=start, end=start + timedelta(30)).invitation
    membership = accept(token=token_of(invitation), name="Invitée", password=SECRET)
    assert (membership.start, membership.end) == (start, start + timedelta(30))


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"password": "court", "again": "court"}, "12"),
        ({"password": SECRET, "again": "autre chose"}, "Les deux mots de passe diffèrent."),
        ({"name": ""}, "Écrivez votre nom."),
    ],
)
def test_answer_to_mend_keeps_the_link_open(client, invitation, answer, sentence):
    page = client.post(link(invitation), ANSWER | answer)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert Invitation.objects.get().is_pending is True


def used(invitation, cast):
    accept(token=token_of(invitation), name="Invitée", password=SECRET)
    return invitation


def expired(invitation, cast):
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=8))
    return invitation


def withdrawn(invitation, cast):
    withdraw(invitation=invitation, by=cast.director)
    return invitation


def replaced(invitation, cast):
    resend(invitation=Invitation.objects.get(), by=cast.director, site="https://jalon.example/")
    return invitation


@pytest.mark.parametrize(
    ("closing", "title"),
    [
        (used, "Cette invitation a déjà servi"),
        (expired, "Ce lien a expiré"),
        (withdrawn, "Cette invitation a été retirée"),
        (replaced, "Un lien plus récent existe"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_closed_link_says_why_and_does_nothing(cast, client, invitation, closing, title):
    address = link(closing(invitation, cast))
    before = Membership.objects.count()
    for answer in (client.get(address), client.post(address, ANSWER)):
        assert answer.status_code == 410
        assert f"<h1>{title}</h1>" in answer.content.decode()
    assert Membership.objects.count() == before


def test_forged_link_and_unknown_link_are_the_same_page(client, invitation):
    forged = client.get(reverse("invitation_accept", args=["abc:def:ghi"]))
    Invitation.objects.all().delete()
    unknown = client.get(link(invitation))
    assert (forged.status_code, unknown.status_code) == (410, 410)
    assert forged.context["closed"].message == unknown.context["closed"].message


def test_resent_link_opens_for_as_many_days_anew(cast, client, invitation):
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=8))
    fresh = resend(invitation=Invitation.objects.get(), by=cast.director, site="https://jalon.example/")
    assert client.get(link(fresh)).status_code == 200


def test_of_two_acts_on_an_invitation_the_second_meets_a_conflict(cast, invitation):
    other = Invitation.objects.get()
    withdraw(invitation=invitation, by=cast.director)
    with pytest.raises(Conflict, match="Retirée"):
        resend(invitation=other, by=cast.administrator, site="https://jalon.example/")


def test_same_offer_twice_is_refused_and_told_at_the_field(cast, region, invitation):
    with pytest.raises(Refused) as refused:
        offer(cast, region, email=EMAIL.upper())
    assert set(refused.value.fields) == {"email"}


def test_whoever_has_an_account_receives_the_role_at_once_and_a_mail(cast, region, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sent = offer(cast, region, email=cast.outsider.email, role=Role.MEMBER)
    assert (sent.invitation, sent.membership.user) == (None, cast.outsider)
    assert [message.to for message in mail.outbox] == [[cast.outsider.email]]


def test_account_made_meanwhile_only_receives_the_role(client, invitation):
    person = User.objects.create_user(EMAIL, "Déjà là", "autre-mot-de-passe")
    assert client.get(link(invitation)).context["form"] is None
    client.post(link(invitation))
    person.refresh_from_db()
    assert person.check_password("autre-mot-de-passe") is True
    assert [held.role for held in person.memberships.all()] == [Role.PLANNER]


def test_role_that_one_may_not_hand_out_is_not_offered(cast, region):
    with pytest.raises(Refused, match="ni accorder ni retirer"):
        offer(cast, region, role=Role.DIRECTOR)
    assert Invitation.objects.count() == 0


def test_offer_of_somebody_who_no_longer_manages_is_not_accepted(client, cast, invitation):
    Membership.objects.filter(user=cast.director).update(end=timezone.localdate() - timedelta(1))
    answer = client.post(link(invitation), ANSWER)
    assert answer.status_code == 422
    assert "n’administre plus ces accès" in answer.content.decode()
    assert Invitation.objects.get().state == InvitationState.PENDING
