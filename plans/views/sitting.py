"""The page of a sitting as a member holds it on a phone: the motion, my vote, the result."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refused
from partners.enums import VoteChoice
from partners.services_council import may_keep
from plans.amendment_rules import body_of
from plans.models import Sitting
from plans.services_amendment import may_propose
from plans.services_motion import recuse
from plans.services_sitting import announce_presence, leave_sitting
from plans.services_vote import vote
from plans.sitting_reads import comments_url, read_sitting
from plans.views.access import sign_in_required
from plans.views.sitting_access import get_motion, get_sitting, status_of


@require_safe
@sign_in_required
@never_cache
def sitting(request: HttpRequest, territory: str, year: int, number: int) -> HttpResponse:
    """The sitting; htmx asks for its live part alone, and is answered only when something has moved."""
    found = get_sitting(request, territory, year, number)
    if request.htmx:
        page = read_sitting(found, request.user, keeps=False)
        if request.GET.get("vu") == page.token:
            return HttpResponse(status=204)
        return render(request, "plans/sitting_live_part.html", _live(page))
    return _page(request, found)


def _live(page, refused: str = "", **more) -> dict:
    return {"page": page, "sitting": page.sitting, "room": page.room, "refused": refused, "choices": VoteChoice} | more


def _page(request: HttpRequest, found: Sitting, refused: str = "", status: int = 200, **more) -> HttpResponse:
    page = read_sitting(found, request.user, keeps=may_keep(request.user, found.council))
    plan = next((view.item.plan for view in page.items if view.item.plan), None)
    context = _live(page, refused, **more) | {
        "territory": found.council.territory,
        "year": found.year_id,
        "plan": plan,
        "comments_url": comments_url(plan) if plan else "",
        "may_amend": plan is not None and body_of(plan) is not None and may_propose(request.user, plan),
    }
    return render(request, "plans/sitting.html", context, status=status)


@require_POST
@sign_in_required
def presence(request: HttpRequest, territory: str, year: int, number: int) -> HttpResponse:
    """A member announces that they attend at a distance, or leaves."""
    found = get_sitting(request, territory, year, number)
    acts = {"arriver": announce_presence, "quitter": leave_sitting}
    act = acts.get(request.POST.get("geste", ""))
    if act is None:
        raise Http404("Ce geste n’existe pas.")
    try:
        noted = act(sitting=found, by=request.user)
    except Refused as refused:
        return _page(request, found, refused.message, status_of(refused))
    messages.success(request, f"Votre présence est notée\u00a0: {noted.get_status_display().lower()}.")
    return redirect(found.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
@never_cache
def cast(request: HttpRequest, territory: str, year: int, number: int, motion: int) -> HttpResponse:
    """Vote: GET asks to confirm the choice (`choix`), POST writes it. A refusal comes back with the state as it is."""
    found = get_sitting(request, territory, year, number)
    moved = get_motion(found, motion)
    choice = request.POST.get("choix") or request.GET.get("choix", "")
    if request.method != "POST":
        page = read_sitting(found, request.user, keeps=False)
        if choice not in VoteChoice.values or page.open_motion is None or page.open_motion.motion.pk != moved.pk:
            return redirect(found.get_absolute_url())
        context = _live(page) | {
            "territory": found.council.territory, "year": found.year_id, "motion": page.open_motion,
            "choice": VoteChoice(choice),
        }  # fmt: skip
        return render(request, "plans/sitting_vote.html", context)
    try:
        ballot = vote(motion=moved, choice=choice, by=request.user)
    except Refused as refused:
        not_cast = VoteChoice(choice).label if choice in VoteChoice.values else ""
        return _page(request, found, refused.message, status_of(refused), not_cast=not_cast)
    messages.success(request, f"Votre vote est inscrit\u00a0: {ballot.get_choice_display().lower()}.")
    return redirect(f"{found.get_absolute_url()}#vif")


@require_POST
@sign_in_required
def recusal(request: HttpRequest, territory: str, year: int, number: int, motion: int) -> HttpResponse:
    """A member recuses themself from a motion."""
    found = get_sitting(request, territory, year, number)
    moved = get_motion(found, motion)
    page = read_sitting(found, request.user, keeps=False)
    try:
        if page.mine is None:
            raise Refused("Vous n’occupez aucun siège de ce conseil.")
        reason = request.POST.get("reason", "")
        recuse(motion=moved, seat_id=page.mine.seat.pk, reason=reason, by=request.user)
    except Refused as refused:
        return _page(request, found, refused.message, status_of(refused), typed=request.POST.get("reason", ""))
    messages.success(request, "Votre récusation est inscrite.")
    return redirect(found.get_absolute_url())
