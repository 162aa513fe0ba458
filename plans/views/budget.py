"""Splitting the envelope: what would change, then the change."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.errors import Conflict, Refused
from plans.models import Plan
from plans.rules import may_edit
from plans.services_budget import Basis, apply_budget_split, split_budget
from plans.views.access import get_plan, sign_in_required


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def budget_split(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The envelope shared out by the printed parts, or the parts by the amounts; 403 to readers, 409 when it moved."""
    plan = get_plan(request, territory, year)
    if not may_edit(request.user, plan):
        raise PermissionDenied("Seules la direction et la planification répartissent le budget d’un plan en brouillon.")
    asked = (request.POST if request.method == "POST" else request.GET).get("d-apres", "")
    basis = Basis(asked) if asked in Basis.values else Basis.PERCENT
    if request.method != "POST":
        return _page(request, plan, basis)
    try:
        count = apply_budget_split(plan=plan, basis=basis, seen=_seen(request), by=request.user)
    except Conflict as conflict:
        return _page(request, plan, basis, status=409, told=conflict.message)
    except Refused as refusal:
        return _page(request, plan, basis, status=422, told=refusal.message)
    messages.success(request, "1 part est récrite." if count == 1 else f"{count} parts sont récrites.")
    return redirect(f"{plan.get_absolute_url()}#bloc-budget")


def _seen(request: HttpRequest) -> dict[int, int]:
    """The versions that the page showed; none when the form says anything else, which is then a conflict."""
    pairs = [pair.split(":") for pair in request.POST.get("seen", "").split(",")]
    if any(len(pair) != 2 or not all(number.isdecimal() for number in pair) for pair in pairs):
        return {}
    return {int(row): int(version) for row, version in pairs}


def _page(request: HttpRequest, plan: Plan, basis: Basis, *, status: int = 200, told: str = "") -> HttpResponse:
    context = {"plan": plan, "basis": basis, "bases": Basis, "told": told, "is_conflict": status == 409}
    try:
        split = split_budget(plan, basis)
    except Refused as refusal:
        context["nothing"] = refusal.message
    else:
        context["split"] = split
        context["seen"] = ",".join(f"{row}:{version}" for row, version in split.seen.items())
    return render(request, "plans/budget_split.html", context, status=status)
