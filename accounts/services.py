"""Verbs on people and their roles. Each is told in the audit journal.

`by=None` is the software itself (loading, commands): it is bound by the levels and dates, not by who may hand out what.
"""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.administration_rules import beneath, is_last_manager, may_grant
from accounts.enums import LEVELS, JournalEvent, Role
from accounts.journal import record
from accounts.models import Membership, User
from accounts.security_services import reset_factors
from core.errors import Conflict, Refused
from core.formats import long_date
from regions.models import Territory

NOT_YOURS = (
    "Vous ne pouvez ni accorder ni retirer le rôle «\u00a0{role}\u00a0» ({territory})\u00a0: demandez à "
    "l’administration nationale."
)
YOURSELF = "Personne ne change ses propres droits\u00a0: demandez à une autre personne qui administre les accès."
_LAST = "{name} est la dernière personne à administrer les accès\u00a0: {territory}. Nommez d’abord quelqu’un d’autre."


@transaction.atomic
def grant_role(
    *, user: User, role: Role, territory: Territory, start: date | None = None, end: date | None = None, by: User | None
) -> Membership:
    """Give a person a role in a territory.

    Refused where the role is not held, when the dates are reversed or meet the same role already held, to a closed
    account, and to whoever may not hand out that role or asks for themselves. The software itself (`by=None`) may say
    again what it said: the end is then replaced.
    """
    role = Role(role)
    if territory.kind not in LEVELS[role]:
        raise Refused(f"Le rôle « {role.label} » ne s’exerce pas au niveau « {territory.get_kind_display()} ».")
    first_day = start or timezone.localdate()
    if end and end < first_day:
        raise Refused("La fin du rôle précède son début.", fields={"end": "Choisissez une date après le début."})
    if by is None:
        membership, is_new = Membership.objects.get_or_create(
            user=user, role=role, territory=territory, start=first_day, defaults={"end": end}
        )
        if not is_new and membership.end == end:
            return membership
        Membership.objects.filter(pk=membership.pk).update(end=end)
        membership.end = end
    else:
        _check_hand(by, user, role, territory)
        membership, is_new = _grant(user, role, territory, first_day, end, by), True
    record(
        event=JournalEvent.ROLE_GRANTED if is_new else JournalEvent.ROLE_CHANGED, by=by, territory=territory,
        subject=user,
        detail=f"Rôle «\u00a0{role.label}\u00a0» accordé à {user}, {territory}, {_period(first_day, end)}.",
    )  # fmt: skip
    user.__dict__.pop("current_memberships", None)
    return membership


def _grant(user: User, role: Role, territory: Territory, start: date, end: date | None, by: User) -> Membership:
    locked = User.objects.select_for_update().get(pk=user.pk)  # two who grant the same role at once
    if not locked.is_active:
        raise Refused("Ce compte est fermé. Rouvrez-le avant de lui accorder un rôle.")
    held = Membership.objects.filter(
        Q(end__isnull=True) | Q(end__gte=start), user=user, role=role, territory=territory
    ).order_by("start")
    met = (held.filter(start__lte=end) if end else held).first()
    if met is not None:
        sentence = f"{user} tient déjà ce rôle {_period(met.start, met.end)}."
        raise Refused(sentence, fields={"start": sentence})
    return Membership.objects.create(user=user, role=role, territory=territory, start=start, end=end, granted_by=by)


@transaction.atomic
def end_role(*, membership: Membership, on: date | None = None, by: User | None) -> Membership:
    """Say the last day of a role (today). The row stays: who held what, and when, is never forgotten.

    `membership.end` is the end as the person saw it. Refused for one's own role, a role that one may not hand out, one
    that is over, the last person to manage a territory, a day before the first or within the next time the same role
    is held; Conflict when the end was changed meanwhile.
    """
    today = timezone.localdate()
    last_day = on or today
    if last_day < membership.start:
        raise Refused("Ce rôle commence plus tard\u00a0: il ne peut finir avant.")
    if by is not None:
        _check_hand(by, membership.user, Role(membership.role), membership.territory)
    if membership.end is not None and membership.end < today:
        raise Refused("Ce rôle est terminé. Accordez-le de nouveau s’il le faut.")
    _lock(membership.territory_id)
    following = Membership.objects.filter(
        user=membership.user_id, role=membership.role, territory=membership.territory_id,
        start__gt=membership.start, start__lte=last_day,
    )  # fmt: skip
    if following.exists():
        raise Refused("Le même rôle lui est déjà accordé pour une période qui commence avant ce jour.")
    if is_last_manager(membership, last_day):
        raise Refused(_LAST.format(name=membership.user, territory=membership.territory))
    if not Membership.objects.filter(pk=membership.pk, end=membership.end).update(end=last_day):
        raise Conflict(
            "Ce rôle a été changé entre-temps. Voyez ce qu’il est devenu.",
            current=Membership.objects.get(pk=membership.pk),
        )
    is_longer = membership.end is not None and last_day > membership.end
    membership.end = last_day
    record(
        event=JournalEvent.ROLE_CHANGED if is_longer else JournalEvent.ROLE_ENDED, by=by,
        territory=membership.territory, subject=membership.user,
        detail=f"Rôle «\u00a0{membership.get_role_display()}\u00a0» de {membership.user}, {membership.territory}, "
        f"{'prolongé jusqu’au' if is_longer else 'terminé le'} {long_date(last_day)}.",
    )  # fmt: skip
    membership.user.__dict__.pop("current_memberships", None)
    return membership


@transaction.atomic
def cancel_role(*, membership: Membership, by: User) -> None:
    """Take back a role before its first day: it was never held, the journal alone remembers that it was granted.

    Refused for one's own role, a role that one may not hand out, or one that has begun; Conflict when it is gone.
    """
    _check_hand(by, membership.user, Role(membership.role), membership.territory)
    if membership.start <= timezone.localdate():
        raise Refused("Ce rôle a commencé\u00a0: mettez-y fin.")
    deleted, _ = Membership.objects.filter(pk=membership.pk).delete()
    if not deleted:
        raise Conflict("Ce rôle a déjà été annulé.", current=None)
    record(
        event=JournalEvent.ROLE_CHANGED, by=by, territory=membership.territory, subject=membership.user,
        detail=f"Rôle «\u00a0{membership.get_role_display()}\u00a0» de {membership.user}, {membership.territory}, "
        f"annulé avant son premier jour, le {long_date(membership.start)}.",
    )  # fmt: skip


@transaction.atomic
def create_person(*, email: str, name: str, password: str, territory: Territory, by: User | None) -> User:
    """A new account. Refused, in words, when the address has one."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name.strip(), password)
    except IntegrityError as error:
        raise Refused("Cette adresse a déjà un compte.", fields={"email": "Cette adresse a déjà un compte."}) from error
    record(
        event=JournalEvent.PERSON_CREATED, by=by, territory=territory, subject=user, detail=f"Compte créé pour {user}."
    )
    return user


@transaction.atomic
def close_account(*, user: User, territory: Territory, by: User) -> User:
    """The person may no longer sign in; their roles are kept for the day the account would open again.

    Refused for one's own account, for somebody who holds a role elsewhere or one that `by` may not take back, and for
    the last to manage a territory; Conflict when it was closed meanwhile.
    """
    _check_account(user, territory, by)
    today = timezone.localdate()
    held = list(Membership.objects.in_force().filter(user=user).select_related("user", "territory"))
    _lock(*(membership.territory_id for membership in held))
    for membership in held:
        if is_last_manager(membership, today):
            raise Refused(_LAST.format(name=user, territory=membership.territory))
    return _set_active(user, territory, by, is_active=False)


@transaction.atomic
def reopen_account(*, user: User, territory: Territory, by: User) -> User:
    """The person may sign in again, with the roles that are still in force. Refused as closing is."""
    _check_account(user, territory, by)
    return _set_active(user, territory, by, is_active=True)


@transaction.atomic
def reset_person_factors(*, user: User, territory: Territory, by: User) -> None:
    """Take away the second factors of somebody who lost theirs. Refused as closing the account is: whoever lowers the
    protection of an account must hold the key of each of its roles; and where there is nothing to take away."""
    _check_account(user, territory, by)
    reset_factors(user=user, by=by)


def _set_active(user: User, territory: Territory, by: User, *, is_active: bool) -> User:
    if not User.objects.filter(pk=user.pk, is_active=not is_active).update(is_active=is_active):
        word = "rouvert" if is_active else "fermé"
        raise Conflict(f"Ce compte a été {word} entre-temps.", current=User.objects.get(pk=user.pk))
    user.is_active = is_active
    record(
        event=JournalEvent.PERSON_REOPENED if is_active else JournalEvent.PERSON_CLOSED, by=by, territory=territory,
        subject=user, detail=f"Compte de {user} {'rouvert' if is_active else 'fermé'}.",
    )  # fmt: skip
    return user


def _check_hand(by: User, user: User, role: Role, territory: Territory) -> None:
    if by.pk == user.pk:
        raise Refused(YOURSELF)
    if not may_grant(by, role, territory):
        raise Refused(NOT_YOURS.format(role=role.label, territory=territory))


def _check_account(user: User, territory: Territory, by: User) -> None:
    """An account opens every door of its person: whoever closes it must hold the key of each."""
    if by.pk == user.pk:
        raise Refused(YOURSELF)
    today = timezone.localdate()
    alive = Membership.objects.filter(Q(end__isnull=True) | Q(end__gte=today), user=user)
    if alive.exclude(beneath(territory)).exists():
        raise Refused(
            f"{user} tient aussi un rôle hors de votre territoire. Mettez fin à ses rôles ici; l’administration "
            "nationale peut fermer le compte."
        )
    for membership in alive.select_related("territory__parent__parent"):
        if not may_grant(by, membership.role, membership.territory):
            raise Refused(NOT_YOURS.format(role=membership.get_role_display(), territory=membership.territory))


def _lock(*territories: int) -> None:
    """Two managers of a territory may not take leave of each other at once."""
    list(Territory.objects.select_for_update(of=("self",)).filter(pk__in=territories).order_by("pk"))


def _period(start: date, end: date | None) -> str:
    return f"du {long_date(start)} au {long_date(end)}" if end else f"depuis le {long_date(start)}"
