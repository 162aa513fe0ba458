"""Next year's plan from this year's: compared row by row; refused when it is there; nothing of this year changes."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from core.errors import Refused
from indicators.models import Target
from indicators.services import open_year
from plans import models as m
from plans.carrying import Leap, moved_on, values_of
from plans.dossier import plan_dossier
from plans.enums import ActionStatus, ChangeAct
from plans.frame import differences, read_frame
from plans.parts import KIND_OF, PARTS
from plans.reads import readiness
from plans.references import remap
from plans.rows import read_rows
from plans.services import edit_row
from plans.services_frame import add_field, edit_entry, open_frame, withdraw_entry
from plans.services_next_year import carry_over
from plans.services_structure import add_child, archive_row

# Columns that are those of last year's row, whatever the kind, and those that each kind has on purpose otherwise.
_ASIDE = {"id", "version", "carried_from", "plan_id", "plan_field_id", "strategy_id", "field_id", "orientation_id"}
_CHANGED = {
    "action": {"status", "progress", "start", "end"},
    "budget": {"envelope", "is_hypothesis"},
    "part-budget": {"amount"},
    "chiffre-cle": {"needs_update"},
    "taux-mrc": {"needs_update"},
}
BY_YEAR = {"effectif", "budget-anterieur"}


@pytest.fixture
def done(plan):
    """Two actions that are over, one that goes on with its dates."""
    actions = list(m.Action.objects.filter(strategy__plan_field__plan=plan)[:3])
    for action, values in zip(
        actions,
        (
            {"status": ActionStatus.DONE, "progress": 100},
            {"status": ActionStatus.DROPPED},
            {"status": ActionStatus.ONGOING, "progress": 40, "start": date(2007, 5, 1), "end": date(2008, 2, 29)},
        ),
        strict=True,
    ):
        m.Action.objects.filter(pk=action.pk).update(**values)
    return actions


@pytest.fixture
def made(plan, cast, done):
    return carry_over(plan=plan, to_year=open_year(2008), by=cast.director)


def everything(plan) -> list[tuple]:
    """All the columns of all the rows of a plan."""
    return [
        (KIND_OF[model], *(getattr(row, field.attname) for field in model._meta.concrete_fields))
        for model, rows in read_rows(plan).items()
        if model in KIND_OF
        for row in rows
    ]


def _renamed(value, made):
    """A text as it reads in the new plan: its live references name the rows that continue those of last year."""
    if not isinstance(value, str) or "{{" not in value:
        return value
    names = {
        f"{KIND_OF[model]}:{row.carried_from}": f"{KIND_OF[model]}:{row.pk}"
        for model, rows in read_rows(made).items()
        if model in KIND_OF and model is not m.Footnote
        for row in rows
    }
    return remap(value, names)


# --- Row by row -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(set(PARTS) - BY_YEAR))
def test_each_row_continues_the_row_of_last_year_and_says_the_same(plan, made, done, kind):
    model = PARTS[kind].model
    old = {row.pk: row for row in read_rows(plan)[model] if row not in done[:2]}
    new = {row.carried_from: row for row in read_rows(made)[model]}
    assert set(new) == set(old)
    same = [
        field.attname for field in model._meta.concrete_fields
        if field.attname not in _ASIDE | _CHANGED.get(kind, set())
    ]  # fmt: skip
    told = {pk: [getattr(row, name) for name in same] for pk, row in new.items()}
    assert told == {pk: [_renamed(getattr(row, name), made) for name in same] for pk, row in old.items()}
    assert {row.version for row in new.values()} <= {1}


def test_rows_hang_from_the_rows_that_continue_their_parents(plan, made):
    above = {row.pk: row.carried_from for row in read_rows(made)[m.PlanField]}
    strategies = read_rows(made)[m.Strategy]
    before = {row.pk: row.plan_field_id for row in read_rows(plan)[m.Strategy]}
    assert {row.carried_from: above[row.plan_field_id] for row in strategies} == before
    holders = {row.pk: row.carried_from for row in strategies}
    actions = {row.pk: row.strategy_id for row in read_rows(plan)[m.Action]}
    carried = read_rows(made)[m.Action]
    assert {row.carried_from: holders[row.strategy_id] for row in carried}.items() <= actions.items()
    assert len(carried) == len(actions) - 2


def test_the_plan_prints_the_same_outline_but_what_is_over(plan, made):
    old, new = plan_dossier(plan), plan_dossier(made)
    assert [(one.number, one.title) for one in new.orientations] == [
        (one.number, one.title) for one in old.orientations
    ]
    assert [(one.number, one.title) for one in new.fields] == [(one.number, one.title) for one in old.fields]
    assert [one.number for part in new.fields for one in part.strategies] == [
        one.number for part in old.fields for one in part.strategies
    ]
    assert (new.strategy_count, new.action_count) == (14, 48)


def test_what_is_over_stays_behind_and_what_goes_on_is_reset(made, done):
    carried = {row.carried_from: row for row in read_rows(made)[m.Action]}
    assert (done[0].pk in carried, done[1].pk in carried) == (False, False)
    ongoing = carried[done[2].pk]
    assert (ongoing.status, ongoing.progress) == ("", None)
    assert (ongoing.start, ongoing.end) == (date(2008, 5, 1), date(2009, 2, 28))


def test_figures_are_kept_and_marked_and_money_is_to_write(plan, made):
    rows = read_rows(made)
    assert {row.needs_update for row in (*rows[m.KeyFigure], *rows[m.MRCFigure])} == {True}
    (budget,) = rows[m.Budget]
    assert (budget.envelope, budget.printed_percent, budget.is_hypothesis) == (None, Decimal(100), True)
    assert {share.amount for share in rows[m.BudgetShare]} == {None}
    assert [share.percent for share in rows[m.BudgetShare]] == [share.percent for share in plan.budget_shares.all()]


def test_staff_and_past_budgets_move_on_by_a_year(plan, made):
    rows = read_rows(made)
    staff = {(cell.unit, cell.category, cell.year_id): cell.value for cell in rows[m.Staffing]}
    before = {(cell.unit, cell.category, cell.year_id): cell.value for cell in plan.staffing.all()}
    assert {year for _, _, year in staff} == {2006, 2007}
    assert {key: value for key, value in staff.items() if key[2] == 2006} == {
        key: value for key, value in before.items() if key[2] == 2006
    }
    assert {value for key, value in staff.items() if key[2] == 2007} == {None}
    assert [(past.year_id, past.opening) for past in rows[m.BudgetHistory]] == [(2006, Decimal("22.7")), (2007, None)]


def test_targets_acts_and_archives_stay_with_this_year(plan, cast, done):
    strategy = m.Strategy.objects.filter(plan_field__plan=plan).last()
    archive_row(row=strategy, expected_version=1, by=cast.director, confirmed=strategy.actions.count())
    made = carry_over(plan=plan, to_year=open_year(2008), by=cast.director)
    assert Target.objects.filter(year=2008).count() == 0
    assert (made.state, made.edition, made.adopted_on, made.acts.count()) == ("draft", 1, None, 0)
    assert m.Strategy.everything.filter(plan_field__plan=made).count() == 13


def test_offices_of_an_action_are_carried(plan, cast, done):
    office = plan.territory.children.get(code="01-100")
    done[2].cles.set([office])
    made = carry_over(plan=plan, to_year=open_year(2008), by=cast.director)
    carried = m.Action.objects.get(strategy__plan_field__plan=made, carried_from=done[2].pk)
    assert list(carried.cles.all()) == [office]


def test_live_references_and_calls_point_to_the_rows_of_the_new_plan(plan, cast, done):
    figure, note = plan.key_figures.first(), plan.footnotes.first()
    section = plan.sections.get(key="mission")
    text = f"Le taux est de {{{{chiffre-cle:{figure.pk}.region}}}}[^{note.marker}] sur {{{{budget:enveloppe}}}}."
    edit_row(row=section, expected_version=section.version, values={"body": text}, by=cast.director)
    made = carry_over(plan=plan, to_year=open_year(2008), by=cast.director)
    successor = made.key_figures.get(carried_from=figure.pk)
    assert made.sections.get(key="mission").body == text.replace(f":{figure.pk}.", f":{successor.pk}.")
    assert plan.sections.get(key="mission").body == text
    assert plan_dossier(made).lost_calls == ()


def test_nothing_of_this_years_plan_changes(plan, cast, done):
    before, changes = everything(plan), m.RowChange.objects.filter(plan=plan).count()
    carry_over(plan=plan, to_year=open_year(2008), by=cast.director)
    assert (everything(plan), m.RowChange.objects.filter(plan=plan).count()) == (before, changes)


def test_the_new_plan_knows_its_former_and_its_history_begins_at_one_go(plan, made, cast):
    assert (made.previous, made.title, made.is_demonstration) == (plan, "Plan d’action régional 2008-2009", True)
    changes = m.RowChange.objects.filter(plan=made)
    assert set(changes.values_list("act", "author", "new")) == {
        (ChangeAct.CARRY, cast.director.pk, "Reprise du plan 2007-2008")
    }
    assert changes.values("batch").distinct().count() == 1
    carried = sum(
        len([row for row in rows if row.carried_from]) for model, rows in read_rows(made).items() if model in KIND_OF
    )
    assert changes.count() == carried


def test_checks_of_the_new_plan_say_what_waits(made):
    told = {gap.sentence.split("\u00a0:")[0] for gap in readiness(made)}
    measured = made.key_figures.count() + made.mrc_figures.count()
    waiting = {
        "21 textes sont repris de l’an dernier sans changement",
        f"{measured} chiffres de l’an dernier sont à mettre à jour",
        "8 CLE sans part ou sans montant au budget",
        "4 effectifs à écrire.",
        "48 pistes d’action sans responsable.",
    }
    assert waiting & told == waiting
    blocking = [gap.sentence for gap in readiness(made) if gap.blocks]
    lost = [sentence for sentence in blocking if "cite un chiffre qui n’est pas au plan" in sentence]
    assert [sentence for sentence in blocking if sentence not in lost] == [
        "L’enveloppe du budget n’est pas écrite.", "Aucune cible n’est fixée.",
    ]  # fmt: skip


# --- The frame --------------------------------------------------------------------------------------------------------


def test_a_frame_is_made_from_the_former_one_when_nobody_wrote_it(plan, made):
    old, new = read_frame(2007), read_frame(2008)
    assert [one.title for one in new.entries] == [one.title for one in old.entries]
    assert {row.field.orientation.cycle_id for row in read_rows(made)[m.PlanField]} == {2008}
    assert differences(made, read_rows(made), new) == ()
    assert made.year.cycle.steps.count() == 10


def test_the_new_frame_is_followed_by_line_and_its_changes_are_to_accept(plan, cast, done):
    open_frame(year=open_year(2008), by=cast.national)
    field = m.InterventionField.objects.get(orientation__cycle=2008, number=3)
    edit_entry(entry=field, expected_version=1, title="Un titre de 2008", by=cast.national)
    gone = m.InterventionField.objects.get(orientation__cycle=2008, number=4)
    withdraw_entry(entry=gone, expected_version=1, by=cast.national)
    add_field(orientation=field.orientation, title="Un champ de 2008", by=cast.national)
    made = carry_over(plan=plan, to_year=open_year(2008), by=cast.director)
    assert [part.title for part in plan_dossier(made).fields] == [part.title for part in plan_dossier(plan).fields]
    assert plan_dossier(made).strategy_count == 14
    found = differences(made, read_rows(made), read_frame(2008))
    assert [one.nature.value for one in found] == ["retire", "ajoute", "titre"]
    assert found[0].strategies == 1


def test_a_frame_written_anew_is_followed_by_number(plan, cast, done):
    cycle = m.PlanningCycle.objects.create(year=open_year(2008))
    orientation = m.Orientation.objects.create(cycle=cycle, number=1, title="Orientation de 2008")
    m.InterventionField.objects.create(orientation=orientation, number=1, title="Champ de 2008")
    made = carry_over(plan=plan, to_year=open_year(2008), by=cast.director)
    fields = {row.carried_from: row.field.orientation.cycle_id for row in read_rows(made)[m.PlanField]}
    assert sorted(fields.values()) == [2007, 2007, 2007, 2007, 2007, 2007, 2008]
    found = differences(made, read_rows(made), read_frame(2008))
    assert [one.nature.value for one in found].count("retire") == 8
    assert [one.nature.value for one in found].count("titre") == 2
    assert (plan_dossier(made).strategy_count, len(plan_dossier(made).fields)) == (14, 7)


# --- Refused ----------------------------------------------------------------------------------------------------------


def test_a_plan_is_not_made_twice(plan, made, cast):
    before = m.Plan.objects.count()
    with pytest.raises(Refused, match="existe déjà"):
        carry_over(plan=plan, to_year=open_year(2008), by=cast.planner)
    assert m.Plan.objects.count() == before


@pytest.mark.parametrize("year", [2006, 2007])
def test_only_a_later_year_takes_up_a_plan(plan, cast, year):
    with pytest.raises(Refused, match="plus tardif"):
        carry_over(plan=plan, to_year=open_year(year), by=cast.director)


@pytest.mark.parametrize("role", ["cle_manager", "member", "national", "analyst", "secretary", "outsider"])
def test_only_those_who_write_plans_of_the_region_prepare_the_next(plan, cast, as_user, role):
    with pytest.raises(Refused):
        carry_over(plan=plan, to_year=open_year(2008), by=getattr(cast, role))
    address = reverse("plan_next_year", args=["bas-saint-laurent", 2007])
    assert as_user(getattr(cast, role)).get(address).status_code == (404 if role == "outsider" else 403)


def test_a_failure_on_the_way_leaves_nothing(plan, cast, done, monkeypatch):
    def fail(*_):
        raise Refused("Essai.")

    monkeypatch.setattr("plans.services_next_year._Carrier._remap_references", fail)
    with pytest.raises(Refused, match="Essai"):
        carry_over(plan=plan, to_year=open_year(2008), by=cast.director)
    assert (m.Plan.objects.filter(year=2008).count(), m.Orientation.objects.filter(cycle=2008).count()) == (0, 0)


# --- The page ---------------------------------------------------------------------------------------------------------


def test_the_page_counts_what_will_happen_then_leads_to_the_plan(plan, cast, as_user, done):
    client, address = as_user(cast.planner), reverse("plan_next_year", args=["bas-saint-laurent", 2007])
    page = client.get(address).content.decode()
    for sentence in ("14 stratégies.", "48 pistes d’action.", "2 actions réalisées ou abandonnées.", "5 enjeux."):
        assert page.count(f"<li>{sentence}</li>") == 1
    assert m.Plan.objects.filter(year=2008).count() == 0
    answer = client.post(address)
    assert (answer.status_code, answer.url) == (302, "/bas-saint-laurent/2008-2009/plan/")
    assert client.get(answer.url).status_code == 200
    assert client.get(address).content.decode().count("Le plan est déjà là") == 1
    assert client.post(address).status_code == 422


def test_the_new_plan_shows_which_figures_are_to_update(made, as_user, cast):
    page = as_user(cast.director).get(made.get_absolute_url()).content.decode()
    assert page.count("à mettre à jour</span>") == made.key_figures.count() + made.mrc_figures.count()


def test_the_number_of_queries_does_not_follow_the_number_of_rows(plan, cast, django_assert_max_num_queries):
    open_year(2008)
    with django_assert_max_num_queries(130):
        carry_over(plan=plan, to_year=open_year(2008), by=cast.director)


# --- Local plans ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("regional_first", [True, False])
def test_local_actions_answer_the_strategies_that_continue_those_they_answered(plan, cast, regional_first):
    local = m.Plan.objects.get(kind="pal", territory__code="01-100")
    order = [(plan, cast.director), (local, cast.cle_manager)]
    plans = {}
    for one, who in order if regional_first else reversed(order):
        plans[one.pk] = carry_over(plan=one, to_year=open_year(2008), by=who)
    carried = plans[local.pk].local_actions.select_related("answers")
    before = dict(local.local_actions.values_list("pk", "answers"))
    assert {one.carried_from: one.answers.carried_from for one in carried} == before
    assert {one.status for one in carried} == {""}


# --- Pure -------------------------------------------------------------------------------------------------------------


def test_a_leap_day_becomes_the_28th():
    assert Leap(2007, 2008).day(date(2008, 2, 29)) == date(2009, 2, 28)
    assert Leap(2007, 2011).day(date(2008, 2, 29)) == date(2012, 2, 29)
    assert Leap(2007, 2008).day(None) is None


def test_columns_of_a_row_leave_out_what_belongs_to_the_row_itself(plan):
    row = plan.issues.first()
    assert set(values_of(row, Leap(2007, 2008))) == {"plan_id", "position", "title", "description", "retained"}


def test_one_year_of_staff_moves_on_to_the_next():
    cells = tuple(m.Staffing(unit="employment", category="base", year_id=2006, value=Decimal(1)) for _ in range(1))
    kept, fresh = moved_on(cells, Leap(2007, 2008))
    assert (kept, [values["year_id"] for values in fresh]) == ([], [2007])


def test_a_row_added_after_the_plan_was_made_does_not_reach_the_new_one(plan, made, cast):
    add_child(part="enjeu", parent=plan, by=cast.director, title="Un enjeu tardif")
    assert made.issues.count() == plan.issues.count() - 1
