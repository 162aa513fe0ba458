"""The checks before submission: each finding told in a sentence that leads somewhere, by how severe it is."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Cumulative, Indicator, Target
from indicators.services import open_year, set_target
from plans import models as m
from plans.checks.gaps import Severity
from plans.models import Plan
from plans.reads import blocking, groups, readiness
from plans.services import edit_row
from plans.services_begin import begin_plan
from plans.services_structure import add_child, archive_row
from tests.plans.test_page_queries import queries_of

NBSP = "\u00a0"


def sentences(plan) -> list[str]:
    return [gap.sentence for gap in readiness(plan)]


def write(row, by, **values):
    return edit_row(row=type(row).objects.get(pk=row.pk), expected_version=row.version, values=values, by=by)


@pytest.fixture
def empty(cast, region):
    """A plan that somebody has just begun, for a year without frame nor targets."""
    return begin_plan(territory=region, year=open_year(2010), by=cast.director)


# --- The plan of 2007 -------------------------------------------------------------------------------------------------


def test_the_printed_plan_of_2007_could_be_submitted(plan):
    assert blocking(plan) == []


def test_what_is_looked_at_in_the_printed_plan_of_2007(plan):
    told = sentences(plan)
    expected = [
        "50 pistes d’action sans responsable.",
        f"Les montants des CLE totalisent 22{NBSP}999{NBSP}k$ et l’enveloppe est de 23{NBSP}000{NBSP}k$.",
        f"Les parts des CLE totalisent 99,99{NBSP}% au lieu de 100{NBSP}%.",
        f"1 indicateur ciblé sans cible chiffrée{NBSP}: «{NBSP}Aide et accompagnement social{NBSP}».",
    ]
    assert [sentence for sentence in told if sentence in expected] == expected


def test_every_finding_leads_to_a_page_that_answers(cast, as_user, plan):
    client = as_user(cast.director)
    addresses = {gap.url.partition("#")[0] for gap in readiness(plan)}
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_every_anchor_stands_on_the_plan_page(cast, as_user, plan):
    page = as_user(cast.director).get(plan.get_absolute_url()).content.decode()
    anchors = {gap.url.partition("#")[2] for gap in readiness(plan) if gap.url.startswith(plan.get_absolute_url())}
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in page] == []


# --- A plan that is begun ---------------------------------------------------------------------------------------------


def test_a_plan_that_is_only_begun_cannot_be_submitted(empty):
    assert [gap.sentence for gap in blocking(empty)] == [
        "Aucun enjeu n’est inscrit.",
        "Aucune stratégie n’est inscrite.",
        "L’enveloppe du budget n’est pas écrite.",
        "Aucune cible n’est fixée.",
    ]


def test_what_blocks_is_told_first(empty):
    severities = [gap.severity for gap in readiness(empty)]
    assert severities == sorted(severities, key=lambda one: one != Severity.MEND)
    assert set(severities) == {Severity.MEND, Severity.CHECK}


def test_a_text_that_is_empty_or_not_begun_is_named(cast, empty):
    assert "Le texte «\u00a01 La mission, les clientèles et les services\u00a0» est vide." in sentences(empty)
    m.Section.objects.filter(plan=empty, key="mission").delete()
    told = "La partie «\u00a01 La mission, les clientèles et les services\u00a0» n’est pas commencée."
    assert told in sentences(empty)


# --- One finding at a time --------------------------------------------------------------------------------------------


def test_a_figure_without_source_is_named(cast, plan):
    figure = plan.key_figures.first()
    write(figure, cast.director, source="")
    assert f"1 chiffre clé sans source{NBSP}: «{NBSP}{figure.label}{NBSP}»." in sentences(plan)


def test_a_strategy_without_action_is_told_by_its_number(cast, plan):
    for action in m.Action.objects.filter(strategy=m.Strategy.objects.filter(plan_field__plan=plan).first()):
        archive_row(row=action, expected_version=action.version, by=cast.director)
    assert f"1 stratégie sans piste d’action{NBSP}: «{NBSP}1.1{NBSP}»." in sentences(plan)


def test_a_lead_takes_an_action_off_the_list(cast, plan):
    action = m.Action.objects.filter(strategy__plan_field__plan=plan).first()
    write(action, cast.director, lead="Direction régionale")
    assert "49 pistes d’action sans responsable." in sentences(plan)


def test_an_issue_of_which_nothing_is_retained_is_told(cast, plan):
    add_child(part="enjeu", parent=plan, by=cast.director, title="Un enjeu nouveau")
    assert f"1 enjeu sans ce que le plan en retient{NBSP}: «{NBSP}Un enjeu nouveau{NBSP}»." in sentences(plan)


@pytest.mark.parametrize(("amount", "blocks"), [(2985, False), (2984, True), (2992, False)])
def test_rounding_is_shown_and_a_sum_off_by_more_is_mended(cast, plan, amount, blocks):
    """Eight parts, each rounded to 1 k$: up to 8 k$ may be missing."""
    share = m.BudgetShare.objects.get(plan=plan, amount=2992)
    write(share, cast.director, amount=Decimal(amount))
    told = [gap for gap in readiness(plan) if gap.sentence.startswith("Les montants des CLE")]
    assert [gap.blocks for gap in told] == [blocks]


@pytest.mark.parametrize(("percent", "blocks"), [("12.97", False), ("12.96", True)])
def test_percentages_off_by_more_than_rounding_are_mended(cast, plan, percent, blocks):
    share = m.BudgetShare.objects.get(plan=plan, amount=2992)
    write(share, cast.director, percent=Decimal(percent))
    told = [gap for gap in readiness(plan) if gap.sentence.startswith("Les parts des CLE")]
    assert [gap.blocks for gap in told] == [blocks]


def test_an_exact_split_says_nothing(cast, plan):
    share = m.BudgetShare.objects.get(plan=plan, amount=2992)
    write(share, cast.director, percent=Decimal("13.02"), amount=Decimal(2993))
    assert [one for one in sentences(plan) if "totalisent" in one] == []


def test_an_office_without_part_is_named(cast, plan):
    share = m.BudgetShare.objects.get(plan=plan, amount=2992)
    write(share, cast.director, amount=None)
    told = sentences(plan)
    assert f"1 CLE sans part ou sans montant au budget{NBSP}: «{NBSP}Rivière-du-Loup{NBSP}»." in told
    assert [one for one in told if "totalisent" in one] == []


def test_a_target_that_is_not_split_is_told(cast, plan, indicator):
    Target.objects.filter(indicator=indicator("2"), year=2007, territory__parent=plan.territory).delete()
    name = indicator("2").short_name
    assert f"La cible «{NBSP}{name}{NBSP}» n’est pas répartie entre les CLE." in sentences(plan)


def test_an_office_without_its_target_is_counted(cast, plan, indicator):
    Target.objects.filter(indicator=indicator("2"), year=2007, territory__code="01-100").delete()
    assert f"«{NBSP}{indicator('2').short_name}{NBSP}»{NBSP}: 1 CLE n’a pas sa cible." in sentences(plan)


def test_a_recurrent_indicator_left_without_target_is_a_warning(cast, plan, indicator):
    about = {"indicator": indicator("2"), "territory": plan.territory, "reason": "Essai.", "by": cast.director}
    set_target(year=open_year(2006), value=Decimal(8000), **about)
    set_target(year=plan.year, value=None, not_applicable=True, **about)
    told = [gap for gap in readiness(plan) if "récurrent" in gap.sentence]
    name = indicator("2").short_name
    assert [(gap.sentence, gap.blocks) for gap in told] == [
        (f"1 indicateur récurrent laissé sans cible (s/o){NBSP}: «{NBSP}{name}{NBSP}».", False)
    ]


def test_a_rate_without_any_denominator_is_told(cast, plan):
    rate = Indicator.objects.targeted_in(2007).filter(kind="rate").first()
    assert [one for one in sentences(plan) if "dénominateur" in one] == []
    Cumulative.objects.filter(indicator=rate, territory=plan.territory).delete()
    told = f"1 taux ciblé sans dénominateur connu{NBSP}: «{NBSP}{rate.short_name}{NBSP}»."
    assert [one for one in sentences(plan) if "dénominateur" in one] == [told]


def test_a_note_that_nothing_calls_is_looked_at_and_a_call_without_note_is_mended(cast, plan):
    mission = plan.sections.get(key="mission")
    write(mission, cast.director, body=f"{mission.body}\n\nVoir[^absente].")
    told = [gap.sentence for gap in blocking(plan)]
    assert told == [
        "1 La mission, les clientèles et les services appelle la note «\u00a0absente\u00a0», qui n’est pas au plan."
    ] or [len(told), "absente" in told[0]] == [1, True]
    marker = "zz"
    add_child(part="note", parent=plan, by=cast.director, marker=marker, text="Une note seule.")
    assert [one for one in sentences(plan) if "qu’aucun texte n’appelle" in one and marker in one] != []


def test_figures_of_last_year_wait_until_somebody_says_they_are_right(cast, plan):
    figure = plan.key_figures.first()
    m.KeyFigure.objects.filter(pk=figure.pk).update(needs_update=True)
    told = f"1 chiffre de l’an dernier est à mettre à jour{NBSP}: «{NBSP}{figure.label}{NBSP}»."
    assert told in sentences(plan)
    write(figure, cast.director, needs_update=False)
    assert told not in sentences(plan)


# --- The page and the start page --------------------------------------------------------------------------------------


def test_the_page_groups_findings_by_part(cast, as_user, plan):
    page = as_user(cast.director).get(reverse("plan_checks", args=["bas-saint-laurent", 2007]))
    shown = [(group.part, len(group.gaps)) for group in page.context["groups"]]
    assert shown == [(group.part, len(group.gaps)) for group in groups(readiness(plan))]
    html = page.content.decode()
    assert html.count('class="check-list__item"') == len(readiness(plan))
    assert ("Rien n’empêche de soumettre le plan" in html, html.count(">Compléter<")) == (True, len(readiness(plan)))


def test_a_reader_looks_and_does_not_mend(cast, as_user, plan):
    html = as_user(cast.member).get(reverse("plan_checks", args=["bas-saint-laurent", 2007])).content.decode()
    assert (html.count(">Compléter<"), html.count(">Voir<")) == (0, len(readiness(plan)))


@pytest.mark.parametrize(("role", "status"), [("partner", 404), ("outsider", 404), ("cle_manager", 200)])
def test_who_may_look(cast, as_user, role, status):
    address = reverse("plan_checks", args=["bas-saint-laurent", 2007])
    assert as_user(getattr(cast, role)).get(address).status_code == status


def test_the_checks_cost_the_same_whatever_the_plan_holds(cast, plan):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            readiness(Plan.objects.select_related("territory", "year").get(pk=plan.pk))
        return len(captured)

    before = cost()
    m.KeyFigure.objects.filter(plan=plan).update(source="", needs_update=True)
    for _ in range(3):
        add_child(part="enjeu", parent=plan, by=cast.director, title="Un enjeu")
        add_child(part="strategie", parent=plan.plan_fields.first(), by=cast.director, title="Une stratégie")
    assert (cost(), before <= 12) == (before, True)


def test_the_page_of_checks_costs_the_same_with_more_findings(cast, as_user, plan):
    client, address = as_user(cast.director), reverse("plan_checks", args=["bas-saint-laurent", 2007])
    before = queries_of(client, address)
    m.KeyFigure.objects.filter(plan=plan).update(source="", needs_update=True)
    assert queries_of(client, address) == before
