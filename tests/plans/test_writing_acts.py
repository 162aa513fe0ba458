"""Acts on rows by their forms, with and without script: add, move, archive, restore, undo."""

import re

import pytest

from indicators.services import open_year
from plans.models import PlanField, Section, Signatory, Strategy
from plans.services import add_row, create_plan, edit_row
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


# --- Structure -------------------------------------------------------------------------------------------------------


def test_a_row_is_added_by_its_form_and_the_answer_leads_to_it(director, field):
    data = {"parent": field.pk, "title": "Nouvelle", "retour": part_url("intervention-3")}
    answer = director.post(f"{HOME}ajouter/strategie/", data)
    added = Strategy.objects.get(title="Nouvelle")
    assert (answer.status_code, answer.url) == (302, f"{part_url('intervention-3')}#strategie-{added.pk}")
    assert added.position == 4


@pytest.mark.parametrize("headers", [JSON, {}])
def test_what_is_added_without_its_title_is_refused_in_words(director, field, headers):
    answer = director.post(f"{HOME}ajouter/strategie/", {"parent": field.pk, "title": ""}, **headers)
    assert answer.status_code == 422
    assert "Stratégie" in (answer.json()["message"] if headers else answer.content.decode())
    assert field.strategies.count() == 3


def test_a_row_is_not_added_under_a_row_of_another_plan(cast, director, region, field):
    other = create_plan(territory=region, year=open_year(2013), title="Autre", by=cast.director)
    elsewhere = add_row(part="champ", by=cast.director, position=1, plan=other, field=field.field)
    url = f"{HOME}ajouter/strategie/"
    for parent in (elsewhere.pk, "x", "", 10**12):
        assert director.post(url, {"parent": parent, "title": "x"}).status_code == 404
    assert director.post(f"{HOME}ajouter/champ/", {"title": "x"}).status_code == 404


def test_only_offices_and_mrcs_that_are_not_there_yet_may_be_added(director, plan):
    share = plan.budget_shares.first()
    data = {"parent": plan.pk, "territory": share.territory_id}
    assert director.post(f"{HOME}ajouter/part-budget/", data, **JSON).status_code == 422


def test_a_row_moves_by_its_buttons_without_script(director, strategies):
    data = {"version": 1, "apres": strategies[1].pk, "retour": part_url("intervention-3")}
    answer = director.post(act_url(strategies[0], "deplacer/"), data)
    assert answer.url == f"{part_url('intervention-3')}#strategie-{strategies[0].pk}"
    assert [one.pk for one in strategies[0].plan_field.strategies.all()][:2] == [strategies[1].pk, strategies[0].pk]


def test_a_move_tells_a_script_the_new_number_and_version(director, strategies):
    answer = director.post(act_url(strategies[2], "deplacer/"), {"version": 1, "avant": strategies[0].pk}, **JSON)
    payload = answer.json()
    assert (answer.status_code, payload["version"]) == (200, 2)
    assert payload["message"].endswith("est à sa nouvelle place : 3.1.")


def test_a_stale_move_is_409_and_says_so(cast, director, strategies):
    edit_row(row=strategies[0], expected_version=1, values={"title": "Entre-temps"}, by=cast.planner)
    for headers in (JSON, {}):
        data = {"version": 1, "apres": strategies[1].pk}
        assert director.post(act_url(strategies[0], "deplacer/"), data, **headers).status_code == 409


def test_moving_into_another_plan_is_404(cast, director, region, strategies, field):
    other = create_plan(territory=region, year=open_year(2013), title="Autre", by=cast.director)
    elsewhere = add_row(part="champ", by=cast.director, position=1, plan=other, field=field.field)
    answer = director.post(act_url(strategies[0], "deplacer/"), {"version": 1, "vers": elsewhere.pk})
    assert answer.status_code == 404


def test_the_page_that_asks_where_to_move_lists_the_fields_or_the_strategies(director, plan, strategies):
    html = director.get(act_url(strategies[0], "deplacer/")).content.decode()
    assert len(re.findall(r'<option value="\d+"', html)) == 7
    html = director.get(act_url(strategies[0].actions.first(), "deplacer/")).content.decode()
    assert len(re.findall(r'<option value="\d+"', html)) == 14
    assert director.get(act_url(plan.issues.first(), "deplacer/")).status_code == 404


def test_a_strategy_with_actions_is_archived_after_a_page_that_counts_them(director, strategies):
    row, count = strategies[0], strategies[0].actions.count()
    asked = director.post(act_url(row, "archiver/"), {"version": 1})
    html = asked.content.decode()
    assert (asked.status_code, f"porte {count} pistes d’action" in html) == (422, True)
    assert director.post(act_url(row, "archiver/"), {"version": 1, "confirme": count}).status_code == 302
    assert not Strategy.objects.filter(pk=row.pk).exists()


def test_the_archives_list_it_with_who_and_restore_it(director, cast, strategies):
    row = strategies[0]
    director.post(act_url(row, "archiver/"), {"version": 1, "confirme": row.actions.count()})
    html = director.get(f"{HOME}archives/").content.decode()
    assert (row.title in html, f"par {cast.director}" in html) == (True, True)
    answer = director.post(act_url(row, "retablir/"))
    assert answer.url == f"{part_url('intervention-3')}#strategie-{row.pk}"
    assert Strategy.objects.filter(pk=row.pk).exists()


def test_undo_and_redo_by_their_buttons(director, mission):
    director.post(act_url(mission), typed(mission, title="Autre"), **JSON)
    answer = director.post(f"{HOME}annuler/", {}, **JSON)
    assert (answer.status_code, Section.objects.get(pk=mission.pk).title) == (200, mission.title)
    director.post(f"{HOME}annuler/", {"refaire": "1"}, **JSON)
    assert Section.objects.get(pk=mission.pk).title == "Autre"


@pytest.mark.parametrize("batch", ["rien", "00000000-0000-0000-0000-000000000000", "'; drop table"])
def test_a_batch_that_does_not_exist_is_refused_in_words(director, batch):
    assert director.post(f"{HOME}annuler/", {"lot": batch}, **JSON).status_code == 422


def test_a_row_of_no_kind_or_of_another_plan_is_not_found(director, cast, region):
    other = create_plan(territory=region, year=open_year(2013), title="Autre", by=cast.director)
    signatory = add_row(part="signataire", by=cast.director, position=1, plan=other, name="A", role="B")
    assert director.post(act_url(signatory), {"version": "1"}).status_code == 404
    assert director.post(f"{HOME}ligne/inconnu/1/", {}).status_code == 404
    assert Signatory.objects.get(pk=signatory.pk).name == "A"


def test_a_get_on_an_act_is_refused(director, mission):
    assert director.get(act_url(mission)).status_code == 405
    assert director.get(f"{HOME}annuler/").status_code == 405
