"""The page of breakdowns, its file, and their answer in the API: who reads what, complete or masked, at what cost."""

import csv
import io

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.formats import NBSP
from regions.models import Ancestry
from tests.indicators.page_reader import links, table

PAGE = "/bas-saint-laurent/2007-2008/indicateurs/2/ventilation/"
OFFICE = "/cle-rimouski-neigette/2007-2008/indicateurs/2/ventilation/"
READERS = ("director", "planner", "cle_manager", "member", "secretary", "national", "analyst", "administrator")
STRANGERS = ("partner", "outsider")
API = "breakdowns/?territory=01&fiscal_year=2007-2008&indicator=2"


# --- The page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", READERS)
def test_whoever_reads_results_opens_the_page(cast, as_user, who):
    assert as_user(getattr(cast, who)).get(PAGE).status_code == 200


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("query", ["", "?public=1", "?format=csv"])
def test_whoever_does_not_read_results_finds_no_page(cast, as_user, who, query):
    assert as_user(getattr(cast, who)).get(f"{PAGE}{query}").status_code == 404


def test_the_page_tells_each_dimension(cast, as_user):
    response = as_user(cast.director).get(PAGE)
    assert table(response, "ventilation-sexe") == [
        ["Groupe", "Nombre", "Part"],
        ["Femmes", f"3{NBSP}406", f"41,6{NBSP}%"],
        ["Hommes", f"4{NBSP}788", f"58,4{NBSP}%"],
        ["Ensemble", f"8{NBSP}194", f"100,0{NBSP}%"],
    ]
    assert f"elles totalisent 112{NBSP}%" in response.content.decode()
    assert "n.d." not in response.content.decode()


def test_the_public_page_masks_and_says_why(cast, as_user):
    page, answer = as_user(cast.director), f"{OFFICE}?public=1&mois=2007-04"
    assert table(page.get(answer), "ventilation-naissance")[1] == [
        "Hors Canada, ici depuis moins de 5 ans", "n.d.", "n.d.",
    ]  # fmt: skip
    text = page.get(answer).content.decode()
    assert text.count("donnée masquée pour protéger la confidentialité") == 3
    assert "Les nombres de 1 à 4 et les taux calculés sur moins de 10 personnes sont masqués" in text


def test_the_months_keep_the_version(cast, as_user):
    found = links(as_user(cast.director).get(f"{PAGE}?public=1&mois=2007-12"))
    assert {"?mois=2007-11&public=1", "?mois=2007-12", "?mois=2007-12&public=1&format=csv"} <= set(found)


def test_an_indicator_without_breakdown_says_what_to_expect(cast, as_user):
    response = as_user(cast.director).get("/bas-saint-laurent/2007-2008/indicateurs/16/ventilation/")
    assert (response.status_code, "Aucune ventilation pour cet indicateur" in response.content.decode()) == (200, True)
    assert "Version publique" not in response.content.decode()


def test_the_indicator_leads_to_its_breakdowns(cast, as_user):
    assert PAGE in links(as_user(cast.director).get("/bas-saint-laurent/2007-2008/indicateurs/2/"))


@pytest.mark.parametrize("address", ["?mois=2008-04", "?mois=avril"])
def test_a_month_of_no_such_year_is_not_found(cast, as_user, address):
    assert as_user(cast.director).get(f"{PAGE}{address}").status_code == 404


@pytest.mark.parametrize("query", ["?", "?public=1", "?format=csv"])
def test_the_page_costs_the_same_for_one_and_eight_offices(cast, as_user, region, query):
    client = as_user(cast.director)

    def queries():
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{PAGE}{query}").status_code == 200
        return len(captured)

    eight = queries()
    kept = region.children.values_list("pk", flat=True)[:1]
    Ancestry.objects.filter(ancestor=region, descendant__kind="cle").exclude(descendant__in=list(kept)).delete()
    assert (eight, eight <= 15) == (queries(), True)


def test_the_file_is_always_the_public_version(cast, as_user):
    response = as_user(cast.director).get(f"{OFFICE}?mois=2007-04&format=csv")
    assert response["Content-Disposition"] == 'attachment; filename="ventilation-2-cle-rimouski-neigette-2007-04.csv"'
    text = response.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 26
    told = {row["Résultat"] for row in rows}
    assert "n.d." in told
    assert told & {"1", "2", "3", "4"} == set()
    newcomers = next(row for row in rows if row["Groupe"] == "Nouveaux arrivants")
    assert (newcomers["Résultat"], newcomers["Masquée"], newcomers["Nature"]) == (
        "n.d.", "oui", "parts qui se recoupent",
    )  # fmt: skip


# --- The API ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def ask(as_user, cast):
    def get(query="", who="director"):
        response = as_user(getattr(cast, who)).get(f"/api/v1/{API}{query}")
        return response.status_code, response.json()

    return get


def test_the_api_gives_exact_text(ask):
    status, answer = ask("&month=2008-03&dimension=sexe")
    assert status == 200
    assert (answer["month"], answer["is_public"], answer["is_synthetic"]) == ("2008-03", False, True)
    (sex,) = answer["dimensions"]
    assert sex["parts"][0] == {
        "code": "sexe-1", "name": "Femmes", "value": "3406", "numerator": "3406", "denominator": None,
        "share_percent": "41.6", "is_masked": False,
    }  # fmt: skip
    assert (sex["kind"], sex["covered_percent"], sex["total"]["value"]) == ("partition", "100.0", "8194")


def test_the_api_masks_on_demand(ask):
    _, answer = ask("&month=2007-04&dimension=naissance&public=true")
    (birth,) = answer["dimensions"]
    assert birth["parts"][0] == {
        "code": "naissance-1", "name": "Hors Canada, ici depuis moins de 5 ans", "value": None, "numerator": None,
        "denominator": None, "share_percent": None, "is_masked": True,
    }  # fmt: skip
    assert (birth["covered_percent"], answer["is_public"]) == (None, True)


def test_without_a_month_the_api_answers_for_the_last_one(ask):
    assert ask()[1] == ask("&month=2008-03")[1]


def test_an_indicator_without_breakdown_has_no_dimension(as_user, cast):
    response = as_user(cast.director).get("/api/v1/breakdowns/?territory=01&fiscal_year=2007-2008&indicator=16")
    assert (response.status_code, response.json()["dimensions"]) == (200, [])


@pytest.mark.parametrize(
    ("query", "status", "answer"),
    [
        ("&dimension=taille", 404, {"detail": "Dimension inconnue : taille."}),
        ("&month=2008-04", 400, {"month": ["Le mois 2008-04 n’est pas dans l’exercice 2007-2008."]}),
        ("&public=1", 400, {"public": ["« 1 » n’est ni true ni false."]}),
        ("&public=", 400, {"public": ["Ce paramètre est vide : donnez une valeur, ou retirez-le."]}),
        ("&within=true", 400, {"within": [
            "Paramètre inconnu. Paramètres admis : dimension, fiscal_year, indicator, month, public, territory.",
        ]}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(ask, query, status, answer):
    assert ask(query) == (status, answer)


@pytest.mark.parametrize("name", ["territory", "fiscal_year", "indicator"])
def test_a_missing_parameter_is_named(as_user, cast, name):
    given = {"territory": "01", "fiscal_year": "2007-2008", "indicator": "2"}
    del given[name]
    response = as_user(cast.director).get("/api/v1/breakdowns/", given)
    assert (response.status_code, response.json()) == (400, {name: ["Ce paramètre est obligatoire."]})


@pytest.mark.parametrize("public", ["", "&public=true"])
def test_the_api_knows_no_territory_but_ones_own(ask, public):
    assert ask(public, who="outsider") == (404, {"detail": "Le territoire 01 n’est pas parmi les vôtres."})
