"""Entering the administration of a territory."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from accounts.administration_forms import PurposeForm
from accounts.enums import Ability
from accounts.views.access import enter, is_inside, managed_place


@require_safe
@login_required
def administration(request: HttpRequest) -> HttpResponse:
    """The territories whose accesses the person administers; straight in when there is one."""
    held = request.user.territories_with(Ability.MANAGE_MEMBERS)
    if not held:
        raise PermissionDenied("Aucun territoire n’est confié à votre administration.")
    if len(held) == 1:
        return redirect("people", held[0].slug)
    return render(request, "accounts/territories.html", {"territories": held})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def administration_door(request: HttpRequest, territory: str) -> HttpResponse:
    """Say why one looks at the rights of others, then go on."""
    place = managed_place(request, territory)
    onward = _onward(request)
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        enter(request, place, form.sentence)
        return redirect(onward) if onward else redirect("people", place.slug)
    if request.method != "POST" and is_inside(request, place):
        return redirect("people", place.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/door.html", {"place": place, "form": form, "onward": onward}, status=status)


def _onward(request: HttpRequest) -> str:
    told = request.POST.get("suite") or request.GET.get("suite", "")
    safe = url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure())
    return told if safe else ""
