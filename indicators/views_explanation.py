"""Pages of explained gaps: those of a territory that wait, and the one being written."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Ability
from core.errors import Conflict, Refused
from indicators.explanations import YEAR_END, explained_gaps, may_explain, speaks_of
from indicators.figures import latest_month, read_figures
from indicators.forms_explanation import ExplanationForm
from indicators.models import WHOLE_YEAR, Explanation
from indicators.models.explanation import period_label
from indicators.pages.parts import month_links
from indicators.places import get_indicator, get_place, month_asked, month_of_year
from indicators.services_explanation import NOT_YOURS, explain_gap


@login_required
@require_safe
def gap_list(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The gaps of a place: those to explain first, for the year or at the end of a month (`?mois=`)."""
    place, fiscal_year = get_place(request, territory, year, Ability.READ_RESULTS)
    month = month_asked(request, fiscal_year) or WHOLE_YEAR
    gaps = explained_gaps(territory=place, year=fiscal_year.pk, month=month)
    last = latest_month(place, fiscal_year.pk)
    context = {
        "territory": place,
        "year": fiscal_year,
        "place_name": place.name_in(fiscal_year.pk),
        "month": month,
        "month_key": (fiscal_year.pk, month) if month else None,
        "period": period_label(fiscal_year, month),
        "waiting": [gap for gap in gaps if gap.is_waiting],
        "explained": [gap for gap in gaps if gap.explanation is not None],
        "known": bool(gaps),
        "last_asked": month_links(fiscal_year, last, last)[last - 1].asked,
        "last_name": fiscal_year.month_name(last),
        "is_whole_year": month == WHOLE_YEAR,
        "may_explain": may_explain(request.user, place),
    }
    return render(request, "indicators/gap_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def explain(
    request: HttpRequest, territory: str, year: int, key: str, month: tuple[int, int] | None = None
) -> HttpResponse:
    """One explanation: its writing, its history; 403 to readers, 422 when refused, 409 when somebody wrote first."""
    place, fiscal_year = get_place(request, territory, year, Ability.READ_RESULTS)
    indicator = get_indicator(fiscal_year, key)
    at = month_of_year(month, fiscal_year) if month else WHOLE_YEAR
    if not may_explain(request.user, place):
        raise PermissionDenied(NOT_YOURS)
    where = {"indicator": indicator, "territory": place, "year": fiscal_year, "month": at}
    current = Explanation.objects.filter(**where).select_related("author").first()
    if request.method != "POST":
        return _page(request, where, current, ExplanationForm(initial=_initial(current)))
    form = ExplanationForm(request.POST)
    if not form.is_valid():
        return _page(request, where, current, form, status=422)
    try:
        explain_gap(**where, **form.cleaned_data, by=request.user)
    except Conflict as conflict:
        upon_theirs = ExplanationForm({**request.POST.dict(), "expected_version": conflict.current.version})
        return _page(request, where, conflict.current, upon_theirs, status=409, theirs=conflict.current)
    except Refused as refusal:
        for field, sentence in (refusal.fields or {None: refusal.message}).items():
            form.add_error(field, sentence)
        return _page(request, where, current, form, status=422)
    told = f"{indicator.short_name}, {period_label(fiscal_year, at)}"
    messages.success(request, f"L’explication est enregistrée\u00a0: {told}.")
    return redirect("gap_list", place.slug, fiscal_year.pk)


def _initial(current: Explanation | None) -> dict:
    if current is None:
        return {"expected_version": 0}
    return {"expected_version": current.version, "causes": current.causes, "measures": current.measures}


def _page(request, where: dict, current, form, *, status: int = 200, theirs=None) -> HttpResponse:
    indicator, place, year, month = (where[name] for name in ("indicator", "territory", "year", "month"))
    shown = YEAR_END if month == WHOLE_YEAR else month
    figure = next(iter(read_figures(territories=[place], year=year.pk, month=shown, indicators=[indicator])), None)
    others = Explanation.objects.at(place, year.pk).filter(indicator=indicator).exclude(month=month)
    context = {
        "territory": place,
        "year": year,
        "indicator": indicator,
        "place_name": place.name_in(year.pk),
        "period": period_label(year, month),
        "figure": figure,
        "form": form,
        "current": current,
        "has_moved": current is not None and figure is not None and not speaks_of(current, figure),
        "theirs": theirs,
        "versions": current.versions.select_related("author") if current else (),
        "others": others.order_by("month"),
    }
    return render(request, "indicators/explain.html", context, status=status)
