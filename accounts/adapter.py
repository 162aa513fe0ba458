"""How allauth behaves here: accounts are given, never taken; secrets of second factors are kept enciphered."""

from __future__ import annotations

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.security_events import tell_failed_password, tell_locked

_REAUTHENTICATION = {
    "reauthenticate": "Donner mon mot de passe",
    "mfa_reauthenticate": "Donner un code",
    "mfa_reauthenticate:webauthn": "Utiliser une clé d’accès",
}


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: an administrator of the territory creates accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "L’adresse de courriel ou le mot de passe est incorrect.",
        "rate_limited": "Trop d’essais. Attendez quelques minutes, puis recommencez.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def pre_authenticate(self, request, **credentials) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            tell_locked(request, credentials.get("email", ""))
            raise

    def authentication_failed(self, request, **credentials) -> None:
        tell_failed_password(request, credentials.get("email", ""))

    def get_reauthentication_methods(self, user) -> list[dict]:
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": _REAUTHENTICATION[method["id"]]} for method in methods]


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: words in French, secrets enciphered under the key of the installation."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Ce code n’est pas le bon, ou il n’est plus valable. Entrez celui qui s’affiche maintenant.",
        "cannot_generate_recovery_codes": "Ajoutez d’abord une application de codes ou une clé d’accès.",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type) -> str:
        return "Clé d’accès"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity = super().get_public_key_credential_rp_entity()
        return {"id": settings.WEBAUTHN_DOMAIN or entity["id"], "name": "Jalon"}

    def _get_site_name(self) -> str:
        return "Jalon"


def _cipher() -> MultiFernet:
    """Enciphers under the secret key; deciphers under the former ones too, so that the key may be changed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"accounts.factors:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
