"""The pages of the writing: who may, what they hold, what they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.services import open_year
from plans.models import Action, Plan, PlanField, RowChange, Section, Strategy
from plans.parts import KIND_OF, PARTS
from plans.rows import read_rows
from plans.services import add_row, create_plan
from plans.writing_sheets import KINDS_OF, SHEETS
from tests.plans.writing_steps import HOME, JSON, act_url, part_url, typed

WRITERS = ("director", "planner")
READERS = ("cle_manager", "member", "secretary", "national", "analyst", "administrator")


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


# --- Who -------------------------------------------------------------------------------------------------------------

PAGES = ("", "partie/mission/", "partie/intervention-3/", "a-completer/", "archives/", "apercu/")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", WRITERS)
def test_writers_open_every_page(cast, as_user, role, path):
    assert as_user(getattr(cast, role)).get(f"{HOME}{path}").status_code == 200


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", READERS)
def test_readers_get_403(cast, as_user, role, path):
    assert as_user(getattr(cast, role)).get(f"{HOME}{path}").status_code == 403


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", ("partner", "outsider"))
def test_for_partner_and_outsider_nothing_is_there(cast, as_user, role, path):
    assert as_user(getattr(cast, role)).get(f"{HOME}{path}").status_code == 404


@pytest.mark.parametrize("role,status", [("member", 403), ("outsider", 404)])
def test_acts_are_refused_to_readers_and_hidden_from_outsiders_and_nothing_changes(
    cast, as_user, strategies, role, status
):
    client, row = as_user(getattr(cast, role)), strategies[0]
    before = RowChange.objects.count()
    for act in ("", "deplacer/", "dupliquer/", "archiver/", "retablir/"):
        assert client.post(act_url(row, act), {"version": "1", "title": "x"}).status_code == status, act
    for path in ("ajouter/enjeu/", "annuler/", "presence/", "partie/mission/commencer/"):
        assert client.post(f"{HOME}{path}", {}).status_code == status, path
    assert RowChange.objects.count() == before


def test_a_script_without_session_is_told_401_so_that_it_keeps_the_text(as_user, mission):
    answer = as_user(None).post(act_url(mission), {}, **JSON)
    assert (answer.status_code, answer.json()["message"][:28]) == (401, "Votre session est terminée. ")


def test_a_person_without_session_is_led_to_sign_in(as_user):
    assert as_user(None).get(HOME).url == f"{reverse('account_login')}?next={HOME}"


@pytest.mark.parametrize("role,shown", [("director", 1), ("planner", 1), ("member", 0), ("cle_manager", 0)])
def test_the_plan_offers_to_write_to_those_who_may(cast, as_user, plan, role, shown):
    html = as_user(getattr(cast, role)).get(plan.get_absolute_url()).content.decode()
    assert html.count(f'href="{HOME}"') == shown


def test_a_submitted_plan_is_written_by_nobody(director, plan, mission):
    Plan.objects.filter(pk=plan.pk).update(state="submitted", submitted_on="2007-03-01", solidarity_state="submitted")
    assert director.get(HOME).status_code == 403
    assert director.post(act_url(mission), typed(mission, title="x"), **JSON).status_code == 403


def test_a_mandate_that_is_frozen_alone_is_shown_without_boxes(director, plan):
    Plan.objects.filter(pk=plan.pk).update(solidarity_state="submitted")
    assert "data-autosave" in director.get(part_url("mission")).content.decode()
    html = director.get(part_url("solidarite-introduction")).content.decode()
    assert ("data-autosave" in html, "Ce volet ne s’écrit plus" in html) == (False, True)


def test_an_unknown_part_is_a_404(director):
    assert director.get(part_url("nulle-part")).status_code == 404


# --- What the pages hold ---------------------------------------------------------------------------------------------


def test_every_row_of_the_plan_is_written_on_exactly_one_page(director, plan):
    slugs = set(re.findall(r"/ecrire/partie/([\w-]+)/", director.get(HOME).content.decode()))
    found: list[str] = []
    for slug in slugs:
        found += re.findall(r'data-write-row data-node="([\w-]+)"', director.get(part_url(slug)).content.decode())
    wanted = [
        f"{KIND_OF[model]}-{row.pk}" for model, rows in read_rows(plan).items() if model in KIND_OF for row in rows
    ]
    assert sorted(found) == sorted(wanted)


def test_every_kind_of_part_has_a_sheet_and_a_page():
    placed = {kind for kinds in KINDS_OF.values() for kind in kinds} | {"texte", "champ", "strategie", "action"}
    assert (set(SHEETS), placed) == (set(PARTS), set(PARTS))


def test_the_outline_holds_every_strategy_and_action_with_its_number(director, plan):
    html = director.get(part_url("mission")).content.decode()
    outline = html.split('id="writing-outline"')[1].split("</nav>")[0]
    strategies = Strategy.objects.filter(plan_field__plan=plan).count()
    actions = Action.objects.filter(strategy__plan_field__plan=plan).count()
    assert outline.count('data-kind="strategie"') == strategies
    assert outline.count('data-kind="action"') == actions
    numbers = re.findall(r"data-number>([\d.]+)<", outline)
    assert numbers == ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "3.3", "4.1", "5.1", "5.2", "6.1", "6.2", "7.1", "7.2"]


def test_no_id_is_given_twice_on_the_page_of_a_field(director):
    html = director.get(part_url("intervention-3")).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


def test_sums_of_the_budget_and_their_difference_to_the_printed_total_are_told(director):
    html = director.get(part_url("budget")).content.decode()
    foot = re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", html.split("<tfoot>")[1].split("</tfoot>")[0])).strip()
    assert foot == ("Somme 99,99 22\u00a0999 Total imprimé 100,00 23\u00a0000 Différence −0,01 −1")


def test_last_years_text_stands_beside_the_row_that_was_carried_from_it(cast, director, plan, region, mission):
    before = create_plan(territory=region, year=open_year(2006), title="PAR 2006-2007", by=cast.director)
    old = add_row(
        part="texte", by=cast.director, position=1, plan=before, volet="employment", key="mission", body="Texte d’alors"
    )
    Plan.objects.filter(pk=plan.pk).update(previous=before)
    Section.objects.filter(pk=mission.pk).update(carried_from=old.pk)
    html = director.get(part_url("mission")).content.decode()
    beside = html.split('<details class="last-year">')[1].split("</details>")[0]
    assert ("2006-2007" in beside, "Texte d’alors" in beside) == (True, True)
    assert director.get(part_url("portrait")).content.decode().count("last-year") == 0


def test_a_part_that_nobody_has_begun_is_begun_by_one_button(cast, director, region):
    plan = create_plan(territory=region, year=open_year(2013), title="Neuf", by=cast.director)
    home = f"{plan.get_absolute_url()}ecrire/"
    url = f"{home}partie/mission/"
    assert "Le texte de cette partie n’est pas encore commencé" in director.get(url).content.decode()
    answer = director.post(f"{url}commencer/")
    section = Section.objects.get(plan=plan)
    assert (answer.url, section.key, section.volet) == (f"{url}#texte-{section.pk}", "mission", "employment")
    director.post(f"{home}partie/budget/commencer/")
    director.post(f"{home}partie/budget/commencer/")
    assert plan.sections.filter(key="budget").count() == 1
    assert Plan.objects.get(pk=plan.pk).budget.envelope is None
    assert director.post(f"{url}commencer/").status_code == 404


# --- How many queries ------------------------------------------------------------------------------------------------


def cost(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def grow(plan: Plan, strategies: int, actions: int) -> None:
    field = PlanField.objects.filter(plan=plan).first()
    for rank in range(strategies):
        one = Strategy.objects.create(plan_field=field, title=f"S{rank}", position=rank + 50)
        Action.objects.bulk_create(Action(strategy=one, text=f"A{n}", position=n) for n in range(actions))


@pytest.mark.parametrize("slug", ["intervention-1", "chiffres-cles", "budget", "enjeux", "mission"])
def test_one_row_more_costs_no_query_more(cast, director, plan, slug):
    before = cost(director, part_url(slug))
    grow(plan, 2, 2)
    for rank in range(2):
        add_row(part="chiffre-cle", by=cast.director, position=90 + rank, plan=plan, theme="T", label=f"M{rank}")
        add_row(part="enjeu", by=cast.director, position=90 + rank, plan=plan, title=f"E{rank}")
    assert cost(director, part_url(slug)) == before


def test_a_plan_of_four_hundred_actions_opens_with_at_most_twenty_five_queries(director, plan):
    grow(plan, 10, 35)
    assert Action.objects.filter(strategy__plan_field__plan=plan).count() == 400
    assert cost(director, part_url("intervention-1")) <= 25
    assert cost(director, HOME) <= 60  # the list of what is missing reads the whole plan


def test_a_save_costs_few_queries_and_reads_no_figures(director, mission):
    director.post(act_url(mission), typed(mission, title="Un"), **JSON)
    fresh = Section.objects.get(pk=mission.pk)
    with CaptureQueriesContext(connection) as captured:
        assert director.post(act_url(fresh), typed(fresh, title="Deux"), **JSON).status_code == 200
    assert len(captured) <= 26
    assert [one["sql"] for one in captured if "indicators_attainment" in one["sql"]] == []
