"""The catalogue: complete, coherent, and loaded without leaving anything behind."""

from collections import Counter

import pytest

from indicators.catalogue import CATALOGUE
from indicators.catalogue_loader import load_catalogue
from indicators.enums import Direction, Family, Kind, Obligation, Service
from indicators.models import BreakdownDimension, BreakdownGroup, FiscalYear, Indicator, IndicatorPeriod

RECORDS = {record.number or record.code: record for record in CATALOGUE}
NUMBERED = [str(number) for number in range(1, 18)]
SOLIDARITY = ["SSC", "SS1", "SS2", "SS3", "SS4", "SS5"]


def test_the_seventeen_numbers_then_solidarity_are_there_in_order():
    assert [record.number for record in CATALOGUE if record.number] == NUMBERED + SOLIDARITY
    assert len(CATALOGUE) == 43


@pytest.mark.parametrize("record", CATALOGUE, ids=lambda record: record.code)
def test_each_record_can_be_shown_and_measured(record):
    assert 0 < len(record.short_name) <= 60
    assert record.definition.endswith((".", "?"))
    assert record.numerator
    assert bool(record.denominator) == record.kind.is_quotient
    assert record.on_track_band <= record.watch_band
    assert record.multiplier == {Kind.RATE: 100}.get(record.kind, 1000 if record.number == "SS3" else 1)
    assert record.component_decimals == (0 if record.kind.is_quotient else record.decimals)
    assert not any(mark in text for text in record if isinstance(text, str) for mark in ("'", "|", ".txt"))


@pytest.mark.parametrize("record", CATALOGUE, ids=lambda record: record.code)
def test_periods_follow_each_other_without_hole_or_overlap(record):
    assert record.periods
    for period, following in zip(record.periods, record.periods[1:], strict=False):
        assert period.last_year + 1 == following.first_year
    assert record.periods[-1].last_year is None


def test_texts_fit_their_columns():
    for record in CATALOGUE:
        for field, value in record._asdict().items():
            limit = getattr(Indicator._meta.get_field(field), "max_length", None) if field != "periods" else None
            assert limit is None or len(value) <= limit, (record.code, field)
        for period in record.periods:
            assert len(period.label) <= IndicatorPeriod._meta.get_field("label").max_length


def test_families_are_those_of_the_two_tables_of_the_plan():
    families = {number: RECORDS[number].family for number in NUMBERED + SOLIDARITY}
    assert {number for number, family in families.items() if family == Family.ACCESSIBILITY} == {
        "1", "2", "3", "6", "7", "10", "14", "16", "17",
    }  # fmt: skip
    assert {number for number, family in families.items() if family == Family.EFFECTIVENESS} == {
        "4", "5", "8", "9", "11", "12", "13", "15",
    }  # fmt: skip
    assert [families[number] for number in SOLIDARITY] == [Family.CONVERGED] + [Family.SOLIDARITY] * 5
    assert {record.service for record in CATALOGUE if record.number in SOLIDARITY} == {Service.SOLIDARITY}


def test_lower_is_better_for_delays_complaints_changed_decisions_dropouts_and_costs():
    lower = {record.code for record in CATALOGUE if record.direction == Direction.LOWER}
    assert lower == {
        "SS_DELAI", "SS_RATIO_PLAINTES", "SS_REVISION", "SPE_TAUX_ABANDON", "SPE_COUT_PART", "SPE_COUT_EMPLOI",
        "SPE_PLAINTES", "SS_TAUX_AS", "SS_DELAI_EVAL", "SS_COUT",
    }  # fmt: skip
    neutral = {record.code for record in CATALOGUE if record.direction == Direction.NEUTRAL}
    assert neutral == {"SS_VOLUME", "SS_PRESTATIONS", "SS_NOUV_DEM", "SS_DEM_REV"}


@pytest.mark.parametrize(
    ("year", "numbers"),
    [
        (2005, set()),
        (2006, {"2", "3", "5", "6", "7", "9", "12", "13", "14", "15", "16", "17", "SS1", "SS2", "SS3", "SS4"}),
        (
            2007,
            {"2", "3", "5", "6", "7", "9", "10", "12", "13", "14", "15", "16", "17"}
            | {"SSC", "SS1", "SS2", "SS3", "SS4"},
        ),
    ],
)
@pytest.mark.django_db
def test_what_is_targeted_changes_with_the_years(year, numbers):
    assert {indicator.number for indicator in Indicator.objects.targeted_in(year)} == numbers


@pytest.mark.django_db
def test_employment_rates_are_followed_in_2007_and_targeted_in_2023():
    obligations = {
        year: {
            indicator.number: indicator.obligation_in_year
            for indicator in Indicator.objects.in_year(year).filter(number__in=["1", "4", "8", "11"])
        }
        for year in (2007, 2023)
    }
    followed, targeted, unknown = Obligation.FOLLOWED, Obligation.TARGETED, Obligation.UNKNOWN
    assert obligations == {
        2007: {"1": followed, "4": followed, "8": followed, "11": unknown},
        2023: {"1": followed, "4": targeted, "8": targeted, "11": unknown},
    }


@pytest.mark.django_db
def test_the_plan_of_2007_prints_the_names_of_its_time():
    then = Indicator.objects.in_year(2007).get(number="2")
    later = Indicator.objects.in_year(2023).get(number="2")
    assert then.label_in_year == "Nombre de nouveaux participants aux interventions d’Emploi-Québec"
    assert later.label_in_year == "Nombre de nouveaux participants aux interventions des services publics d’emploi"


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_repairs_what_was_changed():
    before = _everything()
    Indicator.objects.filter(number="2").update(name="Changé", position=99)
    period = IndicatorPeriod.objects.get(indicator__number="2", first_year=2008)
    IndicatorPeriod.objects.filter(pk=period.pk).update(first_year=2011)
    load_catalogue()
    load_catalogue()
    assert _everything() == before
    assert {year.start for year in FiscalYear.objects.filter(start__in=(2005, 2006, 2007))} == {2005, 2006, 2007}


def _everything():
    indicators = Indicator.objects.filter(code__in=[record.code for record in CATALOGUE]).order_by("pk")
    periods = IndicatorPeriod.objects.filter(indicator__in=indicators)
    return list(indicators.values()), Counter(
        periods.values_list("indicator__code", "first_year", "last_year", "obligation", "label")
    )


@pytest.mark.django_db
def test_a_group_can_be_added_after_the_one_whose_key_is_given():
    load_catalogue()
    dimension = BreakdownDimension.objects.create(code="essai", name="Essai", kind="partition")
    group = BreakdownGroup.objects.create(code="essai", name="Essai", dimension=dimension)
    assert group.pk != BreakdownGroup.TOTAL
    assert str(BreakdownGroup.objects.get(pk=BreakdownGroup.TOTAL)) == "Ensemble"
