"""The figures and notes that a text of a plan may name: searched by the editor, and listed to be copied without it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from core.prose import plain
from plans.dossier import plan_dossier
from plans.references import PlanFigure, plan_figures, searchable
from plans.views.access import get_plan, sign_in_required


@require_safe
@sign_in_required
@vary_on_headers("Accept")
def plan_figures_list(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """Figures (`?q=` words) with the code that names each; JSON for the editor, a page for people."""
    plan = get_plan(request, territory, year)
    dossier = plan_dossier(plan)
    words = searchable(request.GET.get("q", "")[:200]).split()
    figures = [
        figure for figure in plan_figures(dossier) if _answers(f"{figure.group} {figure.label} {figure.text}", words)
    ]
    notes = [
        {"key": note.row.marker, "number": note.number, "text": plain(note.row.text)}
        for note in dossier.notes
        if _answers(f"{note.row.marker} {plain(note.row.text)}", words)
    ]
    if request.accepts("text/html"):
        groups: dict[str, list[PlanFigure]] = {}
        for figure in figures:
            groups.setdefault(figure.group, []).append(figure)
        context = {"plan": plan, "groups": groups, "notes": notes, "words": request.GET.get("q", "")}
        return render(request, "plans/figures.html", context)
    told = [
        {"code": one.code, "text": one.text, "label": one.label, "group": one.group, "source": one.source}
        for one in figures
    ]
    return JsonResponse({"figures": told, "notes": notes})


def _answers(text: str, words: list[str]) -> bool:
    found = searchable(text)
    return all(word in found for word in words)
