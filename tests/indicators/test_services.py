"""Verbs on targets and results: what they keep, what they refuse and in which words."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.errors import Conflict, Refused
from indicators.enums import Component, DataNature, Kind
from indicators.models import Attainment, CellChange, Measurement, Target
from indicators.scale import scale, unscale
from indicators.services import Series, open_year, record_series, revise_target

NBSP = "\u00a0"


@pytest.fixture
def office(places):
    return places("01-140")


def blank_after(*values):
    return [*values, *[None] * (12 - len(values))]


# --- Targets ---------------------------------------------------------------------------------------------------------


def test_a_new_version_leaves_the_former_ones_as_they_were(make_indicator, office, promise):
    indicator = make_indicator()
    promise(indicator, office, 2012, 100, reason="Initiale.")
    promise(indicator, office, 2012, 80, 6, reason="Moins de ressources.", expected_version=1)
    versions = Target.objects.filter(indicator=indicator).order_by("version")
    assert list(versions.values_list("version", "scaled", "effective_month", "reason")) == [
        (1, 100, 1, "Initiale."),
        (2, 80, 6, "Moins de ressources."),
    ]
    assert [target.value for target in Target.objects.filter(indicator=indicator).current()] == [Decimal(80)]


def test_an_external_part_is_kept_with_the_target(make_indicator, office, promise):
    target = promise(make_indicator(), office, 2012, 8100, external=Decimal(1620), source="Section 8")
    assert (target.external_value, target.source, target.is_initial) == (1620, "Section 8", True)


def test_a_target_read_before_somebody_changed_it_is_a_conflict_that_shows_the_current_one(
    make_indicator, office, promise
):
    indicator = make_indicator()
    promise(indicator, office, 2012, 100)
    promise(indicator, office, 2012, 90, expected_version=1)
    with pytest.raises(Conflict) as conflict:
        promise(indicator, office, 2012, 80, expected_version=1)
    assert conflict.value.message == "Cette cible vient d’être changée par une autre personne."
    assert conflict.value.current.value == 90
    assert Target.objects.filter(indicator=indicator).count() == 2


@pytest.mark.parametrize(
    ("options", "message", "field"),
    [
        ({"value": "100", "reason": "  "}, "Donnez le motif de la cible.", "reason"),
        ({"value": "-1"}, "Une cible ne peut être négative.", "value"),
        ({"value": "100", "effective_month": 13}, "Choisissez le mois à partir duquel la cible s’applique.",
         "effective_month"),
    ],
)  # fmt: skip
def test_a_target_is_refused_with_a_sentence(options, message, field, make_indicator, office, promise):
    indicator = make_indicator()
    with pytest.raises(Refused) as refusal:
        promise(indicator, office, 2012, **options)
    assert (refusal.value.message, list(refusal.value.fields)) == (message, [field])
    assert not isinstance(refusal.value, Conflict)
    assert Target.objects.filter(indicator=indicator).count() == 0


@pytest.mark.parametrize(("not_applicable", "has_value"), [(True, True), (False, False)])
def test_a_target_is_either_a_number_or_not_applicable(not_applicable, has_value, make_indicator, office, promise):
    with pytest.raises(Refused) as refusal:
        promise_with = {"value": 100 if has_value else None, "not_applicable": not_applicable}
        _set(make_indicator(), office, **promise_with)
    assert refusal.value.message == "Indiquez une valeur, ou cochez « s/o » si aucune cible n’est fixée."


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Kind.COUNT, "8100.5", "La valeur 8 100,5 est trop précise : cet indicateur admet un nombre entier."),
        (Kind.RATE, "75.05", "La valeur 75,05 est trop précise : cet indicateur admet 1 décimale au plus."),
        (Kind.AMOUNT, "3.6795", "La valeur 3,6795 est trop précise : cet indicateur admet 3 décimales au plus."),
    ],
)
def test_a_target_more_precise_than_its_indicator_is_refused(kind, value, message, make_indicator, office, promise):
    with pytest.raises(Refused) as refusal:
        promise(make_indicator(kind), office, 2012, value)
    assert refusal.value.message.replace(NBSP, " ") == message


def test_the_database_itself_refuses_a_number_beside_not_applicable(make_indicator, office, promise):
    target = promise(make_indicator(), office, 2012, 100)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(is_not_applicable=True)


def _set(indicator, office, **options):
    from indicators.services import set_target

    return set_target(indicator=indicator, year=open_year(2012), territory=office, reason="Essai.", by=None, **options)


# --- Revisions -------------------------------------------------------------------------------------------------------


def revise(indicator, territory, by, expected_version=1):
    return revise_target(
        indicator=indicator,
        year=open_year(2012),
        territory=territory,
        value=Decimal(90),
        reason="Budget réduit.",
        effective_month=6,
        expected_version=expected_version,
        by=by,
    )


def test_the_regional_director_revises_a_target_and_signs_it(cast, make_indicator, places, promise):
    indicator = make_indicator()
    promise(indicator, places("01"), 2012, 100)
    target = revise(indicator, places("01"), cast.director)
    assert (target.version, target.value, target.effective_month, target.author) == (2, 90, 6, cast.director)


@pytest.mark.parametrize("who", ["cle_manager", "member", "partner", "outsider"])
def test_those_who_do_not_plan_in_the_region_do_not_revise(who, cast, make_indicator, places, promise):
    indicator = make_indicator()
    promise(indicator, places("01"), 2012, 100)
    with pytest.raises(Refused) as refusal:
        revise(indicator, places("01"), getattr(cast, who))
    assert refusal.value.message == "Seules la direction et la planification régionales révisent une cible."
    assert Target.objects.filter(indicator=indicator).count() == 1


def test_the_first_target_is_fixed_where_nothing_was_promised(cast, make_indicator, places):
    indicator = make_indicator()
    target = revise(indicator, places("01"), cast.director, expected_version=0)
    assert (target.version, target.value, target.author) == (1, Decimal(90), cast.director)
    with pytest.raises(Conflict):
        revise(indicator, places("01"), cast.planner, expected_version=0)


# --- Results ---------------------------------------------------------------------------------------------------------


def test_every_month_that_changes_is_logged_with_what_it_was(cast, make_indicator, office):
    indicator, year = make_indicator(Kind.AMOUNT), open_year(2012)

    def write(months, day, reason):
        return record_series(
            year=year,
            series=[Series(indicator, office, months)],
            by=cast.cle_manager,
            reason=reason,
            extracted_on=day,
        )

    first = write(blank_after(Decimal("1.5"), 2), date(2012, 6, 4), "Saisie.")
    second = write(blank_after(Decimal("1.5"), Decimal("2.25"), 0), date(2012, 7, 3), "Extraction de juillet.")
    third = write(blank_after(None, Decimal("2.25"), 0), date(2012, 7, 9), "Erreur.")
    changes = CellChange.objects.filter(measurement__indicator=indicator).order_by("id")
    assert list(changes.values_list("month", "old", "new", "extracted_on", "reason", "author")) == [
        (1, None, 1500, date(2012, 6, 4), "Saisie.", cast.cle_manager.pk),
        (2, None, 2000, date(2012, 6, 4), "Saisie.", cast.cle_manager.pk),
        (2, 2000, 2250, date(2012, 7, 3), "Extraction de juillet.", cast.cle_manager.pk),
        (3, None, 0, date(2012, 7, 3), "Extraction de juillet.", cast.cle_manager.pk),
        (1, 1500, None, date(2012, 7, 9), "Erreur.", cast.cle_manager.pk),
    ]
    assert (first, second, third) == (2, 2, 1)
    row = Measurement.objects.get(indicator=indicator)
    assert (row.months, row.version, row.extracted_on) == (blank_after(None, 2250, 0), 3, date(2012, 7, 9))


def test_writing_the_same_again_changes_and_logs_nothing(make_indicator, office, record):
    indicator = make_indicator()
    record(indicator, office, 2012, [1, 2, 3], extracted_on=date(2012, 7, 3))
    assert record(indicator, office, 2012, [1, 2, 3], extracted_on=date(2012, 8, 3)) == 0
    row = Measurement.objects.get(indicator=indicator)
    assert (row.version, row.extracted_on, row.changes.count()) == (1, date(2012, 7, 3), 3)


def test_a_blank_series_leaves_no_row(make_indicator, office, record):
    indicator = make_indicator()
    assert record(indicator, office, 2012, []) == 0
    assert Measurement.objects.filter(indicator=indicator).count() == 0
    assert Attainment.objects.filter(indicator=indicator).count() == 0


def test_numerators_and_denominators_are_separate_series(make_indicator, office, record):
    indicator = make_indicator(Kind.RATE)
    record(indicator, office, 2012, [3], [4], nature=DataNature.SYNTHETIC)
    rows = Measurement.objects.filter(indicator=indicator).order_by("component")
    assert [(row.component, row.apr, row.nature) for row in rows] == [
        (Component.DENOMINATOR, 4, DataNature.SYNTHETIC),
        (Component.NUMERATOR, 3, DataNature.SYNTHETIC),
    ]


@pytest.mark.parametrize(
    ("months", "message"),
    [
        ([None, -1], "Essai 1, Kamouraska, mai 2012 : un résultat ne peut être négatif."),
        (
            [*[None] * 9, Decimal("2.5")],
            "Essai 1, Kamouraska, janvier 2013 : La valeur 2,5 est trop précise : cet indicateur admet un nombre "
            "entier.",
        ),
    ],
)
def test_a_wrong_result_is_refused_naming_its_place_and_month(months, message, make_indicator, office, record):
    indicator = make_indicator()
    with pytest.raises(Refused) as refusal:
        record(indicator, office, 2012, months)
    assert refusal.value.message.replace(NBSP, " ") == message
    assert Measurement.objects.filter(indicator=indicator).count() == 0


def test_one_wrong_series_keeps_the_others_out(make_indicator, places):
    indicator = make_indicator()
    good, wrong = (Series(indicator, places(code), blank_after(value)) for code, value in [("01", 1), ("02", -1)])
    with pytest.raises(Refused):
        record_series(year=open_year(2012), series=[good, wrong], by=None)
    assert Measurement.objects.filter(indicator=indicator).count() == 0


def test_a_year_of_eleven_months_is_refused(make_indicator, office):
    with pytest.raises(Refused) as refusal:
        record_series(year=open_year(2012), series=[Series(make_indicator(), office, [1] * 11)], by=None)
    assert refusal.value.message == ("Un exercice compte douze mois; 11 ont été reçus pour E1. Indicateur d’essai 1.")


# --- Scale -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "scaled"),
    [("8100", 0, 8100), ("3.679", 3, 3679), ("75", 1, 750), ("1.850", 2, 185), ("1E+3", 0, 1000), (None, 2, None)],
)
def test_values_are_kept_as_whole_numbers_and_come_back_exact(value, decimals, scaled):
    number = None if value is None else Decimal(value)
    assert scale(number, decimals) == scaled
    assert unscale(scaled, decimals) == number
