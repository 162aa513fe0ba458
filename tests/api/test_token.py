"""Tokens: got with e-mail and password, as hard to guess as the sign-in page."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from rest_framework.authtoken.models import Token

from config.api_views import SignInThrottle

pytestmark = pytest.mark.usefixtures("no_attempts")


@pytest.fixture
def ask(cast):
    def post(email: str, password: str):
        body = {"email": email, "password": password}
        return Client().post("/api/v1/token/", body, content_type="application/json")

    return post


def test_the_right_password_gives_the_token_of_the_person(ask, cast):
    first = ask(cast.director.email, settings.DEMONSTRATION_PASSWORD)
    again = ask(cast.director.email.upper(), settings.DEMONSTRATION_PASSWORD)
    assert first.json() == again.json() == {"token": Token.objects.get(user=cast.director).key}


@pytest.mark.parametrize(
    ("email", "password"),
    [("director@demo.jalon.example", "autre"), ("personne@demo.jalon.example", settings.DEMONSTRATION_PASSWORD)],
)
def test_a_wrong_address_or_password_gives_nothing(ask, email, password):
    response = ask(email, password)
    assert response.status_code == 401
    assert response.json() == {"detail": "Adresse de courriel ou mot de passe inconnu."}
    assert Token.objects.count() == 0


def test_a_closed_account_gets_no_token(ask, cast):
    cast.member.is_active = False
    cast.member.save()
    assert ask(cast.member.email, settings.DEMONSTRATION_PASSWORD).status_code == 401
    assert Token.objects.count() == 0


def test_five_failures_lock_the_address_even_for_the_right_password(ask, cast):
    assert {ask(cast.director.email, "autre").status_code for _ in range(5)} == {401}
    assert ask(cast.director.email, settings.DEMONSTRATION_PASSWORD).status_code == 429
    assert ask(cast.planner.email, settings.DEMONSTRATION_PASSWORD).status_code == 200


def test_many_attempts_from_one_place_are_slowed_down(ask, monkeypatch):
    monkeypatch.setattr(SignInThrottle, "rate", "3/min")
    statuses = [ask(f"personne{number}@example.org", "autre").status_code for number in range(4)]
    assert statuses == [401, 401, 401, 429]


def test_a_missing_field_is_named(cast):
    response = Client().post("/api/v1/token/", {"email": "pas une adresse"}, content_type="application/json")
    assert response.status_code == 400
    assert set(response.json()) == {"email", "password"}


def test_a_body_that_is_not_json_is_told(db):
    response = Client().post("/api/v1/token/", "{bad", content_type="application/json")
    assert response.status_code == 400
    assert response.json() == {"detail": "Le corps de la requête n’est pas lisible : envoyez du JSON valide."}


def test_looking_gives_no_token(cast):
    client = Client()
    client.force_login(cast.director)
    assert client.get("/api/v1/token/").status_code == 405
    assert Token.objects.count() == 0


def test_an_operator_makes_a_token_from_the_address(cast, capsys):
    call_command("drf_create_token", cast.analyst.email)
    assert Token.objects.get(user=cast.analyst).key in capsys.readouterr().out
