"""The catalogue of places: official codes, dated memberships, and who counts in whom."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from regions.models import MRC, Ancestry, Territory
from regions.services import load_territories


def test_catalogue_holds_17_regions_104_mrcs_and_an_office_each(db):
    assert Territory.objects.regions().count() == 17
    assert MRC.objects.count() == 104
    assert Territory.objects.cles().count() == 104
    assert Territory.objects.national().name == "Québec"


def test_only_the_eight_offices_of_region_01_are_real(region):
    real = Territory.objects.cles().filter(is_demonstration=False)
    assert set(real.values_list("code", flat=True)) == {
        f"01-{code}" for code in ("070", "080", "090", "100", "110", "120", "130", "140")
    }
    assert {office.parent for office in real} == {region}


def test_loading_again_changes_nothing(db):
    before = (Territory.objects.count(), MRC.objects.count(), Ancestry.objects.count())
    load_territories()
    assert (Territory.objects.count(), MRC.objects.count(), Ancestry.objects.count()) == before


@pytest.mark.parametrize(
    ("day", "region_code"), [(date(2021, 7, 27), "16"), (date(2021, 7, 28), "05"), (date(2007, 4, 1), "16")]
)
def test_mrc_that_moved_is_where_it_was_that_day(db, day, region_code):
    for code in ("460", "470"):
        regions = [
            region.code
            for region in Territory.objects.regions()
            if MRC.objects.in_region(region, day).filter(code=code).exists()
        ]
        assert regions == [region_code]


def test_every_mrc_is_in_one_region_on_any_day(db):
    for day in (date(2007, 4, 1), date(2021, 7, 27), date(2021, 7, 28), date(2026, 1, 1)):
        codes = [mrc.code for region in Territory.objects.regions() for mrc in MRC.objects.in_region(region, day)]
        assert sorted(codes) == sorted(MRC.objects.values_list("code", flat=True))


def test_office_that_changed_region_counts_where_it_was_in_each_fiscal_year(db):
    office = Territory.objects.get(mrcs__code="460")
    for year, code in ((2007, "16"), (2021, "16"), (2022, "05")):
        above = Territory.objects.above(office, year).exclude(pk=office.pk)
        assert {territory.code for territory in above} == {"QC", code}


def test_region_holds_itself_and_its_offices(region):
    within = Territory.objects.within(region, 2007)
    assert {territory.code for territory in within} == {"01"} | {
        f"01-{code}" for code in ("070", "080", "090", "100", "110", "120", "130", "140")
    }


def test_name_is_that_of_the_time(db):
    matane = MRC.objects.get(code="080")
    assert (matane.name_in(2007), matane.name_in(2013)) == ("Matane", "La Matanie")
    assert Territory.objects.get(code="01-080").name_in(2007) == "Matane"


def test_database_refuses_a_region_without_parent(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.filter(code="01").update(parent=None)
