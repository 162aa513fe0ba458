"""The review of a plan: its threads, and those of a part with the form that opens one."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Conflict, Refused
from indicators.models import Indicator
from plans.forms_review import FilterForm, ThreadForm
from plans.models import CommentThread
from plans.models.review import TARGET
from plans.review import find_threads, kinds_commented, readers, views_of, with_entries
from plans.review_anchors import Anchor, default_field, fields_of, of_row, of_target, whole
from plans.review_rules import may_comment, takes_comments, voices
from plans.services_review import open_thread
from plans.views.access import sign_in_required
from plans.views.review_access import MAY_NOT, get_reviewed, said, site_of, taken
from plans.views.sitting_access import status_of, tell
from plans.views.writing_access import any_row

PAGE_SIZE = 20


@require_safe
@sign_in_required
def plan_comments(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The threads of a plan that the person may read, filtered, the latest first."""
    plan = get_reviewed(request, territory, year)
    form = FilterForm(request.GET, kinds_commented(plan, request.user))
    found = find_threads(plan, request.user, form.filters)
    page = Paginator(with_entries(found), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "form": form,
        "page": page,
        "threads": views_of(plan, page),
        "may_comment": may_comment(request.user, plan),
        "is_closed": not takes_comments(plan),
    }
    return render(request, "plans/review/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def plan_comment(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The threads on the plan as a whole, and a new one."""
    return _part(request, whole(get_reviewed(request, territory, year)))


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def part_comments(request: HttpRequest, territory: str, year: int, kind: str, pk: int) -> HttpResponse:
    """The threads on a part of the plan, and a new one on it or on one of its fields."""
    plan = get_reviewed(request, territory, year)
    if kind == TARGET:
        indicator = Indicator.objects.in_year(plan.year_id).filter(pk=pk).first()
        if indicator is None:
            raise Http404("Cet indicateur n’est pas suivi cette année.")
        return _part(request, of_target(plan, indicator))
    row = any_row(plan, kind, pk)
    return _part(request, of_row(plan, row, request.GET.get("champ", default_field(type(row)))))


@dataclass
class _Part:
    """The page of a part: its text, its threads, the form of a new one."""

    request: HttpRequest
    anchor: Anchor
    form: ThreadForm | None
    changed: bool = False  # while the person was writing

    def show(self, status: int = 200) -> HttpResponse:
        plan, anchor = self.anchor.plan, self.anchor
        threads = CommentThread.objects.visible_to(self.request.user)
        threads = threads.filter(plan=plan, kind=anchor.kind, row=anchor.number).order_by("state", "-touched_at", "-pk")
        context = {
            "plan": plan,
            "anchor": anchor,
            "fields": fields_of(type(anchor.row)) if anchor.row else [],
            "threads": views_of(plan, with_entries(threads)),
            "form": self.form,
            "changed": self.changed,
            "is_closed": not takes_comments(plan),
            "typed": "" if self.form else self.request.POST.get("text", ""),
        }
        return render(self.request, "plans/review/part.html", context, status=status)


def _part(request: HttpRequest, anchor: Anchor) -> HttpResponse:
    form = _thread_form(request, anchor)
    page = _Part(request, anchor, None if anchor.is_archived else form)
    if request.method != "POST":
        return page.show()
    if form is None and takes_comments(anchor.plan):
        raise PermissionDenied(MAY_NOT)
    if form is None or not form.is_valid():
        return page.show(422)
    try:
        thread = open_thread(
            anchor=anchor, words=form.words(site_of(request)), voice=form.voice_told, is_shared=form.is_shared,
            by=request.user,
        )  # fmt: skip
    except Refused as refused:
        if (twice := taken(refused)) is not None:
            return said(request, twice, refused.message)
        page.form, page.changed = form, isinstance(refused, Conflict)
        return _told(page, form, refused)
    return said(request, thread.comments.last(), "Votre commentaire est inscrit.")


def _told(page: _Part, form: ThreadForm, refused: Refused) -> HttpResponse:
    tell(form, refused)
    if isinstance(refused, Conflict):  # what was typed stays; the next attempt bears on the text now shown
        form.data = form.data.copy()
        form.data["version"] = page.anchor.version
    return page.show(status_of(refused))


def _thread_form(request: HttpRequest, anchor: Anchor) -> ThreadForm | None:
    mine = voices(request.user, anchor.plan)
    if not mine or not takes_comments(anchor.plan):
        return None
    people = readers(anchor.plan, body=mine[0].body, place_id=mine[0].place.pk, besides=request.user)
    text = anchor.quote if anchor.takes_suggestions else None
    data = request.POST if request.method == "POST" else None
    return ThreadForm(
        data, voices=mine, readers=people, text_now=text, version=anchor.version, is_prose=anchor.is_prose
    )
