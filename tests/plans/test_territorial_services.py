"""Writing a territorial plan: who may, when, what is refused, what stays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import Conflict, Refused
from plans.models import (
    ActionFollowUp,
    ActionTarget,
    RegionalPriority,
    TerritorialAct,
    TerritorialChange,
    TerritorialPlan,
)
from plans.services_territorial import (
    add_territorial_row,
    archive_territorial_row,
    create_territorial_plan,
    edit_territorial_row,
    follow_action,
)
from plans.services_territorial_acts import adopt_plan, close_plan, extend_plan, open_revision
from plans.territorial_dossier import territorial_dossier
from plans.territorial_reads import Search, found
from plans.territorial_snapshot import contents_of, fingerprint

ACT = {"decided_on": date(2023, 3, 1), "body": "Ministère"}


@pytest.fixture
def place(ovt):
    """place("estrie") → a territory of the plan."""
    return lambda slug="bas-saint-laurent": ovt.places.select_related("plan", "region").get(slug=slug)


def edit(row, by, **values):
    return edit_territorial_row(row=row, expected_version=row.version, values=values, by=by)


def follow(action, by, **values):
    told = {"status": "done", "note": "", "on": date(2024, 1, 15)} | values
    return follow_action(action=action, expected_version=action.version, by=by, **told)


# --- Writing ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("revised")
@pytest.mark.parametrize("key", ["director", "planner", "national"])
def test_direction_planner_and_ministry_write_while_a_revision_is_open(action, cast, key):
    written = edit(action(), getattr(cast, key), text="Autre texte.")
    assert (written.text, written.version) == ("Autre texte.", action().version)
    change = TerritorialChange.objects.first()
    assert (change.field, change.new, change.author) == ("text", "Autre texte.", getattr(cast, key))


@pytest.mark.usefixtures("revised")
@pytest.mark.parametrize(
    "key", ["outsider", "cle_manager", "member", "secretary", "analyst", "partner", "administrator"]
)
def test_nobody_else_writes_that_territory(action, cast, key):
    with pytest.raises(Refused, match="se modifie par la direction"):
        edit(action(), getattr(cast, key), text="Autre texte.")


def test_an_adopted_text_is_frozen_even_for_those_who_wrote_it(action, cast):
    with pytest.raises(Refused, match="tant que le plan"):
        edit(action(), cast.director, text="Autre texte.")


@pytest.mark.usefixtures("revised")
def test_the_second_writer_of_a_version_meets_a_conflict(action, cast):
    first, second = action(), action()
    edit(first, cast.director, text="Texte de la direction.")
    with pytest.raises(Conflict) as conflict:
        edit(second, cast.planner, text="Texte de la planification.")
    assert conflict.value.current.text == "Texte de la direction."
    assert action().text == "Texte de la direction."


@pytest.mark.usefixtures("revised")
def test_links_are_written_with_the_row_and_told_by_their_numbers(action, cast):
    row = action("estrie", 1)
    thirteen = RegionalPriority.objects.get(place=row.place, number=13)
    written = edit(row, cast.national, priorities=[thirteen])
    assert [one.number for one in written.priorities.all()] == [13]
    change = TerritorialChange.objects.first()
    assert (change.field, change.old, change.new, written.version) == ("priorities", "1, 9", "13", row.version + 1)


@pytest.mark.usefixtures("revised")
def test_an_action_answers_only_priorities_of_its_territory(action, cast, place):
    foreign = place("laval").priorities.first()
    with pytest.raises(Refused) as refused:
        edit(action("estrie", 1), cast.national, priorities=[foreign])
    assert set(refused.value.fields) == {"priorities"}


@pytest.mark.usefixtures("revised")
def test_what_does_not_change_is_not_written(action, cast):
    row = action("estrie", 1)
    before = TerritorialChange.objects.count()
    assert edit(row, cast.national, text=row.text, priorities=list(row.priorities.all())).version == row.version
    assert TerritorialChange.objects.count() == before


@pytest.mark.usefixtures("revised")
def test_a_new_action_takes_the_next_number_of_its_territory_once_and_for_all(cast, place):
    home, priority = place(), place().priorities.get()
    values = {"text": "Une action de plus.", "priorities": [priority]}
    four = add_territorial_row(part="action", parent=home, values=values, by=cast.director)
    archive_territorial_row(row=four, expected_version=four.version, by=cast.director)
    five = add_territorial_row(part="action", parent=home, values=values, by=cast.director)
    assert (four.number, five.number) == (4, 5)
    assert [one.number for one in home.actions.all()] == [1, 2, 3, 5]


@pytest.mark.usefixtures("revised")
def test_a_number_is_borne_by_one_priority_of_the_territory(cast, place):
    with pytest.raises(Refused):
        add_territorial_row(
            part="priorite", parent=place(), values={"number": 4, "title": "Une autre"}, by=cast.director
        )


@pytest.mark.usefixtures("revised")
def test_a_priority_alone_in_being_answered_is_not_archived(cast, place):
    four, one = place().priorities.get(), place("estrie").priorities.get(number=1)
    with pytest.raises(Refused, match="1, 2, 3"):
        archive_territorial_row(row=four, expected_version=four.version, by=cast.national)
    archive_territorial_row(row=one, expected_version=one.version, by=cast.national)
    assert [row.number for row in place("estrie").priorities.all()] == [9, 13]
    assert {row.priorities.count() for row in place("estrie").actions.all()} == {1}


@pytest.mark.usefixtures("revised")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"year": 2021, "value": None, "unit": "", "due": None}, "value"),
        ({"year": 2021, "value": Decimal(2), "unit": ""}, "unit"),
        ({"year": 2019, "value": Decimal(2), "unit": "ateliers"}, "year"),
        ({"year": 2025, "value": Decimal(2), "unit": "ateliers"}, "year"),
        ({"year": 2021, "value": Decimal(-2), "unit": "ateliers"}, "value"),
    ],
)
def test_a_target_that_makes_no_sense_is_refused_beside_its_field(action, cast, values, field):
    with pytest.raises(Refused) as refused:
        add_territorial_row(part="cible", parent=action(), values=values, by=cast.director)
    assert field in refused.value.fields


@pytest.mark.usefixtures("revised")
@pytest.mark.parametrize("year", [2024, None])
def test_a_target_is_told_once_a_year_within_the_prolonged_years(action, cast, year):
    values = {"year": year, "value": Decimal(2), "unit": "ateliers"}
    add_territorial_row(part="cible", parent=action(), values=values, by=cast.director)
    with pytest.raises(Refused, match="déjà une cible"):
        add_territorial_row(part="cible", parent=action(), values=values, by=cast.director)


# --- Following -------------------------------------------------------------------------------------------------------


def test_a_follow_up_moves_the_status_and_stays_in_the_list(action, cast):
    follow(action(), cast.director, status="ongoing", note="En cours.", on=date(2023, 1, 10))
    follow(action(), cast.planner, status="done", on=date(2023, 6, 1))
    row = action()
    assert (row.status, row.version) == ("done", row.version)
    kept = [(one.on, one.status) for one in row.follow_ups.all()]
    assert kept == [
        (date(2023, 6, 1), "done"),
        (date(2023, 1, 10), "ongoing"),
        (date(2022, 3, 31), "ongoing"),
    ]


def test_results_of_targets_are_written_with_the_follow_up(action, cast):
    row = action("mauricie", 1)
    target = row.targets.get()
    follow(row, cast.national, results={target.pk: Decimal(5)})
    written = ActionTarget.objects.get(pk=target.pk)
    assert (written.result, written.version) == (Decimal(5), target.version + 1)
    change = TerritorialChange.objects.filter(kind="cible").first()
    assert (change.field, change.old, change.new) == ("result", "3", "5")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"status": ""}, "status"),
        ({"status": "presque"}, "status"),
        ({"status": "dropped", "note": " "}, "note"),
        ({"on": timezone.localdate() + timedelta(1)}, "on"),
        ({"on": date(2022, 3, 30)}, "on"),
    ],
)
def test_a_follow_up_that_makes_no_sense_is_refused_beside_its_field(action, cast, values, field):
    before = action().version
    with pytest.raises(Refused) as refused:
        follow(action(), cast.director, **values)
    assert (set(refused.value.fields), action().version) == ({field}, before)


@pytest.mark.parametrize("key", ["outsider", "member", "partner", "analyst"])
def test_a_follow_up_is_not_everybodys(action, cast, key):
    with pytest.raises(Refused, match="Le suivi s’inscrit"):
        follow(action(), getattr(cast, key))


def test_of_two_follow_ups_on_one_version_the_second_meets_a_conflict(action, cast):
    row, late = action(), action()
    follow(row, cast.director)
    with pytest.raises(Conflict):
        follow(late, cast.planner)
    assert action().follow_ups.count() == 2


# --- Acts ------------------------------------------------------------------------------------------------------------


def test_an_edition_is_kept_as_it_was_adopted(ovt, action, cast):
    adopted = territorial_dossier(ovt, edition=1)
    before = action("estrie", 1).text
    open_revision(plan=ovt, expected_version=ovt.version, reason="Corriger.", by=cast.national, **ACT)
    edit(action("estrie", 1), cast.national, text="Texte révisé.")
    act = adopt_plan(plan=ovt, expected_version=ovt.version, reason="Une action précisée.", by=cast.national, **ACT)
    assert (act.kind, act.edition, ovt.state) == ("revision", 2, "in_force")
    texts = {n: territorial_dossier(ovt, edition=n).place("estrie").actions[0].text for n in (1, 2)}
    assert texts == {1: before, 2: "Texte révisé."}
    assert territorial_dossier(ovt, edition=1).places == adopted.places
    assert [fingerprint(one.contents) == one.sha256 for one in ovt.acts.exclude(edition=None)] == [True, True]


def test_an_edition_says_what_the_records_say(ovt):
    now, kept = territorial_dossier(ovt), territorial_dossier(ovt, edition=1)
    assert contents_of(now.places) == contents_of(kept.places)
    assert (kept.priority_count, kept.action_count, kept.link_count) == (32, 60, 63)


def test_an_edition_that_was_never_adopted_is_not_found(ovt):
    with pytest.raises(KeyError):
        territorial_dossier(ovt, edition=2)


def test_what_lacks_a_link_is_not_adopted(revised, place, cast):
    add_territorial_row(
        part="action", parent=place("laval"), values={"text": "Sans priorité.", "priorities": []}, by=cast.national
    )
    add_territorial_row(
        part="priorite", parent=place("laval"), values={"number": 8, "title": "Sans action"}, by=cast.national
    )
    with pytest.raises(Refused) as refused:
        adopt_plan(plan=revised, expected_version=revised.version, reason="Révision.", by=cast.national, **ACT)
    told = "Laval\u00a0: aucune priorité pour l’action 3. Laval\u00a0: aucune action pour la priorité 8."
    assert told in refused.value.message
    assert TerritorialPlan.objects.get(pk=revised.pk).state == "in_revision"


def extend(plan, by, **values):
    told = {
        "new_end": date(2025, 12, 31), "decided_on": date(2024, 6, 5), "body": "Conseil des ministres",
        "instrument": "Décret nº 1", "reason": "La révision est encore reportée.",
    }  # fmt: skip
    return extend_plan(plan=plan, expected_version=plan.version, by=by, **(told | values))


def test_a_second_extension_replaces_the_end_of_the_first_and_both_stay(ovt, cast):
    extend(ovt, cast.national)
    ends = [(act.old_end, act.new_end) for act in territorial_dossier(ovt).extensions]
    assert ends == [
        (date(2022, 12, 31), date(2024, 12, 31)),
        (date(2024, 12, 31), date(2025, 12, 31)),
    ]
    assert (ovt.end, ovt.effective_end) == (date(2022, 12, 31), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"new_end": date(2024, 12, 31)}, "new_end"),
        ({"new_end": date(2022, 12, 31)}, "new_end"),
        ({"instrument": "  "}, "instrument"),
        ({"reason": ""}, "reason"),
        ({"body": ""}, "body"),
        ({"decided_on": timezone.localdate() + timedelta(1)}, "decided_on"),
    ],
)
def test_an_extension_says_everything_or_is_refused(ovt, cast, values, field):
    with pytest.raises(Refused) as refused:
        extend(ovt, cast.national, **values)
    assert set(refused.value.fields) == {field}
    assert ovt.acts.count() == 2


@pytest.mark.parametrize("key", ["director", "planner", "outsider", "administrator", "partner"])
def test_acts_bind_the_ministry_and_are_recorded_by_it_alone(ovt, cast, key):
    with pytest.raises(Refused, match="niveau national"):
        extend(ovt, getattr(cast, key))


def test_of_two_acts_on_one_version_the_second_meets_a_conflict(ovt, cast):
    stale = TerritorialPlan.objects.get(pk=ovt.pk)
    extend(ovt, cast.national)
    with pytest.raises(Conflict):
        extend(stale, cast.national, new_end=date(2026, 12, 31))


def test_a_closed_plan_is_neither_written_nor_followed(ovt, action, cast):
    close_plan(plan=ovt, expected_version=ovt.version, reason="La stratégie est remplacée.", by=cast.national, **ACT)
    with pytest.raises(Refused):
        follow(action(), cast.director)
    with pytest.raises(Refused):
        edit(action(), cast.national, text="Autre.")
    with pytest.raises(Refused, match="en vigueur"):
        extend(ovt, cast.national)


@pytest.mark.parametrize("values", [{"reason": ""}, {"instrument": ""}, {"new_end": date(2022, 12, 31)}])
def test_the_database_itself_refuses_an_extension_that_lacks_something(ovt, values):
    told = {
        "plan": ovt, "kind": "extension", "decided_on": date(2024, 6, 5), "body": "Conseil des ministres",
        "instrument": "Décret nº 1", "reason": "Report.", "old_end": date(2022, 12, 31), "new_end": date(2025, 12, 31),
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="extension_says_all"), transaction.atomic():
        TerritorialAct.objects.create(**(told | values))


@pytest.mark.parametrize("model", [TerritorialAct, TerritorialChange, ActionFollowUp])
def test_what_was_recorded_is_neither_changed_nor_deleted_even_by_hand(ovt, model):
    row = model.objects.first()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(author=None)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk).delete()


def test_one_plan_a_period(ovt):
    with pytest.raises(Refused, match="2020-2022"):
        create_territorial_plan(
            title="Autre", first_year=2020, last_year=2022, start=date(2020, 1, 1), end=date(2022, 12, 31), by=None
        )


def test_a_plan_does_not_end_before_it_begins(db):
    with pytest.raises(Refused, match="finit avant"):
        create_territorial_plan(
            title="Autre", first_year=2025, last_year=2027, start=date(2025, 1, 1), end=date(2024, 12, 31), by=None
        )


# --- Looking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("search", "told"),
    [
        (Search(words="iles de la madeleine"), [("Îles-de-la-Madeleine", 1, 2)]),
        (Search(words="iles-de-la-madeleine"), [("Îles-de-la-Madeleine", 1, 2)]),
        (Search(words="ÎLES—DE—LA—MADELEINE"), [("Îles-de-la-Madeleine", 1, 2)]),
        (Search(words="Rocher Percé vivre"), [("Gaspésie", 1, 1)]),
        (Search(place="estrie", words="pauvrete"), [("Estrie", 1, 1)]),
        (Search(words="d'art"), []),
        (Search(status="dropped"), [("Laval", 1, 1)]),
        (Search(place="laval", status=""), [("Laval", 1, 1)]),
        (Search(words="  "), None),
    ],
)
def test_search_ignores_accents_dashes_and_apostrophes(ovt, search, told):
    dossier = territorial_dossier(ovt)
    lines = [(place.name, len(place.priorities), len(place.actions)) for place in found(dossier, search)]
    if told is None:
        assert lines == [(place.name, len(place.priorities), len(place.actions)) for place in dossier.places]
        assert search.is_empty
    else:
        assert lines == told
