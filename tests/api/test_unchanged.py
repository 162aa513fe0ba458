"""An answer that has not changed is not sent again; any write that changes it changes its tag, up to the nation."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core import versions
from core.models import DataVersion
from indicators import engine
from indicators.catalogue_loader import load_catalogue
from indicators.enums import Component, DataNature
from indicators.extractions import record_extraction
from indicators.loading import Cell, load_cells
from indicators.models import BreakdownGroup, FiscalYear, Measurement
from indicators.services import revise_target, set_target
from indicators.versions import read_results
from plans.services import edit_row
from regions.models import Territory
from regions.services import load_territories

OFFICE = "attainment/?territory=01-100&fiscal_year=2007-2008&month=2008-03"
REGION = "attainment/?territory=01&fiscal_year=2007-2008&month=2008-03"
WITHIN = "attainment/?territory=01&within=true&fiscal_year=2007-2008&month=2008-03"
NATION = "attainment/?territory=QC&fiscal_year=2007-2008&month=2008-03"
DETAIL = "attainment/01/2007-2008/2/"
BREAKDOWN = "breakdowns/?territory=01&fiscal_year=2007-2008&indicator=2"
NEXT_OFFICE = "attainment/?territory=01-070&fiscal_year=2007-2008&month=2008-03"
NEXT_REGION = "attainment/?territory=02&fiscal_year=2007-2008&month=2008-03"
ABOVE = (REGION, WITHIN, NATION, DETAIL, BREAKDOWN)
ALL = (OFFICE, *ABOVE)


@pytest.fixture
def tag(read, cast):
    """tag(address) → the ETag of what the national role reads there."""
    return lambda address: read(cast.national, address)["ETag"]


@pytest.fixture
def changed(tag):
    """changed(write) → which of the addresses have another tag once `write` is done."""

    def addresses(write, among=(*ALL, NEXT_OFFICE, NEXT_REGION)):
        before = {address: tag(address) for address in among}
        assert {address: tag(address) for address in among} == before
        write()
        return {address for address in among if tag(address) != before[address]}

    return addresses


@pytest.fixture
def office(db):
    return Territory.objects.get(code="01-100")


def cell(indicator, office, value, group=BreakdownGroup.TOTAL):
    return Cell(indicator.pk, group, office.pk, Component.NUMERATOR, 12, Decimal(value))


def test_one_cell_changes_its_office_what_it_counts_in_and_nothing_beside(changed, cast, indicator, office):
    year = FiscalYear.objects.get(pk=2007)
    found = changed(lambda: load_cells(year=year, cells=[cell(indicator("2"), office, 777)], by=cast.analyst))
    assert found == set(ALL)


def test_a_group_of_people_changes_the_breakdown_too(changed, cast, indicator, office):
    year, group = FiscalYear.objects.get(pk=2007), BreakdownGroup.objects.get(code="sexe-1").pk
    found = changed(lambda: load_cells(year=year, cells=[cell(indicator("2"), office, 7, group)], by=cast.analyst))
    assert found == set(ALL)


def test_a_load_that_changes_nothing_leaves_every_tag(changed, cast, indicator, office):
    year = FiscalYear.objects.get(pk=2007)
    row = Measurement.objects.get(year=year, indicator=indicator("2"), territory=office, group=BreakdownGroup.TOTAL)
    same = [cell(indicator("2"), office, row.mar)]
    assert changed(lambda: load_cells(year=year, cells=same, by=cast.analyst)) == set()


def test_an_extraction_changes_what_it_loads(changed, cast, indicator, office):
    year = FiscalYear.objects.get(pk=2007)

    def load():
        taken = record_extraction(
            taken_on=date(2008, 5, 1), source="Essai", nature=DataNature.SYNTHETIC, by=cast.analyst
        )
        load_cells(year=year, cells=[cell(indicator("2"), office, 778)], by=cast.analyst, extraction=taken)

    assert changed(load) == set(ALL)


def test_a_result_of_the_year_before_changes_the_answers_that_compare_with_it(changed, cast, indicator, office):
    year = FiscalYear.objects.get(pk=2006)
    assert changed(lambda: load_cells(year=year, cells=[cell(indicator("2"), office, 779)], by=cast.analyst)) == set(
        ALL
    )


def test_a_revised_target_changes_its_place_and_what_it_counts_in(changed, cast, indicator, region):
    def revise():
        revise_target(
            indicator=indicator("2"), year=FiscalYear.objects.get(pk=2007), territory=region, value=Decimal(8200),
            reason="Essai.", effective_month=6, expected_version=1, by=cast.planner,
        )  # fmt: skip

    assert changed(revise) == set(ABOVE)


def test_a_target_of_the_nation_changes_the_nation_alone(changed, indicator):
    def fix():
        set_target(
            indicator=indicator("2"), year=FiscalYear.objects.get(pk=2007), territory=Territory.objects.national(),
            value=Decimal(280_000), reason="Essai.", by=None,
        )  # fmt: skip

    assert changed(fix) == {NATION}


@pytest.mark.parametrize("scope", [(2007,), (2006,)])
def test_a_year_derived_again_changes_every_place_of_the_years_that_lean_on_it(changed, scope):
    assert changed(lambda: engine.recompute(engine.Scope(scope))) == {*ALL, NEXT_OFFICE, NEXT_REGION}


@pytest.mark.parametrize("load", [load_catalogue, load_territories])
def test_a_catalogue_loaded_again_changes_every_answer(changed, load):
    assert changed(load) == {*ALL, NEXT_OFFICE, NEXT_REGION}


def test_a_write_that_is_rolled_back_leaves_every_tag(changed, cast, indicator, office):
    def write():
        with transaction.atomic():
            load_cells(year=FiscalYear.objects.get(pk=2007), cells=[cell(indicator("2"), office, 777)], by=cast.analyst)
            transaction.set_rollback(True)

    assert changed(write) == set()


def test_an_edited_plan_and_its_figures_change_its_tag(tag, cast, plan, indicator, office):
    address = f"plans/{plan.pk}/"
    tags = [tag(address), tag(address)]
    section = plan.sections.get(key="mission")
    edit_row(row=section, expected_version=section.version, values={"title": "Notre mission"}, by=cast.planner)
    tags.append(tag(address))
    load_cells(year=FiscalYear.objects.get(pk=2007), cells=[cell(indicator("2"), office, 777)], by=cast.analyst)
    tags.append(tag(address))
    assert [tags.index(one) for one in tags] == [0, 0, 2, 3]


# --- Rights come first -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [REGION, DETAIL, BREAKDOWN])
def test_a_tag_opens_nothing_to_those_who_may_not_look(read, cast, address):
    known = read(cast.director, address)["ETag"]
    assert read(cast.outsider, address, **{"If-None-Match": known}).status_code == 404
    assert read(None, address, **{"If-None-Match": known}).status_code == 401
    assert read(cast.outsider, address, **{"If-None-Match": "*"}).status_code == 404


def test_two_people_who_see_other_places_have_other_tags(read, cast):
    address = "attainment/?fiscal_year=2007-2008&month=2008-03"
    tags = {
        role: read(getattr(cast, role), address)["ETag"] for role in ("director", "planner", "national", "outsider")
    }
    assert tags["director"] == tags["planner"]
    assert len(set(tags.values())) == 3


def test_a_role_that_ended_makes_another_tag(read, cast):
    address = "attainment/?fiscal_year=2007-2008&month=2008-03"
    known = read(cast.director, address)["ETag"]
    cast.director.memberships.update(start=date(2001, 1, 1), end=date(2001, 2, 1))
    assert read(cast.director, address, **{"If-None-Match": known}).status_code == 200


def test_another_question_has_another_tag(tag):
    tags = {tag(f"{REGION}{more}") for more in ("", "&page_size=10", "&status=late", "&projection=true")}
    assert len(tags) == 4


def test_an_older_tag_gets_the_whole_answer_with_the_new_one(read, cast, indicator, office):
    known = read(cast.director, REGION)["ETag"]
    load_cells(year=FiscalYear.objects.get(pk=2007), cells=[cell(indicator("2"), office, 777)], by=cast.analyst)
    again = read(cast.director, REGION, **{"If-None-Match": f'"autre", {known}'})
    assert (again.status_code, again["ETag"] == known, again.json()["count"] > 0) == (200, False, True)


@pytest.mark.parametrize("address", [REGION, DETAIL, BREAKDOWN, "attainment/?fiscal_year=2007-2008&month=2008-03"])
def test_an_unchanged_answer_is_known_without_reading_the_data(read, cast, address):
    known = read(cast.director, address)["ETag"]
    with CaptureQueriesContext(connection) as captured:
        assert read(cast.director, address, **{"If-None-Match": known}).status_code == 304
    read_tables = {table for table in ("indicators_", "plans_") for query in captured if f'"{table}' in query["sql"]}
    assert read_tables == set()


# --- Versions --------------------------------------------------------------------------------------------------------


def test_versions_are_read_in_the_order_asked_and_zero_before_any_write(db):
    versions.draw(["a", "b"])
    known = dict(DataVersion.objects.values_list("name", "token"))
    assert versions.read(["b", "nowhere", "a"]) == (known["b"], 0, known["a"])
    versions.draw(["a"])
    assert versions.read(["a"]) != (known["a"],)
    assert versions.read(["b"]) == (known["b"],)


def test_the_version_of_a_place_holds_the_catalogue(region):
    versions.draw([versions.CATALOGUE])
    assert read_results(2007, [region.pk])[0] == versions.read([versions.CATALOGUE])[0]
