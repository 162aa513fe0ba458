"""Sign-in security: who must prove themselves twice, what a person's account is protected by, open sessions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User

_PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes only stand in for one of these
# In this order: Edge and Opera also call themselves Chrome, Chrome also calls itself Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/|FxiOS/", "Firefox"),
    ("Chrome/|CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def must_prove_twice(user: User) -> bool:
    """Whether one of the roles the person holds today asks for a second factor here."""
    if not settings.TWO_FACTOR or not user.is_authenticated:
        return False
    return any(held.role in settings.TWO_FACTOR_ROLES for held in user.current_memberships)


def has_second_factor(user: User) -> bool:
    """Whether signing in asks the person for more than a password."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=_PROOFS).exists()


def with_second_factor(people: set[int]) -> set[int]:
    """Of these people, by number, those who have one."""
    return set(Authenticator.objects.filter(user__in=people, type__in=_PROOFS).values_list("user", flat=True))


def owes_second_factor(user: User) -> bool:
    """Whether the person must set up a second factor before anything else."""
    return must_prove_twice(user) and not has_second_factor(user)


@dataclass(frozen=True)
class OpenSession:
    """Where, when and with what somebody is signed in as this person."""

    pk: int
    since: datetime
    ip: str
    device: str
    current: bool


@dataclass(frozen=True)
class Protection:
    """All that the security page says of an account."""

    totp: Authenticator | None
    passkeys: list[Authenticator]
    codes_left: int | None  # none where there are no recovery codes
    identity: SocialAccount | None
    sessions: list[OpenSession]
    required: bool

    @property
    def is_twofold(self) -> bool:
        return bool(self.totp or self.passkeys)


def read_protection(user: User, session_key: str | None) -> Protection:
    """What protects the account, in a fixed number of queries."""
    factors = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at"))
    codes = next((one for one in factors if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return Protection(
        totp=next((one for one in factors if one.type == Authenticator.Type.TOTP), None),
        passkeys=[one for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
        identity=SocialAccount.objects.filter(user_id=user.pk).first(),
        sessions=open_sessions(user, session_key),
        required=must_prove_twice(user),
    )


def open_sessions(user: User, current_key: str | None) -> list[OpenSession]:
    """Sessions still good for something, the latest first. Those that a change of password ended are left out."""
    kept = {row.session_key: row for row in UserSession.objects.filter(user_id=user.pk).order_by("-created_at")}
    living = Session.objects.filter(session_key__in=list(kept), expire_date__gt=timezone.now())
    valid = {row.session_key for row in living if _is_valid(row, user)}
    return [
        OpenSession(row.pk, row.created_at, row.ip, describe_device(row.user_agent), key == current_key)
        for key, row in kept.items()
        if key in valid
    ]


def _is_valid(session: Session, user: User) -> bool:
    return constant_time_compare(session.get_decoded().get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())


def describe_device(user_agent: str) -> str:
    """« Firefox sur Windows »: what a browser says of itself, in words; « Navigateur inconnu » when it says nothing."""
    browser = next((name for mark, name in _BROWSERS if re.search(mark, user_agent)), "Navigateur inconnu")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} sur {system}" if system else browser
