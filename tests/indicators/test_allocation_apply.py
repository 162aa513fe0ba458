"""Splitting a quotient through what it is made of; applying a scenario, for every place or for none."""

from decimal import Decimal

import pytest

from core.errors import Conflict, Refused
from indicators.allocation_services import (
    create_scenario,
    duplicate_scenario,
    follow_target,
    standing_targets,
    versions_of,
)
from indicators.enums import Kind
from indicators.figures import read_figures
from indicators.models import Indicator, Target
from indicators.services import open_year, revise_target
from tests.indicators.allocation_steps import CODES, RIMOUSKI, change, plain, put_in_force, values


@pytest.fixture
def make(cast, region, indicator):
    """make("2", "budget"): a scenario of the region's target of 2007-2008."""

    def create(number="2", key="budget", **options):
        options.setdefault("by", cast.director)
        return create_scenario(indicator=indicator(number), year=open_year(2007), parent=region, key=key, **options)

    return create


# --- Quotients --------------------------------------------------------------------------------------------------------


def components(scenario):
    parts = list(scenario.parts.order_by("territory__code"))
    return [part.expected_n for part in parts], [part.expected_d for part in parts]


def test_a_rate_is_split_through_what_it_is_made_of(make):
    scenario = make("6", "last_year")
    numerators, denominators = components(scenario)
    assert (sum(denominators), sum(numerators), scenario.finer) == (2846, 2135, 0)  # 2 135 ÷ 2 846 = 75,0 %
    assert values(scenario) == [
        (2000 * n + d) // (2 * d) for n, d in zip(numerators, denominators, strict=True)
    ]  # each rounded from its own


def test_a_rate_may_expect_another_denominator(make):
    scenario = make("6", "last_year", denominator=4000)
    numerators, denominators = components(scenario)
    assert (sum(denominators), sum(numerators)) == (4000, 3000)


def test_a_locked_rate_stays_and_the_others_carry_the_rest(make, cast):
    scenario = change(make("6", "last_year"), cast.director, rank_3=(800, True))
    numerators, denominators = components(scenario)
    assert values(scenario)[RIMOUSKI] == 800
    assert (sum(numerators), sum(denominators)) == (2135, 2846)
    assert max(value for rank, value in enumerate(values(scenario)) if rank != RIMOUSKI) < 750


def test_a_small_ratio_expects_fractions_so_that_the_whole_is_the_target(make):
    scenario = make("SS3", "last_year")
    numerators, denominators = components(scenario)
    assert (scenario.finer, sum(numerators), sum(denominators)) == (2, 1594, 8618)  # 15,94 ÷ 8 618 = 1,85 ‰


def test_a_quotient_without_past_asks_for_its_denominator(make, make_indicator, promise, places):
    made = make_indicator(Kind.RATE)
    promise(made, places("01"), 2007, "75.0")
    with pytest.raises(Refused) as refusal:
        make(made.number, "equal")
    assert list(refusal.value.fields) == ["denominator"]
    assert values(make(made.number, "equal", denominator=800)) == [750] * 8


def test_a_part_of_which_no_denominator_is_expected_becomes_s_o(make, make_indicator, promise, places, record, cast):
    made = make_indicator(Kind.RATE)
    record(made, places("01-070"), 2006, [7] * 12, [10] * 12)
    promise(made, places("01"), 2007, "75.0")
    scenario = make(made.number, "last_year")
    assert values(scenario) == [750, *[None] * 7]
    put_in_force(scenario, cast.director)
    targets = Target.objects.filter(indicator=made, territory__parent=places("01")).order_by("territory__code")
    assert [target.scaled for target in targets] == [750, *[None] * 7]
    assert [target.is_not_applicable for target in targets] == [False, *[True] * 7]


# --- Applying ---------------------------------------------------------------------------------------------------------


def test_applying_writes_a_version_for_each_changed_target_with_its_reason(make, cast, region, indicator):
    scenario = make(key="last_year")
    assert put_in_force(scenario, cast.director) == 8
    targets = Target.objects.filter(indicator=indicator("2"), year=2007, territory__parent=region).current()
    found = sorted((target.territory.code, target.scaled, target.version) for target in targets)
    assert found == [(code, value, 2) for code, value in zip(CODES, values(scenario), strict=True)]
    assert {(target.reason, target.effective_month, target.author) for target in targets} == {
        ("Décision du comité de gestion.", 6, cast.director)
    }
    scenario.refresh_from_db()
    assert (scenario.applied_by, scenario.is_applied) == (cast.director, True)


def test_attainment_follows_what_was_applied(make, cast, places, indicator):
    scenario = make(key="equal")
    put_in_force(scenario, cast.director)
    office = places("01-110")
    may, december = (
        read_figures(territories=[office], year=2007, month=month, indicators=[indicator("2")])[0] for month in (2, 9)
    )
    assert (may.target, december.target) == (440, 1012)


def test_a_target_that_stays_the_same_gets_no_version(make, cast, region, indicator):
    scenario = change(make(), cast.director, rank_0=(1010, True), rank_1=(1141, True))
    assert put_in_force(scenario, cast.director) == 2
    versions = Target.objects.filter(indicator=indicator("2"), territory__parent=region).count()
    assert versions == 10


def test_a_scenario_that_changes_nothing_is_not_applied(make, cast):
    with pytest.raises(Refused) as refusal:
        put_in_force(make(), cast.director)
    assert plain(refusal.value.message) == (
        "Rien ne change : les cibles d’aujourd’hui sont déjà celles de ce scénario."
    )


def revise(territory, value, by, number="2", version=1):
    return revise_target(
        indicator=Indicator.objects.get(number=number), year=open_year(2007), territory=territory,
        value=Decimal(value), reason="Budget additionnel.", effective_month=6, expected_version=version, by=by,
    )  # fmt: skip


def test_a_scenario_whose_target_changed_meanwhile_is_refused_whole(make, cast, region):
    scenario = make(key="last_year")
    seen = versions_of(standing_targets(scenario))
    revise(region, 8250, cast.planner)
    for versions in (seen, versions_of(standing_targets(scenario))):
        with pytest.raises(Conflict) as conflict:
            put_in_force(scenario, cast.director, seen=versions)
        assert conflict.value.current.scaled == 8250
    assert Target.objects.filter(indicator=scenario.indicator, territory__parent=region).count() == 8


def test_an_office_revised_meanwhile_keeps_its_target_and_no_other_is_written(make, cast, region, places):
    scenario = make(key="last_year")
    seen = versions_of(standing_targets(scenario))
    revise(places("01-110"), 500, cast.planner)
    with pytest.raises(Conflict) as conflict:
        put_in_force(scenario, cast.director, seen=seen)
    assert (conflict.value.current.territory, conflict.value.current.scaled) == (places("01-110"), 500)
    assert Target.objects.filter(indicator=scenario.indicator, territory__parent=region).count() == 9


def test_a_scenario_follows_the_target_that_moved_and_keeps_its_locks(make, cast, region):
    scenario = change(make(), cast.director, spread=True, rank_3=(1900, True))
    revise(region, 8250, cast.planner)
    followed = follow_target(scenario=scenario, expected_version=scenario.version, by=cast.director)
    assert (followed.total, followed.target_version, sum(values(followed))) == (8250, 2, 8250)
    assert values(followed)[RIMOUSKI] == 1900
    assert put_in_force(followed, cast.director) == 8


@pytest.mark.parametrize("reason", ("", "   "))
def test_without_a_reason_nothing_is_applied(make, cast, region, reason):
    scenario = make(key="equal")
    with pytest.raises(Refused):
        put_in_force(scenario, cast.director, reason=reason)
    assert Target.objects.filter(indicator=scenario.indicator, territory__parent=region).count() == 8
    scenario.refresh_from_db()
    assert not scenario.is_applied


def test_an_applied_scenario_no_longer_changes_but_its_copy_does(make, cast):
    scenario = make(key="equal")
    put_in_force(scenario, cast.director)
    scenario.refresh_from_db()
    told = "Ce scénario a été appliqué et ne change plus : dupliquez-le pour le varier."
    for act in (lambda: change(scenario, cast.director, spread=True), lambda: put_in_force(scenario, cast.director)):
        with pytest.raises(Refused) as refusal:
            act()
        assert plain(refusal.value.message) == told
    copy = duplicate_scenario(scenario=scenario, by=cast.director)
    assert values(change(copy, cast.director, key="budget"))[RIMOUSKI] == 1838
