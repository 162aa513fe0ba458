"""What is wrong is told in a sentence, in JSON, and never ignored."""

import pytest

from regions.api import RegionViewSet

SERIES = ("targets/", "measurements/", "attainment/")


def answer(response):
    return response.status_code, response.json()


@pytest.mark.parametrize("address", [*SERIES, "plans/"])
def test_an_unknown_territory_or_year_is_404(read, cast, address):
    assert answer(read(cast.national, f"{address}?territory=99")) == (404, {"detail": "Territoire inconnu : 99."})
    assert answer(read(cast.national, f"{address}?territory=01&fiscal_year=1950-1951")) == (
        404,
        {"detail": "Exercice inconnu : 1950-1951."},
    )


@pytest.mark.parametrize("address", SERIES)
def test_an_unknown_indicator_is_404(read, cast, address):
    assert answer(read(cast.national, f"{address}?indicator=99")) == (404, {"detail": "Indicateur inconnu : 99."})


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("attainment/99/2007-2008/2/", "Territoire inconnu : 99."),
        ("attainment/01/1950-1951/2/", "Exercice inconnu : 1950-1951."),
        ("attainment/01/2007/2/", "« 2007 » n’est pas un exercice. Écrivez par exemple 2007-2008."),
        ("attainment/01/2007-2008/99/", "Indicateur inconnu : 99."),
        ("indicators/99/", "Indicateur inconnu : 99."),
        ("mrcs/999/", "MRC inconnue : 999."),
        ("cles/01/", "CLE inconnu : 01."),
        ("plans/999/", "Plan inconnu : 999."),
        ("plans/premier/", "Adresse inconnue : /api/v1/plans/premier/."),
        ("attainment/%00/2007-2008/2/", "Adresse inconnue : /api/v1/attainment/\0/2007-2008/2/."),
        ("nulle/part/", "Adresse inconnue : /api/v1/nulle/part/."),
        ("regions/?page=9", "Cette page n’existe pas."),
    ],
)
def test_what_does_not_exist_is_404_in_json(read, cast, address, sentence):
    response = read(cast.director, address)
    assert answer(response) == (404, {"detail": sentence})
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("address", ["measurements/", "attainment/", "targets/"])
def test_a_month_outside_the_year_is_refused(read, cast, address):
    response = read(cast.director, f"{address}?fiscal_year=2007-2008&month=2008-04")
    assert answer(response) == (400, {"month": ["Le mois 2008-04 n’est pas dans l’exercice 2007-2008."]})


def test_a_month_outside_the_year_of_a_detail_is_refused(read, cast):
    response = read(cast.director, "attainment/01/2007-2008/2/?month=2007-03")
    assert answer(response) == (400, {"month": ["Le mois 2007-03 n’est pas dans l’exercice 2007-2008."]})


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("fiscal_year=2007", "fiscal_year"),
        ("fiscal_year=2007-2009", "fiscal_year"),
        ("month=mars", "month"),
        ("month=2008-13", "month"),
        ("month=2008-3", "month"),
        ("territory=01&within=oui", "within"),
        ("within=true", "within"),
        ("targeted=2", "targeted"),
        ("status=excellent", "status"),
        ("page_size=0", "page_size"),
        ("page_size=1001", "page_size"),
        ("page_size=beaucoup", "page_size"),
        ("teritory=01", "teritory"),
        ("territory=", "territory"),
        ("territory=01&territory=02", "territory"),
    ],
)
def test_a_malformed_parameter_is_named(read, cast, query, name):
    response = read(cast.national, f"attainment/?{query}")
    assert response.status_code == 400
    assert list(response.json()) == [name]


@pytest.mark.parametrize(
    "address",
    [
        "regions/", "regions/01/", "mrcs/", "mrcs/070/", "cles/", "indicators/", "indicators/2/", *SERIES, "plans/",
        "attainment/01/2007-2008/2/",
    ],
)  # fmt: skip
def test_an_unknown_parameter_is_named(read, cast, address):
    response = read(cast.director, f"{address}?foo=1")
    assert response.status_code == 400
    assert response.json()["foo"][0].startswith("Paramètre inconnu.")


def test_what_nobody_foresaw_is_json_too(as_user, cast, monkeypatch):
    def fail(view):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(RegionViewSet, "get_queryset", fail)
    client = as_user(cast.director)
    client.raise_request_exception = False
    response = client.get("/api/v1/regions/")
    assert response.status_code == 500
    assert response.json() == {
        "detail": "Une erreur est survenue de notre côté. Réessayez; si elle persiste, signalez-la."
    }


def test_an_address_without_final_slash_leads_to_the_one_with_it(read, cast):
    response = read(cast.director, "regions?page=1")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/regions/?page=1")
