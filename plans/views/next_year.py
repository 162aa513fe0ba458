"""Next year's plan: what will happen, in words and counts, then the plan."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.errors import Refused
from indicators.services import open_year
from plans.enums import PlanKind
from plans.next_year import foresee
from plans.rules import may_start_plan
from plans.services_next_year import carry_over
from plans.views.access import get_plan, sign_in_required


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def plan_next_year(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """403 to those who do not begin plans; 422, with the reason, when the plan is there already."""
    plan = get_plan(request, territory, year)
    if not may_start_plan(request.user, PlanKind(plan.kind), plan.territory):
        raise PermissionDenied("Seules les personnes qui écrivent ce plan préparent celui de l’an prochain.")
    context = {"plan": plan, "forecast": foresee(plan)}
    if request.method != "POST":
        return render(request, "plans/next_year.html", context)
    try:
        made = carry_over(plan=plan, to_year=open_year(plan.year_id + 1), by=request.user)
    except Refused as refusal:
        return render(request, "plans/next_year.html", context | {"told": refusal.message}, status=422)
    messages.success(
        request, f"Le {made.title} est prêt à écrire. Le texte de cette année reste lisible à côté de chaque partie."
    )
    return redirect(made.get_absolute_url())
