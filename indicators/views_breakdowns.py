"""The page of breakdowns, and its public version as a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import Ability
from indicators.pages.breakdowns import breakdown_csv, breakdown_csv_name, build_breakdown_page
from indicators.places import get_indicator, get_place, month_asked


@login_required
@require_safe
def breakdown(request: HttpRequest, territory: str, year: int, key: str) -> HttpResponse:
    """The people behind an indicator in a place and year.

    `?public=1` shows what anybody may read; `?format=csv` gives it as a file.
    """
    place, fiscal_year = get_place(request, territory, year, Ability.READ_RESULTS)
    as_file = request.GET.get("format") == "csv"
    page = build_breakdown_page(
        user=request.user,
        territory=place,
        year=fiscal_year,
        years=request.jalon_years,
        indicator=get_indicator(fiscal_year, key),
        month=month_asked(request, fiscal_year),
        public=as_file or request.GET.get("public") == "1",
    )
    if as_file:
        response = HttpResponse(breakdown_csv(page), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{breakdown_csv_name(page)}"'
        return response
    return render(request, "indicators/breakdown.html", {"territory": place, "year": fiscal_year, "page": page})
