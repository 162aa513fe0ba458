"""Amendments: who may propose what, to whom; stale texts; decided with the act, on the page of approval too."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.errors import Conflict, Refused
from plans.models import AmendmentProposal, Plan
from plans.services_amendment import decide_with_amendments, propose_amendment, settle_amendment
from plans.services_approval import Decision
from tests.plans.standing import ON, standing

TOLD = Decision(decided_on=ON, resolution_number="2007-1")


def proposed(plan, by, field="body", text="Mission amendée.", row=None, **told) -> AmendmentProposal:
    row = row or plan.sections.get(key="mission", volet="employment")
    told = {"version_read": row.version, "reason": "Plus clair."} | told
    return propose_amendment(plan=plan, row=row, field=field, text=text, by=by, **told)


@pytest.fixture
def before_council(plan) -> Plan:
    return standing(plan, "submitted")


@pytest.mark.parametrize(
    ("state", "roles"),
    [
        ("draft", set()),
        ("submitted", {"director", "planner", "member", "secretary", "national", "analyst", "cle_manager"}),
        ("transmitted", {"national"}),
        ("examined", {"national"}),
        ("approved", set()),
        ("published", set()),
    ],
)
def test_who_proposes_depends_on_whom_the_plan_is_before(plan, cast, state, roles):
    standing(plan, state)
    allowed = set()
    for role, user in vars(cast).items():
        try:
            proposed(plan, user)
        except Refused:
            continue
        allowed.add(role)
    assert allowed == roles


def test_a_proposal_keeps_the_text_read_and_changes_nothing(before_council, cast):
    mission = before_council.sections.get(key="mission", volet="employment")
    found = proposed(before_council, cast.member)
    assert (found.old, found.new, found.body, found.state) == (mission.body, "Mission amendée.", "council", "proposed")
    mission.refresh_from_db()
    assert mission.body == found.old


@pytest.mark.parametrize(
    ("told", "field"), [({"reason": " "}, "reason"), ({"text": None}, "new")], ids=["no reason", "same text"]
)
def test_a_proposal_without_reason_or_change_is_refused_beside_its_field(before_council, cast, told, field):
    mission = before_council.sections.get(key="mission", volet="employment")
    told = {"text": mission.body} | told if "text" in told else told
    told = {key: mission.body if value is None else value for key, value in told.items()}
    with pytest.raises(Refused) as refused:
        proposed(before_council, cast.member, **told)
    assert set(refused.value.fields) == {field}


def test_a_number_is_read_in_french_and_what_is_none_is_refused(before_council, cast):
    figure = before_council.key_figures.exclude(region_value=None).first()
    with pytest.raises(Refused) as refused:
        proposed(before_council, cast.member, field="region_value", text="beaucoup", row=figure)
    assert set(refused.value.fields) == {"new"}
    found = proposed(before_council, cast.member, field="region_value", text="12 345,5", row=figure)
    decide_with_amendments(
        plan=before_council, name="adopt", seen="submitted", by=cast.secretary, decision=TOLD, proposals=[found.pk]
    )
    figure.refresh_from_db()
    assert figure.region_value == Decimal("12345.5")


def test_the_solidarity_part_is_not_amended_here(before_council, cast):
    objective = before_council.management_objectives.first()
    with pytest.raises(Refused):
        proposed(before_council, cast.member, field="title", row=objective)


def test_a_proposal_on_a_text_that_changed_meanwhile_is_a_conflict(before_council, cast):
    with pytest.raises(Conflict):
        proposed(before_council, cast.member, version_read=99)


def test_a_proposal_whose_text_changed_since_is_not_applied(before_council, cast):
    found = proposed(before_council, cast.member)
    before_council.sections.filter(pk=found.row).update(version=7)
    with pytest.raises(Conflict):
        decide_with_amendments(
            plan=before_council, name="adopt", seen="submitted", by=cast.secretary, decision=TOLD, proposals=[found.pk]
        )
    assert Plan.objects.get(pk=before_council.pk).state == "submitted"


def test_two_amendments_of_the_same_field_are_refused(before_council, cast):
    both = [proposed(before_council, cast.member, text=text).pk for text in ("Un.", "Deux.")]
    with pytest.raises(Refused) as refused:
        decide_with_amendments(
            plan=before_council, name="adopt", seen="submitted", by=cast.secretary, decision=TOLD, proposals=both
        )
    assert "même" not in refused.value.message or refused.value.fields == {}
    assert Plan.objects.get(pk=before_council.pk).state == "submitted"


def test_two_amendments_of_two_fields_of_a_row_are_applied_together(before_council, cast):
    both = [
        proposed(before_council, cast.member, field=field, text=text).pk
        for field, text in (("body", "Un."), ("title", "Deux"))
    ]
    decide_with_amendments(
        plan=before_council, name="adopt", seen="submitted", by=cast.secretary, decision=TOLD, proposals=both
    )
    mission = before_council.sections.get(key="mission", volet="employment")
    assert (mission.body, mission.title) == ("Un.", "Deux")


def test_of_two_who_settle_a_proposal_the_second_is_told(before_council, cast):
    found = proposed(before_council, cast.member)
    settle_amendment(proposal=found, state="retained", seen="proposed", by=cast.secretary)
    with pytest.raises(Conflict):
        settle_amendment(proposal=found, state="rejected", seen="proposed", by=cast.director)
    assert AmendmentProposal.objects.get().state == "retained"


@pytest.mark.parametrize("role", ["planner", "member", "analyst", "national", "cle_manager", "administrator"])
def test_only_those_who_record_for_the_council_settle_its_proposals(before_council, cast, role):
    found = proposed(before_council, cast.member)
    with pytest.raises(Refused):
        settle_amendment(proposal=found, state="retained", seen="proposed", by=getattr(cast, role))


def test_nobody_marks_a_proposal_as_applied_by_hand(before_council, cast):
    with pytest.raises(Refused):
        settle_amendment(
            proposal=proposed(before_council, cast.member), state="applied", seen="proposed", by=cast.secretary
        )


# --- Pages ------------------------------------------------------------------------------------------------------------


def address(name: str, plan: Plan, *more) -> str:
    return reverse(name, args=[plan.territory.slug, plan.year_id, *more])


def test_a_member_proposes_from_the_page_and_sees_the_difference_marked(before_council, cast, as_user):
    client = as_user(cast.member)
    mission = before_council.sections.get(key="mission", volet="employment")
    assert client.get(address("amendment_choose", before_council)).status_code == 200
    form = address("amendment_propose", before_council, "texte", mission.pk, "body")
    answer = client.post(form, {"new": f"{mission.body} Et plus.", "reason": "Manque.", "version": mission.version})
    assert answer.status_code == 302
    assert "<ins>" in client.get(address("plan_amendments", before_council)).content.decode()


@pytest.mark.parametrize(("version", "reason", "code"), [(1, "", 422), (99, "Manque.", 409)])
def test_a_refused_proposal_keeps_what_was_typed(before_council, cast, as_user, version, reason, code):
    mission = before_council.sections.get(key="mission", volet="employment")
    form = address("amendment_propose", before_council, "texte", mission.pk, "body")
    answer = as_user(cast.member).post(form, {"new": "Texte tapé.", "reason": reason, "version": version})
    assert answer.status_code == code
    assert "Texte tapé." in answer.content.decode()


def test_nothing_is_proposed_on_a_draft(plan, cast, as_user):
    client = as_user(cast.member)
    assert client.get(address("amendment_choose", plan)).status_code == 403
    assert client.get(address("plan_amendments", plan)).status_code == 200


@pytest.mark.parametrize("role", ["member", "planner", "national"])
def test_a_reader_does_not_settle_from_the_page(before_council, cast, as_user, role):
    found = proposed(before_council, cast.member)
    url = address("amendment_settle", before_council, found.pk)
    assert as_user(getattr(cast, role)).post(url, {"etat": "retained", "lu": "proposed"}).status_code == 403


def test_the_minister_approves_with_the_amendments_ticked(plan, cast, as_user):
    standing(plan, "examined")
    first, second = (proposed(plan, cast.national, field=field, text="Autre.") for field in ("body", "title"))
    client, url = as_user(cast.national), address("plan_approval", plan)
    page = client.get(url)
    assert "Approuver avec amendements" in page.content.decode()
    sent = {
        "geste": "approve", "etat": "examined", "changement": page.context["last_change"],
        "approve-decided_on": "2007-03-09", "amendement": [first.pk],
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    assert Plan.objects.get(pk=plan.pk).state == "approved"
    assert list(AmendmentProposal.objects.values_list("pk", "state")) == [
        (first.pk, "applied"), (second.pk, "rejected"),
    ]  # fmt: skip


def test_a_refused_approval_keeps_the_ticks_and_applies_nothing(plan, cast, as_user):
    standing(plan, "examined")
    found = proposed(plan, cast.national)
    sent = {"geste": "approve", "etat": "examined", "changement": "", "amendement": [found.pk]}
    answer = as_user(cast.national).post(address("plan_approval", plan), sent)
    assert answer.status_code == 422
    assert f'value="{found.pk}" checked' in answer.content.decode()
    assert AmendmentProposal.objects.get().state == "proposed"
