"""The frame around every page: menu, switches and demonstration notices."""

import pytest
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.navigation import frame
from indicators.models import FiscalYear
from indicators.services import open_year
from plans.services import edit_row

PLAN = "/bas-saint-laurent/2007-2008/plan/"
DASHBOARD = "/bas-saint-laurent/2007-2008/suivi/"


ALL = [
    "Accueil", "Plan", "Tableau de bord", "Documents", "Rapport annuel", "Plans locaux", "Conseil", "Cadre national",
    "Cycle", "Indicateurs", "Tous les plans",
]  # fmt: skip


def _labels(response) -> list[str]:
    return [entry.label for entry in response.context["navigation"]]


@pytest.mark.parametrize(
    ("key", "labels"),
    [
        ("director", [*ALL, "Administration"]),
        ("cle_manager", ALL),
        ("member", ALL),
        ("national", ALL),
        ("partner", ["Accueil", "Indicateurs", "Tous les plans"]),
        ("outsider", [*(label for label in ALL if label != "Plan"), "Administration"]),
    ],
)
def test_menu_holds_what_the_person_may_use(cast, as_user, key, labels):
    assert _labels(as_user(getattr(cast, key)).get("/")) == labels


@pytest.mark.parametrize(
    "key",
    ["director", "planner", "cle_manager", "member", "secretary", "national", "analyst", "partner", "administrator",
     "outsider"],
)  # fmt: skip
def test_every_entry_of_everybodys_menu_answers(cast, as_user, key):
    client = as_user(getattr(cast, key))
    answers = {
        entry.url: client.get(entry.url, follow=True).status_code for entry in client.get("/").context["navigation"]
    }
    assert set(answers.values()) == {200}


def test_menu_marks_the_page_that_is_shown(cast, as_user):
    entries = as_user(cast.director).get(DASHBOARD).context["navigation"]
    assert [entry.label for entry in entries if entry.current] == ["Tableau de bord"]


def test_switches_lead_to_the_same_page_of_another_year(cast, as_user):
    territory, year = as_user(cast.director).get(DASHBOARD).context["switches"]
    assert (territory.current, territory.choices) == ("Bas-Saint-Laurent", ())
    assert [(choice.label, choice.url, choice.current) for choice in year.choices] == [
        (one.label, f"/bas-saint-laurent/{one.label}/suivi/", one.start == 2007) for one in FiscalYear.objects.all()
    ]
    assert {"2005-2006", "2006-2007", "2007-2008"} <= {choice.label for choice in year.choices}


def test_national_person_may_switch_to_any_region(cast, as_user):
    client = as_user(cast.national)
    territory, _ = client.get(DASHBOARD).context["switches"]
    assert len(territory.choices) == 18
    assert {client.get(choice.url).status_code for choice in territory.choices} == {200}


def test_page_without_place_has_no_switch(cast, as_user):
    assert as_user(cast.director).get(reverse("plan_list")).context["switches"] == ()


@pytest.mark.parametrize("address", ["/", PLAN, DASHBOARD, "/indicateurs/", "/compte/login/"])
def test_demonstration_is_told_on_every_page(cast, as_user, address):
    client = as_user(None if "login" in address else cast.director)
    with override_settings(DEMONSTRATION=True):
        assert "Données de démonstration" in client.get(address).content.decode()


def test_real_installation_shows_neither_ribbon_nor_sign_ins(cast, as_user):
    with override_settings(DEMONSTRATION=False):
        page = as_user(None).get("/compte/login/").content.decode()
    assert "démonstration" not in page
    assert cast.director.email not in page


# --- Accueil ---------------------------------------------------------------------------------------------------------


def test_start_page_tells_a_director_what_to_do_next(cast, as_user):
    tasks = as_user(cast.director).get("/").context["tasks"]
    assert [task.button for task in tasks] == [
        "Compléter", "Compléter", "Compléter", "Vérifications", "Ouvrir le plan", "Voir le tableau de bord",
        "Documents",
    ]  # fmt: skip


def test_start_page_tells_a_cle_manager_to_write_the_local_plan(cast, as_user):
    tasks = as_user(cast.cle_manager).get("/").context["tasks"]
    assert [task.button for task in tasks][:2] == ["Ouvrir le plan local", "Lire le plan"]
    assert tasks[0].url == "/cle-rimouski-neigette/2007-2008/plan/"


def test_start_page_invites_a_member_to_read(cast, as_user):
    tasks = as_user(cast.member).get("/").context["tasks"]
    assert tasks[0].button == "Lire le plan"
    assert "Compléter" not in {task.button for task in tasks}


def test_start_page_shows_the_figures_that_ask_for_attention_first(cast, as_user):
    figures = as_user(cast.director).get("/").context["figures"]
    assert [figure.status.label for figure in figures] == ["En retard", "En retard", "À surveiller", "À surveiller"]


def test_cle_manager_sees_the_office_first(cast, as_user):
    figures = as_user(cast.cle_manager).get("/").context["figures"]
    assert {figure.territory.code for figure in figures} == {"01-100"}


def test_start_page_of_a_partner_says_what_will_come(cast, as_user):
    response = as_user(cast.partner).get("/")
    assert response.context["plan"] is None
    assert "paraîtra ici dès qu’il sera publié" in response.content.decode()


def test_anonymous_visitor_is_sent_to_sign_in(client, db):
    response = client.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/compte/login/?next=/")


def test_cycle_lights_the_present_step(cast, as_user):
    steps = as_user(cast.director).get("/").context["steps"]
    assert [step.state for step in steps] == ["done"] * 5 + ["current"] + ["todo"] * 4


def test_start_page_costs_the_same_after_one_and_three_changes(cast, as_user, plan):
    client = as_user(cast.director)
    issue = plan.issues.first()

    def queries() -> int:
        from django.db import connection

        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    edited = edit_row(row=issue, expected_version=1, values={"title": "Un"}, by=cast.director)
    after_one = queries()
    for version, title in ((2, "Deux"), (3, "Trois")):
        edited = edit_row(row=edited, expected_version=version, values={"title": title}, by=cast.planner)
    assert queries() == after_one


def test_open_year_without_anything_is_an_empty_dashboard_not_an_error(cast, as_user):
    open_year(2030)
    response = as_user(cast.director).get("/bas-saint-laurent/2030-2031/suivi/")
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/nulle-part/2007-2008/plan/", "nulle-part"),
        ("/bas-saint-laurent/1950-1951/plan/", "1950-1951"),
        ("/nulle-part/2007-2008/suivi/", "nulle-part"),
        ("/bas-saint-laurent/1950-1951/suivi/", "1950-1951"),
        ("/bas-saint-laurent/2007-2008/indicateurs/999/", "999"),
    ],
)
def test_unknown_place_year_or_indicator_is_a_404_with_a_sentence(cast, as_user, address, sentence):
    response = as_user(cast.director).get(address)
    assert response.status_code == 404
    assert sentence in response.content.decode()


def test_years_that_do_not_follow_each_other_are_no_address(cast, as_user):
    assert as_user(cast.director).get("/bas-saint-laurent/2007-2009/plan/").status_code == 404


def test_menu_marks_documents_on_the_page_of_one_document(cast, rf):
    request = rf.get("/documents/12/")
    request.user = cast.director
    assert [entry.label for entry in frame(request)["navigation"] if entry.current] == ["Documents"]
