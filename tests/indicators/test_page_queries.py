"""What the follow-up pages ask of the database: as much for one row as for three, never above fifteen queries."""

from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import kept
from indicators.enums import Kind
from indicators.models import Attainment, Indicator
from indicators.services import open_year, revise_target
from regions.models import Ancestry
from tests.indicators.test_pages import BOARD, CATALOGUE, DECEMBER, DEFINITION, PAGE

RATE_PAGE = "/bas-saint-laurent/2007-2008/indicateurs/6/"


def queries_of(client, address) -> int:
    """Those of a first reading, of which nothing is kept."""
    caches[kept.ALIAS].clear()
    return queries_of_reading(client, address)


def queries_of_reading(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def keep_indicators(count: int) -> None:
    those = Indicator.objects.filter(number__in=["2", "6", "16"][:count])
    Attainment.objects.exclude(indicator__in=those).delete()


def keep_offices(region, count: int) -> None:
    those = region.children.values_list("pk", flat=True)[:count]
    Ancestry.objects.filter(ancestor=region, descendant__kind="cle").exclude(descendant__in=list(those)).delete()


@pytest.mark.parametrize("address", (BOARD, DECEMBER, f"{DECEMBER}?indicateur=2"))
def test_the_dashboard_costs_the_same_with_one_and_three_indicators(cast, as_user, address):
    client = as_user(cast.director)
    keep_indicators(3)
    three = queries_of(client, address)
    keep_indicators(1)
    assert (three, three <= 15) == (queries_of(client, address), True)


@pytest.mark.parametrize(
    "address", (BOARD, PAGE, f"{PAGE}?mois=2007-12", "/bas-saint-laurent/2007-2008/indicateurs/6/")
)
def test_a_page_of_the_region_costs_the_same_with_one_and_three_offices(cast, as_user, region, address):
    client = as_user(cast.director)
    keep_offices(region, 3)
    three = queries_of(client, address)
    keep_offices(region, 1)
    assert (three, three <= 15) == (queries_of(client, address), True)


@pytest.mark.parametrize("versions", (1, 3))
def test_the_indicator_costs_the_same_whatever_the_revisions(cast, as_user, region, versions):
    number_two = Indicator.objects.get(number="2")
    for version in range(1, versions):
        revise_target(
            indicator=number_two, year=open_year(2007), territory=region, value=Decimal(8000 + version),
            reason="Essai.", effective_month=6, expected_version=version, by=cast.planner,
        )  # fmt: skip
    assert queries_of(as_user(cast.director), f"{PAGE}?mois=2007-12") == 13


@pytest.mark.parametrize("address", (CATALOGUE, DEFINITION))
def test_the_catalogue_costs_the_same_with_one_and_three_more_indicators(cast, as_user, make_indicator, address):
    client = as_user(cast.director)
    make_indicator(Kind.COUNT)
    one = queries_of(client, address)
    make_indicator(Kind.RATE)
    make_indicator(Kind.AMOUNT)
    assert (one, one <= 15) == (queries_of(client, address), True)


def test_the_page_of_the_nation_costs_no_more_than_that_of_a_region(cast, as_user):
    client = as_user(cast.national)
    assert queries_of(client, "/quebec/2007-2008/suivi/") == queries_of(client, BOARD)


@pytest.mark.parametrize(
    ("address", "key", "frame"), [(BOARD, "director", 7), ("/quebec/2007-2008/suivi/", "national", 8)]
)
def test_a_dashboard_read_again_asks_for_its_frame_and_its_version_alone(cast, as_user, address, key, frame):
    client = as_user(getattr(cast, key))
    first = queries_of(client, address)
    assert (queries_of_reading(client, address), first) == (frame, first)
