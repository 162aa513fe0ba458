"""Load-test data and long recomputations, in small: exact, repeatable, safe."""

import tracemalloc
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from indicators import engine, scale_data
from indicators.enums import DimensionKind, Kind
from indicators.loading import load_cells
from indicators.models import (
    Attainment,
    BreakdownDimension,
    BreakdownGroup,
    Cumulative,
    Extraction,
    FiscalYear,
    Indicator,
    Measurement,
    Target,
)
from indicators.services import open_year
from regions.models import Ancestry, Territory
from tests.indicators.oracle import assert_engine_agrees

SIZE = scale_data.Size(offices=4, indicators=6, years=2, groups=13)
LAST = scale_data.LAST_YEAR
MADE = {"extraction__source": scale_data.SOURCE}


@pytest.fixture
def made(db):
    """A small set of load-test data, not derived yet."""
    scale_data.build(SIZE)
    return Measurement.objects.filter(**MADE)


def test_the_size_asked_for_is_made(made):
    quotients = sum(one.is_quotient for one in Indicator.objects.order_by("position")[:6])
    assert made.count() == 4 * (6 + quotients) * 13 * 2
    assert {row.months[scale_data.LAST_MONTH :] == [None] * 3 for row in made.filter(year=LAST)} == {True}
    assert not made.filter(year=LAST - 1, mar__isnull=True).exists()


def test_making_it_again_changes_nothing(made):
    before = list(made.order_by("pk").values())
    assert scale_data.build(SIZE) == 0
    assert list(made.order_by("pk").values()) == before


def test_more_offices_and_indicators_than_the_catalogue_are_made_up(db):
    offices, indicators = Territory.objects.cles().count(), Indicator.objects.count()
    scale_data.build(scale_data.Size(offices=offices + 3, indicators=indicators + 2, years=1, groups=1))
    added = Territory.objects.filter(code__contains="-E")
    assert [place.is_demonstration for place in added] == [True] * 3
    assert Ancestry.objects.filter(descendant__in=added).count() == 9
    assert Indicator.objects.filter(code__startswith="ESSAI_CHARGE_").count() == 2


def test_a_partition_sums_to_the_whole_and_other_dimensions_need_not(made):
    everybody = Measurement.objects.filter(**MADE, year=LAST - 1, component="N")
    whole = everybody.filter(group=BreakdownGroup.TOTAL).aggregate(sum=Sum("apr"))["sum"]
    sums = {
        dimension.kind: everybody.filter(group__dimension=dimension).aggregate(sum=Sum("apr"))["sum"]
        for dimension in BreakdownDimension.objects.filter(code__in=("sexe", "age", "statut", "clientele"))
    }
    assert sums[DimensionKind.PARTITION] == whole
    assert sums[DimensionKind.OVERLAPPING] > whole > sums[DimensionKind.PARTIAL] > 0


def test_groups_are_those_of_the_year(db):
    scale_data.build(scale_data.Size(offices=1, indicators=1, years=12, groups=13))
    ages = {
        year: set(
            Measurement.objects.filter(**MADE, year=year, group__dimension__code="age").values_list(
                "group__name", flat=True
            )
        )
        for year in (2015, 2016)
    }
    assert ages == {
        2015: {"Moins de 30 ans", "30 à 44 ans", "45 ans et plus"},
        2016: {"Moins de 35 ans", "35 à 54 ans", "55 ans et plus"},
    }


def test_places_are_targeted_as_much_as_their_offices_together(made):
    indicator = Indicator.objects.get(number="2")
    targets = Target.objects.filter(indicator=indicator, year=LAST, version=1, source=scale_data.SOURCE)
    offices = targets.filter(territory__kind="cle").aggregate(sum=Sum("scaled"))["sum"]
    assert targets.get(territory__code="QC").scaled == offices
    assert targets.filter(territory__kind="region").aggregate(sum=Sum("scaled"))["sum"] == offices


def test_what_is_derived_agrees_with_the_oracle_at_every_level(made):
    engine.recompute(engine.Scope((LAST - 1, LAST)))
    offices = Territory.objects.filter(measurements__in=made).values_list("code", flat=True).distinct()
    for kind in (Kind.COUNT, Kind.RATE):
        indicator = Indicator.objects.filter(kind=kind, measurements__in=made).order_by("position").first()
        assert_engine_agrees(indicator, (LAST - 1, LAST), [*offices, "01", "QC"])


# --- Refusals --------------------------------------------------------------------------------------------------------


def test_real_results_are_not_mixed_with_made_up_ones(db, record, make_indicator, places):
    record(make_indicator(), places("01-140"), 2012, [1])
    with pytest.raises(CommandError) as refusal:
        call_command("scale_data", offices=1, indicators=1, years=1, groups=1)
    assert str(refusal.value).replace("\N{NO-BREAK SPACE}", " ") == (
        "Cette base contient des résultats réels : les données d’essai ne s’y ajoutent pas."
        " Ajoutez --force pour passer outre."
    )
    assert not Extraction.objects.filter(source=scale_data.SOURCE).exists()


def test_a_size_is_at_least_one(db):
    with pytest.raises(CommandError, match="Chaque taille est un nombre entier, 1 ou plus"):
        call_command("scale_data", offices=0)


# --- Recomputing -----------------------------------------------------------------------------------------------------


def test_the_command_tells_its_progress_and_derives_everything(made):
    output = StringIO()
    call_command("recompute_attainment", full=True, stdout=output)
    years = FiscalYear.objects.count()
    assert output.getvalue().splitlines() == [
        *(f"  {done}/{years} exercices" for done in range(1, years + 1)),
        f"{Attainment.objects.count()} lignes d’atteinte calculées.",
    ]


def test_everything_excludes_a_year_or_a_territory(db):
    with pytest.raises(CommandError, match="--full recalcule tout"):
        call_command("recompute_attainment", full=True, year="2007-2008")


def test_a_recomputation_waits_for_the_other(made):
    if connection.vendor != "postgresql":
        assert connection.transaction_mode == "IMMEDIATE"  # one writer at a time, from the first statement on
        return
    with CaptureQueriesContext(connection) as captured:
        engine.recompute(engine.Scope((LAST,)))
    assert "pg_advisory_xact_lock" in next(
        query["sql"] for query in captured.captured_queries if "SELECT pg_" in query["sql"]
    )


def test_a_place_that_an_office_left_still_adds_up_its_past(made, places):
    """Two tiers or one, the totals are the same: an office counts in exactly one region a year."""
    middles, tops = engine._tiers(LAST)
    assert tops == [places("QC").pk]
    office = Territory.objects.filter(measurements__in=made).exclude(code__startswith="01").first()
    engine.recompute(engine.Scope((LAST,)))
    tiered = _totals()
    Ancestry.objects.create(descendant=office, ancestor=places("01"), first_year=LAST, last_year=LAST)
    assert engine._tiers(LAST) == (sorted([*middles, *tops]), [])  # counted twice below: Québec adds up facts
    engine.recompute(engine.Scope((LAST,)))
    assert _totals() == tiered


def _totals():
    rows = Cumulative.objects.filter(year=LAST, territory__code="QC")
    return list(rows.order_by("pk").values_list("indicator", "group", "component", "last_month", "dec", "mar"))


def test_no_list_of_all_rows_is_ever_held(made):
    engine.recompute(engine.Scope((LAST,)))  # what Python loads once
    tracemalloc.start()
    scale_data.build(SIZE)
    engine.recompute(engine.Scope((LAST - 1, LAST)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000


def test_a_load_asks_the_same_of_the_database_whatever_its_size(made, django_assert_max_num_queries):
    keys = made.filter(year=LAST).values_list("indicator_id", "group_id", "territory_id", "component")
    for rows in (keys[:1], keys[:200]):
        with django_assert_max_num_queries(20):
            load_cells(year=open_year(LAST), cells=[(*key, 10, 3) for key in rows], by=None)
