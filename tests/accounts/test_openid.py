"""What is believed of an identity provider, and what is not. The way with a real one: tests/e2e/test_security.py."""

import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from requests import ConnectionError as Unreachable

from accounts.enums import JournalEvent
from accounts.models import JournalEntry, User
from accounts.oidc import StaffAdapter

ISSUER, GO = "https://identite.example", "/compte/openid/etablissement/"
BACK = f"{GO}retour/"
REFUSED = "La réponse du fournisseur d’identité n’a pu être vérifiée."


class Answer:
    def __init__(self, content: dict):
        self.content, self.status_code, self.headers = content, 200, {"content-type": "application/json"}

    def json(self) -> dict:
        return self.content

    def raise_for_status(self) -> None:
        pass


class Outside:
    """The provider, as far as `requests` sees it. Tests spoil what they want."""

    def __init__(self, keys: list):
        self.keys, self.asked = keys, []
        self.described = {
            "issuer": ISSUER,
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{f"{name}_endpoint": f"{ISSUER}/{name}" for name in ("authorization", "token", "userinfo")},
            "jwks_uri": f"{ISSUER}/keys",
        }
        self.person = {"sub": "42", "email": "Member@Demo.Jalon.Example", "email_verified": True}
        self.claims = {"iss": ISSUER, "aud": "jalon", "sub": "42", "exp": time.time() + 60, "iat": time.time()}
        self.signing = keys[0]
        self.sends_identity = True

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        pass

    def get(self, url: str, **_) -> Answer:
        self.asked.append(url.removeprefix(ISSUER))
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.keys[0].public_key(), as_dict=True) | {
            "kid": "1",
            "alg": "RS256",
        }
        return {
            "/.well-known/openid-configuration": Answer(self.described),
            "/userinfo": Answer(self.person),
            "/keys": Answer({"keys": [public]}),
        }[url.removeprefix(ISSUER)]

    def request(self, method: str, url: str, data: dict | None = None, **_) -> Answer:
        self.asked.append(url.removeprefix(ISSUER))
        assert data["code_verifier"]  # PKCE
        identity = jwt.encode(self.claims, self.signing, algorithm="RS256", headers={"kid": "1"})
        return Answer({"access_token": "abc"} | ({"id_token": identity} if self.sends_identity else {}))


@pytest.fixture(scope="module")
def keys() -> list:
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]


@pytest.fixture
def outside(monkeypatch, settings, keys) -> Outside:
    outside = Outside(keys)
    monkeypatch.setattr(StaffAdapter, "get_requests_session", lambda self: outside)
    app = {
        "provider_id": "etablissement", "name": "l’établissement", "client_id": "jalon", "secret": "secret",
        "settings": {"server_url": ISSUER, "domains": []},
    }  # fmt: skip
    known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": known | {"APPS": [app]}}
    return outside


@pytest.fixture
def come_back(client, cast, outside):
    """Leave by the button and come back with a code; the answer of Jalon."""

    def go():
        left = client.post(GO)
        asked = parse_qs(urlsplit(left.context["address"]).query)
        assert asked["code_challenge_method"] == ["S256"]
        return client.get(BACK, {"code": "xyz", "state": asked["state"][0]})

    return go


def _says(answer, sentence: str) -> bool:
    return answer.status_code == 403 and sentence in answer.content.decode()


def test_a_vouched_address_opens_its_account_and_is_linked_once(come_back, client, cast, outside):
    assert come_back().headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.member.pk)
    outside.claims["jti"] = "autre"
    assert come_back().headers["Location"] == "/"
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.uid) == (cast.member, "42")
    events = set(JournalEntry.objects.filter(actor=cast.member).values_list("event", flat=True))
    assert events >= {JournalEvent.IDENTITY_LINKED, JournalEvent.SIGNED_IN}


def test_the_password_still_opens_the_account(come_back, cast):
    come_back()
    assert User.objects.get(pk=cast.member.pk).password == cast.member.password


def test_a_linked_identity_follows_its_number_and_not_its_address(come_back, client, cast, outside):
    come_back()
    outside.person["email"] = "rejean.nouveau@demo.jalon.example"
    come_back()
    assert client.session["_auth_user_id"] == str(cast.member.pk)


SPOILT = {
    "another key": lambda outside: setattr(outside, "signing", outside.keys[1]),
    "another audience": lambda outside: outside.claims.update(aud="autre"),
    "another issuer": lambda outside: outside.claims.update(iss="https://autre.example"),
    "an identity of yesterday": lambda outside: outside.claims.update(exp=time.time() - 60),
    "the details of somebody else": lambda outside: outside.person.update(sub="43"),
    "no identity": lambda outside: setattr(outside, "sends_identity", False),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_not_proven_is_refused(come_back, client, outside, spoil):
    spoil(outside)
    assert _says(come_back(), REFUSED)
    assert ("_auth_user_id" in client.session, SocialAccount.objects.count()) == (False, 0)


STRANGERS = {
    "unknown": ({"email": "inconnue@demo.jalon.example"}, "Aucun compte actif"),
    "not vouched for": ({"email_verified": False}, "ne garantit pas"),
    "vouched for by a word": ({"email_verified": "true"}, "ne garantit pas"),
    "without address": ({"email": None}, "n’a pas donné votre adresse"),
}


@pytest.mark.parametrize(("claims", "why"), STRANGERS.values(), ids=STRANGERS)
def test_an_identity_without_account_is_refused_in_words(come_back, client, outside, claims, why):
    before = User.objects.count()
    outside.person |= claims
    assert _says(come_back(), why)
    assert ("_auth_user_id" in client.session, User.objects.count()) == (False, before)


def test_a_closed_account_stays_closed(come_back, client, cast):
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    assert _says(come_back(), "Aucun compte actif")


def test_a_closed_account_stays_closed_though_it_was_linked(come_back, client, cast, outside):
    come_back()
    client.post("/compte/logout/")
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    assert come_back().headers["Location"] == "/compte/inactive/"
    assert "_auth_user_id" not in client.session


def test_a_second_identity_does_not_take_the_account(come_back, cast, outside):
    come_back()
    outside.person["sub"] = outside.claims["sub"] = "43"
    assert _says(come_back(), "déjà relié à une autre identité")


def test_domains_that_the_operator_trusts_need_no_word(come_back, outside, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["domains"] = ["demo.jalon.example"]
    del outside.person["email_verified"]
    assert come_back().headers["Location"] == "/"


def test_a_second_factor_is_asked_after_the_identity_too(come_back, client, cast):
    from tests.accounts.factors import enrol

    enrol(cast.member)
    assert come_back().headers["Location"] == "/compte/login/code/"
    assert "_auth_user_id" not in client.session


def test_a_return_that_nobody_left_for_is_refused(client, outside, db):
    assert _says(client.get(BACK, {"code": "xyz", "state": "inventé"}), REFUSED)
    assert outside.asked == []


def test_nobody_outside_is_asked_before_the_button(client, outside, db):
    assert "Entrer avec l’établissement" in client.get("/compte/login/").content.decode()
    assert (client.get(GO).headers["Location"], outside.asked) == ("/compte/login/", [])


def test_an_operator_without_provider_shows_no_button(client, db):
    assert "openid" not in client.get("/compte/login/").content.decode()
    assert client.post(GO).status_code == 404


@pytest.mark.parametrize("described", [{"issuer": "https://autre.example"}, {"issuer": ISSUER}, []])
def test_a_provider_that_describes_itself_badly_is_told_in_words(client, outside, db, described):
    outside.described = described
    answer = client.post(GO)
    assert (answer.status_code, "ne répond pas, ou répond mal" in answer.content.decode()) == (502, True)


def test_a_provider_that_does_not_answer_is_told_in_words(client, outside, db, monkeypatch):
    def silent(url, **_):
        raise Unreachable("no route")

    monkeypatch.setattr(outside, "get", silent)
    assert client.post(GO).status_code == 502


def test_unlinking_needs_a_fresh_proof_and_a_password(come_back, client, cast):
    from tests.accounts.factors import prove

    come_back()
    away = "/compte/securite/identite/delier/"
    assert client.post(away).headers["Location"].startswith("/compte/reauthenticate/")
    prove(client, cast.member).post(away)
    assert SocialAccount.objects.count() == 0
