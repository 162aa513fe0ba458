"""The number of queries does not depend on the number of rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import FiscalYear
from plans.services import create_plan
from regions.models import Territory

LISTS = (
    "regions/",
    "mrcs/",
    "cles/",
    "indicators/",
    "targets/?fiscal_year=2007-2008",
    "measurements/?fiscal_year=2007-2008",
    "attainment/?fiscal_year=2007-2008",
    "attainment/?territory=01&within=true&fiscal_year=2007-2008&month=2008-03",
    "plans/",
)


@pytest.fixture
def plans(cast, plan):
    """Three plans to list."""
    for code in ("02", "03"):
        create_plan(
            territory=Territory.objects.get(code=code), year=FiscalYear.objects.get(pk=2007), title="PAR", by=None
        )


@pytest.fixture
def count(as_user, cast):
    client = as_user(cast.national)

    def queries(address: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(f"/api/v1/{address}")
        assert response.status_code == 200
        return len(response.json()["results"]), len(captured)

    return queries


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize("address", LISTS)
def test_one_row_or_three_cost_the_same(count, address):
    mark = "&" if "?" in address else "?"
    one, three = (count(f"{address}{mark}page_size={size}") for size in (1, 3))
    assert (one[0], three[0]) == (1, 3)
    assert one[1] == three[1]


def test_attainment_costs_few_queries_for_a_whole_region(count):
    rows, queries = count("attainment/?territory=01&within=true&fiscal_year=2007-2008&month=2008-03&page_size=1000")
    assert rows > 100
    assert queries <= 12


def test_a_longer_plan_costs_no_more(as_user, cast, plan):
    client = as_user(cast.director)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/v1/plans/{plan.pk}/").status_code == 200
        return len(captured)

    whole = queries()
    keep = plan.plan_fields.first()
    for field in plan.plan_fields.exclude(pk=keep.pk):
        field.delete()
    keep.strategies.exclude(pk=keep.strategies.first().pk).delete()
    assert queries() == whole
