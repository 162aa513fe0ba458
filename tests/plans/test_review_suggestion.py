"""Suggested wordings: accepted once into the plan, by who writes it, on the very text that was read; or declined."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import Conflict, Refused
from plans.models import RowChange, Section, Suggestion
from plans.services import edit_row
from plans.services_review import share_thread
from plans.services_suggestion import accept_suggestion, decline_suggestion
from tests.plans.reviewing import HERE, answered, mission, opened, suggested
from tests.plans.standing import standing

TEXT = "Une mission plus courte."


def accept(suggestion: Suggestion, by, version: int | None = None) -> Suggestion:
    row = Section.objects.get(pk=suggestion.thread.row)
    return accept_suggestion(suggestion=suggestion, version=version or row.version, by=by)


def address(suggestion: Suggestion) -> str:
    return reverse("comment_suggestion", args=[*HERE, suggestion.pk])


# --- Making one -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"field": ""}, "Choisissez d’abord le texte"),
        ({"suggestion": None}, "est celui du plan"),
        ({"field": "title", "suggestion": "T" * 201}, "200"),
    ],
    ids=["no field", "same text", "too long for its field"],
)
def test_what_is_no_other_text_for_a_field_is_refused_beside_its_box(plan, cast, told, sentence):
    row = mission(plan)
    told = {"suggestion": TEXT} | told
    said = told["suggestion"] or f"\n{row.body}\r\n"
    with pytest.raises(Refused, match=sentence) as refused:
        opened(plan, cast.member, field=told.get("field", "body"), suggestion=said)
    assert set(refused.value.fields) == {"suggestion"}


def test_a_suggestion_may_go_without_words(plan, cast):
    assert opened(plan, cast.member, text="", suggestion=TEXT).suggestions.get().comment.text == ""


def test_a_script_is_kept_as_words_and_shown_as_words(plan, cast, as_user):
    found = suggested(plan, cast.member, "<script>alert(1)</script>")
    accept(found, cast.planner)
    for page in (address(found), found.thread.get_absolute_url(), plan.get_absolute_url()):
        html = as_user(cast.director).get(page).content.decode()
        assert ("&lt;script&gt;" in html, "<script>alert" in html) == (True, False)


# --- Accepting --------------------------------------------------------------------------------------------------------


def test_accepted_it_is_written_in_the_plan_its_thread_resolved_and_both_names_told(plan, cast, as_user):
    found = suggested(plan, cast.member, TEXT)
    accept(found, cast.planner)
    found.refresh_from_db()
    change = RowChange.objects.get(batch=found.batch)
    assert (mission(plan).body, change.author, change.new) == (TEXT, cast.planner, TEXT)
    assert (found.state, found.thread.__class__.objects.get().state) == ("accepted", "resolved")
    history = as_user(cast.analyst).get(reverse("plan_history", args=HERE)).content.decode()
    assert f"sur la proposition de {cast.member}" in history


def test_who_accepts_is_who_writes_the_plan_while_it_is_written(plan, cast):
    allowed = set()
    for key in ("director", "planner", "cle_manager", "member", "secretary", "national", "analyst"):
        found = suggested(plan, cast.member, f"{TEXT} {key}")
        try:
            accept(found, getattr(cast, key))
        except Refused:
            continue
        allowed.add(key)
    assert allowed == {"director", "planner"}
    found = suggested(plan, cast.member, "Une autre.")
    standing(plan, "submitted")
    with pytest.raises(Refused, match="pendant qu’il s’écrit"):
        accept(found, cast.director)


def test_a_private_suggestion_is_named_in_the_history_to_those_who_read_its_thread(plan, cast, as_user):
    found = suggested(plan, cast.analyst, TEXT, shared=False)
    accept(found, cast.planner)
    page, told = reverse("plan_history", args=HERE), f"sur la proposition de {cast.analyst}"
    seen = {key: told in as_user(getattr(cast, key)).get(page).content.decode() for key in ("director", "member")}
    assert seen == {"director": True, "member": False}


def test_a_text_that_changed_since_is_refused_with_both_and_may_then_be_accepted(plan, cast, as_user):
    found, row, client = suggested(plan, cast.member, TEXT), mission(plan), as_user(cast.planner)
    edit_row(row=row, expected_version=row.version, values={"body": "Entre-temps."}, by=cast.director)
    answer = client.post(address(found), {"geste": "accepter", "version": row.version})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert all(text in html for text in ("Entre-temps.", TEXT, "Texte lu par l’auteur"))
    assert (mission(plan).body, Suggestion.objects.get().state) == ("Entre-temps.", "proposed")
    version = answer.context["accept"].initial["version"]
    assert client.post(address(found), {"geste": "accepter", "version": version}).status_code == 302
    assert mission(plan).body == TEXT


def test_of_two_who_accept_the_second_is_told(plan, cast):
    found = suggested(plan, cast.member, TEXT)
    stale = Suggestion.objects.select_related("thread__plan").get(pk=found.pk)
    accept(found, cast.planner)
    with pytest.raises(Conflict, match="résolu"):
        accept(stale, cast.director)
    assert RowChange.objects.filter(new=TEXT).count() == 1


def test_one_suggestion_of_a_thread_is_accepted_and_the_others_set_aside(plan, cast):
    first = suggested(plan, cast.member, TEXT)
    second = answered(first.thread, cast.secretary, suggestion="Une autre.").suggestion
    accept(second, cast.planner)
    assert [one.state for one in first.thread.suggestions.all()] == ["superseded", "accepted"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk=first.pk).update(state="accepted", batch=second.batch)


# --- Declining --------------------------------------------------------------------------------------------------------


def test_declined_with_a_reason_it_stays_in_a_thread_that_stays_open(plan, cast):
    found = suggested(plan, cast.member, TEXT)
    with pytest.raises(Refused, match="Écrivez pourquoi"):
        decline_suggestion(suggestion=found, reason=" ", by=cast.planner)
    with pytest.raises(Refused, match="celles et ceux qui écrivent"):
        decline_suggestion(suggestion=found, reason="Non.", by=cast.secretary)
    decline_suggestion(suggestion=found, reason="Trop court.", by=cast.planner)
    assert (found.state, found.thread.comments.last().text, found.thread.is_open) == ("declined", "Trop court.", True)
    with pytest.raises(Conflict, match="déclinée"):
        accept(found, cast.planner)


def test_declining_without_reason_on_the_page_keeps_everything(plan, cast, as_user):
    found = suggested(plan, cast.member, TEXT)
    answer = as_user(cast.planner).post(address(found), {"geste": "decliner", "text": ""})
    assert (answer.status_code, "Écrivez pourquoi" in answer.content.decode()) == (422, True)
    assert as_user(cast.planner).post(address(found), {"geste": "decliner", "text": "Non."}).status_code == 302


def test_a_private_suggestion_is_not_found_by_another_body_until_it_is_shared(plan, cast, as_user):
    found = suggested(plan, cast.member, TEXT, shared=False)
    client = as_user(cast.planner)
    assert [client.get(address(found)).status_code, client.post(address(found)).status_code] == [404, 404]
    share_thread(thread=found.thread, by=cast.member)
    assert client.get(address(found)).status_code == 200
