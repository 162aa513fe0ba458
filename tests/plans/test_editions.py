"""Editions: what was frozen comes back whole, without the database, whatever became of today's tables."""

from dataclasses import replace
from decimal import Decimal

import orjson
import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string

from core.errors import Refused
from core.freezing import freeze, thaw
from indicators.enums import Component
from indicators.loading import load_cells
from indicators.loading_checks import Cell
from indicators.models import BreakdownGroup
from plans.api_shapes import PlanDossierSerializer
from plans.dossier import plan_dossier
from plans.editions import edition_dossier, freeze_edition, is_whole, without_results
from plans.models import Action, Budget, Edition, Section
from plans.outline import plan_outline
from plans.services import edit_row
from plans.views.blocks import shown_context
from reports.document import fingerprint
from reports.registry import Order, build_document
from reports.steps import silent


@pytest.fixture
def edition(plan, cast) -> Edition:
    return freeze_edition(plan, by=cast.director)


def test_what_is_thawed_freezes_to_the_same_text(plan):
    text = freeze(plan_dossier(plan))
    assert freeze(thaw(text)) == text


def printed(plan, edition: int | None = None) -> str:
    """The fingerprint of the whole document: every word, figure and picture of it."""
    order = Order(kind="par", territory=plan.territory, year=plan.year, edition=edition)
    return fingerprint(replace(build_document(order, silent), cover=None))


def api(dossier) -> bytes:
    shaped = PlanDossierSerializer(dossier, context={"reads_results": False, "projections": {}}).data
    return orjson.dumps(shaped, default=str)


def page(dossier) -> str:
    """What the reading page shows of a dossier, links to today's records apart."""
    context = shown_context(dossier, plan_outline(dossier)) | {"plan": dossier.plan, "editable": False}
    return render_to_string("plans/_document.html", context)


def test_a_frozen_plan_reads_and_answers_as_the_plan_does_but_for_results(plan, edition):
    then, now = edition_dossier(edition), without_results(plan_dossier(plan))
    assert page(then) == page(now)
    assert api(then) == api(now)


def test_an_edition_tells_targets_and_no_result(plan, edition):
    figures = edition_dossier(edition).figures
    assert {figure.result for figure in figures} == {None}
    assert [figure.target_text for figure in figures] == [figure.target_text for figure in plan_dossier(plan).figures]


def test_a_result_that_changes_makes_no_new_edition(plan, edition, cast, indicator, region):
    cell = Cell(indicator("2").pk, BreakdownGroup.TOTAL, region.children.first().pk, Component.NUMERATOR, 1, Decimal(9))
    assert load_cells(year=plan.year, cells=[cell], by=cast.analyst).changed == 1
    assert freeze_edition(plan, by=cast.director) == edition


def test_reading_an_edition_asks_nothing_of_the_database(edition, django_assert_num_queries):
    with django_assert_num_queries(0):
        dossier = edition_dossier(edition)
        page(dossier)
        api(dossier)


def test_printing_an_edition_only_asks_which_plan_and_edition(plan, edition, django_assert_num_queries):
    printed(plan, edition.number)
    with django_assert_num_queries(3):  # is there a plan, the plan, the edition
        printed(plan, edition.number)


def test_an_edition_prints_the_same_when_todays_tables_have_changed(plan, edition, cast):
    before = printed(plan, edition.number)
    mission = plan.sections.get(key="mission")
    edit_row(row=mission, expected_version=mission.version, values={"body": "Tout autre."}, by=cast.director)
    Budget.objects.filter(plan=plan).update(envelope=Decimal(1))
    Action.everything.filter(strategy__plan_field__plan=plan).update(text="x")
    assert printed(plan, edition.number) == before
    assert printed(plan) != before


def test_nothing_written_since_makes_no_new_edition(plan, edition, cast):
    assert freeze_edition(plan, by=cast.director) == edition


def test_one_word_changed_makes_a_second_edition_and_keeps_the_first(plan, edition, cast):
    mission = plan.sections.get(key="mission")
    edit_row(row=mission, expected_version=mission.version, values={"body": mission.body + " Plus."}, by=cast.director)
    second = freeze_edition(plan, by=cast.director)
    assert (edition.number, second.number) == (1, 2)
    assert edition_dossier(edition).sections["employment.mission"].body == mission.body


def test_an_edition_holds_no_account(edition):
    assert "demo.jalon.example" not in edition.content


def test_an_edition_knows_whether_it_is_whole(edition):
    assert is_whole(edition)
    edition.content = edition.content.replace("Mitis", "Metis")
    assert not is_whole(edition)


@pytest.mark.parametrize("statement", ["UPDATE plans_edition SET number = 9", "DELETE FROM plans_edition"])
def test_direct_sql_cannot_touch_an_edition(edition, statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Edition.objects.get().number == edition.number


def test_a_class_that_is_not_ours_never_comes_to_life():
    with pytest.raises(Refused):
        thaw('{"$":"class","of":"subprocess.Popen","fields":{}}')


def test_every_row_of_a_text_is_written_once(plan):
    section = Section.objects.select_related("plan").filter(plan=plan).first()
    frozen = thaw(freeze((section, section)))
    assert frozen[0] is frozen[1]
