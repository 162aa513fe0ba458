"""Verbs on people and their roles."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.enums import LEVELS, Role
from accounts.models import Membership, User
from core.errors import Refused
from regions.models import Territory


@transaction.atomic
def grant_role(
    *, user: User, role: Role, territory: Territory, start: date | None = None, end: date | None = None, by: User | None
) -> Membership:
    """Give a person a role in a territory. Refused where the role is not held, and when the dates are reversed."""
    if territory.kind not in LEVELS[role]:
        raise Refused(f"Le rôle « {role.label} » ne s’exerce pas au niveau « {territory.get_kind_display()} ».")
    first_day = start or timezone.localdate()
    if end and end < first_day:
        raise Refused("La fin du rôle précède son début.", fields={"end": "Choisissez une date après le début."})
    membership, _ = Membership.objects.update_or_create(
        user=user, role=role, territory=territory, start=first_day, defaults={"end": end, "granted_by": by}
    )
    user.__dict__.pop("current_memberships", None)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, on: date | None = None, by: User) -> Membership:
    """End a role on a day (today). The row stays: who held what, and when, is never forgotten."""
    last_day = on or timezone.localdate()
    if last_day < membership.start:
        raise Refused("Ce rôle commence plus tard : il ne peut finir avant.")
    membership.end = last_day
    membership.save(update_fields=["end"])
    membership.user.__dict__.pop("current_memberships", None)
    return membership
