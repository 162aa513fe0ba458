"""Breakdowns: the groups of a result, how they add up, what their public version hides."""

from decimal import Decimal

import pytest

from core.formats import NBSP
from indicators.breakdowns import read_breakdown
from indicators.demo_breakdowns import record_demo_breakdowns, synthetic_groups
from indicators.enums import Component, DimensionKind, Kind
from indicators.masking import MaskedTable
from indicators.models import BreakdownDimension, BreakdownGroup, Cumulative, Indicator, Measurement
from indicators.public_tables import groups_in, public_table, read_table
from indicators.services import Series, open_year, record_series
from regions.models import Territory
from tests.indicators.attacker import deduced


@pytest.fixture
def dimension(db):
    """dimension(DimensionKind.PARTIAL, "a", "b"): a made-up dimension with groups of these names, and the groups."""

    def make(kind, *names):
        made = BreakdownDimension.objects.create(code=f"essai-{kind}", name=f"Essai {kind}", kind=kind)
        groups = [
            BreakdownGroup.objects.create(dimension=made, code=f"essai-{kind}-{name}", name=name) for name in names
        ]
        return made, groups

    return make


@pytest.fixture
def enter(db, places):
    """enter(indicator, {group key: 12 months or fewer}, denominators={…}): in one office, in 2021."""

    def write(indicator, numerators, denominators=None, office="01-140"):
        cells = [(Component.NUMERATOR, numerators), (Component.DENOMINATOR, denominators or {})]
        record_series(
            year=open_year(2021),
            series=[
                Series(indicator, places(office), [*months, *[None] * (12 - len(months))], component, group)
                for component, groups in cells
                for group, months in groups.items()
            ],
            by=None,
        )

    return write


def only_table(indicator, place, **options):
    (found,) = read_breakdown(indicator=indicator, territory=place, year=2021, month=options.pop("month", 1), **options)
    return found


# --- How parts stand to the whole -------------------------------------------------------------------------------------

COVERAGE = [
    (DimensionKind.PARTITION, (60, 40), "Les parts s’additionnent."),
    (DimensionKind.OVERLAPPING, (70, 43), f"Les parts se recoupent{NBSP}: elles totalisent 113{NBSP}%."),
    (DimensionKind.OVERLAPPING, (60, 42), f"Les parts se recoupent{NBSP}: elles totalisent 102{NBSP}%."),
    (DimensionKind.PARTIAL, (60, 23), f"Les parts ne couvrent que 83{NBSP}%."),
    (DimensionKind.PARTIAL, (60, 40), f"Les parts couvrent 100{NBSP}%."),
]


@pytest.mark.parametrize(("kind", "counts", "sentence"), COVERAGE)
def test_the_sentence_tells_how_parts_stand(make_indicator, dimension, enter, places, kind, counts, sentence):
    indicator, (_, groups) = make_indicator(), dimension(kind, "a", "b")
    enter(indicator, {1: [100], **{group.pk: [count] for group, count in zip(groups, counts, strict=True)}})
    found = only_table(indicator, places("01-140"))
    assert (found.sentence, found.warnings) == (sentence, ())
    assert [(row.label, row.value, row.share) for row in found.rows] == [
        ("a", counts[0], Decimal(counts[0]).quantize(Decimal("0.1"))),
        ("b", counts[1], Decimal(counts[1]).quantize(Decimal("0.1"))),
    ]


def test_parts_that_miss_one_in_a_thousand_are_not_said_to_cover_everybody(make_indicator, dimension, enter, places):
    indicator, (_, (here,)) = make_indicator(), dimension(DimensionKind.PARTIAL, "a")
    enter(indicator, {1: [1000], here.pk: [997]})
    assert only_table(indicator, places("01-140")).sentence == f"Les parts ne couvrent que 99,7{NBSP}%."


def test_a_group_without_data_is_blank_and_the_sum_is_not_told(make_indicator, dimension, enter, places):
    indicator, (_, (a, _)) = make_indicator(), dimension(DimensionKind.OVERLAPPING, "a", "b")
    enter(indicator, {1: [100], a.pk: [30]})
    found = only_table(indicator, places("01-140"))
    assert [row.value_text for row in found.rows] == ["30", "—"]
    assert found.sentence == f"Les parts se recoupent{NBSP}: elles ne s’additionnent pas."


@pytest.mark.parametrize(
    ("kind", "counts", "warnings"),
    [
        (DimensionKind.PARTITION, (60, 32), (
            f"Les parts totalisent 92, l’ensemble compte 100{NBSP}: il en manque 8. La saisie est à vérifier.",
        )),
        (DimensionKind.PARTITION, (60, 41), (
            f"Les parts totalisent 101, l’ensemble compte 100{NBSP}: il y en a 1 de trop. La saisie est à vérifier.",
        )),
        (DimensionKind.PARTIAL, (60, 41), (
            f"Les parts totalisent 101, l’ensemble compte 100{NBSP}: il y en a 1 de trop. La saisie est à vérifier.",
        )),
        (DimensionKind.OVERLAPPING, (120, 10), (
            f"«{NBSP}a{NBSP}» compte 120, plus que l’ensemble (100). La saisie est à vérifier.",
        )),
    ],
)  # fmt: skip
def test_parts_that_do_not_fit_the_whole_are_told(make_indicator, dimension, enter, places, kind, counts, warnings):
    indicator, (_, groups) = make_indicator(), dimension(kind, "a", "b")
    enter(indicator, {1: [100], **{group.pk: [count] for group, count in zip(groups, counts, strict=True)}})
    assert only_table(indicator, places("01-140")).warnings == warnings


def test_rates_of_groups_come_from_their_own_sums(make_indicator, dimension, enter, places):
    indicator, (_, (a, b)) = make_indicator(Kind.RATE), dimension(DimensionKind.PARTITION, "a", "b")
    enter(indicator, {1: [50, 20], a.pk: [20, 10], b.pk: [30, 10]}, {1: [100, 30], a.pk: [60, 15], b.pk: [40, 15]})
    found = only_table(indicator, places("01"), month=2)
    assert [(row.numerator, row.denominator, row.value_text, row.share_text) for row in found.rows] == [
        (30, 75, f"40,0{NBSP}%", f"57,7{NBSP}%"),
        (40, 55, f"72,7{NBSP}%", f"42,3{NBSP}%"),
    ]
    assert found.total.value_text == f"53,8{NBSP}%"
    assert found.sentence == "Les numérateurs et les dénominateurs s’additionnent, les résultats non."


def test_a_rate_on_a_denominator_of_zero_is_blank(make_indicator, dimension, enter, places):
    indicator, (_, (a,)) = make_indicator(Kind.RATE), dimension(DimensionKind.OVERLAPPING, "a")
    enter(indicator, {1: [50], a.pk: [0]}, {1: [100], a.pk: [0]})
    (row,) = only_table(indicator, places("01-140")).rows
    assert (row.value, row.value_text, row.share_text) == (None, "—", f"0,0{NBSP}%")


def test_nothing_is_told_of_a_month_that_is_not_known_yet(make_indicator, dimension, enter, places):
    indicator, (_, (a,)) = make_indicator(), dimension(DimensionKind.OVERLAPPING, "a")
    enter(indicator, {1: [100, 20], a.pk: [30, 5]})
    at = [
        read_breakdown(indicator=indicator, territory=places("01-140"), year=2021, month=month) for month in (1, 2, 3)
    ]
    assert [[row.value for one in tables for row in one.rows] for tables in at] == [[30], [35], []]


# --- Dimensions in force ----------------------------------------------------------------------------------------------


def ages(year):
    return [group.name for group in groups_in(year).values() if group.code.startswith("age-")]


def test_age_groups_are_those_of_the_year(db):
    assert ages(2019) == ["Moins de 30 ans", "30 à 44 ans", "45 ans et plus"]
    assert ages(2020) == ["Moins de 35 ans", "35 à 54 ans", "55 ans et plus"]


def test_a_group_out_of_force_is_neither_read_nor_published(make_indicator, dimension, enter, places):
    indicator, (_, (old,)) = make_indicator(), dimension(DimensionKind.OVERLAPPING, "a")
    enter(indicator, {1: [100], old.pk: [30]})
    BreakdownGroup.objects.filter(pk=old.pk).update(last_year=2020)
    assert read_breakdown(indicator=indicator, territory=places("01-140"), year=2021, month=1) == ()
    published = public_table(indicator=indicator, year=2021)
    assert {group for _, group, _ in published.series} == {BreakdownGroup.TOTAL}


def test_one_dimension_may_be_asked_for(region):
    indicator, sex = Indicator.objects.get(number="2"), BreakdownDimension.objects.get(code="sexe")
    (found,) = read_breakdown(indicator=indicator, territory=region, year=2007, month=12, dimension=sex)
    assert [(row.code, row.value) for row in found.rows] == [("sexe-1", 3406), ("sexe-2", 4788)]


# --- The demonstration ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["2", "5"])
@pytest.mark.parametrize("year", [2005, 2006, 2007])
def test_demonstration_groups_fit_everybody_in_every_office_and_month(region, indicator, number, year):
    groups = groups_in(year)
    months = {
        (row.territory_id, groups[row.group_id].code): row.months
        for row in Measurement.objects.filter(indicator=indicator(number), year=year)
    }
    for office in Territory.objects.filter(parent=region):
        cells = {code: values for (place, code), values in months.items() if place == office.pk}
        everybody = cells.pop("total")
        assert len(cells) == len(synthetic_groups(year, number)) == 21
        for parts in (("sexe-1", "sexe-2"), ("age-1", "age-2", "age-3")):
            assert [sum(values) for values in zip(*(cells[part] for part in parts), strict=True)] == everybody
        assert all(
            0 <= part <= whole for values in cells.values() for part, whole in zip(values, everybody, strict=True)
        )


def test_people_that_another_indicator_counts_are_the_same_people(region, indicator):
    def total(number, group="total"):
        row = Cumulative.objects.get(indicator=indicator(number), territory=region, year=2007, group__code=group)
        return row.mar

    assert [total("2", group) for group in ("soutien-1", "soutien-2", "vulnerables-f")] == [
        total(number) for number in ("7", "14", "10")
    ]
    assert [total("5", group) for group in ("soutien-1", "soutien-2")] == [total(number) for number in ("9", "15")]


def test_recording_the_demonstration_again_changes_nothing(cast):
    before = list(Measurement.objects.order_by("pk").values_list("pk", "version"))
    record_demo_breakdowns(by=cast.analyst)
    assert list(Measurement.objects.order_by("pk").values_list("pk", "version")) == before


def test_the_demonstration_says_what_its_dimensions_are(region, indicator):
    found = read_breakdown(indicator=indicator("2"), territory=region, year=2007, month=12)
    assert {one.dimension.code: (one.sentence, one.warnings) for one in found} == {
        "sexe": ("Les parts s’additionnent.", ()),
        "age": ("Les parts s’additionnent.", ()),
        "soutien": (f"Les parts se recoupent{NBSP}: elles totalisent 112{NBSP}%.", ()),
        "naissance": (f"Les parts ne couvrent que 83{NBSP}%.", ()),
        "vulnerables": (f"Les parts se recoupent{NBSP}: elles totalisent 119{NBSP}%.", ()),
    }


# --- The public version -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["2", "5"])
def test_nothing_masked_of_the_demonstration_follows_from_what_is_published(db, indicator, number):
    indicator = indicator(number)
    masked = MaskedTable(
        read_table(indicator=indicator, year=2007, groups=groups_in(2007)),
        public_table(indicator=indicator, year=2007).masked,
    )
    assert any(masked.masked.values())
    assert [deduced(masked, month) for month in range(12)] == [[]] * 12


def test_no_published_number_is_small(db, indicator):
    published = public_table(indicator=indicator("2"), year=2007)
    shown = {
        value
        for place, group, component in published.series
        for month in range(1, 13)
        if (value := published.value(place, group, component, month)) is not None
    }
    assert shown & {1, 2, 3, 4} == set()
    assert 0 in shown


def test_a_place_hides_in_its_region_and_a_group_in_its_dimension(make_indicator, dimension, enter, places):
    indicator, (_, (a, b, c)) = make_indicator(), dimension(DimensionKind.PARTITION, "a", "b", "c")
    enter(indicator, {1: [100], a.pk: [3], b.pk: [40], c.pk: [57]})
    enter(indicator, {1: [90], a.pk: [20], b.pk: [30], c.pk: [40]}, office="01-130")
    enter(indicator, {1: [95], a.pk: [25], b.pk: [30], c.pk: [40]}, office="01-120")
    texts = {
        code: [row.value_text for row in only_table(indicator, places(code), public=True).rows]
        for code in ("01-140", "01-130", "01-120", "01", "QC")
    }
    assert texts == {
        "01-140": ["n.d.", "n.d.", "57"],
        "01-130": ["n.d.", "n.d.", "40"],
        "01-120": ["25", "30", "40"],
        "01": ["48", "100", "137"],
        "QC": ["48", "100", "137"],
    }


def test_the_public_version_computes_nothing_from_what_it_hides(make_indicator, dimension, enter, places):
    indicator, (_, (a, _)) = make_indicator(), dimension(DimensionKind.OVERLAPPING, "a", "b")
    b = BreakdownGroup.objects.get(name="b", dimension__code="essai-overlapping")
    enter(indicator, {1: [100], a.pk: [3], b.pk: [80]})
    found = only_table(indicator, places("01-140"), public=True)
    assert [(row.value, row.numerator, row.share, row.is_masked) for row in found.rows] == [
        (None, None, None, True),
        (80, 80, Decimal("80.0"), False),
    ]
    assert (found.covered, found.has_masked, found.warnings) == (None, True, ())
    assert found.sentence == f"Les parts se recoupent{NBSP}: elles ne s’additionnent pas."


def test_no_warning_counts_people_where_something_is_masked(make_indicator, dimension, enter, places):
    indicator, (_, (a, b)) = make_indicator(), dimension(DimensionKind.PARTITION, "a", "b")
    enter(indicator, {1: [100], a.pk: [40], b.pk: [57]})
    assert len(only_table(indicator, places("01-140")).warnings) == 1
    found = only_table(indicator, places("01-140"), public=True)
    assert ([row.is_masked for row in found.rows], found.warnings) == ([True, False], ())


def test_a_rate_on_few_people_is_masked_and_its_denominator_too(make_indicator, dimension, enter, places):
    indicator, (_, (a,)) = make_indicator(Kind.RATE), dimension(DimensionKind.OVERLAPPING, "a")
    enter(indicator, {1: [50], a.pk: [5]}, {1: [100], a.pk: [9]})
    (row,) = only_table(indicator, places("01-140"), public=True).rows
    assert (row.value_text, row.denominator_text, row.share_text) == ("n.d.", "n.d.", "n.d.")


def test_the_thresholds_are_settings(make_indicator, dimension, enter, places, settings):
    indicator, (_, (a,)) = make_indicator(), dimension(DimensionKind.OVERLAPPING, "a")
    enter(indicator, {1: [100], a.pk: [8]})

    def text():
        (row,) = only_table(indicator, places("01-140"), public=True).rows
        return row.value_text

    before, settings.MASKING_SMALL_COUNT = text(), 8
    assert (before, text()) == ("8", "n.d.")


def test_a_corrected_figure_is_masked_afresh(make_indicator, dimension, enter, places):
    """What is kept was decided from other figures."""
    indicator, (_, (a,)) = make_indicator(), dimension(DimensionKind.OVERLAPPING, "a")
    texts = []
    for count in (30, 3, 31):
        enter(indicator, {1: [100], a.pk: [count]})
        texts.append(only_table(indicator, places("01-140"), public=True).rows[0].value_text)
    assert texts == ["30", "n.d.", "31"]
