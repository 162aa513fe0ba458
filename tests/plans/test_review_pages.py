"""The pages of the review: who finds them, what is typed kept, marks beside the parts, filters, queries."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.demo import CAST
from plans.models import Comment, CommentThread, Mention
from plans.reads import readiness
from plans.services import edit_row
from plans.services_review import settle_thread
from tests.plans.reviewing import HERE, answered, mission, opened, suggested
from tests.plans.standing import standing
from tests.plans.test_page_queries import MOST, queries_of

LIST = "/bas-saint-laurent/2007-2008/plan/commentaires/"
READERS = {"director", "planner", "cle_manager", "member", "secretary", "national", "analyst", "administrator"}
COMMENTERS = READERS - {"administrator"}


def part_url(plan) -> str:
    return reverse("part_comments", args=[*HERE, "texte", mission(plan).pk])


def typed(plan, **told) -> dict:
    return {"text": "À préciser.", "scope": "partage", "token": str(uuid4()), "version": mission(plan).version} | told


# --- Who finds what ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["published", "closed"])
def test_who_reads_and_who_comments(plan, cast, as_user, state):
    thread = opened(plan, cast.director)
    standing(plan, state)
    pages = [LIST, part_url(plan), thread.get_absolute_url()]
    for one in CAST:
        client = as_user(getattr(cast, one.key))
        read = 200 if one.key in READERS else 404
        assert [client.get(page).status_code for page in pages] == [read] * 3, one.key
        answers = [client.post(page, typed(plan)) for page in pages[1:]]
        said = {answer.status_code for answer in answers}
        expected = 404 if read == 404 else 422 if state == "closed" else 302 if one.key in COMMENTERS else 403
        assert said == {expected}, one.key
        if expected == 422:
            assert all("À préciser." in answer.content.decode() for answer in answers), "what was typed is kept"


def test_a_private_thread_is_not_found_by_others_whatever_its_address(plan, cast, as_user):
    thread = opened(plan, cast.member, shared=False, text="Entre nous.")
    comment, client = thread.comments.get(), as_user(cast.director)
    addresses = [
        thread.get_absolute_url(),
        reverse("comment_edit", args=[*HERE, comment.pk]),
    ]
    assert [client.get(one).status_code for one in addresses] == [404, 404]
    assert client.post(reverse("thread_settle", args=[*HERE, thread.pk]), {"geste": "partager"}).status_code == 404
    for page in (LIST, part_url(plan), plan.get_absolute_url(), reverse("plan_checks", args=HERE)):
        assert "Entre nous." not in client.get(page).content.decode()
    assert "Entre nous." in as_user(cast.secretary).get(LIST).content.decode()


def test_a_thread_of_one_plan_is_not_found_under_another(plan, cast, as_user):
    thread = opened(plan, cast.national)
    assert as_user(cast.national).get(f"/quebec/2007-2008/plan/commentaires/fil/{thread.pk}/").status_code == 404


# --- Writing ----------------------------------------------------------------------------------------------------------


def test_a_member_comments_with_a_suggestion_and_somebody_advised(plan, cast, as_user):
    told = typed(plan, suggestion="Une mission plus courte.", scope="instance", advised=[cast.secretary.pk])
    answer = as_user(cast.member).post(part_url(plan), told)
    thread = CommentThread.objects.get()
    assert answer.url == f"{thread.get_absolute_url()}#entree-{thread.comments.get().pk}"
    assert (thread.is_shared, thread.suggestions.get().new) == (False, "Une mission plus courte.")
    assert Mention.objects.get().person == cast.secretary


def test_the_text_left_as_it_is_suggests_nothing(plan, cast, as_user):
    body = mission(plan).body.replace("\n", "\r\n")
    assert as_user(cast.member).post(part_url(plan), typed(plan, suggestion=body)).status_code == 302
    assert CommentThread.objects.get().suggestions.count() == 0


@pytest.mark.parametrize(
    "told",
    [
        {"text": " ", "suggestion": ""},
        {"text": "x" * 20_000},
        {"token": "?"},
        {"scope": ""},
        {"advised": ["0"]},
        {"version": "x"},
    ],
    ids=["empty", "20 000 characters", "no token", "no readers", "a stranger", "no version"],
)
def test_what_is_refused_is_told_and_what_was_typed_kept(plan, cast, as_user, told):
    told = {"suggestion": "Plus court."} | told
    answer = as_user(cast.member).post(part_url(plan), typed(plan, **told))
    html = answer.content.decode()
    assert (answer.status_code, CommentThread.objects.count()) == (422, 0)
    assert (told["suggestion"] in html, told.get("text", "À préciser.") in html) == (True, True)


def test_a_form_sent_twice_leads_to_the_comment_that_it_wrote(plan, cast, as_user):
    told, client = typed(plan), as_user(cast.member)
    answers = [client.post(part_url(plan), told) for _ in range(2)]
    assert (answers[0].url, Comment.objects.count()) == (answers[1].url, 1)
    assert "déjà inscrit" in client.get(answers[1].url).content.decode()


def test_a_text_that_changed_while_one_wrote_is_shown_and_the_words_kept(plan, cast, as_user):
    row, client = mission(plan), as_user(cast.member)
    told = typed(plan)
    edit_row(row=row, expected_version=row.version, values={"body": "Autre mission."}, by=cast.director)
    answer = client.post(part_url(plan), told)
    html = answer.content.decode()
    assert (answer.status_code, "Autre mission." in html, "À préciser." in html) == (409, True, True)
    assert client.post(part_url(plan), told | {"version": row.version + 1}).status_code == 302


def test_an_answer_to_a_resolved_thread_is_refused_and_kept(plan, cast, as_user):
    thread = settle_thread(thread=opened(plan, cast.member), state="resolved", seen="open", by=cast.member)
    answer = as_user(cast.director).post(thread.get_absolute_url(), typed(plan, text="Trop tard."))
    assert (answer.status_code, "rouvrez-le" in answer.content.decode()) == (422, True)
    assert "Trop tard." in answer.content.decode()


def test_a_thread_is_settled_on_its_page_and_the_second_is_told(plan, cast, as_user):
    thread, client = opened(plan, cast.member), as_user(cast.director)
    page = reverse("thread_settle", args=[*HERE, thread.pk])
    codes = [client.post(page, {"geste": "resolved", "lu": "open"}).status_code for _ in range(2)]
    assert codes == [302, 409]
    assert [client.post(page, {"geste": geste}).status_code for geste in ("", "vu", "partager")] == [422, 302, 409]


def test_ones_words_are_changed_and_withdrawn_on_their_page(plan, cast, as_user):
    thread, client = opened(plan, cast.member, text="Un mot."), as_user(cast.member)
    page = reverse("comment_edit", args=[*HERE, thread.comments.get().pk])
    assert as_user(cast.director).get(page).status_code == 403
    assert client.post(page, {"text": " ", "version": 1}).status_code == 422
    assert client.post(page, {"text": "Deux mots.", "version": 1}).status_code == 302
    assert client.post(page, {"text": "Trois mots.", "version": 1}).status_code == 409
    shown = client.get(thread.get_absolute_url()).content.decode()
    assert ("Un mot." in shown, "Deux mots." in shown) == (True, True)
    assert client.post(page, {"geste": "retirer"}).status_code == 302
    shown = client.get(thread.get_absolute_url()).content.decode()
    assert ("Un mot." in shown, "Deux mots." in shown, "Commentaire retiré" in shown) == (False, False, True)


# --- Where it shows ---------------------------------------------------------------------------------------------------


def test_every_part_of_the_plan_bears_the_way_to_comment_it_for_who_may(plan, cast, as_user):
    opened(plan, cast.member)
    page, bare = (
        as_user(who).get(plan.get_absolute_url()).content.decode() for who in (cast.member, cast.administrator)
    )
    assert f'href="{part_url(plan)}"' in page
    assert page.count('class="comment-link') > 100
    assert [html.count("comment-link--some") for html in (page, bare)] == [1, 1]
    assert bare.count('class="comment-link') == 1, "who may not comment is led to the threads that there are"


def test_the_writing_page_tells_the_open_threads_of_its_rows(plan, cast, as_user):
    opened(plan, cast.member, row=plan.issues.first(), field="title")
    page = as_user(cast.planner).get(reverse("writing_part", args=[*HERE, "enjeux"])).content.decode()
    assert page.count("comment-link--some") == 1


def test_open_threads_are_a_thing_to_look_at_before_the_plan_is_submitted(plan, cast, as_user):
    before = len(readiness(plan))
    for _ in range(2):
        opened(plan, cast.member)
    opened(plan, cast.director, shared=False)
    told = [gap for gap in readiness(plan, by=cast.director) if gap.part == "Commentaires"]
    assert [(gap.sentence, gap.url, gap.blocks) for gap in told] == [
        ("3 fils de commentaires sont encore ouverts.", LIST, False)
    ]
    assert len(readiness(plan)) == before + 1
    page = as_user(cast.director).get(reverse("plan_checks", args=HERE)).content.decode()
    assert "3 fils de commentaires sont encore ouverts." in page


def test_what_one_is_advised_of_is_a_thing_to_do_on_the_start_page(plan, cast, as_user):
    thread = opened(plan, cast.member, advised=[cast.planner.pk])
    home = as_user(cast.planner).get(reverse("home"))
    assert home.context["tasks"][0].url == thread.get_absolute_url()
    assert [task.url for task in as_user(cast.director).get(reverse("home")).context["tasks"]].count(
        thread.get_absolute_url()
    ) == 0


def test_threads_are_listed_by_what_is_asked(plan, cast, as_user):
    mine = opened(plan, cast.member)
    private = opened(plan, cast.secretary, shared=False, advised=[cast.member.pk])
    figure = opened(plan, cast.director, row=plan.key_figures.first(), field="")
    done = settle_thread(thread=opened(plan, cast.member, row=False), state="resolved", seen="open", by=cast.member)

    def listed(query: str) -> set[int]:
        return {view.thread.pk for view in as_user(cast.member).get(f"{LIST}?{query}").context["threads"]}

    assert listed("") == {mine.pk, private.pk, figure.pk}
    assert listed("etat=tous") == {mine.pk, private.pk, figure.pk, done.pk}
    assert listed("etat=resolus&partie=plan") == {done.pk}
    assert listed("partie=chiffre-cle") == {figure.pk}
    assert listed("instance=council") == {mine.pk, private.pk}
    assert listed("miens=on") == {mine.pk}
    assert listed("moi=on") == {private.pk}
    assert listed("partie=inconnue&etat=%3F") == {mine.pk, private.pk, figure.pk}


# --- Queries ----------------------------------------------------------------------------------------------------------


def test_pages_cost_the_same_for_one_thread_and_for_three(plan, cast, as_user):
    def grow() -> CommentThread:
        thread = suggested(plan, cast.member, f"Texte {uuid4()}", advised=[cast.planner.pk]).thread
        opened(plan, cast.director, row=plan.issues.first(), field="title", advised=[cast.planner.pk])
        answered(thread, cast.secretary, advised=[cast.director.pk])
        return thread

    thread, client = grow(), as_user(cast.planner)
    pages = [plan.get_absolute_url(), LIST, part_url(plan), thread.get_absolute_url(), reverse("home")]
    before = [queries_of(client, page) for page in pages]
    grow()
    answered(grow(), cast.member)
    answered(thread, cast.analyst, text="De plus.", advised=[cast.member.pk])
    assert [queries_of(client, page) for page in pages] == before
    assert (before[0] <= MOST, max(before[1:4]) <= 20) == (True, True), before
