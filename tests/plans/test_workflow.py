"""The way of a plan: every state × transition × role, two people racing, stale pages, what must be told, direct SQL."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.demo import CAST
from accounts.enums import Ability
from core.errors import Conflict, Refused
from plans.enums import PlanKind, PlanState, SolidarityState
from plans.models import Act, Edition, Plan, Section
from plans.services import edit_row
from plans.services_approval import Amendment, Decision, advance_plan, advance_solidarity, last_change_of
from plans.workflow import BODY_OF, SOLIDARITY, TABLES, possible, possible_solidarity
from tests.plans.standing import ON, standing

ROLES = [person.key for person in CAST]
TODAY = ON
TOLD = Decision(
    decided_on=TODAY, resolution_number="2007-01", reason="Parce que.", on_paper=True, new_end=date(2008, 6, 30)
)


class Undo(Exception):
    """Rolls a trial back."""


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", PlanState)
def test_a_way_is_open_to_those_who_hold_its_right_in_the_states_where_it_starts(plan, cast, state, role):
    standing(plan, state)
    user = getattr(cast, role)
    for way in TABLES[PlanKind.PAR]:
        open_to_them = user.may(Ability(way.ability), plan.territory) and state in way.sources
        assert (way in possible(plan, user)) == open_to_them, way.name
        assert outcome(plan, way, user, state) == (way.target if open_to_them else state), way.name


def outcome(plan: Plan, way, user, state: str) -> str:
    """The state in which a trial leaves the plan; a refusal leaves no act behind. Nothing of it remains."""
    trial = Plan.objects.get(pk=plan.pk)
    after = state
    with suppress(Undo), transaction.atomic():
        try:
            advance_plan(plan=trial, name=way.name, seen=state, by=user, decision=TOLD)
        except Refused:
            assert not Act.objects.filter(plan=plan).exists()
        after = Plan.objects.get(pk=plan.pk).state
        raise Undo
    return after


EXPECTED_RIGHTS = {
    "director": {
        "consult", "submit", "withdraw", "adopt", "return_by_council", "transmit", "revise", "close",
    },
    "planner": set(),
    "cle_manager": set(),
    "member": set(),
    "secretary": {"adopt", "return_by_council"},
    "national": {"examine", "return_by_commission", "approve", "return_by_minister", "publish", "extend"},
    "analyst": set(),
    "partner": set(),
    "administrator": set(),
    "outsider": set(),
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_is_what_the_law_and_the_convention_say(plan, cast, role):
    user = getattr(cast, role)
    held = {way.name for way in TABLES[PlanKind.PAR] if user.may(Ability(way.ability), plan.territory)}
    assert held == EXPECTED_RIGHTS[role]


def test_every_way_names_the_body_that_decides():
    names = {way.name for table in (*TABLES.values(), SOLIDARITY) for way in table}
    assert names == set(BODY_OF)


def test_a_plan_goes_from_draft_to_closed(plan, cast):
    way = [
        ("submit", cast.director, {}), ("adopt", cast.secretary, {"resolution_number": "2007-03-1"}),
        ("transmit", cast.director, {}), ("examine", cast.national, {}), ("approve", cast.national, {}),
        ("publish", cast.national, {}), ("revise", cast.director, {"reason": "Révision de septembre."}),
        ("submit", cast.director, {}), ("adopt", cast.secretary, {"resolution_number": "2007-09-1"}),
        ("transmit", cast.director, {}), ("examine", cast.national, {}), ("approve", cast.national, {}),
        ("publish", cast.national, {}), ("close", cast.director, {}),
    ]  # fmt: skip
    for name, user, told in way:
        advance_plan(
            plan=plan, name=name, seen=plan.state, by=user, decision=Decision(decided_on=TODAY, on_paper=True, **told)
        )
    assert [act.transition for act in plan.acts.all()] == [name for name, *_ in way]
    assert Plan.objects.get(pk=plan.pk).state == PlanState.CLOSED
    assert Edition.objects.filter(plan=plan).count() == 1  # nothing was written in between


def test_of_two_directors_who_saw_the_same_state_one_wins(plan, cast):
    mine, theirs = Plan.objects.get(pk=plan.pk), Plan.objects.get(pk=plan.pk)
    advance_plan(plan=mine, name="submit", seen="draft", by=cast.director, decision=TOLD)
    with pytest.raises(Conflict) as told:
        advance_plan(plan=theirs, name="submit", seen="draft", by=cast.director, decision=TOLD)
    assert "Soumis au CRPMT" in told.value.message
    assert plan.acts.count() == 1


def test_a_decision_taken_on_a_stale_page_is_refused_with_who_wrote(plan, cast):
    seen_change = last_change_of(plan)
    mission = plan.sections.get(key="mission")
    edit_row(row=mission, expected_version=mission.version, values={"body": "Autre."}, by=cast.planner)
    with pytest.raises(Conflict) as told:
        advance_plan(plan=plan, name="submit", seen="draft", by=cast.director, decision=TOLD, seen_change=seen_change)
    assert str(cast.planner) in told.value.message
    assert Plan.objects.get(pk=plan.pk).state == PlanState.DRAFT


@pytest.mark.parametrize(
    ("state", "name", "role", "told", "field"),
    [
        ("submitted", "return_by_council", "secretary", {}, "reason"),
        ("submitted", "adopt", "secretary", {"decided_on": TODAY}, "resolution_number"),
        ("submitted", "adopt", "secretary", {"resolution_number": "1"}, "decided_on"),
        ("transmitted", "examine", "national", {}, "decided_on"),
        ("transmitted", "return_by_commission", "national", {"reason": "  "}, "reason"),
        ("published", "revise", "director", {}, "reason"),
    ],
)
def test_what_must_be_told_is_asked_beside_its_field(plan, cast, state, name, role, told, field):
    standing(plan, state)
    with pytest.raises(Refused) as refused:
        advance_plan(plan=plan, name=name, seen=state, by=getattr(cast, role), decision=Decision(**told))
    assert set(refused.value.fields) == {field}


def test_a_decision_of_tomorrow_is_refused(plan, cast):
    standing(plan, "submitted")
    tomorrow = Decision(decided_on=timezone.localdate() + timedelta(days=1), resolution_number="1")
    with pytest.raises(Refused) as refused:
        advance_plan(plan=plan, name="adopt", seen="submitted", by=cast.secretary, decision=tomorrow)
    assert set(refused.value.fields) == {"decided_on"}


def test_an_act_does_not_come_before_the_one_it_follows(plan, cast):
    advance_plan(plan=plan, name="submit", seen="draft", by=cast.director, decision=TOLD)
    before = Decision(decided_on=TODAY - timedelta(days=1), resolution_number="1")
    with pytest.raises(Refused) as refused:
        advance_plan(plan=plan, name="adopt", seen="submitted", by=cast.secretary, decision=before)
    assert set(refused.value.fields) == {"decided_on"}


def test_a_resolution_number_serves_one_decision_of_a_council(plan, cast):
    told = Decision(decided_on=TODAY, resolution_number="2007-5", reason="À revoir.", on_paper=True)
    advance_plan(
        plan=plan, name="submit", seen="draft", by=cast.director, decision=Decision(decided_on=TODAY, on_paper=True)
    )
    advance_plan(plan=plan, name="return_by_council", seen="submitted", by=cast.secretary, decision=told)
    advance_plan(
        plan=plan, name="submit", seen="draft", by=cast.director, decision=Decision(decided_on=TODAY, on_paper=True)
    )
    with pytest.raises(Refused) as refused:
        advance_plan(plan=plan, name="adopt", seen="submitted", by=cast.secretary, decision=told)
    assert set(refused.value.fields) == {"resolution_number"}
    assert Plan.objects.get(pk=plan.pk).state == PlanState.SUBMITTED


def test_an_approval_with_amendments_applies_them_and_makes_an_edition_that_shows_them(plan, cast):
    standing(plan, "examined")
    mission = plan.sections.get(key="mission")
    before = mission.body
    amendment = Amendment(mission, mission.version, {"body": "Mission amendée par le ministre."})
    act = advance_plan(
        plan=plan, name="approve", seen="examined", by=cast.national, decision=TOLD, amendments=[amendment]
    )
    assert Section.objects.get(pk=mission.pk).body == "Mission amendée par le ministre."
    assert [(change.old, change.new) for change in plan.changes.filter(batch=act.changes)] == [
        (before, "Mission amendée par le ministre.")
    ]
    assert act.edition.number == 1


def test_an_amendment_on_a_row_that_moved_meanwhile_changes_nothing(plan, cast):
    standing(plan, "examined")
    mission = plan.sections.get(key="mission")
    with pytest.raises(Conflict):
        advance_plan(
            plan=plan, name="approve", seen="examined", by=cast.national, decision=TOLD,
            amendments=[Amendment(mission, mission.version + 1, {"body": "x"})],
        )  # fmt: skip
    assert Plan.objects.get(pk=plan.pk).state == PlanState.EXAMINED
    assert Section.objects.get(pk=mission.pk).body == mission.body


def test_what_was_submitted_is_no_longer_written(plan, cast):
    advance_plan(plan=plan, name="submit", seen="draft", by=cast.director, decision=TOLD)
    mission = plan.sections.select_related("plan__territory").get(key="mission")
    with pytest.raises(Refused):
        edit_row(row=mission, expected_version=mission.version, values={"body": "x"}, by=cast.director)


# --- The end of a plan, put off by decree ---------------------------------------------------------------------------


DECREE = Decision(decided_on=TODAY, resolution_number="D. 412-2008", reason="Élections.", new_end=date(2008, 6, 30))


def test_a_decree_puts_the_end_of_a_published_plan_off_and_the_act_keeps_both_ends(plan, cast):
    standing(plan, "published")
    act = advance_plan(plan=plan, name="extend", seen="published", by=cast.national, decision=DECREE)
    assert (act.body, act.old_end, act.new_end) == ("government", date(2008, 3, 31), date(2008, 6, 30))
    plan.refresh_from_db()
    assert (plan.state, plan.end) == ("published", date(2008, 6, 30))
    later = replace(DECREE, resolution_number="D. 500-2008", new_end=date(2008, 9, 30))
    again = advance_plan(plan=plan, name="extend", seen="published", by=cast.national, decision=later)
    assert again.old_end == date(2008, 6, 30)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"new_end": None}, "new_end"),
        ({"new_end": date(2008, 3, 31)}, "new_end"),
        ({"resolution_number": " "}, "resolution_number"),
        ({"reason": ""}, "reason"),
    ],
)
def test_an_extension_tells_its_decree_its_reason_and_a_later_end(plan, cast, told, field):
    standing(plan, "published")
    with pytest.raises(Refused) as refused:
        advance_plan(plan=plan, name="extend", seen="published", by=cast.national, decision=replace(DECREE, **told))
    assert set(refused.value.fields) == {field}
    assert Plan.objects.get(pk=plan.pk).extended_to is None


def test_direct_sql_cannot_extend_a_plan_that_was_never_published(plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(extended_to=date(2008, 6, 30))


# --- The Solidarité sociale part --------------------------------------------------------------------------------------


def test_the_solidarity_part_follows_its_own_approver(plan, cast):
    advance_solidarity(plan=plan, name="submit_solidarity", seen="draft", by=cast.director)
    mission = plan.sections.get(volet="employment", key="mission")
    edit_row(row=mission, expected_version=mission.version, values={"body": "Encore."}, by=cast.director)
    objective = plan.management_objectives.first()
    with pytest.raises(Refused):
        edit_row(row=objective, expected_version=objective.version, values={"title": "x"}, by=cast.director)
    advance_solidarity(plan=plan, name="approve_solidarity", seen="submitted", by=cast.national, decision=TOLD)
    assert (plan.state, plan.solidarity_state) == (PlanState.DRAFT, SolidarityState.APPROVED)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("way", SOLIDARITY, ids=lambda way: way.name)
@pytest.mark.parametrize("state", SolidarityState)
def test_each_way_of_the_solidarity_part(plan, cast, state, way, role):
    Plan.objects.filter(pk=plan.pk).update(solidarity_state=state, solidarity_approved_on=TODAY)
    plan.refresh_from_db()
    user = getattr(cast, role)
    expected = user.may(Ability(way.ability), plan.territory) and state in way.sources
    try:
        advance_solidarity(plan=plan, name=way.name, seen=state, by=user, decision=TOLD)
    except Refused:
        assert not expected
    else:
        assert expected


def test_a_closed_plan_offers_nothing_for_its_solidarity_part_either(plan, cast):
    standing(plan, "closed")
    assert possible_solidarity(plan, cast.director) == ()
    with pytest.raises(Refused):
        advance_solidarity(plan=plan, name="submit_solidarity", seen="draft", by=cast.director)


# --- Direct SQL -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "assignment",
    [
        "state = 'adopted'", "state = 'transmitted'", "state = 'approved'", "state = 'published'", "state = 'closed'",
        "state = 'submitted'", "state = 'whatever'", "solidarity_state = 'approved'",
        "adopted_on = '2007-03-09', transmitted_on = '2007-03-01'",
    ],
)  # fmt: skip
def test_direct_sql_cannot_lead_a_plan_where_no_act_did(plan, assignment):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE plans_plan SET {assignment} WHERE id = %s", [plan.pk])
    assert Plan.objects.get(pk=plan.pk).state == PlanState.DRAFT


@pytest.mark.parametrize("statement", ["UPDATE plans_act SET reason = 'autre'", "DELETE FROM plans_act"])
def test_direct_sql_cannot_touch_an_act(plan, cast, statement):
    advance_plan(plan=plan, name="submit", seen="draft", by=cast.director, decision=TOLD)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert plan.acts.get().reason == "Parce que."
