"""The OpenAPI document: valid, true to what is answered, and readable."""

import io

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from core.middleware import CONTENT_SECURITY_POLICY
from plans.editions import freeze_edition
from plans.models import TerritorialPlan

ANSWERS = {
    "/api/v1/regions/": "regions/",
    "/api/v1/regions/{code}/": "regions/01/",
    "/api/v1/mrcs/": "mrcs/",
    "/api/v1/mrcs/{code}/": "mrcs/460/",
    "/api/v1/cles/": "cles/",
    "/api/v1/cles/{code}/": "cles/01-100/",
    "/api/v1/indicators/": "indicators/",
    "/api/v1/indicators/{key}/": "indicators/2/",
    "/api/v1/targets/": "targets/",
    "/api/v1/measurements/": "measurements/?territory=01&within=true&page_size=1000",
    "/api/v1/attainment/": "attainment/?territory=01&within=true",
    "/api/v1/attainment/{territory}/{fiscal_year}/{key}/": "attainment/01/2007-2008/6/",
    "/api/v1/breakdowns/": "breakdowns/?territory=01&fiscal_year=2007-2008&indicator=2&public=true",
    "/api/v1/plans/": "plans/",
    "/api/v1/plans/{id}/": "plans/{plan}/",
    "/api/v1/plans/{id}/editions/": "plans/{plan}/editions/",
    "/api/v1/plans/{id}/editions/{number}/": "plans/{plan}/editions/1/",
    "/api/v1/territorial-plans/": "territorial-plans/",
    "/api/v1/territorial-plans/{id}/": "territorial-plans/{territorial}/",
}
EXPORT = "/api/v1/attainment/export/"  # CSV, not JSON
CONDITIONAL = {
    "/api/v1/attainment/",
    "/api/v1/attainment/{territory}/{fiscal_year}/{key}/",
    "/api/v1/breakdowns/",
    "/api/v1/plans/{id}/",
    "/api/v1/plans/{id}/editions/{number}/",
}


def told_of(path: str, plan, cast) -> str:
    """The address to read; a plan whose editions are asked for has one."""
    if "editions" in path:
        freeze_edition(plan, by=cast.director)
    return ANSWERS[path].format(plan=plan.pk, territorial=TerritorialPlan.objects.get().pk)


@pytest.fixture
def schema(read):
    return read(None, "schema/?format=json").json()


def test_the_schema_is_valid_and_complete():
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=io.StringIO())


def test_the_schema_tells_every_address_and_no_other(schema):
    assert schema["openapi"] == "3.1.0"
    assert {path for path, methods in schema["paths"].items() if "get" in methods} == {*ANSWERS, EXPORT}
    assert {path for path, methods in schema["paths"].items() if "post" in methods} == {"/api/v1/token/"}


@pytest.mark.parametrize("path", ANSWERS)
def test_answers_are_as_the_schema_says(schema, read, cast, plan, path):
    answer = read(cast.director, told_of(path, plan, cast)).json()
    said = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    problems = list(Draft202012Validator({**said, "components": schema["components"]}).iter_errors(answer))
    assert [problem.message for problem in problems] == []
    name = said["$ref"].rsplit("/", 1)[1]
    assert set(answer) == set(schema["components"]["schemas"][name]["properties"])


def test_errors_and_unchanged_answers_are_told_too(schema):
    told = {path: set(schema["paths"][path]["get"]["responses"]) - {"200", "400", "401", "404"} for path in ANSWERS}
    assert told == {path: {"304"} if path in CONDITIONAL else set() for path in ANSWERS}


@pytest.mark.parametrize("path", sorted(CONDITIONAL))
def test_an_answer_that_has_a_tag_is_not_sent_twice(read, cast, plan, path):
    address = told_of(path, plan, cast)
    first = read(cast.director, address)
    again = read(cast.director, address, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == again["Cache-Control"] == "private, no-cache"


def test_the_export_is_told_as_csv_with_its_parameters(schema):
    told = schema["paths"][EXPORT]["get"]
    assert list(told["responses"]["200"]["content"]) == ["text/csv"]
    names = {"territory", "within", "fiscal_year", "month", "indicator", "targeted", "style"}
    assert {parameter["name"] for parameter in told["parameters"]} == names
    assert [one["schema"]["enum"] for one in told["parameters"] if one["name"] == "style"] == [["french", "neutral"]]


def test_descriptions_are_in_french(schema):
    parameters = schema["paths"]["/api/v1/attainment/"]["get"]["parameters"]
    names = {
        "territory", "within", "fiscal_year", "indicator", "month", "targeted", "status", "projection", "page",
        "page_size",
    }  # fmt: skip
    assert {parameter["name"] for parameter in parameters} == names
    assert all(parameter["description"] for parameter in parameters)
    territory = next(parameter for parameter in parameters if parameter["name"] == "territory")
    assert territory["description"] == "Code d’un territoire : QC, 01, 01-100."


def test_the_documentation_page_obeys_the_policy_of_every_page(read, db):
    page = read(None, "docs/")
    text = page.content.decode()
    assert (page.status_code, page["Content-Security-Policy"]) == (200, CONTENT_SECURITY_POLICY)
    assert "<style" not in text
    assert text.count("<script") == text.count("<script src=") == 2
    assert "http://" not in text
    assert "https://" not in text
    script = read(None, "docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert 'url: "/api/v1/schema/"' in script.content.decode()
