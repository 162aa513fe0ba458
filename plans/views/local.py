"""The local plans of a region: where each stands, whether they agree with the regional plan, taking them up in it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Ability
from core.errors import Refused
from indicators.models import FiscalYear
from indicators.places import get_place
from plans.consolidation import candidates
from plans.enums import PlanKind
from plans.local import local_plans
from plans.models import Plan
from plans.rules import may_edit, may_start_plan
from plans.services_begin import begin_local_plans, begin_plan
from plans.services_local import consolidate
from plans.views.access import sign_in_required
from regions.models import Territory


def _region(request: HttpRequest, territory: str, year: int) -> tuple[Territory, FiscalYear]:
    place, fiscal_year = get_place(request, territory, year, Ability.READ_PLAN)
    if not place.is_region:
        raise Http404("Les plans locaux se lisent par région.")
    return place, fiscal_year


@require_safe
@sign_in_required
def local_plan_list(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """One row an office, then what does not agree with the regional plan."""
    region, fiscal_year = _region(request, territory, year)
    page = local_plans(region, fiscal_year)
    own = {place.pk for place in request.user.territories_with(Ability.EDIT_PLAN)}
    context = {
        "page": page,
        "region": region,
        "year": fiscal_year,
        "own": own,
        "may_begin": may_start_plan(request.user, PlanKind.PAL, region),
        "may_consolidate": page.regional is not None and may_edit(request.user, page.regional),
    }
    return render(request, "plans/local_plans.html", context)


@require_POST
@sign_in_required
def local_plan_begin(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """Begin the local plan of an office (`cle`), or of every office that has none."""
    region, fiscal_year = _region(request, territory, year)
    try:
        if slug := request.POST.get("cle", ""):
            office = Territory.objects.filter(slug=slug, parent=region).select_related("parent").first()
            if office is None:
                raise Http404("Ce CLE n’est pas de la région.")
            plan = begin_plan(territory=office, year=fiscal_year, by=request.user)
            messages.success(request, f"Le plan local de {office} est commencé.")
            if may_edit(request.user, plan):
                return redirect(plan.get_absolute_url())
        else:
            count = begin_local_plans(region=region, year=fiscal_year, by=request.user)
            messages.success(request, f"{count} plan{'s locaux commencés' if count > 1 else ' local commencé'}.")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("local_plans", region.slug, fiscal_year.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def local_plan_consolidate(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """Local issues and actions, office by office, to take up in the regional plan; what was ticked stays ticked."""
    region, fiscal_year = _region(request, territory, year)
    plan = Plan.objects.filter(kind=PlanKind.PAR, territory=region, year=fiscal_year).first()
    if plan is None:
        raise Http404(f"{region} n’a pas encore de plan régional pour {fiscal_year}.")
    plan.territory, plan.year = region, fiscal_year
    if not may_edit(request.user, plan):
        raise PermissionDenied("Seules la direction et la planification de la région reprennent les plans locaux.")
    ticked = {name: _numbers(request, name) for name in ("enjeu", "action")}
    context = {"plan": plan, "region": region, "year": fiscal_year, "ticked": ticked}
    if request.method != "POST":
        return render(request, "plans/local_consolidate.html", context | {"offices": candidates(plan)})
    try:
        taken = consolidate(plan=plan, issues=ticked["enjeu"], actions=ticked["action"], by=request.user)
    except Refused as refusal:
        context |= {"offices": candidates(plan), "told": refusal.message}
        return render(request, "plans/local_consolidate.html", context, status=422)
    messages.success(request, f"{taken.told} des plans locaux au plan régional, avec leur origine.")
    return redirect("local_plans", region.slug, fiscal_year.pk)


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {int(text) for text in request.POST.getlist(name) if text.isdecimal()}
