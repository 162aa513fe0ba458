"""Actions managed through the verbs: rights after adoption, versions, all or nothing, milestones, follow-up."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import Conflict, Refused
from partners.models import Organisation
from plans.editions import freeze_edition
from plans.enums import PlanState
from plans.models import Action, Plan, RowChange, Strategy, StrategyFollowUp
from plans.services import edit_row
from plans.services_actions import (
    add_milestone,
    add_partner,
    archive_milestone,
    edit_milestone,
    manage_action,
    manage_actions,
    tell_follow_up,
)
from plans.services_undo import stacks, undo


@pytest.fixture
def actions(plan) -> list[Action]:
    return list(Action.objects.filter(strategy__plan_field__plan=plan).order_by("pk")[:3])


@pytest.fixture
def adopted(plan) -> Plan:
    days = {f"{name}_on": date(2007, 3, 9) for name in ("submitted", "adopted")}
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.ADOPTED, **days)
    plan.refresh_from_db()
    return plan


def all_at_once(plan, actions, by, **values):
    return manage_actions(plan=plan, versions={one.pk: one.version for one in actions}, values=values, by=by)


def test_everything_managed_of_an_action_is_written_with_its_history(actions, cast, plan, indicator, region):
    office, partner = region.children.first(), add_partner(plan=plan, name="  Cégep  de Rimouski ", by=cast.planner)
    values = {
        "lead": "Anne Roy", "start": date(2007, 4, 1), "end": date(2007, 9, 30), "status": "ongoing", "progress": 40,
        "status_comment": "Deux rencontres tenues.", "cles": [office], "organisations": [partner],
        "indicators": [indicator("2")],
    }  # fmt: skip
    written = manage_action(action=actions[0], expected_version=actions[0].version, values=values, by=cast.planner)
    row = Action.objects.get(pk=written.pk)
    assert {name: getattr(row, name) for name in values if name not in ("cles", "organisations", "indicators")} == {
        name: values[name] for name in values if name not in ("cles", "organisations", "indicators")
    }
    assert [list(row.cles.all()), list(row.organisations.all()), list(row.indicators.all())] == [
        [office], [partner], [indicator("2")]
    ]  # fmt: skip
    assert partner.name == "Cégep de Rimouski"
    changed = RowChange.objects.filter(kind="action", row=row.pk, version=row.version)
    assert set(changed.values_list("field", flat=True)) == set(values)


def test_an_adopted_plan_is_followed_but_its_text_stays_frozen(actions, cast, adopted):
    action = actions[0]
    written = manage_action(action=action, expected_version=action.version, values={"status": "done"}, by=cast.planner)
    assert written.status == "done"
    with pytest.raises(Refused, match="n’est plus un brouillon"):
        edit_row(row=written, expected_version=written.version, values={"text": "Autre"}, by=cast.planner)
    with pytest.raises(Refused, match="Champ inconnu"):
        manage_action(action=written, expected_version=written.version, values={"text": "Autre"}, by=cast.planner)


@pytest.mark.parametrize("person", ["member", "partner", "national", "outsider"])
def test_who_does_not_write_the_plan_does_not_follow_it(actions, cast, adopted, person):
    with pytest.raises(Refused, match="Vous ne pouvez pas suivre ce plan"):
        manage_action(action=actions[0], expected_version=1, values={"status": "done"}, by=getattr(cast, person))


def test_a_closed_plan_is_no_longer_followed(actions, cast, plan):
    Plan.objects.filter(pk=plan.pk).update(
        state=PlanState.CLOSED,
        **{f"{name}_on": date(2008, 3, 9) for name in ("submitted", "adopted", "transmitted", "approved")},
        published_on=date(2008, 3, 9),
        closed_on=date(2008, 3, 9),
    )
    with pytest.raises(Refused, match="il est clos"):
        manage_action(action=actions[0], expected_version=1, values={"status": "done"}, by=cast.planner)


def test_telling_how_actions_go_makes_no_new_edition_and_naming_a_lead_does(actions, cast, adopted):
    first = freeze_edition(adopted, by=cast.director)
    written = manage_action(
        action=actions[0],
        expected_version=actions[0].version,
        values={"status": "ongoing", "progress": 10, "status_comment": "Commencé."},
        by=cast.planner,
    )
    assert freeze_edition(adopted, by=cast.director) == first
    manage_action(action=written, expected_version=written.version, values={"lead": "Anne Roy"}, by=cast.planner)
    assert freeze_edition(adopted, by=cast.director).number == first.number + 1


def test_several_actions_are_written_at_one_go(actions, cast, plan, region):
    office = region.children.first()
    written = all_at_once(plan, actions, cast.planner, lead="Anne Roy", status="planned", cles=[office], progress=0)
    rows = Action.objects.filter(pk__in=[one.pk for one in written])
    assert [(one.lead, one.status, one.progress, list(one.cles.all())) for one in rows] == [
        ("Anne Roy", "planned", 0, [office])
    ] * 3
    assert (
        RowChange.objects.filter(kind="action", row__in=rows, author=cast.planner).values("batch").distinct().count()
        == 1
    )


def test_when_one_moved_none_is_written_and_it_is_named(actions, cast, plan):
    seen = {one.pk: one.version for one in actions}
    moved = manage_action(
        action=actions[1], expected_version=actions[1].version, values={"progress": 5}, by=cast.director
    )
    with pytest.raises(Conflict) as conflict:
        manage_actions(plan=plan, versions=seen, values={"lead": "Anne Roy"}, by=cast.planner)
    assert conflict.value.current == [moved]
    assert Action.objects.filter(lead="Anne Roy").count() == 0


def test_when_one_breaks_a_rule_none_is_written_and_it_is_named(actions, cast, plan):
    last = actions[2]
    last = manage_action(
        action=last, expected_version=last.version, values={"start": date(2007, 9, 1)}, by=cast.planner
    )
    with pytest.raises(Refused, match="La fin vient avant le début") as refused:
        all_at_once(plan, [*actions[:2], last], cast.planner, end=date(2007, 6, 1))
    assert refused.value.message.startswith(f"« {last} »")
    assert Action.objects.filter(end=date(2007, 6, 1)).count() == 0


def test_nothing_chosen_nothing_told_or_another_plan_s_action_is_refused(actions, cast, plan):
    with pytest.raises(Refused, match="Cochez au moins une action"):
        manage_actions(plan=plan, versions={}, values={"lead": "A"}, by=cast.planner)
    with pytest.raises(Refused, match="Dites ce qui change"):
        all_at_once(plan, actions, cast.planner)
    with pytest.raises(Refused, match="n’est pas de ce plan"):
        manage_actions(plan=plan, versions={999_999: 1}, values={"lead": "A"}, by=cast.planner)


def test_an_office_or_a_partner_of_another_region_is_refused(actions, cast, plan, region):
    elsewhere = type(region).objects.cles().exclude(parent=region).first()
    stranger = Organisation.objects.create(name="Ailleurs", territory=elsewhere)
    with pytest.raises(Refused, match="Ce CLE n’est pas de la région"):
        all_at_once(plan, actions, cast.planner, cles=[elsewhere])
    with pytest.raises(Refused, match="Cette organisation n’est pas de la région"):
        all_at_once(plan, actions, cast.planner, organisations=[stranger])


def test_a_milestone_is_added_reached_and_taken_out_and_its_action_remembers(actions, cast):
    action = actions[0]
    step = add_milestone(action=action, title="Entente signée", due_on=date(2007, 6, 1), by=cast.planner)
    reached = edit_milestone(
        milestone=step, expected_version=1, values={"reached_on": date(2007, 5, 30)}, by=cast.planner
    )
    with pytest.raises(Conflict):
        archive_milestone(milestone=step, expected_version=1, by=cast.planner)
    archive_milestone(milestone=reached, expected_version=reached.version, by=cast.planner)
    assert list(action.milestones.all()) == []
    told = RowChange.objects.filter(kind="action", row=action.pk, field="milestones").order_by("pk")
    assert list(told.values_list("old", "new")) == [
        ("", "Jalon : Entente signée (échéance 2007-06-01)"),
        (
            "Jalon : Entente signée (échéance 2007-06-01)",
            "Jalon : Entente signée (échéance 2007-06-01, atteint 2007-05-30)",
        ),
        ("Jalon : Entente signée (échéance 2007-06-01, atteint 2007-05-30)", ""),
    ]


def test_a_milestone_without_a_title_is_refused_at_its_field(actions, cast):
    with pytest.raises(Refused) as refused:
        add_milestone(action=actions[0], title="  ", due_on=None, by=cast.planner)
    assert list(refused.value.fields) == ["title"]


def test_the_comment_is_not_in_the_way_of_undoing_and_is_not_undone(actions, cast, plan):
    before = stacks(plan, cast.planner)
    one = manage_action(
        action=actions[0], expected_version=actions[0].version, values={"status_comment": "Fait."}, by=cast.planner
    )
    assert stacks(plan, cast.planner) == before
    with pytest.raises(Refused, match="corrigez-le à la page des actions"):
        undo(plan=plan, by=cast.planner, batch=RowChange.objects.filter(row=one.pk, kind="action").first().batch)


def test_what_was_done_of_a_strategy_is_told_by_month_and_corrected_by_versions(cast, adopted):
    strategy = Strategy.objects.filter(plan_field__plan=adopted).first()
    first = tell_follow_up(strategy=strategy, month=6, text="Trois ateliers.", expected_version=0, by=cast.planner)
    second = tell_follow_up(strategy=strategy, month=6, text="Quatre ateliers.", expected_version=1, by=cast.director)
    assert [first.version, second.version, StrategyFollowUp.objects.count()] == [1, 2, 2]
    with pytest.raises(Conflict) as conflict:
        tell_follow_up(strategy=strategy, month=6, text="Cinq.", expected_version=1, by=cast.planner)
    assert conflict.value.current == second
    with pytest.raises(Refused, match="Choisissez un mois"):
        tell_follow_up(strategy=strategy, month=13, text="Cinq.", expected_version=0, by=cast.planner)
    with pytest.raises(Refused, match="Écrivez ce qui a été fait"):
        tell_follow_up(strategy=strategy, month=7, text=" ", expected_version=0, by=cast.planner)


def test_a_follow_up_is_never_changed_in_the_database(cast, plan):
    strategy = Strategy.objects.filter(plan_field__plan=plan).first()
    told = tell_follow_up(strategy=strategy, month=6, text="Trois ateliers.", expected_version=0, by=cast.planner)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE plans_strategyfollowup SET text = 'x' WHERE id = %s", [told.pk])
