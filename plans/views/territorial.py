"""Reading the territorial plan: its territories, one of them, the matrix, the history."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.enums import Ability
from plans.enums import ActionStatus
from plans.models import TerritorialChange, TerritorialPlace, TerritorialPlan
from plans.territorial_dossier import PlaceLine, TerritorialDossier, territorial_dossier
from plans.territorial_parts import PARTS
from plans.territorial_reads import Search, found, status_choices
from plans.territorial_rules import may_decide, may_follow, may_write, reads_adopted_only
from plans.territorial_workflow import acts_open
from plans.views.access import sign_in_required
from regions.models import Territory

PAGE_SIZE = 50


def get_territorial_plan(request: HttpRequest, first: int, last: int) -> TerritorialPlan:
    """The plan of a period, when the person may read it; else 404, with a sentence."""
    plans = TerritorialPlan.objects.visible_to(request.user)
    plan = plans.filter(first_year=first, last_year=last).first()
    if plan is None:
        raise Http404(f"Aucun plan territorial {first}-{last} ne vous est ouvert.")
    return plan


def get_territorial_place(plan: TerritorialPlan, slug: str) -> TerritorialPlace:
    place = TerritorialPlace.objects.select_related("region").filter(plan=plan, slug=slug).first()
    if place is None:
        raise Http404(f"« {slug} » n’est pas un territoire de ce plan.")
    place.plan = plan
    return place


def read_dossier(request: HttpRequest, plan: TerritorialPlan) -> TerritorialDossier:
    """The edition that the address names, the adopted one for those who read no other, or the records."""
    asked = request.GET.get("edition", "")
    if not asked:
        return territorial_dossier(plan, edition=plan.edition if reads_adopted_only(request.user, plan) else None)
    try:
        return territorial_dossier(plan, edition=int(asked))
    except (KeyError, ValueError) as error:
        raise Http404(f"Ce plan n’a pas d’édition « {asked} ».") from error


@require_safe
@sign_in_required
def territorial_latest(request: HttpRequest) -> HttpResponse:
    """Leads to the latest plan that the person may read."""
    plan = TerritorialPlan.objects.visible_to(request.user).first()
    if plan is None:
        raise Http404("Aucun plan territorial ne vous est ouvert.")
    return redirect(plan)


@require_safe
@sign_in_required
def territorial_plan(request: HttpRequest, first: int, last: int) -> HttpResponse:
    """The territories, with what was counted in each, and what is looked for in all of them."""
    plan = get_territorial_plan(request, first, last)
    dossier = read_dossier(request, plan)
    search = _search(request)
    places = found(dossier, search)
    nation = Territory.objects.national()
    context = _common(request, plan, dossier) | {
        "search": search,
        "places": places,
        "found_actions": sum(len(place.actions) for place in places),
        "status_choices": status_choices(),
        "asked_status": request.GET.get("etat", ""),
        "acts_open": acts_open(plan) if may_decide(request.user) else (),
        "nation": nation if request.user.may(Ability.BUILD_DOCUMENTS, nation) else None,
    }
    return render(request, "plans/territorial/plan.html", context)


@require_safe
@sign_in_required
def territorial_place(request: HttpRequest, first: int, last: int, place: str) -> HttpResponse:
    """One territory: its priorities and the actions that answer them. Alone, its block, when a form is left (htmx)."""
    plan = get_territorial_plan(request, first, last)
    row = get_territorial_place(plan, place)
    context = place_context(request, row)
    template = "plans/territorial/_place.html" if request.htmx else "plans/territorial/place.html"
    answer = render(request, template, context)
    if request.htmx:
        answer.headers["HX-Retarget"] = "#bloc-territoire"
        answer.headers["HX-Reswap"] = "outerHTML"
    return answer


def place_context(request: HttpRequest, row: TerritorialPlace) -> dict[str, Any]:
    """All that the page of a territory and its block show."""
    dossier = read_dossier(request, row.plan)
    line = dossier.place(row.slug)
    if line is None:
        raise Http404(f"L’édition {dossier.edition} n’a pas ce territoire.")
    before, after = _neighbours(dossier, line)
    live = dossier.edition is None
    return _common(request, row.plan, dossier) | {
        "place": line,
        "before": before,
        "after": after,
        "may_write": live and may_write(request.user, row),
        "may_follow": live and may_follow(request.user, row),
        "last_change": TerritorialChange.objects.filter(place=row).select_related("author").first(),
    }


@require_safe
@sign_in_required
def territorial_matrix(request: HttpRequest, first: int, last: int) -> HttpResponse:
    """Priority × action, a table by territory."""
    plan = get_territorial_plan(request, first, last)
    dossier = read_dossier(request, plan)
    slug = request.GET.get("territoire", "")
    context = _common(request, plan, dossier) | {
        "asked_place": slug,
        "matrices": [_matrix(place) for place in dossier.places if slug in {"", place.slug}],
    }
    return render(request, "plans/territorial/matrix.html", context)


@require_safe
@sign_in_required
def territorial_history(request: HttpRequest, first: int, last: int) -> HttpResponse:
    """The changes of the plan, latest first, of one territory when the address says so."""
    plan = get_territorial_plan(request, first, last)
    if reads_adopted_only(request.user, plan):
        raise Http404("L’historique d’une révision en cours ne vous est pas ouvert.")
    slug = request.GET.get("territoire", "")
    places = list(plan.places.all())
    changes = plan.changes.select_related("author", "place")
    if any(place.slug == slug for place in places):
        changes = changes.filter(place__slug=slug)
    page = Paginator(changes, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "places": places,
        "asked_place": slug,
        "page": page,
        "lines": [
            (change, _field_name(change), _said(change, change.old), _said(change, change.new)) for change in page
        ],
    }
    return render(request, "plans/territorial/history.html", context)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _common(request: HttpRequest, plan: TerritorialPlan, dossier: TerritorialDossier) -> dict[str, Any]:
    return {"plan": plan, "dossier": dossier, "edition_query": f"?edition={dossier.edition}" if dossier.edition else ""}


def _search(request: HttpRequest) -> Search:
    status = request.GET.get("etat", "")
    known = {value for value, _ in status_choices()}
    return Search(
        words=request.GET.get("q", "")[:200],
        place=request.GET.get("territoire", ""),
        status=None if status not in known else status.replace("non-precise", ""),
    )


def _neighbours(dossier: TerritorialDossier, line: PlaceLine) -> tuple[PlaceLine | None, PlaceLine | None]:
    rank = next(rank for rank, place in enumerate(dossier.places) if place.slug == line.slug)
    before = dossier.places[rank - 1] if rank else None
    return before, dossier.places[rank + 1] if rank + 1 < len(dossier.places) else None


def _matrix(place: PlaceLine) -> dict[str, Any]:
    rows = [
        (priority, [(action, priority.number in action.priorities) for action in place.actions])
        for priority in place.priorities
    ]
    return {"place": place, "rows": rows}


def _field_name(change: TerritorialChange) -> str:
    part = PARTS.get(change.kind)
    if part is None or not change.field:
        return ""
    return str(part.model._meta.get_field(change.field).verbose_name)


def _said(change: TerritorialChange, value: str) -> str:
    """A stored code as people read it."""
    if change.field == "status" and value in ActionStatus.values:
        return ActionStatus(value).label
    return value
