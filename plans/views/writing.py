"""The pages of the writing: one part at work, the way in, what is missing, the archives, the printed page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from core.middleware import CONTENT_SECURITY_POLICY
from plans.dossier import plan_dossier
from plans.models import Plan, RowChange
from plans.outline import Outline, plan_outline
from plans.parts import KIND_OF, PARTS, row_anchor
from plans.reads import readiness
from plans.review import read_marks
from plans.rules import may_edit
from plans.services_structure import add_child, archived_rows
from plans.services_undo import stacks
from plans.services_writing import who_else
from plans.views.writing_access import writing, writing_url
from plans.writing import compose, find_heading, headings, set_last_year, slug_of


@require_safe
@writing
def writing_home(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Where the writing begins: what is still missing, each thing with the way to it, and every part."""
    context = _context(request, plan)
    context["gaps"] = _gaps(plan, context["outline"], request.user)
    return _page(request, "plans/writing/home.html", context)


@require_safe
@writing
def writing_part(request: HttpRequest, plan: Plan, part: str) -> HttpResponse:
    """A part at work, with its rows; 404 for a part that the plan does not have."""
    context = _context(request, plan)
    heading = find_heading(context["outline"], part)
    if heading is None:
        raise Http404("Cette partie n’est pas dans le plan.")
    page = compose(context["dossier"], context["outline"], heading, open_add=request.GET.get("ajouter", ""))
    set_last_year(page, plan)
    context |= {
        "page": page,
        "heading": heading,
        "writable": may_edit(request.user, plan, heading.volet or "employment"),
        "others_here": [one for one in context["others"] if one.part == heading.anchor],
    }
    return _page(request, "plans/writing/part.html", context)


@require_safe
@writing
def writing_gaps(request: HttpRequest, plan: Plan) -> HttpResponse:
    """What is still missing, alone or in the panel beside the text."""
    if request.htmx:
        outline = plan_outline(plan_dossier(plan))
        return render(request, "plans/writing/_gaps.html", {"plan": plan, "gaps": _gaps(plan, outline, request.user)})
    return writing_home(request, plan.territory.slug, plan.year_id)


@require_safe
@writing
def writing_archives(request: HttpRequest, plan: Plan) -> HttpResponse:
    """What was archived, each row with who and when, and the button that brings it back."""
    rows = archived_rows(plan)
    changes = RowChange.objects.filter(plan=plan, act="archive").select_related("author")
    told = {(one.kind, one.row): one for one in reversed(changes)}
    lines = [ArchivedLine(row, KIND_OF[type(row)], told.get((KIND_OF[type(row)], row.pk)), _under(row)) for row in rows]
    context = {"plan": plan, "lines": lines, "home": writing_url(plan)}
    template = "plans/writing/_archives.html" if request.htmx else "plans/writing/archives.html"
    return render(request, template, context)


@require_safe
@writing
def writing_preview(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The printed plan beside the text, as the PDF will hold it."""
    context = {"plan": plan, "preview_url": preview_url(plan), "at": request.GET.get("a", "")}
    return _page(request, "plans/writing/preview.html", context)


@dataclass(frozen=True)
class ArchivedLine:
    """A row put away, with the change that tells who did it."""

    row: object
    kind: str
    change: RowChange | None
    under: str

    @property
    def part_name(self) -> str:
        return PARTS[self.kind].verbose_name


@dataclass(frozen=True)
class GapLine:
    """One thing missing and where it is mended: in the writing when it can be."""

    sentence: str
    url: str
    blocks: bool


def preview_url(plan: Plan) -> str:
    """The address of the printed page; empty where documents are not served."""
    try:
        return reverse("plan_preview", args=[plan.territory.slug, plan.year_id])
    except NoReverseMatch:
        return ""


def _context(request: HttpRequest, plan: Plan) -> dict:
    dossier = plan_dossier(plan)
    outline = plan_outline(dossier)
    mine = stacks(plan, request.user)
    return {
        "plan": plan,
        "dossier": dossier,
        "outline": outline,
        "parts": headings(outline),
        "can_undo": bool(mine.done),
        "can_redo": bool(mine.undone),
        "others": who_else(plan, request.user),
        "names": {one.anchor: one.label for one in headings(outline)},
        "preview_url": preview_url(plan),
        "review": read_marks(plan, request.user),
        "since": RowChange.objects.filter(plan=plan).values_list("pk", flat=True).first() or 0,
    }


def _page(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """A page that may show another page of ours within."""
    response = render(request, template, context)
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response


def _gaps(plan: Plan, outline: Outline, by: User) -> list[GapLine]:
    return [
        GapLine(gap.sentence, _writing_place(plan, outline, gap.url), getattr(gap, "blocks", False))
        for gap in readiness(plan, by=by)
    ]


def _writing_place(plan: Plan, outline: Outline, url: str) -> str:
    """The writing of a part, for an address that leads to that part of the reading page; else the address itself."""
    parts = urlsplit(url)
    if parts.path != plan.get_absolute_url() or not parts.fragment:
        return url
    found = find_heading(outline, parts.fragment)
    return writing_url(plan, found.anchor) if found else _row_place(plan, outline, parts.fragment) or url


def _row_place(plan: Plan, outline: Outline, fragment: str) -> str:
    for part in headings(outline):
        if part.section is not None and fragment == f"texte-{part.section.pk}":
            return writing_url(plan, part.anchor, fragment)
    return writing_url(plan) if fragment == "plan" else ""


def _under(row) -> str:
    """Where an archived row was: « Stratégie … »."""
    parent = PARTS[KIND_OF[type(row)]].parent
    return "" if parent == "plan" else str(getattr(row, parent))


def place_in_writing(plan: Plan, row) -> str:
    """The address at which a row is written."""
    dossier = plan_dossier(plan)
    return writing_url(plan, slug_of(row, plan_outline(dossier), dossier), row_anchor(row))


def begin(plan: Plan, slug: str, by: User) -> Model:
    """Begin what a part lacks: its text, or the budget. 404 for a part that lacks neither."""
    dossier = plan_dossier(plan)
    heading = find_heading(plan_outline(dossier), slug)
    if heading is not None and heading.section_key and heading.section is None:
        place = {"volet": heading.volet, "key": heading.section_key, "number": heading.number, "title": heading.title}
        return add_child(part="texte", parent=plan, by=by, **place)
    if heading is not None and heading.key == "budget" and dossier.budget is None:
        return add_child(part="budget", parent=plan, by=by)
    raise Http404("Cette partie est déjà commencée.")
