"""Editing one part of a plan, in place (htmx) or on a page of its own (without script): one form, one verb."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods

from core.errors import Conflict, Refused
from plans.forms import PartForm, bound_to
from plans.models import Plan, RowChange
from plans.parts import KIND_OF, PARTS, row_anchor
from plans.rules import may_edit
from plans.services import edit_row
from plans.views.access import get_plan, get_row, refusal, sign_in_required, swap_block
from plans.views.blocks import block_of, page_context
from plans.views.conflicts import Clash, merged_form

_MAY_NOT = "Seules la direction et la planification de la région modifient ce plan, tant qu’il est un brouillon."

# The element that holds a row on the page, where its form takes its place; for a table row, how many cells it spans.
_SHELLS = {
    "signataire": ("li", 0),
    "note": ("li", 0),
    "action": ("li", 0),
    "conformite": ("li", 0),
    "chiffre-cle": ("tr", 5),
    "taux-mrc": ("tr", 3),
    "secteur": ("tr", 2),
    "comite": ("tr", 3),
    "part-budget": ("tr", 3),
    "budget-anterieur": ("tr", 4),
    "effectif": ("tr", 7),
    "objectif": ("tr", 2),
}


@dataclass(frozen=True)
class Edit:
    """A person at work on a row of a plan."""

    request: HttpRequest
    plan: Plan
    row: Model

    @property
    def kind(self) -> str:
        return KIND_OF[type(self.row)]

    def show(self, form: PartForm, *, status: int = 200, clashes: tuple[Clash, ...] = ()) -> HttpResponse:
        """The form, alone or in its page."""
        template = "plans/_part_form.html" if self.request.htmx else "plans/part_edit.html"
        shell, span = _SHELLS.get(self.kind, ("div", 0))
        context = {
            "plan": self.plan,
            "row": self.row,
            "kind": self.kind,
            "part_name": PARTS[self.kind].verbose_name,
            "form": form,
            "clashes": clashes,
            "clash_names": {clash.field.name for clash in clashes},
            "last_change": last_change(self.row),
            "shell": shell,
            "span": span,
        }
        return render(self.request, template, context, status=status)

    def done(self, row: Model) -> HttpResponse:
        """What follows a write: the block as it now reads, or the page at that part."""
        told = f"« {Truncator(str(row)).chars(45)} » est enregistré."
        if not self.request.htmx:
            messages.success(self.request, told)
            return redirect(f"{self.plan.get_absolute_url()}#{row_anchor(row)}")
        fresh = get_plan(self.request, self.plan.territory.slug, self.plan.year_id)
        context = page_context(self.request, fresh)
        block = block_of(row, context)
        context |= block.context | {"block": block, "sentence": told, "tone": "success", "saved_at": timezone.now()}
        return swap_block(render(self.request, "plans/_saved.html", context), block.id)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def plan_part_edit(request: HttpRequest, territory: str, year: int, kind: str, pk: int) -> HttpResponse:
    """The form of a part; its writing; 403 to readers, 422 when refused, 409 when somebody wrote first."""
    plan = get_plan(request, territory, year)
    row = get_row(plan, kind, pk)
    if not may_edit(request.user, plan):
        if request.htmx:
            return refusal(request, _MAY_NOT, 403)
        raise PermissionDenied(_MAY_NOT)
    edit = Edit(request, plan, row)
    if request.method != "POST":
        return edit.show(bound_to(row, kind))
    return _write(edit)


def _write(edit: Edit) -> HttpResponse:
    form = bound_to(get_row(edit.plan, edit.kind, edit.row.pk), edit.kind, edit.request.POST)
    valid = form.is_valid()
    version = form.cleaned_data.get("version")
    if version is None:
        form.add_error(None, "La version lue manque : rouvrez la partie avant de l’enregistrer.")
        return edit.show(form, status=422)
    if version != edit.row.version:
        return _conflict(edit, form, version, edit.row)
    if not valid:
        return edit.show(form, status=422)
    try:
        written = edit_row(row=edit.row, expected_version=version, values=form.values, by=edit.request.user)
    except Conflict as conflict:
        return _conflict(edit, form, version, conflict.current)
    except Refused as refused:
        for name, sentence in (refused.fields or {None: refused.message}).items():
            form.add_error(name if name in form.fields else None, sentence)
        return edit.show(form, status=422)
    return edit.done(get_row(edit.plan, edit.kind, written.pk))


def _conflict(edit: Edit, form: PartForm, version: int, current: Model) -> HttpResponse:
    """409: both texts side by side, in a form that bears the version that now stands."""
    fresh = get_row(edit.plan, edit.kind, current.pk)
    form, clashes = merged_form(form, fresh, read_version=version)
    return Edit(edit.request, edit.plan, fresh).show(form, status=409, clashes=clashes)


def last_change(row: Model) -> RowChange | None:
    """Who last wrote the row, and when."""
    changes = RowChange.objects.filter(plan=row.owning_plan, kind=KIND_OF[type(row)], row=row.pk)
    return changes.select_related("author").first()
