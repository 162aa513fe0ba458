"""Search: accents and plurals do not count, each person finds what they may read, what is written is found at once."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.folding import fold, stems
from partners.models import Organisation
from plans.models import Action, SearchEntry
from plans.search import excerpt, search_entries
from plans.services import edit_row

URL = reverse("search")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Les Îles-de-la-Madeleine", "les iles de la madeleine"),
        ("cœur d’Œuvre", "coeur d oeuvre"),
        ("MATAPÉDIA, 8\u00a0100 !", "matapedia 8 100"),
        ("", ""),
    ],
)
def test_accents_case_and_punctuation_are_folded(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("entreprise", "entreprises"), ("régional", "régionaux"), ("jeune", "jeunes"), ("bureau", "bureaux")],
)
def test_singular_and_plural_share_their_stem(one, other):
    assert stems(one) == stems(other)


def kinds(question, user) -> set[tuple[str, int]]:
    return {(entry.kind, entry.row) for entry in search_entries(question, user)}


def test_a_word_without_its_accents_finds_the_same_rows(cast):
    assert kinds("clientèles éloignées", cast.director) == kinds("clienteles eloignees", cast.director)


def test_what_is_written_is_found_at_once_and_what_was_there_no_more(plan, cast):
    mission = plan.sections.get(volet="employment", key="mission")
    edit_row(row=mission, expected_version=mission.version, values={"body": "Un zythologue."}, by=cast.director)
    assert kinds("zythologues", cast.director) == {("texte", mission.pk)}
    again = plan.sections.get(pk=mission.pk)
    edit_row(row=again, expected_version=again.version, values={"body": "Rien."}, by=cast.director)
    assert kinds("zythologue", cast.director) == set()


def test_an_archived_row_is_forgotten(plan, cast):
    from plans.services_structure import archive_row, restore_row

    issue = plan.issues.select_related("plan__territory").first()
    edit_row(row=issue, expected_version=issue.version, values={"title": "Zythologie"}, by=cast.director)
    issue.refresh_from_db()
    archive_row(row=issue, expected_version=issue.version, by=cast.director)
    assert kinds("zythologie", cast.director) == set()
    archived = type(issue).everything.get(pk=issue.pk)
    restore_row(row=archived, by=cast.director)
    assert kinds("zythologie", cast.director) == {("enjeu", issue.pk)}


@pytest.mark.parametrize("role", ["outsider", "partner"])
def test_who_may_not_read_the_plan_finds_nothing_in_it(cast, role):
    assert kinds("emploi", getattr(cast, role)) == set()


def test_every_word_must_be_there(cast):
    assert kinds("emploi zythologue", cast.director) == set()


def test_the_excerpt_marks_the_words_and_escapes_the_rest():
    assert excerpt("Des <b>jeunes</b> & l’été", "ete jeune") == (
        "Des &lt;b&gt;<mark>jeunes</mark>&lt;/b&gt; &amp; l’<mark>été</mark>"
    )


def test_the_page_finds_plans_indicators_and_rows(as_user, cast, plan):
    answer = as_user(cast.director).get(URL, {"q": "bas-saint-laurent"})
    assert plan.get_absolute_url() in [one.url for one in answer.context["plans"]]
    answer = as_user(cast.director).get(URL, {"q": "participants"})
    assert answer.context["indicators"] != []
    assert len(answer.context["answers"]) <= 20


def test_a_partner_of_ones_territory_is_found_and_leads_to_its_actions(as_user, cast, plan, region):
    partner = Organisation.objects.create(name="Coopérative des Zythologues", territory=region)
    action = Action.objects.filter(strategy__plan_field__plan=plan).first()
    [found] = as_user(cast.director).get(URL, {"q": "cooperative zythologue"}).context["organisations"]
    assert (found.title, found.url) == (partner.name, "")
    action.organisations.add(partner)
    [found] = as_user(cast.director).get(URL, {"q": "cooperative zythologue"}).context["organisations"]
    assert found.url == reverse("actions", args=[region.slug, 2007])
    assert as_user(cast.outsider).get(URL, {"q": "zythologue"}).context["organisations"] == []


@pytest.mark.parametrize("question", ["", "   ", "!!!", "«»"])
def test_nothing_to_search_is_said(as_user, cast, question):
    answer = as_user(cast.director).get(URL, {"q": question})
    assert answer.status_code == 200
    assert "answers" not in answer.context


def test_the_page_costs_the_same_for_one_answer_and_for_many(as_user, cast, plan, django_assert_max_num_queries):
    client = as_user(cast.director)
    client.get(URL)
    for question in ("zythologue", "emploi"):
        with django_assert_max_num_queries(18):
            client.get(URL, {"q": question})


def test_rebuilding_writes_the_same(plan):
    before = set(SearchEntry.objects.values_list("kind", "row", "folded"))
    call_command("rebuild_search", verbosity=0)
    assert set(SearchEntry.objects.values_list("kind", "row", "folded")) == before
