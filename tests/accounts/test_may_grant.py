"""Who may hand out what: every role × every level at which it is held × every role handed out × every kind of place."""

from accounts.administration_rules import MAY_GRANT, may_grant, roles_to_grant
from accounts.enums import GRANTS, LEVELS, Ability, Role
from accounts.models import Membership, User
from regions.enums import TerritoryKind
from regions.models import Territory

# Written by hand, apart from the code's table: role held, where → letters of the roles handed out in each place.
ROLES = dict(zip("DPCMSNAOX", Role, strict=True))  # O: organisme partenaire, X: administration
PLACES = ("QC", "01", "01-100", "02")
NOTHING = ("", "", "", "")
EXPECTED = {
    ("D", "01"): ("", "PMSAOX", "C", ""),
    ("X", "01"): ("", "PMSAO", "C", ""),
    ("X", "QC"): ("NAX", "DPMSAOX", "C", "DPMSAOX"),
}


def holder(role: Role, place: Territory) -> User:
    """Somebody who holds that role, without a row in the database."""
    user = User(pk=0, email="quelqu’un@demo.jalon.example")
    user.current_memberships = [Membership(user=user, role=role, territory=place)]
    return user


def test_every_role_hands_out_what_the_table_says_where_it_says_and_nothing_more(db):
    places = {row.code: row for row in Territory.objects.filter(code__in=PLACES).select_related("parent__parent")}
    for letter, held in ROLES.items():
        for where in ("QC", "01", "01-100"):
            if places[where].kind not in LEVELS[held]:
                continue
            by = holder(held, places[where])
            told = tuple(
                "".join(key for key, role in ROLES.items() if may_grant(by, role, places[code])) for code in PLACES
            )
            assert told == EXPECTED.get((letter, where), NOTHING), (held, where)


def test_the_choice_of_roles_is_what_may_be_granted_somewhere_beneath(db):
    places = {row.code: row for row in Territory.objects.filter(code__in=PLACES).select_related("parent__parent")}
    director = holder(Role.DIRECTOR, places["01"])
    administrator = holder(Role.ADMINISTRATOR, places["QC"])
    assert roles_to_grant(director, places["01-100"]) == [Role.CLE_MANAGER]
    assert roles_to_grant(director, places["02"]) == []
    assert roles_to_grant(administrator, places["QC"]) == list(Role)
    assert Role.NATIONAL not in roles_to_grant(administrator, places["01"])


def test_whoever_hands_out_a_role_manages_members_and_the_right_to_manage_goes_down_only():
    for (held, level), given in MAY_GRANT.items():
        assert Ability.MANAGE_MEMBERS in GRANTS[held]
        assert level in LEVELS[held]
        if level != TerritoryKind.NATIONAL:
            assert held not in given
            assert {Role.NATIONAL, Role.DIRECTOR} & given == set()
