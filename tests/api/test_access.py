"""Who reads what, and with what proof."""

import pytest
from django.test import Client
from rest_framework.authtoken.models import Token

SCOPED = ("targets/", "measurements/", "attainment/", "plans/")
PUBLIC = ("", "regions/", "regions/01/", "mrcs/", "mrcs/070/", "cles/", "cles/01-100/", "indicators/", "indicators/2/")
DETAIL = "attainment/01/2007-2008/2/"


@pytest.mark.parametrize("address", [*PUBLIC, *SCOPED, DETAIL, "plans/1/"])
def test_nobody_reads_without_proof(read, db, address):
    response = read(None, address)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Token")
    assert list(response.json()) == ["detail"]


@pytest.mark.parametrize("address", [*PUBLIC, *SCOPED, DETAIL])
def test_a_token_reads_what_its_owner_reads(read, cast, address):
    token = Token.objects.create(user=cast.director)
    by_token = read(None, address, authorization=f"Token {token.key}")
    by_session = read(cast.director, address)
    assert by_token.status_code == by_session.status_code == 200
    assert by_token.json() == by_session.json()


def test_a_false_token_is_refused(read, db):
    assert read(None, "regions/", authorization="Token 0123").status_code == 401


def test_the_token_of_a_closed_account_is_refused(read, cast):
    token = Token.objects.create(user=cast.analyst)
    cast.analyst.is_active = False
    cast.analyst.save()
    assert read(None, "regions/", authorization=f"Token {token.key}").status_code == 401


@pytest.mark.parametrize("address", PUBLIC)
def test_reference_data_is_open_to_every_account(read, cast, address):
    assert {read(user, address).status_code for user in (cast.outsider, cast.partner, cast.member)} == {200}


@pytest.mark.parametrize("address", SCOPED)
def test_an_outsider_finds_no_row_of_the_region(rows, cast, address):
    codes = {row["territory"]["code"] for row in rows(cast.outsider, f"{address}?page_size=1000")}
    assert {code for code in codes if code.startswith("01")} == set()


@pytest.mark.parametrize("address", SCOPED)
@pytest.mark.parametrize("code", ["01", "01-100", "QC"])
def test_an_outsider_who_asks_for_the_region_gets_404(read, cast, address, code):
    response = read(cast.outsider, f"{address}?territory={code}")
    assert response.status_code == 404
    assert response.json() == {"detail": f"Le territoire {code} n’est pas parmi les vôtres."}


def test_an_outsider_finds_no_detail(read, cast, plan):
    assert read(cast.outsider, DETAIL).status_code == 404
    response = read(cast.outsider, f"plans/{plan.pk}/")
    assert (response.status_code, response.json()) == (404, {"detail": f"Plan inconnu : {plan.pk}."})


def test_a_partner_reads_neither_results_nor_a_draft(read, rows, cast):
    assert [rows(cast.partner, address) for address in SCOPED] == [[], [], [], []]
    assert read(cast.partner, "attainment/?territory=01").status_code == 404
    assert read(cast.partner, "plans/?territory=01").json()["count"] == 0


@pytest.mark.parametrize(
    "role", ["director", "planner", "cle_manager", "member", "secretary", "national", "analyst", "administrator"]
)
def test_whoever_reads_results_reads_the_same_ones(rows, cast, role):
    address = "attainment/?territory=01&fiscal_year=2007-2008&month=2008-03"
    assert rows(getattr(cast, role), address) == rows(cast.director, address) != []
    assert [plan["kind"] for plan in rows(getattr(cast, role), "plans/")].count("par") == 1


def test_an_office_manager_reads_the_region_but_not_the_nation(read, cast):
    answers = {code: read(cast.cle_manager, f"attainment/?territory={code}").status_code for code in ("01", "02", "QC")}
    assert answers == {"01": 200, "02": 404, "QC": 404}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", [*PUBLIC, *SCOPED, DETAIL, "plans/1/"])
def test_nothing_is_written_through_the_api(cast, method, address):
    client = Client()
    client.force_login(cast.director)
    response = getattr(client, method)(f"/api/v1/{address}")
    assert response.status_code == 405
    assert response["Content-Type"] == "application/json"
