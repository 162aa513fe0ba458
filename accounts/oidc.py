"""Signing in with the identity of one's institution (OpenID Connect).

The provider is named by the environment alone. It opens existing accounts, and makes none: an identity is linked at its
first use to the active account that has the very address which the provider vouches for. Nothing is asked of the
provider before somebody presses the button.
"""

from __future__ import annotations

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.db import transaction
from django.shortcuts import render
from requests import RequestException

from core.errors import Refused

_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")


class StrictOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """allauth's, with what the standard leaves to the caller checked all the same."""

    @property
    def openid_config(self) -> dict:
        """What the provider says of itself. Raises OAuth2Error where it is silent, incomplete or somebody else."""
        try:
            told = super().openid_config
        except (RequestException, AttributeError, ValueError) as error:  # AttributeError: JSON, but no description
            raise OAuth2Error("The identity provider does not answer.") from error
        if any(name not in told for name in _NEEDED):
            raise OAuth2Error("The identity provider describes itself incompletely.")
        expected = self.get_provider().app.settings["server_url"]
        if told["issuer"].rstrip("/") != expected.rstrip("/"):
            raise OAuth2Error("The identity provider calls itself otherwise than its address.")
        return told

    def complete_login(self, request, app, token, **kwargs):
        """Raises OAuth2Error unless a signed identity came, and the details are of that same identity."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("No identity came with the answer.")
        login = super().complete_login(request, app, token, **kwargs)
        said = login.account.extra_data
        if said["id_token"].get("sub") != said["userinfo"].get("sub"):
            raise OAuth2Error("The details are those of somebody else.")
        return login

    def _decode_id_token(self, app, id_token: str) -> dict:
        """Always against the keys of the provider, even where TLS would do."""
        try:
            return jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("The identity cannot be read.") from error


class StrictProvider(OpenIDConnectProvider):
    oauth2_adapter_class = StrictOAuth2Adapter
    pkce_enabled_default = True


class StaffAdapter(DefaultSocialAccountAdapter):
    """Accounts are given, never taken: an unknown identity is refused with a page that says what to do."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(refusal(request, "Cette demande ne vient pas de la page de connexion."))
        if sociallogin.is_existing:
            return
        try:
            link_identity(request, sociallogin)
        except Refused as refused:
            raise ImmediateHttpResponse(refusal(request, refused.message)) from refused

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None) -> None:
        if error == AuthError.CANCELLED:
            sentence = "Vous avez annulé la connexion avec l’identité de votre établissement."
        else:
            sentence = "La réponse du fournisseur d’identité n’a pu être vérifiée. Recommencez depuis la connexion."
        raise ImmediateHttpResponse(refusal(request, sentence))


@transaction.atomic
def link_identity(request, sociallogin) -> None:
    """Link a new identity to the account that has its address. Refused, in words, when it may not be."""
    from accounts.models import User

    claims = sociallogin.account.get_provider_account().get_user_data()
    address = str(claims.get("email") or "").strip().lower()
    if not address:
        raise Refused("Le fournisseur d’identité n’a pas donné votre adresse de courriel.")
    vouched = claims.get("email_verified") is True
    if not vouched and not _vouches_for(sociallogin.provider, address):
        raise Refused(f"Le fournisseur d’identité ne garantit pas que l’adresse {address} est la vôtre.")
    user = User.objects.select_for_update().filter(email__iexact=address, is_active=True).first()
    if user is None:
        raise Refused(f"Aucun compte actif de Jalon ne porte l’adresse {address}.")
    if user.socialaccount_set.exists():
        raise Refused(f"Le compte {address} est déjà relié à une autre identité.")
    sociallogin.connect(request, user)


def _vouches_for(provider, address: str) -> bool:
    """For providers that never say so, the domains whose addresses they alone give (`JALON_OPENID_DOMAINS`)."""
    return address.rpartition("@")[2] in provider.app.settings["domains"]


def refusal(request, sentence: str, status: int = 403):
    """The page of a sign-in by identity that did not succeed."""
    return render(request, "socialaccount/refused.html", {"sentence": sentence}, status=status)
