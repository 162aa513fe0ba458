"""The revision of a target in a browser: who may, what is read, what is refused, and two people at once."""

from decimal import Decimal

import pytest

from core.formats import NBSP
from indicators.models import Target
from tests.indicators.page_reader import table
from tests.indicators.test_pages import BOARD, DECEMBER, PAGE, READERS, REVISERS, REVISION, STRANGERS, figures_of


def typed(**changes) -> dict:
    return {
        "value": "8 250",
        "effective_month": "6",
        "reason": "Budget additionnel en août.",
        "expected_version": "1",
        **changes,
    }


def target_of(region, number="2"):
    return Target.objects.filter(territory=region, year=2007, indicator__number=number)


# --- Who --------------------------------------------------------------------------------------------------------------


SETTERS = (*REVISERS, "national")  # the ministry and the Commission too set the targets of a region
LOOKERS = tuple(who for who in READERS if who not in SETTERS)


@pytest.mark.parametrize(("who", "status"), [*((one, 200) for one in SETTERS), *((one, 403) for one in LOOKERS)])
def test_only_those_who_set_targets_open_the_revision(cast, as_user, who, status):
    assert as_user(getattr(cast, who)).get(REVISION).status_code == status


@pytest.mark.parametrize("who", LOOKERS)
def test_a_reader_who_posts_a_revision_is_refused_and_nothing_is_written(cast, as_user, region, who):
    assert as_user(getattr(cast, who)).post(REVISION, typed()).status_code == 403
    assert target_of(region).count() == 1


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_who_posts_a_revision_finds_no_page_and_nothing_is_written(cast, as_user, region, who):
    assert as_user(getattr(cast, who)).post(REVISION, typed()).status_code == 404
    assert target_of(region).count() == 1


# --- What is typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ("8250", "8 250", f"8{NBSP}250", "8\u202f250", " 8\u2009250 "))
def test_a_revision_reads_any_space_and_leads_back_with_a_message(cast, as_user, region, value):
    response = as_user(cast.director).post(REVISION, typed(value=value), follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "La cible est enregistrée. Les résultats sont jugés de nouveau d’après elle."
    ]
    last = target_of(region).get(version=2)
    assert (last.value, last.effective_month, last.author) == (8250, 6, cast.director)
    assert last.reason == "Budget additionnel en août."


@pytest.mark.parametrize(("value", "kept"), [("76,5", "76.5"), ("76.5", "76.5"), (f"76,5{NBSP}%", "76.5")])
def test_a_rate_is_typed_with_its_decimal(cast, as_user, region, value, kept):
    as_user(cast.director).post("/bas-saint-laurent/2007-2008/indicateurs/6/cible/", typed(value=value))
    assert target_of(region, "6").get(version=2).value == Decimal(kept)


def test_a_target_becomes_s_o(cast, as_user, region):
    as_user(cast.director).post(REVISION, typed(value="", not_applicable="on"))
    last = target_of(region).get(version=2)
    assert (last.is_not_applicable, last.scaled) == (True, None)
    assert figures_of(region, number="2")[0].target_text == "s/o"


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"value": "beaucoup"}, "value", "« beaucoup » n’est pas un nombre. Écrivez par exemple 1 234,5."),
        ({"value": "8250,5"}, "value", "« 8250,5 » a trop de décimales : écrivez un nombre sans décimale."),
        ({"value": "-5"}, "value", "Entrez un nombre positif."),
        ({"value": ""}, "value", "Une cible est un nombre, ou « s/o »."),
        ({"not_applicable": "on"}, "value", "Une cible est un nombre, ou « s/o »."),
        ({"reason": ""}, "reason", "Ce champ est obligatoire."),
        ({"reason": "   "}, "reason", "Ce champ est obligatoire."),
    ],
)
def test_a_refused_revision_tells_why_keeps_what_was_typed_and_writes_nothing(
    cast, as_user, region, changes, field, error
):  # fmt: skip
    response = as_user(cast.director).post(REVISION, typed(**changes))
    form = response.context["form"]
    told = {name: [text.replace(NBSP, " ") for text in errors] for name, errors in form.errors.items()}
    assert (response.status_code, told) == (422, {field: [error]})
    assert form["value"].value() == typed(**changes)["value"]
    assert form["reason"].value() == typed(**changes)["reason"]
    assert target_of(region).count() == 1


@pytest.mark.parametrize("month", ("0", "13", "septembre", ""))
def test_a_month_that_does_not_exist_is_refused(cast, as_user, region, month):
    response = as_user(cast.director).post(REVISION, typed(effective_month=month))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["effective_month"])
    assert target_of(region).count() == 1


def test_a_second_writer_sees_both_revisions_and_loses_nothing(cast, as_user, region):
    as_user(cast.planner).post(REVISION, typed(value="8 300", reason="Décision du comité de gestion."))
    client = as_user(cast.director)
    response = client.post(REVISION, typed(value="8 400", reason="Demande du ministère.", effective_month="7"))
    page = response.content.decode()
    assert response.status_code == 409
    theirs, mine = page.split("La cible qui vient d’être fixée")[1].split("Votre saisie</h2>")
    shown = (f"8{NBSP}300", "Décision du comité de gestion.", cast.planner.name)
    assert [text in theirs for text in shown] == [True] * 3
    assert [text in mine for text in ("8 400", "Demande du ministère.", "octobre 2007")] == [True] * 3
    assert target_of(region).count() == 2

    again = response.context["form"]
    data = {name: again[name].value() for name in ("value", "effective_month", "reason", "expected_version")}
    assert client.post(REVISION, data).status_code == 302
    assert [target.scaled for target in target_of(region).order_by("version")] == [8100, 8300, 8400]


def test_a_form_without_its_version_writes_nothing(cast, as_user, region):
    data = typed()
    del data["expected_version"]
    assert as_user(cast.director).post(REVISION, data).status_code == 422
    assert target_of(region).count() == 1


def test_a_revision_of_an_office_leaves_the_region_alone(cast, as_user, region, places):
    address = "/cle-rimouski-neigette/2007-2008/indicateurs/2/cible/"
    assert as_user(cast.planner).post(address, typed(value="1900")).status_code == 302
    assert target_of(places("01-100")).count() == 2
    assert target_of(region).count() == 1


# --- What it changes --------------------------------------------------------------------------------------------------


def test_a_revised_target_is_shown_beside_the_initial_one(cast, as_user, region):
    as_user(cast.director).post(REVISION, typed())
    rows = table(as_user(cast.director).get(DECEMBER), "dashboard-table")
    row = next(row for row in rows if row[0].startswith("2 "))
    assert row[2] == f"Cible initiale{NBSP}: 8{NBSP}100 8{NBSP}250 révisée"
    before = table(as_user(cast.director).get(f"{BOARD}2007-08/"), "dashboard-table")
    assert next(row for row in before if row[0].startswith("2 "))[2] == f"8{NBSP}100"


def test_the_history_of_a_target_keeps_each_author_and_reason(cast, as_user):
    as_user(cast.planner).post(REVISION, typed())
    response = as_user(cast.member).get(PAGE)
    assert f"Dès septembre 2007{NBSP}: Budget additionnel en août." in response.context["page"].step
    rows = table(response, "versions")
    assert [row[0] for row in rows[1:]] == ["Cible initiale", "Révision 1 en vigueur"]
    assert rows[2][1:5] == [f"8{NBSP}250", "septembre 2007", "Budget additionnel en août.", cast.planner.name]
