"""A past plan comes in from a file: the template to download, the file to send, the preview, the import."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Conflict, Refused
from plans.enums import ImportState
from plans.import_files import MAX_BYTES
from plans.import_preview import previews
from plans.import_template import grids_of, write_docx, write_xlsx
from plans.models import Plan, PlanImport
from plans.rows import read_rows
from plans.services_import import apply_import, drop_import, known_of, last_change, may_import, reading_of, take_in
from plans.views.access import get_plan, sign_in_required

_TYPES = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", write_docx),
}
_SHOWN = 200  # problems of a file that the page lists


def importing(view):
    """Signed in, the plan in sight (404), a draft that the person writes (403)."""

    @sign_in_required
    @wraps(view)
    def checked(request: HttpRequest, territory: str, year: int, *args, **kwargs) -> HttpResponse:
        plan = get_plan(request, territory, year)
        if not may_import(request.user, plan):
            raise PermissionDenied("Un fichier ne s’importe que dans un brouillon, par les personnes qui l’écrivent.")
        return view(request, plan, *args, **kwargs)

    return checked


@require_http_methods(["GET", "HEAD", "POST"])
@importing
def import_page(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The template and the file to send; 422 with everything that is wrong in it, together."""
    context = {"plan": plan, "problems": (), "more": 0}
    if request.method != "POST":
        waiting = PlanImport.objects.filter(plan=plan, state=ImportState.READ).select_related("by").defer("rows")
        return render(request, "plans/import.html", context | {"waiting": waiting[:5]})
    sent = request.FILES.get("fichier")
    if sent is None:
        told = "Choisissez d’abord un fichier."
        return render(request, "plans/import.html", context | {"told": told}, status=422)
    try:
        content = sent.read(MAX_BYTES + 1)
        kept, reading = take_in(plan=plan, file_name=sent.name, content=content, by=request.user)
    except Refused as refused:
        return render(request, "plans/import.html", context | {"told": refused.message}, status=422)
    if reading.problems:
        shown = {"problems": reading.problems[:_SHOWN], "more": max(0, len(reading.problems) - _SHOWN)}
        count = len(reading.problems)
        told = f"Le fichier « {sent.name} » a {count} erreur{'s' if count > 1 else ''}. Rien n’est importé."
        return render(request, "plans/import.html", context | shown | {"told": told}, status=422)
    return redirect("plan_import_preview", plan.territory.slug, plan.year_id, kept.pk)


@require_safe
@importing
def import_template(request: HttpRequest, plan: Plan, ending: str) -> HttpResponse:
    """The template of this plan: what it holds already is in it, its fields, its offices, its texts by key."""
    if ending not in _TYPES:
        raise Http404("Le modèle existe en .xlsx et en .docx.")
    kind, write = _TYPES[ending]
    answer = HttpResponse(write(plan.title, grids_of(plan, read_rows(plan))), content_type=kind)
    name = f"modele-{plan.territory.slug}-{plan.year.label}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@importing
def import_preview(request: HttpRequest, plan: Plan, pk: int) -> HttpResponse:
    """What the file will do; POST does it. 409 when the plan changed since, with the preview made anew."""
    one = get_object_or_404(PlanImport, pk=pk, plan=plan)
    if one.state != ImportState.READ:
        messages.info(request, f"Le fichier « {one.file_name} » n’attend plus : {one.get_state_display().lower()}.")
        return redirect("plan_import", plan.territory.slug, plan.year_id)
    if request.method != "POST":
        return _preview(request, plan, one)
    seen = request.POST.get("vu", "")
    try:
        apply_import(one=one, seen=int(seen) if seen.isdecimal() and len(seen) < 19 else -1, by=request.user)
    except Refused as refused:
        status = 409 if isinstance(refused, Conflict) else 422
        return _preview(request, plan, one, told=refused.message, status=status)
    messages.success(request, f"Le fichier « {one.file_name} » est importé. « Annuler », dans l’écriture, le retire.")
    return redirect(reverse("writing", args=[plan.territory.slug, plan.year_id]))


@require_POST
@importing
def import_drop(request: HttpRequest, plan: Plan, pk: int) -> HttpResponse:
    """Put the file aside."""
    one = get_object_or_404(PlanImport.objects.select_related("plan__territory"), pk=pk, plan=plan)
    drop_import(one=one, by=request.user)
    messages.success(request, f"Le fichier « {one.file_name} » est abandonné. Le plan n’a pas changé.")
    return redirect("plan_import", plan.territory.slug, plan.year_id)


def _preview(request: HttpRequest, plan: Plan, one: PlanImport, told: str = "", status: int = 200) -> HttpResponse:
    seen = last_change(plan)  # read before the rows: what is written in between is caught, never passed over
    known = known_of(plan)
    reading = reading_of(one, known)
    parts = previews(reading, known)
    context = {
        "plan": plan,
        "one": one,
        "seen": seen,
        "told": told,
        "problems": reading.problems[:_SHOWN],
        "parts": [part for part in parts if part.count],
        "idle": [part.sheet.title for part in parts if not part.count],
        "added": sum(part.added for part in parts),
        "filled": sum(part.filled for part in parts),
    }
    return render(request, "plans/import_preview.html", context, status=status)
