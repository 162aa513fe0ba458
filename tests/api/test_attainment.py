"""Attainment: the same figures as the page and the document."""

from decimal import Decimal

import pytest

from core.fiscal import calendar_month
from indicators.enums import Status
from indicators.figures import read_figures
from indicators.models import Attainment, Indicator, Measurement
from indicators.projection import project
from regions.models import Territory

MARCH = "attainment/?territory=01&fiscal_year=2007-2008&month=2008-03"
NUMBERS = {
    "result": "result",
    "numerator": "numerator",
    "denominator": "denominator",
    "initial_target": "initial_target",
    "target": "target",
    "attainment_percent": "share",
    "gap": "gap",
    "expected": "expected",
    "previous_year_result": "previous_result",
}


def figures(territories, month: int = 12, **conditions):
    return read_figures(territories=territories, year=2007, month=month, **conditions)


def text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def test_the_new_participants_of_the_region(rows, cast, region, indicator):
    (figure,) = figures([region], indicators=[indicator("2")])
    (row,) = rows(cast.director, f"{MARCH}&indicator=2")
    assert row == {
        "indicator": {
            "number": "2",
            "code": "SPE_NOUV_PART",
            "name": "Nombre de nouveaux participants aux interventions d’Emploi-Québec",
            "kind": "count",
            "unit": "personnes",
            "direction": "higher",
            "family": "accessibility",
        },
        "targeted": True,
        "territory": {"code": "01", "name": "Bas-Saint-Laurent"},
        "fiscal_year": "2007-2008",
        "month": "2008-03",
        "last_month": "2008-03",
        "result": text(figure.result),
        "absence": None,
        "numerator": text(figure.result),
        "denominator": None,
        "initial_target": "8100",
        "target": "8100",
        "is_not_applicable": False,
        "attainment_percent": text(figure.share),
        "gap": text(figure.result - 8100),
        "gap_points": None,
        "expected": "8100",
        "status": figure.status.tone,
        "status_label": figure.status_label,
        "previous_year_result": text(figure.previous_result),
        "is_synthetic": True,
    }


def test_a_row_holds_its_projection_only_when_it_is_asked_for(rows, cast, region, indicator):
    (figure,) = figures([region], indicators=[indicator("2")])
    (row,) = rows(cast.director, f"{MARCH}&indicator=2")
    (plain,) = rows(cast.director, f"{MARCH}&indicator=2&projection=false")
    (projected,) = rows(cast.director, f"{MARCH}&indicator=2&projection=true")
    told = {"value": text(figure.result), "low": None, "high": None, "method": "final", "past_error": None}
    assert (plain, projected) == (row, {**row, "projection": told})


@pytest.mark.parametrize("month", [1, 9, 12])
def test_every_projection_is_that_of_the_page(rows, cast, region, month):
    found = project(figures([region], month)).values()
    answered = rows(cast.director, f"attainment/?territory=01&projection=true&month={calendar_month(2007, month)}")
    assert [row["projection"] for row in answered if row["projection"]] == [
        {
            "value": text(one.value), "low": text(one.low), "high": text(one.high), "method": one.method.value,
            "past_error": text(one.past_error),
        }
        for one in found
    ]  # fmt: skip


def test_the_detail_of_an_indicator_holds_its_projection(as_user, cast, region, indicator):
    (one,) = project(figures([region], 9, indicators=[indicator("2")])).values()
    answer = as_user(cast.director).get("/api/v1/attainment/01/2007-2008/2/?month=2007-12").json()
    assert answer["projection"]["value"] == text(one.value)


@pytest.mark.parametrize("month", [1, 6, 9, 12])
def test_every_number_is_that_of_the_figure(rows, cast, region, month):
    expected = figures([region], month)
    found = rows(cast.director, f"attainment/?territory=01&fiscal_year=2007-2008&month={calendar_month(2007, month)}")
    assert [row["indicator"]["code"] for row in found] == [figure.indicator.code for figure in expected]
    for row, figure in zip(found, expected, strict=True):
        assert {key: row[key] for key in NUMBERS} == {key: text(getattr(figure, name)) for key, name in NUMBERS.items()}
        assert (row["status"], row["status_label"]) == (figure.status.tone, figure.status_label)
        assert row["gap_points"] == (text(figure.gap) if figure.indicator.unit == "%" else None)
        assert row["absence"] == (figure.absence_text or None)
        assert (row["is_not_applicable"], row["targeted"]) == (figure.is_not_applicable, figure.is_targeted)


def test_every_targeted_indicator_is_there(rows, cast, region):
    found = {row["indicator"]["code"] for row in rows(cast.director, f"{MARCH}&targeted=true")}
    assert found == {figure.indicator.code for figure in figures([region], targeted_only=True)}
    others = {row["indicator"]["code"] for row in rows(cast.director, f"{MARCH}&targeted=false")}
    assert others == {figure.indicator.code for figure in figures([region])} - found
    assert others


def test_the_thirteen_employment_targets_are_those_of_the_plan(rows, cast):
    targets = {
        row["indicator"]["number"]: row["target"]
        for row in rows(cast.director, f"{MARCH}&targeted=true")
        if not row["indicator"]["number"].startswith("SS")
    }
    assert len(targets) == 13
    assert {number: targets[number] for number in ("2", "5", "6")} == {"2": "8100", "5": "4610", "6": "75.0"}


def test_a_rate_is_the_sum_of_numerators_over_the_sum_of_denominators(rows, cast):
    (row,) = rows(cast.director, f"{MARCH}&indicator=6")
    sums = {
        component: sum(
            sum(series.months)
            for series in Measurement.objects.filter(
                year=2007, indicator__number="6", territory__parent__code="01", component=component
            )
        )
        for component in "ND"
    }
    assert (row["numerator"], row["denominator"]) == (str(sums["N"]), str(sums["D"]))
    assert row["result"] == str((Decimal(100) * sums["N"] / sums["D"]).quantize(Decimal("0.1"), "ROUND_HALF_UP"))
    assert (row["attainment_percent"], row["gap_points"]) == (None, str(Decimal(row["result"]) - Decimal("75.0")))


def test_the_offices_of_a_region_come_with_within(rows, cast, region):
    found = rows(cast.director, f"{MARCH}&within=true&page_size=1000")
    places = Territory.objects.within(region, 2007)
    expected = {(figure.indicator.code, figure.territory.code): text(figure.result) for figure in figures(places)}
    assert {(row["indicator"]["code"], row["territory"]["code"]): row["result"] for row in found} == expected
    assert len(found) == len(expected) > 100


def test_pages_follow_each_other_without_loss(read, cast):
    whole = read(cast.director, f"{MARCH}&within=true&page_size=1000").json()
    seen, address = [], f"{MARCH}&within=true&page_size=50"
    while address:
        page = read(cast.director, address).json()
        seen += page["results"]
        address = page["next"] and page["next"].split("/api/v1/")[1]
    assert seen == whole["results"]
    assert page["count"] == len(seen)


def test_a_status_keeps_only_its_rows(rows, cast):
    everything = rows(cast.director, f"{MARCH}&within=true&page_size=1000")
    for status in Status:
        found = rows(cast.director, f"{MARCH}&within=true&page_size=1000&status={status.tone}")
        assert found == [row for row in everything if row["status"] == status.tone]


def test_without_month_the_last_month_with_data_is_read(rows, cast, region):
    Attainment.objects.filter(year=2007).update(last_month=9)
    months = {row["month"] for row in rows(cast.director, "attainment/?territory=01&fiscal_year=2007-2008")}
    assert months == {"2007-12"}


def test_without_year_the_month_tells_it_or_else_the_last_results_do(rows, cast):
    by_month = rows(cast.director, "attainment/?territory=01&month=2006-09")
    latest = rows(cast.director, "attainment/?territory=01")
    assert {(row["fiscal_year"], row["month"]) for row in by_month} == {("2006-2007", "2006-09")}
    last = Attainment.objects.filter(territory__code="01", last_month__gt=0).order_by("-year_id").first()
    assert {row["fiscal_year"] for row in latest} == {f"{last.year_id}-{last.year_id + 1}"}


def test_without_territory_everything_visible_is_read(rows, cast):
    codes = {row["territory"]["code"] for row in rows(cast.director, "attainment/?fiscal_year=2007-2008&indicator=2")}
    assert codes == {"01", *(f"01-{mrc}" for mrc in range(100, 150, 10)), "01-070", "01-080", "01-090"}


def test_a_detail_tells_the_twelve_months(read, cast, region, indicator):
    (figure,) = figures([region], 9, indicators=[indicator("6")])
    detail = read(cast.director, "attainment/01/2007-2008/6/?month=2007-12").json()
    address = "attainment/?territory=01&month=2007-12&indicator=6&projection=true"
    (row,) = read(cast.director, address).json()["results"]
    months = [calendar_month(2007, month) for month in range(1, 13)]
    assert {key: detail[key] for key in row} == row
    assert {key: detail[key] for key in detail if key not in row} == {
        "results": dict(zip(months, map(text, figure.results), strict=True)),
        "targets": dict.fromkeys(months, "75.0"),
        "expecteds": dict(zip(months, map(text, figure.expecteds), strict=True)),
        "previous_year_results": {
            calendar_month(2006, month): text(value) for month, value in enumerate(figure.previous_results, start=1)
        },
    }


def test_an_indicator_without_target_or_result_there_is_told(read, cast):
    silent = Indicator.objects.in_year(2007).exclude(attainments__territory__code="01").first()
    response = read(cast.director, f"attainment/01/2007-2008/{silent.key}/")
    assert response.status_code == 404
    assert "ni cible ni résultat" in response.json()["detail"]
