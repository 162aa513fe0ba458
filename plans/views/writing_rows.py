"""Acts on the rows of a plan: save, add, move, duplicate, archive, restore, undo. One form, one verb."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Conflict, Refused
from plans.models import Plan, PlanField, RowChange, Strategy
from plans.parts import KIND_OF, PARTS, row_anchor
from plans.services_structure import (
    Place,
    Unconfirmed,
    add_child,
    archive_row,
    beneath,
    duplicate_row,
    move_row,
    restore_row,
)
from plans.services_undo import redo, undo
from plans.services_writing import save_typing
from plans.views.access import get_row
from plans.views.conflicts import merged_form
from plans.views.editing import last_change
from plans.views.writing import begin, place_in_writing
from plans.views.writing_access import any_row, back_of, done, refused, wants_json, whole, writing, writing_url
from plans.writing_forms import add_form, write_form
from plans.writing_sheets import SHEETS
from plans.writing_words import batch_of, told_undone

_GONE = (
    "Cette ligne a été archivée pendant que vous écriviez. Votre texte est gardé ici : rétablissez-la pour "
    "l’enregistrer."
)


# --- Saving ----------------------------------------------------------------------------------------------------------


@require_POST
@writing
def row_save(request: HttpRequest, plan: Plan, kind: str, pk: int) -> HttpResponse:
    """Write a row as it is typed. 422 with a sentence a field, 409 with both texts; the page keeps what was typed."""
    row = any_row(plan, kind, pk)
    if row.archived_at:
        return refused(request, plan, Conflict(_GONE, current=row))
    form = write_form(row, request.POST)
    valid = form.is_valid()
    version = form.cleaned_data.get("version")
    if version is None:
        form.add_error(None, "La version lue manque : rechargez la page.")
        valid = False
    elif version != row.version:
        return _merge(request, plan, form, version, row)
    if not valid:
        return _invalid(request, plan, row, form)
    try:
        written = save_typing(row=row, expected_version=version, values=form.values, by=request.user)
    except Conflict as conflict:
        return _merge(request, plan, form, version, conflict.current)
    except Refused as error:
        _say(form, error)
        return _invalid(request, plan, row, form)
    return _saved(request, plan, written)


def _say(form, error: Refused) -> None:
    for name, sentence in (error.fields or {None: error.message}).items():
        form.add_error(name if name in form.fields else None, sentence)


def _saved(request: HttpRequest, plan: Plan, row: Model, merged: dict[str, str] | None = None) -> HttpResponse:
    at = date_format(timezone.localtime(), "G \\h i")
    if not wants_json(request):
        return done(request, f"« {Truncator(str(row)).chars(45)} » est enregistré.", back_of(request, plan))
    return JsonResponse({"version": row.version, "at": at, "title": str(row), "merged": merged or {}})


def _invalid(request: HttpRequest, plan: Plan, row: Model, form) -> HttpResponse:
    if wants_json(request):
        general = form.errors.get("__all__", [])
        errors = {name: " ".join(told) for name, told in form.errors.items() if name != "__all__"}
        return JsonResponse({"errors": errors, "message": " ".join(general)}, status=422)
    return _form_page(request, plan, row, form, status=422)


def _merge(request: HttpRequest, plan: Plan, form, version: int, current: Model) -> HttpResponse:
    """Somebody wrote first: fields that only one of the two touched agree by themselves, the others are compared."""
    if current.archived_at:
        return refused(request, plan, Conflict(_GONE, current=current))
    kind = KIND_OF[type(current)]
    fresh = any_row(plan, kind, current.pk)
    if wants_json(request):
        form.auto_id = f"id_conflit-{row_anchor(fresh)}_%s"  # beside the boxes of the row itself
    merged, clashes = merged_form(form, fresh, read_version=version)
    if all(clash.untouched or clash.change is None for clash in clashes) and merged.is_valid():
        try:
            written = save_typing(row=fresh, expected_version=fresh.version, values=merged.values, by=request.user)
        except Refused as error:
            return refused(request, plan, error)
        theirs = {clash.field.name: clash.raw for clash in clashes if clash.untouched}
        return _saved(request, plan, written, theirs)
    if not wants_json(request):
        return _form_page(request, plan, fresh, merged, clashes=clashes, status=409)
    context = _form_context(plan, fresh, merged, clashes) | {"alone": False, "back": back_of(request, plan)}
    html = render_to_string("plans/writing/_conflict.html", context, request=request)
    return JsonResponse({"html": html, "version": fresh.version}, status=409)


def _form_page(request: HttpRequest, plan: Plan, row: Model, form, *, status: int, clashes=()) -> HttpResponse:
    context = _form_context(plan, row, form, clashes) | {"alone": True, "back": back_of(request, plan)}
    return render(request, "plans/writing/row.html", context, status=status)


def _form_context(plan: Plan, row: Model, form, clashes=()) -> dict[str, Any]:
    return {
        "plan": plan,
        "row": row,
        "kind": KIND_OF[type(row)],
        "part_name": PARTS[KIND_OF[type(row)]].verbose_name,
        "form": form,
        "clashes": clashes,
        "clash_names": {clash.field.name for clash in clashes},
        "last_change": last_change(row),
    }


# --- Structure -------------------------------------------------------------------------------------------------------


@require_POST
@writing
def row_add(request: HttpRequest, plan: Plan, kind: str) -> HttpResponse:
    """Add a row of a kind under `parent` (the plan, a field, a strategy); 422 keeps what was typed."""
    part = PARTS.get(kind)
    if part is None or not part.grows:
        raise Http404("Cette partie du plan ne s’ajoute pas.")
    parent = _parent(plan, part.parent, request.POST.get("parent", ""))
    form = add_form(kind, parent, plan, request.POST)
    if not form.is_valid():
        return _not_added(request, plan, kind, parent, form)
    try:
        row = add_child(part=kind, parent=parent, by=request.user, **form.values)
    except Refused as error:
        if not error.fields:
            return refused(request, plan, error)
        _say(form, error)
        return _not_added(request, plan, kind, parent, form)
    back = back_of(request, plan)
    return done(request, f"« {Truncator(str(row)).chars(45)} » est ajouté.", f"{back}#{row_anchor(row)}")


def _not_added(request: HttpRequest, plan: Plan, kind: str, parent: Model, form) -> HttpResponse:
    if wants_json(request):
        errors = {form[name].label if name in form.fields else "": " ".join(told) for name, told in form.errors.items()}
        sentence = " ".join(f"{label} : {told}" if label else told for label, told in errors.items())
        return JsonResponse({"message": sentence, "errors": form.errors}, status=422)
    context = {
        "plan": plan, "kind": kind, "parent": parent, "form": form, "sheet": SHEETS[kind],
        "back": back_of(request, plan),
    }  # fmt: skip
    return render(request, "plans/writing/add.html", context, status=422)


def _parent(plan: Plan, name: str, text: str) -> Model:
    """What a new row hangs from; 404 for anything of another plan."""
    if name == "plan":
        return plan
    kind = {"plan_field": "champ", "strategy": "strategie"}[name]
    number = whole(text)
    if number is None:
        raise Http404("Dites où ajouter cette ligne.")
    return any_row(plan, kind, number)


@require_POST
@writing
def text_begin(request: HttpRequest, plan: Plan, part: str) -> HttpResponse:
    """Begin the text of a part that has none yet, or the budget."""
    try:
        row = begin(plan, part, request.user)
    except Refused as error:
        return refused(request, plan, error)
    return done(request, "Vous pouvez écrire cette partie.", writing_url(plan, part, row_anchor(row)))


@require_http_methods(["GET", "HEAD", "POST"])
@writing
def row_move(request: HttpRequest, plan: Plan, kind: str, pk: int) -> HttpResponse:
    """Move a row: `avant` or `apres` a sibling, or `vers` another parent. A GET asks where to."""
    row = any_row(plan, kind, pk)
    if request.method != "POST":
        return _ask_where(request, plan, row)
    version = whole(request.POST.get("version", ""))
    try:
        if version is None:
            raise Refused("La version lue manque : rechargez la page.")
        moved = move_row(row=row, expected_version=version, by=request.user, **_where(plan, row, request.POST))
    except Refused as error:
        return refused(request, plan, error)
    change = last_change(moved)
    told = f"« {Truncator(str(moved)).chars(45)} » est à sa nouvelle place{_told_place(change)}."
    url = f"{back_of(request, plan)}#{row_anchor(moved)}"
    return done(request, told, url, version=moved.version, anchor=row_anchor(moved))


def _told_place(change: RowChange | None) -> str:
    place = Place.read(change.new) if change else None
    return f" : {place.told}" if place else ""


def _where(plan: Plan, row: Model, data) -> dict[str, Model]:
    """What the form says: a neighbour of the same kind, a parent; 404 for those of another plan."""
    kind, where = KIND_OF[type(row)], {}
    for name, key in (("avant", "before"), ("apres", "after")):
        if (number := whole(data.get(name, ""))) is not None:
            where[key] = any_row(plan, kind, number)
    if (number := whole(data.get("vers", ""))) is not None and PARTS[kind].parent != "plan":
        where["parent"] = any_row(plan, {"plan_field": "champ", "strategy": "strategie"}[PARTS[kind].parent], number)
    if not where:
        raise Refused("Dites où mettre cette ligne.")
    return where


def _ask_where(request: HttpRequest, plan: Plan, row: Model) -> HttpResponse:
    kind = KIND_OF[type(row)]
    if kind == "strategie":
        rows = PlanField.objects.filter(plan=plan).select_related("field").order_by("field__number")
        choices = [(one.pk, f"Champ {one.field.number} : {one.field.title}") for one in rows]
        current = row.plan_field_id
    elif kind == "action":
        strategies = Strategy.objects.filter(plan_field__plan=plan).select_related("plan_field__field")
        ordered = sorted(strategies, key=lambda one: (one.plan_field.field.number, one.position, one.pk))
        ranks: dict[int, int] = {}
        choices = []
        for one in ordered:
            rank = ranks[one.plan_field_id] = ranks.get(one.plan_field_id, 0) + 1
            choices.append((one.pk, f"{one.plan_field.field.number}.{rank} {one.title}"))
        current = row.strategy_id
    else:
        raise Http404("Cette ligne ne change pas de parent.")
    context = {
        "plan": plan, "row": row, "kind": kind, "sheet": SHEETS[kind], "choices": choices, "current": current,
        "back": request.GET.get("retour", "") or writing_url(plan),
    }  # fmt: skip
    return render(request, "plans/writing/move.html", context)


@require_POST
@writing
def row_duplicate(request: HttpRequest, plan: Plan, kind: str, pk: int) -> HttpResponse:
    """Copy a row, with what hangs from it, after itself."""
    try:
        copy = duplicate_row(row=get_row(plan, kind, pk), by=request.user)
    except Refused as error:
        return refused(request, plan, error)
    told = f"« {Truncator(str(copy)).chars(45)} » : la copie est prête."
    return done(request, told, f"{back_of(request, plan)}#{row_anchor(copy)}", anchor=row_anchor(copy))


@require_POST
@writing
def row_archive(request: HttpRequest, plan: Plan, kind: str, pk: int) -> HttpResponse:
    """Archive a row; when others hang from it, asks first in words that count them (422 to a script)."""
    row = any_row(plan, kind, pk)
    version = whole(request.POST.get("version", ""))
    try:
        if version is None:
            raise Refused("La version lue manque : rechargez la page.")
        archive_row(
            row=row,
            expected_version=version,
            by=request.user,
            confirmed=whole(request.POST.get("confirme", "")),
        )
    except Unconfirmed as asked:
        if wants_json(request):
            return refused(request, plan, asked)
        context = {
            "plan": plan, "row": row, "kind": kind, "version": version, "message": asked.message,
            "count": asked.count, "below": beneath(row), "back": back_of(request, plan),
        }  # fmt: skip
        return render(request, "plans/writing/archive_confirm.html", context, status=422)
    except Refused as error:
        return refused(request, plan, error)
    told = f"« {Truncator(str(row)).chars(45)} » est archivé. « Annuler » le remet en place."
    return done(request, told, back_of(request, plan))


@require_POST
@writing
def row_restore(request: HttpRequest, plan: Plan, kind: str, pk: int) -> HttpResponse:
    """Bring back what was archived, with what went with it."""
    try:
        row = restore_row(row=any_row(plan, kind, pk), by=request.user)
    except Refused as error:
        return refused(request, plan, error)
    return done(request, f"« {Truncator(str(row)).chars(45)} » est rétabli.", place_in_writing(plan, row))


@require_POST
@writing
def plan_undo(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Take back the person's last act on the plan, or the batch that the form names."""
    asked = request.POST.get("lot", "")
    try:
        if request.POST.get("refaire"):
            done_batch = redo(plan=plan, by=request.user)
        else:
            done_batch = undo(plan=plan, by=request.user, batch=batch_of(asked) if asked else None)
    except Refused as error:
        return refused(request, plan, error)
    url = request.POST.get("retour", "")
    history = url.startswith(f"{plan.get_absolute_url()}historique/") and "//" not in url
    return done(request, told_undone(done_batch), url if history else back_of(request, plan))
