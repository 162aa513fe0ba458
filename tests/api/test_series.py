"""The catalogue, targets and measured results."""

from decimal import Decimal

import pytest

from indicators.models import FiscalYear, Indicator, Measurement, Target
from indicators.services import revise_target

NEW_PARTICIPANTS = {
    "number": "2",
    "code": "SPE_NOUV_PART",
    "name": "Nombre de nouveaux participants aux interventions des services publics d’emploi",
}
REGION = {"code": "01", "name": "Bas-Saint-Laurent"}


@pytest.fixture
def revised(cast, region, indicator):
    """Indicator 2 raised to 8 400 in September."""
    return revise_target(
        indicator=indicator("2"),
        year=FiscalYear.objects.get(pk=2007),
        territory=region,
        value=Decimal(8400),
        reason="Deux licenciements collectifs.",
        effective_month=6,
        expected_version=1,
        by=cast.director,
    )


def test_an_indicator_is_found_by_number_or_by_code(read, cast):
    by_number, by_code = (read(cast.director, f"indicators/{key}/").json() for key in ("2", "SPE_NOUV_PART"))
    assert by_number == by_code
    assert {key: by_number[key] for key in NEW_PARTICIPANTS} == NEW_PARTICIPANTS
    assert (by_number["kind"], by_number["unit"], by_number["service"]) == ("count", "personnes", "SPE")
    assert [(p["first_year"], p["last_year"], p["obligation"]) for p in by_number["periods"]][:2] == [
        ("2005-2006", "2005-2006", "followed"),
        ("2006-2007", "2007-2008", "targeted"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("number=SS2", {"number": "SS2"}),
        ("code=SS_DELAI", {"code": "SS_DELAI"}),
        ("kind=delay", {"kind": "delay"}),
        ("service=SS", {"service": "SS"}),
    ],
)
def test_the_catalogue_is_filtered(rows, cast, query, expected):
    found = rows(cast.director, f"indicators/?{query}")
    stored = Indicator.objects.filter(**expected).order_by("position")
    assert [row["code"] for row in found] == list(stored.values_list("code", flat=True))
    assert found


def test_the_obligation_is_that_of_the_year_asked_for(rows, cast):
    found = rows(cast.director, "indicators/?fiscal_year=2007-2008&obligation=targeted")
    assert [row["code"] for row in found] == [row.code for row in Indicator.objects.targeted_in(2007)]
    assert found


def test_a_search_needs_every_word_and_no_accent(rows, cast):
    found = rows(cast.director, "indicators/?search=delai+medicale")
    assert [row["code"] for row in found] == ["SS_DELAI_EVAL"]


def test_a_target_tells_value_author_and_reason(rows, cast):
    (target,) = rows(cast.director, "targets/?territory=01&fiscal_year=2007-2008&indicator=2")
    stored = Target.objects.get(territory__code="01", year=2007, indicator__number="2")
    created_at = target.pop("created_at")
    assert created_at.startswith("20")
    assert target == {
        "indicator": NEW_PARTICIPANTS,
        "territory": REGION,
        "fiscal_year": "2007-2008",
        "version": 1,
        "is_current": True,
        "value": "8100",
        "is_not_applicable": False,
        "external_value": "1620",
        "effective_month": "2007-04",
        "reason": stored.reason,
        "source": stored.source,
        "author": "Hélène Thériault",
        "is_synthetic": False,
    }


def test_every_version_of_a_revised_target_is_told(rows, cast, revised):
    address = "targets/?territory=01&fiscal_year=2007-2008&indicator=2"

    def versions(more=""):
        found = rows(cast.director, address + more)
        return [(row["value"], row["is_current"], row["effective_month"]) for row in found]

    first, second = ("8100", False, "2007-04"), ("8400", True, "2007-09")
    assert versions() == [first, second]
    assert versions("&current=true") == [second]
    assert versions("&current=false") == [first]
    assert versions("&month=2007-08") == [first]
    assert versions("&month=2007-09") == [second]


def test_the_latest_year_comes_first(rows, cast):
    years = [row["fiscal_year"] for row in rows(cast.director, "measurements/?territory=01-100&page_size=1000")]
    assert years == sorted(years, reverse=True)
    assert set(years) == {"2005-2006", "2006-2007", "2007-2008"}


def test_the_targets_of_offices_come_with_within(rows, cast):
    alone = rows(cast.director, "targets/?territory=01&fiscal_year=2007-2008")
    within = rows(cast.director, "targets/?territory=01&within=true&fiscal_year=2007-2008&page_size=1000")
    assert {row["territory"]["code"] for row in alone} == {"01"}
    assert {row["territory"]["code"][:2] for row in within} == {"01"}
    assert len(within) == Target.objects.filter(year=2007, territory__ancestry__ancestor__code="01").count()
    assert len(within) > len(alone)


def test_a_series_year_tells_twelve_months(rows, cast):
    (series,) = rows(cast.director, "measurements/?territory=01-100&fiscal_year=2007-2008&indicator=6&component=D")
    stored = Measurement.objects.get(
        territory__code="01-100", year=2007, indicator__number="6", component="D", group__code="total"
    )
    months = [f"2007-{month:02d}" for month in range(4, 13)] + ["2008-01", "2008-02", "2008-03"]
    assert series["months"] == dict(zip(months, map(str, stored.months), strict=True))
    assert (series["territory"]["code"], series["fiscal_year"], series["component"]) == ("01-100", "2007-2008", "D")
    assert (series["nature"], series["extracted_on"], series["group"]) == (
        "synthetic",
        stored.extracted_on.isoformat(),
        "total",
    )


def test_a_blank_month_is_null_and_zero_is_zero(rows, cast):
    row = Measurement.objects.filter(territory__code="01-100", year=2007, indicator__number="2")
    row.update(apr=None, may=0)
    (series,) = rows(cast.director, "measurements/?territory=01-100&fiscal_year=2007-2008&indicator=2&group=total")
    assert (series["months"]["2007-04"], series["months"]["2007-05"]) == (None, "0")


def test_money_keeps_its_decimals(rows, cast):
    row = Measurement.objects.get(territory__code="01-100", year=2007, indicator__number="12")
    (series,) = rows(cast.director, "measurements/?territory=01-100&fiscal_year=2007-2008&indicator=12")
    assert row.indicator.component_decimals == 3
    assert Decimal(series["months"]["2007-04"]) * 1000 == row.apr
    assert len(series["months"]["2007-04"].split(".")[1]) == 3


def test_the_series_of_one_group(rows, read, cast):
    (series,) = rows(cast.director, "measurements/?territory=01-100&fiscal_year=2007-2008&indicator=2&group=sexe-1")
    assert (series["group"], series["months"]["2007-04"]) == ("sexe-1", "53")
    unknown = read(cast.director, "measurements/?group=sexe-9")
    assert (unknown.status_code, unknown.json()) == (404, {"detail": "Groupe inconnu : sexe-9."})


def test_one_month_of_a_series(rows, cast):
    (series,) = rows(cast.director, "measurements/?territory=01-100&indicator=2&group=total&month=2007-12")
    assert list(series["months"]) == ["2007-12"]
    assert series["fiscal_year"] == "2007-2008"
