"""The history in words: sittings folded, acts told, the load in one line, differences marked, undone from the page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import RowChange, Section, Strategy
from plans.services import edit_row
from plans.services_structure import archive_row, duplicate_row, move_row, restore_row
from plans.writing_words import differences

URL = "/bas-saint-laurent/2007-2008/plan/historique/"


@pytest.fixture
def director(cast, as_user):
    return as_user(cast.director)


@pytest.fixture
def strategies(plan) -> list[Strategy]:
    return list(Strategy.objects.filter(plan_field__plan=plan, plan_field__field__number=3))


def lines(client, **query):
    return client.get(URL, query).context["lines"]


def save(row, by, **values):
    fresh = type(row).objects.get(pk=row.pk)
    return edit_row(row=fresh, expected_version=fresh.version, values=values, by=by)


def test_the_load_is_one_line_that_counts_its_rows(director, plan):
    (line,) = lines(director)
    count = RowChange.objects.filter(plan=plan).count()
    assert line.sentence == f"Plan repris du document « {plan.title} » : {count} ajouts"
    assert line.can_undo is False


def test_saves_of_one_field_by_one_person_within_ten_minutes_are_one_line(cast, director, plan):
    mission = plan.sections.get(key="mission")
    for text in ("N", "No", "Not", "Notre mission"):
        save(mission, cast.planner, title=text)
    line = lines(director)[0]
    assert (line.saves, line.old, line.new) == (4, mission.title, "Notre mission")


def test_a_save_after_ten_minutes_is_a_line_of_its_own(cast, director, plan):
    mission = plan.sections.get(key="mission")
    save(mission, cast.planner, title="Un")
    RowChange.objects.filter(act="edit").update(at=F("at") - timedelta(minutes=11))
    save(mission, cast.planner, title="Deux")
    assert [one.new for one in lines(director)[:2]] == ["Deux", "Un"]


def test_another_author_field_or_row_between_begins_another_line(cast, director, plan):
    mission, portrait = plan.sections.get(key="mission"), plan.sections.get(key="portrait")
    save(mission, cast.planner, title="Un")
    save(mission, cast.director, title="Deux")
    save(mission, cast.director, body="Texte")
    save(portrait, cast.director, body="Autre texte")
    save(mission, cast.director, body="Texte encore")
    assert [one.saves for one in lines(director)[:5]] == [1, 1, 1, 1, 1]


def test_acts_are_told_in_words(cast, director, strategies):
    first, second, third = strategies
    count = first.actions.count()
    move_row(row=third, expected_version=1, by=cast.director, before=first)
    archive_row(row=first, expected_version=1, by=cast.director, confirmed=count)
    restore_row(row=first, by=cast.director)
    duplicate_row(row=Strategy.objects.get(pk=second.pk), by=cast.director)
    told = [one.sentence for one in lines(director)[:4]]
    many = f"{count} ligne{'s' if count > 1 else ''} qui en dépend{'ent' if count > 1 else ''}"
    below = second.actions.count()
    assert told == [
        f"Ajout, avec {below} ligne{'s' if below > 1 else ''} qui en dépend{'ent' if below > 1 else ''}",
        f"Rétablissement, avec {many}",
        f"Archivage, avec {many}",
        "Déplacement : de 3.3 à 3.1",
    ]


def test_differences_are_marked_by_words_and_escaped():
    marked = differences("Aider les jeunes", "Aider les <b>jeunes</b>")
    assert marked == "Aider les <ins>&lt;b&gt;</ins>jeunes<ins>&lt;/b&gt;</ins>"


def test_texts_with_little_in_common_are_marked_whole():
    marked = differences("Un titre changé par la directrice", "Faire évoluer <i>l’offre</i>")
    assert marked == "<del>Un titre changé par la directrice</del> <ins>Faire évoluer &lt;i&gt;l’offre&lt;/i&gt;</ins>"


def test_texts_too_long_to_compare_are_shown_one_under_the_other(cast, director, plan):
    mission = plan.sections.get(key="mission")
    save(mission, cast.director, body="mot " * 20_000)
    line = lines(director)[0]
    html = director.get(URL).content.decode()
    assert (line.marked, "Avant</p>" in html, "Après</p>" in html) == (None, True, True)


def test_a_change_is_undone_from_the_page_and_then_said_to_be(cast, director, plan):
    mission = plan.sections.get(key="mission")
    save(mission, cast.planner, title="Autre titre")
    line = lines(director)[0]
    assert line.can_undo is True
    answer = director.post(
        reverse("writing_undo", args=["bas-saint-laurent", 2007]), {"lot": str(line.batch), "retour": URL}
    )
    assert (answer.status_code, answer.url) == (302, URL)
    assert Section.objects.get(pk=mission.pk).title == mission.title
    undoing, undone = lines(director)[:2]
    assert (undone.can_undo, undone.is_undone, undoing.author) == (False, True, str(cast.director))


@pytest.mark.parametrize("role,buttons", [("director", 1), ("planner", 1), ("member", 0), ("national", 0)])
def test_only_those_who_write_may_undo(cast, as_user, plan, role, buttons):
    save(plan.sections.get(key="mission"), cast.planner, title="Autre titre")
    html = as_user(getattr(cast, role)).get(URL).content.decode()
    assert html.count('name="lot"') == buttons


def test_the_history_costs_the_same_for_one_act_and_for_forty(cast, director, plan):
    def cost() -> int:
        director.get(URL)
        with CaptureQueriesContext(connection) as captured:
            director.get(URL)
        return len(captured)

    mission, portrait = plan.sections.get(key="mission"), plan.sections.get(key="portrait")
    save(mission, cast.planner, title="Un")
    with_one = cost()
    for rank in range(20):
        save(mission, cast.planner, title=f"Titre {rank}")
        save(portrait, cast.planner, title=f"Titre {rank}")
    assert cost() == with_one
