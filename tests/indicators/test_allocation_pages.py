"""The pages of allocation: who opens them, what they compare, what applying shows and writes, what they cost."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.formats import NBSP
from indicators.allocation_services import create_scenario
from indicators.models import AllocationScenario, Indicator, Target
from indicators.services import open_year, revise_target
from regions.models import Ancestry
from tests.indicators.allocation_steps import RATE, SPLIT, regional_versions, typed
from tests.indicators.page_reader import links, table
from tests.indicators.test_pages import PAGE, READERS, REVISERS, STRANGERS


@pytest.fixture
def scenario(cast, region, indicator):
    """The split of the region's target of indicator 2 by its budget."""
    return create_scenario(
        indicator=indicator("2"), year=open_year(2007), parent=region, key="budget", by=cast.director
    )


@pytest.fixture
def director(cast, as_user):
    return as_user(cast.director)


def pages_of(scenario) -> list[str]:
    return [SPLIT, f"{SPLIT}{scenario.pk}/", f"{SPLIT}{scenario.pk}/appliquer/"]


def acts_on(scenario) -> list[str]:
    return [f"{SPLIT}{scenario.pk}/{act}/" for act in ("somme", "dupliquer", "actualiser", "appliquer")] + pages_of(
        scenario
    )


def revise_region(region, cast, value="8250"):
    revise_target(
        indicator=Indicator.objects.get(number="2"), year=open_year(2007), territory=region, value=Decimal(value),
        reason="Budget additionnel en août.", effective_month=6, expected_version=1, by=cast.planner,
    )  # fmt: skip


# --- Who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [*((one, 200) for one in REVISERS), *((one, 403) for one in READERS), *((one, 404) for one in STRANGERS)],
)
def test_only_director_and_planner_open_the_pages(cast, as_user, scenario, who, status):
    client = as_user(getattr(cast, who))
    assert [client.get(page).status_code for page in pages_of(scenario)] == [status] * 3


@pytest.mark.parametrize(("who", "status"), [*((one, 403) for one in READERS), *((one, 404) for one in STRANGERS)])
def test_whoever_may_not_open_them_writes_nothing(cast, as_user, scenario, who, status):
    client = as_user(getattr(cast, who))
    before = (AllocationScenario.objects.count(), regional_versions(scenario))
    assert [client.post(act, {"key": "equal"}).status_code for act in acts_on(scenario)] == [status] * 7
    assert (AllocationScenario.objects.count(), regional_versions(scenario)) == before


def test_a_visitor_is_sent_to_sign_in(as_user, scenario):
    assert [as_user(None).get(page).status_code for page in pages_of(scenario)] == [302] * 3


@pytest.mark.parametrize("who", REVISERS)
def test_the_indicator_page_leads_to_the_split_for_whoever_may(cast, as_user, who):
    assert links(as_user(getattr(cast, who)).get(PAGE))[SPLIT] == "Répartir entre les CLE"


@pytest.mark.parametrize("who", READERS)
def test_the_indicator_page_offers_no_split_to_readers(cast, as_user, who):
    assert SPLIT not in links(as_user(getattr(cast, who)).get(PAGE))


def test_an_office_has_no_page_of_allocation_and_no_link_to_one(director):
    office = "/cle-rimouski-neigette/2007-2008/indicateurs/2/"
    assert director.get(f"{office}repartition/").status_code == 404
    assert f"{office}repartition/" not in links(director.get(office))


def test_the_scenario_of_another_indicator_is_not_found(director, scenario):
    assert director.get(f"{RATE}{scenario.pk}/").status_code == 404


@pytest.mark.parametrize("act", ("somme", "dupliquer", "actualiser"))
def test_what_is_only_posted_is_not_read(director, scenario, act):
    assert director.get(f"{SPLIT}{scenario.pk}/{act}/").status_code == 405


# --- Making and comparing ---------------------------------------------------------------------------------------------


def test_an_indicator_without_target_has_nothing_to_split(director):
    page = director.get("/bas-saint-laurent/2007-2008/indicateurs/4/repartition/").content.decode()
    assert page.count("Il n’y a rien à répartir") == 1


def test_a_scenario_is_made_and_opened(director):
    response = director.post(SPLIT, {"name": "Comité", "key": "last_year"})
    made = AllocationScenario.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{SPLIT}{made.pk}/")
    assert (made.name, made.key, made.total) == ("Comité", "last_year", 8100)


@pytest.mark.parametrize(
    ("data", "field", "told"),
    [
        ({"key": "astrologie"}, "key", "Sélectionnez un choix valide. astrologie n’en fait pas partie."),
        ({"key": "clientele"}, "source", "Choisissez l’indicateur qui compte la clientèle."),
        ({"key": "equal", "name": "Part du budget"}, "name", "Un scénario se nomme déjà « Part du budget » : "
         "donnez un autre nom."),
    ],
)  # fmt: skip
def test_a_scenario_that_cannot_be_made_is_told_and_what_was_typed_stays(director, scenario, data, field, told):
    response = director.post(SPLIT, data)
    form = response.context["form"]
    errors = [text.replace(NBSP, " ").replace("'", "’") for text in form.errors[field]]
    assert (response.status_code, list(form.errors), errors) == (422, [field], [told])
    assert form["key"].value() == data["key"]
    assert AllocationScenario.objects.count() == 1


def test_scenarios_stand_side_by_side_with_their_difference_to_today(director, scenario):
    director.post(SPLIT, {"key": "equal"})
    rows = table(director.get(SPLIT), "comparaison")
    assert [cell.split(" ")[0] for cell in rows[0]] == ["CLE", "Aujourd’hui", "Part", "Parts"]
    assert rows[1] == ["La Matapédia", f"1{NBSP}020", f"1{NBSP}020 inchangée", f"1{NBSP}013 −7"]
    assert rows[-1] == ["Ensemble", f"8{NBSP}100", f"8{NBSP}100", f"8{NBSP}100"]


def test_a_rate_shows_its_own_division_and_the_whole_is_the_target(director):
    director.post(RATE, {"key": "last_year"})
    rows = table(director.get(RATE), "comparaison")
    assert rows[5][2] == f"74,7{NBSP}% 115 ÷ 154 −0,3{NBSP}pt"
    assert rows[-1] == ["Ensemble", "—", f"2{NBSP}135 ÷ 2{NBSP}846 = 75,0{NBSP}%"]


# --- Applying ---------------------------------------------------------------------------------------------------------


def test_what_would_change_is_shown_before_and_written_after(director, scenario):
    address = f"{SPLIT}{scenario.pk}/"
    director.post(address, typed(director, address, value_3="1900", locked_3="on", action="spread"))
    preview = director.get(f"{address}appliquer/")
    assert table(preview, "apercu")[4] == ["Rimouski-Neigette", f"1{NBSP}838", f"1{NBSP}900", "+62"]
    assert regional_versions(scenario) == 8
    response = director.post(f"{address}appliquer/", typed(director, f"{address}appliquer/"), follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    told = [str(message).replace(NBSP, " ") for message in response.context["messages"]]
    assert told == ["Le scénario « Part du budget » est appliqué : 8 cibles sont fixées."]
    assert regional_versions(scenario) == 16
    assert director.get(address).content.decode().count("Ce scénario est appliqué.") == 1
    assert director.get(f"{address}appliquer/")["Location"] == address


def test_without_a_reason_nothing_is_applied_and_the_month_stays(director, scenario):
    address = f"{SPLIT}{scenario.pk}/appliquer/"
    response = director.post(address, typed(director, address, reason="  ", effective_month="9"))
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, ["reason"])
    assert form["effective_month"].value() == "9"
    assert regional_versions(scenario) == 8


@pytest.mark.parametrize("seen", ("1:2;3", "x", "1:-2"))
def test_a_form_that_was_tampered_with_writes_nothing(director, scenario, seen):
    address = f"{SPLIT}{scenario.pk}/appliquer/"
    assert director.post(address, typed(director, address, seen=seen)).status_code == 422
    assert regional_versions(scenario) == 8


def test_a_target_that_moved_meanwhile_shows_both_and_writes_nothing(cast, director, region, scenario):
    address = f"{SPLIT}{scenario.pk}/"
    data = typed(director, f"{address}appliquer/", reason="Entente du 3 mai.")
    revise_region(region, cast)
    response = director.post(f"{address}appliquer/", data)
    page = response.content.decode()
    assert response.status_code == 409
    both = page.split("La cible du scénario")[1]
    assert [text in both for text in (f"8{NBSP}100", f"8{NBSP}250", "Budget additionnel en août.")] == [True] * 3
    assert regional_versions(scenario) == 8

    followed = director.post(f"{address}actualiser/", {"version": scenario.version}, follow=True)
    assert [str(message) for message in followed.context["messages"]] == [
        "Le scénario répartit maintenant la cible d’aujourd’hui."
    ]
    assert director.post(f"{address}appliquer/", typed(director, f"{address}appliquer/")).status_code == 302
    last = Target.objects.filter(indicator=scenario.indicator, year=2007, territory__parent=region).current()
    assert sum(target.scaled for target in last) == 8250


def test_an_office_that_moved_meanwhile_is_told_and_may_be_written_over(cast, director, places, scenario):
    address = f"{SPLIT}{scenario.pk}/appliquer/"
    data = typed(director, address, reason="Entente du 3 mai.")
    revise_target(
        indicator=scenario.indicator, year=open_year(2007), territory=places("01-110"), value=Decimal(500),
        reason="Fermeture d’usine.", effective_month=6, expected_version=1, by=cast.planner,
    )  # fmt: skip
    response = director.post(address, data)
    form = response.context["form"]
    assert (response.status_code, form["reason"].value()) == (409, "Entente du 3 mai.")
    assert response.content.decode().count("Fermeture d’usine.") == 1
    upon = {name: form[name].value() for name in form.fields}
    assert director.post(address, upon).status_code == 302
    assert Target.objects.filter(territory=places("01-110"), year=2007, indicator=scenario.indicator).count() == 3


@pytest.mark.parametrize("version", ("", "x", "²", "7"))
def test_following_without_the_right_version_writes_nothing(cast, director, region, scenario, version):
    revise_region(region, cast)
    director.post(f"{SPLIT}{scenario.pk}/actualiser/", {"version": version})
    assert AllocationScenario.objects.get().total == 8100


# --- Cost -------------------------------------------------------------------------------------------------------------


def keep_offices(region, count: int) -> None:
    kept = region.children.values_list("pk", flat=True)[:count]
    Ancestry.objects.filter(ancestor=region, descendant__kind="cle").exclude(descendant__in=list(kept)).delete()


@pytest.mark.parametrize("number", ("2", "6"))
def test_each_page_costs_the_same_with_one_and_three_offices(cast, director, region, indicator, number):
    def costs():
        made = create_scenario(
            indicator=indicator(number), year=open_year(2007), parent=region, key="last_year", by=cast.director
        )
        base = f"/bas-saint-laurent/2007-2008/indicateurs/{number}/repartition/"
        counts = []
        for page in (base, f"{base}{made.pk}/", f"{base}{made.pk}/appliquer/"):
            with CaptureQueriesContext(connection) as captured:
                assert director.get(page).status_code == 200
            counts.append(len(captured))
        return made.parts.count(), counts

    keep_offices(region, 3)
    three = costs()
    keep_offices(region, 1)
    one = costs()
    assert (three[0], one[0]) == (3, 1)
    assert three[1] == one[1]
    assert max(one[1]) <= 15
