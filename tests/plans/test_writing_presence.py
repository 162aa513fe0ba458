"""Who is at work on a plan: by name, beside the part, gone after a minute."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.models import Presence
from plans.services import edit_row
from plans.services_writing import be_present, who_else

HOME = "/bas-saint-laurent/2007-2008/plan/ecrire/"
JSON = {"HTTP_ACCEPT": "application/json"}


def beat(client, part="mission", row="", since=0):
    data = {"partie": part, "ligne": row, "depuis": since}
    return client.post(f"{HOME}presence/", data, **JSON)


def test_each_sees_the_other_by_name_and_place_and_never_oneself(cast, as_user):
    director, planner = as_user(cast.director), as_user(cast.planner)
    assert beat(director).json()["others"] == []
    told = beat(planner, "enjeux", "enjeu-4").json()["others"]
    assert told == [{"name": str(cast.director), "part": "mission", "row": ""}]
    told = beat(director).json()["others"]
    assert told == [{"name": str(cast.planner), "part": "enjeux", "row": "enjeu-4"}]


def test_one_row_a_person_and_plan_is_written_over(cast, plan, as_user):
    director = as_user(cast.director)
    for part in ("mission", "enjeux", "mission"):
        beat(director, part)
    assert list(Presence.objects.values_list("plan", "person", "part")) == [(plan.pk, cast.director.pk, "mission")]


@pytest.mark.parametrize("seconds,seen", [(0, 1), (59, 1), (61, 0), (86_400, 0)])
def test_who_gives_no_sign_for_a_minute_is_gone(cast, plan, seconds, seen):
    be_present(plan=plan, person=cast.director, part="mission")
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=seconds))
    assert len(who_else(plan, cast.planner)) == seen


def test_the_page_names_who_is_writing_the_same_part(cast, plan, as_user):
    be_present(plan=plan, person=cast.planner, part="mission")
    client = as_user(cast.director)
    assert f"{cast.planner} écrit aussi ici" in client.get(f"{HOME}partie/mission/").content.decode()
    assert f"{cast.planner} écrit aussi ici" not in client.get(f"{HOME}partie/enjeux/").content.decode()


def test_a_beat_tells_what_others_wrote_since_and_not_what_one_wrote(cast, plan, as_user):
    mission = plan.sections.get(key="mission")
    since = plan.changes.first().pk
    edit_row(row=mission, expected_version=1, values={"title": "De la planification"}, by=cast.planner)
    told = beat(as_user(cast.director), since=since).json()
    assert [(one["anchor"], one["version"], one["by"]) for one in told["changes"]] == [
        (f"texte-{mission.pk}", 2, str(cast.planner))
    ]
    assert beat(as_user(cast.director), since=told["last"]).json()["changes"] == []
    assert beat(as_user(cast.planner), since=since).json()["changes"] == []


@pytest.mark.parametrize("since", ["x", "-1", "9" * 30, ""])
def test_a_mark_that_is_no_number_is_no_error(cast, as_user, since):
    assert beat(as_user(cast.director), since=since).status_code == 200


def test_a_name_of_part_that_is_too_long_is_cut(cast, as_user):
    assert beat(as_user(cast.director), part="a" * 5000, row="b" * 5000).status_code == 200
    assert len(Presence.objects.get().part) == 60


def test_a_beat_costs_the_same_with_three_people_as_with_one(cast, plan, as_user):
    client = as_user(cast.director)

    def cost():
        beat(client)
        with CaptureQueriesContext(connection) as captured:
            beat(client)
        return len(captured)

    be_present(plan=plan, person=cast.planner, part="mission")
    alone = cost()
    for person in (cast.national, cast.analyst):
        be_present(plan=plan, person=person, part="mission")
    assert cost() == alone
