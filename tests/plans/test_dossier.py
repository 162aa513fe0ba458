"""The dossier and its outline: what page, PDF and API all read."""

from decimal import Decimal

from plans.dossier import plan_dossier
from plans.models import BudgetShare, Section
from plans.outline import plan_outline


def test_the_frame_holds_3_orientations_7_fields_14_strategies_and_50_actions(plan):
    dossier = plan_dossier(plan)
    counts = (len(dossier.orientations), len(dossier.fields), dossier.strategy_count, dossier.action_count)
    assert counts == (3, 7, 14, 50)


def test_sums_of_the_budget_are_recomputed_and_never_corrected(plan):
    budget = plan_dossier(plan).budget
    assert (budget.percent_sum, budget.amount_sum) == (Decimal("99.99"), Decimal(22999))
    assert (budget.budget.printed_percent, budget.budget.envelope) == (Decimal(100), Decimal(23000))
    assert budget.notice != ""


def test_the_notice_goes_when_the_parts_add_up(plan):
    BudgetShare.objects.filter(plan=plan, amount=2992).update(amount=Decimal(2993), percent=Decimal("13.02"))
    assert plan_dossier(plan).budget.notice == ""


def test_targets_beside_the_national_ones(plan):
    targets = {
        target.figure.indicator.key: (target.national_text, target.figure.target_text, target.share_of_national_text)
        for _, targets in plan_dossier(plan).solidarity_targets
        for target in targets
    }
    nbsp = "\u00a0"
    assert targets["SSC"] == (f"56{nbsp}000", f"1{nbsp}366", f"2,44{nbsp}%")
    assert targets["SS4"] == (f"21{nbsp}%", f"21{nbsp}%", "")


def test_external_resources_hold_their_part_of_two_targets(plan):
    assert [(part.figure.indicator.number, part.value) for part in plan_dossier(plan).external] == [
        ("2", Decimal(1620)),
        ("5", Decimal(922)),
    ]


def test_the_outline_takes_the_title_written_in_the_plan(plan):
    Section.objects.filter(plan=plan, key="mission").update(title="Notre mission")
    outline = plan_outline(plan_dossier(plan))
    assert outline.by_key["mission"].label == "1 Notre mission"


def test_the_outline_of_each_volet_has_its_own_numbers(plan):
    employment, solidarity = plan_outline(plan_dossier(plan)).volets
    assert [part.number for part in solidarity.parts] == ["", "1", "2", "3", ""]
    assert [child.number for child in employment.parts[2].children] == ["2.1", "2.2", "2.3", "2.4"]
    assert [child.number for child in employment.parts[6].children] == [f"Champ {rank}" for rank in range(1, 8)]
