"""The territorial plan 2020-2022, counted from the records and held against the published one."""

from datetime import date

import pytest

from plans.demo.territorial import PLACES
from plans.models import ActionFollowUp, MinistryAction, RegionalPriority, TerritorialPlace, TerritorialPlan
from plans.territorial_dossier import territorial_dossier
from plans.territorial_reads import gaps
from regions.models import MRC, Territory

# Territory → number of each priority → numbers of the actions that answer it, as read in the published plan.
PUBLISHED = {
    "Bas-Saint-Laurent": {4: [1, 2, 3]},
    "Saguenay–Lac-Saint-Jean": {1: [1, 2]},
    "Capitale-Nationale": {1: [1, 2], 7: [3]},
    "Mauricie": {2: [1, 2], 4: [3]},
    "Estrie": {1: [1, 2, 3], 9: [1, 2, 3], 13: [4]},
    "Montréal": {3: [1, 2, 3], 6: [4, 5], 10: [6]},
    "Outaouais": {5: [1, 2, 3, 4]},
    "Abitibi-Témiscamingue": {2: [1, 2], 5: [3, 4]},
    "Côte-Nord": {1: [1], 6: [2], 7: [3]},
    "Nord-du-Québec": {2: [1, 2, 3], 3: [4, 5]},
    "Gaspésie": {2: [1], 5: [2, 3, 4]},
    "Îles-de-la-Madeleine": {3: [1, 2]},
    "Chaudière-Appalaches": {9: [1, 2], 13: [3, 4]},
    "Laval": {2: [1], 3: [2]},
    "Lanaudière": {2: [1, 2, 3]},
    "Laurentides": {2: [1, 2]},
    "Montérégie": {4: [1, 2]},
    "Centre-du-Québec": {2: [1, 2], 4: [3, 4]},
}


@pytest.fixture
def territorial_plan(db) -> TerritorialPlan:
    return TerritorialPlan.objects.get(first_year=2020)


@pytest.fixture
def dossier(territorial_plan):
    return territorial_dossier(territorial_plan)


def test_the_records_hold_18_territories_32_priorities_and_60_actions(territorial_plan):
    assert territorial_plan.places.count() == 18
    assert RegionalPriority.objects.filter(place__plan=territorial_plan).count() == 32
    assert MinistryAction.objects.filter(place__plan=territorial_plan).count() == 60


def test_the_dossier_counts_what_the_records_hold(dossier):
    assert (len(dossier.places), dossier.priority_count, dossier.action_count) == (18, 32, 60)
    assert dossier.link_count == 63, "the three shared actions of Estrie answer two priorities each"
    assert sum(dossier.statuses.values()) == 60


def test_every_action_answers_the_priorities_of_the_published_plan(dossier):
    told = {
        place.name: {one.number: [action.number for action in place.answers(one)] for one in place.priorities}
        for place in dossier.places
    }
    assert told == PUBLISHED
    assert list(told) == list(PUBLISHED), "in the order of the published plan"


def test_estrie_shares_one_list_between_priorities_1_and_9(dossier):
    groups = dossier.place("estrie").groups
    assert [(group.label, [action.number for action in group.actions]) for group in groups] == [
        ("Priorités 1 et 9", [1, 2, 3]),
        ("Priorité 13", [4]),
    ]


def test_nothing_is_missing_in_the_plan(dossier):
    assert gaps(dossier.places) == []


def test_region_11_counts_as_two_territories_and_stays_one_region(dossier):
    parts = [place for place in dossier.places if place.region_code == "11"]
    assert [place.name for place in parts] == ["Gaspésie", "Îles-de-la-Madeleine"]
    of_parts = [mrc for place in parts for mrc in place.mrcs]
    of_region = MRC.objects.in_region(Territory.objects.get(code="11"), date(2021, 3, 1))
    assert sorted(of_parts) == sorted(mrc.name for mrc in of_region), "each MRC in one part, and none left out"
    assert Territory.objects.regions().count() == 17
    assert {place.region_code for place in dossier.places} == {row.code for row in Territory.objects.regions()}
    assert [place.name for place in dossier.places if place.is_part] == ["Gaspésie", "Îles-de-la-Madeleine"]


def test_the_end_was_put_off_by_decree_and_the_old_one_stays_readable(territorial_plan, dossier):
    assert territorial_plan.end == date(2022, 12, 31)
    assert territorial_plan.effective_end == date(2024, 12, 31)
    (act,) = dossier.extensions
    assert (act.old_end, act.new_end, act.decided_on) == (date(2022, 12, 31), date(2024, 12, 31), date(2022, 4, 27))
    assert act.instrument == "Décret nº\u00a0708-2022"
    assert "stratégie gouvernementale est reportée" in act.reason


def test_the_adoption_tells_only_the_month_that_its_source_gives(dossier):
    adoption = dossier.acts[0]
    assert (adoption.kind, adoption.when, adoption.edition) == ("adoption", "mars 2021", 1)


def test_targets_are_those_that_the_source_states(territorial_plan):
    told = [
        (action.place.name, action.number, target.year, int(target.value), target.unit)
        for action in MinistryAction.objects.filter(place__plan=territorial_plan).select_related("place")
        for target in action.targets.all()
    ]
    assert sorted(told, key=str) == sorted(
        [
            ("Bas-Saint-Laurent", 1, 2020, 1, "activité"),
            ("Bas-Saint-Laurent", 1, 2021, 1, "activité"),
            ("Bas-Saint-Laurent", 1, 2022, 1, "activité"),
            ("Chaudière-Appalaches", 1, None, 3, "webinaires"),
            ("Lanaudière", 2, 2021, 1, "salon"),
            ("Mauricie", 1, None, 5, "formations"),
            ("Mauricie", 2, None, 3, "secteurs"),
            ("Montréal", 1, None, 10, "forums"),
            ("Montréal", 3, None, 5, "accompagnements"),
            ("Nord-du-Québec", 3, None, 1, "journée"),
        ],
        key=str,
    )


def test_invented_follow_ups_say_so(territorial_plan):
    follow_ups = ActionFollowUp.objects.filter(action__place__plan=territorial_plan)
    assert follow_ups.count() == 11
    assert all(one.is_synthetic and one.note.startswith("Suivi inventé") for one in follow_ups)


def test_the_doubtful_word_of_the_source_is_kept_beside_its_correction(dossier):
    action = dossier.place("nord-du-quebec").actions[4]
    assert "Dénicher un étudiant" in action.text
    assert "Dénoncer un étudiant" in action.source_note


def test_building_the_demonstration_again_changes_nothing(territorial_plan, cast):
    from plans.demo.territorial import build_demo_territorial_plan

    again = build_demo_territorial_plan(by=cast.national)
    assert again == territorial_plan
    assert TerritorialPlace.objects.count() == 18 == len(PLACES)
