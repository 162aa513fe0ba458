"""Saves as people type: versions, merges, conflicts, refusals; nothing that was typed is lost."""

import re

import pytest
from django.utils.html import escape

from plans.models import Issue, PlanField, RowChange, Section, Strategy
from plans.services_structure import archive_row
from tests.plans.writing_steps import HOME, JSON, act_url, part_url, typed


@pytest.fixture
def director(cast, as_user):
    return as_user(cast.director)


@pytest.fixture
def planner(cast, as_user):
    return as_user(cast.planner)


@pytest.fixture
def field(plan) -> PlanField:
    return PlanField.objects.get(plan=plan, field__number=3)


@pytest.fixture
def strategies(field) -> list[Strategy]:
    return list(field.strategies.all())


@pytest.fixture
def mission(plan) -> Section:
    return plan.sections.get(key="mission")


# --- Saving ----------------------------------------------------------------------------------------------------------


def test_a_save_answers_with_the_version_and_the_time(director, cast, mission):
    answer = director.post(act_url(mission), typed(mission, title="Notre mission"), **JSON)
    payload = answer.json()
    assert (answer.status_code, payload["version"], payload["merged"]) == (200, mission.version + 1, {})
    assert re.fullmatch(r"\d{1,2} h \d\d", payload["at"])
    change = RowChange.objects.first()
    assert (change.author, change.field, change.new) == (cast.director, "title", "Notre mission")


def test_a_save_of_what_stands_writes_nothing(director, mission):
    before = RowChange.objects.count()
    answer = director.post(act_url(mission), typed(mission), **JSON)
    assert (answer.status_code, answer.json()["version"]) == (200, mission.version)
    assert RowChange.objects.count() == before


def test_two_people_on_two_fields_of_a_row_agree_by_themselves(director, planner, mission):
    mine = typed(mission, title="Titre de la directrice")
    planner.post(act_url(mission), typed(mission, body="Texte de la planification"), **JSON)
    answer = director.post(act_url(mission), mine, **JSON)
    assert (answer.status_code, answer.json()["merged"]) == (200, {"body": "Texte de la planification"})
    row = Section.objects.get(pk=mission.pk)
    assert (row.title, row.body) == ("Titre de la directrice", "Texte de la planification")


def test_two_people_on_one_field_get_both_texts_side_by_side(director, planner, cast, mission):
    mine = typed(mission, body="Texte de la directrice")
    planner.post(act_url(mission), typed(mission, body="Texte de la planification"), **JSON)
    answer = director.post(act_url(mission), mine, **JSON)
    html = answer.json()["html"]
    assert answer.status_code == 409
    assert f"La version de {cast.planner}" in html
    assert ("Texte de la directrice" in html, "Texte de la planification" in html) == (True, True)
    assert Section.objects.get(pk=mission.pk).body == "Texte de la planification"
    merged = typed(Section.objects.get(pk=mission.pk), body="Les deux")
    assert director.post(act_url(mission), merged, **JSON).status_code == 200
    kept = set(RowChange.objects.filter(row=mission.pk, field="body").values_list("new", flat=True))
    assert {"Texte de la planification", "Les deux"} <= kept


def test_a_conflict_of_a_person_without_script_is_a_page_with_both_texts(director, planner, mission):
    mine = typed(mission, body="Texte de la directrice")
    planner.post(act_url(mission), typed(mission, body="Texte de la planification"), **JSON)
    answer = director.post(act_url(mission), mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert ("Texte de la directrice" in html, "Texte de la planification" in html) == (True, True)


def test_a_save_without_script_leads_back_to_the_page_it_came_from(director, mission):
    data = typed(mission, title="Notre mission") | {"retour": part_url("mission")}
    answer = director.post(act_url(mission), data)
    assert (answer.status_code, answer.url) == (302, part_url("mission"))


@pytest.mark.parametrize("back", ["https://ailleurs.example/", "//ailleurs.example/", "/compte/logout/", "\\\\x"])
def test_the_way_back_never_leads_elsewhere(director, mission, back):
    answer = director.post(act_url(mission), typed(mission, title="T") | {"retour": back})
    assert answer.url == HOME


def test_a_row_archived_meanwhile_is_a_conflict_in_words(cast, director, plan):
    issue = plan.issues.first()
    data = typed(issue, title="Écrit trop tard")
    archive_row(row=issue, expected_version=issue.version, by=cast.planner)
    answer = director.post(act_url(issue), data, **JSON)
    assert (answer.status_code, answer.json()["message"][:29]) == (409, "Cette ligne a été archivée pe")
    assert Issue.everything.get(pk=issue.pk).title == issue.title


@pytest.mark.parametrize("headers,status", [(JSON, 422), ({}, 422)])
def test_two_megabytes_of_text_are_refused_in_words_and_kept(director, mission, headers, status):
    answer = director.post(act_url(mission), typed(mission, body="a" * 2_000_000), **headers)
    assert answer.status_code == status
    if headers:
        assert answer.json()["errors"]["body"].startswith("Ce texte compte 2\u00a0000\u00a0000 caractères")
    else:
        assert "a" * 2_000_000 in answer.content.decode()
    assert Section.objects.get(pk=mission.pk).body == mission.body


def test_a_text_where_a_number_is_due_is_refused_beside_its_field(director, plan):
    share = plan.budget_shares.first()
    answer = director.post(act_url(share), typed(share, amount="beaucoup"), **JSON)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["amount"])


def test_a_number_where_a_text_is_due_is_a_text(director, plan):
    issue = plan.issues.first()
    assert director.post(act_url(issue), typed(issue, title="2007"), **JSON).status_code == 200
    assert Issue.objects.get(pk=issue.pk).title == "2007"


def test_a_save_without_version_is_refused_in_words(director, mission):
    data = typed(mission, title="x")
    del data["version"]
    answer = director.post(act_url(mission), data, **JSON)
    assert (answer.status_code, answer.json()["message"]) == (422, "La version lue manque : rechargez la page.")


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{ 7*7 }}"])
def test_hostile_text_is_shown_as_text(director, plan, strategies, hostile):
    director.post(act_url(strategies[0]), typed(strategies[0], title=hostile), **JSON)
    html = director.get(part_url("intervention-3")).content.decode()
    assert html.count(escape(hostile)) >= 2  # in the outline and in its box
    assert html.count(hostile) == (0 if "<" in hostile else html.count(escape(hostile)))
