"""The actions of a plan as they are managed: list, board, calendar, one action, and what was done of strategies."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Ability
from core.errors import Conflict, Refused
from plans.actions import NOBODY, SORTS, ActionList, Filters, action_list, latest_follow_ups, managed_actions
from plans.actions_chart import year_chart
from plans.enums import ActionStatus, PlanKind
from plans.forms_actions import ActionForm, BulkForm, FollowUpForm, MilestoneForm
from plans.models import Action, Plan, Strategy
from plans.rules import may_follow_up
from plans.services_actions import (
    add_milestone,
    add_partner,
    archive_milestone,
    edit_milestone,
    manage_action,
    manage_actions,
    tell_follow_up,
)
from plans.views.access import get_plan, sign_in_required

VIEWS = {"liste": "Liste", "tableau": "Tableau", "calendrier": "Calendrier"}
_HEADS = ("Numéro", "Action", "Responsable", "Début", "Fin", "État", "Avancement")


def _plan(request: HttpRequest, territory: str, year: int) -> Plan:
    """The regional plan of an address, for those who read plans before they are published."""
    plan = get_plan(request, territory, year)
    if plan.kind != PlanKind.PAR:
        raise Http404("Les actions se gèrent au plan d’une région.")
    if not request.user.may(Ability.READ_PLAN, plan.territory):
        raise PermissionDenied("Le suivi des actions est réservé à la région.")
    return plan


def _written(request: HttpRequest, territory: str, year: int) -> Plan:
    plan = _plan(request, territory, year)
    if not may_follow_up(request.user, plan):
        raise PermissionDenied("Vous ne pouvez pas suivre ce plan : il est clos, ou il n’est pas de votre territoire.")
    return plan


@require_safe
@sign_in_required
def action_page(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The actions that the address asks for, in the view that it asks for."""
    return _show(request, _plan(request, territory, year), request.GET)


def _show(request, plan: Plan, query: QueryDict, *, form: BulkForm | None = None, status=200, **more) -> HttpResponse:
    view = query.get("vue", "liste") if query.get("vue") in VIEWS else "liste"
    found = action_list(plan, Filters.read(query))
    may = may_follow_up(request.user, plan)
    context = {
        "plan": plan,
        "found": found,
        "filters": found.filters,
        "view": view,
        "views": [(key, label, _address(query, vue=key)) for key, label in VIEWS.items()],
        "statuses": found.columns,
        "nobody": NOBODY,
        "query": query.urlencode(),
        "may": may,
        "bulk": (form or BulkForm(plan=plan)) if may and view == "liste" else None,
        "heads": _heads(query, found.filters) if view == "liste" else (),
        **(_calendar(plan, found) if view == "calendrier" else {}),
        **more,
    }
    return render(request, "plans/actions.html", context, status=status)


def _address(query: QueryDict, **changed: str) -> str:
    asked = query.copy()
    for name, value in changed.items():
        asked[name] = value
    return f"?{asked.urlencode()}"


def _heads(query: QueryDict, filters: Filters) -> list[dict]:
    """The heads of the table: where each leads, and how it sorts now."""
    name, down = filters.sort.removeprefix("-") or "numero", filters.sort.startswith("-")
    return [
        {
            "label": label,
            "key": key,
            "url": _address(query, tri=f"-{key}" if key == name and not down else key),
            "sorted": ("descending" if down else "ascending") if key == name else "",
        }
        for key, label in zip(SORTS, _HEADS, strict=True)
    ]


def _calendar(plan: Plan, found: ActionList) -> dict:
    dated = [line for line in found.lines if line.row.start or line.row.end or any(m.due_on for m in line.milestones)]
    title = f"Les actions au fil de l’exercice {plan.year.label}"
    chart = year_chart(dated, plan.year_id, found.today, title) if dated else ""
    return {"dated": dated, "undated": len(found.lines) - len(dated), "chart": chart, "chart_title": title}


@require_POST
@sign_in_required
def actions_change(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The same to every action that is checked (`ligne` = « clé:version »); what was typed stays when refused."""
    plan = _written(request, territory, year)
    query, form = QueryDict(request.POST.get("retour", "")), BulkForm(request.POST, plan=plan)
    versions = _versions(request.POST.getlist("ligne"))
    kept = {"form": form, "chosen": set(versions)}
    if not form.is_valid():
        return _show(request, plan, query, status=422, **kept)
    try:
        written = manage_actions(plan=plan, versions=versions, values=form.values, by=request.user)
    except Conflict as conflict:
        return _show(request, plan, query, status=409, told=conflict.message, moved=conflict.current, **kept)
    except Refused as refused:
        return _show(request, plan, query, status=422, told=refused.message, **kept)
    count = len(written)
    messages.success(request, f"{count} actions sont enregistrées." if count > 1 else "Une action est enregistrée.")
    return redirect(f"{reverse('actions', args=[territory, year])}?{query.urlencode()}")


def _versions(told: list[str]) -> dict[int, int]:
    pairs = (one.partition(":")[::2] for one in told)
    return {int(pk): int(version) for pk, version in pairs if _is_number(pk) and _is_number(version)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


@require_POST
@sign_in_required
def action_move(request: HttpRequest, territory: str, year: int, pk: int) -> HttpResponse:
    """Another status for one action of the board."""
    plan = _written(request, territory, year)
    action, query = _action(plan, pk), QueryDict(request.POST.get("retour", ""))
    status, version = request.POST.get("status", ""), request.POST.get("version", "")
    if status not in ActionStatus.values or not _is_number(version):
        return _show(request, plan, query, status=422, told="Choisissez un état de la liste.")
    try:
        manage_action(action=action, expected_version=int(version), values={"status": status}, by=request.user)
    except Conflict as conflict:
        return _show(request, plan, query, status=409, told=conflict.message, moved=[conflict.current])
    messages.success(request, f"« {action} » : {ActionStatus(status).label.lower()}.")
    return redirect(f"{reverse('actions', args=[territory, year])}?{query.urlencode()}#action-{pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def action_edit(request: HttpRequest, territory: str, year: int, pk: int) -> HttpResponse:
    """One action: what is managed of it, its milestones; its text is only read here."""
    plan = _written(request, territory, year) if request.method == "POST" else _plan(request, territory, year)
    action = _action(plan, pk)
    if request.method != "POST":
        return _show_action(request, plan, action)
    form = ActionForm(request.POST, plan=plan, action=action)
    if not form.is_valid():
        return _show_action(request, plan, action, form=form, status=422)
    values = form.values
    try:
        if name := form.cleaned_data["partner"]:
            partner = add_partner(plan=plan, name=name, by=request.user)
            values["organisations"] = [*values["organisations"], partner]
        manage_action(action=action, expected_version=form.cleaned_data["version"], values=values, by=request.user)
    except Conflict as conflict:
        form.data = form.data.copy()
        form.data["version"] = conflict.current.version  # sent again, what was typed is written knowingly
        return _show_action(request, plan, action, form=form, status=409, told=conflict.message, now=conflict.current)
    except Refused as refused:
        for name, sentence in refused.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        return _show_action(request, plan, action, form=form, status=422, told=refused.message)
    messages.success(request, "L’action est enregistrée.")
    return redirect("action_edit", territory, year, pk)


def _action(plan: Plan, pk: int) -> Action:
    return get_object_or_404(managed_actions(plan), pk=pk)


def _show_action(request, plan: Plan, action: Action, *, form=None, status=200, **more) -> HttpResponse:
    may = may_follow_up(request.user, plan)
    forms = [(one, MilestoneForm(initial=vars(one), auto_id=f"jalon-{one.pk}-%s")) for one in action.milestones.all()]
    context = {
        "plan": plan,
        "action": action,
        "may": may,
        "form": (form or ActionForm(plan=plan, action=action)) if may else None,
        "milestones": forms,
        "new_milestone": MilestoneForm(auto_id="jalon-nouveau-%s"),
        **more,
    }
    return render(request, "plans/actions_one.html", context, status=status)


@require_POST
@sign_in_required
def milestone_write(request, territory: str, year: int, pk: int, milestone: int | None = None) -> HttpResponse:
    """Add a milestone, change one, or take one out (`geste` = retirer)."""
    plan = _written(request, territory, year)
    action = _action(plan, pk)
    row = get_object_or_404(action.milestones, pk=milestone) if milestone else None
    form = MilestoneForm(request.POST, auto_id=f"jalon-{milestone or 'nouveau'}-%s")
    if not form.is_valid():
        return _show_action(request, plan, action, status=422, told=_first(form), **_typed(action, row, form))
    typed = form.cleaned_data
    try:
        if row is None:
            add_milestone(action=action, title=typed["title"], due_on=typed["due_on"], by=request.user)
        elif request.POST.get("geste") == "retirer":
            archive_milestone(milestone=row, expected_version=typed["version"] or 0, by=request.user)
        else:
            values = {name: typed[name] for name in ("title", "due_on", "reached_on")}
            edit_milestone(milestone=row, expected_version=typed["version"] or 0, values=values, by=request.user)
    except Conflict as conflict:
        return _show_action(request, plan, action, status=409, told=conflict.message)
    except Refused as refused:
        return _show_action(request, plan, action, status=422, told=refused.message, **_typed(action, row, form))
    messages.success(request, "Les jalons sont enregistrés.")
    return redirect(f"{reverse('action_edit', args=[territory, year, pk])}#jalons")


def _first(form) -> str:
    return " ".join(sentence for errors in form.errors.values() for sentence in errors)


def _typed(action: Action, row, form: MilestoneForm) -> dict:
    """The forms of the milestones, where what was typed in one is kept."""
    if row is None:
        return {"new_milestone": form}
    return {
        "milestones": [
            (one, form if one == row else MilestoneForm(initial=vars(one), auto_id=f"jalon-{one.pk}-%s"))
            for one in action.milestones.all()
        ]
    }


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def follow_up(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """What was done of each strategy, month after month; a form a strategy for those who follow the plan."""
    plan = _written(request, territory, year) if request.method == "POST" else _plan(request, territory, year)
    form = FollowUpForm(request.POST, plan=plan) if request.method == "POST" else None
    if form is None:
        return _show_follow_up(request, plan)
    if not form.is_valid():
        return _show_follow_up(request, plan, form=form, status=422, told=_first(form))
    typed = form.cleaned_data
    strategy = get_object_or_404(Strategy.objects.filter(plan_field__plan=plan), pk=typed["strategy"])
    seen = request.POST.get(f"vu-{typed['month']}", "0")
    try:
        tell_follow_up(
            strategy=strategy, month=typed["month"], text=typed["text"], by=request.user,
            expected_version=int(seen) if _is_number(seen) else 0,
        )  # fmt: skip
    except Conflict as conflict:
        return _show_follow_up(request, plan, form=form, status=409, told=conflict.message)
    except Refused as refused:
        return _show_follow_up(request, plan, form=form, status=422, told=refused.message)
    messages.success(request, f"Le suivi de {plan.year.month_name(typed['month'])} est enregistré.")
    return redirect(f"{reverse('actions_follow_up', args=[territory, year])}#strategie-{strategy.pk}")


def _show_follow_up(request, plan: Plan, *, form=None, status=200, told="") -> HttpResponse:
    found = action_list(plan, Filters())
    rows = latest_follow_ups([one.pk for _, one in found.strategies])
    tried = str(form["strategy"].value()) if form else ""
    parts = []
    for number, strategy in found.strategies:
        is_tried = str(strategy.pk) == tried
        own = form if is_tried else FollowUpForm(
            plan=plan, auto_id=f"suivi-{strategy.pk}-%s", initial={"strategy": strategy.pk}
        )  # fmt: skip
        told_rows = [(plan.year.month_name(one.month), one) for one in rows.get(strategy.pk, ())]
        lines = [line for line in found.lines if line.row.strategy_id == strategy.pk]
        parts.append(
            {"number": number, "row": strategy, "told": told_rows, "form": own, "lines": lines, "open": is_tried}
        )
    context = {"plan": plan, "parts": parts, "may": may_follow_up(request.user, plan), "told": told}
    return render(request, "plans/actions_follow_up.html", context, status=status)
