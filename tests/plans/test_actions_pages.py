"""The pages of actions: what the address asks for, three views, a bulk change that is whole or refused, one action."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.tables import Row
from plans.actions import Filters, action_list
from plans.models import Action, Strategy, StrategyFollowUp
from plans.services_actions import add_milestone, manage_action, tell_follow_up
from reports.annual_strategies import followed_strategies
from reports.annual_tables import actions_table

AT = ["bas-saint-laurent", 2007]
URL = "/bas-saint-laurent/2007-2008/plan/actions/"
TODAY = date(2007, 10, 1)


@pytest.fixture
def actions(plan, cast) -> list[Action]:
    """Three actions: one late, one done, one without anything."""
    rows = list(Action.objects.filter(strategy__plan_field__plan=plan).order_by("pk")[:3])
    told = (
        {"lead": "Anne Roy", "status": "ongoing", "start": date(2007, 4, 1), "end": date(2007, 8, 31), "progress": 40},
        {"lead": "Éric Côté", "status": "done", "start": date(2007, 5, 1), "end": date(2007, 6, 30), "progress": 100},
        {},
    )
    return [
        manage_action(action=row, expected_version=row.version, values=values, by=cast.planner)
        for row, values in zip(rows, told, strict=True)
    ]


def asked(plan, **query) -> list[Action]:
    return [line.row for line in action_list(plan, Filters.read(query), TODAY).lines]


def test_each_filter_keeps_what_it_asks_for(plan, actions, cast, region):
    late, done, _ = actions
    every = asked(plan)
    office = region.children.first()
    manage_action(action=late, expected_version=late.version, values={"cles": [office]}, by=cast.planner)
    assert asked(plan, retard="1") == [late]
    assert asked(plan, etat="done") == [done]
    assert asked(plan, responsable="Éric Côté") == [done]
    assert asked(plan, responsable="personne") == [one for one in every if one not in (late, done)]
    assert asked(plan, etat="non-precise") == [one for one in every if one not in (late, done)]
    assert asked(plan, cle=office.slug) == [late]
    assert asked(plan, q="eric cote") == [done]
    assert asked(plan, strategie=str(late.strategy_id)) == [one for one in every if one.strategy_id == late.strategy_id]
    assert asked(plan, champ="1", etat="done", retard="1") == []
    assert asked(plan, champ="²", tri="n’importe") == every


def test_sorting_puts_who_has_nothing_last_both_ways(plan, actions):
    late, done, _ = actions
    assert asked(plan, tri="fin")[:2] == [done, late]
    assert asked(plan, tri="-fin")[:2] == [late, done]


def test_a_milestone_that_is_past_and_not_reached_makes_an_action_late(plan, actions, cast):
    empty = actions[2]
    add_milestone(action=empty, title="Entente", due_on=date(2007, 9, 1), by=cast.planner)
    assert asked(plan, retard="1") == [actions[0], empty]


@pytest.mark.parametrize("view", ["liste", "tableau", "calendrier"])
def test_as_many_queries_for_one_action_as_for_three(as_user, cast, plan, actions, region, view):
    client, offices = as_user(cast.planner), list(region.children.all()[:2])
    for one in actions:
        values = {"cles": offices, "start": date(2007, 4, 1), "lead": "Tous"}
        manage_action(action=one, expected_version=one.version, values=values, by=cast.planner)
        add_milestone(action=one, title="Entente", due_on=date(2007, 9, 1), by=cast.planner)
    client.get(URL, {"vue": view})

    def queries(rows) -> int:
        Action.everything.filter(strategy__plan_field__plan=plan).update(archived_at="2007-01-01T00:00Z")
        Action.everything.filter(pk__in=[one.pk for one in rows]).update(archived_at=None)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert len(client.get(URL, {"vue": view}).context["found"].lines) == len(rows)
        return len(seen)

    assert queries(actions[:1]) == queries(actions)


def test_the_calendar_draws_the_year_and_says_it_in_a_table(as_user, cast, actions):
    page = as_user(cast.member).get(URL, {"vue": "calendrier"}).content.decode()
    assert page.count("chart--year") == 1
    assert page.count('<tr id="action-') == 2


def bulk(client, rows, **values):
    told = {"ligne": [f"{one.pk}:{one.version}" for one in rows], "retour": "vue=liste&champ=1", **values}
    return client.post(reverse("actions_change", args=AT), told)


def test_checked_actions_change_together_and_the_filters_stay(as_user, cast, actions):
    answer = bulk(as_user(cast.planner), actions, lead="Marie Gagnon", status="planned")
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}?vue=liste&champ=1")
    rows = Action.objects.filter(pk__in=[one.pk for one in actions]).order_by("pk")
    assert [(one.lead, one.status, one.progress) for one in rows] == [
        ("Marie Gagnon", "planned", 40), ("Marie Gagnon", "planned", 100), ("Marie Gagnon", "planned", None)
    ]  # fmt: skip


def test_a_bulk_change_on_what_moved_is_refused_by_name_and_what_was_typed_stays(as_user, cast, actions):
    manage_action(action=actions[1], expected_version=actions[1].version, values={"progress": 90}, by=cast.director)
    answer = bulk(as_user(cast.planner), actions, lead="Marie Gagnon")
    assert (answer.status_code, answer.context["moved"]) == (409, [actions[1]])
    assert answer.context["bulk"]["lead"].value() == "Marie Gagnon"
    assert answer.context["chosen"] == {one.pk for one in actions}
    assert Action.objects.filter(lead="Marie Gagnon").count() == 0


def test_a_bulk_change_that_is_ill_typed_or_empty_is_refused(as_user, cast, actions):
    client = as_user(cast.planner)
    wrong = bulk(client, actions, progress="beaucoup", end="demain")
    assert (wrong.status_code, list(wrong.context["bulk"].errors)) == (422, ["progress", "end"])
    assert bulk(client, actions).status_code == 422
    assert bulk(client, [], lead="A").status_code == 422
    assert bulk(client, actions, progress="101").context["told"].endswith("Écrivez un nombre d’au plus 100.")


def test_a_card_changes_column_and_a_stale_one_is_refused(as_user, cast, actions):
    client, url = as_user(cast.planner), reverse("action_move", args=[*AT, actions[2].pk])
    told = {"status": "ongoing", "version": actions[2].version, "retour": "vue=tableau"}
    assert client.post(url, told)["Location"] == f"{URL}?vue=tableau#action-{actions[2].pk}"
    assert client.post(url, told | {"status": "done"}).status_code == 409
    assert client.post(url, told | {"status": "perdue"}).status_code == 422
    assert Action.objects.get(pk=actions[2].pk).status == "ongoing"


def test_one_action_is_written_with_a_new_partner_and_a_stale_form_keeps_what_was_typed(as_user, cast, actions):
    client, row = as_user(cast.planner), actions[2]
    url = reverse("action_edit", args=[*AT, row.pk])
    told = {
        "status": "ongoing",
        "progress": "25",
        "lead": "Anne",
        "partner": "Cégep de Rimouski",
        "version": row.version,
    }
    assert client.post(url, told).status_code == 302
    written = Action.objects.get(pk=row.pk)
    assert (written.progress, [one.name for one in written.organisations.all()]) == (25, ["Cégep de Rimouski"])
    answer = client.post(url, told | {"status_comment": "Le mien", "partner": ""})
    assert (answer.status_code, answer.context["form"]["status_comment"].value()) == (409, "Le mien")
    wrong = client.post(url, told | {"version": written.version, "start": "2007-09-01", "end": "2007-05-01"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["end"])


def test_milestones_are_added_reached_and_taken_out(as_user, cast, actions):
    client, row = as_user(cast.planner), actions[0]
    add = reverse("milestone_add", args=[*AT, row.pk])
    assert client.post(add, {"title": "Entente signée", "due_on": "2007-06-01"}).status_code == 302
    step = row.milestones.get()
    url = reverse("milestone_write", args=[*AT, row.pk, step.pk])
    told = {"title": "Entente signée", "due_on": "2007-06-01", "reached_on": "2007-05-30", "version": 1}
    assert client.post(url, told).status_code == 302
    assert client.post(url, told).status_code == 409
    assert client.post(add, {"title": "", "due_on": "hier"}).status_code == 422
    assert client.post(url, told | {"version": 2, "geste": "retirer"}).status_code == 302
    assert row.milestones.count() == 0


def test_who_may_read_and_who_may_write(as_user, cast, actions):
    change, one = reverse("actions_change", args=AT), reverse("action_edit", args=[*AT, actions[0].pk])
    assert [as_user(cast.member).get(url).status_code for url in (URL, one)] == [200, 200]
    assert [as_user(cast.member).post(url, {}).status_code for url in (change, one)] == [403, 403]
    assert [as_user(cast.outsider).get(url).status_code for url in (URL, one)] == [404, 404]
    assert as_user(cast.member).get(one).context["form"] is None


def test_the_follow_up_of_a_strategy_is_written_corrected_and_told_to_the_annual_report(as_user, cast, plan, actions):
    strategy = Strategy.objects.get(pk=actions[0].strategy_id)
    client, url = as_user(cast.planner), reverse("actions_follow_up", args=AT)
    told = {"strategy": strategy.pk, "month": "6", "text": "Trois ateliers tenus."}
    assert client.post(url, told).status_code == 302
    assert client.post(url, told | {"text": "Autre"}).status_code == 409
    assert client.post(url, told | {"text": "Quatre ateliers tenus.", "vu-6": "1"}).status_code == 302
    assert client.post(url, told | {"text": ""}).status_code == 422
    assert StrategyFollowUp.objects.filter(strategy=strategy).count() == 2
    row = actions[0]
    manage_action(action=row, expected_version=row.version, values={"status_comment": "Deux."}, by=cast.planner)
    orientation = followed_strategies(plan.territory, plan.year)[0]
    followed = orientation.strategies[0]
    assert actions_table(orientation).rows[1] == Row("Fin septembre 2007\u00a0: Quatre ateliers tenus.", "Suivi", "")
    assert [followed.told, followed.actions[0].told] == [
        (("septembre 2007", "Quatre ateliers tenus."),), "Deux."
    ]  # fmt: skip


def test_following_up_costs_as_many_queries_whatever_was_told(as_user, cast, plan):
    client, url = as_user(cast.planner), reverse("actions_follow_up", args=AT)
    strategies = list(Strategy.objects.filter(plan_field__plan=plan)[:3])
    client.get(url)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    tell_follow_up(strategy=strategies[0], month=3, text="Un.", expected_version=0, by=cast.planner)
    one = queries()
    for strategy in strategies[1:]:
        tell_follow_up(strategy=strategy, month=3, text="Un.", expected_version=0, by=cast.planner)
    assert queries() == one
