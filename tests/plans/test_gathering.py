"""The rows of a plan, read by a statement put together once, are those that their own tables tell."""

import pytest

from core.gather import Gathering, gather
from plans import models as m
from plans.models import Plan
from plans.rows import read_rows

UNDER = {m.Section: "plan", m.PlanField: "plan", m.Action: "strategy__plan_field__plan"}
RELATED = {m.PlanField: ("field", "field__orientation")}


def told(rows) -> list[dict]:
    return [{name: value for name, value in vars(row).items() if name != "_state"} for row in rows]


def test_each_plan_gets_its_own_rows_from_the_same_statement(db, django_assert_num_queries):
    gathering = Gathering(UNDER, RELATED)
    for plan in Plan.objects.all():
        alone = gather(*(model.objects.filter(**{path: plan}) for model, path in UNDER.items()), related=RELATED)
        with django_assert_num_queries(1):
            together = gathering.read(plan.pk)
        assert [told(together[model]) for model in UNDER] == [told(rows) for rows in alone]
        assert [row.field.orientation.title for row in together[m.PlanField]] == [
            row.field.orientation.title for row in m.PlanField.objects.filter(plan=plan)
        ]


def test_a_plan_without_rows_has_none(db):
    assert Gathering(UNDER, RELATED).read(-1) == {model: [] for model in UNDER}


@pytest.mark.parametrize("model", (m.Section, m.KeyFigure, m.Strategy, m.Action, m.BudgetShare))
def test_rows_of_a_plan_are_those_of_their_table(plan, model):
    path = {m.Strategy: "plan_field__plan", m.Action: "strategy__plan_field__plan"}.get(model, "plan")
    expected = model.objects.filter(**{path: plan})
    assert list(read_rows(plan)[model]) == list(expected)
    assert {row.pk: str(row) for row in read_rows(plan)[model]} == {row.pk: str(row) for row in expected}
