"""The national frame beside the plans: differences on their pages, targets and keys, next year, the national plan."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import Conflict, Refused
from indicators.allocation_keys import recommended
from indicators.models import Indicator, Target
from indicators.services import open_year
from plans.frame import read_frame
from plans.models import OrientationContext, Plan, PlanField, Strategy
from plans.reads import blocking, readiness
from plans.services import edit_row
from plans.services_begin import begin_plan
from plans.services_frame import add_field, add_orientation, open_frame, recommend_key, set_national_target
from tests.plans.framing import NEW, differing, field, orientation, rename
from tests.plans.standing import standing
from tests.plans.test_page_queries import queries_of

# --- The plan's side --------------------------------------------------------------------------------------------------


def test_the_difference_blocks_submission_and_leads_to_its_page(cast, plan):
    assert blocking(plan) == []
    rename(cast, field(3))
    (gap,) = blocking(plan)
    assert gap.sentence == "Le cadre national a changé le titre du champ 3."
    assert gap.url.startswith(reverse("plan_frame", args=["bas-saint-laurent", 2007]))


def test_the_plan_page_tells_its_writers_that_the_frame_changed(cast, as_user, plan):
    rename(cast, field(3))
    told = "Une différence est à accepter"
    pages = [
        as_user(who).get(plan.get_absolute_url()).content.decode().count(told) for who in (cast.director, cast.member)
    ]
    assert pages == [1, 0]


def test_accepting_on_the_page_then_nothing_is_left(cast, as_user, plan):
    rename(cast, field(3))
    address, (one,) = reverse("plan_frame", args=["bas-saint-laurent", 2007]), differing(plan)
    client = as_user(cast.director)
    page = client.get(address).content.decode()
    assert (NEW in page, page.count('name="accepter"')) == (True, 1)
    assert client.post(address, {"accepter": one.key}).status_code == 302
    assert client.get(address).content.decode().count("Rien n’a changé") == 1


def test_a_reader_sees_differences_without_buttons(cast, as_user, plan):
    rename(cast, field(3))
    page = as_user(cast.member).get(reverse("plan_frame", args=["bas-saint-laurent", 2007])).content.decode()
    assert (NEW in page, page.count('name="accepter"')) == (True, 0)


def test_a_difference_that_is_gone_is_a_conflict_told_in_words(cast, as_user, plan):
    answer = as_user(cast.director).post(
        reverse("plan_frame", args=["bas-saint-laurent", 2007]), {"accepter": "titre-champ-999999"}
    )
    assert (answer.status_code, "n’existe plus" in answer.content.decode()) == (409, True)


# --- National targets and keys ----------------------------------------------------------------------------------------


def test_a_national_target_is_a_version_with_its_reason(cast, plan, indicator):
    target = set_national_target(
        cycle=plan.year.cycle, indicator=indicator("2"), value=Decimal(240000), reason="Orientation de novembre.",
        expected_version=0, by=cast.national,
    )  # fmt: skip
    assert (target.territory.code, target.version, target.value) == ("QC", 1, Decimal(240000))
    with pytest.raises(Conflict):
        set_national_target(
            cycle=plan.year.cycle, indicator=indicator("2"), value=Decimal(1), reason="Encore.", expected_version=0,
            by=cast.national,
        )  # fmt: skip


def test_the_page_of_a_national_target_asks_for_a_reason(cast, as_user, indicator):
    address = reverse("frame_target", args=[2007, "2"])
    answer = as_user(cast.national).post(address, {"value": "240 000", "reason": " ", "expected_version": 0})
    assert (answer.status_code, Target.objects.filter(territory__code="QC", indicator=indicator("2")).count()) == (
        422,
        0,
    )
    answer = as_user(cast.national).post(address, {"value": "240 000", "reason": "Cadre.", "expected_version": 0})
    assert (answer.status_code, Target.objects.get(territory__code="QC", indicator=indicator("2")).scaled) == (
        302,
        240000,
    )


def test_a_recommended_key_is_the_first_that_a_region_is_offered(cast, as_user, plan, indicator):
    address = reverse("allocation", args=["bas-saint-laurent", 2007, "16"])
    first = as_user(cast.director).get(address).context["form"].fields["key"].choices[0][0]
    assert first != "equal"
    recommend_key(
        cycle=plan.year.cycle, indicator=indicator("16"), key="equal", note="Parts égales cette année.",
        expected_version=0, by=cast.national,
    )  # fmt: skip
    key = as_user(cast.director).get(address).context["form"].fields["key"]
    assert key.choices[0] == ("equal", "Parts égales (recommandée)")
    assert "Parts égales cette année." in key.help_text
    assert recommended(indicator("16"), plan.year).key == "equal"


def test_a_key_that_somebody_else_changed_is_a_conflict(cast, plan, indicator):
    about = {"cycle": plan.year.cycle, "indicator": indicator("16"), "by": cast.national}
    recommend_key(key="equal", expected_version=0, **about)
    with pytest.raises(Conflict):
        recommend_key(key="mean", expected_version=0, **about)
    assert recommend_key(key="", expected_version=1, **about) is None
    assert recommended(indicator("16"), plan.year) is None


def test_a_key_that_does_not_exist_is_refused(cast, plan, indicator):
    with pytest.raises(Refused, match="Choisissez une clé"):
        recommend_key(
            cycle=plan.year.cycle, indicator=indicator("16"), key="magie", expected_version=0, by=cast.national
        )


# --- Next year's frame, and the national plan -------------------------------------------------------------------------


def test_next_years_frame_continues_this_one(cast, plan, indicator):
    recommend_key(cycle=plan.year.cycle, indicator=indicator("16"), key="equal", expected_version=0, by=cast.national)
    open_frame(year=open_year(2008), by=cast.national)
    old, new = read_frame(2007), read_frame(2008)
    assert [(one.number, one.title) for one in new.entries] == [(one.number, one.title) for one in old.entries]
    assert [one.carried_from_id for one in new.entries] == [one.pk for one in old.entries]
    assert recommended(indicator("16"), open_year(2008)).key == "equal"
    steps = list(new.orientations[0].entry.cycle.steps.all())
    assert [(step.number, step.due_on.year - step.number // 4) for step in steps][:3] == [
        (1, 2007),
        (2, 2007),
        (3, 2007),
    ]
    assert {step.completed_on for step in steps} == {None}
    with pytest.raises(Refused, match="existe déjà"):
        open_frame(year=open_year(2008), by=cast.national)


def test_the_national_plan_shows_the_frame_and_follows_it(cast, as_user, region):
    nation = region.parent
    made = begin_plan(territory=nation, year=open_year(2007), by=cast.national)
    rename(cast, field(3))
    page = as_user(cast.national).get(made.get_absolute_url()).content.decode()
    assert (page.count(NEW), differing(made)) == (1, [])
    assert (OrientationContext.objects.filter(plan=made).count(), PlanField.objects.filter(plan=made).count()) == (3, 7)


def test_the_national_plan_is_everybodys_once_published(cast, as_user, region):
    made = begin_plan(territory=region.parent, year=open_year(2007), by=cast.national)
    roles = (cast.director, cast.partner, cast.cle_manager)
    assert [as_user(who).get(made.get_absolute_url()).status_code for who in roles] == [404, 404, 404]
    standing(made, "published")
    assert [as_user(who).get(made.get_absolute_url()).status_code for who in roles] == [200, 200, 200]


def test_a_national_user_does_not_write_the_plan_of_a_region(cast, plan):
    strategy = Strategy.objects.filter(plan_field__plan=plan).first()
    with pytest.raises(Refused):
        edit_row(row=strategy, expected_version=strategy.version, values={"title": "Autre"}, by=cast.national)


def test_the_frame_page_costs_the_same_for_one_and_three_more_fields(cast, as_user):
    client, address = as_user(cast.national), reverse("national_frame", args=[2007])
    before = queries_of(client, address)
    for rank in range(3):
        add_field(orientation=orientation(1), title=f"Champ ajouté {rank}", by=cast.national)
    assert queries_of(client, address) == before


def test_readiness_costs_the_same_with_more_differences(cast, plan):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            readiness(Plan.objects.select_related("territory", "year").get(pk=plan.pk))
        return len(captured)

    before = cost()
    rename(cast, field(3))
    add_orientation(cycle=plan.year.cycle, title="Une orientation nouvelle", by=cast.national)
    assert (cost(), before <= 15) == (before, True)


def test_indicators_of_the_frame_are_those_that_are_targeted(cast, as_user):
    rows = as_user(cast.national).get(reverse("national_frame", args=[2007])).context["page"].targets
    assert [row.indicator for row in rows] == list(Indicator.objects.targeted_in(2007))
