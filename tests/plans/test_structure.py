"""Adding, moving, duplicating, archiving and restoring the rows of a plan: right, rank, version, history, refusals."""

import pytest

from core.errors import Conflict, Refused
from indicators.services import open_year
from plans.models import Action, Issue, Plan, PlanField, RowChange, Section, Strategy
from plans.services import add_row, create_plan, edit_row
from plans.services_structure import (
    Place,
    Unconfirmed,
    add_child,
    archive_row,
    archived_rows,
    duplicate_row,
    move_row,
    place_of,
    restore_row,
)

READERS = ("cle_manager", "member", "secretary", "national", "analyst", "administrator", "partner", "outsider")


@pytest.fixture
def fields(plan) -> list[PlanField]:
    return list(PlanField.objects.filter(plan=plan).order_by("field__number"))


@pytest.fixture
def strategies(fields) -> list[Strategy]:
    """The three strategies of field 3."""
    return list(fields[2].strategies.all())


def ranks(field: PlanField) -> list[tuple[str, int]]:
    return [(one.title, one.position) for one in Strategy.objects.filter(plan_field=field)]


def last_change(row) -> RowChange:
    return RowChange.objects.filter(row=row.pk).first()


# --- Adding ----------------------------------------------------------------------------------------------------------


def test_a_row_is_added_at_the_end_with_its_history(cast, fields, strategies):
    added = add_child(part="strategie", parent=fields[2], by=cast.planner, title="Nouvelle")
    assert ranks(fields[2])[-1] == ("Nouvelle", 4)
    change = last_change(added)
    assert (change.act, change.author, Place.read(change.new).told) == ("add", cast.planner, "3.4")


def test_a_row_is_added_after_a_sibling_and_the_next_ones_go_down(cast, fields, strategies):
    add_child(part="strategie", parent=fields[2], by=cast.planner, after=strategies[0], title="Entre deux")
    titles = [title for title, _ in ranks(fields[2])]
    assert titles == [strategies[0].title, "Entre deux", strategies[1].title, strategies[2].title]
    assert [rank for _, rank in ranks(fields[2])] == [1, 2, 3, 4]


def test_adding_leaves_the_versions_of_the_neighbours_alone(cast, fields, strategies):
    before = dict(Strategy.objects.values_list("pk", "version"))
    added = add_child(part="strategie", parent=fields[2], by=cast.planner, after=strategies[0], title="Entre deux")
    after = dict(Strategy.objects.exclude(pk=added.pk).values_list("pk", "version"))
    assert after == before


def test_an_empty_title_is_refused_beside_its_field(cast, fields):
    with pytest.raises(Refused) as refused:
        add_child(part="strategie", parent=fields[2], by=cast.planner, title="")
    assert list(refused.value.fields) == ["title"]
    assert len(ranks(fields[2])) == 3


def test_a_title_that_is_too_long_is_refused_beside_its_field(cast, fields):
    with pytest.raises(Refused) as refused:
        add_child(part="strategie", parent=fields[2], by=cast.planner, title="a" * 401)
    assert list(refused.value.fields) == ["title"]


def test_a_field_that_does_not_exist_is_refused(cast, plan):
    with pytest.raises(Refused, match="Champ inconnu : version"):
        add_child(part="enjeu", parent=plan, by=cast.planner, title="x", version=4)


def test_a_parent_of_another_kind_is_refused(cast, plan):
    with pytest.raises(Refused):
        add_child(part="action", parent=plan, by=cast.planner, text="x")


def test_an_archived_parent_is_refused_in_words(cast, strategies):
    archive_row(row=strategies[0], expected_version=1, by=cast.planner, confirmed=strategies[0].actions.count())
    with pytest.raises(Refused, match="est archivé : rétablissez-le d’abord"):
        add_child(part="action", parent=strategies[0], by=cast.planner, text="Une action de plus")


@pytest.mark.parametrize("role", READERS)
def test_who_may_not_write_adds_moves_copies_archives_and_restores_nothing(cast, plan, strategies, role):
    by, one = getattr(cast, role), strategies[0]
    acts = (
        lambda: add_child(part="enjeu", parent=plan, by=by, title="x"),
        lambda: move_row(row=one, expected_version=1, by=by, after=strategies[1]),
        lambda: duplicate_row(row=one, by=by),
        lambda: archive_row(row=one, expected_version=1, by=by, confirmed=99),
        lambda: restore_row(row=one, by=by),
    )
    for act in acts:
        with pytest.raises(Refused, match="Vous ne pouvez pas modifier ce plan"):
            act()
    assert RowChange.objects.filter(plan=plan).exclude(act="add").count() == 0


def test_a_plan_that_is_no_longer_open_is_moved_by_nobody(cast, plan, strategies):
    Plan.objects.filter(pk=plan.pk).update(state="submitted", submitted_on="2007-03-01")
    strategy = Strategy.objects.get(pk=strategies[0].pk)
    with pytest.raises(Refused):
        move_row(row=strategy, expected_version=1, by=cast.director, after=strategies[1])


# --- Moving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who,where,expected",
    [
        (0, {"after": 1}, [1, 0, 2]),
        (0, {"after": 2}, [1, 2, 0]),
        (2, {"before": 0}, [2, 0, 1]),
        (1, {"before": 0}, [1, 0, 2]),
    ],
)
def test_a_row_moves_before_or_after_a_sibling_and_ranks_stay_dense(cast, fields, strategies, who, where, expected):
    neighbours = {key: strategies[at] for key, at in where.items()}
    move_row(row=strategies[who], expected_version=1, by=cast.director, **neighbours)
    assert ranks(fields[2]) == [(strategies[at].title, rank) for rank, at in enumerate(expected, start=1)]


def test_a_move_is_told_by_numbers_and_grows_the_version_of_the_row_alone(cast, strategies):
    moved = move_row(row=strategies[2], expected_version=1, by=cast.director, before=strategies[0])
    change = last_change(moved)
    assert (change.act, Place.read(change.old).told, Place.read(change.new).told) == ("move", "3.3", "3.1")
    versions = dict(Strategy.objects.filter(plan_field=moved.plan_field).values_list("pk", "version"))
    assert versions == {strategies[0].pk: 1, strategies[1].pk: 1, strategies[2].pk: 2}


def test_a_strategy_goes_to_another_field_with_its_actions(cast, fields, strategies):
    actions = list(strategies[0].actions.values_list("pk", flat=True))
    before = len(ranks(fields[0]))
    moved = move_row(row=strategies[0], expected_version=1, by=cast.director, parent=fields[0])
    assert ranks(fields[0])[-1] == (strategies[0].title, before + 1)
    assert [rank for _, rank in ranks(fields[2])] == [1, 2]
    assert list(moved.actions.values_list("pk", flat=True)) == actions
    assert place_of(moved).told == f"1.{before + 1}"


def test_an_action_goes_to_another_strategy_before_one_of_its_actions(cast, strategies):
    action, target = strategies[0].actions.first(), strategies[1]
    first = target.actions.first()
    move_row(row=action, expected_version=1, by=cast.director, parent=target, before=first)
    assert target.actions.first() == action
    assert place_of(Action.objects.get(pk=action.pk)).told == "3.2, rang 1"


def test_a_move_to_where_the_row_stands_writes_nothing(cast, strategies):
    row = move_row(row=strategies[1], expected_version=1, by=cast.director, after=strategies[0])
    assert (row.version, RowChange.objects.filter(act="move").count()) == (1, 0)


def test_a_stale_move_is_a_conflict_and_changes_nothing(cast, fields, strategies):
    edit_row(row=strategies[0], expected_version=1, values={"title": "Écrit entre-temps"}, by=cast.planner)
    before = ranks(fields[2])
    with pytest.raises(Conflict) as conflict:
        move_row(row=strategies[0], expected_version=1, by=cast.director, after=strategies[2])
    assert conflict.value.current.title == "Écrit entre-temps"
    assert ranks(fields[2]) == before


def test_a_neighbour_that_went_elsewhere_is_a_conflict(cast, fields, strategies):
    move_row(row=strategies[2], expected_version=1, by=cast.planner, parent=fields[0])
    with pytest.raises(Conflict):
        move_row(row=strategies[0], expected_version=1, by=cast.director, after=strategies[2])


def test_a_row_does_not_pass_into_another_plan(cast, region, strategies):
    other = create_plan(territory=region, year=open_year(2013), title="Autre", by=cast.director)
    frame = strategies[0].plan_field.field
    elsewhere = add_row(part="champ", by=cast.director, position=1, plan=other, field=frame)
    with pytest.raises(Refused, match="d’un plan à un autre"):
        move_row(row=strategies[0], expected_version=1, by=cast.director, parent=elsewhere)


def test_what_the_frame_gives_neither_moves_nor_goes(cast, plan, fields):
    mission = Section.objects.get(plan=plan, key="mission")
    for row in (mission, fields[0]):
        with pytest.raises(Refused, match="donnée par le cadre"):
            move_row(row=row, expected_version=row.version, by=cast.director, after=row)
        with pytest.raises(Refused, match="donnée par le cadre"):
            archive_row(row=row, expected_version=row.version, by=cast.director)


# --- Copying ---------------------------------------------------------------------------------------------------------


def test_a_strategy_is_copied_after_itself_with_its_actions_in_one_batch(cast, fields, strategies):
    copy = duplicate_row(row=strategies[0], by=cast.planner)
    assert ranks(fields[2])[1] == (f"{strategies[0].title} (copie)", 2)
    texts = list(strategies[0].actions.values_list("text", flat=True))
    assert list(copy.actions.values_list("text", flat=True)) == texts
    assert [one.position for one in copy.actions.all()] == list(range(1, len(texts) + 1))
    assert RowChange.objects.filter(batch=last_change(copy).batch, act="add").count() == 1 + len(texts)


def test_a_row_that_is_alone_of_its_sort_is_not_copied(cast, plan):
    with pytest.raises(Refused, match="seule de sa sorte"):
        duplicate_row(row=plan.mrc_figures.first(), by=cast.planner)


# --- Archiving and restoring -----------------------------------------------------------------------------------------


def test_a_strategy_with_actions_is_archived_only_once_they_are_counted_and_accepted(cast, strategies):
    strategy = strategies[0]
    count = strategy.actions.count()
    for confirmed in (None, count - 1, count + 1):
        with pytest.raises(
            Unconfirmed, match=f"porte {count} pistes d’action, qui seront archivées avec elle"
        ) as asked:
            archive_row(row=strategy, expected_version=1, by=cast.director, confirmed=confirmed)
        assert asked.value.count == count
    assert Strategy.objects.filter(pk=strategy.pk).exists()


def test_a_strategy_goes_with_its_actions_at_one_instant_in_one_batch_and_the_numbers_follow(cast, fields, strategies):
    strategy = strategies[0]
    count = strategy.actions.count()
    archive_row(row=strategy, expected_version=1, by=cast.director, confirmed=count)
    moments = {Strategy.everything.get(pk=strategy.pk).archived_at}
    moments |= set(Action.everything.filter(strategy=strategy).values_list("archived_at", flat=True))
    assert len(moments) == 1
    assert None not in moments
    assert ranks(fields[2]) == [(strategies[1].title, 1), (strategies[2].title, 2)]
    assert RowChange.objects.filter(batch=last_change(strategy).batch, act="archive").count() == 1 + count


def test_the_archive_lists_what_was_put_away_but_not_what_went_with_it(cast, plan, strategies):
    archive_row(row=strategies[0], expected_version=1, by=cast.director, confirmed=strategies[0].actions.count())
    issue = plan.issues.first()
    archive_row(row=issue, expected_version=issue.version, by=cast.director)
    assert archived_rows(plan) == [issue, strategies[0]]


def test_restored_it_comes_back_to_its_rank_with_its_actions(cast, fields, strategies):
    before, strategy = ranks(fields[2]), strategies[1]
    actions = list(strategy.actions.values_list("pk", flat=True))
    archive_row(row=strategy, expected_version=1, by=cast.director, confirmed=len(actions))
    restored = restore_row(row=strategy, by=cast.planner)
    assert ranks(fields[2]) == before
    assert list(restored.actions.values_list("pk", flat=True)) == actions
    assert RowChange.objects.filter(batch=last_change(restored).batch, act="restore").count() == 1 + len(actions)


def test_an_action_archived_before_its_strategy_stays_archived_when_the_strategy_comes_back(cast, strategies):
    strategy = strategies[0]
    alone, *others = strategy.actions.all()
    archive_row(row=alone, expected_version=1, by=cast.director)
    archive_row(row=strategy, expected_version=1, by=cast.director, confirmed=len(others))
    restore_row(row=strategy, by=cast.director)
    assert list(strategy.actions.all()) == others


def test_an_action_is_not_restored_under_an_archived_strategy(cast, strategies):
    strategy, action = strategies[0], strategies[0].actions.first()
    archive_row(row=strategy, expected_version=1, by=cast.director, confirmed=strategy.actions.count())
    with pytest.raises(Refused, match="qui est archivé"):
        restore_row(row=action, by=cast.director)


def test_a_row_whose_place_is_taken_is_not_restored(cast, plan):
    figure = plan.mrc_figures.first()
    archive_row(row=figure, expected_version=figure.version, by=cast.director)
    add_child(part="taux-mrc", parent=plan, by=cast.director, mrc=figure.mrc)
    with pytest.raises(Refused, match="sa place est prise"):
        restore_row(row=figure, by=cast.director)


def test_what_is_in_the_plan_is_not_restored_again(cast, plan):
    with pytest.raises(Refused, match="est déjà dans le plan"):
        restore_row(row=plan.issues.first(), by=cast.director)


def test_an_archived_row_is_neither_edited_nor_moved_nor_copied(cast, plan):
    issue, other = plan.issues.all()[:2]
    archive_row(row=issue, expected_version=issue.version, by=cast.director)
    stale = Issue.everything.get(pk=issue.pk)
    with pytest.raises(Conflict):
        edit_row(row=stale, expected_version=stale.version, values={"title": "x"}, by=cast.director)
    with pytest.raises(Conflict):
        move_row(row=stale, expected_version=stale.version, by=cast.director, after=other)
    with pytest.raises(Refused):
        duplicate_row(row=stale, by=cast.director)
