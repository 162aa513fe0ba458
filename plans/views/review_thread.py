"""One thread of the review: its entries, an answer, what is done to it, one's own words said otherwise."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Refused
from plans.forms_review import CommentForm, WordsForm
from plans.models import Comment, CommentThread
from plans.review import ThreadView, readers, views_of, with_entries
from plans.review_rules import (
    may_change,
    may_comment,
    may_decline,
    may_settle,
    may_share,
    may_withdraw,
    takes_comments,
    voices_in,
)
from plans.services_review import (
    answer_thread,
    edit_comment,
    mark_seen,
    settle_thread,
    share_thread,
    withdraw_comment,
)
from plans.views.access import sign_in_required
from plans.views.review_access import MAY_NOT, get_comment, get_reviewed, get_thread, said, site_of, taken
from plans.views.sitting_access import status_of, tell


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def comment_thread(request: HttpRequest, territory: str, year: int, pk: int) -> HttpResponse:
    """A thread with all its entries; by POST, an answer."""
    plan = get_reviewed(request, territory, year)
    thread = get_thread(request, plan, pk)
    if request.method != "POST":
        return _thread(request, thread)
    if not may_comment(request.user, plan) and takes_comments(plan):
        raise PermissionDenied(MAY_NOT)
    form = _answer_form(request, _view_of(thread))
    if form is None:
        return _thread(request, thread, told="Ce plan est clos\u00a0: il ne reçoit plus de commentaire.", status=422)
    if not form.is_valid():
        return _thread(request, thread, form, status=422)
    try:
        words = form.words(site_of(request))
        comment = answer_thread(thread=thread, words=words, voice=form.voice_told, by=request.user)
    except Refused as refused:
        if (twice := taken(refused)) is not None:
            return said(request, twice, refused.message)
        tell(form, refused)
        return _thread(request, get_thread(request, plan, pk), form, status=status_of(refused))
    return said(request, comment, "Votre réponse est inscrite.")


def _thread(
    request: HttpRequest, thread: CommentThread, form: Form | None = None, told: str = "", status: int = 200
) -> HttpResponse:
    view, user = _view_of(thread), request.user
    is_closed = not takes_comments(thread.plan)
    if form is None and thread.is_open and not view.is_archived:
        form = _answer_form(request, view)
    context = {
        "plan": thread.plan,
        "view": view,
        "thread": view.thread,
        "form": form,
        "told": told,
        "typed": "" if form else request.POST.get("text", ""),
        "changeable": set() if is_closed else {one.pk for one in view.entries if may_change(user, one)},
        "withdrawable": set() if is_closed else {one.pk for one in view.entries if may_withdraw(user, one)},
        "may_settle": may_settle(user, thread),
        "may_share": may_share(user, thread),
        "may_decide": may_decline(user, thread.plan),
        "advised_me": any(
            mention.person_id == user.pk and mention.done_at is None
            for entry in view.entries
            for mention in entry.mentions.all()
        ),
        "is_closed": is_closed,
    }
    return render(request, "plans/review/thread.html", context, status=status)


def _view_of(thread: CommentThread) -> ThreadView:
    return views_of(thread.plan, with_entries(CommentThread.objects.filter(pk=thread.pk)))[0]


def _answer_form(request: HttpRequest, view: ThreadView) -> CommentForm | None:
    thread = view.thread
    mine = voices_in(request.user, thread)
    if not mine or not takes_comments(thread.plan):
        return None
    people = readers(thread.plan, body=thread.body, place_id=thread.place_id, besides=request.user)
    allowed = [one for one in people if thread.is_shared or one.in_body]
    data = request.POST if request.method == "POST" else None
    return CommentForm(
        data, voices=mine, readers=allowed, text_now=view.text_to_change, is_prose=view.is_prose,
        version=view.now.version if view.now else 0,
    )  # fmt: skip


@require_POST
@sign_in_required
def thread_settle(request: HttpRequest, territory: str, year: int, pk: int) -> HttpResponse:
    """Resolve a thread, open it again, share it, or say that one has seen what one was advised of."""
    plan = get_reviewed(request, territory, year)
    thread = get_thread(request, plan, pk)
    asked = request.POST.get("geste", "")
    try:
        told = _settle(request, thread, asked)
    except Refused as refused:
        return _thread(request, get_thread(request, plan, pk), told=refused.message, status=status_of(refused))
    messages.success(request, told)
    return redirect(thread)


def _settle(request: HttpRequest, thread: CommentThread, asked: str) -> str:
    match asked:
        case "partager":
            share_thread(thread=thread, by=request.user)
            return "Le fil est partagé avec ceux qui lisent le plan."
        case "vu":
            mark_seen(thread=thread, by=request.user)
            return "C’est noté\u00a0: cet avis ne paraît plus dans vos choses à faire."
        case "open" | "resolved":
            settle_thread(thread=thread, state=asked, seen=request.POST.get("lu", ""), by=request.user)
            return "Le fil est résolu." if asked == "resolved" else "Le fil est rouvert."
    raise Refused("Ce geste n’existe pas.")


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def comment_edit(request: HttpRequest, territory: str, year: int, pk: int) -> HttpResponse:
    """Say one's own words otherwise, or withdraw them; 403 to others and after ten minutes."""
    plan = get_reviewed(request, territory, year)
    comment = get_comment(request, plan, pk)
    if request.method == "POST" and request.POST.get("geste") == "retirer":
        return _withdraw(request, comment)
    form = WordsForm(request.POST or None, initial={"text": comment.text, "version": comment.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = form.cleaned_data
            try:
                edit_comment(comment=comment, text=told["text"], seen=told["version"], by=request.user)
            except Refused as refused:
                tell(form, refused)
                status = status_of(refused)
            else:
                return said(request, comment, "Votre commentaire est modifié.")
    elif not may_change(request.user, comment):
        raise PermissionDenied("Un commentaire se modifie par son auteur, dans les dix minutes.")
    return render(request, "plans/review/edit.html", {"plan": plan, "comment": comment, "form": form}, status=status)


def _withdraw(request: HttpRequest, comment: Comment) -> HttpResponse:
    try:
        withdraw_comment(comment=comment, by=request.user)
    except Refused as refused:
        return _thread(request, comment.thread, told=refused.message, status=status_of(refused))
    return said(request, comment, "Votre commentaire est retiré\u00a0: sa place reste, son texte ne se lit plus.")
