"""Scenarios: how each key weighs, how they are made and varied, what locks do, what is refused."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Membership
from core.errors import Conflict, Refused
from core.formats import NBSP
from indicators import allocation_keys
from indicators.allocation_services import (
    create_scenario,
    duplicate_scenario,
    places_to_serve,
)
from indicators.allocation_split import SumMismatch
from indicators.enums import Kind
from indicators.models import AllocationScenario
from indicators.pages.allocation import compare
from indicators.services import open_year, revise_target
from plans.models import BudgetShare
from regions.models import Territory
from tests.indicators.allocation_steps import RIMOUSKI, change, plain, values


@pytest.fixture
def make(cast, region, indicator):
    """make("2", "budget"): a scenario of the region's target of 2007-2008."""

    def create(number="2", key="budget", **options):
        options.setdefault("by", cast.director)
        return create_scenario(indicator=indicator(number), year=open_year(2007), parent=region, key=key, **options)

    return create


# --- Keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("last_year", [1035, 1111, 879, 1927, 412, 1021, 926, 789]),
        ("budget", [1020, 1131, 901, 1838, 440, 1054, 955, 761]),
        ("equal", [1013, 1013, 1013, 1013, 1012, 1012, 1012, 1012]),
        ("hand", [1020, 1131, 901, 1838, 440, 1054, 955, 761]),
    ],
)
def test_each_key_splits_the_target_of_the_region_exactly(make, key, expected):
    scenario = make(key=key)
    assert (values(scenario), sum(expected), scenario.total) == (expected, 8100, 8100)


def test_the_mean_weighs_the_complete_years_and_leaves_out_the_others(make, make_indicator, record, promise, places):
    made = make_indicator(Kind.COUNT)
    first, second = places("01-070"), places("01-080")
    for year, months in ((2004, (90, 10)), (2005, (30, 10)), (2006, (30, 30))):
        for office, value in zip((first, second), months, strict=True):
            record(made, office, year, [value] * 12)
    promise(made, places("01"), 2007, "100")
    assert values(make(made.number, "mean"))[:2] == [75, 25]
    assert values(make(made.number, "last_year"))[:2] == [50, 50]


def test_a_year_that_is_not_over_is_no_history(make, make_indicator, record, promise, places):
    made = make_indicator(Kind.COUNT)
    record(made, places("01-070"), 2006, [10, 10, 10])
    promise(made, places("01"), 2007, "100")
    with pytest.raises(Refused) as refusal:
        make(made.number, "last_year")
    assert plain(refusal.value.message) == (
        f"Aucun exercice complet n’est connu pour « {made.short_name} » : choisissez une autre clé."
    )
    assert list(refusal.value.fields) == ["key"]


def test_clientele_is_the_share_of_another_indicator_and_for_a_quotient_of_its_denominator(make, indicator):
    by_participants = make("16", "clientele", source=indicator("2"))
    assert [part.weight for part in by_participants.parts.all()][:3] == [1045, 1122, 888]
    by_households = make("2", "clientele", source=indicator("SS3"))
    assert sum(part.weight for part in by_households.parts.all()) == 8618
    assert by_households.key_told == f"Dénominateur de «{NBSP}{indicator('SS3').short_name}{NBSP}», 2006-2007"


def test_clientele_without_its_indicator_is_refused(make):
    with pytest.raises(Refused) as refusal:
        make("2", "clientele")
    assert refusal.value.fields == {"source": "Choisissez l’indicateur qui compte la clientèle."}


def test_the_budget_key_is_the_plan_s_printed_percentages(make, plan):
    weights = {part.territory.code: part.weight for part in make().parts.select_related("territory")}
    shares = plan.budget_shares.select_related("territory")
    assert weights == {share.territory.code: int(share.percent * 100) for share in shares}


def test_the_budget_key_is_refused_where_no_budget_is_shared(make):
    BudgetShare.objects.all().delete()
    with pytest.raises(Refused) as refusal:
        make()
    assert plain(refusal.value.message) == (
        "Le budget de 2007-2008 n’est pas encore réparti dans le plan : choisissez une autre clé."
    )


def test_a_key_that_weighs_nobody_is_refused_and_never_taken_for_equal_parts(make, plan):
    BudgetShare.objects.filter(plan=plan).update(percent=Decimal(0))
    with pytest.raises(Refused):
        make()
    assert not AllocationScenario.objects.exists()


def test_every_app_may_bring_a_key(make, monkeypatch):
    monkeypatch.setattr(allocation_keys, "_KEYS", dict(allocation_keys._KEYS))
    allocation_keys.register(
        allocation_keys.Key(
            "first", "Tout au premier", 90, lambda asked: allocation_keys.Weights({asked.children[0].pk: 1}, "")
        )
    )
    assert values(make(key="first")) == [8100, 0, 0, 0, 0, 0, 0, 0]


def test_the_keys_are_offered_in_their_order():
    assert [key.code for key in allocation_keys.all_keys()] == [
        "last_year", "mean", "budget", "clientele", "equal", "hand",
    ]  # fmt: skip


# --- Making -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ("cle_manager", "member", "national", "administrator", "outsider", "partner"))
def test_whoever_does_not_set_targets_makes_no_scenario(make, cast, who):
    with pytest.raises(Refused):
        make(by=getattr(cast, who))
    assert not AllocationScenario.objects.exists()


def test_names_are_made_when_none_is_given_and_refused_when_taken(make):
    assert [make().name, make().name, make(name="Comité").name] == ["Part du budget", "Part du budget 2", "Comité"]
    with pytest.raises(Refused) as refusal:
        make(name="Comité")
    assert list(refusal.value.fields) == ["name"]


def test_an_indicator_without_target_or_with_s_o_has_nothing_to_split(make, cast, region, indicator):
    with pytest.raises(Refused) as refusal:
        make("4")
    revise_target(
        indicator=indicator("2"), year=open_year(2007), territory=region, value=None, not_applicable=True,
        reason="Essai.", effective_month=6, expected_version=1, by=cast.director,
    )  # fmt: skip
    with pytest.raises(Refused) as second:
        make("2")
    told = "Aucune cible n’est fixée ici : il n’y a rien à répartir."
    assert (plain(refusal.value.message), plain(second.value.message)) == (told, told)


def test_an_office_has_nobody_to_split_its_target_among(cast, indicator, places):
    with pytest.raises(Refused):
        create_scenario(
            indicator=indicator("2"), year=open_year(2007), parent=places("01-100"), key="equal", by=cast.director
        )


def test_a_national_target_is_split_among_the_seventeen_regions(cast, indicator, places):
    quebec = places("QC")
    Membership.objects.create(user=cast.outsider, role=Role.DIRECTOR, territory=quebec, start="2005-04-01")
    scenario = create_scenario(
        indicator=indicator("SSC"), year=open_year(2007), parent=quebec, key="equal", by=cast.outsider
    )
    parts = scenario.parts.select_related("territory")
    assert {part.territory for part in parts} == set(Territory.objects.regions())
    assert (sum(part.scaled for part in parts), len(parts)) == (56000, 17)


def test_an_amount_is_split_at_its_three_decimals(make):
    assert (sum(values(make("12", "equal"))), values(make("12", "equal"))[0]) == (3679, 460)


def test_a_copy_has_the_same_parts_and_another_name(make, cast):
    scenario = change(make(), cast.director, spread=True, rank_3=(1900, True))
    copy = duplicate_scenario(scenario=scenario, by=cast.planner)
    assert (copy.name, copy.author, copy.key) == ("Part du budget, copie", cast.planner, "budget")
    kept = [list(one.parts.values_list("territory", "weight", "locked", "scaled")) for one in (scenario, copy)]
    assert kept[0] == kept[1]


# --- Changing ---------------------------------------------------------------------------------------------------------


def test_a_locked_part_stays_and_the_rest_is_spread_by_the_key(make, cast):
    scenario = change(make(), cast.director, spread=True, rank_3=(1900, True))
    assert (values(scenario)[RIMOUSKI], sum(values(scenario))) == (1900, 8100)
    assert [part.locked for part in scenario.parts.order_by("territory__code")] == [False] * 3 + [True] + [False] * 4
    again = change(scenario, cast.director, spread=True, key="equal")
    assert (values(again)[RIMOUSKI], values(again)[0]) == (1900, 886)


def test_a_part_that_was_changed_is_held_without_ticking_its_lock(make, cast):
    scenario = change(make(), cast.director, spread=True, rank_0=(900, False))
    assert (values(scenario)[0], sum(values(scenario))) == (900, 8100)
    assert scenario.parts.get(territory__code="01-070").locked


def test_an_unlocked_part_goes_back_to_the_key(make, cast):
    scenario = make()
    before = values(scenario)
    scenario = change(scenario, cast.director, spread=True, rank_3=(1900, True))
    assert values(change(scenario, cast.director, spread=True, rank_3=(1900, False))) == before


@pytest.mark.parametrize(
    ("typed", "told", "missing"),
    [
        (1010, "La somme des parts fait 8 090. Il manque 10 : répartir le reste ?", 10),
        (1030, "La somme des parts fait 8 110. Il y a 10 de trop : répartir l’écart ?", -10),
    ],
)
def test_parts_that_do_not_make_the_whole_are_refused_and_what_lacks_is_told(make, cast, typed, told, missing):
    scenario = make()
    with pytest.raises(SumMismatch) as refusal:
        change(scenario, cast.director, rank_0=(typed, False))
    assert (plain(refusal.value.message), refusal.value.missing) == (told, missing)
    assert values(scenario)[0] == 1020


def test_parts_typed_by_hand_that_make_the_whole_are_kept_as_typed(make, cast):
    scenario = change(make(key="hand"), cast.director, rank_0=(1010, False), rank_1=(1141, False))
    assert values(scenario)[:3] == [1010, 1141, 901]


def test_what_lacks_by_hand_goes_to_the_parts_in_proportion(make, cast):
    scenario = change(make(key="hand"), cast.director, spread=True, rank_0=(1010, False))
    assert (sum(values(scenario)), values(scenario)[0]) == (8100, 1011)


def test_locks_that_exceed_the_target_are_refused_and_nothing_changes(make, cast):
    scenario = make()
    with pytest.raises(Refused) as refusal:
        change(scenario, cast.director, spread=True, rank_3=(9000, True))
    assert plain(refusal.value.message) == (
        "Les parts verrouillées font 9 000, plus que 8 100 à répartir : réduisez-en une."
    )
    assert sum(values(scenario)) == 8100


def test_two_writers_on_one_scenario_the_second_is_told(make, cast):
    scenario = make()
    change(scenario, cast.planner, spread=True, rank_3=(1900, True))
    with pytest.raises(Conflict) as conflict:
        change(scenario, cast.director, spread=True, rank_3=(2000, True))
    assert conflict.value.current.version == 2
    assert values(scenario)[RIMOUSKI] == 1900


def test_comparing_costs_three_queries_whatever_the_scenarios(make, cast, region, indicator):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            compare(indicator("2"), open_year(2007), region, children)
        return len(captured) - 2  # the indicator and the year

    children = places_to_serve(region, open_year(2007))
    make()
    one = cost()
    make(key="equal")
    make(key="hand")
    assert (one, cost()) == (3, 3)
