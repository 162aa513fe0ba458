"""Writing the territorial plan, in place (htmx) or on a page of its own (without script): rows, follow-ups, acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.errors import Conflict, Refused
from plans.models import ActionTarget, MinistryAction, TerritorialPlace, TerritorialPlan
from plans.services_territorial import (
    MAY_NOT_FOLLOW,
    MAY_NOT_WRITE,
    add_territorial_row,
    archive_territorial_row,
    edit_territorial_row,
    follow_action,
)
from plans.services_territorial_acts import MAY_NOT_DECIDE, adopt_plan, close_plan, extend_plan, open_revision
from plans.territorial_conflicts import Clash, clashes_of
from plans.territorial_enums import TerritorialActKind
from plans.territorial_forms import ActForm, FollowUpForm, row_form
from plans.territorial_parts import PARTS, row_anchor
from plans.territorial_rules import may_decide, may_follow, may_write
from plans.territorial_workflow import LABELS, acts_open
from plans.views.access import refusal, sign_in_required, swap_block
from plans.views.territorial import get_territorial_place, get_territorial_plan, place_context

VERSION_MISSING = "La version lue manque\u00a0: rouvrez la partie avant de l’enregistrer."
_VERBS = {
    TerritorialActKind.ADOPTION: adopt_plan,
    TerritorialActKind.REVISION: adopt_plan,
    TerritorialActKind.OPENING: open_revision,
    TerritorialActKind.EXTENSION: extend_plan,
    TerritorialActKind.CLOSURE: close_plan,
}


@dataclass(frozen=True)
class Work:
    """A person at a form on a territory: what the form is called, where it goes, and what it shows on a conflict."""

    request: HttpRequest
    place: TerritorialPlace
    title: str
    anchor: str  # the row whose place the form takes
    shell: str = "tr"
    archive_url: str = ""

    def show(
        self, form: forms.BaseForm, *, status: int = 200, clashes: tuple[Clash, ...] = (), standing: str = ""
    ) -> HttpResponse:
        template = "_row_form.html" if self.request.htmx else "edit.html"
        context = {
            "plan": self.place.plan,
            "place": self.place,
            "form": form,
            "title": self.title,
            "anchor": self.anchor,
            "shell": self.shell,
            "clashes": clashes,
            "clash_names": {clash.field.name for clash in clashes},
            "standing": standing,
            "action_url": self.request.get_full_path(),
            "cancel_url": self.place.get_absolute_url(),
            "archive_url": self.archive_url,
        }
        return render(self.request, f"plans/territorial/{template}", context, status=status)

    def done(self, sentence: str, anchor: str = "") -> HttpResponse:
        """The block of the territory as it now reads, or its page."""
        if not self.request.htmx:
            messages.success(self.request, sentence)
            return redirect(f"{self.place.get_absolute_url()}#{anchor or self.anchor}")
        fresh = get_territorial_plan(self.request, self.place.plan.first_year, self.place.plan.last_year)
        context = place_context(self.request, get_territorial_place(fresh, self.place.slug))
        context |= {"sentence": sentence, "tone": "success", "saved_at": timezone.now()}
        return swap_block(render(self.request, "plans/territorial/_saved.html", context), "bloc-territoire")

    def refuse(self, form: forms.BaseForm, refused: Refused) -> HttpResponse:
        """422: each sentence beside its field, what was typed kept."""
        for name, sentence in (refused.fields or {None: refused.message}).items():
            form.add_error(name if name in form.fields else None, sentence)
        return self.show(form, status=422)


def _place_for(
    request: HttpRequest, first: int, last: int, slug: str, allowed: Callable, sentence: str
) -> tuple[TerritorialPlace | None, HttpResponse | None]:
    """The territory that the person may work on; else the answer that says why not."""
    place = get_territorial_place(get_territorial_plan(request, first, last), slug)
    if allowed(request.user, place):
        return place, None
    if request.htmx:
        return None, refusal(request, sentence, 403)
    raise PermissionDenied(sentence)


def _row(place: TerritorialPlace, kind: str, pk: int) -> Model:
    """A row of that very territory; a row of another one is not found."""
    if kind not in PARTS:
        raise Http404(f"« {kind} » n’est pas une partie du plan.")
    model = PARTS[kind].model
    row = model.objects.select_related("action__place" if model is ActionTarget else "place").filter(pk=pk).first()
    if row is None or row.owning_place.pk != place.pk:
        raise Http404("Cette partie du plan n’existe pas, ou n’y est plus.")
    _hang(row, place)
    return row


def _hang(row: Model, place: TerritorialPlace) -> None:
    """Let the row share the territory that was already read."""
    if isinstance(row, ActionTarget):
        row.action.place = place
    else:
        row.place = place


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def territorial_edit(request: HttpRequest, first: int, last: int, place: str, kind: str, pk: int) -> HttpResponse:
    """The form of a row; its writing; 403 to readers, 422 when refused, 409 when somebody wrote first."""
    found, denied = _place_for(request, first, last, place, may_write, MAY_NOT_WRITE)
    if denied:
        return denied
    row = _row(found, kind, pk)
    away = reverse("territorial_archive", args=[first, last, place, kind, pk])
    shell = "li" if kind == "priorite" else "tr"
    work = Work(request, found, f"Modifier\u00a0: {row}", row_anchor(row), shell, away)
    if request.method != "POST":
        return work.show(row_form(row, kind))
    form = row_form(row, kind, request.POST)
    valid = form.is_valid()
    version = form.cleaned_data.get("version")
    if version is None:
        form.add_error(None, VERSION_MISSING)
        return work.show(form, status=422)
    if version != row.version:
        return _conflict(work, form, row, kind, version)
    if not valid:
        return work.show(form, status=422)
    try:
        written = edit_territorial_row(row=row, expected_version=version, values=form.values, by=request.user)
    except Conflict:
        return _conflict(work, form, _row(found, kind, pk), kind, version)
    except Refused as refused:
        return work.refuse(form, refused)
    return work.done(f"«\u00a0{written}\u00a0» est enregistré.")


def _conflict(work: Work, form: forms.BaseForm, current: Model, kind: str, version: int) -> HttpResponse:
    """409: both texts side by side, in a form that bears the version that now stands."""
    merged, clashes = clashes_of(form, current, kind, read_version=version)
    return work.show(merged, status=409, clashes=clashes)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def territorial_add(request: HttpRequest, first: int, last: int, place: str, kind: str) -> HttpResponse:
    """A new priority or action of a territory, or a new target of `?action=12`."""
    found, denied = _place_for(request, first, last, place, may_write, MAY_NOT_WRITE)
    if denied:
        return denied
    if kind not in PARTS:
        raise Http404(f"« {kind} » n’est pas une partie du plan.")
    parent: Model = found
    if kind == "cible":
        asked = request.GET.get("action", "")
        parent = _row(found, "action", int(asked) if asked.isdecimal() and len(asked) < 18 else 0)
    draft = PARTS[kind].model(**{PARTS[kind].parent: parent})
    anchor = row_anchor(parent) if kind == "cible" else f"ajouter-{kind}"
    work = Work(request, found, _ADD[kind], anchor, "tr" if kind == "cible" else "div")
    if request.method != "POST":
        return work.show(row_form(draft, kind))
    form = row_form(draft, kind, request.POST)
    if not form.is_valid():
        return work.show(form, status=422)
    try:
        row = add_territorial_row(part=kind, parent=parent, values=form.values, by=request.user)
    except Refused as refused:
        return work.refuse(form, refused)
    return work.done(f"«\u00a0{row}\u00a0» est ajouté.", row_anchor(row))


_ADD = {"priorite": "Ajouter une priorité", "action": "Ajouter une action", "cible": "Ajouter une cible"}


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def territorial_archive(request: HttpRequest, first: int, last: int, place: str, kind: str, pk: int) -> HttpResponse:
    """Asks, then takes a row out of the plan; it stays in the archive."""
    found, denied = _place_for(request, first, last, place, may_write, MAY_NOT_WRITE)
    if denied:
        return denied
    row = _row(found, kind, pk)
    work = Work(request, found, f"Retirer\u00a0: {row}", row_anchor(row))
    told, status = "", 200
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            archive_territorial_row(
                row=row, expected_version=int(version) if version.isdecimal() else 0, by=request.user
            )
            return work.done(f"«\u00a0{row}\u00a0» est retiré du plan et gardé dans l’archive.", "bloc-territoire")
        except Conflict as conflict:
            told, status = conflict.message, 409
        except Refused as refused:
            told, status = refused.message, 422
        row = _row(found, kind, pk)
    context = {"plan": found.plan, "place": found, "row": row, "told": told, "cancel_url": found.get_absolute_url()}
    return render(request, "plans/territorial/archive.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def territorial_follow_up(request: HttpRequest, first: int, last: int, place: str, pk: int) -> HttpResponse:
    """How an action stands: the form, then its writing; 409 with what somebody else wrote first."""
    found, denied = _place_for(request, first, last, place, may_follow, MAY_NOT_FOLLOW)
    if denied:
        return denied
    action = _row(found, "action", pk)
    work = Work(request, found, f"Suivi de l’action {action}", row_anchor(action))
    if request.method != "POST":
        return work.show(FollowUpForm(action))
    form = FollowUpForm(action, request.POST)
    if not form.is_valid():
        return work.show(form, status=422)
    told = {name: form.cleaned_data[name] for name in ("status", "on", "note")}
    version = form.cleaned_data["version"]
    try:
        follow_action(action=action, expected_version=version, by=request.user, results=form.results, **told)
    except Conflict:
        return _follow_conflict(work, _row(found, "action", pk))
    except Refused as refused:
        return work.refuse(form, refused)
    return work.done(f"Le suivi de l’action {action.number} est inscrit.")


def _follow_conflict(work: Work, current: MinistryAction) -> HttpResponse:
    """409: what was typed stays in the boxes, beside the follow-up that was entered meanwhile."""
    data = work.request.POST.copy()
    data["version"] = str(current.version)
    last = current.follow_ups.select_related("author").first()
    standing = f"État enregistré\u00a0: {current.get_status_display()}."
    if last:
        standing += f" Dernier suivi, {last.on:%Y-%m-%d}, par {last.author or '—'}\u00a0: {last.note or 'sans texte'}"
    return work.show(FollowUpForm(current, data), status=409, standing=standing)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def territorial_act(request: HttpRequest, first: int, last: int, kind: str) -> HttpResponse:
    """A decision on the whole plan: its form, then its recording."""
    plan = get_territorial_plan(request, first, last)
    if kind not in TerritorialActKind.values:
        raise Http404(f"« {kind} » n’est pas un acte.")
    if not may_decide(request.user):
        raise PermissionDenied(MAY_NOT_DECIDE)
    act = TerritorialActKind(kind)
    if request.method != "POST":
        if act not in dict(acts_open(plan)):
            raise Http404(f"{plan} n’est pas ouvert à cet acte dans son état actuel.")
        return _act_page(request, plan, act, ActForm(act, plan))
    form = ActForm(act, plan, request.POST)
    if not form.is_valid():
        return _act_page(request, plan, act, form, 422)
    values: dict[str, Any] = {"plan": plan, "expected_version": form.cleaned_data["version"], "by": request.user}
    try:
        _VERBS[act](**values, **form.values)
    except Conflict as conflict:
        data = request.POST.copy()
        data["version"] = str(conflict.current.version)
        form = ActForm(act, plan, data)
        form.add_error(None, f"{conflict.message} Relisez les actes du plan, puis confirmez.")
        return _act_page(request, plan, act, form, 409)
    except Refused as refused:
        for name, sentence in (refused.fields or {None: refused.message}).items():
            form.add_error(name if name in form.fields else None, sentence)
        return _act_page(request, plan, act, form, 422)
    messages.success(request, f"Acte inscrit\u00a0: {act.label.lower()}.")
    return redirect(f"{reverse('territorial_plan', args=[first, last])}#actes")


def _act_page(
    request: HttpRequest, plan: TerritorialPlan, act: TerritorialActKind, form: ActForm, status: int = 200
) -> HttpResponse:
    context = {"plan": plan, "form": form, "title": LABELS[act], "act": act.value}
    return render(request, "plans/territorial/act.html", context, status=status)
