"""The follow-up pages: who sees what, what they say, and at what cost."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from core.formats import NBSP
from indicators.enums import Obligation
from indicators.figures import read_figures
from indicators.models import Indicator
from indicators.projection import project
from tests.indicators.page_reader import links, table

BOARD = "/bas-saint-laurent/2007-2008/suivi/"
DECEMBER = f"{BOARD}2007-12/"
PAGE = "/bas-saint-laurent/2007-2008/indicateurs/2/"
REVISION = f"{PAGE}cible/"
CATALOGUE = "/indicateurs/"
DEFINITION = "/indicateurs/2/"
TERRITORIAL = (BOARD, DECEMBER, PAGE)
READERS = ("cle_manager", "member", "secretary", "national", "analyst", "administrator")
REVISERS = ("director", "planner")
STRANGERS = ("partner", "outsider")
OUTSIDE = "n’est pas un mois de l’exercice 2007-2008, qui va d’avril 2007 à mars 2008."
NUMBERS = (
    "Résultat", "Cible", "Attendu à ce jour", "Écart à la cible", "Projection au 31 mars", "Projection, borne basse",
    "Projection, borne haute", "Erreur passée de la projection (%)",
)  # fmt: skip
EVERYBODY = REVISERS + READERS + STRANGERS


def figures_of(region, month=9, number=None, year=2007):
    wanted = Indicator.objects.filter(number=number) if number else None
    return read_figures(territories=[region], year=year, month=month, indicators=wanted)


# --- Every role × page ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", REVISERS + READERS)
@pytest.mark.parametrize("address", TERRITORIAL)
def test_whoever_reads_results_of_the_region_opens_its_pages(cast, as_user, who, address):
    assert as_user(getattr(cast, who)).get(address).status_code == 200


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("address", (*TERRITORIAL, REVISION))
def test_whoever_does_not_read_results_of_the_region_finds_no_page(cast, as_user, who, address):
    assert as_user(getattr(cast, who)).get(address).status_code == 404


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("address", (CATALOGUE, DEFINITION))
def test_the_catalogue_is_open_to_every_role(cast, as_user, who, address):
    assert as_user(getattr(cast, who)).get(address).status_code == 200


@pytest.mark.parametrize("address", (*TERRITORIAL, REVISION, CATALOGUE, DEFINITION))
def test_a_visitor_is_sent_to_sign_in_and_back(as_user, address):
    response = as_user(None).get(address)
    assert (response.status_code, response["Location"]) == (302, f"/compte/login/?next={address}")


def test_the_revision_is_offered_to_whoever_may_revise_only(cast, as_user):
    assert REVISION in links(as_user(cast.director).get(PAGE))
    assert REVISION not in links(as_user(cast.member).get(PAGE))


def test_only_the_national_level_opens_the_page_of_quebec(cast, as_user):
    assert as_user(cast.national).get("/quebec/2007-2008/suivi/").status_code == 200
    assert as_user(cast.director).get("/quebec/2007-2008/suivi/").status_code == 404


# --- Addresses that lead nowhere --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/x/2007-2008/suivi/", f"Le territoire «{NBSP}x{NBSP}» n’existe pas, ou n’est pas parmi les vôtres."),
        ("/bas-saint-laurent/1999-2000/suivi/", "L’exercice 1999-2000 n’est pas ouvert."),
        (f"{BOARD}2008-04/", f"Avril 2008 {OUTSIDE}"),
        (f"{BOARD}?indicateur=99", f"L’indicateur «{NBSP}99{NBSP}» n’est pas suivi ici en 2007-2008."),
        ("/bas-saint-laurent/2007-2008/indicateurs/99/", f"L’indicateur «{NBSP}99{NBSP}» n’existe pas en 2007-2008."),
        (f"{PAGE}?mois=decembre", f"«{NBSP}decembre{NBSP}» n’est pas un mois. Écrivez par exemple 2007-12."),
        (f"{PAGE}?mois=2007-03", f"Mars 2007 {OUTSIDE}"),
        ("/indicateurs/99/", f"L’indicateur «{NBSP}99{NBSP}» n’existe pas au catalogue."),
    ],
)  # fmt: skip
def test_an_address_that_names_nothing_answers_404_with_a_sentence(cast, as_user, address, sentence):
    response = as_user(cast.director).get(address)
    assert (response.status_code, response.context["exception"]) == (404, sentence)
    assert sentence in response.content.decode()


@pytest.mark.parametrize("address", ("/bas-saint-laurent/2007-2009/suivi/", f"{BOARD}2007-13/"))
def test_two_years_that_do_not_follow_and_a_thirteenth_month_are_no_address(cast, as_user, address):
    assert as_user(cast.director).get(address).status_code == 404


# --- What the dashboard says ------------------------------------------------------------------------------------------


def board_row(figure, projection) -> list[str]:
    """A row of the dashboard as it should read, charts left out."""
    indicator = figure.indicator
    number = f"{indicator.number} " if indicator.number else ""
    attained = figure.attainment_text if indicator.is_quotient else f"{figure.attainment_text} {figure.gap_text}"
    return [
        f"{number}{indicator.short_name} {indicator.unit}",
        figure.result_text,
        figure.target_text,
        "",
        figure.expected_text,
        attained,
        figure.status.label,
        f"{projection.value_text} {projection.interval_text}",
        figure.previous_text,
        "",
    ]


def test_every_row_of_the_dashboard_is_the_figure_that_the_api_and_the_documents_read(cast, as_user, region):
    rows = [row for row in table(as_user(cast.director).get(DECEMBER), "dashboard-table") if len(row) == 10]
    figures = [figure for figure in figures_of(region) if figure.target is not None]
    found = project(figures)
    assert sorted(rows[1:]) == sorted(board_row(one, found[region.pk, one.indicator.pk]) for one in figures)
    assert len(figures) == 17


def test_indicators_without_a_target_stand_apart(cast, as_user, region):
    page = as_user(cast.director).get(DECEMBER).context["page"]
    assert [row.figure.indicator.key for row in page.followed] == ["4", "8", "SS1"]


def test_the_dashboard_opens_on_the_last_month_with_data(cast, as_user, region, record, places):
    assert as_user(cast.director).get(BOARD).context["page"].month == 12
    record(Indicator.objects.get(number="2"), places("02-941"), 2007, [4, 5, 6])
    assert as_user(cast.outsider).get("/saguenay-lac-saint-jean/2007-2008/suivi/").context["page"].month == 3


def test_statuses_are_counted_one_by_one(cast, as_user, region):
    page = as_user(cast.director).get(DECEMBER).context["page"]
    statuses = [figure.status.tone for figure in figures_of(region) if figure.target is not None]
    assert {one.tone: one.count for one in page.counts} == {tone: statuses.count(tone) for tone in set(statuses)}
    told = ", ".join(f"{one.count} {one.phrase}" for one in page.counts)
    assert page.summary == f"17 indicateurs ciblés{NBSP}: {told}."


def test_months_without_data_are_told_and_not_linked(cast, as_user, record, places):
    record(Indicator.objects.get(number="2"), places("02-941"), 2007, [4, 5, 6])
    address = "/saguenay-lac-saint-jean/2007-2008/suivi/"
    found = links(as_user(cast.outsider).get(address))
    assert [month for month in range(4, 10) if f"{address}2007-{month:02d}/" in found] == [4, 5, 6]


def test_the_region_links_to_its_offices_and_each_office_back(cast, as_user):
    office = "/cle-rimouski-neigette/2007-2008/suivi/"
    client = as_user(cast.director)
    assert office in links(client.get(BOARD))
    assert BOARD in links(client.get(office))


def test_years_before_and_after_are_linked_when_they_are_open(cast, as_user):
    client = as_user(cast.director)
    before, after = "/bas-saint-laurent/2005-2006/suivi/", "/bas-saint-laurent/2007-2008/suivi/"
    found = links(client.get("/bas-saint-laurent/2006-2007/suivi/"))
    assert (found[before], found[after]) == ("2005-2006", "2007-2008")
    assert "/bas-saint-laurent/2004-2005/suivi/" not in links(client.get(before))


def test_the_map_and_the_table_show_the_chosen_indicator_in_every_office(cast, as_user, region):
    response = as_user(cast.director).get(f"{DECEMBER}?indicateur=6")
    offices = region.children.all()
    figures = read_figures(
        territories=offices, year=2007, month=9, indicators=Indicator.objects.filter(number="6")
    )  # fmt: skip
    rows = table(response, "carte-tableau")
    assert [(row[0], row[3], row[6]) for row in rows[1:-1]] == [
        (figure.territory.name_in(2007), figure.result_text, figure.status.label) for figure in figures
    ]
    drawing = response.content.decode().split("chart--tiles")[1].split("</svg>")[0]
    assert [figure.result_text in drawing for figure in figures] == [True] * 8


def test_a_whole_of_which_only_some_parts_are_known_says_so(cast, as_user):
    told = as_user(cast.national).get("/quebec/2007-2008/suivi/").context["page"].place_map.coverage
    assert told.startswith("Résultats partiels, connus pour 1 région sur 17 (Bas-Saint-Laurent).")
    assert as_user(cast.director).get(BOARD).context["page"].place_map.coverage == ""


def test_a_place_without_result_or_target_says_so(cast, as_user):
    response = as_user(cast.outsider).get("/saguenay-lac-saint-jean/2005-2006/suivi/")
    assert (response.status_code, response.context["page"].is_empty) == (200, True)
    assert "Aucun résultat ni cible pour cet exercice" in response.content.decode()


def test_the_extraction_date_is_that_of_the_last_measurement(cast, as_user, record, places):
    client = as_user(cast.director)
    record(Indicator.objects.get(number="2"), places("01-100"), 2007, [1] * 12, extracted_on=date(2008, 5, 1))
    assert client.get(BOARD).context["page"].state.extraction_text == "Extraction du 1er mai 2008"
    elsewhere = client.get("/cle-kamouraska/2007-2008/suivi/").context["page"].state
    assert elsewhere.extracted_on < date(2008, 5, 1)


def test_made_up_figures_are_marked_on_the_page(cast, as_user):
    page = as_user(cast.director).get(BOARD).content.decode()
    assert "Données de démonstration&nbsp;: résultats synthétiques" in page


# --- The spreadsheet --------------------------------------------------------------------------------------------------


def test_the_spreadsheet_holds_the_figures_of_the_page(cast, as_user, region):
    response = as_user(cast.director).get(f"{DECEMBER}?format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="tableau-de-bord-bas-saint-laurent-2007-12.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    text = io.StringIO(response.content.decode("utf-8-sig"))
    lines = {row["Numéro"]: row for row in csv.DictReader(text, delimiter=";")}
    figures = {figure.indicator.key: figure for figure in figures_of(region)}
    found = project(figures.values())
    assert lines.keys() == figures.keys()
    for key, figure in figures.items():
        read = [lines[key][name] for name in NUMBERS]
        values = [Decimal(text.replace(",", ".")) if text else None for text in read]
        one = found[region.pk, figure.indicator.pk]
        assert values == [
            figure.result, figure.target, figure.expected, figure.gap, one.value, one.low, one.high, one.past_error,
        ]  # fmt: skip
        assert lines[key]["Méthode de projection"] == one.method.label
        assert lines[key]["Appréciation"] == figure.status.label
    assert lines["12"]["Cible"] == "3,679"


# --- The indicator ----------------------------------------------------------------------------------------------------


def test_the_months_of_a_rate_show_its_numerators_and_denominators(cast, as_user, region):
    rows = table(as_user(cast.director).get("/bas-saint-laurent/2007-2008/indicateurs/6/"), "mois")
    figure = figures_of(region, month=12, number="6")[0]
    assert rows[0][:4] == ["À la fin de", "Numérateur", "Dénominateur", "Résultat"]
    assert [row[3] for row in rows[1:]] == [figure.text(value) for value in figure.results]
    numerator, denominator = (int(text.replace(NBSP, "")) for text in rows[12][1:3])
    assert (numerator, denominator) == (figure.numerator, figure.denominator)


def test_a_rate_says_that_it_is_no_mean(cast, as_user):
    page = as_user(cast.director).get("/bas-saint-laurent/2007-2008/indicateurs/6/").content.decode()
    rule = (
        "Le taux régional est la somme des numérateurs divisée par la somme des dénominateurs, "
        "jamais la moyenne des taux des CLE."
    )
    assert rule in page
    assert rule not in as_user(cast.director).get(PAGE).content.decode()


def test_the_indicator_in_every_office_and_in_the_region(cast, as_user, region):
    rows = table(as_user(cast.director).get(f"{PAGE}?mois=2007-12"), "par-territoire")
    figures = read_figures(
        territories=[*region.children.all(), region], year=2007, month=9,
        indicators=Indicator.objects.filter(number="2"),
    )  # fmt: skip
    assert [row[:4] for row in rows[1:]] == [
        [figure.territory.name_in(2007), figure.result_text, figure.target_text, figure.attainment_text]
        for figure in figures
    ]


def test_an_indicator_has_one_page_by_number_and_by_code(cast, as_user):
    client = as_user(cast.director)
    by_number, by_code = (client.get(PAGE.replace("/2/", f"/{key}/")) for key in ("2", "SPE_NOUV_PART"))
    assert by_number.context["page"].indicator == by_code.context["page"].indicator


def test_an_indicator_without_figure_in_a_place_says_so(cast, as_user):
    response = as_user(cast.director).get("/bas-saint-laurent/2007-2008/indicateurs/1/")
    assert response.status_code == 200
    assert "Ni cible ni résultat pour cet indicateur" in response.content.decode()


# --- The catalogue ----------------------------------------------------------------------------------------------------


def test_the_catalogue_lists_the_indicators_defined_in_the_year(cast, as_user):
    rows = as_user(cast.partner).get(f"{CATALOGUE}?exercice=2007").context["rows"]
    assert [row.indicator.pk for row in rows] == [one.pk for one in Indicator.objects.in_year(2007)]


@pytest.mark.parametrize("text", ("formation de base", "FORMATION DE BASE", "3"))
def test_the_catalogue_is_searched_by_words_and_number(cast, as_user, text):
    rows = as_user(cast.partner).get(CATALOGUE, {"q": text}).context["rows"]
    assert "3" in [row.indicator.number for row in rows]


def test_accents_do_not_matter_to_the_search(cast, as_user):
    client = as_user(cast.partner)
    plain, accented = (client.get(CATALOGUE, {"q": text}).context["rows"] for text in ("chomage", "chômage"))
    assert [row.indicator.code for row in plain] == [row.indicator.code for row in accented]
    assert "6" in [row.indicator.number for row in plain]


def test_the_catalogue_is_filtered_by_obligation_and_service(cast, as_user):
    rows = as_user(cast.partner).get(CATALOGUE, {"obligation": "targeted", "volet": "SS"}).context["rows"]
    assert {(row.indicator.service, row.indicator.obligation_in_year) for row in rows} == {("SS", Obligation.TARGETED)}


def test_a_filter_that_finds_nothing_offers_to_show_all(cast, as_user):
    response = as_user(cast.partner).get(CATALOGUE, {"q": "xylophone"})
    assert response.context["rows"] == ()
    assert links(response)[CATALOGUE] == "Tout afficher"


def test_a_year_that_does_not_exist_is_told_beside_its_field(cast, as_user):
    response = as_user(cast.partner).get(CATALOGUE, {"exercice": "1899"})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["exercice"]


def test_the_definition_leads_only_to_places_the_person_may_look_into(cast, as_user):
    def places(who):
        return [str(place.territory) for place in as_user(who).get(DEFINITION).context["page"].places]

    assert places(cast.national) == ["Québec", "Bas-Saint-Laurent"]
    assert places(cast.director) == ["Bas-Saint-Laurent"]
    assert places(cast.cle_manager) == ["Bas-Saint-Laurent", "Rimouski-Neigette"]
    assert places(cast.partner) == []
