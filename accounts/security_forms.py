"""allauth's forms of second factors, with what they take for granted checked: a passkey may be any JSON at all."""

from __future__ import annotations

import struct

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)


class CredentialField(forms.JSONField):
    """What a browser says of a passkey. Refused in words unless it reads as `shape`."""

    def __init__(self, shape: type):
        self.shape = shape
        sentence = "Le navigateur n’a pas donné de clé d’accès lisible. Recommencez."
        super().__init__(widget=forms.HiddenInput, error_messages={"invalid": sentence, "required": sentence})

    def clean(self, value):
        credential = super().clean(value)
        try:
            self.shape.from_dict(credential)
        except _UNREADABLE as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        return credential


class _Digits:
    """Phones offer figures rather than letters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "placeholder": ""}


class AddPasskeyForm(AddWebAuthnForm):
    credential = CredentialField(RegistrationResponse)


class AuthenticatePasskeyForm(AuthenticateWebAuthnForm):
    credential = CredentialField(AuthenticationResponse)


class LoginPasskeyForm(LoginWebAuthnForm):
    credential = CredentialField(AuthenticationResponse)


class ReauthenticatePasskeyForm(ReauthenticateWebAuthnForm):
    credential = CredentialField(AuthenticationResponse)


class ActivateApplicationForm(_Digits, ActivateTOTPForm):
    pass


class AuthenticateCodeForm(_Digits, AuthenticateForm):
    pass


class ReauthenticateCodeForm(_Digits, ReauthenticateForm):
    pass
