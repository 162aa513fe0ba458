"""Pages of the annual report: read it, write its parts, record its acts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Ability
from core.errors import Conflict, Refused
from indicators.places import get_place
from regions.enums import TerritoryKind
from reports import annual_services as services
from reports.annual import annual_dossier, figures_told, readiness
from reports.annual_forms import ActForm, ReasonForm, entry_form
from reports.annual_parts import RULES
from reports.annual_rules import may_act, may_write_report
from reports.models import AnnualChange, AnnualEntry, AnnualReport
from reports.models.annual import due_on


def _place(request: HttpRequest, territory: str, year: int):
    place, fiscal_year = get_place(request, territory, year, Ability.READ_RESULTS)
    if place.kind == TerritoryKind.CLE:
        raise Http404("Un rapport annuel se fait pour une région ou pour le Québec.")
    return place, fiscal_year


@login_required
@require_safe
def annual(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The whole report, as every document prints it, with what it still lacks."""
    place, fiscal_year = _place(request, territory, year)
    return _page(request, place, fiscal_year)


def _page(request, place, year, *, status: int = 200, **forms) -> HttpResponse:
    dossier = annual_dossier(place, year)
    report = dossier.report
    context = {
        "territory": place,
        "year": year,
        "dossier": dossier,
        "report": report,
        "missing": readiness(dossier),
        "due_on": due_on(year),
        "rules": [(rule, dossier.part(rule.part)) for rule in RULES.values()],
        "may_write": may_write_report(request.user, place) and (report is None or report.is_editable),
        "may_act": report is not None and may_act(request.user, report),
        "may_build": request.user.may(Ability.BUILD_DOCUMENTS, place),
        "act_form": forms.get("act_form") or ActForm(),
        "reason_form": forms.get("reason_form") or ReasonForm(),
        "refusal": forms.get("refusal", ""),
    }
    return render(request, "reports/annual.html", context, status=status)


# --- Parts ------------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def annual_entry_add(request: HttpRequest, territory: str, year: int, part: str) -> HttpResponse:
    """A new element of a part; the report is opened with its first one."""
    place, fiscal_year = _place(request, territory, year)
    if part not in RULES:
        raise Http404("Cette partie du rapport n’existe pas.")
    report = AnnualReport.objects.filter(territory=place, year=fiscal_year).first()
    _check_writer(request, place, report)
    form = entry_form(AnnualEntry(part=part), fiscal_year, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _entry_page(request, place, fiscal_year, part, form)
    if not form.is_valid():
        return _entry_page(request, place, fiscal_year, part, form, status=422)
    try:
        report = services.open_report(territory=place, year=fiscal_year, by=request.user)
        entry = services.add_entry(report=report, part=part, by=request.user, **form.values)
    except Refused as refusal:
        _tell(form, refusal)
        return _entry_page(request, place, fiscal_year, part, form, status=422)
    messages.success(request, f"«\u00a0{str(entry)[:60]}\u00a0» est ajouté au rapport.")
    return redirect(f"{report.get_absolute_url()}#{part}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def annual_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """An element being changed; 409 with both texts when somebody wrote first."""
    entry = _visible_entry(request, pk)
    report = entry.report
    _check_writer(request, report.territory, report)
    where = (request, report.territory, report.year, entry.part)
    form = entry_form(entry, report.year, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _entry_page(*where, form, entry=entry)
    if not form.is_valid():
        return _entry_page(*where, form, status=422, entry=entry)
    try:
        version = form.cleaned_data.get("version") or 0
        services.edit_entry(entry=entry, expected_version=version, by=request.user, **form.values)
    except Conflict as conflict:
        theirs = conflict.current
        typed = request.POST.copy()
        typed["version"] = str(theirs.version)
        return _entry_page(*where, entry_form(theirs, report.year, typed), status=409, entry=theirs, theirs=theirs)
    except Refused as refusal:
        _tell(form, refusal)
        return _entry_page(*where, form, status=422, entry=entry)
    messages.success(request, "Le rapport est enregistré.")
    return redirect(f"{report.get_absolute_url()}#{entry.part}")


@login_required
@require_POST
def annual_entry_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an element out; the history keeps it."""
    entry = _visible_entry(request, pk)
    report = entry.report
    _check_writer(request, report.territory, report)
    version = request.POST.get("version", "")
    try:
        services.remove_entry(entry=entry, expected_version=int(version) if version.isdigit() else 0, by=request.user)
        messages.success(request, f"«\u00a0{str(entry)[:60]}\u00a0» est retiré du rapport. L’historique le conserve.")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(f"{report.get_absolute_url()}#{entry.part}")


def _entry_page(request, place, year, part: str, form, *, status: int = 200, entry=None, theirs=None) -> HttpResponse:
    changes = AnnualChange.objects.filter(entry=entry.pk).select_related("author") if entry else ()
    context = {
        "territory": place,
        "year": year,
        "rule": RULES[part],
        "form": form,
        "entry": entry,
        "theirs": theirs,
        "clashes": [] if theirs is None else _clashes(form, theirs),
        "changes": changes,
    }
    return render(request, "reports/annual_entry.html", context, status=status)


def _clashes(form, theirs: AnnualEntry) -> list[tuple[str, str, str]]:
    """Field, what is stored, what was typed: only where they differ."""
    found = []
    for bound in form:
        if bound.name == "version":
            continue
        stored = getattr(theirs, bound.name)
        display = getattr(theirs, f"get_{bound.name}_display", None)
        shown = "" if stored is None else str(display() if display else stored)
        typed = str(bound.value() or "")
        if shown != typed:
            found.append((bound.label, shown, typed))
    return found


# --- Acts -------------------------------------------------------------------------------------------------------------


@login_required
@require_POST
def annual_act(request: HttpRequest, territory: str, year: int, act: str) -> HttpResponse:
    """Adoption by the Commission, transmission to the Minister, or reopening."""
    place, fiscal_year = _place(request, territory, year)
    report = get_object_or_404(
        AnnualReport.objects.select_related("territory", "year"), territory=place, year=fiscal_year
    )
    if not may_act(request.user, report):
        raise PermissionDenied(services.NATIONAL_ONLY)
    form = ReasonForm(request.POST) if act == "rouvrir" else ActForm(request.POST)
    name = "reason_form" if act == "rouvrir" else "act_form"
    if not form.is_valid():
        return _page(request, place, fiscal_year, status=422, **{name: form})
    try:
        messages.success(request, _ACTS[act](report, form, request.user))
    except Refused as refusal:
        _tell(form, refusal)
        return _page(request, place, fiscal_year, status=422, **{name: form}, refusal=refusal.message)
    return redirect(report)


def _adopt(report: AnnualReport, form: ActForm, by) -> str:
    dossier = annual_dossier(report.territory, report.year)
    missing = [one.sentence for one in readiness(dossier) if one.blocks]
    services.adopt_report(report=report, by=by, missing=missing, figures=figures_told(dossier), **form.cleaned_data)
    return "L’adoption est inscrite. Le rapport ne se modifie plus."


def _send(report: AnnualReport, form: ActForm, by) -> str:
    services.send_report(report=report, on=form.cleaned_data["on"], by=by)
    return "La transmission au ministre est inscrite."


def _reopen(report: AnnualReport, form: ReasonForm, by) -> str:
    services.reopen_report(report=report, reason=form.cleaned_data["reason"], by=by)
    return "Le rapport est rouvert. Le motif est conservé."


_ACTS = {"adopter": _adopt, "transmettre": _send, "rouvrir": _reopen}


def _tell(form, refusal: Refused) -> None:
    for field, sentence in (refusal.fields or {None: refusal.message}).items():
        form.add_error(field if field in form.fields else None, sentence)


def _check_writer(request: HttpRequest, place, report: AnnualReport | None) -> None:
    if not may_write_report(request.user, place):
        raise PermissionDenied(services.MAY_NOT)
    if report is not None and not report.is_editable:
        raise PermissionDenied(services.FROZEN)


def _visible_entry(request: HttpRequest, pk: int) -> AnnualEntry:
    reports = AnnualReport.objects.visible_to(request.user)
    entries = AnnualEntry.objects.filter(report__in=reports).select_related(
        "report__territory__parent__parent", "report__year", "people_of"
    )
    entry = get_object_or_404(entries, pk=pk)
    request.jalon_place = (entry.report.territory, entry.report.year)
    return entry
