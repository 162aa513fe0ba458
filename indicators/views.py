"""Pages of the follow-up: dashboard, indicator, catalogue, and the revision of a target."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Ability
from core import versions
from core.errors import Conflict, Refused
from core.kept import kept
from indicators.enums import Obligation, Service
from indicators.forms import CatalogueFilterForm, TargetRevisionForm
from indicators.models import FiscalYear, Indicator, Target
from indicators.pages.catalogue import catalogue_rows, definition_page
from indicators.pages.dashboard import Dashboard, build_dashboard
from indicators.pages.dashboard_csv import dashboard_csv, dashboard_csv_name
from indicators.pages.indicator import build_indicator_page, target_text, target_versions
from indicators.places import get_indicator, get_place, month_asked, month_of_year
from indicators.rights import may_revise_target, revision_refusal
from indicators.services import revise_target
from indicators.versions import read_results


@login_required
@require_safe
def dashboard(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """Every indicator of a place at the last month that has data."""
    place, fiscal_year = get_place(request, territory, year, Ability.READ_RESULTS)
    return _dashboard(request, place, fiscal_year, month=None)


@login_required
@require_safe
def dashboard_month(request: HttpRequest, territory: str, year: int, month: tuple[int, int]) -> HttpResponse:
    """Every indicator of a place at the end of one month."""
    place, fiscal_year = get_place(request, territory, year, Ability.READ_RESULTS)
    return _dashboard(request, place, fiscal_year, month=month_of_year(month, fiscal_year))


def _dashboard(request: HttpRequest, place, fiscal_year: FiscalYear, month: int | None) -> HttpResponse:
    chosen = request.GET.get("indicateur", "")

    def made() -> Dashboard:
        return build_dashboard(
            user=request.user,
            territory=place,
            year=fiscal_year,
            years=request.jalon_years,
            month=month,
            chosen_key=chosen,
        )

    try:
        if request.GET.get("format") == "csv":
            return _as_csv(made())
        told = kept(_dashboard_tag(request, place, fiscal_year, chosen), lambda: _told(request, made()))
    except LookupError as error:
        raise Http404(f"L’indicateur « {chosen} » n’est pas suivi ici en {fiscal_year}.") from error
    return render(request, "indicators/dashboard.html", {"territory": place, "year": fiscal_year, **told})


def _as_csv(page: Dashboard) -> HttpResponse:
    response = HttpResponse(dashboard_csv(page), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{dashboard_csv_name(page)}"'
    return response


def _told(request: HttpRequest, page: Dashboard) -> dict:
    """What is kept of a dashboard: its content as written, and what the frame says of it."""
    context = {"territory": page.territory, "year": page.year, "page": page, "csv_url": _csv_url(request)}
    return {
        "content": render_to_string("indicators/_dashboard.html", context),
        "place_name": page.place_name,
        "month_name": page.month_name,
        "parent": page.parent,
    }


def _dashboard_tag(request: HttpRequest, place, fiscal_year: FiscalYear, chosen: str) -> str:
    """What a dashboard stands on: place, month and chosen indicator, open years, where the reader may look, results
    known below. Nothing else of the address: what people add to it may not fill the shelf."""
    years = [year.pk for year in request.jalon_years]
    held = sorted(held.pk for held in request.user.territories_with(Ability.READ_RESULTS))
    return versions.digest(request.path, chosen, years, held, read_results(fiscal_year.pk, [place.pk]))


def _csv_url(request: HttpRequest) -> str:
    """The same page as a spreadsheet."""
    chosen = request.GET.get("indicateur")
    return "?" + urlencode({**({"indicateur": chosen} if chosen else {}), "format": "csv"})


@login_required
@require_safe
def indicator(request: HttpRequest, territory: str, year: int, key: str) -> HttpResponse:
    """One indicator in a place and year: what it says, its target's history, its months, its places."""
    place, fiscal_year = get_place(request, territory, year, Ability.READ_RESULTS)
    page = build_indicator_page(
        user=request.user,
        territory=place,
        year=fiscal_year,
        years=request.jalon_years,
        indicator=get_indicator(fiscal_year, key),
        month=month_asked(request, fiscal_year),
    )
    return render(request, "indicators/indicator.html", {"territory": place, "year": fiscal_year, "page": page})


@login_required
@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """The catalogue as it stood in a year."""
    years = list(FiscalYear.objects.all())
    form = CatalogueFilterForm(request.GET, years=years)
    form.full_clean()  # a choice that does not exist is told beside its field; the others still apply
    asked = form.cleaned_data
    year = next((year for year in years if year.pk == asked.get("exercice")), years[0] if years else None)
    if year is None:
        raise Http404("Aucun exercice n’est encore ouvert : le catalogue est vide.")
    rows = catalogue_rows(
        year=year.pk, text=asked.get("q", ""), service=asked.get("volet", ""), obligation=asked.get("obligation", "")
    )
    context = {"form": form, "rows": rows, "catalogue_year": year, "services": Service, "obligations": Obligation}
    return render(request, "indicators/indicator_list.html", context)


@login_required
@require_safe
def indicator_definition(request: HttpRequest, key: str) -> HttpResponse:
    """One indicator in plain words, whatever the place."""
    found = Indicator.objects.filter(Q(number=key) | Q(code=key)).first()
    if found is None:
        raise Http404(f"L’indicateur « {key} » n’existe pas au catalogue.")
    page = definition_page(user=request.user, indicator=found)
    return render(request, "indicators/indicator_definition.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def target_revise(request: HttpRequest, territory: str, year: int, key: str) -> HttpResponse:
    """A new version of a target, for those who may; nothing typed is lost, whatever is wrong with it."""
    place, fiscal_year = get_place(request, territory, year, Ability.READ_RESULTS)
    indicator = get_indicator(fiscal_year, key)
    if not may_revise_target(request.user, place):
        raise PermissionDenied(revision_refusal(place))
    current = Target.objects.filter(indicator=indicator, year=fiscal_year, territory=place).current().first()
    options = {"indicator": indicator, "year": fiscal_year}
    context = {"territory": place, "year": fiscal_year, "indicator": indicator, "is_first": current is None}
    if request.method != "POST":
        start = {"expected_version": current.version} if current else {"expected_version": 0, "effective_month": 1}
        form = TargetRevisionForm(initial=start, **options)
        return _revision_page(request, context, form, status=200)
    form = TargetRevisionForm(request.POST, **options)
    if not form.is_valid():
        return _revision_page(request, context, form, status=422)
    try:
        revise_target(territory=place, by=request.user, **options, **form.cleaned_data)
    except Conflict as conflict:
        upon_theirs = {**request.POST.dict(), "expected_version": conflict.current.version}
        context["theirs"] = conflict.current
        return _revision_page(request, context, TargetRevisionForm(upon_theirs, **options), status=409)
    except Refused as refusal:
        _tell(form, refusal)
        return _revision_page(request, context, form, status=422)
    messages.success(request, "La cible est enregistrée. Les résultats sont jugés de nouveau d’après elle.")
    return redirect("indicator", place.slug, fiscal_year.pk, indicator.key)


def _tell(form: TargetRevisionForm, refusal: Refused) -> None:
    """A refusal of the service, beside the fields it names, or above the form."""
    for field, sentence in refusal.fields.items():
        form.add_error(field if field in form.fields else None, sentence)
    if not refusal.fields:
        form.add_error(None, refusal.message)


def _revision_page(request: HttpRequest, context: dict, form: TargetRevisionForm, *, status: int) -> HttpResponse:
    indicator, year, place = context["indicator"], context["year"], context["territory"]
    theirs = context.get("theirs")
    context |= {
        "form": form,
        "place_name": place.name_in(year.pk),
        "versions": target_versions(indicator, place, year, month=12),
        "theirs_text": target_text(indicator, theirs) if theirs else "",
        "theirs_month": year.month_name(theirs.effective_month) if theirs else "",
        "typed_month": year.month_name(form.cleaned_data["effective_month"]) if theirs and form.is_valid() else "",
    }
    return render(request, "indicators/target_revise.html", context, status=status)
