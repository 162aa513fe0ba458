"""A suggested text beside that of the plan, to accept or to decline."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core.differences import marked_difference
from core.errors import Conflict, Refused
from plans.forms_review import AcceptForm, DeclineForm
from plans.models import Suggestion
from plans.parts import KIND_OF
from plans.review_rules import may_accept, may_decline
from plans.services_suggestion import accept_suggestion, decline_suggestion, row_of
from plans.views.access import sign_in_required
from plans.views.review_access import get_reviewed, said
from plans.views.sitting_access import status_of, tell


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def suggestion(request: HttpRequest, territory: str, year: int, pk: int) -> HttpResponse:
    """A suggested text beside that of the plan, to accept or to decline: 409 with both when somebody wrote since."""
    plan = get_reviewed(request, territory, year)
    seen = Suggestion.objects.visible_to(request.user).filter(thread__plan=plan, pk=pk)
    found = seen.select_related("thread", "comment__author", "settled_by").first()
    if found is None:
        raise Http404("Cette proposition n’existe pas, ou elle ne vous est pas ouverte.")
    found.thread.plan = plan
    decline = DeclineForm(request.POST if request.POST.get("geste") == "decliner" else None)
    if request.method != "POST":
        return _suggestion(request, found, decline)
    try:
        told = _decide(request, found, decline)
    except Refused as refused:
        fresh = seen.select_related("thread", "comment__author", "settled_by").get()
        fresh.thread.plan = plan
        if refused.fields and decline.is_bound:
            tell(decline, refused)
            return _suggestion(request, fresh, decline, status=422)
        conflict = isinstance(refused, Conflict) and type(refused.current) in KIND_OF
        return _suggestion(request, fresh, decline, told=refused.message, conflict=conflict, status=status_of(refused))
    return said(request, found.comment, told)


def _decide(request: HttpRequest, found: Suggestion, decline: DeclineForm) -> str:
    if decline.is_bound and decline.is_valid():
        decline_suggestion(suggestion=found, reason=decline.cleaned_data["text"], by=request.user)
        return "La proposition est déclinée\u00a0: votre motif est dans le fil."
    form = AcceptForm(request.POST)
    if not form.is_valid():
        raise Refused("La version lue manque\u00a0: relisez le texte avant d’accepter.")
    accept_suggestion(suggestion=found, version=form.cleaned_data["version"], by=request.user)
    return "La proposition est écrite dans le plan, et le fil est résolu."


def _suggestion(
    request: HttpRequest, found: Suggestion, decline: DeclineForm, *, told: str = "", conflict: bool = False,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    row = row_of(found)
    present = getattr(row, found.thread.field)
    changed = found.is_open and present != found.old
    context = {
        "plan": found.thread.plan,
        "suggestion": found,
        "thread": found.thread,
        "present": present,
        "changed": changed,
        "difference": marked_difference(present if changed else found.old, found.new),
        "is_archived": row.archived_at is not None,
        "accept": AcceptForm(initial={"version": row.version}),
        "decline": decline,
        "may_accept": may_accept(request.user, found.thread.plan, row),
        "may_decline": may_decline(request.user, found.thread.plan),
        "told": told,
        "conflict": conflict,
    }
    return render(request, "plans/review/suggestion.html", context, status=status)
