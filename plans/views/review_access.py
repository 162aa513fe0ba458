"""Which plan, thread and comment an address of the review names, for whom; and how the verbs' answers are told."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.enums import Ability
from core.errors import Refused
from plans.models import Comment, CommentThread, Plan
from plans.views.access import get_plan

MAY_NOT = "Vous lisez ce plan sans pouvoir le commenter."


def get_reviewed(request: HttpRequest, territory: str, year: int) -> Plan:
    """A plan that the person reads before it is published; else 404."""
    plan = get_plan(request, territory, year)
    if not request.user.may(Ability.READ_PLAN, plan.territory):
        raise Http404("Les commentaires de ce plan ne vous sont pas ouverts.")
    return plan


def get_thread(request: HttpRequest, plan: Plan, pk: int) -> CommentThread:
    """A thread of that very plan that the person may read; else 404."""
    found = CommentThread.objects.visible_to(request.user).select_related("place").filter(plan=plan, pk=pk).first()
    if found is None:
        raise Http404("Ce fil n’existe pas, ou il ne vous est pas ouvert.")
    found.plan = plan
    return found


def get_comment(request: HttpRequest, plan: Plan, pk: int) -> Comment:
    """A comment of a thread of that plan that the person may read; else 404."""
    seen = Comment.objects.visible_to(request.user).filter(thread__plan=plan, pk=pk)
    found = seen.select_related("thread").first()
    if found is None:
        raise Http404("Ce commentaire n’existe pas, ou il ne vous est pas ouvert.")
    found.thread.plan = plan
    return found


def said(request: HttpRequest, comment: Comment, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect(f"{comment.thread.get_absolute_url()}#entree-{comment.pk}")


def taken(refused: Refused) -> Comment | None:
    """The comment that the same form already wrote, when it was sent twice."""
    current = getattr(refused, "current", None)
    return current if isinstance(current, Comment) else None


def site_of(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")
