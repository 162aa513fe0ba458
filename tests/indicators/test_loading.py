"""Loads of results: all or nothing, every error told, every change logged, and the same attainment as any other way."""

from datetime import date
from decimal import Decimal

import pytest

from core.errors import Conflict
from indicators import loading, sql_loading
from indicators.enums import MONTH_KEYS, Kind, Status
from indicators.extractions import read_as_of, record_extraction
from indicators.loading import NOT_APPLICABLE, Cell, LoadRefused, LoadResult, load_cells
from indicators.models import Attainment, BreakdownDimension, BreakdownGroup, CellChange, Cumulative, Measurement
from indicators.services import open_year
from tests.indicators.oracle import assert_engine_agrees

OFFICES = ("01-140", "01-130", "02-910")
APRIL, MAY, JUNE = 1, 2, 3


@pytest.fixture(params=["literals", "temporary table"])
def staging(request, monkeypatch):
    """Both ways of staging rows obey the same rules."""
    if request.param == "temporary table":
        monkeypatch.setattr(sql_loading, "_FEW", 0)


@pytest.fixture
def year(db):
    return open_year(2012)


@pytest.fixture
def indicator(make_indicator):
    return make_indicator(Kind.COUNT)


@pytest.fixture
def office(places):
    return places("01-140")


@pytest.fixture
def load(year, indicator, office):
    """load({APRIL: 5}): months of one indicator in one office."""

    def write(months, *, of=None, where=None, component="N", by=None, **options):
        key = ((of or indicator).pk, BreakdownGroup.TOTAL, (where or office).pk, component)
        cells = [Cell(*key, month, value) for month, value in months.items()]
        return load_cells(year=year, cells=cells, by=by, **options)

    return write


def extraction(day):
    return record_extraction(taken_on=day, source="Essai", by=None)


def plain(sentences):
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in sentences]


def months_of(indicator, office):
    row = Measurement.objects.get(indicator=indicator, territory=office)
    return row.months[:3]


def statuses(indicator, territory):
    row = Attainment.objects.get(indicator=indicator, territory=territory, year=2012)
    return [Status(getattr(row, f"status_{key}")) for key in MONTH_KEYS[:3]]


def derived_rows(model, indicator):
    rows = model.objects.filter(indicator=indicator).values()
    without = {"id", "computed_at", "indicator_id"}
    return sorted([sorted((k, v) for k, v in row.items() if k not in without) for row in rows], key=str)


# --- What is written -------------------------------------------------------------------------------------------------


def test_a_load_derives_what_series_recorded_one_by_one_derive(staging, year, make_indicator, places, record):
    loaded, recorded = make_indicator(Kind.RATE), make_indicator(Kind.RATE)
    values = {code: ([3 * rank, None, 0, 7], [10, 0, None, 20]) for rank, code in enumerate(OFFICES, start=1)}
    cells = [
        Cell(loaded.pk, BreakdownGroup.TOTAL, places(code).pk, component, month, value)
        for code, parts in values.items()
        for component, months in zip("ND", parts, strict=True)
        for month, value in enumerate(months, start=1)
    ]
    load_cells(year=year, cells=cells, by=None)
    for code, (numerators, denominators) in values.items():
        record(recorded, places(code), 2012, numerators, denominators)
    for model in (Cumulative, Attainment):
        assert derived_rows(model, loaded) == derived_rows(model, recorded)
    assert_engine_agrees(loaded, (2012,), (*OFFICES, "01", "02", "QC"))


def test_a_whole_year_load_derives_the_same_as_a_small_one(monkeypatch, year, make_indicator, places, load):
    whole, part = make_indicator(), make_indicator()
    for code in OFFICES:
        load({APRIL: 5, JUNE: 0}, of=part, where=places(code))
    monkeypatch.setattr(loading, "_MANY", 0)
    for code in OFFICES:
        load({APRIL: 5, JUNE: 0}, of=whole, where=places(code))
    assert derived_rows(Attainment, whole) == derived_rows(Attainment, part)


def test_a_load_of_numerators_alone_leaves_the_denominators_where_they_stand(
    monkeypatch, year, make_indicator, places, load
):
    monkeypatch.setattr(loading, "_MANY", 0)
    rate = make_indicator(Kind.RATE)
    for code in OFFICES:
        load({APRIL: 10, MAY: 20}, of=rate, where=places(code), component="D")
        load({APRIL: 5, MAY: 4}, of=rate, where=places(code))
    load({MAY: 9}, of=rate, where=places("01-140"))
    assert_engine_agrees(rate, (2012,), (*OFFICES, "01", "02", "QC"))
    totals = Cumulative.objects.filter(indicator=rate, territory=places("01")).order_by("component")
    assert list(totals.values_list("component", "apr", "may", "mar")) == [("D", 20, 60, 60), ("N", 10, 23, 23)]


def test_a_breakdown_group_is_derived_without_judging_anybody_again(year, load, indicator, office, places):
    load({APRIL: 5})
    judged = Attainment.objects.get(indicator=indicator, territory=places("01")).computed_at
    dimension = BreakdownDimension.objects.create(code="essai-g", name="Essai", kind="partition")
    group = BreakdownGroup.objects.create(code="essai-f", name="Femmes", dimension=dimension)
    for value in (3, 4):
        load_cells(year=year, cells=[(indicator.pk, group.pk, office.pk, "N", APRIL, value)], by=None)
    totals = Cumulative.objects.filter(indicator=indicator, group=group).values_list("territory__code", "apr", "mar")
    assert sorted(totals) == [("01", 4, 4), ("01-140", 4, 4), ("QC", 4, 4)]
    assert Attainment.objects.get(indicator=indicator, territory=places("01")).computed_at == judged


def test_only_the_months_told_are_written(staging, load, indicator, office):
    load({APRIL: 5, MAY: 6})
    load({MAY: 8, JUNE: 0})
    assert months_of(indicator, office) == [5, 8, 0]


def test_every_change_is_logged_and_nothing_else(staging, load, indicator, office, cast):
    first = extraction(date(2012, 6, 1))
    load({APRIL: 5, MAY: 6}, extraction=first, by=cast.planner, reason="Saisie.")
    result = load({APRIL: 5, MAY: None, JUNE: NOT_APPLICABLE}, reason="Correction.")
    assert result == LoadResult(cells=3, changed=2, superseded=0, series_created=0)
    log = CellChange.objects.filter(measurement__indicator=indicator).order_by("pk")
    assert list(log.values_list("month", "old", "new", "extraction", "extracted_on", "reason", "author")) == [
        (APRIL, None, 5, first.pk, date(2012, 6, 1), "Saisie.", cast.planner.pk),
        (MAY, None, 6, first.pk, date(2012, 6, 1), "Saisie.", cast.planner.pk),
        (MAY, 6, None, None, None, "Correction.", None),
        (JUNE, None, CellChange.NOT_APPLICABLE, None, None, "Correction.", None),
    ]


def test_loading_the_same_again_changes_nothing(staging, load, indicator, office):
    assert load({APRIL: 5}) == LoadResult(cells=1, changed=1, superseded=0, series_created=1)
    assert load({APRIL: 5}) == LoadResult(cells=1, changed=0, superseded=0, series_created=0)
    assert Measurement.objects.get(indicator=indicator).version == 1


def test_blanks_make_no_series(staging, load, indicator):
    load({APRIL: None, MAY: None})
    assert not Measurement.objects.filter(indicator=indicator).exists()


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.fixture
def refused(load):
    """The sentences of a load that must be refused, with plain spaces."""

    def sentences(months, **options):
        with pytest.raises(LoadRefused) as refusal:
            load(months, **options)
        return plain(error.message for error in refusal.value.errors)

    return sentences


@pytest.mark.parametrize(
    ("month", "value", "told"),
    [
        (APRIL, -1, "avril 2012 : un résultat ne peut être négatif."),
        (APRIL, Decimal("1.5"), "avril 2012 : La valeur 1,5 est trop précise : cet indicateur admet un nombre entier."),
        (APRIL, 10**9, "avril 2012 : ce nombre est trop grand pour être un résultat."),
        (APRIL, Decimal("NaN"), "avril 2012 : « NaN » n’est pas un nombre."),
        (APRIL, 1.5, "avril 2012 : « 1.5 » n’est pas un nombre."),
        (13, 1, "mois 13 : ce mois n’est pas dans l’exercice 2012-2013, qui va d’avril (1) à mars (12)."),
        (0, 1, "mois 0 : ce mois n’est pas dans l’exercice 2012-2013, qui va d’avril (1) à mars (12)."),
    ],
)
def test_a_wrong_value_is_told_with_its_place(month, value, told, refused):
    assert refused({month: value}) == [f"Essai 1, Kamouraska, {told}"]


def test_a_sum_has_no_denominator(refused):
    (told,) = refused({APRIL: 1}, component="D")
    assert told == "Essai 1, Kamouraska, avril 2012 : cet indicateur n’a pas de dénominateur."


def test_a_group_of_another_year_is_refused(year, indicator, office):
    dimension = BreakdownDimension.objects.create(code="age-essai", name="Âge", kind="partition")
    group = BreakdownGroup.objects.create(code="a", name="Moins de 35 ans", dimension=dimension, first_year=2016)
    with pytest.raises(LoadRefused) as refusal:
        load_cells(year=year, cells=[(indicator.pk, group.pk, office.pk, "N", APRIL, 1)], by=None)
    assert plain([refusal.value.message])[0] == (
        "Essai 1, Kamouraska, avril 2012 : le groupe « Moins de 35 ans » n’est pas défini en 2012-2013."
    )


def test_all_wrong_rows_are_told_together_and_nothing_is_written(year, indicator, office):
    key = (indicator.pk, BreakdownGroup.TOTAL, office.pk, "N")
    cells = [(*key, 1, 5), (*key, 2, -1), (*key, 1, 5), (0, 1, office.pk, "N", 1, 1), (indicator.pk, 1, 0, "N", 1, 1)]
    with pytest.raises(LoadRefused) as refusal:
        load_cells(year=year, cells=cells, by=None)
    told = plain(error.message for error in refusal.value.errors)
    assert list(zip([error.row for error in refusal.value.errors], told, strict=True)) == [
        (2, "Essai 1, Kamouraska, mai 2012 : un résultat ne peut être négatif."),
        (3, "Essai 1, Kamouraska, avril 2012 : cette cellule est donnée deux fois dans le même envoi."),
        (4, "indicateur 0, Kamouraska, avril 2012 : cet indicateur n’existe pas."),
        (5, "Essai 1, territoire 0, avril 2012 : ce territoire n’existe pas."),
    ]
    assert refusal.value.message == "4 lignes sont à corriger; rien n’a été enregistré."
    assert not Measurement.objects.filter(indicator=indicator).exists()


# --- Compare and set -------------------------------------------------------------------------------------------------


def test_a_value_that_changed_meanwhile_is_told_and_kept(load, indicator, office):
    load({APRIL: 5})
    load({APRIL: 6}, expected_old=5)
    with pytest.raises(Conflict) as conflict:
        load({APRIL: 7}, expected_old=5)
    assert (conflict.value.current, months_of(indicator, office)[0]) == (6, 6)


def test_blank_and_not_applicable_are_expected_as_such(load, indicator, office):
    load({APRIL: NOT_APPLICABLE}, expected_old=None)
    with pytest.raises(Conflict) as conflict:
        load({APRIL: None}, expected_old=None)
    assert conflict.value.current is NOT_APPLICABLE
    load({APRIL: None}, expected_old=NOT_APPLICABLE)
    load({APRIL: 0}, expected_old=None)
    assert months_of(indicator, office)[0] == 0


# --- Not applicable --------------------------------------------------------------------------------------------------


def test_not_applicable_is_told_where_it_is_and_not_above(staging, load, indicator, office, places):
    load({APRIL: 5, MAY: NOT_APPLICABLE})
    load({APRIL: 2, MAY: 3}, where=places("01-130"))
    assert statuses(indicator, office) == [Status.NO_TARGET, Status.NOT_APPLICABLE, Status.NO_DATA]
    assert statuses(indicator, places("01")) == [Status.NO_TARGET, Status.NO_TARGET, Status.NO_DATA]
    row = Attainment.objects.get(indicator=indicator, territory=places("01"), year=2012)
    assert (row.result_apr, row.result_may) == (7, 10)
    masks = Cumulative.objects.filter(indicator=indicator, territory__in=[office, places("01"), places("QC")])
    assert dict(masks.values_list("territory__code", "not_applicable")) == {"01-140": 0b10, "01": 0, "QC": 0}


def test_a_value_in_a_not_applicable_month_is_refused_until_it_is_blank(load, refused, indicator, office):
    load({APRIL: NOT_APPLICABLE})
    assert refused({APRIL: 5}) == [
        "Essai 1, Kamouraska, avril 2012 : ce mois est « sans objet »;"
        " laissez-le en blanc avant d’y mettre un résultat."
    ]
    load({APRIL: None})
    load({APRIL: 5})
    assert (months_of(indicator, office)[0], statuses(indicator, office)[0]) == (5, Status.NO_TARGET)


# --- Extractions -----------------------------------------------------------------------------------------------------


def test_a_later_extraction_supersedes_an_earlier_one(staging, load, indicator, office):
    load({APRIL: 5}, extraction=extraction(date(2012, 6, 1)))
    load({APRIL: 6}, extraction=extraction(date(2012, 7, 1)))
    row = Measurement.objects.get(indicator=indicator)
    assert (row.apr, row.extracted_on) == (6, date(2012, 7, 1))


def test_an_earlier_extraction_that_arrives_later_only_fills_blanks(staging, load, indicator, office):
    load({APRIL: 6}, extraction=extraction(date(2012, 7, 1)))
    result = load({APRIL: 5, MAY: 4}, extraction=extraction(date(2012, 6, 1)))
    assert result == LoadResult(cells=2, changed=1, superseded=1, series_created=0)
    row = Measurement.objects.get(indicator=indicator)
    assert (row.apr, row.may, row.extracted_on) == (6, 4, date(2012, 7, 1))


def test_an_earlier_extraction_overwrites_when_told_to(staging, load, indicator, office):
    load({APRIL: 6}, extraction=extraction(date(2012, 7, 1)))
    load({APRIL: 5}, extraction=extraction(date(2012, 6, 1)), overwrite_newer=True)
    assert months_of(indicator, office)[0] == 5


def test_the_series_is_read_as_each_extraction_told_it(load, year, indicator, office):
    load({APRIL: 5, MAY: 1}, extraction=extraction(date(2012, 6, 1)))
    load({APRIL: 6, JUNE: 9}, extraction=extraction(date(2012, 7, 1)))
    load({MAY: NOT_APPLICABLE}, extraction=extraction(date(2012, 8, 1)))

    def known(day):
        ((_, months),) = read_as_of(day, year=year, indicator=indicator, territories=[office]).items()
        return months[:3]

    assert known(date(2012, 5, 31)) == [None, None, None]
    assert known(date(2012, 6, 30)) == [5, 1, None]
    assert known(date(2012, 7, 1)) == [6, 1, 9]
    assert known(date(2012, 8, 1)) == [6, NOT_APPLICABLE, 9]


def test_a_fact_without_log_is_read_back_from_what_later_extractions_replaced(load, year, indicator, office):
    Measurement.objects.create(year=year, indicator=indicator, territory=office, apr=3, may=4)
    load({APRIL: 5}, extraction=extraction(date(2012, 7, 1)))
    ((_, months),) = read_as_of(date(2012, 6, 1), year=year, indicator=indicator, territories=[office]).items()
    assert months[:3] == [3, 4, None]
