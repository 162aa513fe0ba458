"""Signing in: in French, by e-mail, closed to strangers, locked after repeated failures."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User

LOGIN = "/compte/login/"
WRONG = "L’adresse de courriel ou le mot de passe est incorrect."


@pytest.fixture(autouse=True)
def fresh_counters():
    """Failures are counted in the cache: each test starts from none."""
    cache.clear()
    yield
    cache.clear()


def _sign_in(client: Client, email: str, password: str):
    return client.post(LOGIN, {"login": email, "password": password})


def test_person_signs_in_with_e_mail_in_any_case_and_lands_on_the_start_page(client, cast):
    response = _sign_in(client, cast.director.email.upper(), settings.DEMONSTRATION_PASSWORD)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(cast.director.pk)


def test_wrong_password_and_unknown_address_get_the_same_french_sentence(client, cast):
    known = _sign_in(client, cast.director.email, "faux mot de passe")
    unknown = _sign_in(Client(), "personne@demo.jalon.example", "faux mot de passe")
    for response in (known, unknown):
        assert (response.status_code, response.context["form"].errors.get_json_data(escape_html=False)) == (
            200,
            {"__all__": [{"message": WRONG, "code": "email_password_mismatch"}]},
        )
        assert WRONG in response.content.decode()


def test_five_failures_lock_the_address_even_for_the_right_password(client, cast):
    for _ in range(5):
        _sign_in(client, cast.director.email, "faux mot de passe")
    response = _sign_in(client, cast.director.email, settings.DEMONSTRATION_PASSWORD)
    assert "_auth_user_id" not in client.session
    assert "Trop de tentatives" in response.content.decode()


def test_lock_of_one_address_leaves_the_others_free(client, cast):
    for _ in range(6):
        _sign_in(client, cast.director.email, "faux mot de passe")
    other = Client()
    _sign_in(other, cast.planner.email, settings.DEMONSTRATION_PASSWORD)
    assert other.session["_auth_user_id"] == str(cast.planner.pk)


def test_inactive_person_does_not_get_in(client, cast):
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    _sign_in(client, cast.member.email, settings.DEMONSTRATION_PASSWORD)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_alone(client, db):
    before = User.objects.count()
    client.post("/compte/signup/", {"email": "moi@demo.jalon.example", "password1": "un-long-mot-de-passe-7"})
    assert User.objects.count() == before


def test_forgotten_password_is_reset_by_a_letter_in_french(client, cast):
    client.post("/compte/password/reset/", {"email": cast.planner.email})
    [letter] = mail.outbox
    assert letter.to == [cast.planner.email]
    assert "mot de passe" in letter.body
    address = re.search(r"https?://[^/\s]+(/\S+)", letter.body).group(1)
    form = client.get(address, follow=True)
    answer = client.post(
        form.request["PATH_INFO"], {"password1": "nouveau-mot-de-passe-42", "password2": "nouveau-mot-de-passe-42"}
    )
    assert answer.status_code == 302
    assert User.objects.get(pk=cast.planner.pk).check_password("nouveau-mot-de-passe-42") is True


def test_unknown_address_gets_the_same_answer_as_a_known_one(client, cast):
    known = client.post("/compte/password/reset/", {"email": cast.planner.email})
    unknown = Client().post("/compte/password/reset/", {"email": "personne@demo.jalon.example"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])


def test_signing_out_needs_a_post(client, cast, as_user):
    signed_in = as_user(cast.director)
    signed_in.get("/compte/logout/")
    assert "_auth_user_id" in signed_in.session
    signed_in.post("/compte/logout/")
    assert "_auth_user_id" not in signed_in.session
