"""« Sécurité »: the password, the second factor, the passkeys and the open sessions of the person who looks."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.security import read_protection
from accounts.security_services import end_sessions, unlink_identity
from core.errors import Refused


@require_safe
@login_required
@never_cache
def security(request: HttpRequest) -> HttpResponse:
    """All that protects the account, and what to do about it."""
    protection = read_protection(request.user, request.session.session_key)
    context = {
        "protection": protection,
        "identity_name": settings.OPENID_NAME,
        "enforced": settings.TWO_FACTOR,
        "code_count": settings.MFA_RECOVERY_CODE_COUNT,
    }
    return render(request, "account/security.html", context)


@require_POST
@login_required
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one other session of one's own."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.session_key == request.session.session_key:
        messages.error(request, "C’est la session où vous êtes : pour la fermer, déconnectez-vous.")
    else:
        end_sessions(user=request.user, sessions=[session], by=request.user)
        messages.success(request, "La session est fermée.")
    return redirect("security")


@require_POST
@login_required
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key or "")
    count = end_sessions(user=request.user, sessions=list(others), by=request.user)
    told = "Toutes les autres sessions sont fermées." if count else "Il n’y avait pas d’autre session."
    messages.success(request, told)
    return redirect("security")


@require_safe
@reauthentication_required(app="allauth.mfa")
@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes that were not used. Unlike allauth's own page it does not note that it was seen: a GET never writes."""
    found = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if found is None:
        raise Http404("Ce compte n’a pas de codes de secours.")
    return render(request, "mfa/recovery_codes/index.html", {"codes": found.wrap().get_unused_codes()})


@require_POST
@reauthentication_required(app="allauth.mfa")
def identity_unlink(request: HttpRequest) -> HttpResponse:
    """Undo the link with the identity provider."""
    try:
        unlink_identity(user=request.user, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "L’identité n’est plus reliée à ce compte.")
    return redirect("security")
