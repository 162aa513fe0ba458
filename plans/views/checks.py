"""What a plan still lacks, on one page; and beginning a plan where there is none."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Ability
from core.errors import Refused
from indicators.places import get_place
from plans.enums import PlanKind
from plans.models import Plan
from plans.outline import anchors_of
from plans.reads import groups, readiness
from plans.rules import may_edit, may_start_plan
from plans.services_begin import KIND_OF_LEVEL, begin_plan, title_of
from plans.views.access import get_plan, sign_in_required
from regions.enums import TerritoryKind


@require_safe
@sign_in_required
def plan_checks(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The checks before submission, by part of the plan: what blocks it, what somebody looks at."""
    plan = get_plan(request, territory, year)
    gaps = readiness(plan, by=request.user)
    blocking = [gap for gap in gaps if gap.blocks]
    context = {
        "plan": plan,
        "groups": groups(gaps),
        "blocking": blocking,
        "others": len(gaps) - len(blocking),
        "editable": may_edit(request.user, plan),
        "written_parts": anchors_of(PlanKind(plan.kind)),
    }
    return render(request, "plans/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def plan_begin(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """What a new plan will hold, then the plan; 403 to those who may not begin it."""
    place, fiscal_year = get_place(request, territory, year, Ability.READ_PLAN)
    kind = KIND_OF_LEVEL[TerritoryKind(place.kind)]
    if not may_start_plan(request.user, kind, place):
        raise PermissionDenied("Vous ne pouvez pas commencer le plan de ce territoire.")
    plans = Plan.objects.filter(kind=kind, territory=place)
    existing = plans.filter(year=fiscal_year).first()
    if existing:
        return redirect(existing.get_absolute_url())
    context = {
        "place": place,
        "year": fiscal_year,
        "kind": kind,
        "title": title_of(kind, fiscal_year),
        "former": plans.filter(year=fiscal_year.pk - 1).select_related("year", "territory").first(),
    }
    if request.method != "POST":
        return render(request, "plans/plan_begin.html", context)
    try:
        plan = begin_plan(territory=place, year=fiscal_year, by=request.user)
    except Refused as refusal:
        return render(request, "plans/plan_begin.html", context | {"told": refusal.message}, status=422)
    messages.success(request, f"Le {plan.title} est commencé : ses parties sont à écrire.")
    return redirect(plan.get_absolute_url())
