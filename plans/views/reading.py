"""Reading a plan, and the list of plans."""

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.enums import Ability
from plans.enums import PlanKind
from plans.models import Plan, RowChange, TerritorialPlan
from plans.parts import row_anchor
from plans.views.access import get_plan, get_row, sign_in_required, swap_block
from plans.views.blocks import block_of, page_context
from regions.enums import TerritoryKind


@require_safe
@sign_in_required
def plan(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The reading view: the whole plan, like a well-made document."""
    return render(request, "plans/plan.html", page_context(request, get_plan(request, territory, year)))


@require_safe
@sign_in_required
def plan_part(request: HttpRequest, territory: str, year: int, kind: str, pk: int) -> HttpResponse:
    """One part as it reads: where a cancelled edit goes back to."""
    plan = get_plan(request, territory, year)
    row = get_row(plan, kind, pk)
    if not request.htmx:
        return redirect(f"{plan.get_absolute_url()}#{row_anchor(row)}")
    context = page_context(request, plan)
    block = block_of(row, context)
    return swap_block(render(request, block.template, context | block.context), block.id)


@require_safe
@sign_in_required
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan the person may read, the latest year first."""
    latest = RowChange.objects.filter(plan=OuterRef("pk")).order_by("-pk")
    own = [place for place in request.user.territories_with(Ability.READ_PLAN) if place.kind == TerritoryKind.CLE]
    plans = (
        Plan.objects.visible_to(request.user)
        .exclude(Q(kind=PlanKind.PAL) & ~Q(territory__in=own))  # those of a region's offices have their page
        .select_related("territory", "year")
        .annotate(changed_by=Subquery(latest.values("author__name")[:1]))
        .order_by("-year_id", "territory__position", "territory__code")
    )
    territorial = TerritorialPlan.objects.visible_to(request.user).first()
    return render(request, "plans/plan_list.html", {"plans": plans, "territorial": territorial})
