"""The national frame: written by the ministry; plans keep what they accepted of it until they accept more."""

import pytest
from django.urls import reverse

from core.errors import Conflict, Refused
from indicators.services import open_year
from plans.dossier import plan_dossier
from plans.enums import ChangeAct
from plans.frame import read_frame
from plans.models import FrameChange, KeptWording, PlanField, RowChange
from plans.services_frame import (
    add_field,
    add_orientation,
    edit_entry,
    move_entry,
    open_frame,
    restore_entry,
    withdraw_entry,
)
from plans.services_inheritance import accept_all, accept_difference
from plans.services_structure import restore_row
from reports.par import employment
from tests.plans.framing import INSIDERS, NEW, differing, field, keys, numbers, orientation, rename
from tests.plans.standing import standing

# --- Who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", INSIDERS)
def test_every_insider_reads_the_frame(cast, as_user, role):
    assert as_user(getattr(cast, role)).get(reverse("national_frame", args=[2007])).status_code == 200


def test_a_partner_does_not_read_the_frame(cast, as_user):
    assert as_user(cast.partner).get(reverse("national_frame", args=[2007])).status_code == 403


@pytest.mark.parametrize("role", [role for role in INSIDERS if role != "national"])
@pytest.mark.parametrize("name", ["frame_edit", "frame_withdraw", "frame_move", "frame_restore"])
def test_only_the_ministry_writes_the_frame(cast, as_user, role, name):
    entry = field(3)
    address = reverse(name, args=[2007, "champ", entry.pk])
    assert as_user(getattr(cast, role)).post(address, {"title": NEW, "version": 1}).status_code == 403
    entry.refresh_from_db()
    assert (entry.version, entry.withdrawn_at) == (1, None)


def test_the_services_refuse_those_who_do_not_write_the_frame(cast, plan):
    entry, cycle = field(3), plan.year.cycle
    for verb in (
        lambda: edit_entry(entry=entry, expected_version=1, title=NEW, by=cast.director),
        lambda: add_orientation(cycle=cycle, title=NEW, by=cast.director),
        lambda: add_field(orientation=entry.orientation, title=NEW, by=cast.director),
        lambda: move_entry(entry=entry, expected_version=1, up=True, by=cast.director),
        lambda: withdraw_entry(entry=entry, expected_version=1, by=cast.director),
        lambda: restore_entry(entry=entry, by=cast.director),
        lambda: open_frame(year=open_year(2008), by=cast.director),
    ):
        with pytest.raises(Refused, match="écrit par la CPMT et le ministère"):
            verb()


# --- A title ----------------------------------------------------------------------------------------------------------


def test_a_plan_keeps_the_title_it_accepted_until_it_accepts_the_new_one(cast, plan):
    before = field(3).title
    rename(cast, field(3))
    assert plan_dossier(plan).fields[2].title == before
    (one,) = differing(plan)
    assert (one.sentence, one.old, one.new) == ("Le cadre national a changé le titre du champ 3.", before, NEW)
    accept_difference(plan=plan, key=one.key, by=cast.director)
    assert plan_dossier(plan).fields[2].title == NEW
    assert (differing(plan), KeptWording.objects.count()) == ([], 0)
    change = RowChange.objects.filter(plan=plan).first()
    assert (change.act, change.field, change.old, change.new) == (ChangeAct.ACCEPT, "title", before, NEW)
    assert change.author == cast.director


def test_page_api_and_pdf_say_the_accepted_title_until_then(cast, as_user, plan):
    before = field(3).title
    rename(cast, field(3))

    def says() -> list[bool]:
        client = as_user(cast.director)
        page = client.get(plan.get_absolute_url()).content.decode()
        body = page[page.index('<article class="plan-body"') :]
        told = client.get(f"/api/v1/plans/{plan.pk}/").json()["orientations"][0]["fields_of_intervention"][2]["title"]
        dossier = plan_dossier(plan)
        printed = repr((employment.orientations(dossier), employment.strategies(dossier)))
        return [NEW in body, told == NEW, NEW in printed, before in body, told == before, before in printed]

    assert says() == [False, False, False, True, True, True]
    accept_all(plan=plan, by=cast.director)
    assert says() == [True, True, True, False, False, False]


def test_the_title_of_an_orientation_too(cast, plan):
    before = orientation(2).title
    rename(cast, orientation(2))
    assert plan_dossier(plan).orientations[1].title == before
    assert [one.sentence for one in differing(plan)] == ["Le cadre national a changé le titre de l’orientation 2."]
    accept_all(plan=plan, by=cast.director)
    assert plan_dossier(plan).orientations[1].title == NEW


def test_two_changes_of_a_title_are_one_difference_from_what_was_accepted(cast, plan):
    before = field(3).title
    rename(cast, rename(cast, field(3)), "Un second titre")
    assert [(one.old, one.new) for one in differing(plan)] == [(before, "Un second titre")]


def test_a_frame_that_comes_back_to_what_the_plan_says_leaves_no_difference(cast, plan):
    before = field(3).title
    rename(cast, rename(cast, field(3)), before)
    assert (differing(plan), KeptWording.objects.count()) == ([], 0)


def test_what_is_accepted_twice_is_told_to_be_gone(cast, plan):
    rename(cast, field(3))
    (one,) = differing(plan)
    accept_difference(plan=plan, key=one.key, by=cast.director)
    with pytest.raises(Conflict, match="n’existe plus"):
        accept_difference(plan=plan, key=one.key, by=cast.planner)


@pytest.mark.parametrize("role", ["member", "cle_manager", "national", "outsider"])
def test_only_those_who_write_the_plan_accept(cast, plan, role):
    rename(cast, field(3))
    (one,) = differing(plan)
    with pytest.raises(Refused):
        accept_difference(plan=plan, key=one.key, by=getattr(cast, role))
    assert keys(plan) == ["titre"]


def test_a_submitted_plan_keeps_what_it_says(cast, plan):
    submitted = standing(plan, "submitted")
    rename(cast, field(3))
    with pytest.raises(Refused):
        accept_all(plan=submitted, by=cast.director)
    assert keys(submitted) == ["titre"]


def test_a_second_writer_of_the_frame_gets_a_conflict_with_both_titles(cast, as_user):
    entry = field(3)
    client, address = as_user(cast.national), reverse("frame_edit", args=[2007, "champ", entry.pk])
    rename(cast, entry, "Le titre de l’autre personne")
    answer = client.post(address, {"title": "Mon titre", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("Le titre de l’autre personne" in page, "Mon titre" in page) == (True, True)
    assert client.post(address, {"title": "Mon titre", "version": 2}).status_code == 302
    assert field(3).title == "Mon titre"


@pytest.mark.parametrize("title", ["", "   ", "x" * 501])
def test_an_empty_or_endless_title_is_refused_beside_its_box(cast, as_user, title):
    entry = field(3)
    answer = as_user(cast.national).post(
        reverse("frame_edit", args=[2007, "champ", entry.pk]), {"title": title, "version": 1}
    )
    assert (answer.status_code, answer.content.decode().count('id="id_title_error"')) == (422, 1)


def test_hostile_markup_in_a_title_is_only_text(cast, as_user, plan):
    hostile = "<script>alert(1)</script>"
    rename(cast, field(3), hostile)
    for address in (reverse("national_frame", args=[2007]), reverse("plan_frame", args=["bas-saint-laurent", 2007])):
        page = as_user(cast.national).get(address).content.decode()
        assert (page.count(hostile), page.count("&lt;script&gt;alert(1)") > 0) == (0, True)


# --- Order, additions, withdrawals ------------------------------------------------------------------------------------


def test_moving_a_field_renumbers_and_plans_keep_their_numbers_until_they_accept(cast, plan):
    before = numbers(plan)
    one, two = field(1), field(2)
    moved = move_entry(entry=two, expected_version=1, up=True, by=cast.national)
    assert (moved.number, field(2).pk) == (1, one.pk)
    assert numbers(plan) == before
    assert [one.sentence for one in differing(plan)] == [
        "Le cadre national a changé la numérotation\u00a0: "
        "le champ 2 devient le champ 1, le champ 1 devient le champ 2."
    ]
    accept_all(plan=plan, by=cast.director)
    assert [title for _, title in numbers(plan)][:2] == [two.title, one.title]
    assert [part.number for part in plan_dossier(plan).fields] == [1, 2, 3, 4, 5, 6, 7]
    assert differing(plan) == []


def test_moving_an_orientation_takes_its_fields_along(cast):
    titles = [one.title for one in read_frame(2007).fields]
    move_entry(entry=orientation(3), expected_version=1, up=True, by=cast.national)
    frame = read_frame(2007)
    assert [one.number for one in frame.fields] == [1, 2, 3, 4, 5, 6, 7]
    assert [one.title for one in frame.fields] == [*titles[:3], *titles[5:], *titles[3:5]]


@pytest.mark.parametrize(("number", "up"), [(1, True), (3, False)])
def test_a_field_does_not_leave_its_orientation(cast, number, up):
    with pytest.raises(Refused, match="au bout de sa liste"):
        move_entry(entry=field(number), expected_version=1, up=up, by=cast.national)


def test_a_field_added_nationally_is_told_and_then_stands_empty_in_the_plan(cast, plan):
    added = add_field(orientation=orientation(1), title="Un champ nouveau", by=cast.national)
    assert added.number == 4
    assert keys(plan) == ["numeros", "ajoute"]
    assert accept_all(plan=plan, by=cast.director) == 2
    dossier = plan_dossier(plan)
    assert [(part.number, part.title) for part in dossier.orientations[0].fields][3] == (4, "Un champ nouveau")
    assert (len(dossier.fields), dossier.strategy_count, dossier.action_count) == (8, 14, 50)


def test_a_field_cannot_be_accepted_under_a_number_that_the_plan_still_bears(cast, plan):
    add_field(orientation=orientation(1), title="Un champ nouveau", by=cast.national)
    added = next(one for one in differing(plan) if one.nature == "ajoute")
    with pytest.raises(Refused, match="Le plan a déjà un numéro 4"):
        accept_difference(plan=plan, key=added.key, by=cast.director)


def test_an_orientation_added_nationally_stands_in_the_plan_even_without_fields(cast, plan):
    add_orientation(cycle=plan.year.cycle, title="Une orientation nouvelle", by=cast.national)
    accept_all(plan=plan, by=cast.director)
    assert [one.title for one in plan_dossier(plan).orientations][3] == "Une orientation nouvelle"


def test_a_withdrawn_field_never_takes_strategies_with_it(cast, plan):
    withdraw_entry(entry=field(4), expected_version=1, by=cast.national)
    dossier = plan_dossier(plan)
    assert (len(dossier.fields), dossier.strategy_count, dossier.action_count) == (7, 14, 50)
    one = differing(plan)[0]
    assert (one.nature, one.strategies, one.must_move) == ("retire", 1, True)
    assert one.sentence.endswith("\u00a0: sa stratégie reste dans le plan.")
    assert accept_all(plan=plan, by=cast.director) == 0
    with pytest.raises(Refused, match="Choisissez le champ"):
        accept_difference(plan=plan, key=one.key, by=cast.director)


def test_strategies_of_a_withdrawn_field_move_where_the_region_says_and_nothing_is_lost(cast, plan):
    withdraw_entry(entry=field(4), expected_version=1, by=cast.national)
    gone = PlanField.objects.get(plan=plan, field__withdrawn_at__isnull=False)
    target = PlanField.objects.get(plan=plan, field__number=2)
    strategies = set(gone.strategies.values_list("pk", flat=True))
    accept_difference(plan=plan, key=differing(plan)[0].key, by=cast.director, move_to=target)
    assert strategies <= set(target.strategies.values_list("pk", flat=True))
    accept_all(plan=plan, by=cast.director)
    dossier = plan_dossier(plan)
    assert (len(dossier.fields), dossier.strategy_count, dossier.action_count) == (6, 14, 50)
    assert [part.number for part in dossier.fields] == [1, 2, 3, 4, 5, 6]
    assert PlanField.everything.get(pk=gone.pk).situation != ""
    assert differing(plan) == []


def test_a_withdrawn_orientation_takes_its_fields_out_of_the_frame_and_comes_back_with_them(cast, plan):
    entry = orientation(2)
    withdraw_entry(entry=entry, expected_version=1, by=cast.national)
    assert [one.number for one in read_frame(2007).fields] == [1, 2, 3, 4, 5]
    assert keys(plan).count("retire") == 3
    entry.refresh_from_db()
    restore_entry(entry=entry, by=cast.national)
    frame = read_frame(2007)
    assert (len(frame.orientations), len(frame.fields), frame.withdrawn) == (3, 7, ())
    assert frame.orientations[2].entry.pk == entry.pk
    assert set(keys(plan)) == {"numeros"}
    accept_all(plan=plan, by=cast.director)
    assert (differing(plan), plan_dossier(plan).strategy_count) == ([], 14)


def test_withdrawal_is_confirmed_in_words_with_what_it_touches(cast, as_user):
    page = as_user(cast.national).get(reverse("frame_withdraw", args=[2007, "champ", field(4).pk])).content.decode()
    assert ("Bas-Saint-Laurent (1 stratégie)" in page, "Rien n’est effacé" in page) == (True, True)
    assert field(4).withdrawn_at is None


def test_a_withdrawal_read_on_an_older_version_is_a_conflict(cast, as_user):
    entry = field(4)
    rename(cast, entry)
    answer = as_user(cast.national).post(reverse("frame_withdraw", args=[2007, "champ", entry.pk]), {"version": 1})
    assert (answer.status_code, field(4).withdrawn_at) == (409, None)


def test_an_archived_row_of_a_withdrawn_field_can_be_restored(cast, plan):
    withdraw_entry(entry=field(4), expected_version=1, by=cast.national)
    gone = PlanField.objects.get(plan=plan, field__withdrawn_at__isnull=False)
    target = PlanField.objects.get(plan=plan, field__number=2)
    accept_difference(plan=plan, key=differing(plan)[0].key, by=cast.director, move_to=target)
    restore_row(row=PlanField.everything.get(pk=gone.pk), by=cast.director)
    assert PlanField.objects.filter(pk=gone.pk).exists()


def test_history_of_the_frame_names_who_and_what(cast, as_user):
    before = field(3).title
    rename(cast, field(3))
    change = FrameChange.objects.first()
    assert (change.kind, change.field, change.old, change.new) == ("champ", "title", before, NEW)
    assert change.author == cast.national
    page = as_user(cast.director).get(reverse("frame_history", args=[2007])).content.decode()
    assert (NEW in page, "Nathalie Gagnon" in page) == (True, True)
