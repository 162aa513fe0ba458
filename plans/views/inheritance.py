"""What the national frame changed, seen from a plan: each difference is accepted, or looked at."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.errors import Conflict, Refused
from plans.frame import differences, inherits, read_frame
from plans.models import Plan, PlanField
from plans.rows import read_rows
from plans.rules import may_edit
from plans.services_inheritance import accept_all, accept_difference
from plans.views.access import get_plan, sign_in_required


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def plan_frame(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The differences of a plan with its frame; one is accepted, or all that can be."""
    plan = get_plan(request, territory, year)
    if request.method != "POST":
        return _page(request, plan)
    key = request.POST.get("accepter", "")
    try:
        if key == "tout":
            count = accept_all(plan=plan, by=request.user)
            messages.success(request, f"{count} changement{'s' if count > 1 else ''} du cadre au plan.")
        else:
            one = accept_difference(plan=plan, key=key, by=request.user, move_to=_target(request, plan))
            messages.success(request, f"Accepté : {one.sentence}")
    except Conflict as conflict:
        return _page(request, plan, told=conflict.message, status=409)
    except Refused as refusal:
        return _page(request, plan, told=refusal.message, status=422)
    return redirect("plan_frame", plan.territory.slug, plan.year_id)


def _target(request: HttpRequest, plan: Plan) -> PlanField | None:
    """The field of the plan that receives strategies, when one was chosen."""
    chosen = request.POST.get("vers", "")
    return PlanField.objects.filter(plan=plan, pk=int(chosen)).first() if chosen.isdecimal() else None


def _page(request: HttpRequest, plan: Plan, *, told: str = "", status: int = 200) -> HttpResponse:
    rows, frame = read_rows(plan), read_frame(plan.year_id)
    found = differences(plan, rows, frame)
    leaving = {one.row.pk for one in found if one.must_move}
    fields = [row for row in rows[PlanField] if row.pk not in leaving]
    context = {
        "plan": plan,
        "differences": found,
        "fields": sorted(fields, key=lambda row: row.field.number),
        "editable": may_edit(request.user, plan),
        "inherits": inherits(plan),
        "has_frame": bool(frame.entries),
        "told": told,
    }
    return render(request, "plans/frame_differences.html", context, status=status)
