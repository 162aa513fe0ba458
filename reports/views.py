"""Pages of documents: ask for one, see it made, read it, start it again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Ability
from core.errors import Refused
from core.formats import with_unit
from indicators.places import get_place
from plans.enums import PlanKind
from plans.models import Plan
from reports import services
from reports.enums import DocumentKind, RunState
from reports.models import ReportRun

RUNS_A_PAGE = 25


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The documents asked for so far; a POST asks for the PAR."""
    place, fiscal_year = get_place(request, territory, year, Ability.BUILD_DOCUMENTS)
    refusal = ""
    if request.method == "POST":
        try:
            asked = services.request_run(kind=DocumentKind.PAR, territory=place, year=fiscal_year, by=request.user)
            return redirect("run", pk=asked.pk)
        except Refused as error:
            refusal = error.message
    runs = ReportRun.objects.filter(territory=place, year=fiscal_year).select_related(
        "territory", "year", "requested_by"
    )
    page = Paginator(runs, RUNS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "territory": place,
        "year": fiscal_year,
        "plan": Plan.objects.filter(kind=PlanKind.PAR, territory=place, year=fiscal_year).first(),
        "page": page,
        "rows": [(run, _size_text(run)) for run in page],
        "refusal": refusal,
    }
    return render(request, "reports/documents.html", context, status=422 if refusal else 200)


@login_required
@require_safe
@never_cache
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: how far it is, its file, or why there is none.

    htmx asks for the moving part alone, saying what it has seen: it is answered only when the run has moved, so that
    nothing on the page is redrawn under the fingers nor read aloud again.
    """
    found = _visible_run(request, pk)
    seen = f"{found.state}-{found.done_steps}"
    if request.htmx and request.GET.get("vu") == seen:
        return HttpResponse(status=204)
    sentence, _, detail = found.error.partition("\n\n")
    context = {
        "run": found,
        "territory": found.territory,
        "year": found.year,
        "failure": sentence,
        "detail": detail,
        "file_name": services.file_name(found),
        "size": _size_text(found),
        "step_text": _step_text(found),
        "seen": seen,
        "told": _told(found),
    }
    return render(request, "reports/run_part.html" if request.htmx else "reports/run.html", context)


@login_required
@require_safe
def run_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself, shown by the browser."""
    found = _visible_run(request, pk)
    if found.state != RunState.DONE:
        raise Http404("Ce document n’est pas encore prêt.")
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("Le fichier de ce document n’est plus là : produisez-le de nouveau.") from error
    return FileResponse(content, content_type="application/pdf", filename=services.file_name(found))


@login_required
@require_POST
def run_restart(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a failed run again."""
    found = _visible_run(request, pk)
    try:
        services.restart_run(found, by=request.user)
    except Refused as error:
        messages.error(request, error.message)
    return redirect("run", pk=pk)


def _step_text(run: ReportRun) -> str:
    return f"Étape {min(run.done_steps + 1, run.total_steps)} de {run.total_steps}"


def _told(run: ReportRun) -> str:
    """What a screen reader says when the run moves."""
    match run.state:
        case RunState.QUEUED:
            return "En attente d’un poste de travail."
        case RunState.RUNNING:
            return f"{_step_text(run)} : {run.step}." if run.step else f"{_step_text(run)}."
        case RunState.DONE:
            return "Terminé : le PDF est prêt."
        case _:
            return "Échoué : le document n’a pas été produit."


def _size_text(run: ReportRun) -> str:
    """`263 ko`; empty while there is no file, or when it is no longer there."""
    size = services.file_size(run)
    return with_unit(max(round(size / 1000), 1), "ko") if size is not None else ""


def _visible_run(request: HttpRequest, pk: int) -> ReportRun:
    """A run of the person's territories, else 404; the frame then shows its place."""
    runs = ReportRun.objects.visible_to(request.user).select_related(
        "territory__parent__parent", "year", "requested_by"
    )
    found = get_object_or_404(runs, pk=pk)
    request.jalon_place = (found.territory, found.year)
    return found
