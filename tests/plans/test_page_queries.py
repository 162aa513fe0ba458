"""What the plan page asks of the database: the same for one row of each kind and for three, never above fifteen."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator
from indicators.services import open_year, set_target
from plans import models as m
from plans.enums import StaffCategory, StaffUnit, Trend, Volet
from plans.parts import PARTS
from plans.rows import BESIDE, read_rows
from plans.services import add_row, create_plan
from regions.models import MRC

MOST = 15


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def grow(plan: m.Plan, rank: int) -> None:
    """One row more of every kind that a plan has many of; the budget, of which there is one, the first time."""
    year, places = plan.year, list(plan.territory.children.all())
    orientation = m.Orientation.objects.create(cycle=m.PlanningCycle.objects.get(year=year), number=rank, title="O")
    frame = m.InterventionField.objects.create(orientation=orientation, number=rank, title="C")
    add = {"by": None, "position": rank}
    rows = {
        "texte": {"volet": Volet.EMPLOYMENT, "key": ("mission", "market", "outlook")[rank - 1], "body": "t"},
        "signataire": {"name": "N", "role": "R"},
        "note": {"marker": str(rank), "text": "n"},
        "chiffre-cle": {"theme": "T", "label": f"M{rank}", "unit": "%", "region_value": Decimal(rank)},
        "taux-mrc": {"mrc": MRC.objects.all()[rank], "value": Decimal(rank), "trend": Trend.values[0]},
        "enjeu": {"title": "E"},
        "secteur": {"name": "S"},
        "comite": {"name": "C"},
        "contexte": {"orientation": orientation, "summary": "s"},
        "part-budget": {"territory": places[rank], "percent": Decimal(rank), "amount": Decimal(rank)},
        "budget-anterieur": {"year": open_year(2000 + rank), "opening": Decimal(rank)},
        "effectif": {
            "unit": StaffUnit.values[0], "category": StaffCategory.values[0], "year": open_year(2000 + rank),
            "value": Decimal(rank),
        },
        "objectif": {"title": "O"},
        "conformite": {"text": "c"},
    }  # fmt: skip
    if rank == 1:
        rows["budget"] = {"envelope": Decimal(1000)}
    for part, values in rows.items():
        add_row(part=part, plan=plan, **add, **values)
    field = add_row(part="champ", plan=plan, field=frame, **add)
    strategy = add_row(part="strategie", plan_field=field, title=f"S{rank}", **add)
    add_row(part="action", strategy=strategy, text=f"A{rank}", start=date(2010, 4, rank), **add)
    indicator = Indicator.objects.targeted_in(plan.year_id)[rank - 1]
    set_target(indicator=indicator, year=year, territory=plan.territory, value=Decimal(rank), reason="Essai", by=None)


@pytest.fixture
def small_plan(cast, region):
    plan = create_plan(territory=region, year=open_year(2010), title="Petit plan", by=cast.director)
    grow(plan, 1)
    return plan


@pytest.mark.parametrize("role", ("director", "member", "national", "cle_manager"))
def test_one_and_three_rows_of_every_kind_cost_the_same_and_no_more_than_fifteen(cast, as_user, small_plan, role):
    client, address = as_user(getattr(cast, role)), small_plan.get_absolute_url()
    with_one = queries_of(client, address)
    grow(small_plan, 2)
    grow(small_plan, 3)
    assert (queries_of(client, address), with_one <= MOST) == (with_one, True)


def test_the_plan_of_the_demonstration_costs_no_more_than_a_plan_of_one_row_of_each(cast, as_user, plan, small_plan):
    client = as_user(cast.director)
    assert queries_of(client, plan.get_absolute_url()) == queries_of(client, small_plan.get_absolute_url())


def test_rows_read_together_are_those_that_each_table_gives_in_its_order(plan):
    rows = read_rows(plan)
    assert set(rows) == {part.model for part in PARTS.values()} | set(BESIDE)
    for model, found in ((model, rows[model]) for model in {part.model for part in PARTS.values()}):
        alone = [row for row in model.objects.all() if row.owning_plan == plan]
        columns = [field.attname for field in model._meta.concrete_fields]
        told, expected = ([[getattr(row, one) for one in columns] for row in many] for many in (found, alone))
        assert told == expected
        assert [[type(value) for value in row] for row in told] == [[type(value) for value in row] for row in expected]


def test_rows_read_together_know_what_they_refer_to_without_a_query(plan, django_assert_num_queries):
    rows = read_rows(plan)
    with django_assert_num_queries(0):
        assert {row.owning_plan for found in rows.values() for row in found} == {plan}
        assert [row.field.orientation.number for row in rows[m.PlanField]] == [1, 1, 1, 2, 2, 3, 3]
        assert [row.mrc.code for row in rows[m.MRCFigure]] != []
        assert {share.territory.parent_id for share in rows[m.BudgetShare]} == {plan.territory_id}
        assert {cell.year.label for cell in rows[m.Staffing]} == {"2005-2006", "2006-2007"}


def test_a_plan_without_rows_reads_as_empty_tables(cast, region):
    empty = create_plan(territory=region, year=open_year(2010), title="Vide", by=cast.director)
    assert set(read_rows(empty).values()) == {()}
