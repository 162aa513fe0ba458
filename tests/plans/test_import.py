"""A past plan comes back whole through the template, as a workbook and as a Word document."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.errors import Conflict, Refused
from indicators.services import open_year
from plans import models as m
from plans.demo.orientations import ORIENTATIONS
from plans.enums import ImportState, PlanState
from plans.import_template import grids_of, write_docx, write_xlsx
from plans.models import PlanImport, RowChange
from plans.parts import PARTS
from plans.rows import read_rows
from plans.services_begin import begin_plan
from plans.services_frame import add_field, add_orientation
from plans.services_import import apply_import, drop_import, last_change, take_in
from plans.services_structure import add_child
from plans.services_undo import undo
from tests.plans.ods import write_ods

YEAR = 2010
WRITERS = {"xlsx": write_xlsx, "docx": write_docx, "ods": write_ods}
_KEYS = {
    "id", "plan_id", "plan_field_id", "strategy_id", "field_id", "orientation_id", "version", "carried_from",
    "archived_at",
}  # fmt: skip


def exported(plan, ending: str) -> bytes:
    return WRITERS[ending](plan.title, grids_of(plan, read_rows(plan)))


def told(plan: m.Plan, kind: str) -> list[dict]:
    """Every column of every row of a kind, but the keys; under a field or a strategy, the number of it."""
    model = PARTS[kind].model
    rows = []
    for row in read_rows(plan)[model]:
        values = {
            name.attname: getattr(row, name.attname)
            for name in model._meta.concrete_fields
            if name.attname not in _KEYS
        }
        if kind == "strategie":
            values["under"] = row.plan_field.field.number
        if kind == "action":
            values["under"] = (row.strategy.plan_field.field.number, row.strategy.position)
        rows.append(values)
    return sorted(rows, key=lambda one: (one["under"], one["position"])) if "under" in str(rows[:1]) else rows


@pytest.fixture
def empty(cast, region) -> m.Plan:
    """A plan of another year with nothing but what its kind gives it."""
    year = open_year(YEAR)
    cycle = m.PlanningCycle.objects.create(year=year)
    for orientation in ORIENTATIONS:
        entry = add_orientation(cycle=cycle, title=orientation.title, by=cast.national)
        for field in orientation.fields:
            add_field(orientation=entry, title=field.title, by=cast.national)
    return begin_plan(territory=region, year=year, by=cast.director)


def imported(plan, content: bytes, ending: str, by) -> PlanImport:
    kept, reading = take_in(plan=plan, file_name=f"par.{ending}", content=content, by=by)
    assert [str(one) for one in reading.problems] == []
    return apply_import(one=kept, seen=last_change(plan), by=by)


@pytest.mark.parametrize("ending", WRITERS)
def test_the_plan_of_000_comes_back_whole(ending, plan, empty, cast):
    imported(empty, exported(plan, ending), ending, cast.director)
    wrong = {}
    for kind in PARTS:
        if kind in {"texte", "action-locale"}:
            continue
        mine, theirs = told(empty, kind), told(plan, kind)
        if mine != theirs:
            wrong[kind] = [pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]][:1] or len(mine)
    assert wrong == {}
    texts = {(row.volet, row.key): (row.title, row.body) for row in plan.sections.all()}
    mine = {(row.volet, row.key): (row.title, row.body) for row in empty.sections.all()}
    assert {key: mine[key] for key in texts} == texts
    assert (len(read_rows(empty)[m.Strategy]), len(read_rows(empty)[m.Action])) == (14, 50)


def test_nothing_is_written_before_the_import(plan, empty, cast):
    before, rows = last_change(empty), {kind: told(empty, kind) for kind in PARTS}
    take_in(plan=empty, file_name="par.xlsx", content=exported(plan, "xlsx"), by=cast.director)
    assert (last_change(empty), {kind: told(empty, kind) for kind in PARTS}) == (before, rows)


def test_the_import_is_one_batch_that_is_undone_at_one_go(plan, empty, cast):
    before = last_change(empty)
    held = imported(empty, exported(plan, "xlsx"), "xlsx", cast.director)
    changes = RowChange.objects.filter(plan=empty, id__gt=before)
    assert set(changes.values_list("batch", "author")) == {(held.batch, cast.director.pk)}
    undo(plan=empty, by=cast.director)
    rows = read_rows(empty)
    assert [len(rows[model]) for model in (m.Strategy, m.Action, m.Issue, m.KeyFigure, m.Staffing)] == [0, 0, 0, 0, 0]
    assert {one.body for one in rows[m.Section]} == {""}
    assert {one.amount for one in rows[m.BudgetShare]} == {None}


def test_a_plan_that_changed_since_the_preview_is_a_conflict(plan, empty, cast):
    kept, _ = take_in(plan=empty, file_name="par.xlsx", content=exported(plan, "xlsx"), by=cast.director)
    seen = last_change(empty)
    add_child(part="enjeu", parent=empty, by=cast.planner, title="Un enjeu écrit entre-temps")
    with pytest.raises(Conflict):
        apply_import(one=kept, seen=seen, by=cast.director)
    assert [one.title for one in empty.issues.all()] == ["Un enjeu écrit entre-temps"]
    apply_import(one=kept, seen=last_change(empty), by=cast.director)
    assert empty.issues.first().title == "Un enjeu écrit entre-temps"
    assert [one.position for one in empty.issues.all()] == [1, 2, 3, 4, 5, 6]


def test_a_file_is_applied_once(plan, empty, cast):
    held = imported(empty, exported(plan, "xlsx"), "xlsx", cast.director)
    with pytest.raises(Refused):
        apply_import(one=held, seen=last_change(empty), by=cast.director)


def test_a_dropped_file_keeps_no_cell(plan, empty, cast):
    kept, _ = take_in(plan=empty, file_name="par.xlsx", content=exported(plan, "xlsx"), by=cast.director)
    drop_import(one=kept, by=cast.director)
    kept.refresh_from_db()
    assert (kept.state, kept.rows) == (ImportState.DROPPED, [])


def test_what_the_plan_gives_back_changes_nothing(empty, cast):
    """The template of an empty plan, sent back as it is."""
    before = last_change(empty)
    imported(empty, exported(empty, "xlsx"), "xlsx", cast.director)
    assert last_change(empty) == before


def test_the_plan_of_others_and_a_plan_that_is_no_draft_are_refused(plan, empty, cast):
    content = exported(empty, "xlsx")
    for person in (cast.outsider, cast.member, cast.analyst):
        with pytest.raises(Refused):
            take_in(plan=empty, file_name="par.xlsx", content=content, by=person)
    m.Plan.objects.filter(pk=empty.pk).update(state=PlanState.CONSULTATION)
    consulted = m.Plan.objects.get(pk=empty.pk)
    with pytest.raises(Refused):
        take_in(plan=consulted, file_name="par.xlsx", content=content, by=cast.director)


def test_as_many_queries_for_a_few_rows_as_for_hundreds(plan, empty, cast):
    few = exported(empty, "xlsx")
    many = exported(plan, "xlsx")
    kept, _ = take_in(plan=empty, file_name="par.xlsx", content=few, by=cast.director)
    with CaptureQueriesContext(connection) as captured_few:
        apply_import(one=kept, seen=last_change(empty), by=cast.director)
    with CaptureQueriesContext(connection) as reading:
        kept, _ = take_in(plan=empty, file_name="par.xlsx", content=many, by=cast.director)
    with CaptureQueriesContext(connection) as captured_many:
        apply_import(one=kept, seen=last_change(empty), by=cast.director)
    assert len(reading) <= 12
    assert len(captured_few) <= 70
    assert len(captured_many) <= 90
