"""Taking back and doing again: every act, what others wrote since, what was taken back already."""

from decimal import Decimal

import pytest

from core.errors import Conflict, Refused
from plans.models import Action, BudgetShare, Issue, PlanField, RowChange, Section, Strategy, Undoing
from plans.services import edit_row
from plans.services_structure import add_child, archive_row, duplicate_row, move_row, restore_row
from plans.services_undo import redo, stacks, undo
from plans.services_writing import save_typing


@pytest.fixture
def by(cast):
    """Somebody who has done nothing in the plan yet."""
    return cast.planner


@pytest.fixture
def field(plan) -> PlanField:
    return PlanField.objects.get(plan=plan, field__number=3)


@pytest.fixture
def strategies(field) -> list[Strategy]:
    return list(field.strategies.all())


def order(field) -> list[str]:
    return list(Strategy.objects.filter(plan_field=field).values_list("title", flat=True))


def test_an_edit_is_taken_back_and_done_again(by, plan, strategies):
    before = strategies[0].title
    edit_row(row=strategies[0], expected_version=1, values={"title": "Autre titre"}, by=by)
    undo(plan=plan, by=by)
    assert Strategy.objects.get(pk=strategies[0].pk).title == before
    redo(plan=plan, by=by)
    assert Strategy.objects.get(pk=strategies[0].pk).title == "Autre titre"
    undo(plan=plan, by=by)
    assert Strategy.objects.get(pk=strategies[0].pk).title == before


def test_acts_are_taken_back_from_the_last_to_the_first(by, plan, strategies, field):
    before = order(field)
    for title in ("Un", "Deux", "Trois"):
        row = Strategy.objects.get(pk=strategies[0].pk)
        edit_row(row=row, expected_version=row.version, values={"title": title}, by=by)
    seen = []
    for _ in range(3):
        undo(plan=plan, by=by)
        seen.append(Strategy.objects.get(pk=strategies[0].pk).title)
    assert seen == ["Deux", "Un", before[0]]
    with pytest.raises(Refused, match="rien à annuler"):
        undo(plan=plan, by=by)


def test_a_new_act_forgets_what_could_be_done_again(by, plan, strategies):
    edit_row(row=strategies[0], expected_version=1, values={"title": "Un"}, by=by)
    undo(plan=plan, by=by)
    edit_row(row=strategies[1], expected_version=1, values={"title": "Deux"}, by=by)
    with pytest.raises(Refused, match="rien à refaire"):
        redo(plan=plan, by=by)


def test_a_decimal_and_an_emptied_number_come_back_exact(by, plan):
    share = BudgetShare.objects.filter(plan=plan).first()
    before = share.percent
    edit_row(row=share, expected_version=1, values={"percent": Decimal("9.4")}, by=by)
    edit_row(row=share, expected_version=share.version + (before != Decimal("9.4")), values={"percent": None}, by=by)
    undo(plan=plan, by=by)
    assert BudgetShare.objects.get(pk=share.pk).percent == Decimal("9.40")


def test_a_move_is_taken_back(by, plan, strategies, field):
    before = order(field)
    move_row(row=strategies[2], expected_version=1, by=by, before=strategies[0])
    undo(plan=plan, by=by)
    assert order(field) == before


def test_a_move_to_another_field_is_taken_back(by, plan, strategies, field):
    before = order(field)
    other = PlanField.objects.get(plan=plan, field__number=1)
    move_row(row=strategies[1], expected_version=1, by=by, parent=other)
    undo(plan=plan, by=by)
    assert order(field) == before


def test_an_archiving_is_taken_back_with_all_that_went(by, plan, strategies, field):
    before, actions = order(field), list(strategies[0].actions.all())
    archive_row(row=strategies[0], expected_version=1, by=by, confirmed=len(actions))
    undo(plan=plan, by=by)
    assert order(field) == before
    assert list(Action.objects.filter(strategy=strategies[0])) == actions


def test_a_copy_is_taken_back_with_its_actions(by, plan, strategies, field):
    before = order(field)
    copy = duplicate_row(row=strategies[0], by=by)
    undo(plan=plan, by=by)
    assert order(field) == before
    assert Action.objects.filter(strategy=copy).count() == 0


def test_a_restoring_is_taken_back(by, plan):
    issue = plan.issues.first()
    archive_row(row=issue, expected_version=issue.version, by=by)
    restore_row(row=issue, by=by)
    undo(plan=plan, by=by)
    assert not Issue.objects.filter(pk=issue.pk).exists()


def test_what_somebody_else_wrote_since_is_not_undone(cast, by, plan, strategies):
    edit_row(row=strategies[0], expected_version=1, values={"title": "De la planification"}, by=by)
    edit_row(row=strategies[0], expected_version=2, values={"title": "De la direction"}, by=cast.director)
    with pytest.raises(Conflict, match="Quelqu’un a écrit cette partie depuis"):
        undo(plan=plan, by=by)
    assert Strategy.objects.get(pk=strategies[0].pk).title == "De la direction"
    assert Undoing.objects.count() == 0


def test_another_field_written_since_by_somebody_else_does_not_prevent(cast, by, plan):
    mission = Section.objects.get(plan=plan, key="mission")
    before = mission.title
    edit_row(row=mission, expected_version=1, values={"title": "Titre neuf"}, by=by)
    edit_row(row=mission, expected_version=2, values={"body": "Texte de la direction"}, by=cast.director)
    undo(plan=plan, by=by)
    row = Section.objects.get(pk=mission.pk)
    assert (row.title, row.body) == (before, "Texte de la direction")


def test_an_added_strategy_in_which_somebody_else_wrote_is_not_put_away(cast, by, plan, field):
    added = add_child(part="strategie", parent=field, by=by, title="Nouvelle")
    add_child(part="action", parent=added, by=cast.director, text="Une action de la direction")
    with pytest.raises(Conflict):
        undo(plan=plan, by=by)
    assert Strategy.objects.filter(pk=added.pk).exists()


def test_a_row_that_moved_again_is_not_moved_back(cast, by, plan, strategies):
    move_row(row=strategies[2], expected_version=1, by=by, before=strategies[0])
    move_row(row=strategies[2], expected_version=2, by=cast.director, after=strategies[1])
    with pytest.raises(Conflict, match="a changé de place depuis"):
        undo(plan=plan, by=by)


def test_a_batch_is_taken_back_once(by, plan, strategies):
    edit_row(row=strategies[0], expected_version=1, values={"title": "Un"}, by=by)
    batch = RowChange.objects.get(row=strategies[0].pk, act="edit").batch
    undo(plan=plan, by=by, batch=batch)
    with pytest.raises(Refused, match="déjà annulé"):
        undo(plan=plan, by=by, batch=batch)


def test_an_older_act_is_taken_back_by_its_batch(by, plan, strategies):
    before = strategies[0].title
    edit_row(row=strategies[0], expected_version=1, values={"title": "Un"}, by=by)
    edit_row(row=strategies[1], expected_version=1, values={"title": "Deux"}, by=by)
    undo(plan=plan, by=by, batch=RowChange.objects.get(row=strategies[0].pk, act="edit").batch)
    assert Strategy.objects.get(pk=strategies[0].pk).title == before
    assert Strategy.objects.get(pk=strategies[1].pk).title == "Deux"


def test_a_batch_of_another_plan_or_of_nobody_is_refused(by, plan):
    from uuid import uuid4

    with pytest.raises(Refused):
        undo(plan=plan, by=by, batch=uuid4())


def test_who_may_not_write_takes_nothing_back(cast, plan):
    with pytest.raises(Refused, match="Vous ne pouvez pas modifier ce plan"):
        undo(plan=plan, by=cast.member)


def test_saves_of_one_sitting_are_one_act(by, plan, strategies):
    before = strategies[0].title
    for text in ("D", "De", "Des", "Des mots"):
        row = Strategy.objects.get(pk=strategies[0].pk)
        save_typing(row=row, expected_version=row.version, values={"title": text}, by=by)
    assert RowChange.objects.filter(row=strategies[0].pk, act="edit").values("batch").distinct().count() == 1
    undo(plan=plan, by=by)
    assert Strategy.objects.get(pk=strategies[0].pk).title == before


def test_a_save_after_an_undoing_begins_a_sitting_of_its_own(by, plan, strategies):
    def save(text):
        row = Strategy.objects.get(pk=strategies[0].pk)
        save_typing(row=row, expected_version=row.version, values={"title": text}, by=by)

    save("Un")
    undo(plan=plan, by=by)
    save("Deux")
    undo(plan=plan, by=by)
    assert Strategy.objects.get(pk=strategies[0].pk).title == strategies[0].title


def test_somebody_elses_save_ends_the_sitting(cast, by, plan, strategies):
    for person, text in ((by, "Un"), (cast.director, "Deux"), (by, "Trois")):
        row = Strategy.objects.get(pk=strategies[0].pk)
        save_typing(row=row, expected_version=row.version, values={"title": text}, by=person)
    assert RowChange.objects.filter(row=strategies[0].pk, act="edit").values("batch").distinct().count() == 3


def test_the_stacks_cost_two_queries_whatever_was_done(by, plan, strategies, django_assert_num_queries):
    for rank in range(6):
        row = Strategy.objects.get(pk=strategies[0].pk)
        edit_row(row=row, expected_version=row.version, values={"title": f"T{rank}"}, by=by)
    undo(plan=plan, by=by)
    with django_assert_num_queries(2):
        mine = stacks(plan, by)
    assert (len(mine.done), len(mine.undone)) == (5, 1)


def test_what_came_with_a_document_is_not_taken_back_act_by_act(cast, plan):
    loader = plan.changes.first().author
    assert stacks(plan, loader).done == ()
    with pytest.raises(Refused, match="chargé d’un document"):
        undo(plan=plan, by=cast.director, batch=plan.changes.first().batch)
    assert plan.conformity_actions.count() == RowChange.objects.filter(kind="conformite", act="add").count()


def test_what_somebody_else_took_back_is_passed_over(cast, by, plan, strategies):
    edit_row(row=strategies[0], expected_version=1, values={"title": "Un"}, by=by)
    edit_row(row=strategies[1], expected_version=1, values={"title": "Deux"}, by=by)
    undo(plan=plan, by=cast.director, batch=RowChange.objects.get(row=strategies[1].pk, act="edit").batch)
    undo(plan=plan, by=by)
    assert Strategy.objects.get(pk=strategies[0].pk).title == strategies[0].title


def test_who_may_not_write_does_not_take_back_a_batch_either(cast, by, plan, strategies):
    edit_row(row=strategies[0], expected_version=1, values={"title": "Un"}, by=by)
    with pytest.raises(Refused, match="Vous ne pouvez pas modifier ce plan"):
        undo(plan=plan, by=cast.member, batch=RowChange.objects.get(row=strategies[0].pk, act="edit").batch)
