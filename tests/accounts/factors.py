"""Second factors of the tests: an application whose clock stands still, and a client that has proved itself anew."""

from __future__ import annotations

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from accounts.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
COUNTER = 40_000_000


def stop_clock(monkeypatch) -> None:
    """Codes of COUNTER are good, whatever the time."""
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([COUNTER]))


def code_of(secret: str = SECRET, counter: int = COUNTER) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def enrol(user: User) -> list[str]:
    """Give the person an application with SECRET, and recovery codes, which are returned."""
    totp.TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).generate_codes()


def prove(client: Client, user: User) -> Client:
    """As if the person had just given their password again."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
