"""Demonstration of annual reports: Québec 2023-2024 as published, Bas-Saint-Laurent 2007-2008 made up."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from indicators.models import WHOLE_YEAR, Explanation, FiscalYear, Indicator
from indicators.services_explanation import explain_gap
from regions.models import Territory
from reports import demo_annual_quebec as quebec
from reports import demo_annual_region as bsl
from reports.annual_services import add_entry, open_report
from reports.demo_annual_initiatives import INITIATIVES
from reports.demo_annual_results import PARTICIPANTS, record_printed_results
from reports.initiatives_services import (
    accept_initiative,
    add_heading,
    choose_initiative,
    create_initiative,
    submit_initiative,
)
from reports.models import Initiative, ReportHeading

REGION = "01"
REGION_YEAR = 2007


@transaction.atomic
def build_annual_demonstration(people: dict[str, User]) -> None:
    """Both reports, through the services. Running it again changes nothing."""
    year = record_printed_results(by=people["national"])
    _report_of_quebec(year, people)
    _report_of_region(people)


def _report_of_quebec(year: FiscalYear, people: dict[str, User]) -> None:
    national = people["national"]
    report = open_report(
        territory=Territory.objects.national(), year=year, by=national, source=quebec.SOURCE,
        data_note=quebec.DATA_NOTE,
    )  # fmt: skip
    if report.entries.exists():
        return
    report.shares_only.set(Indicator.objects.filter(code=PARTICIPANTS))
    for entry in quebec.ENTRIES:
        kind = quebec.EVALUATION_KINDS.get(entry.title)
        add_entry(report=report, part=entry.part, by=national, **entry.values, **({"kind": kind} if kind else {}))
    _national_initiatives(year, people)


def _national_initiatives(year: FiscalYear, people: dict[str, User]) -> None:
    """Each told as its region would; the ministry, which is in every territory, retains and chooses."""
    if ReportHeading.objects.filter(year=year).exists():
        return
    national, director = people["national"], people["director"]
    headings = [add_heading(year=year, title=title, by=national) for title in quebec.HEADINGS]
    places = {place.code: place for place in Territory.objects.filter(code__in={one.territory for one in INITIATIVES})}
    for told in INITIATIVES:
        place = places[told.territory]
        initiative = _told(place, year, told.values, by=director if told.territory == REGION else national)
        accept_initiative(initiative=initiative, by=national)
        choose_initiative(initiative=initiative, heading=headings[told.heading - 1], by=national)


def _told(place: Territory, year: FiscalYear, values: dict, *, by: User, synthetic: bool = False) -> Initiative:
    source = "" if synthetic else quebec.SOURCE
    initiative = create_initiative(territory=place, year=year, by=by, source=source, synthetic=synthetic, **values)
    return submit_initiative(initiative=initiative, by=by)


def _report_of_region(people: dict[str, User]) -> None:
    region, year = Territory.objects.get(code=REGION), FiscalYear.objects.get(start=REGION_YEAR)
    planner, national = people["planner"], people["national"]
    report = open_report(territory=region, year=year, by=planner, is_synthetic=True)
    if report.entries.exists():
        return
    indicators = {one.number: one for one in Indicator.objects.exclude(number="")}
    for part, values in bsl.ENTRIES:
        told = values | ({"people_of": indicators[values["people_of"]]} if "people_of" in values else {})
        add_entry(report=report, part=part, by=planner, synthetic=True, **told)
    for number, (causes, measures) in bsl.EXPLANATIONS.items():
        if not Explanation.objects.filter(
            indicator=indicators[number], territory=region, year=year, month=WHOLE_YEAR
        ).exists():
            explain_gap(
                indicator=indicators[number], territory=region, year=year, causes=causes, measures=measures,
                by=people["analyst"], synthetic=True,
            )  # fmt: skip
    for values in bsl.RETAINED:
        initiative = _told(region, year, values, by=planner, synthetic=True)
        accept_initiative(initiative=initiative, by=national)
    _told(region, year, bsl.SUBMITTED, by=planner, synthetic=True)


__all__ = ["build_annual_demonstration"]
