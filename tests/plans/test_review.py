"""Threads: who reads and says what, by body, visibility and role; words changed, withdrawn, settled once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.demo import CAST
from core.errors import Conflict, Refused
from indicators.models import Indicator
from plans.models import Comment, CommentThread, CommentWording, Mention
from plans.review import open_threads, read_marks, readers
from plans.review_anchors import of_target, read_now
from plans.review_rules import voices
from plans.services import edit_row
from plans.services_review import (
    edit_comment,
    mark_seen,
    open_thread,
    settle_thread,
    share_thread,
    withdraw_comment,
)
from plans.services_structure import archive_row
from tests.plans.council import item, submitted
from tests.plans.council import opened as opened_sitting
from tests.plans.reviewing import answered, mission, opened, voice_of, words
from tests.plans.standing import standing

BODIES = {
    "directorate": {"director", "planner", "analyst"},
    "office": {"cle_manager"},
    "council": {"member", "secretary"},
    "ministry": {"national"},
}
READERS = {"director", "planner", "cle_manager", "member", "secretary", "national", "analyst", "administrator"}
COMMENTERS = READERS - {"administrator"}


def who_sees(thread, cast) -> set[str]:
    return {one.key for one in CAST if CommentThread.objects.visible_to(getattr(cast, one.key)).contains(thread)}


# --- Rights -----------------------------------------------------------------------------------------------------------


def test_each_role_comments_in_the_name_of_its_body(plan, cast):
    told = {one.key: {voice.body for voice in voices(getattr(cast, one.key), plan)} for one in CAST}
    expected = {key: {body} for body, keys in BODIES.items() for key in keys}
    assert told == {"administrator": set(), "partner": set(), "outsider": set()} | expected


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_private_thread_is_read_by_its_body_and_a_shared_one_by_who_reads_the_plan_before_it_is_public(
    plan, cast, state
):
    standing(plan, state)
    for keys in BODIES.values():
        for key in keys:
            author = getattr(cast, key)
            assert who_sees(opened(plan, author, shared=False), cast) == keys, key
            assert who_sees(opened(plan, author, shared=True), cast) == READERS, key


def test_the_people_who_may_be_advised_are_those_who_read_the_thread(plan, cast):
    names = {getattr(cast, one.key).pk: one.key for one in CAST}
    for body, keys in BODIES.items():
        for key in keys:
            voice = voice_of(getattr(cast, key), plan)
            found = readers(plan, body=body, place_id=voice.place.pk, besides=getattr(cast, key))
            own = {names[one.person.pk] for one in found if one.in_body and one.person.pk in names}
            everybody = {names[one.person.pk] for one in found if one.person.pk in names}
            assert (own, everybody) == (keys - {key}, READERS - {key})


@pytest.mark.parametrize("key", ["administrator", "partner", "outsider"])
def test_who_may_not_comment_is_refused(plan, cast, key):
    with pytest.raises(Refused, match="au nom de cette instance"):
        open_thread(
            anchor=of_target(plan, Indicator.objects.get(number="2")), words=words(version_read=1),
            voice=voice_of(cast.member, plan), is_shared=True, by=getattr(cast, key),
        )  # fmt: skip


def test_nobody_speaks_in_the_name_of_another_body(plan, cast):
    thread = opened(plan, cast.member)
    with pytest.raises(Refused, match="au nom de cette instance"):
        open_thread(
            anchor=of_target(plan, Indicator.objects.get(number="2")), words=words(version_read=1),
            voice=voice_of(cast.member, plan), is_shared=True, by=cast.director,
        )  # fmt: skip
    assert answered(thread, cast.director).body == "directorate"


def test_a_private_thread_does_not_exist_for_another_body(plan, cast):
    thread = opened(plan, cast.member, shared=False)
    for act in (
        lambda: answered(thread, cast.director),
        lambda: settle_thread(thread=thread, state="resolved", seen="open", by=cast.director),
        lambda: share_thread(thread=thread, by=cast.director),
        lambda: withdraw_comment(comment=thread.comments.get(), by=cast.director),
    ):
        with pytest.raises(Refused, match="ne vous est pas ouvert"):
            act()


# --- What is commented ------------------------------------------------------------------------------------------------


def test_a_thread_keeps_the_text_and_the_version_that_were_read(plan, cast):
    row = mission(plan)
    thread = opened(plan, cast.member)
    edit_row(row=row, expected_version=row.version, values={"body": "Autre mission."}, by=cast.director)
    thread.refresh_from_db()
    assert (thread.quote, thread.version_read, thread.edition) == (row.body, row.version, plan.edition)
    assert read_now(plan, [thread])[thread.pk].text == "Autre mission."


@pytest.mark.parametrize("kind", ["chiffre-cle", "part-budget", "effectif"])
def test_a_figure_is_quoted_as_it_is_read(plan, cast, kind):
    from plans.parts import PARTS

    row = PARTS[kind].model.objects.filter(plan=plan).first()
    thread = opened(plan, cast.member, row=row, field="")
    assert (thread.kind, thread.row, bool(thread.quote)) == (kind, row.pk, True)


def test_a_target_is_commented_and_its_revision_is_seen(plan, cast):
    anchor = of_target(plan, Indicator.objects.get(number="2"))
    thread = open_thread(
        anchor=anchor, words=words(version_read=anchor.version), voice=voice_of(cast.member, plan), is_shared=True,
        by=cast.member,
    )  # fmt: skip
    assert (thread.kind, read_now(plan, [thread])[thread.pk].text) == ("cible", thread.quote)
    assert read_marks(plan, cast.director).of("cible", thread.row) == 1


def test_the_text_that_changed_while_one_wrote_is_shown_first(plan, cast):
    row = mission(plan)
    edit_row(row=row, expected_version=row.version, values={"body": "Autre mission."}, by=cast.director)
    with pytest.raises(Conflict, match="a changé"):
        opened(plan, cast.member, version_read=row.version)
    assert CommentThread.objects.count() == 0


def test_marks_count_open_threads_that_one_sees(plan, cast):
    row = mission(plan)
    opened(plan, cast.member, shared=False)
    opened(plan, cast.member)
    settle_thread(thread=opened(plan, cast.member), state="resolved", seen="open", by=cast.member)
    opened(plan, cast.member, row=False)
    seen = {key: read_marks(plan, getattr(cast, key)) for key in ("member", "director")}
    assert {key: marks.of("texte", row.pk) for key, marks in seen.items()} == {"member": 2, "director": 1}
    assert {key: marks.total for key, marks in seen.items()} == {"member": 3, "director": 2}
    assert read_marks(standing(plan, "published"), cast.partner) is None


def test_a_comment_made_at_a_sitting_of_the_council_bears_it(plan, cast):
    submitted(plan, cast)
    sitting = opened_sitting(plan, cast)
    before = opened(plan, cast.member)
    item(sitting, cast, plan=plan)
    during = answered(before, cast.member)
    told = answered(before, cast.director)
    assert [before.comments.first().sitting, during.sitting, told.sitting] == [None, sitting, None]


# --- Bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"), [("  \n ", "Écrivez votre commentaire"), ("x" * 20_000, "10\u00a0000")], ids=["empty", "long"]
)
def test_empty_and_endless_words_are_refused_beside_their_box(plan, cast, text, sentence):
    thread = opened(plan, cast.member)
    for act in (
        lambda: opened(plan, cast.member, text=text),
        lambda: answered(thread, cast.member, text=text),
        lambda: edit_comment(comment=thread.comments.get(), text=text, seen=1, by=cast.member),
    ):
        with pytest.raises(Refused, match=sentence) as told:
            act()
        assert set(told.value.fields) == {"text"}


def test_the_same_form_is_taken_once(plan, cast):
    said = words(version_read=mission(plan).version)
    thread = opened(plan, cast.member, token=said.token)
    with pytest.raises(Conflict, match="déjà inscrit") as told:
        opened(plan, cast.member, token=said.token)
    assert (told.value.current.thread, CommentThread.objects.count()) == (thread, 1)


def test_an_archived_part_and_a_closed_plan_take_no_more_comments(plan, cast):
    row = plan.issues.first()
    thread, other = opened(plan, cast.member, row=row, field="title"), opened(plan, cast.member)
    archive_row(row=row, expected_version=row.version, by=cast.director)
    row.refresh_from_db()
    for act in (lambda: opened(plan, cast.member, row=row, field="title"), lambda: answered(thread, cast.member)):
        with pytest.raises(Refused, match="archivée"):
            act()
    settle_thread(thread=thread, state="resolved", seen="open", by=cast.member)
    standing(plan, "closed")
    for act in (
        lambda: opened(plan, cast.member),
        lambda: answered(other, cast.member),
        lambda: settle_thread(thread=other, state="resolved", seen="open", by=cast.member),
    ):
        with pytest.raises(Refused, match="clos"):
            act()


def test_a_resolved_thread_takes_no_answer_until_it_is_opened_again(plan, cast):
    thread = settle_thread(thread=opened(plan, cast.member), state="resolved", seen="open", by=cast.planner)
    with pytest.raises(Refused, match="rouvrez-le"):
        answered(thread, cast.member)
    settle_thread(thread=thread, state="open", seen="resolved", by=cast.member)
    answered(thread, cast.member)
    assert [one.act for one in thread.comments.all()] == ["say", "resolve", "reopen", "say"]


# --- Settling, sharing ------------------------------------------------------------------------------------------------


def test_of_two_who_resolve_the_second_is_told(plan, cast):
    thread = opened(plan, cast.member)
    stale = CommentThread.objects.select_related("plan").get(pk=thread.pk)
    settle_thread(thread=thread, state="resolved", seen="open", by=cast.member)
    with pytest.raises(Conflict, match="résolu"):
        settle_thread(thread=stale, state="resolved", seen="open", by=cast.director)
    assert thread.comments.filter(act="resolve").count() == 1


def test_a_thread_is_settled_by_its_body_and_by_who_writes_the_plan(plan, cast):
    allowed = set()
    for key in sorted(COMMENTERS):
        thread = opened(plan, cast.member)
        try:
            settle_thread(thread=thread, state="resolved", seen="open", by=getattr(cast, key))
        except Refused:
            continue
        allowed.add(key)
    assert allowed == {"member", "secretary", "director", "planner"}


def test_a_private_thread_is_shared_by_its_author_once_and_for_good(plan, cast):
    thread = opened(plan, cast.member, shared=False)
    with pytest.raises(Refused, match="Seule la personne"):
        share_thread(thread=thread, by=cast.secretary)
    share_thread(thread=thread, by=cast.member)
    with pytest.raises(Conflict, match="déjà partagé"):
        share_thread(thread=thread, by=cast.member)
    assert who_sees(thread, cast) == READERS


# --- One's own words --------------------------------------------------------------------------------------------------


def test_words_are_changed_within_ten_minutes_and_the_former_ones_kept(plan, cast):
    comment = opened(plan, cast.member, text="Un.").comments.get()
    comment = edit_comment(comment=comment, text="Deux.", seen=1, by=cast.member)
    assert (comment.text, comment.version, [one.text for one in comment.wordings.all()]) == ("Deux.", 2, ["Un."])
    with pytest.raises(Conflict, match="a changé"):
        edit_comment(comment=comment, text="Trois.", seen=1, by=cast.member)
    with pytest.raises(Refused, match="par son auteur"):
        edit_comment(comment=comment, text="Trois.", seen=2, by=cast.secretary)
    Comment.objects.filter(pk=comment.pk).update(at=timezone.now() - timedelta(minutes=11))
    comment.refresh_from_db()
    with pytest.raises(Refused, match="dix minutes"):
        edit_comment(comment=comment, text="Trois.", seen=2, by=cast.member)


def test_what_a_comment_said_before_is_kept_by_the_database_itself(plan, cast):
    comment = opened(plan, cast.member).comments.get()
    edit_comment(comment=comment, text="Deux.", seen=1, by=cast.member)
    with pytest.raises(DatabaseError), transaction.atomic():
        CommentWording.objects.update(text="Rien.")


def test_a_withdrawn_comment_leaves_its_place(plan, cast):
    comment = opened(plan, cast.member, suggestion="Autre mission.").comments.get()
    with pytest.raises(Refused, match="Seule la personne"):
        withdraw_comment(comment=comment, by=cast.director)
    withdraw_comment(comment=comment, by=cast.member)
    with pytest.raises(Refused):
        withdraw_comment(comment=comment, by=cast.member)
    comment.refresh_from_db()
    assert (comment.withdrawn_at is not None, comment.suggestion.state) == (True, "withdrawn")


# --- People advised ---------------------------------------------------------------------------------------------------


def test_a_person_advised_is_told_where_and_never_what(plan, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        thread = opened(
            plan, cast.member, shared=False, text="Un secret.", advised=[cast.secretary.pk], site="https://jalon.test/"
        )
    (message,) = mail.outbox
    assert message.to == [cast.secretary.email]
    assert f"https://jalon.test{thread.get_absolute_url()}" in message.body
    assert ("secret" in message.body, "secret" in message.subject) == (False, False)


def test_nobody_is_advised_of_what_they_may_not_read(plan, cast):
    for person in (cast.director, cast.outsider, cast.partner):
        with pytest.raises(Refused, match="ne peut pas lire") as told:
            opened(plan, cast.member, shared=False, advised=[person.pk])
        assert (str(person) in told.value.message) == (person == cast.director), "a name from elsewhere is not told"
    assert (CommentThread.objects.count(), Mention.objects.count()) == (0, 0)


def test_a_message_leaves_once_and_not_to_who_lost_the_right(plan, cast):
    from plans.review_mail import tell

    thread = opened(plan, cast.member, shared=False, advised=[cast.secretary.pk])
    mention = Mention.objects.get(person=cast.secretary)
    assert [tell(mention.pk, "https://jalon.test/") for _ in range(2)] == [True, False]
    other = Mention.objects.create(comment=thread.comments.get(), person=cast.director)
    assert (tell(other.pk, "https://jalon.test/"), len(mail.outbox)) == (False, 1)


def test_what_one_is_advised_of_waits_until_one_answers_has_seen_it_or_the_thread_is_resolved(plan, cast):
    threads = [opened(plan, cast.member, advised=[cast.planner.pk]) for _ in range(4)]

    def waiting() -> int:
        return Mention.objects.waiting_for(cast.planner).count()

    assert waiting() == 4
    answered(threads[0], cast.planner)
    assert waiting() == 3
    mark_seen(thread=threads[1], by=cast.planner)
    assert waiting() == 2
    settle_thread(thread=threads[2], state="resolved", seen="open", by=cast.member)
    assert waiting() == 1
    withdraw_comment(comment=threads[3].comments.first(), by=cast.member)
    assert waiting() == 0


def test_the_checks_count_what_the_body_that_writes_the_plan_sees(plan, cast):
    opened(plan, cast.member, shared=False)
    opened(plan, cast.member)
    opened(plan, cast.director, shared=False)
    assert [open_threads(plan, who) for who in (None, cast.director, cast.member)] == [1, 2, 2]
