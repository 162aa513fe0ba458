"""Pages of documents: ask for one, see it made, read it, start it again or give it up."""

from dataclasses import dataclass

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
from indicators.figures import latest_month
from indicators.places import get_place
from reports import services, services_batch
from reports.enums import DocumentFormat, DocumentKind, RunState
from reports.forms import RequestForm
from reports.models import ReportRun
from reports.registry import Kind, Order, kinds
from reports.writers.web import article_of

RUNS_A_PAGE = 25


@dataclass(frozen=True)
class Offer:
    """A kind of document on the page: its form, or why it cannot be made here."""

    kind: Kind
    form: RequestForm
    missing: str
    has_batch: bool  # every region at once, for those who answer for the whole of Québec

    @property
    def is_open(self) -> bool:
        return self.has_batch or not self.missing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The documents that can be made here and those asked for so far; a POST asks for one, or for all regions."""
    place, fiscal_year = get_place(request, territory, year, Ability.BUILD_DOCUMENTS)
    offers = _offers(request, place, fiscal_year)
    refusal = ""
    if request.method == "POST":
        try:
            asked = _ask(request, offers, place, fiscal_year)
            if asked is not None:
                return redirect("run", pk=asked.pk)
        except Refused as error:
            refusal = error.message
    runs = ReportRun.objects.filter(territory=place, year=fiscal_year).select_related(
        "territory", "year", "requested_by", "reused_from"
    )
    page = Paginator(runs, RUNS_A_PAGE).get_page(request.GET.get("page"))
    nation = place if place.parent_id is None else place.parent
    context = {
        "territory": place,
        "year": fiscal_year,
        "offers": offers,
        "page": page,
        "rows": [(run, _size_text(run)) for run in page],
        "refusal": refusal,
        "nation": nation if nation != place and request.user.may(Ability.BUILD_DOCUMENTS, nation) else None,
    }
    return render(request, "reports/documents.html", context, status=422 if request.method == "POST" else 200)


def _offers(request: HttpRequest, place, year) -> list[Offer]:
    """One offer a kind that this place may have; the form that was sent keeps what was chosen."""
    sent = _sent(request)
    latest = latest_month(place, year.pk)
    offers = []
    for kind in kinds():
        order = Order(kind.code, place, year)
        takes, has_batch = kind.takes(place), not place.is_region and kind.scope != "nation"
        if not (takes or has_batch):
            continue
        editions = kind.editions(order) if takes and kind.has_editions else ()
        form = RequestForm(
            kind,
            year,
            sent if sent and sent["kind"] == kind.code else None,
            latest=latest,
            editions=editions,
            has_batch=has_batch,
            is_batch_only=not takes,
        )
        offers.append(Offer(kind, form, kind.missing(order) if takes else "", has_batch))
    return offers


def _sent(request: HttpRequest) -> dict | None:
    """What a form sent; the button of the plan page sends nothing and asks for the plan as a PDF."""
    if request.method != "POST":
        return None
    return {"kind": DocumentKind.PAR, "format": DocumentFormat.PDF} | request.POST.dict()


def _ask(request: HttpRequest, offers: list[Offer], place, year) -> ReportRun | None:
    """The run that was asked for; None when the form shows what is wrong. Refused for a kind that is not offered."""
    form = next((offer.form for offer in offers if offer.form.is_bound), None)
    if form is None:
        raise Refused("Ce document n’est pas offert ici.")
    if not form.is_valid():
        return None
    if form.wants_batch:
        return services_batch.request_batch(**form.asked_for, year=year, by=request.user)
    edition = form.cleaned_data.get("edition")
    return services.request_run(**form.asked_for, edition=edition, territory=place, year=year, by=request.user)


@login_required
@require_safe
@never_cache
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: how far it is, its file, or why there is none.

    htmx asks for the moving part alone, saying what it has seen: it is answered only when the run has moved, so that
    nothing on the page is redrawn under the fingers nor read aloud again.
    """
    found = _visible_run(request, pk)
    parts = (
        list(found.parts.select_related("territory", "year").order_by("territory__position")) if found.is_batch else []
    )
    seen = _seen(found, parts)
    if request.htmx and request.GET.get("vu") == seen:
        return HttpResponse(status=204)
    sentence, detail = found.failure
    context = {
        "run": found,
        "parts": [(part, _size_text(part)) for part in parts],
        "can_restart": any(part.state in {RunState.FAILED, RunState.CANCELLED} for part in parts),
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
def run_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself: a PDF opens in the browser, the others are received; the reading version has its page."""
    found = _visible_run(request, pk)
    content = _content(found)
    media = "application/zip" if found.is_batch else DocumentFormat(found.format).media_type
    inline = found.format == DocumentFormat.PDF and not found.is_batch
    return FileResponse(content, content_type=media, filename=services.file_name(found), as_attachment=not inline)


@login_required
@require_safe
def run_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The reading version, in the frame of Jalon."""
    found = _visible_run(request, pk)
    if found.is_batch or found.format != DocumentFormat.WEB:
        raise Http404("Ce document n’a pas de version à lire à l’écran.")
    with _content(found) as file:
        article = article_of(file.read().decode())
    context = {"run": found, "territory": found.territory, "year": found.year, "article": article}
    return render(request, "reports/reading.html", context)


@login_required
@require_POST
def run_restart(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a failed or cancelled run again; of a batch, those of its parts that failed."""
    found = _visible_run(request, pk)
    try:
        (services_batch.restart_batch if found.is_batch else services.restart_run)(found, by=request.user)
    except Refused as error:
        messages.error(request, error.message)
    return redirect("run", pk=pk)


@login_required
@require_POST
def run_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a run, or a batch with its parts."""
    found = _visible_run(request, pk)
    try:
        (services_batch.cancel_batch if found.is_batch else services.cancel_run)(found, by=request.user)
    except Refused as error:
        messages.error(request, error.message)
    return redirect("run", pk=pk)


def _content(run: ReportRun):
    """The file of a run, opened; Http404, with a sentence, while there is none or when it is no longer there."""
    if run.state != RunState.DONE:
        raise Http404("Ce document n’est pas encore prêt.")
    try:
        return run.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("Le fichier de ce document n’est plus là : produisez-le de nouveau.") from error


def _seen(run: ReportRun, parts: list[ReportRun]) -> str:
    """Where a page has seen the run: it changes whenever something shown changes."""
    moving = "-".join(f"{part.state[0]}{part.done_steps}" for part in parts)
    return f"{run.state}-{run.done_steps}" + (f"-{moving}" if moving else "")


def _step_text(run: ReportRun) -> str:
    if run.is_batch:
        return f"{run.done_steps} région{'s' if run.done_steps > 1 else ''} sur {run.total_steps}"
    return f"Étape {min(run.done_steps + 1, run.total_steps)} de {run.total_steps}"


def _told(run: ReportRun) -> str:
    """What a screen reader says when the run moves."""
    match run.state:
        case RunState.QUEUED:
            return "En attente d’un poste de travail."
        case RunState.RUNNING:
            return f"{_step_text(run)} : {run.step}." if run.step else f"{_step_text(run)}."
        case RunState.DONE:
            return "Terminé : le fichier est prêt."
        case RunState.CANCELLED:
            return "Annulé."
        case _:
            return "Échoué : le document n’a pas été produit."


def _size_text(run: ReportRun) -> str:
    """`263 ko`; empty while there is no file, or when it is no longer there."""
    size = services.file_size(run)
    return with_unit(max(round(size / 1000), 1), "ko") if size is not None else ""


def _visible_run(request: HttpRequest, pk: int) -> ReportRun:
    """A run of the person's territories, else 404; the frame then shows its place."""
    runs = ReportRun.objects.visible_to(request.user).select_related(
        "territory__parent__parent", "year", "requested_by", "reused_from", "batch"
    )
    found = get_object_or_404(runs, pk=pk)
    request.jalon_place = (found.territory, found.year)
    return found
