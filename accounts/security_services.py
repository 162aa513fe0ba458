"""Verbs on what protects an account: end sessions, take factors away, undo the link with an identity."""

from __future__ import annotations

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from rest_framework.authtoken.models import Token

from accounts.enums import JournalEvent
from accounts.journal import home_of, record
from accounts.models import User
from accounts.security import has_second_factor, owes_second_factor
from core.errors import Refused

FACTOR_OWED = "Votre rôle demande un second facteur. Ajoutez-en un à la page « Sécurité », puis recommencez."


def prove_second_factor(*, user: User, code: str) -> None:
    """Where a password was given without a page: the code of the application, or a recovery code, must come along.

    Refused when it is missing or wrong, and when the person's role asks for a factor that they have not set up.
    """
    if owes_second_factor(user):
        raise Refused(FACTOR_OWED)
    if not has_second_factor(user):
        return
    if not code:
        raise Refused("Ce compte a un second facteur : envoyez aussi « code ».")
    form = AuthenticateForm(user=user, data={"code": code})
    if not form.is_valid():
        raise Refused(" ".join(form.errors["code"]))
    form.authenticator.record_usage()


@transaction.atomic
def end_sessions(*, user: User, sessions: list[UserSession], by: User) -> int:
    """Sign out elsewhere. Returns how many sessions were ended."""
    for session in sessions:
        session.end()
    if sessions:
        told = "une session" if len(sessions) == 1 else f"{len(sessions)} sessions"
        record(
            event=JournalEvent.SESSION_ENDED, by=by, territory=home_of(user), subject=user, detail=f"A fermé {told}."
        )
    return len(sessions)


@transaction.atomic
def reset_factors(*, user: User, by: User) -> None:
    """Take away every second factor of a person who lost theirs, and whatever was open in their name.

    Sessions and the token of the API go too: the lost device may hold them. The person signs in again with their
    password, and sets up a factor if a role asks for it. Whether `by` manages that person is for the caller to judge.
    Refused for oneself (one's own page asks for a fresh proof first) and where there is nothing to take away.
    """
    if user.pk == by.pk:
        raise Refused("Vous gérez vos propres facteurs à la page « Sécurité ».")
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refused(f"{user} n’a aucun second facteur.")
    end_sessions(user=user, sessions=list(UserSession.objects.filter(user=user)), by=by)
    Token.objects.filter(user=user).delete()
    record(
        event=JournalEvent.FACTOR_REMOVED,
        by=by,
        territory=home_of(user),
        subject=user,
        detail=f"A retiré tous les seconds facteurs de {user}, à la suite d’une perte.",
    )


@transaction.atomic
def unlink_identity(*, user: User, by: User) -> None:
    """Undo the link with the identity provider. Refused when the person would have no other way to sign in."""
    linked = SocialAccount.objects.filter(user=user)
    if not linked.exists():
        raise Refused("Ce compte n’est relié à aucune identité.")
    if not user.has_usable_password():
        raise Refused("Choisissez d’abord un mot de passe : sans lui, vous ne pourriez plus entrer.")
    linked.delete()
    record(
        event=JournalEvent.IDENTITY_LINKED,
        by=by,
        territory=home_of(user),
        subject=user,
        detail="A délié l’identité de l’établissement.",
    )
