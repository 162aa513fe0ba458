"""The door of the administration: whose territory it is, and why one looks.

Looking at the rights of others leaves a trace, and a GET may not write: whoever enters says why by a POST, once for
twelve hours, and the journal keeps it (docs/decisions/0015-rights-are-seen-through-a-door.md).
"""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache

from accounts.administration_rules import lineage
from accounts.enums import Ability, JournalEvent
from accounts.journal import record
from regions.models import Territory

DIRECT = "Geste fait sans passer par la page d’entrée"
_LASTS = timedelta(hours=12)
_KEY = "administration"


def managed_place(request: HttpRequest, slug: str) -> Territory:
    """The territory of an address whose members the person manages; 403 where they only read, else 404."""
    user = request.user
    place = user.visible_territories(Ability.MANAGE_MEMBERS).select_related("parent__parent").filter(slug=slug).first()
    if place is not None:
        return place
    if user.visible_territories(Ability.READ_PUBLISHED_PLAN).filter(slug=slug).exists():
        raise PermissionDenied("Les accès de ce territoire ne sont pas de votre ressort.")
    raise Http404(f"Le territoire « {slug} » n’existe pas, ou n’est pas parmi les vôtres.")


def is_inside(request: HttpRequest, place: Territory) -> bool:
    """Whether the person said why they look at this territory, or at one that holds it, in the last hours."""
    entered = request.session.get(_KEY, {})
    since = timezone.now() - _LASTS
    return any(
        (at := parse_datetime(entered.get(str(number), ""))) is not None and at > since for number in lineage(place)
    )


def enter(request: HttpRequest, place: Territory, why: str) -> None:
    """Open the pages of a territory to the person, and tell it in the journal."""
    record(
        event=JournalEvent.RIGHTS_SEEN, by=request.user, territory=place, subject=place,
        address=reverse("people", args=[place.slug]), detail=f"A consulté les accès de {place}. {why}.",
    )  # fmt: skip
    request.session[_KEY] = request.session.get(_KEY, {}) | {str(place.pk): timezone.now().isoformat()}


def administration_page(view):
    """A page or act of a managed territory, given to the view as its second argument, past the door."""

    @never_cache
    @login_required
    @wraps(view)
    def inside(request: HttpRequest, territory: str, *args, **kwargs) -> HttpResponse:
        place = managed_place(request, territory)
        if not is_inside(request, place):
            if request.method != "POST":
                query = urlencode({"suite": request.get_full_path()})
                return redirect(f"{reverse('administration_door', args=[place.slug])}?{query}")
            enter(request, place, DIRECT)
        return view(request, place, *args, **kwargs)

    return inside
