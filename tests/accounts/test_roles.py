"""Roles: where each is held, what it allows, and until when."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import GRANTS, LEVELS, Ability, Role
from accounts.models import Membership, User
from accounts.models.people import held_roles
from accounts.services import end_role, grant_role
from core.errors import Refused
from regions.models import Territory

KEYS = {
    Role.DIRECTOR: "director",
    Role.PLANNER: "planner",
    Role.CLE_MANAGER: "cle_manager",
    Role.MEMBER: "member",
    Role.SECRETARY: "secretary",
    Role.NATIONAL: "national",
    Role.ANALYST: "analyst",
    Role.PARTNER: "partner",
    Role.ADMINISTRATOR: "administrator",
}


def test_cast_plays_every_role(cast):
    assert set(KEYS) == set(Role) == set(GRANTS) == set(LEVELS)
    for role, key in KEYS.items():
        assert [row.role for row in getattr(cast, key).current_memberships] == [role]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CLE_MANAGER])
@pytest.mark.parametrize("ability", list(Ability))
def test_role_may_do_in_its_region_what_the_table_says_and_nothing_more(cast, region, role, ability):
    assert getattr(cast, KEYS[role]).may(ability, region) == (ability in GRANTS[role])


@pytest.mark.parametrize("ability", list(Ability))
def test_parity_of_may_and_visible_territories(cast, ability):
    """The question about one place and the list of places never disagree."""
    places = list(Territory.objects.select_related("parent__parent"))
    for key in KEYS.values():
        user = getattr(cast, key)
        visible = set(user.visible_territories(ability).values_list("pk", flat=True))
        assert visible == {place.pk for place in places if user.may(ability, place)}


@pytest.mark.parametrize("ability", list(Ability))
def test_regional_role_reaches_no_other_region(cast, ability):
    elsewhere = Territory.objects.get(code="02")
    for key in ("director", "planner", "cle_manager", "member", "secretary", "analyst", "partner"):
        assert getattr(cast, key).may(ability, elsewhere) is False


def test_cle_manager_reads_the_region_and_enters_results_of_the_office_only(cast, region):
    own, other = Territory.objects.get(code="01-100"), Territory.objects.get(code="01-120")
    manager = cast.cle_manager
    assert manager.may(Ability.READ_PLAN, region) is True
    assert manager.may(Ability.ENTER_RESULTS, own) is True
    assert manager.may(Ability.ENTER_RESULTS, other) is False
    assert manager.may(Ability.ENTER_RESULTS, region) is False
    assert manager.may(Ability.EDIT_PLAN, region) is False


def test_role_that_ended_or_has_not_begun_gives_nothing(cast, region):
    today = timezone.localdate()
    late = User.objects.create_user("fini@demo.jalon.example", "Fini")
    early = User.objects.create_user("futur@demo.jalon.example", "Futur")
    grant_role(
        user=late, role=Role.DIRECTOR, territory=region, start=date(2006, 4, 1), end=today - timedelta(1), by=None
    )
    grant_role(user=early, role=Role.DIRECTOR, territory=region, start=today + timedelta(1), by=None)
    assert late.may(Ability.READ_PLAN, region) is False
    assert early.may(Ability.READ_PLAN, region) is False


def test_role_counts_on_its_first_and_last_day(cast, region):
    today = timezone.localdate()
    user = User.objects.create_user("jour@demo.jalon.example", "Un jour")
    grant_role(user=user, role=Role.MEMBER, territory=region, start=today, end=today, by=cast.director)
    assert user.may(Ability.READ_PLAN, region) is True


@pytest.mark.parametrize(
    ("role", "code"),
    [(Role.DIRECTOR, "QC"), (Role.DIRECTOR, "01-100"), (Role.CLE_MANAGER, "01"), (Role.NATIONAL, "01")],
)
def test_role_is_refused_at_a_level_where_it_is_not_held(cast, role, code):
    with pytest.raises(Refused, match="ne s’exerce pas au niveau"):
        grant_role(user=cast.member, role=role, territory=Territory.objects.get(code=code), by=cast.director)


def test_reversed_dates_are_refused(cast, region):
    with pytest.raises(Refused, match="précède son début"):
        grant_role(
            user=cast.member, role=Role.MEMBER, territory=region, start=date(2007, 4, 1), end=date(2007, 3, 1), by=None
        )


def test_ended_role_is_kept_with_its_end(cast):
    membership = cast.planner.memberships.get()
    end_role(membership=membership, on=date(2008, 3, 31), by=cast.director)
    assert Membership.objects.get(pk=membership.pk).end == date(2008, 3, 31)
    assert User.objects.get(pk=cast.planner.pk).current_memberships == []


def test_rights_of_a_page_cost_one_query(cast, django_assert_num_queries):
    user = User.objects.get(pk=cast.director.pk)
    offices = list(Territory.objects.cles().select_related("parent")[:20])
    with django_assert_num_queries(1):
        for office in offices:
            user.may(Ability.EDIT_PLAN, office)


def test_the_command_line_makes_an_account_with_every_permission_and_no_role(db):
    user = User.objects.create_superuser("Maire@Demo.Jalon.Example", name="Maire", password="un-long-secret")
    assert (user.email, user.is_superuser, user.check_password("un-long-secret")) == (
        "maire@demo.jalon.example",
        True,
        True,
    )
    assert user.current_memberships == []


def test_roles_read_by_hand_are_those_of_the_query_set(cast, region, django_assert_num_queries):
    day = date(2007, 9, 1)
    spans = ((day, None), (date(2007, 4, 1), day), (date(2007, 9, 2), None), (date(2007, 1, 1), date(2007, 8, 31)))
    for start, end in spans:
        for place in (region, Territory.objects.get(code="01-100"), Territory.objects.national()):
            Membership.objects.create(user=cast.outsider, role=Role.ANALYST, territory=place, start=start, end=end)
    rows = Membership.objects.in_force(day).filter(user=cast.outsider).order_by("start", "pk")
    expected = list(rows.select_related("user", "territory__parent"))
    with django_assert_num_queries(1):
        held = held_roles(cast.outsider, day)
        told = [_told(row) for row in held]
    assert told == [_told(row) for row in expected]
    assert len(held) == 7  # with the role that the person held before
    assert [row.granted_at for row in held] == [row.granted_at for row in expected]


def _told(row: Membership) -> list[object]:
    """All that a role tells, but when it was granted."""
    places = [row.territory, row.territory.parent]
    fields = [field.attname for field in Territory._meta.concrete_fields]
    return [
        *(row.pk, row.user, row.role, row.territory_id, row.start, row.end, row.granted_by_id),
        *([getattr(place, name) for name in fields] if place else None for place in places),
    ]
