"""The planning cycle: where everybody stands, who is late, and the dates as a calendar."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import Ability
from core.errors import Refused
from core.formats import fiscal_year_label
from plans.calendar import calendar_key, cycle_calendar, person_of
from plans.cycle_board import read_board, takes_part, today_of
from plans.models import CycleStep, PlanningCycle
from plans.services_cycle import mark_step, may_mark, set_due_date, unmark_step
from plans.views.access import sign_in_required
from regions.enums import TerritoryKind
from regions.models import Territory


@require_safe
@sign_in_required
def cycle_board(request: HttpRequest, year: int) -> HttpResponse:
    """The board of a year: Québec and the regions that the person may look into, or the offices of one region."""
    cycle = PlanningCycle.objects.select_related("year").filter(pk=year).first()
    if cycle is None:
        return render(request, "plans/cycle_none.html", {"year_label": fiscal_year_label(year)})
    seen = request.user.visible_territories(Ability.READ_PLAN)
    region = seen.filter(slug=request.GET.get("region", ""), kind=TerritoryKind.REGION).first()
    places = _places(seen, region)
    if not places:
        raise Http404("Ce cycle ne vous est pas ouvert.")
    board = read_board(cycle.pk, places, today_of(cycle))
    context = {
        "cycle": cycle,
        "board": board,
        "region": region,
        "regions": seen.filter(kind=TerritoryKind.REGION).order_by("position", "code"),
        "mine": [place for place in places if may_mark(request.user, place)],
        "feed": request.build_absolute_uri(reverse("cycle_calendar", args=[year, calendar_key(request.user)])),
        "may_set_dates": request.user.may(Ability.ACT_NATIONALLY, Territory.objects.get(parent__isnull=True)),
    }
    return render(request, "plans/cycle_board.html", context)


@require_POST
@sign_in_required
def cycle_mark(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Say that a step is done at a territory, or take it back (`geste`)."""
    step = get_object_or_404(CycleStep.objects.select_related("cycle__year"), cycle=year, number=number)
    seen = request.user.visible_territories(Ability.READ_PLAN)
    place = get_object_or_404(seen, slug=request.POST.get("territoire", ""))
    if not may_mark(request.user, place) or not takes_part(step, place):
        raise PermissionDenied("Vous ne pouvez pas répondre de ce territoire pour cette étape.")
    try:
        if request.POST.get("geste") == "reprendre":
            unmark_step(step=step, territory=place, by=request.user)
            messages.success(request, f"Étape {number} reprise pour {place}.")
        else:
            day = parse_date(request.POST.get("date", "")) if request.POST.get("date") else None
            mark_step(step=step, territory=place, completed_on=day, by=request.user)
            messages.success(request, f"Étape {number} terminée pour {place}.")
    except (Refused, ValueError) as refused:
        messages.error(request, getattr(refused, "message", "Écrivez une date comme 2007-03-09."))
    return redirect(f"{reverse('cycle_board', args=[year])}?{request.POST.get('retour', '')}")


@require_POST
@sign_in_required
def cycle_date(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Change the due date of a step."""
    step = get_object_or_404(CycleStep, cycle=year, number=number)
    if not request.user.may(Ability.ACT_NATIONALLY, Territory.objects.get(parent__isnull=True)):
        raise PermissionDenied("Les échéances du cycle sont fixées au niveau national.")
    try:
        due_on, seen = (date.fromisoformat(request.POST.get(name, "")) for name in ("date", "lue"))
        set_due_date(step=step, due_on=due_on, seen=seen, by=request.user)
        messages.success(request, f"L’échéance de l’étape {number} est changée.")
    except ValueError:
        messages.error(request, "Écrivez une date comme 2007-03-09.")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("cycle_board", year)


@require_safe
def cycle_calendar_feed(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The feed that a calendar subscribes to; 404 when the key opens nothing."""
    if person_of(key) is None:
        raise Http404("Ce calendrier n’existe pas.")
    cycle = _cycle(year)
    page = request.build_absolute_uri(reverse("cycle_board", args=[year]))
    answer = HttpResponse(cycle_calendar(cycle, cycle.steps.all(), page), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="cycle-{cycle.year.label}.ics"'
    return answer


def _cycle(year: int) -> PlanningCycle:
    return get_object_or_404(PlanningCycle.objects.select_related("year"), pk=year)


def _places(seen, region: Territory | None) -> list[Territory]:
    if region is not None:
        return [region, *seen.filter(parent=region).order_by("code")]
    upper = seen.filter(kind__in=[TerritoryKind.NATIONAL, TerritoryKind.REGION])
    return sorted(upper, key=lambda place: (place.kind != TerritoryKind.NATIONAL, place.position, place.code))
