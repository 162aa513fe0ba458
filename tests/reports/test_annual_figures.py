"""The report of Québec 2023-2024: what the engine computes is what the published report prints."""

from decimal import Decimal

import pytest

from indicators.models import FiscalYear, Indicator
from indicators.public_tables import public_table, public_tables
from plans.models import Action
from regions.models import Territory
from reports.annual import annual_dossier, readiness
from reports.annual_enums import AnnualPart
from reports.demo_annual import build_annual_demonstration


@pytest.fixture
def quebec(db):
    return annual_dossier(Territory.objects.national(), FiscalYear.objects.get(start=2023))


@pytest.fixture
def bsl(db, region):
    return annual_dossier(region, FiscalYear.objects.get(start=2007))


def lines_of(dossier) -> dict:
    return {line.figure.indicator.code: line for line in (*dossier.lines, *dossier.followed)}


# --- Table II: code, result, target, attainment or gap, gap ----------------------------------------------------------

TABLE_TWO = (
    ("SPE_EN_EMPLOI", "102 544", "s/o", "—", "—"),
    ("SPE_TAUX_EMPLOI", "53,9 %", "56,5 %", "−2,6 pts", "−2,6 pts"),
    ("SPE_AFDR_EN_EMPLOI", "17 133", "16 000", "107,1 %", "+1 133"),
    ("SPE_TAUX_EMPLOI_AFDR", "41,0 %", "43,0 %", "−2,0 pts", "−2,0 pts"),
    ("SPE_AE_EN_EMPLOI", "71 280", "52 000", "137,1 %", "+19 280"),
    ("SPE_TAUX_EMPLOI_AE", "57,2 %", "65,0 %", "−7,8 pts", "−7,8 pts"),
    ("SPE_PART_SECTEUR_PRIORISE", "44,5 %", "35,0 %", "+9,5 pts", "+9,5 pts"),
)


@pytest.mark.parametrize("printed", TABLE_TWO, ids=lambda row: row[0])
def test_results_targets_and_gaps_are_those_of_table_two(quebec, printed):
    code, *told = printed
    figure = lines_of(quebec)[code].figure
    computed = [figure.result_text, figure.target_text, figure.attainment_text, figure.gap_text]
    assert [text.replace("\u00a0", " ") for text in computed] == told


def test_numbers_reach_their_targets_while_rates_miss_them_and_nothing_is_averaged(quebec):
    statuses = {code: lines_of(quebec)[code].figure.status.name for code, *_ in TABLE_TWO}
    assert statuses == {
        "SPE_EN_EMPLOI": "NO_TARGET",
        "SPE_TAUX_EMPLOI": "WATCH",
        "SPE_AFDR_EN_EMPLOI": "REACHED",
        "SPE_TAUX_EMPLOI_AFDR": "WATCH",
        "SPE_AE_EN_EMPLOI": "REACHED",
        "SPE_TAUX_EMPLOI_AE": "LATE",
        "SPE_PART_SECTEUR_PRIORISE": "REACHED",
    }
    assert quebec.summary.replace("\u00a0", " ") == (
        "6 indicateurs ont une cible : 3 atteints, 2 à surveiller, 1 en retard."
    )


def test_the_gap_of_a_number_is_told_in_percent_of_its_target_too(quebec):
    lines = lines_of(quebec)
    assert [lines[code].gap_percent for code in ("SPE_AFDR_EN_EMPLOI", "SPE_AE_EN_EMPLOI", "SPE_TAUX_EMPLOI")] == [
        Decimal("7.1"),
        Decimal("37.1"),
        None,
    ]


# --- Table I ----------------------------------------------------------------------------------------------------------

AGAIN = "Les parts se recoupent : elles ne s’additionnent pas"
TABLE_ONE = {
    "soutien": ([23, 63, 27], 113, f"{AGAIN} (elles totalisent 113 %)."),
    "sexe": ([44, 56], 100, "Les parts s’additionnent."),
    "age-atteint": ([7, 38, 38, 19], 102, f"{AGAIN} (elles totalisent 102 %)."),
    "scolarite": ([4, 28, 24, 11, 16], 83, "Les parts ne couvrent que 83 %."),
    "naissance": ([9, 12, 62], 83, "Les parts ne couvrent que 83 %."),
    "vulnerables": ([8, 13, 1], 22, f"{AGAIN}."),
}  # fmt: skip


@pytest.mark.parametrize("dimension", TABLE_ONE)
def test_shares_are_those_of_table_one_and_say_how_they_sum(quebec, dimension):
    found = next(
        one
        for one in quebec.clientele
        if (one.indicator.code, one.table.dimension.code) == ("SPE_PARTICIPANTS", dimension)
    )
    shares, covered, sentence = TABLE_ONE[dimension]
    assert ([line.share for line in found.lines], found.covered) == (shares, covered)
    assert found.sentence.replace("\u00a0", " ") == sentence
    assert found.shares_only is True


def test_an_enterprise_may_receive_several_forms_of_help(quebec):
    found = next(one for one in quebec.clientele if one.table.dimension.code == "aide-entreprise")
    assert [int(row.numerator) for row in found.rows] == [1532, 5332, 2997]
    assert (found.table.total.numerator, found.covered, found.shares_only) == (8287, 118, False)


# --- Table III and the rest -------------------------------------------------------------------------------------------


def test_volumes_are_those_of_table_three(quebec):
    volumes = {entry.title: int(entry.value) for entry in quebec.part(AnnualPart.VOLUMES)}
    table = {
        "Pages visitées sur les métiers et professions": 4_207_731,
        "Chercheurs d’emploi inscrits": 69_427,
        "Nouveaux employeurs": 2_782,
        "Offres d’emploi": 73_258,
    }
    assert {title: volumes[title] for title in table} == table
    assert lines_of(quebec)["SPE_POSTES_SNP"].figure.result == 132_049


def test_numbers_of_the_year_are_those_that_are_printed(quebec):
    lines = lines_of(quebec)
    assert {code: int(lines[code].figure.result) for code in ("SPE_PARTICIPANTS", "SPE_ENTREPRISES", "SPE_PAMT")} == {
        "SPE_PARTICIPANTS": 193_962,
        "SPE_ENTREPRISES": 8_287,
        "SPE_PAMT": 4_557,
    }


def test_twenty_four_initiatives_stand_under_six_headings(quebec):
    assert [(group.heading.number, len(group.initiatives)) for group in quebec.initiatives] == [
        (1, 3), (2, 4), (3, 6), (4, 3), (5, 4), (6, 4),
    ]  # fmt: skip


def test_the_months_that_are_not_published_are_not_judged(quebec, as_user, cast):
    page = as_user(cast.national).get("/quebec/2023-2024/indicateurs/9/")
    statuses = [row.status.name for row in page.context["page"].month_rows]
    assert statuses == ["NOT_APPLICABLE"] * 11 + ["REACHED"]


def test_nothing_printed_is_called_synthetic(quebec):
    assert quebec.is_synthetic is False


# --- Bas-Saint-Laurent ------------------------------------------------------------------------------------------------


def test_the_regional_report_is_whole_and_called_synthetic(bsl):
    assert (bsl.is_synthetic, bsl.month, len(bsl.lines), len(bsl.explained)) == (True, 12, 18, 5)
    assert [line.figure.indicator.number for line in bsl.waiting] == ["SS4"]
    assert [missing.blocks for missing in readiness(bsl)] == [True, False]


def test_costs_for_each_person_are_divided_by_what_the_engine_counts(bsl):
    assert [(line.people, line.per_person) for line in bsl.costs] == [(8194, 2807), (4502, 5109)]


def test_results_of_the_eight_offices_stand_beside_the_whole(bsl):
    accessibility = bsl.places[0]
    assert (len(accessibility.rows), len(accessibility.indicators)) == (8, 8)
    told = [cells[0].figure.result for _, cells in accessibility.rows if not cells[0].is_masked]
    assert (accessibility.total[0].figure.result, sum(told) < 8194, len(told) >= 2) == (8194, True, True)


def test_small_numbers_of_offices_are_masked(bsl):
    immigrants = [one.number for one in bsl.places[0].indicators].index("10")
    told = [cells[immigrants].result_text for _, cells in bsl.places[0].rows]
    shown = [int(text) for text in told if text.isdigit()]
    assert "n.d." in told
    assert min(shown) > 4


def test_strategies_follow_the_plan(bsl):
    assert [len(orientation.strategies) for orientation in bsl.strategies] == [7, 3, 4]
    assert sum(len(orientation.actions) for orientation in bsl.strategies) == 50


def test_the_markup_of_an_action_is_words_in_the_report_and_its_figure_is_told(region):
    text = "Accueillir **chacun** des {{cible:2}} participants"
    Action.objects.filter(strategy__plan_field__plan__territory=region).update(text=text)
    told = annual_dossier(region, FiscalYear.objects.get(start=2007)).strategies[0].strategies[0].actions
    assert {action.text for action in told} == {"Accueillir chacun des 8\u00a0100 participants"}


def test_the_demonstration_may_be_built_again(cast, quebec):
    before = {line.figure.indicator.code: line.figure.result for line in quebec.lines}
    build_annual_demonstration(vars(cast))
    after = annual_dossier(quebec.territory, quebec.year)
    assert {line.figure.indicator.code: line.figure.result for line in after.lines} == before
    assert sum(len(group.initiatives) for group in after.initiatives) == 24


def test_tables_read_at_once_are_those_that_are_read_one_by_one(db, django_assert_num_queries):
    indicators = list(Indicator.objects.filter(number__in=["2", "6", "10", "SS3"]))
    with django_assert_num_queries(3):
        together = public_tables(indicators=indicators, year=2007)
    assert together == {one.pk: public_table(indicator=one, year=2007) for one in indicators}
