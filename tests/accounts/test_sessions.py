"""The security page and its list of sessions."""

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import JournalEvent
from accounts.models import JournalEntry, User
from accounts.security import describe_device
from tests.accounts.factors import prove

SECURITY, OTHERS = "/compte/securite/", "/compte/securite/sessions/fermer/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"


@pytest.fixture(autouse=True)
def no_failure():
    cache.clear()


@pytest.fixture
def enter(cast):
    """Signs the member in by the page, each time in a browser of its own."""

    def sign_in(agent: str = FIREFOX, user: User | None = None) -> Client:
        client = Client(headers={"User-Agent": agent})
        form = {"login": (user or cast.member).email, "password": settings.DEMONSTRATION_PASSWORD}
        assert client.post("/compte/login/", form).headers["Location"] == "/"
        return client

    return sign_in


def _devices(client: Client) -> list[tuple[str, bool]]:
    return [(one.device, one.current) for one in client.get(SECURITY).context["protection"].sessions]


def _is_in(client: Client) -> bool:
    return client.get(SECURITY).status_code == 200


def test_the_page_lists_where_the_account_is_open(enter):
    enter()
    here = enter("curl/8")
    assert _devices(here) == [("Navigateur inconnu", True), ("Firefox sur Windows", False)]
    assert "127.0.0.1" in here.get(SECURITY).content.decode()


def test_the_page_costs_the_same_for_one_session_and_for_three(enter):
    here = enter()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            here.get(SECURITY)
        return len(queries)

    alone = cost()
    enter(), enter()
    assert (len(_devices(here)), cost()) == (3, alone)


def test_one_session_is_ended_and_the_journal_tells_it(enter, cast):
    other, here = enter(), enter()
    session = UserSession.objects.get(session_key=other.session.session_key)
    here.post(f"/compte/securite/sessions/{session.pk}/fermer/")
    assert (_is_in(other), _is_in(here)) == (False, True)
    told = JournalEntry.objects.about(cast.member).first()
    assert (told.event, told.detail) == (JournalEvent.SESSION_ENDED, "A fermé une session.")


def test_all_the_others_are_ended_at_once(enter):
    others, here = [enter(), enter()], enter()
    here.post(OTHERS)
    assert ([_is_in(other) for other in others], _is_in(here)) == ([False, False], True)


def test_the_session_in_use_is_not_ended_by_mistake(enter):
    here = enter()
    session = UserSession.objects.get(session_key=here.session.session_key)
    page = here.post(f"/compte/securite/sessions/{session.pk}/fermer/", follow=True)
    assert "déconnectez-vous" in page.content.decode()
    assert _is_in(here)


def test_the_session_of_somebody_else_is_not_found(enter, cast):
    theirs, here = enter(user=cast.analyst), enter()
    session = UserSession.objects.get(session_key=theirs.session.session_key)
    assert here.post(f"/compte/securite/sessions/{session.pk}/fermer/").status_code == 404
    assert _is_in(theirs)


def test_sessions_are_ended_by_sending_alone(enter):
    here = enter()
    session = UserSession.objects.get(session_key=here.session.session_key)
    addresses = (OTHERS, f"/compte/securite/sessions/{session.pk}/fermer/")
    assert {here.get(address).status_code for address in addresses} == {405}


def test_a_change_of_password_ends_the_other_sessions_and_leaves_them_out_of_the_list(enter, cast):
    other, here = enter(), enter()
    words = {"oldpassword": settings.DEMONSTRATION_PASSWORD, "password1": "une-phrase-nouvelle-9"}
    prove(here, cast.member).post("/compte/password/change/", words | {"password2": "une-phrase-nouvelle-9"})
    assert (_is_in(other), _devices(here)) == (False, [("Firefox sur Windows", True)])
    assert JournalEvent.PASSWORD_CHANGED in JournalEntry.objects.about(cast.member).values_list("event", flat=True)


def test_whoever_is_not_signed_in_is_sent_to_the_door(client, db):
    for answer in (client.get(SECURITY), client.post(OTHERS), client.post("/compte/securite/identite/delier/")):
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/compte/login/")


def test_an_account_without_password_is_offered_to_choose_one(cast, as_user):
    cast.member.set_unusable_password()
    cast.member.save()
    client = as_user(cast.member)
    assert "Choisir un mot de passe" in client.get(SECURITY).content.decode()
    assert client.get("/compte/password/set/").status_code == 200
    words = {"password1": "une-phrase-nouvelle-9", "password2": "une-phrase-nouvelle-9"}
    client.post("/compte/password/set/", words)
    assert User.objects.get(pk=cast.member.pk).check_password("une-phrase-nouvelle-9") is True


def test_nobody_changes_the_address_that_names_them(cast, as_user):
    for action in ("action_add", "action_primary"):
        answer = as_user(cast.member).post("/compte/email/", {action: "", "email": "autre@demo.jalon.example"})
        assert (answer.status_code, answer.headers["Location"]) == (302, SECURITY)
    assert (EmailAddress.objects.count(), User.objects.get(pk=cast.member.pk).email) == (0, cast.member.email)


def test_devices_are_told_in_words():
    chrome = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 {}Safari/537.36"
    agents = {
        FIREFOX: "Firefox sur Windows",
        chrome.format("Macintosh; Intel Mac OS X 10_15_7", ""): "Chrome sur Mac",
        chrome.format("Linux; Android 15", "Mobile "): "Chrome sur Android",
        chrome.format("Windows NT 10.0", "Edg/130.0 "): "Edge sur Windows",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1": "Safari sur iPhone",
        "": "Navigateur inconnu",
    }
    assert {agent: describe_device(agent) for agent in agents} == agents
