"""Doings of sign-in told to the audit journal. Signals of allauth and Django are listened to for that alone."""

from __future__ import annotations

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from allauth.socialaccount import signals as identity_signals
from django.contrib.auth.signals import user_logged_out
from django.core.cache import cache

from accounts.enums import JournalEvent
from accounts.journal import home_of, record

_FACTORS = {
    "totp": "une application de codes",
    "webauthn": "une clé d’accès",
    "recovery_codes": "des codes de secours",
}
_LOCK_TOLD_FOR = 15 * 60  # seconds: a locked address is told once a lock, not once an attempt


def tell(event: JournalEvent, user, detail: str, request=None) -> None:
    """Write what a person did, or tried, about their own account."""
    record(event=event, by=user, territory=home_of(user), subject=user, detail=detail, request=request)
    # allauth writes the person who is signing in into the session, as they stand: nothing of ours may cling to them.
    user.__dict__.pop("current_memberships", None)


def tell_failed_password(request, email: str) -> None:
    """Of an address that is nobody's nothing is written: a stranger would fill the journal."""
    if user := _person(email):
        tell(JournalEvent.SIGN_IN_FAILED, user, "Mot de passe refusé.", request)


def tell_locked(request, email: str) -> None:
    user = _person(email)
    if user and cache.add(f"accounts.lock_told:{user.pk}", True, _LOCK_TOLD_FOR):
        tell(JournalEvent.SIGN_IN_FAILED, user, "Trop d’essais manqués : adresse bloquée quinze minutes.", request)


def _person(email: str):
    from accounts.models import User

    return User.objects.filter(email__iexact=email).first() if email else None


def _signed_in(request, user, **details) -> None:
    login = details.get("sociallogin")
    how = "par l’identité de l’établissement" if login else "sur le site"
    tell(JournalEvent.SIGNED_IN, user, f"S’est connecté {how}.", request)


def _signed_out(request, user, **_) -> None:
    if user is not None:
        tell(JournalEvent.SIGNED_OUT, user, "S’est déconnecté.", request)


def _password_changed(request, user, **_) -> None:
    tell(JournalEvent.PASSWORD_CHANGED, user, "A changé son mot de passe.", request)


def _factor_added(request, user, authenticator, **_) -> None:
    tell(JournalEvent.FACTOR_ADDED, user, f"A ajouté {_FACTORS[authenticator.type]}.", request)


def _codes_renewed(request, user, **_) -> None:
    tell(JournalEvent.FACTOR_ADDED, user, "A remplacé ses codes de secours.", request)


def _factor_removed(request, user, authenticator, **_) -> None:
    tell(JournalEvent.FACTOR_REMOVED, user, f"A retiré {_FACTORS[authenticator.type]}.", request)


def _factor_used(request, user, authenticator, **_) -> None:
    if authenticator.type == authenticator.Type.RECOVERY_CODES:
        tell(JournalEvent.FACTOR_REMOVED, user, "A utilisé un code de secours, qui ne vaut plus.", request)


def _factor_refused(request, user, **_) -> None:
    tell(JournalEvent.SIGN_IN_FAILED, user, "Code du second facteur refusé.", request)


def _identity_linked(request, sociallogin, **_) -> None:
    tell(JournalEvent.IDENTITY_LINKED, sociallogin.user, "A relié l’identité de l’établissement.", request)


def connect() -> None:
    """Listen. Called once, when the application is ready."""
    listeners = {
        account_signals.user_logged_in: _signed_in,
        account_signals.password_changed: _password_changed,
        account_signals.password_reset: _password_changed,
        account_signals.password_set: _password_changed,
        user_logged_out: _signed_out,
        factor_signals.authenticator_added: _factor_added,
        factor_signals.authenticator_reset: _codes_renewed,
        factor_signals.authenticator_removed: _factor_removed,
        factor_signals.authenticator_used: _factor_used,
        factor_signals.authentication_failed: _factor_refused,
        identity_signals.social_account_added: _identity_linked,
    }
    for signal, listener in listeners.items():
        signal.connect(listener, dispatch_uid=f"accounts.{listener.__name__}.{id(signal)}")
