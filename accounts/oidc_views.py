"""The way to the identity provider and back."""

from __future__ import annotations

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.oidc import StrictOAuth2Adapter, refusal
from core.middleware import writing_allowed

_UNREACHABLE = "Le fournisseur d’identité ne répond pas, ou répond mal. Réessayez dans quelques minutes."


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def openid_sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leave through a page of ours: under the content policy no form leads elsewhere, even by a redirection."""
    if request.method != "POST":  # the page was loaded again
        return redirect("account_login")
    try:
        answer = OAuth2LoginView.adapter_view(StrictOAuth2Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404("Aucun fournisseur d’identité ne porte ce nom.") from error
    except OAuth2Error:
        return refusal(request, _UNREACHABLE, status=502)
    if answer.status_code != 302:
        return answer
    return render(request, "socialaccount/leaving.html", {"address": answer.url})


@require_safe
@login_not_required
@never_cache
def openid_return(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the provider. The protocol makes it a GET that signs in: `state` ties it to the one who left."""
    try:
        with writing_allowed():
            return OAuth2CallbackView.adapter_view(StrictOAuth2Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404("Aucun fournisseur d’identité ne porte ce nom.") from error
    except OAuth2Error:
        return refusal(request, _UNREACHABLE, status=502)
