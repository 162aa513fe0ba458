"""The list of accesses to review, and the campaign in which each is kept or ended."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.administration import open_review, review_lines, roles_in_force, still_to_decide
from accounts.administration_exports import access_table, file_answer
from accounts.administration_review import begin_review, close_review, decide_role
from accounts.enums import JournalEvent, ReviewDecision
from accounts.journal import record
from accounts.views.access import administration_page
from core.errors import Conflict, Refused
from core.templatetags.formats import pluralize
from regions.models import Territory

PAGE_SIZE = 50
LOOKS = {"": "Tous les rôles en vigueur", "fin": "Rôles qui finissent bientôt", "silence": "Sans connexion récente"}
PAST_REVIEWS = 10


@require_http_methods(["GET", "HEAD", "POST"])
@administration_page
def access_review(request: HttpRequest, place: Territory) -> HttpResponse:
    """Who holds what, since when, by whom; with an open review, each line is decided (`geste`)."""
    if request.method != "POST":
        return _page(request, place)
    try:
        sentence = _do(request, place, request.POST.get("geste", ""))
    except Refused as refused:
        return _page(request, place, 409 if isinstance(refused, Conflict) else 422, refused.message)
    messages.success(request, sentence)
    return redirect(request.get_full_path())


def _do(request: HttpRequest, place: Territory, act: str) -> str:
    by, review = request.user, open_review(place)
    if act == "ouvrir":
        begin_review(territory=place, by=by)
        return "La revue est ouverte. Décidez de chaque rôle, puis «\u00a0Clore la revue\u00a0»."
    if review is None:
        raise Conflict("Aucune revue n’est ouverte\u00a0: une autre personne l’a peut-être close.", current=None)
    if act == "clore":
        close_review(review=review, by=by)
        return "La revue est close."
    if act not in ("maintenir", "retirer"):
        raise Http404("Ce geste n’existe pas.")
    number = request.POST.get("role", "")
    membership = get_object_or_404(roles_in_force(place), pk=int(number) if number.isdecimal() else 0)
    decision = ReviewDecision.KEPT if act == "maintenir" else ReviewDecision.ENDED
    decide_role(review=review, membership=membership, decision=decision, by=by)
    return f"{membership.user}, {membership}\u00a0: {decision.label.lower()}."


def _page(request: HttpRequest, place: Territory, status: int = 200, told: str = "") -> HttpResponse:
    look = request.GET.get("voir", "")
    look = look if look in LOOKS else ""
    review = open_review(place)
    page = Paginator(roles_in_force(place, look), PAGE_SIZE).get_page(request.GET.get("page"))
    past = place.access_reviews.filter(closed_at__isnull=False).select_related("opened_by", "closed_by")
    context = {
        "place": place,
        "tab": "review",
        "look": look,
        "looks": LOOKS.items(),
        "review": review,
        "left": still_to_decide(place, review, request.user) if review else 0,
        "page": page,
        "lines": review_lines(page, review, request.user),
        "past": past[:PAST_REVIEWS],
        "told": told,
    }
    return render(request, "accounts/review.html", context, status=status)


@require_POST
@administration_page
def access_export(request: HttpRequest, place: Territory, ending: str) -> HttpResponse:
    """The whole list as a file; the journal tells who took it."""
    if ending not in ("csv", "xlsx"):
        raise Http404("La liste se prend en CSV ou en XLSX.")
    lines = review_lines(roles_in_force(place), open_review(place), request.user)
    record(
        event=JournalEvent.EXPORTED, by=request.user, territory=place, subject=place,
        detail=f"Liste des accès de {place} prise en {ending.upper()} ({len(lines)} rôle{pluralize(len(lines))}).",
    )  # fmt: skip
    return file_answer(access_table(lines), place, ending)
