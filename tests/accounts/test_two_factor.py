"""Who must have a second factor, and what happens until they do."""

import pytest
from django.core.checks import run_checks
from rest_framework.authtoken.models import Token

from accounts.demo import CAST
from accounts.services import end_role
from tests.accounts.factors import enrol

SECURITY = "/compte/securite/"
OWED = "Votre rôle demande un second facteur."
DEMANDING = {"director", "secretary", "national", "administrator", "outsider"}


@pytest.fixture
def enforced(settings):
    settings.TWO_FACTOR = True


def _sent_away(as_user, cast) -> set[str]:
    answers = {person.key: as_user(getattr(cast, person.key)).get("/indicateurs/") for person in CAST}
    return {key for key, answer in answers.items() if answer.headers.get("Location") == SECURITY}


def test_roles_that_act_or_manage_are_sent_to_the_security_page(enforced, cast, as_user):
    assert _sent_away(as_user, cast) == DEMANDING


def test_the_roles_come_from_the_environment(enforced, settings, cast, as_user):
    settings.TWO_FACTOR_ROLES = frozenset({"member"})
    assert _sent_away(as_user, cast) == {"member"}


def test_nobody_is_sent_away_where_it_is_not_enforced(cast, as_user):
    assert _sent_away(as_user, cast) == set()


def test_a_role_that_ended_asks_for_nothing(enforced, cast, as_user):
    end_role(membership=cast.secretary.memberships.get(), on=cast.secretary.memberships.get().start, by=cast.director)
    assert as_user(cast.secretary).get("/indicateurs/").status_code == 200


def test_a_second_factor_opens_everything(enforced, cast, as_user):
    enrol(cast.director)
    assert as_user(cast.director).get("/").status_code == 200


@pytest.mark.parametrize(
    "address", [SECURITY, "/compte/logout/", "/compte/password/change/", "/compte/reauthenticate/", "/sante/"]
)
def test_what_leads_to_a_factor_or_out_stays_reachable(enforced, cast, as_user, address):
    assert as_user(cast.director).get(address).status_code == 200


def test_sending_is_refused_in_words(enforced, cast, as_user):
    answer = as_user(cast.director).post("/bas-saint-laurent/2007-2008/plan/approbation/")
    assert (answer.status_code, OWED in answer.content.decode()) == (403, True)


def test_a_fragment_asked_by_a_page_moves_the_whole_page(enforced, cast, as_user):
    answer = as_user(cast.director).get("/indicateurs/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, SECURITY)


def test_the_api_refuses_the_session_in_words_and_takes_the_token(enforced, cast, as_user, client):
    answer = as_user(cast.director).get("/api/v1/regions/")
    assert (answer.status_code, answer.json()["detail"].startswith(OWED)) == (403, True)
    token = Token.objects.create(user=cast.director)
    assert client.get("/api/v1/regions/", headers={"Authorization": f"Token {token.key}"}).status_code == 200


def test_whoever_is_not_signed_in_is_sent_to_the_door_as_before(enforced, client, db):
    assert client.get("/indicateurs/").headers["Location"].startswith("/compte/login/")


def test_the_security_page_says_that_the_role_asks_for_it(enforced, cast, as_user):
    assert OWED.removesuffix(".") in as_user(cast.director).get(SECURITY).content.decode()
    assert OWED.removesuffix(".") not in as_user(cast.member).get(SECURITY).content.decode()


def test_the_demonstration_says_that_nothing_is_enforced(settings, cast, as_user):
    settings.DEMONSTRATION = True
    assert "aucun rôle n’exige de second facteur" in as_user(cast.director).get(SECURITY).content.decode()


def test_a_misspelt_role_stops_the_start(settings):
    settings.TWO_FACTOR_ROLES = frozenset({"director", "directeur"})
    assert [error.id for error in run_checks()] == ["accounts.E001"]


def test_a_provider_without_its_client_stops_the_start(settings):
    app = {"client_id": "jalon", "secret": ""}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert [error.id for error in run_checks(tags=["security"])] == ["accounts.E002"]


@pytest.mark.parametrize(("code", "status"), [("", 401), ("000000", 401), (None, 200)])
def test_a_token_is_given_against_the_second_factor(client, cast, settings, code, status):
    codes = enrol(cast.analyst)
    body = {"email": cast.analyst.email, "password": settings.DEMONSTRATION_PASSWORD, "code": code or codes[0]}
    if code == "":
        del body["code"]
    assert client.post("/api/v1/token/", body, content_type="application/json").status_code == status
    assert Token.objects.count() == (status == 200)


def test_no_token_for_whoever_owes_a_factor(enforced, client, cast, settings):
    body = {"email": cast.director.email, "password": settings.DEMONSTRATION_PASSWORD}
    answer = client.post("/api/v1/token/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["detail"].startswith(OWED)) == (401, True)
