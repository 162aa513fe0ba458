"""The page of approvals: what is refused there is refused in words, and nothing that was typed is lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plans.models import Plan
from plans.services import edit_row
from plans.services_approval import Decision, advance_plan, last_change_of
from plans.services_vote import close_vote
from tests.plans.council import roll, submitted
from tests.plans.standing import ON, standing

PAGE = reverse("plan_approval", args=["bas-saint-laurent", 2007])


@pytest.fixture
def send(as_user, plan):
    """send(user, "return_by_council", reason="…"): the form of a decision, as the page gave it."""

    def post(user, name: str, changed: int | None = None, **words):
        plan.refresh_from_db()
        seen = {"geste": name, "etat": plan.state, "changement": last_change_of(plan) if changed is None else changed}
        return as_user(user).post(PAGE, seen | {f"{name}-{field}": text for field, text in words.items()})

    return post


def test_a_decision_on_a_page_that_grew_old_answers_409_and_keeps_its_words(send, plan, cast):
    submitted(plan, cast)
    mission = plan.sections.get(key="mission")
    seen = last_change_of(plan)
    standing(plan, "draft")
    edit_row(row=mission, expected_version=mission.version, values={"body": "Autre."}, by=cast.planner)
    standing(plan, "submitted")
    answer = send(cast.secretary, "return_by_council", changed=seen, reason="À préciser.")
    assert answer.status_code == 409
    assert str(cast.planner) in answer.content.decode()
    assert "À préciser." in answer.content.decode()
    assert Plan.objects.get(pk=plan.pk).state == "submitted"


def test_a_number_that_served_already_answers_422_beside_its_field_and_keeps_the_rest(send, plan, cast):
    submitted(plan, cast)
    told = Decision(decided_on=timezone.localdate(), resolution_number="R-1", reason="À revoir.")
    advance_plan(plan=plan, name="return_by_council", seen="submitted", by=cast.secretary, decision=told)
    submitted(plan, cast)
    words = {"decided_on": str(timezone.localdate()), "resolution_number": "R-1", "people": "Présidence"}
    answer = send(cast.secretary, "adopt", **words)
    assert answer.status_code == 422
    assert "La résolution R-1 est déjà inscrite" in answer.content.decode()
    assert 'value="Présidence"' in answer.content.decode()


def test_a_return_of_the_council_bears_its_date_and_its_number(send, plan, cast):
    advance_plan(plan=plan, name="submit", seen="draft", by=cast.director, decision=Decision(ON, on_paper=True))
    words = {"decided_on": "2007-03-12", "resolution_number": "R-7", "reason": "À préciser."}
    assert send(cast.secretary, "return_by_council", **words).status_code == 302
    act = plan.acts.last()
    assert (act.decided_on, act.resolution_number, act.reason) == (date(2007, 3, 12), "R-7", "À préciser.")


def test_a_plan_is_extended_from_the_page_with_its_decree(send, plan, cast, as_user):
    standing(plan, "published")
    words = {"decided_on": "2008-03-01", "resolution_number": "", "reason": "Élections.", "new_end": "2008-06-30"}
    refused = send(cast.national, "extend", **words)
    assert refused.status_code == 422
    assert "Écrivez le numéro du décret." in refused.content.decode()
    assert send(cast.national, "extend", **(words | {"resolution_number": "D. 412-2008"})).status_code == 302
    page = as_user(cast.director).get(PAGE).content.decode()
    assert "La fin du plan passe du 31 mars 2008 au 30 juin 2008." in page
    assert "Prolongé jusqu’au <strong>30 juin 2008</strong>" in page


def test_the_number_of_a_resolution_leads_to_its_sitting(on_plan, plan, cast, as_user):
    motion = on_plan()
    roll(motion, cast, 20)
    close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-03-1")
    page = as_user(cast.director).get(PAGE).content.decode()
    assert f'<a href="{motion.sitting.get_absolute_url()}">2007-03-1</a>' in page


def test_one_and_three_acts_cost_the_same(plan, cast, as_user):
    client = as_user(cast.secretary)
    told = Decision(decided_on=ON, reason="À revoir.", on_paper=True)
    advance_plan(plan=plan, name="submit", seen="draft", by=cast.director, decision=told)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    advance_plan(plan=plan, name="return_by_council", seen="submitted", by=cast.secretary, decision=told)
    advance_plan(plan=plan, name="submit", seen="draft", by=cast.director, decision=told)
    with CaptureQueriesContext(connection) as three:
        client.get(PAGE)
    assert len(one) == len(three)
