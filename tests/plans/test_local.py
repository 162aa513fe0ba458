"""Local plans: written by the office, read by the region, held against the regional plan, taken up in it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.errors import Refused
from indicators.models import Target
from indicators.services import open_year, set_target
from plans.dossier import plan_dossier
from plans.enums import PlanKind
from plans.local import local_part, local_plans, numbered
from plans.models import Action, BudgetShare, Issue, LocalAction, LocalOrigin, Plan, RowChange, Strategy
from plans.reads import blocking, readiness
from plans.rows import read_rows
from plans.services import edit_row
from plans.services_begin import begin_local_plans, begin_plan
from plans.services_local import consolidate
from plans.services_structure import add_child, archive_row
from regions.models import Territory
from tests.plans.standing import standing
from tests.plans.test_page_queries import queries_of

PAGE = "/bas-saint-laurent/2007-2008/plans-locaux/"
OWN = "/cle-rimouski-neigette/2007-2008/plan/"


@pytest.fixture
def own(db) -> Plan:
    """The local plan of Rimouski-Neigette, whose manager is of the cast."""
    return Plan.objects.select_related("territory__parent", "year").get(kind=PlanKind.PAL, territory__code="01-100")


@pytest.fixture
def other(db) -> Plan:
    """The local plan of Rivière-du-Loup, an office without a manager in the cast."""
    return Plan.objects.select_related("territory__parent", "year").get(kind=PlanKind.PAL, territory__code="01-120")


def sentences(region, plan) -> list[str]:
    return [gap.sentence for gap in local_plans(region, plan.year).disagreements]


# --- Who --------------------------------------------------------------------------------------------------------------


def test_a_cle_manager_writes_the_plan_of_the_office_and_no_other(cast, own, other, plan):
    issue = own.issues.first()
    edit_row(row=issue, expected_version=1, values={"title": "Un enjeu récrit"}, by=cast.cle_manager)
    assert own.issues.first().title == "Un enjeu récrit"
    for row in (other.issues.first(), plan.issues.first()):
        with pytest.raises(Refused):
            edit_row(row=row, expected_version=1, values={"title": "Autre"}, by=cast.cle_manager)


@pytest.mark.parametrize("role", ["director", "planner", "member", "national", "analyst", "outsider"])
def test_the_region_reads_the_plan_of_an_office_and_does_not_write_in_its_place(cast, own, role):
    with pytest.raises(Refused):
        edit_row(row=own.issues.first(), expected_version=1, values={"title": "Autre"}, by=getattr(cast, role))


@pytest.mark.parametrize(
    ("role", "status"), [("cle_manager", 200), ("director", 200), ("member", 200), ("outsider", 404), ("partner", 404)]
)
def test_the_page_of_a_local_plan_is_open_to_its_region(cast, as_user, role, status):
    assert as_user(getattr(cast, role)).get(OWN).status_code == status


def test_pencils_of_a_local_plan_are_the_offices(cast, as_user):
    counts = [
        as_user(who).get(OWN).content.decode().count('class="edit-link') for who in (cast.cle_manager, cast.director)
    ]
    assert (counts[0] > 10, counts[1]) == (True, 0)


def test_a_manager_edits_a_local_action_in_place(cast, as_user, own):
    action = own.local_actions.first()
    client, address = as_user(cast.cle_manager), f"{OWN}modifier/action-locale/{action.pk}/"
    form = client.get(address).context["form"]
    offered = form.fields["answers"].queryset
    assert set(offered) == set(
        Strategy.objects.filter(plan_field__plan__territory__code="01", plan_field__plan__year=2007)
    )
    other = offered.last()
    data = {"version": 1, "text": "Une action récrite", "answers": other.pk, "lead": "Équipe"}
    assert client.post(address, data).status_code == 302
    action.refresh_from_db()
    assert (action.text, action.answers, action.lead, action.version) == ("Une action récrite", other, "Équipe", 2)
    assert RowChange.objects.filter(plan=own, kind="action-locale", row=action.pk, act="edit").count() >= 3


def test_a_strategy_of_another_region_is_no_answer(cast, as_user, own, region):
    elsewhere = begin_plan(territory=Territory.objects.get(code="02"), year=open_year(2007), by=cast.outsider)
    foreign = add_child(part="strategie", parent=elsewhere.plan_fields.first(), by=cast.outsider, title="D’ailleurs")
    action = own.local_actions.first()
    data = {"version": 1, "text": action.text, "answers": foreign.pk}
    answer = as_user(cast.cle_manager).post(f"{OWN}modifier/action-locale/{action.pk}/", data)
    action.refresh_from_db()
    assert (answer.status_code, action.version) == (422, 1)


# --- The page of an office --------------------------------------------------------------------------------------------


def test_the_plan_groups_actions_by_the_strategy_they_answer(own, plan):
    local = local_part(own, plan_dossier(own).local_actions)
    assert [answer.strategy.number for answer in local.answers] == ["1.1", "1.2", "2.1", "3.1", "4.1", "6.1"]
    assert [one.number for one in local.unanswered] == ["2.2", "3.2", "3.3", "5.1", "5.2", "6.2", "7.1", "7.2"]
    assert (local.share.percent, local.share.amount, local.is_hypothesis) == (Decimal("22.69"), Decimal(5219), True)


def test_targets_and_budget_of_the_office_are_read_not_written(cast, as_user, own):
    page = as_user(cast.cle_manager).get(OWN).content.decode()
    target = Target.objects.current().get(indicator__number="2", territory=own.territory, year=2007)
    assert (
        f"{target.scaled // 1000}\u00a0{target.scaled % 1000:03d}" in page,
        "5\u00a0219\u00a0k$ (22,69\u00a0%)" in page,
    ) == (True, True)


def test_an_action_that_answers_nothing_is_shown_apart_and_told(cast, as_user, other):
    page = as_user(cast.director).get(other.get_absolute_url()).content.decode()
    assert page.count("Sans stratégie régionale") == 1
    assert [gap.sentence for gap in readiness(other)] == [
        "1 texte vide.", "1 action locale sans stratégie régionale.", "2 actions locales sans responsable.",
    ]  # fmt: skip
    assert blocking(other) == []


def test_an_empty_local_plan_cannot_be_submitted(cast, region, plan):
    office = region.children.get(code="01-130")
    made = begin_plan(territory=office, year=plan.year, by=cast.director)
    assert [gap.sentence for gap in blocking(made)] == [
        "Aucun enjeu n’est inscrit.", "Aucune action locale n’est inscrite.",
    ]  # fmt: skip


def test_an_action_under_an_archived_strategy_answers_nothing_any_more(cast, own, plan, region):
    strategy = own.local_actions.first().answers
    archive_row(row=strategy, expected_version=1, by=cast.director, confirmed=strategy.actions.count())
    local = local_part(own, plan_dossier(own).local_actions)
    assert [len(answer.actions) for answer in local.answers if answer.strategy is None] == [1]
    assert "Rimouski-Neigette\u00a0: 1 action ne répond à aucune stratégie de la région." in sentences(region, plan)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_hostile_text_in_a_local_action_is_only_text(cast, as_user, own, text):
    add_child(part="action-locale", parent=own, by=cast.cle_manager, text=text)
    for address in (OWN, f"{PAGE}reprendre/"):
        page = as_user(cast.director).get(address).content.decode()
        assert page.count(text) == 0


# --- The region -------------------------------------------------------------------------------------------------------


def test_one_row_an_office_with_the_name_of_the_year(region, plan):
    page = local_plans(region, plan.year)
    assert [row.name for row in page.offices] == [
        "La Matapédia", "Matane", "La Mitis", "Rimouski-Neigette", "Les Basques", "Rivière-du-Loup", "Témiscouata",
        "Kamouraska",
    ]  # fmt: skip
    told = {row.name: (row.issues, row.actions, row.gaps_text) for row in page.offices if row.plan}
    assert told == {
        "Rimouski-Neigette": (3, 6, "Rien à vérifier"),
        "Rivière-du-Loup": (2, 4, "3 points à vérifier"),
    }


def test_what_does_not_agree_is_told_in_sentences(region, plan):
    assert sentences(region, plan) == [
        "6 CLE n’ont pas de plan local\u00a0: La Matapédia, Matane, La Mitis…",
        "Les budgets des CLE totalisent 22\u00a0999\u00a0k$ pour une enveloppe de 23\u00a0000\u00a0k$\u00a0: "
        "il manque 1\u00a0k$.",
        "Rivière-du-Loup\u00a0: 1 action ne répond à aucune stratégie de la région.",
        "7 stratégies régionales sans réponse locale\u00a0: 2.2, 3.2, 3.3, 5.2, 6.2, 7.1, 7.2.",
    ]


def test_targets_of_offices_are_held_against_the_regions(cast, region, plan, indicator):
    office = region.children.get(code="01-100")
    current = Target.objects.current().get(indicator=indicator("2"), territory=office, year=2007)
    set_target(
        indicator=indicator("2"), year=plan.year, territory=office, value=Decimal(current.scaled + 5), reason="Essai.",
        by=cast.director,
    )  # fmt: skip
    told = "les cibles des CLE totalisent 8\u00a0105; celle de la région est 8\u00a0100."
    assert [text.split("\u00a0: ")[1] for text in sentences(region, plan) if "totalisent 8" in text] == [told]


def test_a_share_that_is_missing_is_told(cast, region, plan):
    share = BudgetShare.objects.get(plan=plan, territory__code="01-140")
    archive_row(row=share, expected_version=1, by=cast.director)
    assert "1 CLE n’a pas de part du budget\u00a0: Kamouraska." in sentences(region, plan)


def test_missing_plans_are_begun_together(cast, region, plan):
    assert begin_local_plans(region=region, year=plan.year, by=cast.planner) == 6
    assert Plan.objects.filter(kind=PlanKind.PAL, year=plan.year).count() == 8
    with pytest.raises(Refused, match="déjà leur plan local"):
        begin_local_plans(region=region, year=plan.year, by=cast.planner)


def test_a_manager_begins_the_plan_of_the_office_only(cast, as_user, region, own):
    Plan.objects.filter(pk=own.pk).update(year=open_year(2006))
    client = as_user(cast.cle_manager)
    assert client.post(f"{PAGE}commencer/", {"cle": "cle-rimouski-neigette"}).url == OWN
    client.post(f"{PAGE}commencer/", {"cle": "cle-kamouraska"})
    client.post(f"{PAGE}commencer/")
    kinds = Plan.objects.filter(kind=PlanKind.PAL, year=2007).values_list("territory__code", flat=True)
    assert sorted(kinds) == ["01-100", "01-120"]


@pytest.mark.parametrize(
    ("role", "status"), [("director", 200), ("cle_manager", 200), ("member", 200), ("partner", 404), ("outsider", 404)]
)
def test_the_page_of_local_plans_is_open_to_insiders_of_the_region(cast, as_user, role, status):
    assert as_user(getattr(cast, role)).get(PAGE).status_code == status


def test_the_page_costs_the_same_for_two_and_for_eight_plans(cast, as_user, region, plan):
    client = as_user(cast.director)
    before = queries_of(client, PAGE)
    begin_local_plans(region=region, year=plan.year, by=cast.planner)
    assert (queries_of(client, PAGE), before <= 20) == (before, True)


# --- Taking up --------------------------------------------------------------------------------------------------------


def test_what_is_taken_up_keeps_where_it_came_from(cast, plan, own):
    issue, action = own.issues.first(), own.local_actions.first()
    taken = consolidate(plan=plan, issues=[issue.pk], actions=[action.pk], by=cast.director)
    assert taken.told == "1 enjeu et 1 action"
    row = Issue.objects.filter(plan=plan).last()
    assert (row.title, row.description, row.retained) == (issue.title, issue.description, issue.retained)
    regional = Action.objects.filter(strategy=action.answers).last()
    assert (regional.text, regional.lead, list(regional.cles.all())) == (action.text, action.lead, [own.territory])
    origins = LocalOrigin.objects.filter(plan=plan).values_list("kind", "row", "source", "source_kind", "source_row")
    assert list(origins) == [
        ("enjeu", row.pk, own.pk, "enjeu", issue.pk), ("action", regional.pk, own.pk, "action-locale", action.pk),
    ]  # fmt: skip
    assert plan_dossier(plan).places_of_origin == {
        ("enjeu", row.pk): own.territory, ("action", regional.pk): own.territory,
    }  # fmt: skip
    assert own.issues.count() == 3


def test_the_plan_shows_where_a_row_came_from(cast, as_user, plan, own):
    consolidate(plan=plan, issues=[own.issues.first().pk], actions=[own.local_actions.first().pk], by=cast.director)
    page = as_user(cast.member).get(plan.get_absolute_url()).content.decode()
    assert page.count("Vient du plan local du CLE Rimouski-Neigette") == 2


def test_nothing_is_taken_up_twice_unless_it_was_archived(cast, plan, own):
    issue = own.issues.first()
    consolidate(plan=plan, issues=[issue.pk], actions=[], by=cast.director)
    with pytest.raises(Refused, match="déjà repris"):
        consolidate(plan=plan, issues=[issue.pk], actions=[], by=cast.planner)
    row = Issue.objects.filter(plan=plan).last()
    archive_row(row=row, expected_version=1, by=cast.director)
    consolidate(plan=plan, issues=[issue.pk], actions=[], by=cast.planner)
    assert Issue.objects.filter(plan=plan, title=issue.title).count() == 1


def test_all_is_taken_up_or_nothing(cast, plan, own, other):
    loose = other.local_actions.get(answers__isnull=True)
    before = Issue.objects.filter(plan=plan).count()
    with pytest.raises(Refused, match="ne répond à aucune stratégie"):
        consolidate(plan=plan, issues=[own.issues.first().pk], actions=[loose.pk], by=cast.director)
    assert Issue.objects.filter(plan=plan).count() == before


def test_nothing_chosen_nothing_of_another_region_and_nobody_else(cast, plan, own):
    with pytest.raises(Refused, match="Cochez"):
        consolidate(plan=plan, issues=[], actions=[], by=cast.director)
    with pytest.raises(Refused, match="n’est plus dans un plan local"):
        consolidate(plan=plan, issues=[plan.issues.first().pk], actions=[], by=cast.director)
    for who in (cast.cle_manager, cast.member, cast.national, cast.outsider):
        with pytest.raises(Refused):
            consolidate(plan=plan, issues=[own.issues.first().pk], actions=[], by=who)


def test_a_submitted_plan_takes_nothing_up(cast, as_user, plan, own):
    standing(plan, "submitted")
    assert as_user(cast.director).get(f"{PAGE}reprendre/").status_code == 403


def test_the_page_keeps_what_was_ticked_when_it_is_refused(cast, as_user, own, other):
    loose, issue = other.local_actions.get(answers__isnull=True), own.issues.first()
    answer = as_user(cast.director).post(f"{PAGE}reprendre/", {"action": [loose.pk], "enjeu": [issue.pk]})
    page = answer.content.decode()
    assert (answer.status_code, page.count(f'value="{issue.pk}" checked')) == (422, 1)
    answer = as_user(cast.director).post(f"{PAGE}reprendre/", {"enjeu": [issue.pk]})
    assert (answer.status_code, answer.url) == (302, PAGE)
    page = as_user(cast.director).get(f"{PAGE}reprendre/").content.decode()
    assert page.count("déjà repris<") == 1


def test_every_local_row_points_to_a_strategy_of_its_region(plan):
    numbers = {one.row.pk: one.number for one in numbered(read_rows(plan))}
    answered = LocalAction.objects.filter(plan__year=2007).exclude(answers=None)
    assert {numbers[action.answers_id] for action in answered} == {"1.1", "1.2", "2.1", "3.1", "4.1", "5.1", "6.1"}


def test_the_history_of_a_local_plan_names_its_writer(cast, as_user, own):
    edit_row(row=own.issues.first(), expected_version=1, values={"title": "Un enjeu récrit"}, by=cast.cle_manager)
    page = as_user(cast.director).get(reverse("plan_history", args=["cle-rimouski-neigette", 2007])).content.decode()
    assert ("Un enjeu récrit" in page, "Josée Pelletier" in page) == (True, True)
