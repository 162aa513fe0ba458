"""An edition a year later, when today's tables say something else: PDF, JSON and page are the same bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from indicators.enums import Component
from indicators.loading import load_cells
from indicators.loading_checks import Cell
from indicators.models import BreakdownGroup, FiscalYear, Indicator, Target
from indicators.services import revise_target
from plans import models as m
from plans.editions import freeze_edition
from plans.models import Edition
from plans.services_approval import Decision, advance_plan
from regions.models import Territory
from reports.document import Document
from reports.registry import Order, build_document
from reports.steps import silent
from reports.writers import write
from tests.plans.standing import standing

DAY = date(2007, 4, 2)
AT = ["bas-saint-laurent", 2007]


@pytest.fixture
def published(plan, cast) -> Edition:
    """Approved and published: the only edition of the plan."""
    publish(plan, cast)
    return plan.editions.get()


def publish(plan: m.Plan, cast) -> None:
    standing(plan, "approved")
    told = Decision(decided_on=DAY, on_paper=True)
    advance_plan(plan=plan, name="publish", seen="approved", by=cast.national, decision=told)


def rendered(client, edition: Edition) -> SimpleNamespace:
    """Everything that tells the edition, each read anew: nothing may come from a cache."""
    cache.clear()
    plan = m.Plan.objects.select_related("territory", "year").get(pk=edition.plan_id)
    document = build_document(Order("par", plan.territory, plan.year, edition=edition.number), silent)
    page = client.get(reverse("plan_edition", args=[*AT, edition.number])).content.decode()
    return SimpleNamespace(
        tree=document,  # every word, figure and chart of the whole document
        pdf=write(shortened(document), "pdf").content,
        api=client.get(reverse("plan-edition", args=[plan.pk, edition.number])).content,
        public=client.get(reverse("public_edition_json", args=[*AT, edition.number])).content,
        page=re.search("<article.*</article>", page, re.DOTALL)[0],
    )


def shortened(document: Document) -> Document:
    """The first chapter of each part: the whole is seconds of layout, and the same writer."""
    return replace(document, sections=tuple(replace(part, blocks=part.blocks[:1]) for part in document.sections))


def a_year_passes(monkeypatch) -> None:
    then = timezone.now() + timedelta(days=366)
    monkeypatch.setattr(timezone, "now", lambda: then)


def change_everything(plan: m.Plan, cast) -> None:
    """Names, labels, texts, order, targets and results of today: nothing of them may reach the edition."""
    Territory.objects.filter(code="01").update(name="Bas-du-Fleuve")
    Territory.objects.filter(parent__code="01").update(name="Renommé")
    Indicator.objects.update(unit="unités")
    User.objects.update(name="Quelqu’un d’autre")
    m.Section.objects.filter(plan=plan).update(title="Autre titre", body="Tout autre texte.")
    m.Issue.objects.filter(plan=plan).update(title="Autre enjeu", position=7)
    m.Orientation.objects.update(title="Autre orientation")
    m.InterventionField.objects.update(title="Autre champ")
    m.Action.everything.update(text="Autre piste", archived_at=timezone.now())
    m.Budget.objects.filter(plan=plan).update(envelope=Decimal(1))
    m.Plan.objects.filter(pk=plan.pk).update(title="Autre plan", state="closed")
    target = Target.objects.filter(territory=plan.territory, year=plan.year, scaled__isnull=False).last()
    revise_target(
        indicator=target.indicator, territory=plan.territory, year=plan.year, expected_version=target.version,
        effective_month=6, value=Decimal(1), reason="Révision.", by=cast.director,
    )  # fmt: skip
    office = plan.territory.children.first().pk
    cell = Cell(Indicator.objects.get(number="2").pk, BreakdownGroup.TOTAL, office, Component.NUMERATOR, 1, Decimal(9))
    load_cells(year=FiscalYear.objects.get(pk=2007), cells=[cell], by=cast.analyst)


def test_an_edition_is_the_same_bytes_a_year_later(published, plan, as_user, cast, monkeypatch):
    before = rendered(as_user(cast.director), published)
    change_everything(plan, cast)
    a_year_passes(monkeypatch)
    after = rendered(as_user(cast.director), published)
    assert [name for name, told in vars(before).items() if getattr(after, name) != told] == []


def test_the_pdf_of_an_edition_bears_its_time_and_that_of_today_the_present_one(published, plan):
    document = build_document(Order("par", plan.territory, plan.year, edition=1), silent)
    assert document.made_at == published.frozen_at
    assert build_document(Order("par", plan.territory, plan.year), silent).made_at is None


def test_what_is_told_of_an_edition_names_its_number_and_its_fingerprint(published, plan, as_user, cast):
    client = as_user(cast.director)
    told = client.get(reverse("plan-edition", args=[plan.pk, 1])).json()
    assert (told["plan"]["edition"], told["frozen"]["number"]) == (1, 1)
    assert (told["frozen"]["sha256"], told["frozen"]["is_whole"]) == (published.sha256, True)
    assert client.get(reverse("public_edition_json", args=[*AT, 1])).json() == told
    page = client.get(reverse("plan_edition", args=[*AT, 1])).content.decode()
    assert "Empreinte vérifiée" in page
    assert published.sha256 in page


def test_an_edition_that_was_tampered_with_is_told_everywhere(published, plan, as_user, cast, monkeypatch):
    monkeypatch.setattr("plans.editions._sha256", lambda text: "0" * 64)  # direct SQL cannot touch the row
    client = as_user(cast.director)
    assert client.get(reverse("plan-edition", args=[plan.pk, 1])).json()["frozen"]["is_whole"] is False
    for name in ("plan_edition", "public_edition"):
        assert "Empreinte différente" in client.get(reverse(name, args=[*AT, 1])).content.decode()


# --- Which editions one reads ----------------------------------------------------------------------------------------


@pytest.fixture
def republished(published, plan, cast) -> m.Plan:
    """A second edition frozen at an adoption, and a third published: the second was never public."""
    m.Section.objects.filter(plan=plan, key="mission").update(body="Adoptée, jamais publiée.")
    freeze_edition(plan, by=cast.secretary)
    m.Section.objects.filter(plan=plan, key="mission").update(body="Publiée.")
    publish(plan, cast)
    return plan


@pytest.mark.parametrize(("role", "numbers"), [("planner", [3, 2, 1]), ("partner", [3, 1])])
def test_who_reads_published_plans_reads_published_editions(republished, as_user, cast, role, numbers):
    client = as_user(getattr(cast, role))
    listed = client.get(reverse("plan-editions", args=[republished.pk])).json()["results"]
    assert [row["number"] for row in listed] == numbers
    for name, args in (("plan-edition", [republished.pk, 2]), ("plan_edition", [*AT, 2])):
        assert client.get(reverse(name, args=args)).status_code == (200 if 2 in numbers else 404)
    page = client.get(reverse("plan_comparison", args=AT), {"de": "2", "avec": "1"})
    assert page.status_code == (200 if 2 in numbers else 404)


def test_editions_of_another_region_are_not_found(published, plan, as_user, cast):
    client = as_user(cast.outsider)
    for name, args in (("plan-editions", [plan.pk]), ("plan-edition", [plan.pk, 1])):
        assert client.get(reverse(name, args=args)).status_code == 404


def test_the_list_of_editions_costs_the_same_for_one_and_for_three(
    published, plan, as_user, cast, request, django_assert_num_queries
):
    client, address = as_user(cast.director), reverse("plan-editions", args=[plan.pk])
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    request.getfixturevalue("republished")
    with django_assert_num_queries(len(one)):
        assert client.get(address).json()["count"] == 3
