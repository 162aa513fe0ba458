"""A plan in the API: the whole dossier."""

import pytest

from core.prose import told_markup
from indicators.figures import latest_month
from plans.dossier import plan_dossier
from plans.enums import PlanState
from tests.plans.standing import standing


@pytest.fixture
def told(read, cast, plan):
    """The demonstration plan as the director reads it."""
    return read(cast.director, f"plans/{plan.pk}/").json()


def test_the_list_names_the_plan(rows, cast, plan):
    (row,) = rows(cast.director, "plans/?territory=01&fiscal_year=2007-2008&state=draft")
    assert {key: value for key, value in row.items() if not key.endswith("_at")} == {
        "id": plan.pk,
        "kind": "par",
        "title": "Plan d’action régional 2007-2008",
        "territory": {"code": "01", "name": "Bas-Saint-Laurent"},
        "fiscal_year": "2007-2008",
        "state": "draft",
        "state_label": "Brouillon",
        "edition": 1,
        "is_demonstration": True,
    }
    assert rows(cast.director, "plans/?state=published") == []


def test_every_part_is_there(told):
    strategies = [
        strategy
        for orientation in told["orientations"]
        for field in orientation["fields_of_intervention"]
        for strategy in field["strategies"]
    ]
    assert {part: len(told[part]) for part in ("orientations", "issues", "sector_issues", "sector_committees")} == {
        "orientations": 3,
        "issues": 5,
        "sector_issues": 11,
        "sector_committees": 4,
    }
    assert [field["number"] for part in told["orientations"] for field in part["fields_of_intervention"]] == [
        1, 2, 3, 4, 5, 6, 7,
    ]  # fmt: skip
    assert (len(strategies), sum(len(strategy["actions"]) for strategy in strategies)) == (14, 50)
    assert (strategies[0]["number"], strategies[-1]["number"]) == ("1.1", "7.2")
    assert len(told["targets"]) == 13
    assert len(told["mrc_figures"]) == 8


def test_texts_are_those_of_the_rows(told, plan):
    dossier = plan_dossier(plan)
    assert [section["body"] for section in told["sections"]] == [
        told_markup(row.body) for row in dossier.sections.values()
    ]
    assert [row["text"] for row in told["footnotes"]] == [row.text for row in dossier.footnotes]
    assert [row["retained"] for row in told["issues"]] == [row.retained for row in dossier.issues]
    assert [row["title"] for row in told["objectives"]] == [row.title for row in dossier.objectives]
    assert [row["text"] for row in told["conformity"]] == [row.text for row in dossier.conformity]
    assert [row["name"] for row in told["signatories"]] == [row.name for row in dossier.signatories]


def test_the_budget_keeps_what_is_printed_and_says_the_difference(told, plan):
    budget = told["budget"]
    assert {key: budget[key] for key in ("envelope", "printed_percent", "amount_sum", "percent_sum")} == {
        "envelope": "23000",
        "printed_percent": "100.00",
        "amount_sum": "22999",
        "percent_sum": "99.99",
    }
    assert budget["notice"] == plan_dossier(plan).budget.notice != ""
    kamouraska = {"code": "01-140", "name": "Kamouraska"}
    assert {"territory": kamouraska, "percent": "9.40", "amount": "2162"} in budget["shares"]


def test_the_staff_table_tells_its_totals(told, plan):
    staff = plan_dossier(plan).staff
    cells = {(cell["category"], cell["unit"], cell["fiscal_year"]): cell["value"] for cell in told["staff"]}
    assert cells == {
        (category, *column): f"{value:f}"
        for category, values in staff.rows
        for column, value in zip(staff.columns, values, strict=True)
    }
    assert len(cells) == 18


def test_key_figures_have_the_decimals_of_the_plan(told):
    values = {(row["label"], row["unit"]): row["region_value"] for row in told["key_figures"]}
    assert (values["Population", "personnes"], values["Taux de chômage", "%"]) == ("200630", "9.0")


def test_targets_carry_the_figures_of_the_attainment_list(told, rows, cast, plan):
    month = told["month"]
    assert latest_month(plan.territory, 2007) == 12
    attainment = {
        row["indicator"]["code"]: row
        for row in rows(cast.director, f"attainment/?territory=01&month={month}&targeted=true&projection=true")
    }
    figures = [*told["targets"], *told["solidarity_targets"]]
    assert {row["indicator"]["code"]: row["attainment"] for row in figures} == attainment


def test_solidarity_targets_stand_beside_national_ones(told, plan):
    dossier = plan_dossier(plan)
    expected = [(row.figure.indicator.code, row.national) for _, rows in dossier.solidarity_targets for row in rows]
    assert [(row["indicator"]["code"], row["national_target"]) for row in told["solidarity_targets"]] == [
        (code, None if value is None else f"{value:f}") for code, value in expected
    ]


def test_external_parts_are_told(told):
    assert {part["indicator"]["number"]: part["value"] for part in told["external"]} == {"2": "1620", "5": "922"}


def test_the_month_asked_for_is_the_month_of_the_figures(read, cast, plan):
    told = read(cast.director, f"plans/{plan.pk}/?month=2007-09").json()
    assert told["month"] == "2007-09"
    assert {row["attainment"]["month"] for row in told["targets"]} == {"2007-09"}


def test_a_month_outside_the_year_is_refused(read, cast, plan):
    response = read(cast.director, f"plans/{plan.pk}/?month=2008-04")
    assert response.status_code == 400
    assert response.json() == {"month": ["Le mois 2008-04 n’est pas dans l’exercice 2007-2008."]}


def test_the_offices_of_an_action_are_told(read, cast, plan):
    action = plan.plan_fields.first().strategies.first().actions.first()
    action.cles.set(plan.territory.children.filter(code="01-100"))
    told = read(cast.director, f"plans/{plan.pk}/").json()
    first = told["orientations"][0]["fields_of_intervention"][0]["strategies"][0]["actions"][0]
    assert first["cles"] == [{"code": "01-100", "name": "Rimouski-Neigette"}]


def test_a_partner_reads_a_published_plan_without_results(read, cast, plan):
    assert read(cast.partner, f"plans/{plan.pk}/").status_code == 404
    standing(plan, PlanState.PUBLISHED)
    told = read(cast.partner, f"plans/{plan.pk}/").json()
    assert told["targets"][0]["target"] == "8100"
    assert {row["attainment"] for row in [*told["targets"], *told["solidarity_targets"]]} == {None}
