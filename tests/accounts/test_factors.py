"""Setting up, using and losing a second factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as jalon
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from rest_framework.authtoken.models import Token

from accounts.enums import JournalEvent
from accounts.models import JournalEntry
from accounts.security_services import reset_factors
from core.errors import Refused
from tests.accounts.factors import SECRET, code_of, enrol, prove, stop_clock

LOGIN, CODE, SECURITY = "/compte/login/", "/compte/login/code/", "/compte/securite/"
APPLICATION, CODES = "/compte/securite/application/", "/compte/securite/codes/"
WRONG = "Ce code n’est pas le bon"


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """No failure counted yet; an application whose codes do not pass; what awaits the commit is done at once."""
    cache.clear()
    stop_clock(monkeypatch)
    monkeypatch.setattr(transaction, "on_commit", lambda work, **_: work())
    yield
    cache.clear()


@pytest.fixture
def proved(cast, as_user) -> Client:
    return prove(as_user(cast.director), cast.director)


@pytest.fixture
def at_the_code(cast, client):
    """A client that has given the right password of somebody who has a second factor, and their recovery codes."""
    codes = enrol(cast.director)
    answer = client.post(LOGIN, {"login": cast.director.email, "password": jalon.DEMONSTRATION_PASSWORD})
    assert answer.headers["Location"] == CODE
    return client, codes


def _told(user) -> list[str]:
    """The events of the person, their role aside, in their order."""
    entries = JournalEntry.objects.about(user).exclude(event=JournalEvent.ROLE_GRANTED)
    return list(entries.order_by("pk").values_list("event", flat=True))


# --- Setting up ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [APPLICATION, "/compte/securite/cles/ajouter/", CODES, "/compte/securite/codes/renouveler/",
     "/compte/securite/application/retirer/"],
)  # fmt: skip
def test_factors_are_touched_only_after_a_fresh_proof(cast, as_user, address):
    enrol(cast.director)
    if address == APPLICATION:
        Authenticator.objects.filter(user=cast.director).delete()
    answer = as_user(cast.director).get(address)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/compte/reauthenticate/")


def test_fresh_proof_is_refused_for_a_wrong_password_and_leads_on_for_the_right_one(cast, as_user):
    client = as_user(cast.director)
    ask = f"/compte/reauthenticate/?next={APPLICATION}"
    assert client.post(ask, {"password": "faux mot de passe"}).status_code == 200
    answer = client.post(ask, {"password": jalon.DEMONSTRATION_PASSWORD})
    assert (answer.headers["Location"], client.get(APPLICATION).status_code) == (APPLICATION, 200)


def test_an_application_is_added_with_its_code_and_the_person_is_told(cast, proved, django_capture_on_commit_callbacks):
    page = proved.get(APPLICATION)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    answer = proved.post(APPLICATION, {"code": code_of(secret)})
    assert answer.headers["Location"] == CODES
    kept = Authenticator.objects.get(user=cast.director, type="totp")
    assert secret not in str(kept.data)
    [letter] = mail.outbox
    assert (letter.to, "application d’authentification" in letter.body) == ([cast.director.email], True)
    assert _told(cast.director) == [JournalEvent.FACTOR_ADDED, JournalEvent.FACTOR_ADDED]  # and the recovery codes


def test_a_wrong_code_adds_nothing_and_keeps_the_secret(cast, proved):
    secret = proved.get(APPLICATION).context["form"].secret
    page = proved.post(APPLICATION, {"code": code_of(secret, 7)})
    assert (page.context["form"].secret, WRONG in page.content.decode()) == (secret, True)
    assert Authenticator.objects.count() == 0


def test_recovery_codes_are_shown_again_without_writing_anything(cast, proved):
    codes = enrol(cast.director)
    page = proved.get(CODES)
    assert page.context["codes"] == codes
    assert Authenticator.objects.get(user=cast.director, type="recovery_codes").data["used_mask"] == 0


def test_without_recovery_codes_their_page_does_not_exist(proved):
    assert proved.get(CODES).status_code == 404


def test_removing_the_application_takes_the_recovery_codes_along(cast, proved):
    enrol(cast.director)
    proved.post("/compte/securite/application/retirer/")
    assert Authenticator.objects.filter(user=cast.director).count() == 0
    assert _told(cast.director) == [JournalEvent.FACTOR_REMOVED, JournalEvent.FACTOR_REMOVED]


NONSENSE = ["", "pas du JSON", "[]", "{}", '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}']


def test_a_passkey_that_makes_no_sense_is_not_added(cast, proved):
    proved.get("/compte/securite/cles/ajouter/")
    for nonsense in NONSENSE:
        page = proved.post("/compte/securite/cles/ajouter/", {"name": "Clé", "credential": nonsense})
        assert "pas donné de clé d’accès lisible" in page.content.decode()
    assert Authenticator.objects.count() == 0


# --- Signing in ------------------------------------------------------------------------------------------------------


def test_the_password_alone_opens_nothing(at_the_code):
    client, _ = at_the_code
    assert "_auth_user_id" not in client.session
    assert client.get("/").headers["Location"].startswith(LOGIN)
    assert client.get(CODE).status_code == 200


def test_the_code_of_the_application_opens_once(cast, at_the_code):
    client, _ = at_the_code
    assert client.post(CODE, {"code": code_of()}).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.director.pk)
    other = Client()
    other.post(LOGIN, {"login": cast.director.email, "password": jalon.DEMONSTRATION_PASSWORD})
    assert WRONG in other.post(CODE, {"code": code_of()}).content.decode()


def test_a_recovery_code_opens_once_and_is_told(cast, at_the_code):
    client, codes = at_the_code
    assert client.post(CODE, {"code": codes[3]}).headers["Location"] == "/"
    assert _told(cast.director) == [JournalEvent.FACTOR_REMOVED, JournalEvent.SIGNED_IN]
    other = Client()
    other.post(LOGIN, {"login": cast.director.email, "password": jalon.DEMONSTRATION_PASSWORD})
    assert WRONG in other.post(CODE, {"code": codes[3]}).content.decode()


def test_five_wrong_codes_lock_even_the_right_one(cast, at_the_code):
    client, codes = at_the_code
    for _ in range(5):
        assert WRONG in client.post(CODE, {"code": "12345"}).content.decode()
    assert "Trop de tentatives" in client.post(CODE, {"code": codes[0]}).content.decode()
    assert "_auth_user_id" not in client.session
    assert _told(cast.director) == [JournalEvent.SIGN_IN_FAILED] * 5


def test_wrong_passwords_and_the_lock_are_told_once_each(cast, client):
    for _ in range(8):
        client.post(LOGIN, {"login": cast.member.email, "password": "faux mot de passe"})
    refused = JournalEntry.objects.filter(actor=cast.member, event=JournalEvent.SIGN_IN_FAILED)
    assert list(refused.order_by("pk").values_list("detail", flat=True)) == ["Mot de passe refusé."] * 5 + [
        "Trop d’essais manqués : adresse bloquée quinze minutes."
    ]


def test_of_an_unknown_address_nothing_is_written(client, db):
    before = JournalEntry.objects.count()
    client.post(LOGIN, {"login": "personne@demo.jalon.example", "password": "faux mot de passe"})
    assert JournalEntry.objects.count() == before


def test_a_passkey_that_makes_no_sense_opens_nothing(at_the_code):
    client, _ = at_the_code
    for nonsense in NONSENSE:
        assert client.post(CODE, {"credential": nonsense}).status_code == 200
        assert Client().post("/compte/login/cle/", {"credential": nonsense}).headers["Location"] == LOGIN
    assert "_auth_user_id" not in client.session


# --- A lost device ---------------------------------------------------------------------------------------------------


def test_an_administrator_resets_the_factors_of_a_person(cast, client, settings):
    codes = enrol(cast.director)
    client.post(LOGIN, {"login": cast.director.email, "password": settings.DEMONSTRATION_PASSWORD})
    client.post(CODE, {"code": codes[0]})
    Token.objects.create(user=cast.director)
    reset_factors(user=cast.director, by=cast.administrator)
    assert Authenticator.objects.filter(user=cast.director).count() == 0
    assert Token.objects.filter(user=cast.director).count() == 0
    assert client.get("/").headers["Location"].startswith(LOGIN)
    last = JournalEntry.objects.about(cast.director).first()
    assert (last.event, last.actor) == (JournalEvent.FACTOR_REMOVED, cast.administrator)


def test_reset_is_refused_for_oneself_and_where_there_is_nothing(cast):
    enrol(cast.administrator)
    with pytest.raises(Refused, match="vos propres facteurs"):
        reset_factors(user=cast.administrator, by=cast.administrator)
    with pytest.raises(Refused, match="aucun second facteur"):
        reset_factors(user=cast.member, by=cast.administrator)


def test_secrets_survive_a_change_of_the_secret_key(cast, settings):
    enrol(cast.director)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "une-autre-cle"
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(SECRET)) is True
