"""The plan pages: who reads what, what the document shows, how many queries it takes."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from plans.dossier import plan_dossier
from plans.models import Action, Strategy
from plans.outline import plan_outline
from plans.services import add_row, create_plan, edit_row
from tests.plans.standing import standing

INSIDERS = ("director", "planner", "cle_manager", "member", "secretary", "national", "analyst", "administrator")
WRITERS = ("director", "planner")
READERS = tuple(role for role in INSIDERS if role not in WRITERS)
PLACE = ("bas-saint-laurent", 2007)
READING_PAGES = ("plan", "plan_history")


@pytest.fixture
def page(cast, as_user):
    """The text of the plan page, as the director reads it."""
    return as_user(cast.director).get(reverse("plan", args=PLACE)).content.decode()


def visible_text(html: str) -> str:
    """The words of a page, without its tags, charts and menus."""
    html = re.sub(r"<(script|style|svg).*?</\1>", " ", html, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " "))


# --- Who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READING_PAGES)
@pytest.mark.parametrize("role", INSIDERS)
def test_every_insider_reads_the_draft_and_its_history(cast, as_user, name, role):
    response = as_user(getattr(cast, role)).get(reverse(name, args=PLACE))
    assert response.status_code == 200


@pytest.mark.parametrize("name", READING_PAGES)
@pytest.mark.parametrize("role", ["partner", "outsider"])
def test_a_draft_does_not_exist_for_partner_and_outsider(cast, as_user, name, role):
    assert as_user(getattr(cast, role)).get(reverse(name, args=PLACE)).status_code == 404


def test_a_published_plan_is_open_to_the_partner_and_still_not_to_the_outsider(cast, as_user, plan):
    standing(plan, "published")
    assert as_user(cast.partner).get(plan.get_absolute_url()).status_code == 200
    assert as_user(cast.outsider).get(plan.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name,args", [("plan", PLACE), ("plan_history", PLACE), ("plan_list", ())])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in_page(db, as_user, name, args):
    url = reverse(name, args=args)
    response = as_user(None).get(url)
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={url}")


@pytest.mark.parametrize("role", WRITERS)
def test_pencils_are_shown_to_those_who_write(cast, as_user, role):
    html = as_user(getattr(cast, role)).get(reverse("plan", args=PLACE)).content.decode()
    assert html.count('class="edit-link') > 150


@pytest.mark.parametrize("role", READERS)
def test_readers_see_no_pencil(cast, as_user, role):
    html = as_user(getattr(cast, role)).get(reverse("plan", args=PLACE)).content.decode()
    assert html.count("edit-link") == 0


def test_nobody_sees_a_pencil_once_the_plan_is_submitted(cast, as_user, plan):
    standing(plan, "submitted")
    html = as_user(cast.director).get(plan.get_absolute_url()).content.decode()
    assert html.count("edit-link") == 0


@pytest.mark.parametrize(
    "place",
    [
        "nulle-part/2007-2008",
        "bas-saint-laurent/1999-2000",
        "bas-saint-laurent/2006-2007",
        "saguenay-lac-saint-jean/2007-2008",
    ],
)
def test_an_unknown_territory_or_year_or_plan_is_a_404_in_french(cast, as_user, place):
    response = as_user(cast.national).get(f"/{place}/plan/")
    assert response.status_code == 404
    assert "Cette page est introuvable" in response.content.decode()


# --- What -----------------------------------------------------------------------------------------------------------


def test_the_three_columns_hold_14_strategies_and_50_actions_each_strategy_beside_its_own(page, plan):
    rows = re.findall(r'<td class="strategy".*?</td>\s*<td class="actions".*?</td>', page, flags=re.S)
    assert len(rows) == 14
    shown = [(re.search(r'id="strategie-(\d+)"', row)[1], re.findall(r'id="action-(\d+)"', row)) for row in rows]
    strategies = Strategy.objects.filter(plan_field__plan=plan).prefetch_related("actions")
    expected = {str(one.pk): [str(action.pk) for action in one.actions.all()] for one in strategies}
    assert dict(shown) == expected
    assert sum(len(actions) for _, actions in shown) == 50


def test_strategies_are_numbered_by_field_and_rank(page):
    numbers = re.findall(r'data-label="Stratégie ([\d.]+)"', page)
    assert numbers == ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "3.3", "4.1", "5.1", "5.2", "6.1", "6.2", "7.1", "7.2"]


def test_the_situation_spans_all_the_strategies_of_its_field(page):
    assert re.findall(r'class="situation" rowspan="(\d+)"', page) == ["2", "2", "3", "1", "2", "2", "2"]


def test_every_entry_of_the_outline_leads_to_one_heading_of_the_page(page, plan):
    outline = re.search(r'<nav class="outline".*?</nav>', page, flags=re.S)[0]
    anchors = re.findall(r'href="#([^"]+)"', outline)
    assert [anchor for anchor in anchors if len(re.findall(rf'id="{anchor}"', page)) != 1] == []
    numbers = [part.number for part in plan_outline(plan_dossier(plan)).volets[0].parts]
    assert numbers == ["", "1", "2", "3", "4", "5", "6", "7", "8"]


def test_no_id_stands_twice_on_the_page(page):
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(one for one in set(ids) if ids.count(one) > 1) == []


def test_budget_shows_printed_totals_and_recomputed_sums_with_the_notice(page):
    text = visible_text(page)
    assert "Total imprimé 100 % 23 000 Somme recalculée 99,99 % 22 999" in text
    assert (
        "les montants des CLE totalisent 22 999 k$ alors que le total imprimé est de 23 000 k$"
        in text.lower().replace("cle ", "CLE ")
    )


def test_staff_totals_are_computed_by_unit_and_year(page):
    assert "Total 88,6 83,3 89,3 87,5 177,9 170,8" in visible_text(page)


def test_targets_stand_by_family_with_the_text_of_their_figures(page, plan):
    text = visible_text(page)
    dossier = plan_dossier(plan)
    shown = [(f.indicator.number, f.result_text, f.target_text) for _, figures in dossier.targets for f in figures]
    assert [number for number, _, _ in shown] == [
        "2",
        "3",
        "6",
        "7",
        "10",
        "14",
        "16",
        "17",
        "5",
        "9",
        "12",
        "13",
        "15",
    ]
    missing = [one for one in shown if f"{one[1]} {one[2]}".replace("\u00a0", " ") not in text]
    assert missing == []


def test_external_resources_bring_a_fifth_of_two_targets(page):
    text = visible_text(page)
    assert "8 100 1 620" in text
    assert "4 610 922" in text


def test_solidarity_targets_stand_beside_the_national_ones(page):
    text = visible_text(page)
    assert "56 000 1 366 2,44 % du Québec" in text
    assert "10 jours 10 jours" in text
    assert len(re.findall(r'id="conformite-\d+"', page)) == 13


def test_a_plan_without_anything_yet_says_what_is_not_written(cast, as_user, region):
    from indicators.services import open_year

    empty = create_plan(
        territory=region, year=open_year(2009), title="Plan d’action régional 2009-2010", by=cast.director
    )
    response = as_user(cast.director).get(empty.get_absolute_url())
    assert response.status_code == 200
    assert "Cette partie n’est pas encore écrite." in response.content.decode()


def test_hostile_text_is_shown_as_text(cast, as_user, plan):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> **gras**"
    section = plan.sections.get(key="mission")
    action = Action.objects.filter(strategy__plan_field__plan=plan).first()
    for row, values in ((section, {"body": hostile, "title": hostile}), (action, {"text": hostile})):
        edit_row(row=row, expected_version=row.version, values=values, by=cast.director)
    for url in (plan.get_absolute_url(), reverse("plan_history", args=PLACE)):
        html = as_user(cast.director).get(url).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert escape("<script>alert(1)</script>") in html


# --- List and history -----------------------------------------------------------------------------------------------


def test_the_list_holds_the_plans_one_may_read_and_an_empty_state_otherwise(cast, as_user, plan):
    url = reverse("plan_list")
    assert list(as_user(cast.director).get(url).context["plans"]) == [plan]
    response = as_user(cast.outsider).get(url)
    assert list(response.context["plans"]) == []
    assert "Aucun plan ne vous est ouvert" in response.content.decode()


def test_the_history_tells_who_when_before_and_after_and_filters_by_part(cast, as_user, plan):
    section = plan.sections.get(key="mission")
    edit_row(row=section, expected_version=section.version, values={"title": "Notre mission"}, by=cast.planner)
    url = reverse("plan_history", args=PLACE)
    line = as_user(cast.member).get(url).context["lines"][0]
    told = (line.author, line.old, line.new, line.part, line.field)
    assert told == (str(cast.planner), section.title, "Notre mission", "Texte", "titre")
    filtered = as_user(cast.member).get(url, {"partie": "signataire"})
    assert {one.part for one in filtered.context["lines"]} == {"Signataire"}


def test_the_history_is_cut_in_pages_of_fifty(cast, as_user, plan):
    url = reverse("plan_history", args=PLACE)
    strategies = Strategy.objects.filter(plan_field__plan=plan)[:12]
    for turn in range(5):  # 60 acts, each on another row than the one before it
        for one in strategies:
            row = Strategy.objects.get(pk=one.pk)
            values = {"title": f"Titre {turn}"}
            edit_row(row=row, expected_version=row.version, values=values, by=cast.director)
    assert len(as_user(cast.director).get(url).context["lines"]) == 50
    last = as_user(cast.director).get(url, {"page": "999"}).context
    assert (len(last["lines"]), last["page"].paginator.count) == (11, 61)


# --- How many queries -----------------------------------------------------------------------------------------------


def count(client, url, django_assert_max_num_queries, most=30) -> int:
    client.get(url)  # what is cached for good is cached
    with django_assert_max_num_queries(most) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def small_plan(cast, region):
    """A plan with one row of each of what a plan has many of."""
    from indicators.services import open_year
    from plans.models import InterventionField, Orientation, PlanningCycle

    year = open_year(2010)
    plan = create_plan(territory=region, year=year, title="Petit plan", by=cast.director)
    orientation = Orientation.objects.create(cycle=PlanningCycle.objects.get(year=year), number=1, title="O")
    field = InterventionField.objects.create(orientation=orientation, number=1, title="C")
    add_row(part="contexte", by=None, position=1, plan=plan, orientation=orientation, summary="s")
    plan.row = add_row(part="champ", by=None, position=1, plan=plan, field=field, situation="s")
    grow(plan, 1)
    return plan


def grow(plan, rank: int) -> None:
    """One strategy with one action, one key figure, one target, one budget share and one text more."""
    from indicators.models import Indicator
    from indicators.services import set_target

    strategy = add_row(part="strategie", by=None, position=rank, plan_field=plan.row, title=f"S{rank}")
    add_row(part="action", by=None, position=rank, strategy=strategy, text=f"A{rank}")
    add_row(
        part="chiffre-cle", by=None, position=rank, plan=plan, theme="T", label=f"M{rank}", unit="%", region_value=rank
    )
    office = plan.territory.children.all()[rank - 1]
    add_row(part="part-budget", by=None, position=rank, plan=plan, territory=office, percent=rank, amount=rank)
    add_row(part="note", by=None, position=rank, plan=plan, marker=str(rank), text="n")
    indicator = Indicator.objects.targeted_in(plan.year_id)[rank - 1]
    set_target(indicator=indicator, year=plan.year, territory=plan.territory, value=rank, reason="Essai", by=None)


@pytest.mark.parametrize("name", ["plan", "plan_history"])
def test_queries_do_not_grow_from_one_to_three_of_everything(
    cast, as_user, small_plan, django_assert_max_num_queries, name
):
    url = reverse(name, args=[small_plan.territory.slug, small_plan.year_id])
    client = as_user(cast.director)
    with_one = count(client, url, django_assert_max_num_queries)
    grow(small_plan, 2)
    grow(small_plan, 3)
    assert count(client, url, django_assert_max_num_queries) == with_one


def test_the_list_takes_the_same_queries_for_one_plan_and_three(cast, as_user, region, django_assert_max_num_queries):
    from indicators.services import open_year

    client, url = as_user(cast.director), reverse("plan_list")
    with_one = count(client, url, django_assert_max_num_queries, 10)
    for year in (2011, 2012):
        create_plan(territory=region, year=open_year(year), title=f"Plan {year}", by=cast.director)
    assert count(client, url, django_assert_max_num_queries, 10) == with_one
