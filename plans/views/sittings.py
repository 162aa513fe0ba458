"""The sittings of a council for a year: the list, and the convocation of one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Ability
from core.errors import Refused
from indicators.models import FiscalYear
from indicators.places import get_place
from partners.models import Council
from partners.services_council import may_keep
from plans.attendance_history import read_attendance
from plans.calendar import sitting_calendar
from plans.forms_sitting import ConvocationForm
from plans.models import Sitting
from plans.services_sitting import NOT_YOURS, convene_sitting, edit_sitting
from plans.sitting_enums import SittingMode
from plans.views.access import sign_in_required
from plans.views.review_access import site_of
from plans.views.sitting_access import get_council, get_sitting, status_of, tell


@require_safe
@sign_in_required
def sittings(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The sittings of the year, the last first."""
    place, _ = get_place(request, territory, year, Ability.READ_PLAN)
    if not place.is_region:
        raise Http404(f"{place} n’a pas de conseil\u00a0: le conseil est celui de la région.")
    council = Council.objects.visible_to(request.user).select_related("territory").filter(territory=place).first()
    if council is None:
        context = {"territory": place, "year": year, "may_create": request.user.may(Ability.RECORD_COUNCIL, place)}
        return render(request, "plans/sittings_none.html", context)
    rows = Sitting.objects.filter(council=council, year=year).select_related("year")
    rows = rows.annotate(points=Count("items", distinct=True), moved=Count("motions", distinct=True))
    found = list(rows)
    for one in found:
        one.council = council
    context = {
        "council": council,
        "territory": council.territory,
        "year": year,
        "sittings": found,
        "keeps": may_keep(request.user, council),
        "tab": "sittings",
    }
    return render(request, "plans/sittings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def convene(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """Convene the council."""
    council = get_council(request, territory, year)
    if not may_keep(request.user, council):
        raise PermissionDenied(NOT_YOURS)
    form = ConvocationForm(request.POST or None, initial={"mode": SittingMode.HYBRID})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                fiscal_year = FiscalYear.objects.get(pk=year)
                sitting = convene_sitting(
                    council=council, year=fiscal_year, told=form.convocation, by=request.user, site=site_of(request)
                )
            except Refused as refused:
                tell(form, refused)
            else:
                messages.success(
                    request,
                    "La séance est convoquée, et les membres qui ont un compte en sont avisés par courriel. "
                    "Ajoutez les points de son ordre du jour.",
                )
                return redirect("sitting_keep", territory, year, sitting.number)
    context = {"form": form, "council": council, "territory": council.territory, "year": year, "sitting": None}
    return render(request, "plans/sitting_convene.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def edit_convocation(request: HttpRequest, territory: str, year: int, number: int) -> HttpResponse:
    """Change the date, place or window of a sitting: 409, with what was typed, when somebody wrote first."""
    sitting = get_sitting(request, territory, year, number)
    if not may_keep(request.user, sitting.council):
        raise PermissionDenied(NOT_YOURS)
    initial = {name: getattr(sitting, name) for name in ConvocationForm.base_fields}
    form = ConvocationForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        version = request.POST.get("version", "")
        if form.is_valid():
            try:
                read = int(version) if version.isdecimal() else 0
                edit_sitting(
                    sitting=sitting, expected_version=read, told=form.convocation, by=request.user,
                    site=site_of(request),
                )  # fmt: skip
            except Refused as refused:
                tell(form, refused)
                status = status_of(refused)
                sitting.refresh_from_db(fields=["version", *ConvocationForm.base_fields])
            else:
                messages.success(request, "La convocation est changée.")
                return redirect("sitting_keep", territory, year, number)
    context = {
        "form": form, "council": sitting.council, "territory": sitting.council.territory, "year": year,
        "sitting": sitting, "is_stale": status == 409,
    }  # fmt: skip
    return render(request, "plans/sitting_convene.html", context, status=status)


@require_safe
@sign_in_required
def calendar(request: HttpRequest, territory: str, year: int, number: int) -> HttpResponse:
    """The sitting as a file for calendars (iCalendar)."""
    sitting = get_sitting(request, territory, year, number)
    told = sitting_calendar(sitting, request.build_absolute_uri(sitting.get_absolute_url()))
    name = f'attachment; filename="seance-{number}.ics"'
    return HttpResponse(told, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name})


@require_safe
@sign_in_required
def attendance(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """Who came to the sittings of the council, whatever their year."""
    council = get_council(request, territory, year)
    context = {"territory": council.territory, "year": year, "members": read_attendance(council), "tab": "attendance"}
    return render(request, "plans/sitting_attendance.html", context)
