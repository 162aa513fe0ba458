"""Pages of regional initiatives: the list, one of them, its writing, its review."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Ability
from core.errors import Conflict, Refused
from indicators.places import get_place
from regions.enums import TerritoryKind
from reports import initiatives_services as services
from reports.annual_enums import InitiativeState
from reports.annual_rules import may_edit_initiative, may_review, may_tell
from reports.initiatives_check import FIELD_WORDS
from reports.initiatives_forms import CommentForm, HeadingChoiceForm, HeadingForm, initiative_form
from reports.models import Initiative, ReportHeading


def _place(request: HttpRequest, territory: str, year: int):
    place, fiscal_year = get_place(request, territory, year, Ability.READ_RESULTS)
    if place.kind == TerritoryKind.CLE:
        raise Http404("Les initiatives sont celles d’une région ou du Québec.")
    return place, fiscal_year


@login_required
@require_safe
def initiatives(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """Those of a region; for Québec those of every region that were handed in, by state."""
    place, fiscal_year = _place(request, territory, year)
    rows = Initiative.objects.filter(year=fiscal_year).select_related("territory", "heading", "created_by")
    is_national = place.kind == TerritoryKind.NATIONAL
    if not is_national:
        rows = rows.filter(territory=place)
    elif not request.user.may(Ability.ACT_NATIONALLY, place):
        rows = rows.told()
    return _list_page(request, place, fiscal_year, rows)


def _list_page(request, place, year, rows, *, status: int = 200, heading_form=None) -> HttpResponse:
    is_national = place.kind == TerritoryKind.NATIONAL
    rows = list(rows.order_by("territory__position", "position", "pk"))
    order = (InitiativeState.SUBMITTED, InitiativeState.RETURNED, InitiativeState.DRAFT, InitiativeState.ACCEPTED)
    groups = [(state, [row for row in rows if row.state == state]) for state in order]
    context = {
        "territory": place,
        "year": year,
        "groups": [(state, found) for state, found in groups if found],
        "count": len(rows),
        "is_national": is_national,
        "headings": ReportHeading.objects.filter(year=year) if is_national else (),
        "heading_form": heading_form or HeadingForm(),
        "may_tell": may_tell(request.user, place),
        "may_head": is_national and request.user.may(Ability.ACT_NATIONALLY, place),
    }
    return render(request, "reports/initiatives.html", context, status=status)


@login_required
@require_POST
def heading_add(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """A heading of the national report of the year."""
    place, fiscal_year = _place(request, territory, year)
    form = HeadingForm(request.POST)
    try:
        form.full_clean()
        services.add_heading(year=fiscal_year, title=form.cleaned_data.get("text", ""), by=request.user)
    except Refused as refusal:
        if not request.user.may(Ability.ACT_NATIONALLY, place):
            raise PermissionDenied(refusal.message) from refusal
        form.add_error("text", refusal.message)
        rows = Initiative.objects.filter(year=fiscal_year).select_related("territory", "heading", "created_by")
        return _list_page(request, place, fiscal_year, rows, status=422, heading_form=form)
    messages.success(request, "La rubrique est ajoutée.")
    return redirect("initiatives", place.slug, fiscal_year.pk)


# --- One --------------------------------------------------------------------------------------------------------------


@login_required
@require_safe
def initiative(request: HttpRequest, territory: str, year: int, pk: int) -> HttpResponse:
    """One initiative with what the check points out, its review and its history."""
    found = _visible(request, territory, year, pk)
    return _page(request, found)


def _page(request: HttpRequest, found: Initiative, *, status: int = 200, **extra) -> HttpResponse:
    review, tell = may_review(request.user, found), may_tell(request.user, found.territory)
    confirmed = {(one.field, one.fragment): one for one in found.confirmations.select_related("author")}
    findings = [(finding, confirmed.get(finding.key)) for finding in services.findings_of(found)]
    context = {
        "territory": found.territory,
        "year": found.year,
        "initiative": found,
        "partners": [line.strip() for line in found.partners.splitlines() if line.strip()],
        "open_findings": [finding for finding, kept in findings if kept is None],
        "kept_findings": [(finding, kept) for finding, kept in findings if kept is not None],
        "events": found.events.select_related("author"),
        "may_edit": may_edit_initiative(request.user, found),
        "may_submit": tell and found.is_editable,
        "may_review": review,
        "may_comment": review or tell,
        "comment_form": extra.get("comment_form") or CommentForm(),
        "heading_form": HeadingChoiceForm(year=found.year, initial={"heading": found.heading_id}),
        "refusal": extra.get("refusal", ""),
    }
    return render(request, "reports/initiative.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_add(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """A new initiative of a region."""
    place, fiscal_year = _place(request, territory, year)
    if not may_tell(request.user, place):
        raise PermissionDenied(services.MAY_NOT)
    blank = Initiative(territory=place, year=fiscal_year)
    if request.method != "POST":
        return _form_page(request, blank, initiative_form(blank))
    form = initiative_form(blank, request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, blank, form, status=422)
    try:
        created = services.create_initiative(territory=place, year=fiscal_year, by=request.user, **form.values)
    except Refused as refusal:
        return _refused(request, blank, form, refusal)
    messages.success(request, "L’initiative est enregistrée comme brouillon.")
    return redirect(created)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_edit(request: HttpRequest, territory: str, year: int, pk: int) -> HttpResponse:
    """The writing of a draft; 403 once submitted, 409 when somebody wrote first."""
    found = _visible(request, territory, year, pk)
    if not may_tell(request.user, found.territory):
        raise PermissionDenied(services.MAY_NOT)
    if not found.is_editable:
        raise PermissionDenied(services.FROZEN)
    if request.method != "POST":
        return _form_page(request, found, initiative_form(found))
    form = initiative_form(found, request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, found, form, status=422)
    try:
        version = form.cleaned_data.get("version") or 0
        written = services.edit_initiative(initiative=found, expected_version=version, by=request.user, **form.values)
    except Conflict as conflict:
        typed = request.POST.copy()
        typed["version"] = str(conflict.current.version)
        merged = initiative_form(conflict.current, typed, request.FILES)
        return _form_page(request, conflict.current, merged, status=409, theirs=conflict.current)
    except Refused as refusal:
        return _refused(request, found, form, refusal)
    messages.success(request, "L’initiative est enregistrée.")
    return redirect(written)


def _refused(request: HttpRequest, found: Initiative, form, refusal: Refused) -> HttpResponse:
    for field, sentence in (refusal.fields or {None: refusal.message}).items():
        form.add_error(field if field in form.fields else None, sentence)
    return _form_page(request, found, form, status=422)


def _form_page(request, found: Initiative, form, *, status: int = 200, theirs=None) -> HttpResponse:
    clashes = []
    if theirs is not None:
        form.is_valid()
        clashes = [
            (label, getattr(theirs, name), str(form[name].value() or ""))
            for name, label in FIELD_WORDS.items()
            if getattr(theirs, name) != str(form[name].value() or "").replace("\r\n", "\n").strip()
        ]
    context = {
        "territory": found.territory,
        "year": found.year,
        "initiative": found if found.pk else None,
        "form": form,
        "theirs": theirs,
        "clashes": clashes,
        "findings": services.open_findings(found) if found.pk else (),
    }
    return render(request, "reports/initiative_form.html", context, status=status)


@login_required
@require_safe
def initiative_picture(request: HttpRequest, territory: str, year: int, pk: int) -> FileResponse:
    """The picture, re-encoded when it came in."""
    found = _visible(request, territory, year, pk)
    try:
        content = found.picture.open("rb") if found.picture else None
    except FileNotFoundError:
        content = None
    if content is None:
        raise Http404("Cette initiative n’a pas d’image, ou son fichier n’est plus là.")
    kind = "image/png" if found.picture.name.endswith(".png") else "image/jpeg"
    response = FileResponse(content, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


# --- Acts -------------------------------------------------------------------------------------------------------------


@login_required
@require_POST
def initiative_act(request: HttpRequest, territory: str, year: int, pk: int, act: str) -> HttpResponse:
    """Submit, comment, return, accept, choose, or confirm a passage."""
    found = _visible(request, territory, year, pk)
    if act not in _ACTS:
        raise Http404("Cet acte n’existe pas.")
    allowed = may_tell(request.user, found.territory) or may_review(request.user, found)
    if not allowed:
        raise PermissionDenied(services.MAY_NOT)
    form = CommentForm(request.POST)
    form.full_clean()
    try:
        messages.success(request, _ACTS[act](request, found, form.cleaned_data.get("text", "")))
    except Refused as refusal:
        if refusal.message in {services.MAY_NOT, services.NATIONAL_ONLY}:
            raise PermissionDenied(refusal.message) from refusal
        if "text" in refusal.fields:
            form.add_error("text", refusal.fields["text"])
        return _page(request, found, status=422, comment_form=form, refusal=refusal.message)
    return redirect(found)


def _submit(request, found: Initiative, text: str) -> str:
    services.submit_initiative(initiative=found, by=request.user)
    return "L’initiative est soumise au ministère."


def _comment(request, found: Initiative, text: str) -> str:
    services.comment_initiative(initiative=found, text=text, by=request.user)
    return "Le commentaire est enregistré."


def _return(request, found: Initiative, text: str) -> str:
    services.return_initiative(initiative=found, reason=text, by=request.user)
    return "L’initiative est renvoyée à la région."


def _accept(request, found: Initiative, text: str) -> str:
    services.accept_initiative(initiative=found, by=request.user)
    return "L’initiative est retenue."


def _choose(request, found: Initiative, text: str) -> str:
    form = HeadingChoiceForm(request.POST, year=found.year)
    if not form.is_valid():
        raise Refused("Choisissez une rubrique de cet exercice.")
    heading = form.cleaned_data["heading"]
    services.choose_initiative(initiative=found, heading=heading, by=request.user)
    return "L’initiative est dans le rapport national." if heading else "L’initiative n’est plus au rapport national."


def _confirm(request, found: Initiative, text: str) -> str:
    services.confirm_passage(
        initiative=found,
        field=request.POST.get("field", ""),
        fragment=request.POST.get("fragment", ""),
        reason=text,
        by=request.user,
    )
    return "Le passage est confirmé, avec son motif."


_ACTS = {
    "soumettre": _submit,
    "commenter": _comment,
    "renvoyer": _return,
    "retenir": _accept,
    "choisir": _choose,
    "confirmer": _confirm,
}


def _visible(request: HttpRequest, territory: str, year: int, pk: int) -> Initiative:
    """An initiative of that place and year that the person may see; else 404."""
    place, fiscal_year = _place(request, territory, year)
    rows = Initiative.objects.visible_to(request.user).select_related("territory__parent__parent", "year", "heading")
    return get_object_or_404(rows, pk=pk, territory=place, year=fiscal_year)
