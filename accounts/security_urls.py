"""Addresses under /compte/: the security page, the second factors, the sessions, the identity of one's institution.

The names are those that allauth looks for; its two lists of factors are parts of our one page. Its page of addresses is
closed: an address names a person in rights and journal, and is changed by whoever manages the accounts.
"""

from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import path
from django.views.generic import RedirectView

from accounts import oidc_views, security_views

urlpatterns = [
    path("securite/", security_views.security, name="security"),
    path("securite/", security_views.security, name="mfa_index"),
    path("securite/", security_views.security, name="mfa_list_webauthn"),
    path("securite/sessions/<int:pk>/fermer/", security_views.session_end, name="session_end"),
    path("securite/sessions/fermer/", security_views.sessions_end_others, name="sessions_end_others"),
    path("securite/identite/delier/", security_views.identity_unlink, name="identity_unlink"),
    path("securite/application/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("securite/application/retirer/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("securite/codes/", security_views.recovery_codes, name="mfa_view_recovery_codes"),
    path("securite/codes/renouveler/", code_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("securite/cles/ajouter/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("securite/cles/<int:pk>/renommer/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
    path("securite/cles/<int:pk>/retirer/", passkey_views.remove_webauthn, name="mfa_remove_webauthn"),
    path("preuve/code/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("preuve/cle/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("login/code/", factor_views.authenticate, name="mfa_authenticate"),
    path("login/cle/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("email/", RedirectView.as_view(pattern_name="security"), name="account_email"),
    path("openid/<slug:provider_id>/", oidc_views.openid_sign_in, name="openid_connect_login"),
    path("openid/<slug:provider_id>/retour/", oidc_views.openid_return, name="openid_connect_callback"),
]
