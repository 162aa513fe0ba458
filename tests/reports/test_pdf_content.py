"""The PAR as it is read: every figure of the source, every strategy and action, and the dossier's own numbers."""

import re

import pytest

from tests.reports.conftest import plain

TARGETS = [
    "8 100",
    "1 100",
    "75,0 %",
    "2 000",
    "105",
    "4 060",
    "287",
    "160",
    "4 610",
    "850",
    "3,679 M$",
    "7,137 M$",
    "1 710",
]
BUDGET = [
    "22,9 M$",
    "25 M$",
    "22,7 M$",
    "24,7 M$",
    "23 M$",
    "23 000",
    "22 999",
    "99,99 %",
    "9,40",
    "2 162",
    "11,79",
    "2 712",
    "13,01",
    "2 992",
    "5,43",
    "1 249",
    "22,69",
    "5 219",
    "11,12",
    "2 558",
    "13,96",
    "3 211",
    "12,59",
    "2 896",
]
STAFF = [
    "79,6",
    "71,4",
    "83,0",
    "75,9",
    "162,6",
    "147,3",
    "9,0",
    "11,9",
    "6,3",
    "11,6",
    "15,3",
    "23,5",
    "88,6",
    "83,3",
    "89,3",
    "87,5",
    "177,9",
    "170,8",
]
MARKET = [
    "200 630",
    "2,8 %",
    "101 000",
    "2,5 %",
    "92 000",
    "2,4 %",
    "9,0 %",
    "8,0 %",
    "55,0 %",
    "60,2 %",
    "14 878",
    "5,3 %",
    "10,9 %",
    "5,8 %",
    "5 316",
    "11 047",
    "2,9 %",
    "3 405",
    "30,8 %",
    "4 941",
    "44,7 %",
    "18,4 %",
    "19,2 %",
    "28 %",
    "26 %",
    "893",
    "1,9 %",
    "9 900",
    "276",
    "9 %",
    "13 %",
    "73 %",
    "3 %",
    "17 %",
    "75 %",
    "15,2 %",
    "14,6 %",
    "12,5 %",
    "12,1 %",
    "10,8 %",
    "9,1 %",
    "8,8 %",
    "8,5 %",
    "4 300",
    "12 500",
    "20,9 %",
    "62 %",
    "17,1 %",
    "1 287",
    "8 518",
    "2 587",
    "4 539",
    "42,6 %",
    "31,8 %",
    "992",
    "1 673",
    "928",
    "1 745",
]
SOLIDARITY = ["56 000", "1 366", "2,44 %", "10 jours", "1,85", "21 %"]
EXTERNAL = ["1 620", "922", "7 957", "8 180"]


def has(text: str, figure: str) -> bool:
    """Whether a figure stands in the text by itself, not within a longer number."""
    return re.search(rf"(?<![\d,]){re.escape(figure)}(?![\d,]*\d)", text) is not None


@pytest.mark.parametrize("figure", TARGETS + BUDGET + STAFF + MARKET + SOLIDARITY + EXTERNAL)
def test_every_figure_of_the_source_is_printed_in_french(par_text, figure):
    assert has(par_text, figure)


def test_a_figure_that_is_not_printed_is_not_found(par_text):
    assert not has(par_text, "8 101")
    assert not has(par_text, "2 99")  # it stands only within 2 992


def test_fourteen_strategies_and_fifty_actions_are_printed(par_text, par_dossier):
    strategies = [strategy for field in par_dossier.fields for strategy in field.strategies]
    actions = [action.text for strategy in strategies for action in strategy.actions]
    assert (len(strategies), len(actions)) == (14, 50)
    packed = par_text.replace(" ", "")
    missing = [text for text in actions if plain(text).replace(" ", "") not in packed]
    missing += [s.number for s in strategies if f"{s.number}{plain(s.row.title)}".replace(" ", "") not in packed]
    assert missing == []


def test_each_indicator_prints_the_numbers_of_the_dossier(par_text, par_dossier):
    assert len(par_dossier.figures) == 18
    texts = [
        plain(text)
        for figure in par_dossier.figures
        for text in (figure.target_text, figure.result_text, figure.attainment_text)
    ]
    assert [text for text in texts if text not in par_text] == []


def test_a_row_of_the_targets_prints_target_result_and_status_together(par_text, par_dossier):
    figure = next(figure for figure in par_dossier.figures if figure.indicator.number == "2")
    row = f"{figure.target_text} {figure.result_text} {figure.attainment_text} {figure.status.label}"
    assert plain(row) in par_text


def test_printed_totals_and_recomputed_sums_both_stand(par_text, par_dossier):
    assert "total imprimé 100 % 23 000" in par_text
    assert "Somme recalculée 99,99 % 22 999" in par_text
    assert plain(par_dossier.budget.notice) in par_text


def test_a_target_stands_beside_the_national_one(par_text):
    assert "56 000 1 366 2,44 % du Québec" in par_text


def test_every_page_says_demonstration_and_every_page_but_the_cover_its_number(par_pages):
    count = len(par_pages)
    assert [number for number, text in enumerate(par_pages, 1) if "Données de démonstration" not in text] == []
    assert [n for n, text in enumerate(par_pages, 1) if f"Page {n} de {count}" not in text] == [1]


def test_the_contents_give_the_page_on_which_a_chapter_begins(par_pages):
    found = re.search(r"Les indicateurs de gestion et les cibles de résultats (\d+)", par_pages[1])
    assert "8 Les indicateurs de gestion et les cibles de résultats" in par_pages[int(found[1]) - 1]


ORDER = (
    """
Avant-propos|Pierre Robitaille|La mission, les clientèles|Le marché du travail du Bas-Saint-Laurent en 2006
Principales données illustrant|Les prochaines années|Les postes à combler|Présence simultanée de chômage
Industrie forestière|Comités sectoriels retenus|Champ d’intervention 7 –|Pistes d’action|Somme recalculée
Effectif en équivalents|Accessibilité aux services|Part des ressources externes|Volet Solidarité sociale
Objectifs de gestion et résultats attendus|Organisation du travail|Opérations
Plan d’action régional en conformité|COSMOSS : Communauté
""".strip()
    .replace("\n", "|")
    .split("|")
)


def test_both_parts_stand_in_the_order_of_the_plan(par_pages):
    body, place = " ".join(par_pages[3:]), 0
    for title in ORDER:
        place = body.find(title, place)
        assert place >= 0, title


def test_thirteen_activities_of_conformity_are_numbered(par_text):
    part = par_text[par_text.rindex("Plan d’action régional en conformité") :]
    assert [number for number in range(1, 14) if f" {number}. " not in part] == []
