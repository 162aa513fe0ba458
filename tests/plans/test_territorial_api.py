"""The territorial plan in the API: the same numbers as the records, scoped, exact."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import MinistryAction, TerritorialPlan
from plans.services_territorial import edit_territorial_row
from plans.services_territorial_acts import open_revision
from plans.territorial_dossier import territorial_dossier


@pytest.fixture
def ovt(db) -> TerritorialPlan:
    return TerritorialPlan.objects.get(first_year=2020)


@pytest.fixture
def read(as_user, cast):
    def get(key, address=""):
        user = getattr(cast, key) if key else None
        return as_user(user).get(f"/api/v1/territorial-plans/{address}")

    return get


def test_the_answer_counts_as_the_records_do(ovt, read):
    answer = read("partner", f"{ovt.pk}/").json()
    assert answer["counts"] == {"territories": 18, "priorities": 32, "actions": 60, "links": 63}
    assert len(answer["territories"]) == 18
    assert sum(len(place["actions"]) for place in answer["territories"]) == 60
    estrie = next(place for place in answer["territories"] if place["slug"] == "estrie")
    assert [action["priorities"] for action in estrie["actions"]] == [[1, 9], [1, 9], [1, 9], [13]]


def test_every_text_is_that_of_the_dossier(ovt, read):
    answer, dossier = read("member", f"{ovt.pk}/").json(), territorial_dossier(ovt)
    told = [
        (place["name"], place["region"], place["mrcs"], one["number"], one["text"], one["status"], one["source_note"])
        for place in answer["territories"]
        for one in place["actions"]
    ]
    assert told == [
        (place.name, place.region_code, list(place.mrcs), one.number, one.text, one.status, one.source_note)
        for place in dossier.places
        for one in place.actions
    ]


def test_numbers_are_exact_texts_and_a_blank_is_null(ovt, read):
    answer = read("member", f"{ovt.pk}/").json()
    mauricie = next(place for place in answer["territories"] if place["slug"] == "mauricie")
    assert [action["targets"] for action in mauricie["actions"]] == [
        [{"year": None, "value": "5", "unit": "formations", "due": None, "result": "3"}],
        [{"year": None, "value": "3", "unit": "secteurs", "due": None, "result": None}],
        [],
    ]


def test_the_extension_is_told_with_both_ends(ovt, read):
    answer = read("partner", f"{ovt.pk}/").json()
    assert (answer["plan"]["end"], answer["plan"]["extended_to"]) == ("2022-12-31", "2024-12-31")
    (act,) = [act for act in answer["acts"] if act["kind"] == "extension"]
    assert (act["old_end"], act["new_end"], act["decided_on"]) == ("2022-12-31", "2024-12-31", "2022-04-27")
    assert act["instrument"] == "Décret nº\u00a0708-2022"


def test_a_draft_is_unknown_to_a_partner(ovt, read):
    TerritorialPlan.objects.filter(pk=ovt.pk).update(state="draft")
    assert read("partner").json()["results"] == []
    assert read("partner", f"{ovt.pk}/").status_code == 404
    assert read("member", f"{ovt.pk}/").status_code == 200


def test_a_partner_is_given_the_adopted_edition_while_a_revision_is_written(ovt, read, cast):
    open_revision(
        plan=ovt, expected_version=ovt.version, decided_on=date(2023, 3, 1), body="Ministère", reason="Mise à jour.",
        by=cast.national,
    )  # fmt: skip
    rows = MinistryAction.objects.select_related("place__plan", "place__region")
    row = rows.get(place__slug="bas-saint-laurent", number=1)
    edit_territorial_row(row=row, expected_version=row.version, values={"text": "Non adopté."}, by=cast.director)

    def first_text(key, query=""):
        return read(key, f"{ovt.pk}/{query}").json()["territories"][0]["actions"][0]["text"]

    assert first_text("member") == "Non adopté."
    assert first_text("partner") == first_text("member", "?edition=1") == row.text
    assert read("partner", f"{ovt.pk}/").json()["edition"] == 1


@pytest.mark.parametrize(("query", "status"), [
    ("?edition=2", 404), ("?edition=un", 400), ("?edition=", 400), ("?territoire=estrie", 400), ("?edition=1", 200),
])  # fmt: skip
def test_parameters_are_strict(ovt, read, query, status):
    assert read("member", f"{ovt.pk}/{query}").status_code == status


def test_whoever_is_not_signed_in_is_told_401(ovt, read):
    assert read(None, f"{ovt.pk}/").status_code == 401


def test_queries_do_not_grow_with_the_plan(ovt, as_user, cast):
    client = as_user(cast.member)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/v1/territorial-plans/{ovt.pk}/").status_code == 200
        return len(captured)

    whole = queries()
    ovt.places.exclude(slug="bas-saint-laurent").update(archived_at="2024-01-01T00:00Z")
    assert queries() == whole
