"""The date of the last extraction, as the pages tell it."""

from datetime import date

import pytest

from indicators.enums import Component, DataNature
from indicators.extractions import note_extraction, record_extraction
from indicators.loading import Cell, load_cells
from indicators.models import BreakdownGroup, FiscalYear, LastExtraction, Measurement
from indicators.pages.parts import data_state
from regions.models import Territory


@pytest.fixture
def year(db):
    return FiscalYear.objects.get(pk=2007)


@pytest.fixture
def load(cast, indicator, year):
    """load(code, day, value, group) → a month of an office as an extraction of that day gives it."""

    def one(code, day, value, group=BreakdownGroup.TOTAL):
        taken = record_extraction(taken_on=day, source="Essai", nature=DataNature.SYNTHETIC, by=cast.analyst)
        office = Territory.objects.get(code=code)
        cell = Cell(indicator("2").pk, group, office.pk, Component.NUMERATOR, 12, value)
        load_cells(year=year, cells=[cell], by=cast.analyst, extraction=taken)

    return one


def shown(code, year) -> str:
    return data_state(Territory.objects.get(code=code), year).extraction_text.replace("\u00a0", " ")


def test_a_load_is_told_in_its_office_and_in_what_it_counts_in(load, year):
    before = shown("01", year)
    load("01-100", date(2008, 5, 2), 700)
    assert {code: shown(code, year) for code in ("01-100", "01", "QC", "01-070")} == {
        "01-100": "Extraction du 2 mai 2008", "01": "Extraction du 2 mai 2008", "QC": "Extraction du 2 mai 2008",
        "01-070": before,
    }  # fmt: skip


def test_an_older_extraction_does_not_take_the_place_of_a_later_one(load, year):
    load("01-100", date(2008, 5, 2), 700)
    note_extraction(year, [Territory.objects.get(code="01-100").pk], record_extraction(
        taken_on=date(2008, 1, 2), source="Essai", by=None,
    ))  # fmt: skip
    assert shown("01-100", year) == "Extraction du 2 mai 2008"


@pytest.mark.parametrize("value", ["same", "group"])
def test_a_load_that_says_nothing_new_of_everybody_is_not_told(load, year, indicator, value):
    before = shown("01-100", year)
    row = Measurement.objects.get(
        year=year, indicator=indicator("2"), territory__code="01-100", group=BreakdownGroup.TOTAL
    )
    if value == "same":
        load("01-100", date(2008, 5, 2), row.mar)
    else:
        load("01-100", date(2008, 5, 2), 1, BreakdownGroup.objects.get(code="sexe-1").pk)
    assert shown("01-100", year) == before


def test_what_is_kept_is_what_the_results_say(db):
    told = {(row.year_id, row.territory_id): row.taken_on for row in LastExtraction.objects.all()}
    rows = Measurement.objects.filter(group=BreakdownGroup.TOTAL).exclude(extracted_on=None)
    found = {}
    for year, territory, day in rows.values_list("year_id", "territory_id", "extracted_on"):
        found[year, territory] = max(day, found.get((year, territory), day))
    assert told == found != {}
