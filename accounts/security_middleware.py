"""Whoever owes a second factor sets it up before anything else."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.security import owes_second_factor
from accounts.security_services import FACTOR_OWED

# The pages of the account itself (sign-in, sign-out, password, factors, sessions), by the name of their route.
_REACHABLE_APPS = ("account_", "mfa_", "openid_connect_")
_REACHABLE = frozenset({"security", "session_end", "sessions_end_others", "health"})
_API = "/api/"


class SecondFactorMiddleware:
    """Reading leads to the page where a factor is set up; anything else is refused in words.

    A request that bears a token of the API is nobody's at this point and passes: the token was given against the
    second factor (`config.api_views.TokenView`).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        name = request.resolver_match.url_name or ""
        if name in _REACHABLE or name.startswith(_REACHABLE_APPS) or not owes_second_factor(request.user):
            return None
        if request.path.startswith(_API):
            return JsonResponse({"detail": FACTOR_OWED}, status=403, json_dumps_params={"ensure_ascii": False})
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied(FACTOR_OWED)
        if request.htmx:
            return HttpResponseClientRedirect(reverse("security"))
        return redirect("security")
