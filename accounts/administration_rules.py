"""Who may hand out which role: one table, and the questions asked of it.

A right to manage members is not a right to give any role. Whoever manages a region gives the roles of its daily work,
there and in its offices; who directs it or administers it with the ministry is named from above. Nobody changes their
own roles.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from accounts.enums import GRANTS, LEVELS, Ability, Role
from accounts.models import Membership, User
from regions.enums import TerritoryKind
from regions.models import Territory

_DAILY_WORK = frozenset({Role.PLANNER, Role.CLE_MANAGER, Role.MEMBER, Role.SECRETARY, Role.ANALYST, Role.PARTNER})

# Held at that level, a role hands out those, in its territory and below. What is not here hands out nothing.
MAY_GRANT: dict[tuple[Role, TerritoryKind], frozenset[Role]] = {
    (Role.DIRECTOR, TerritoryKind.REGION): _DAILY_WORK | {Role.ADMINISTRATOR},
    (Role.ADMINISTRATOR, TerritoryKind.REGION): _DAILY_WORK,
    (Role.ADMINISTRATOR, TerritoryKind.NATIONAL): frozenset(Role),
}
MANAGING_ROLES = frozenset(role for role in Role if Ability.MANAGE_MEMBERS in GRANTS[role])


def lineage(territory: Territory) -> set[int]:
    """The numbers of a territory and of all in which it lies today."""
    found = {territory.pk}
    while territory.parent_id:
        territory = territory.parent
        found.add(territory.pk)
    return found


def beneath(territory: Territory, field: str = "territory") -> Q:
    """The condition « this territory or one within it, as they lie today », on a row with a territory."""
    return Q(**{field: territory}) | Q(**{f"{field}__parent": territory}) | Q(**{f"{field}__parent__parent": territory})


def may_grant(by: User, role: Role | str, territory: Territory) -> bool:
    """Whether a person hands out, or takes back, this role in that territory today."""
    if territory.kind not in LEVELS[Role(role)]:
        return False
    above = lineage(territory)
    return any(
        role in MAY_GRANT.get((held.role, held.territory.kind), ()) and held.territory_id in above
        for held in by.current_memberships
    )


def roles_to_grant(by: User, territory: Territory) -> list[Role]:
    """The roles that a person may hand out somewhere in a territory or beneath it, in the order of the table."""
    above = lineage(territory)
    found = {
        role
        for held in by.current_memberships
        if held.territory_id in above
        for role in MAY_GRANT.get((held.role, held.territory.kind), ())
    }
    levels = {TerritoryKind.NATIONAL, TerritoryKind.REGION, TerritoryKind.CLE}
    if territory.kind != TerritoryKind.NATIONAL:
        levels.discard(TerritoryKind.NATIONAL)
    if territory.kind == TerritoryKind.CLE:
        levels.discard(TerritoryKind.REGION)
    return [role for role in Role if role in found and LEVELS[role] & levels]


def is_last_manager(membership: Membership, last_day: date) -> bool:
    """Whether nobody else would manage the members of that very territory after a day."""
    if membership.role not in MANAGING_ROLES or not membership.user.is_active:
        return False
    others = Membership.objects.filter(
        Q(end__isnull=True) | Q(end__gt=last_day),
        territory=membership.territory_id,
        role__in=MANAGING_ROLES,
        user__is_active=True,
        start__lte=last_day,
    ).exclude(user=membership.user_id)
    return not others.exists()
