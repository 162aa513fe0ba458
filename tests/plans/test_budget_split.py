"""The envelope of a plan among its offices: exact sums from printed parts, preview, history, two people at once."""

from decimal import Decimal

import pytest

from core.errors import Conflict, Refused
from core.formats import NBSP
from plans.models import Budget, BudgetShare, RowChange
from plans.services import edit_row
from plans.services_budget import Basis, apply_budget_split, split_budget
from tests.indicators.page_reader import table
from tests.plans.standing import standing

PLAN = "/bas-saint-laurent/2007-2008/plan/"
SPLIT = f"{PLAN}budget/repartir/"
READERS = ("cle_manager", "member", "secretary", "national", "analyst", "administrator")
PRINTED = {
    "01-140": 2162, "01-130": 2712, "01-120": 2992, "01-110": 1249,
    "01-100": 5219, "01-090": 2558, "01-080": 3211, "01-070": 2896,
}  # fmt: skip


def amounts(plan) -> dict:
    return {share.territory.code: share.amount for share in plan.budget_shares.select_related("territory")}


def sent(client, basis="parts") -> dict:
    context = client.get(f"{SPLIT}?d-apres={basis}").context
    return {"d-apres": basis, "seen": context["seen"]}


def test_the_printed_percentages_give_the_printed_amounts_and_riviere_du_loup_the_thousand_that_lacked(plan):
    split = split_budget(plan, Basis.PERCENT)
    found = {row.share.territory.code: row.amount for row in split.rows}
    assert found == PRINTED | {"01-120": 2993}
    assert (split.amount_sum, [row.share.territory.code for row in split.changed]) == (23000, ["01-120"])


def test_amounts_give_percentages_that_make_one_hundred(plan):
    split = split_budget(plan, Basis.AMOUNT)
    assert split.percent_sum == Decimal("100.00")
    changed = {row.share.territory.code: (row.share.percent, row.percent) for row in split.changed}
    assert changed == {"01-100": (Decimal("22.69"), Decimal("22.70"))}  # the hundredth that the printed parts lacked
    assert [row.amount for row in split.rows] == [row.share.amount for row in split.rows]


def test_nothing_is_written_by_default(plan):
    assert amounts(plan) == PRINTED


def test_applying_writes_only_what_changes_with_its_history(plan, cast):
    before = RowChange.objects.count()
    split = split_budget(plan, Basis.PERCENT)
    assert apply_budget_split(plan=plan, basis=Basis.PERCENT, seen=split.seen, by=cast.director) == 1
    assert amounts(plan) == PRINTED | {"01-120": 2993}
    change = RowChange.objects.order_by("pk").last()
    assert RowChange.objects.count() == before + 1
    assert (change.field, change.old, change.new, change.author) == ("amount", "2992", "2993", cast.director)
    versions = {share.territory.code: share.version for share in plan.budget_shares.select_related("territory")}
    assert [code for code, version in versions.items() if version == 2] == ["01-120"]


def test_another_envelope_is_split_anew(plan, cast):
    budget = plan.budget
    edit_row(row=budget, expected_version=budget.version, values={"envelope": Decimal(24500)}, by=cast.director)
    split = split_budget(plan, Basis.PERCENT)
    apply_budget_split(plan=plan, basis=Basis.PERCENT, seen=split.seen, by=cast.director)
    assert sum(amounts(plan).values()) == 24500


def test_a_split_that_is_already_right_is_told(plan, cast):
    split = split_budget(plan, Basis.PERCENT)
    apply_budget_split(plan=plan, basis=Basis.PERCENT, seen=split.seen, by=cast.director)
    again = split_budget(plan, Basis.PERCENT)
    with pytest.raises(Refused) as refusal:
        apply_budget_split(plan=plan, basis=Basis.PERCENT, seen=again.seen, by=cast.director)
    assert refusal.value.message.replace(NBSP, " ") == ("Rien ne change : la répartition est déjà juste, à 23 000 k$.")


@pytest.mark.parametrize("change", ("share", "envelope"))
def test_a_budget_changed_meanwhile_is_a_conflict_and_nothing_is_written(plan, cast, change):
    split = split_budget(plan, Basis.PERCENT)
    if change == "share":
        share = plan.budget_shares.select_related("plan__territory").first()
        edit_row(row=share, expected_version=1, values={"amount": Decimal(2000)}, by=cast.planner)
    else:
        edit_row(row=plan.budget, expected_version=1, values={"envelope": Decimal(24000)}, by=cast.planner)
    standing = amounts(plan)
    with pytest.raises(Conflict):
        apply_budget_split(plan=plan, basis=Basis.PERCENT, seen=split.seen, by=cast.director)
    assert amounts(plan) == standing


@pytest.mark.parametrize("basis", Basis)
def test_shares_that_weigh_nothing_are_refused(plan, basis):
    BudgetShare.objects.filter(plan=plan).update(percent=None, amount=None)
    with pytest.raises(Refused):
        split_budget(plan, basis)


def test_a_plan_without_envelope_has_nothing_to_split(plan, cast, as_user):
    Budget.objects.filter(plan=plan).update(envelope=None)
    page = as_user(cast.director).get(SPLIT)
    told = "Le plan n’a pas d’enveloppe ou pas de parts : il n’y a rien à répartir."
    assert (page.status_code, page.context["nothing"].replace(NBSP, " ")) == (200, told)


# --- The page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [("director", 200), ("planner", 200), *((one, 403) for one in READERS), ("partner", 404), ("outsider", 404)],
)
def test_only_director_and_planner_open_the_split(cast, as_user, who, status):
    assert as_user(getattr(cast, who)).get(SPLIT).status_code == status


@pytest.mark.parametrize(("who", "status"), [*((one, 403) for one in READERS), ("partner", 404), ("outsider", 404)])
def test_whoever_may_not_open_it_writes_nothing(cast, as_user, plan, who, status):
    data = sent(as_user(cast.director))
    assert as_user(getattr(cast, who)).post(SPLIT, data).status_code == status
    assert amounts(plan) == PRINTED


def test_the_plan_offers_the_split_to_whoever_may_edit_it_only(cast, as_user):
    offered = [as_user(who).get(PLAN).content.decode().count(f'href="{SPLIT}"') for who in (cast.director, cast.member)]
    assert offered == [1, 0]


def test_a_plan_that_is_no_longer_a_draft_is_not_split(cast, as_user, plan):
    data = sent(as_user(cast.director))
    standing(plan, "adopted")
    assert as_user(cast.director).post(SPLIT, data).status_code == 403
    assert amounts(plan) == PRINTED


def test_what_would_change_is_shown_before_and_written_after(cast, as_user, plan):
    client = as_user(cast.planner)
    rows = table(client.get(SPLIT), "repartition")
    assert rows[3] == ["Rivière-du-Loup change", f"13,01{NBSP}%", f"2{NBSP}992", f"2{NBSP}993"]
    assert rows[-1] == ["Somme proposée", f"99,99{NBSP}%", "", f"23{NBSP}000"]
    assert amounts(plan) == PRINTED
    response = client.post(SPLIT, sent(client), follow=True)
    assert response.redirect_chain == [(f"{PLAN}#bloc-budget", 302)]
    assert [str(message) for message in response.context["messages"]] == ["1 part est récrite."]
    assert amounts(plan) == PRINTED | {"01-120": 2993}


@pytest.mark.parametrize("seen", ("", "x", "1:2:3", "0:²", "0:1"))
def test_a_form_without_its_versions_is_a_conflict_and_writes_nothing(cast, as_user, plan, seen):
    response = as_user(cast.director).post(SPLIT, {"d-apres": "parts", "seen": seen})
    assert (response.status_code, amounts(plan)) == (409, PRINTED)


def test_a_second_writer_sees_the_budget_as_it_stands(cast, as_user, plan):
    client = as_user(cast.director)
    data = sent(client)
    edit_row(row=plan.budget, expected_version=1, values={"envelope": Decimal(24000)}, by=cast.planner)
    response = client.post(SPLIT, data)
    assert response.status_code == 409
    assert table(response, "repartition")[-1][-1] == f"24{NBSP}000"
    assert amounts(plan) == PRINTED
