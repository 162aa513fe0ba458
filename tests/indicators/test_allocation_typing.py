"""One scenario on its page: what is typed, kept, refused in words, and what two people do at once."""

import pytest

from core.formats import NBSP
from indicators.allocation_services import create_scenario
from indicators.models import AllocationScenario
from indicators.services import open_year
from tests.indicators.allocation_steps import RATE, SPLIT, regional_versions, typed
from tests.indicators.page_reader import table


@pytest.fixture
def scenario(cast, region, indicator):
    """The split of the region's target of indicator 2 by its budget."""
    return create_scenario(
        indicator=indicator("2"), year=open_year(2007), parent=region, key="budget", by=cast.director
    )


@pytest.fixture
def director(cast, as_user):
    return as_user(cast.director)


# --- Typing parts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ("1900", "1 900", f"1{NBSP}900", "1\u202f900", " 1\u2009900 "))
def test_a_part_is_typed_with_any_space_and_the_rest_is_spread(director, scenario, value):
    address = f"{SPLIT}{scenario.pk}/"
    data = typed(director, address, value_3=value, locked_3="on", action="spread")
    response = director.post(address, data, follow=True)
    assert response.redirect_chain == [(address, 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "Le scénario est enregistré. Aucune cible n’a changé."
    ]
    parts = [part.scaled for part in scenario.parts.all()]
    assert (parts[3], sum(parts)) == (1900, 8100)
    assert regional_versions(scenario) == 8


def test_parts_that_lack_ten_are_told_with_a_button_and_stay_typed(director, scenario):
    address = f"{SPLIT}{scenario.pk}/"
    response = director.post(address, typed(director, address, value_0="1 010", action="save"))
    page = response.content.decode().replace(NBSP, " ")
    assert response.status_code == 422
    assert page.count("La somme des parts fait 8 090. Il manque 10 : répartir le reste ?") == 1
    assert page.count('name="action" value="spread"') == 1
    form = response.context["form"]
    assert form.rows[0].value.value() == "1 010"
    assert scenario.parts.first().scaled == 1020
    again = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert director.post(address, {**again, "action": "spread"}).status_code == 302
    parts = [part.scaled for part in scenario.parts.all()]
    assert (parts[0], sum(parts)) == (1010, 8100)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("beaucoup", "« beaucoup » n’est pas un nombre. Écrivez par exemple 1 234,5."),
        ("12,5", "« 12,5 » a trop de décimales : écrivez un nombre sans décimale."),
        ("-5", "Le nombre doit être au moins 0."),
        ("9" * 13, "Ce nombre est trop grand pour être juste : vérifiez l’unité."),
    ],
)
def test_what_is_no_part_is_told_beside_its_box_and_stays(director, scenario, value, told):
    address = f"{SPLIT}{scenario.pk}/"
    response = director.post(address, typed(director, address, value_2=value, action="save"))
    row = response.context["form"].rows[2]
    assert (response.status_code, row.value.value()) == (422, value)
    assert [text.replace(NBSP, " ") for text in row.value.errors] == [told]
    assert AllocationScenario.objects.get().version == 1


def test_a_lock_without_its_part_is_told_beside_its_box(director, scenario):
    address = f"{SPLIT}{scenario.pk}/"
    response = director.post(address, typed(director, address, value_2="", locked_2="on", action="spread"))
    told = [text.replace(NBSP, " ") for text in response.context["form"].rows[2].value.errors]
    assert (response.status_code, told) == (422, ["La Mitis : écrivez la part à verrouiller."])


def test_locks_above_the_target_are_told(director, scenario):
    address = f"{SPLIT}{scenario.pk}/"
    response = director.post(address, typed(director, address, value_2="9000", locked_2="on", action="spread"))
    told = [text.replace(NBSP, " ") for text in response.context["form"].non_field_errors()]
    assert response.status_code == 422
    assert told == ["Les parts verrouillées font 9 000, plus que 8 100 à répartir : réduisez-en une."]


def test_another_key_spreads_again(director, scenario):
    address = f"{SPLIT}{scenario.pk}/"
    assert director.post(address, typed(director, address, key="equal", action="save")).status_code == 302
    assert [part.scaled for part in scenario.parts.all()] == [1013] * 4 + [1012] * 4


def test_a_second_writer_sees_both_versions_and_loses_nothing(cast, as_user, director, scenario):
    address = f"{SPLIT}{scenario.pk}/"
    mine = typed(director, address, value_3="2000", locked_3="on", action="spread")
    planner = as_user(cast.planner)
    planner.post(address, typed(planner, address, value_3="1900", locked_3="on", action="spread"))
    response = director.post(address, mine)
    form = response.context["form"]
    assert (response.status_code, form.rows[3].value.value(), form["version"].value()) == (409, "2000", "2")
    assert table(response, "parts")[4][-3] == f"1{NBSP}900"
    assert "le compte est juste" not in response.content.decode()
    upon = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert director.post(address, {**upon, "action": "spread"}).status_code == 302
    assert scenario.parts.all()[3].scaled == 2000


def test_writing_over_keeps_what_the_other_changed_elsewhere(cast, as_user, director, scenario):
    address = f"{SPLIT}{scenario.pk}/"
    mine = typed(director, address, value_5="1100", locked_5="on", action="spread")
    planner = as_user(cast.planner)
    planner.post(address, typed(planner, address, value_3="1900", locked_3="on", action="spread"))
    form = director.post(address, mine).context["form"]
    upon = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert director.post(address, {**upon, "action": "spread"}).status_code == 302
    parts = list(scenario.parts.all())
    assert [(part.scaled, part.locked) for part in (parts[3], parts[5])] == [(1900, True), (1100, True)]
    assert sum(part.locked for part in parts) == 2


@pytest.mark.parametrize("read", ("x", "1:2", "1:2:3", "1:-2:0"))
def test_a_form_whose_hidden_fields_were_tampered_with_writes_nothing(director, scenario, read):
    address = f"{SPLIT}{scenario.pk}/"
    assert director.post(address, typed(director, address, read=read, action="spread")).status_code == 422
    assert AllocationScenario.objects.get().version == 1


def test_the_sum_is_told_while_typing_and_nothing_is_written(director, scenario):
    address = f"{SPLIT}{scenario.pk}/"

    def told(**changes):
        response = director.post(f"{address}somme/", typed(director, address, **changes))
        assert response.status_code == 200
        return response.context["sum_sentence"].replace(NBSP, " ")

    assert told() == "La somme des parts fait 8 100 : le compte est juste."
    assert told(value_0="1 010") == "La somme des parts fait 8 090. Il manque 10 : répartir le reste ?"
    assert told(value_0="beaucoup") == "Une case ne se lit pas encore comme un nombre."
    assert AllocationScenario.objects.get().version == 1


def test_a_rate_tells_what_the_whole_makes_while_typing(director):
    director.post(RATE, {"key": "last_year"})
    address = f"{RATE}{AllocationScenario.objects.get().pk}/"
    data = typed(director, address, value_3="80,0", locked_3="on")
    told = director.post(f"{address}somme/", data).context["sum_sentence"].replace(NBSP, " ")
    assert told == "L’ensemble fait 2 135 ÷ 2 846 = 75,0 % : le compte est juste."
    assert director.post(address, {**data, "action": "save"}).status_code == 302
    assert table(director.get(address), "parts")[4][2:4] == ["524 ÷ 655", "Cible, Rimouski-Neigette"]


def test_a_rate_by_hand_has_its_denominators_typed(director):
    director.post(RATE, {"key": "hand"})
    made = AllocationScenario.objects.get()
    address = f"{RATE}{made.pk}/"
    response = director.post(address, typed(director, address, denominator_0="342", action="save"))
    assert response.status_code == 422
    assert response.context["told"].replace(NBSP, " ") == (
        "La somme des dénominateurs fait 2 836. Il manque 10 : répartir le reste ?"
    )
    data = typed(director, address, denominator_0="342", denominator_1="412", action="save")
    assert director.post(address, data).status_code == 302
    assert [part.expected_d for part in made.parts.all()][:3] == [342, 412, 313]


def test_a_copy_is_opened_at_once(director, scenario):
    response = director.post(f"{SPLIT}{scenario.pk}/dupliquer/")
    copy = AllocationScenario.objects.latest("pk")
    assert (response["Location"], copy.name) == (f"{SPLIT}{copy.pk}/", "Part du budget, copie")
