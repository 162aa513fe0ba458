"""Who may write which plan, and how a page or a script is answered when something is refused."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.errors import Conflict, Refused
from plans.enums import Volet
from plans.models import Plan
from plans.parts import PARTS
from plans.rules import may_edit
from plans.services_structure import Unconfirmed
from plans.views.access import get_plan, sign_in_required

MAY_NOT = "Seules la direction et la planification écrivent ce plan, tant qu’il est ouvert à l’écriture."
_SIGNED_OUT = "Votre session est terminée. Votre texte est gardé ici : connectez-vous dans un autre onglet."


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, rather than a person who follows a link or sends a form."""
    return request.headers.get("Accept", "") == "application/json"


def writing(view):
    """A view of the writing: signed in (401 to a script), the plan in sight (404), the right to write it (403)."""

    @wraps(view)
    def checked(request: HttpRequest, territory: str, year: int, *args, **kwargs) -> HttpResponse:
        if wants_json(request) and not request.user.is_authenticated:
            return JsonResponse({"message": _SIGNED_OUT}, status=401)
        return entered(request, territory, year, *args, **kwargs)

    @sign_in_required
    def entered(request: HttpRequest, territory: str, year: int, *args, **kwargs) -> HttpResponse:
        plan = get_plan(request, territory, year)
        if not writes(request.user, plan):
            if wants_json(request):
                return JsonResponse({"message": MAY_NOT}, status=403)
            raise PermissionDenied(MAY_NOT)
        return view(request, plan, *args, **kwargs)

    return checked


def writes(user, plan: Plan) -> bool:
    """Whether the person may write some part of the plan now: each mandate is frozen by its own approver."""
    return any(may_edit(user, plan, volet) for volet in Volet.values)


def any_row(plan: Plan, kind: str, pk: int):
    """A row of that very plan, archived or not; a row of another plan is not found."""
    if kind not in PARTS:
        raise Http404(f"« {kind} » n’est pas une partie du plan.")
    above = {"plan": ("plan__territory",), "plan_field": ("plan_field__plan__territory", "plan_field__field")}
    above["strategy"] = ("strategy__plan_field__plan__territory", "strategy__plan_field__field")
    part = PARTS[kind]
    row = part.model.everything.select_related(*above[part.parent]).filter(pk=pk).first()
    if row is None or row.owning_plan.pk != plan.pk:
        raise Http404("Cette partie du plan n’existe pas.")
    return row


def whole(text: str) -> int | None:
    """A whole number that a form sent, or None."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def done(request: HttpRequest, told: str, url: str, **more) -> HttpResponse:
    """The act is done: said to the script, or on the page that follows."""
    if wants_json(request):
        return JsonResponse({"message": told, "url": url, **more})
    messages.success(request, told)
    return redirect(url)


def refused(request: HttpRequest, plan: Plan, error: Refused) -> HttpResponse:
    """The act is refused: 409 when somebody was first, 422 otherwise, in words and with the way back."""
    status = 409 if isinstance(error, Conflict) else 422
    if wants_json(request):
        payload = {"message": error.message, "errors": error.fields}
        if isinstance(error, Unconfirmed):
            payload["count"] = error.count
        return JsonResponse(payload, status=status)
    context = {"plan": plan, "message": error.message, "back": back_of(request, plan)}
    return render(request, "plans/writing/refused.html", context, status=status)


def back_of(request: HttpRequest, plan: Plan) -> str:
    """Where the person came from, among the pages of this plan's writing."""
    home = writing_url(plan)
    asked = request.POST.get("retour", "")
    return asked if asked.startswith(home) and "//" not in asked and "\\" not in asked else home


def writing_url(plan: Plan, part: str = "", anchor: str = "") -> str:
    """The address of the writing, of one of its parts, of a row in it."""
    at = [plan.territory.slug, plan.year_id]
    url = reverse("writing_part", args=[*at, part]) if part else reverse("writing", args=at)
    return f"{url}#{anchor}" if anchor else url
