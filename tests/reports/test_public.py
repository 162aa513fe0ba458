"""The public site: what was published, as it was, to anybody; nothing else."""

import csv
import io
import json
from datetime import date

import pytest
from django.urls import reverse

from indicators.figures import latest_month, read_figures
from indicators.masking import MASKED_TEXT
from plans.models import Plan, Section
from plans.services_approval import Decision, advance_plan
from reports.enums import RunState
from reports.models import ReportRun
from reports.public import public_results, published_plans
from reports.services_public import request_public_documents
from tests.plans.standing import standing

AT = ["bas-saint-laurent", 2007]
PLAN, JSON = reverse("public_plan", args=AT), reverse("public_json", args=AT)
FOLLOW_UP = reverse("public_follow_up", args=AT)
OPEN = ("public_plan", "public_json", "public_follow_up", "public_package")
DAY = date(2007, 4, 2)


@pytest.fixture
def published(plan, cast) -> Plan:
    standing(plan, "approved")
    told = Decision(decided_on=DAY, on_paper=True)
    advance_plan(plan=plan, name="publish", seen="approved", by=cast.national, decision=told)
    return plan


def revise(plan, cast) -> None:
    """A second edition, published: one word of the mission differs."""
    told = Decision(decided_on=date(2007, 10, 1), on_paper=True, reason="Septembre.", resolution_number="R-2")
    advance_plan(plan=plan, name="revise", seen="published", by=cast.director, decision=told)
    Section.objects.filter(plan=plan, volet="employment", key="mission").update(body="Mission révisée.")
    standing(plan, "approved")
    advance_plan(plan=plan, name="publish", seen="approved", by=cast.national, decision=told)


@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize("state", ["draft", "submitted", "adopted", "transmitted", "examined", "approved"])
def test_a_plan_that_was_never_published_is_not_found(client, plan, state, name):
    standing(plan, state)
    assert client.get(reverse(name, args=AT)).status_code == 404


@pytest.mark.parametrize("name", OPEN)
def test_a_published_plan_is_read_without_an_account(client, published, name):
    assert client.get(reverse(name, args=AT)).status_code == 200


def test_while_it_is_revised_the_published_edition_stays_as_it_was(client, published, cast):
    before = client.get(JSON).content
    told = Decision(decided_on=date(2007, 9, 1), reason="Révision de septembre.")
    advance_plan(plan=published, name="revise", seen="published", by=cast.director, decision=told)
    Section.objects.filter(plan=published, key="mission").update(body="Brouillon secret.")
    assert client.get(JSON).content == before
    assert "Brouillon secret" not in client.get(PLAN).content.decode()


def test_each_published_edition_keeps_its_address(client, published, cast):
    revise(published, cast)
    first, latest = reverse("public_edition", args=[*AT, 1]), client.get(PLAN)
    assert [one.edition.number for one in latest.context["publications"]] == [2, 1]
    assert "Mission révisée." in latest.content.decode()
    old = client.get(first)
    assert "Mission révisée." not in old.content.decode()
    assert "Une édition plus récente est publiée" in old.content.decode()


def test_an_edition_that_was_frozen_but_not_published_is_not_found(client, published, cast):
    Section.objects.filter(plan=published, key="mission").update(body="Autre.")
    standing(published, "submitted")
    Plan.objects.filter(pk=published.pk).update(transmitted_on=None)
    advance_plan(
        plan=published, name="adopt", seen="submitted", by=cast.secretary,
        decision=Decision(decided_on=date(2007, 9, 9), resolution_number="R-9"),
    )  # fmt: skip
    assert published.editions.count() == 2
    assert client.get(reverse("public_edition", args=[*AT, 2])).status_code == 404


def test_no_result_of_the_year_is_in_the_public_plan(client, published):
    figures = client.get(PLAN).context["dossier"].figures
    assert {figure.target is None for figure in figures} != {True}
    assert {(figure.result, figure.numerator, figure.share, *figure.results) for figure in figures} == {(None,) * 15}


def test_the_follow_up_tells_what_is_masked_and_nothing_computed_from_it(client, published, monkeypatch):
    hidden = "2"
    monkeypatch.setattr("reports.public._is_masked", lambda figure: figure.indicator.number == hidden)
    rows = public_results(published.territory, published.year, 8)
    [masked] = [row for row in rows if row.figure.indicator.number == hidden]
    assert (masked.result_text, masked.attainment_text, masked.cells[-2:]) == (MASKED_TEXT, "—", ("", "1"))
    assert {row.cells[-1] for row in rows if row is not masked} == {"0"}


def test_the_follow_up_says_what_the_region_sees(client, published, region):
    results = client.get(FOLLOW_UP).context["results"]
    figures = read_figures(territories=[region], year=2007, month=latest_month(region, 2007), targeted_only=True)
    told = [MASKED_TEXT if row.is_masked else figure.result_text for row, figure in zip(results, figures, strict=True)]
    assert [row.result_text for row in results] == told
    assert sum(row.is_masked for row in results) == 1  # one ratio of the demonstration stands on very few cases


def rows_of(client, table: str) -> list[dict[str, str]]:
    text = client.get(reverse("public_table", args=[*AT, table])).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_open_data_count_what_the_plan_holds(client, published):
    strategies = rows_of(client, "strategies")
    assert (len(strategies), sum(int(row["actions"]) for row in strategies)) == (14, 50)
    assert sum(int(row["montant_k"]) for row in rows_of(client, "budget")) == 22999


def test_the_data_package_names_files_that_are_there(client, published):
    package = json.loads(client.get(reverse("public_package", args=AT)).content)
    for resource in package["resources"]:
        answer = client.get(resource["path"])
        head = answer.content.decode("utf-8-sig").splitlines()[0].split(",")
        assert head == [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize("name", [*OPEN, "public_list"])
def test_an_unchanged_page_is_told_by_its_tag_and_caches_may_keep_it(client, published, name):
    url = reverse(name, args=[] if name == "public_list" else AT)
    answer = client.get(url)
    assert "public" in answer["Cache-Control"]
    assert client.get(url, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


def test_the_list_costs_the_same_for_one_plan_and_for_more(client, published, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert [one.plan for one in published_plans()] == [published]


def test_search_engines_are_given_the_public_addresses(client, published):
    assert PLAN in client.get(reverse("sitemap")).content.decode()
    assert "Allow: /public/" in client.get(reverse("robots")).content.decode()


def test_the_pdf_of_a_published_edition_is_asked_for_once(client, published):
    assert client.get(reverse("public_pdf", args=AT)).status_code == 404
    assert (request_public_documents(), request_public_documents()) == (1, 0)
    run = ReportRun.objects.get(edition=1)
    assert (run.kind, run.format, run.requested_by, run.state) == ("par", "pdf", None, RunState.QUEUED)
