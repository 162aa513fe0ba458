"""Figures that a text names: told from the plan wherever it is read, searched, carried over, and said when lost."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.freezing import freeze, thaw
from core.prose import plain, render_prose
from plans.contradictions import contradictions, lost_references
from plans.dossier import plan_dossier
from plans.models import BudgetShare, Footnote, Issue, KeyFigure, Section
from plans.reads import readiness
from plans.references import plan_figures, remap
from plans.texts import texts

NBSP = "\u00a0"


def write(plan, text: str) -> Issue:
    """Put a text in the first issue of the plan."""
    issue = Issue.objects.filter(plan=plan).first()
    Issue.objects.filter(pk=issue.pk).update(description=text)
    return issue


def told(plan, text: str) -> str:
    """What a text says in the plan."""
    issue = write(plan, text)
    return plain(next(one for one in plan_dossier(plan).issues if one.pk == issue.pk).description)


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("cible:2", f"8{NBSP}100"),
        ("cible:6", f"75,0{NBSP}%"),
        ("cible:12", f"3,679{NBSP}M$"),
        ("cible:2.initiale", f"8{NBSP}100"),
        ("externe:2", f"1{NBSP}620"),
        ("budget:enveloppe", f"23{NBSP}000{NBSP}k$"),
        ("budget:enveloppe.millions", f"23{NBSP}M$"),
        ("effectif:total-nouvelle-agence.2006-2007", "170,8"),
        ("nombre:strategies", "14"),
        ("nombre:actions", "50"),
        ("nombre:champs", "7"),
    ],
)
def test_a_reference_says_what_the_table_prints(plan, code, printed):
    assert told(plan, f"Soit {{{{{code}}}}}.") == f"Soit {printed}."


def test_key_figures_and_shares_are_named_by_their_row(plan):
    rate = KeyFigure.objects.get(plan=plan, label="Taux de chômage")
    share = BudgetShare.objects.get(plan=plan, territory__name__contains="Rimouski")
    text = f"{{{{chiffre-cle:{rate.pk}.region}}}} {{{{chiffre-cle:{rate.pk}.quebec}}}} "
    text += f"{{{{part-budget:{share.pk}.pourcentage}}}} {{{{part-budget:{share.pk}.montant}}}}"
    assert told(plan, text) == f"9,0{NBSP}% 8,0{NBSP}% 22,69{NBSP}% 5{NBSP}219{NBSP}k$"


def test_a_figure_that_changes_changes_in_the_text(plan):
    rate = KeyFigure.objects.get(plan=plan, label="Taux de chômage")
    text = f"Le taux est de {{{{chiffre-cle:{rate.pk}.region}}}}."
    assert told(plan, text) == f"Le taux est de 9,0{NBSP}%."
    KeyFigure.objects.filter(pk=rate.pk).update(region_value=Decimal("8.700"))
    assert told(plan, text) == f"Le taux est de 8,7{NBSP}%."


def test_an_archived_record_is_a_lost_reference_said_in_the_text_and_to_who_prepares_the_plan(plan):
    rate = KeyFigure.objects.get(plan=plan, label="Taux de chômage")
    issue = write(plan, f"Le taux est de {{{{chiffre-cle:{rate.pk}.region}}}}.")
    KeyFigure.objects.filter(pk=rate.pk).update(archived_at=timezone.now())
    dossier = plan_dossier(plan)
    code = f"chiffre-cle:{rate.pk}.region"
    row = next(one for one in dossier.issues if one.pk == issue.pk)
    assert plain(row.description) == f"Le taux est de [référence perdue{NBSP}: {code}]."
    assert [(one.sentence, one.url) for one in lost_references(dossier)] == [
        (
            f"« {issue.title} » cite un chiffre qui n’est pas au plan{NBSP}: {code}.",
            f"{plan.get_absolute_url()}#enjeu-{issue.pk}",
        )
    ]


def test_figures_of_another_plan_are_lost(plan):
    assert told(plan, "{{chiffre-cle:999999.region}}") == f"[référence perdue{NBSP}: chiffre-cle:999999.region]"


def test_references_cost_no_query(plan):
    write(plan, "Rien.")
    with CaptureQueriesContext(connection) as without:
        plan_dossier(plan)
    write(plan, "{{cible:2}} {{cible:5}} {{budget:enveloppe}} {{nombre:actions}} " * 20)
    with CaptureQueriesContext(connection) as with_references:
        dossier = plan_dossier(plan)
        [render_prose(place.text) for place in texts(dossier)]
    assert len(with_references) == len(without)


def test_a_frozen_plan_keeps_the_figures_of_its_day(plan):
    rate = KeyFigure.objects.get(plan=plan, label="Taux de chômage")
    issue = write(plan, f"{{{{chiffre-cle:{rate.pk}.region}}}}")
    frozen = freeze(plan_dossier(plan))
    KeyFigure.objects.filter(pk=rate.pk).update(region_value=Decimal("8.700"))
    thawed = thaw(frozen)
    assert plain(next(one for one in thawed.issues if one.pk == issue.pk).description) == f"9,0{NBSP}%"
    assert [note.number for note in thawed.notes] == [1, 2, 3, 4, 5]


def test_a_text_is_carried_over_with_the_rows_of_the_other_plan():
    text = "a {{chiffre-cle:12.region}} {{cible:2}} [^3] \\{{chiffre-cle:12.region}} {{chiffre-cle:13}}"
    assert remap(text, {"chiffre-cle:12": "chiffre-cle:45", "note:3": "note:7"}) == (
        "a {{chiffre-cle:45.region}} {{cible:2}} [^7] \\{{chiffre-cle:12.region}} {{chiffre-cle:13}}"
    )


def test_texts_are_walked_in_reading_order_and_each_once(plan):
    places = list(texts(plan_dossier(plan)))
    assert len({(type(one.row), one.row.pk, one.field) for one in places}) == len(places)
    sections = [one.row.key for one in places if isinstance(one.row, Section)]
    assert sections[:4] == ["foreword", "mission", "portrait", "market"]
    assert len(sections) == Section.objects.filter(plan=plan).exclude(body="").count()
    assert isinstance(places[-1].row, Footnote)


def test_the_page_marks_a_figure_with_its_source_and_leads_to_its_record(as_user, cast, plan):
    page = as_user(cast.planner).get(plan.get_absolute_url()).content.decode()
    envelope = f'<a class="ref" href="{plan.get_absolute_url()}#budget-{plan.budget.pk}"'
    assert f'{envelope} title="Enveloppe, en M$ – hypothèse du plan">23{NBSP}M$</a>' in page
    assert "référence perdue" not in page
    assert "{{" not in page


# --- What is offered to those who write ---------------------------------------------------------------------------


def test_figures_are_found_by_words_without_accents_and_told_with_code_and_source(as_user, cast, plan):
    url = reverse("plan_figures", args=["bas-saint-laurent", 2007])
    answer = as_user(cast.planner).get(url, {"q": "chomage 9,0 %"}, headers={"Accept": "application/json"})
    rate = KeyFigure.objects.get(plan=plan, label="Taux de chômage")
    found = [(one["code"], one["text"], one["label"]) for one in answer.json()["figures"]]
    assert found == [(f"chiffre-cle:{rate.pk}.region", f"9,0{NBSP}%", "Taux de chômage – Bas-Saint-Laurent")]


def test_the_list_is_a_page_too_and_holds_the_codes_to_copy(as_user, cast, plan):
    page = as_user(cast.member).get(reverse("plan_figures", args=["bas-saint-laurent", 2007])).content.decode()
    assert "<code>{{cible:2}}</code>" in page
    assert "<code>[^1]</code>" in page


def test_figures_of_a_plan_are_for_those_who_may_read_it(as_user, cast, plan):
    url = reverse("plan_figures", args=["bas-saint-laurent", 2007])
    assert as_user(cast.outsider).get(url).status_code == 404
    assert as_user(None).get(url).status_code == 302


def test_only_what_has_a_value_is_offered(plan):
    figures = plan_figures(plan_dossier(plan))
    assert all(figure.value is not None for figure in figures)
    assert len({figure.code for figure in figures}) == len(figures)


# --- Contradictions -----------------------------------------------------------------------------------------------


def test_the_demonstration_contradicts_itself_nowhere(plan):
    assert contradictions(plan_dossier(plan)) == ()


@pytest.mark.parametrize(
    ("text", "written", "printed"),
    [
        ("La région vise 8 150 nouveaux participants.", "8 150", f"8{NBSP}100"),
        ("On vise 2 050 nouveaux participants de l’aide de dernier recours.", "2 050", f"2{NBSP}000"),
        ("Le budget de 22,5 M$ est réparti.", "22,5 M$", f"23{NBSP}M$"),
        ("Rimouski-Neigette reçoit 22,8 % du budget.", "22,8 %", f"22,69{NBSP}%"),
        ("Du budget, Matane aura 3 300 k$.", "3 300 k$", f"3{NBSP}211{NBSP}k$"),
        ("Le taux de chômage est de 9,6 %.", "9,6 %", f"9,0{NBSP}%"),
    ],
)
def test_a_number_that_a_table_contradicts_is_told_with_both(plan, text, written, printed):
    issue = write(plan, text)
    (found,) = contradictions(plan_dossier(plan))
    assert f"écrit « {written} », alors que le plan porte {printed} (" in found.sentence
    assert found.url == f"{plan.get_absolute_url()}#enjeu-{issue.pk}"


@pytest.mark.parametrize(
    "text",
    [
        "La région vise 8 100 nouveaux participants.",
        "La région vise {{cible:2}} nouveaux participants.",
        "En 2005-2006, elle a compté 8 150 nouveaux participants.",
        "Elle vise environ 8 150 nouveaux participants.",
        "Elle vise de 8 050 à 8 150 nouveaux participants.",
        "Elle vise 12 000 nouveaux participants.",
        "Le budget de 23 M$ est réparti.",
        "Rimouski-Neigette reçoit 22,7 % du budget.",
        "Le taux de chômage est de 9 %.",
        "Le taux de chômage du Québec est de 9,6 %.",
        "En 2003, le taux de chômage était de 9,6 %.",
        "Ils sont 8 150 à chercher.",
    ],
)
def test_a_number_that_agrees_or_speaks_of_something_else_is_left_alone(plan, text):
    write(plan, text)
    assert contradictions(plan_dossier(plan)) == ()


def test_readiness_asks_to_mend_what_is_lost_and_to_look_at_what_differs(plan):
    issue = write(plan, "{{cible:zz}}. La région vise 8 150 nouveaux participants.")
    found = [
        (gap.blocks, gap.url)
        for gap in readiness(plan)
        if "chiffre qui n’est pas" in gap.sentence or "écrit «" in gap.sentence
    ]
    url = f"{plan.get_absolute_url()}#enjeu-{issue.pk}"
    assert found == [(True, url), (False, url)]
