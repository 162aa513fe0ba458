"""The pages of the territorial plan: who reads and writes what, what is shown, which acts are offered."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from plans.models import TerritorialPlan
from plans.services_territorial import add_territorial_row, edit_territorial_row
from plans.territorial_dossier import territorial_dossier
from plans.territorial_enums import TerritorialActKind, TerritorialState
from plans.territorial_workflow import OPEN

EVERYBODY = (
    "director", "planner", "cle_manager", "member", "secretary", "national", "analyst", "partner", "administrator",
    "outsider",
)  # fmt: skip
PERIOD = (2020, 2022)
HOME = (*PERIOD, "bas-saint-laurent")
READING = [("territorial_plan", PERIOD), ("territorial_place", HOME), ("territorial_matrix", PERIOD),
           ("territorial_history", PERIOD)]  # fmt: skip


@pytest.fixture
def html(as_user, cast):
    """html("director", "territorial_plan", PERIOD) → the text of a page that must be there."""

    def get(key, name, args, query=""):
        response = as_user(getattr(cast, key)).get(reverse(name, args=args) + query)
        assert response.status_code == 200
        return response.content.decode()

    return get


def edit_url(row, kind="action"):
    return reverse("territorial_edit", args=[*PERIOD, row.owning_place.slug, kind, row.pk])


def follow_url(row):
    return reverse("territorial_follow_up", args=[*PERIOD, row.place.slug, row.pk])


# --- Who -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "args"), READING)
@pytest.mark.parametrize("key", EVERYBODY)
def test_an_adopted_plan_is_read_by_everybody_who_signs_in(html, key, name, args):
    assert html(key, name, args).count("<h1") == 1


@pytest.mark.parametrize(("name", "args"), READING)
def test_whoever_is_not_signed_in_is_led_to_the_sign_in_page(ovt, as_user, name, args):
    url = reverse(name, args=args)
    response = as_user(None).get(url)
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={url}")


@pytest.mark.parametrize(("name", "args"), READING)
def test_a_draft_does_not_exist_for_a_partner(ovt, as_user, cast, name, args):
    TerritorialPlan.objects.filter(pk=ovt.pk).update(state="draft")
    assert as_user(cast.partner).get(reverse(name, args=args)).status_code == 404
    assert as_user(cast.member).get(reverse(name, args=args)).status_code == 200


def test_a_partner_reads_the_adopted_edition_while_a_revision_is_written(revised, html, action, cast):
    before = action().text
    edit_territorial_row(
        row=action(), expected_version=action().version, values={"text": "Texte non adopté."}, by=cast.director
    )
    assert escape(before) in html("partner", "territorial_place", HOME)
    assert "Texte non adopté." in html("member", "territorial_place", HOME)
    assert escape(before) in html("member", "territorial_place", HOME, "?edition=1")


@pytest.mark.usefixtures("revised")
def test_the_history_of_an_open_revision_is_not_the_partners(as_user, cast):
    assert as_user(cast.partner).get(reverse("territorial_history", args=PERIOD)).status_code == 404


@pytest.mark.parametrize("address", [
    "2019-2021/", "2020-2022/nulle-part/", "2020-2022/?edition=9", "2020-2022/?edition=un",
    "2020-2022/bas-saint-laurent/modifier/rien/1/",
])  # fmt: skip
def test_what_does_not_exist_is_a_404(revised, as_user, cast, address):
    assert as_user(cast.director).get(f"/plans/territorial/{address}").status_code == 404


def test_the_short_address_leads_to_the_latest_plan(ovt, as_user, cast):
    assert as_user(cast.member).get("/plans/territorial/").url == "/plans/territorial/2020-2022/"


def test_the_list_of_plans_leads_to_it(ovt, html):
    assert 'href="/plans/territorial/2020-2022/"' in html("partner", "plan_list", ())


@pytest.mark.usefixtures("revised")
@pytest.mark.parametrize(("key", "answer"), [
    ("director", 200), ("planner", 200), ("national", 200),
    ("outsider", 403), ("member", 403), ("cle_manager", 403), ("analyst", 403), ("partner", 403),
    ("administrator", 403), ("secretary", 403),
])  # fmt: skip
def test_forms_open_to_those_who_answer_for_the_territory(as_user, cast, action, key, answer):
    client = as_user(getattr(cast, key))
    add = reverse("territorial_add", args=[*HOME, "action"])
    away = reverse("territorial_archive", args=[*HOME, "action", action().pk])
    answers = {client.get(url).status_code for url in (edit_url(action()), follow_url(action()), add, away)}
    assert answers == {answer}


@pytest.mark.parametrize(("key", "count"), [("director", 3), ("national", 3), ("outsider", 0), ("partner", 0)])
def test_in_force_only_the_follow_up_is_offered(html, key, count):
    page = html(key, "territorial_place", HOME)
    assert (page.count("/suivi/") // 2, page.count("/modifier/"), page.count("/ajouter/")) == (count, 0, 0)


def test_an_adopted_text_is_not_opened(as_user, cast, action):
    assert as_user(cast.director).get(edit_url(action())).status_code == 403
    answer = as_user(cast.director).get(edit_url(action()), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (403, "#plan-status")


# --- What ------------------------------------------------------------------------------------------------------------


def test_the_list_tells_the_18_territories_and_the_counted_totals(html, ovt):
    page = html("member", "territorial_plan", PERIOD)
    body = re.search(r'<table class="cards-on-phone territories">.*?</table>', page, re.S)[0]
    assert re.findall(r'scope="row"><a[^>]*>([^<]+)</a>', body) == [row.name for row in ovt.places.all()]
    assert re.findall(r'key-figure__value">(\d+)<', page) == ["18", "32", "60", "63"]
    assert "17 régions; la 11 en forme deux" in page


def test_the_extension_tells_decree_date_reason_and_the_old_end(html):
    page = html("partner", "territorial_plan", PERIOD).replace("\u00a0", " ").replace("&nbsp;", " ")
    notice = re.search(r"<p><strong>Plan prolongé.*?</p>", page, re.S)[0]
    assert "31 décembre 2024" in notice
    assert "Il devait finir le 31 décembre 2022. Décret nº 708-2022, 27 avril 2022 :" in notice


@pytest.mark.parametrize("slug", ["bas-saint-laurent", "estrie", "montreal", "iles-de-la-madeleine"])
def test_a_territory_tells_each_action_once_under_its_priorities(html, ovt, slug):
    page = html("member", "territorial_place", (*PERIOD, slug))
    place = territorial_dossier(ovt).place(slug)
    assert re.findall(r'<tr id="action-(\d+)"', page) == [str(one.id) for one in place.actions]
    assert re.findall(r'<li id="priorite-(\d+)"', page) == [str(one.id) for one in place.priorities]
    assert all(escape(one.text) in page for one in place.actions)


def test_the_matrix_marks_the_63_answers(html):
    page = html("member", "territorial_matrix", PERIOD)
    assert page.count("matrix__cell--yes") == 63
    assert page.count('<table class="matrix">') == 18
    estrie = html("member", "territorial_matrix", PERIOD, "?territoire=estrie")
    assert estrie.count('<table class="matrix">') == 1
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', estrie, re.S)
    assert ["".join("●" if "--yes" in cell else "." for cell in re.findall(r"<td[^>]*>", row)) for row in rows] == [
        "●●●.", "●●●.", "...●",
    ]  # fmt: skip


def test_search_finds_a_territory_however_its_name_is_typed(html):
    page = html("member", "territorial_plan", PERIOD, "?q=CÔTE–NORD")
    assert re.findall(r"<article class=\"hit\">\s*<h3><a[^>]*>([^<]+)", page) == ["Côte-Nord"]
    assert "3 actions dans 1 territoire" in page


def test_a_search_that_finds_nothing_says_so_and_keeps_the_words(html):
    page = html("member", "territorial_plan", PERIOD, "?q=%3Cb%3Etroll")
    assert "Rien ne répond à cette recherche" in page
    assert 'value="&lt;b&gt;troll"' in page


@pytest.mark.parametrize("name,args", READING[:3])
def test_queries_do_not_grow_with_the_plan(revised, as_user, cast, action, name, args):
    client = as_user(cast.director)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name, args=args)).status_code == 200
        return len(captured)

    before = queries()
    for rank in range(3):
        values = {"text": f"Action {rank}.", "priorities": list(action().priorities.all())}
        row = add_territorial_row(part="action", parent=action().place, values=values, by=cast.director)
        add_territorial_row(part="cible", parent=row, values={"value": 2, "unit": "ateliers"}, by=cast.director)
    assert queries() == before


# --- Acts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(TerritorialState))
@pytest.mark.parametrize("kind", list(TerritorialActKind))
def test_an_act_is_offered_only_in_the_states_that_allow_it(ovt, as_user, cast, state, kind):
    TerritorialPlan.objects.filter(pk=ovt.pk).update(state=state)
    answer = as_user(cast.national).get(reverse("territorial_act", args=[*PERIOD, kind]))
    assert answer.status_code == (200 if kind in OPEN[state] else 404)


@pytest.mark.parametrize("key", ["director", "member", "outsider", "partner"])
def test_acts_are_not_everybodys(ovt, as_user, cast, html, key):
    assert as_user(getattr(cast, key)).get(reverse("territorial_act", args=[*PERIOD, "extension"])).status_code == 403
    assert html(key, "territorial_plan", PERIOD).count("/actes/") == 0


def test_an_extension_is_recorded_from_its_form(ovt, as_user, cast, html):
    data = {
        "version": ovt.version, "new_end": "2025-12-31", "decided_on": "2024-06-05", "body": "Conseil des ministres",
        "instrument": "Décret nº 1-2024", "reason": "Encore reportée.",
    }  # fmt: skip
    url = reverse("territorial_act", args=[*PERIOD, "extension"])
    refused = as_user(cast.national).post(url, data | {"new_end": "2023-12-31", "reason": "Reste là"})
    assert refused.status_code == 422
    assert "choisissez un jour plus éloigné" in refused.content.decode()
    assert "Reste là" in refused.content.decode()
    assert as_user(cast.national).post(url, data | {"version": 1}).status_code == 409
    assert as_user(cast.national).post(url, data).status_code == 302
    page = html("partner", "territorial_plan", PERIOD)
    assert "La fin passe du 31 décembre 2022 au 31 décembre 2024." in page
    assert "La fin passe du 31 décembre 2024 au 31 décembre 2025." in page


def test_reading_pages_write_nothing(ovt, as_user, cast):
    before = TerritorialPlan.objects.values_list("touched_at", "version").get()
    for name, args in READING:
        as_user(cast.national).get(reverse(name, args=args))
    assert TerritorialPlan.objects.values_list("touched_at", "version").get() == before


@pytest.mark.parametrize(("key", "count"), [("national", 1), ("administrator", 1), ("director", 0), ("partner", 0)])
def test_documents_are_offered_to_those_who_build_them_for_quebec(ovt, html, key, count):
    page = html(key, "territorial_plan", PERIOD)
    assert page.count('href="/quebec/2020-2021/documents/"') == count
