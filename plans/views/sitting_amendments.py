"""Amendments to a plan that is before the council or the Minister: the list, a proposal, what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.differences import marked_difference
from core.errors import Conflict, Refused
from plans.amendment_rules import amendable_fields, body_of, in_mandate, text_of
from plans.forms_sitting import AmendmentForm
from plans.models import AmendmentProposal, Plan
from plans.parts import KIND_OF, PARTS
from plans.rows import read_rows
from plans.services_amendment import may_propose, may_settle, propose_amendment, rows_of, settle_amendment
from plans.views.access import get_plan, get_row, sign_in_required
from plans.views.sitting_access import status_of, tell


@dataclass(frozen=True)
class ProposalView:
    """A proposal with its difference marked, and whether the text that it bears on has changed since."""

    proposal: AmendmentProposal
    difference: SafeString
    is_stale: bool


def proposal_views(proposals: list[AmendmentProposal]) -> list[ProposalView]:
    rows = rows_of([one for one in proposals if one.is_open])

    def is_stale(one: AmendmentProposal) -> bool:
        row = rows.get((one.kind, one.row))
        return one.is_open and (row is None or row.version != one.version_read)

    return [ProposalView(one, marked_difference(one.old, one.new), is_stale(one)) for one in proposals]


@require_safe
@sign_in_required
def amendments(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """Every proposal made on the plan, the open ones first, each with its difference."""
    return _list(request, get_plan(request, territory, year))


def _list(request: HttpRequest, plan: Plan, told: str = "", status: int = 200) -> HttpResponse:
    found = plan.amendments.select_related("author", "settled_by", "act").order_by("-pk")
    views = proposal_views(list(found))
    context = {
        "plan": plan,
        "open": [one for one in views if one.proposal.is_open],
        "over": [one for one in views if not one.proposal.is_open],
        "may_propose": may_propose(request.user, plan),
        "may_settle": may_settle(request.user, plan),
        "is_before": body_of(plan),
        "told": told,
    }
    return render(request, "plans/sitting_amendments.html", context, status=status)


@dataclass(frozen=True)
class Amendable:
    """A row of the plan and its fields that may be amended."""

    row: Model
    kind: str
    fields: tuple[tuple[str, str], ...]


@require_safe
@sign_in_required
def choose(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The parts of the plan that may be amended, to choose from."""
    plan = _open_plan(request, territory, year)
    groups: dict[str, list[Amendable]] = {}
    for model, rows in read_rows(plan).items():
        if model not in KIND_OF or not (fields := amendable_fields(model)):
            continue
        part = PARTS[KIND_OF[model]]
        named = tuple((field.name, str(field.verbose_name)) for field in fields)
        mine = [Amendable(row, part.kind, named) for row in rows if in_mandate(row)]
        if mine:
            groups[part.verbose_name] = mine
    return render(request, "plans/sitting_amend_choose.html", {"plan": plan, "groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def propose(request: HttpRequest, territory: str, year: int, kind: str, pk: int, field: str) -> HttpResponse:
    """Propose another text: 422 with what was typed, 409 with the present text when it changed meanwhile."""
    plan = _open_plan(request, territory, year)
    row = get_row(plan, kind, pk)
    column = next((one for one in amendable_fields(type(row)) if one.name == field), None)
    if column is None or not in_mandate(row):
        raise Http404("Cette partie du plan ne s’amende pas.")
    text = text_of(row, field)
    form = AmendmentForm(request.POST or None, initial={"new": text, "version": row.version})
    status, conflict = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = form.cleaned_data
            try:
                propose_amendment(
                    plan=plan, row=row, field=field, version_read=told["version"], text=told["new"],
                    reason=told["reason"], by=request.user,
                )  # fmt: skip
            except Refused as refused:
                tell(form, refused)
                status = status_of(refused)
                conflict = text if isinstance(refused, Conflict) else None
            else:
                messages.success(request, "Votre amendement est proposé.")
                return redirect("plan_amendments", territory, year)
    context = {
        "plan": plan, "row": row, "kind": kind, "field": field, "column": column, "text": text, "form": form,
        "conflict": conflict,
    }  # fmt: skip
    return render(request, "plans/sitting_amend.html", context, status=status)


@require_POST
@sign_in_required
def settle(request: HttpRequest, territory: str, year: int, pk: int) -> HttpResponse:
    """Retain a proposal for the decision, set it aside, or take it up again."""
    plan = get_plan(request, territory, year)
    proposal = get_object_or_404(AmendmentProposal.objects.select_related("plan__territory"), pk=pk, plan=plan)
    if not may_settle(request.user, plan):
        raise PermissionDenied("Retenir ou écarter un amendement n’est pas de votre ressort.")
    try:
        settle_amendment(
            proposal=proposal, state=request.POST.get("etat", ""), seen=request.POST.get("lu", ""), by=request.user
        )
    except Refused as refused:
        return _list(request, plan, refused.message, status_of(refused))
    messages.success(request, "C’est noté.")
    return redirect("plan_amendments", territory, year)


def _open_plan(request: HttpRequest, territory: str, year: int) -> Plan:
    plan = get_plan(request, territory, year)
    if not may_propose(request.user, plan):
        raise PermissionDenied(
            "Vous ne pouvez pas proposer d’amendement à ce plan\u00a0: il n’est devant aucune instance, "
            "ou ce n’est pas de votre ressort."
        )
    return plan
