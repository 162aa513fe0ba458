"""Everything that bears a place is closed to the people of another: every address and method, every route of the API.

A new route must be told here: with a place in its address it is tried by itself, else it is named among those that
belong to everybody or to the person, with what keeps it from telling anything about a region.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from plans.models import Issue, Plan

PLACE, YEAR = "bas-saint-laurent", 2007
# Addresses without a place. Lists show what one may read (see the tests below); the others tell nothing of a region.
EVERYBODY = {
    "home", "plan_list", "search", "cycle_board", "cycle_mark", "cycle_date", "cycle_calendar", "indicator_list",
    "indicator_definition", "style_guide", "health", "api-root", "api-token", "api-schema", "api-docs",
    "public_list", "sitemap", "robots", "administration", "invitation_accept",
    # one's own account, and the way to the identity provider
    "security", "session_end", "sessions_end_others", "identity_unlink", "openid_connect_login",
    "openid_connect_callback",
    # the ministry's own plans, frame and catalogue
    "national_frame", "frame_open", "frame_history", "frame_target", "frame_add_field", "frame_add", "frame_edit",
    "frame_move", "frame_withdraw", "frame_restore",
    "territorial_latest", "territorial_plan", "territorial_matrix", "territorial_history", "territorial_act",
    "territorial_place", "territorial_follow_up", "territorial_edit", "territorial_add", "territorial_archive",
    "territorial-plan-list", "territorial-plan-detail",
    "region-list", "region-detail", "mrc-list", "mrc-detail", "cle-list", "cle-detail", "indicator-list",
    "indicator-detail", "target-list", "measurement-list", "attainment-list", "attainment-export", "plan-list",
}  # fmt: skip
# One row of a place, named by its number alone.
BY_NUMBER = {
    "run", "run_file", "run_reading", "run_restart", "run_cancel", "annual_entry", "annual_entry_remove", "plan-detail",
    "attainment-detail", "breakdown-list", "plan-edition", "plan-editions",
}  # fmt: skip
FILLED = {
    "territory": PLACE, "year": YEAR, "month": (YEAR, 9), "key": "2", "kind": "enjeu", "pk": 1, "part": "enjeux",
    "act": "soumettre", "number": 1, "table": "cibles", "ending": "xlsx", "milestone": 1, "motion": 1, "field": "title",
}  # fmt: skip


class Route(NamedTuple):
    name: str
    address: str
    arguments: frozenset[str]


def routes(patterns=None, before: str = "") -> Iterator[Route]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Route(pattern.name, address, frozenset(pattern.pattern.converters))


ROUTES = {route.name: route for route in routes() if not route.name.startswith(("account_", "mfa_", "socialaccount_"))}
OF_A_PLACE = [
    route for route in ROUTES.values() if "territory" in route.arguments and not route.name.startswith("public_")
]


def address_of(route: Route, row: Issue) -> str:
    filled = FILLED | {"pk": row.pk}
    return reverse(route.name, kwargs={name: filled[name] for name in route.arguments})


@pytest.fixture
def issue(plan) -> Issue:
    return plan.issues.first()


def test_every_route_is_told_here():
    told = EVERYBODY | BY_NUMBER | {route.name for route in OF_A_PLACE}
    assert {name for name in ROUTES if not name.startswith("public_")} - told == set()


@pytest.mark.parametrize("route", OF_A_PLACE, ids=lambda route: route.name)
def test_people_of_another_region_find_nothing(as_user, cast, issue, route):
    client, address = as_user(cast.outsider), address_of(route, issue)
    codes = {client.get(address).status_code, client.post(address).status_code}
    assert codes <= {404, 405}
    assert 404 in codes


@pytest.mark.parametrize("route", OF_A_PLACE, ids=lambda route: route.name)
def test_who_is_not_signed_in_is_sent_to_the_door(client, issue, route):
    address = address_of(route, issue)
    answers = [client.get(address), client.post(address)]
    sent = [answer for answer in answers if answer.status_code == 302]
    assert {answer.status_code for answer in answers} <= {302, 405}
    assert {answer.url.split("?")[0] for answer in sent} == {reverse("account_login")}


@pytest.mark.parametrize("name", ["cle_manager", "member", "partner", "analyst"])
@pytest.mark.parametrize("route", OF_A_PLACE, ids=lambda route: route.name)
def test_nobody_of_the_region_meets_a_defect(as_user, cast, issue, route, name):
    """Whatever the role, an address answers, refuses or is not found; it never breaks, even sent nothing."""
    client, address = as_user(getattr(cast, name)), address_of(route, issue)
    codes = {client.get(address).status_code, client.post(address).status_code}
    assert codes <= {200, 302, 400, 403, 404, 405, 409, 422}


# --- Lists, and rows named by number ---------------------------------------------------------------------------------


def test_lists_of_pages_show_nothing_of_another_region(as_user, cast, plan):
    client = as_user(cast.outsider)
    assert list(client.get(reverse("plan_list")).context["plans"]) == []
    assert [line.territory.code for line in client.get(reverse("cycle_board", args=[YEAR])).context["board"].lines] == [
        "02"
    ]
    assert str(plan.title) not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("name", ["plan-list", "target-list", "measurement-list", "attainment-list"])
def test_lists_of_the_api_hold_nothing_of_another_region(as_user, cast, name):
    answer = as_user(cast.outsider).get(reverse(name), {"territory": "01", "fiscal_year": "2007-2008"})
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["measurement-list", "attainment-list", "plan-list"])
def test_unfiltered_lists_of_the_api_name_no_place_of_another_region(as_user, cast, name):
    told = as_user(cast.outsider).get(reverse(name)).content.decode()
    assert '"01-' not in told
    assert '"code":"01"' not in told


def test_a_plan_named_by_its_number_is_not_found(as_user, cast, plan):
    assert as_user(cast.outsider).get(reverse("plan-detail", args=[plan.pk])).status_code == 404
    for pal in Plan.objects.filter(territory__parent=plan.territory):
        assert as_user(cast.outsider).get(reverse("plan-detail", args=[pal.pk])).status_code == 404
