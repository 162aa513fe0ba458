"""Beginning a plan from nothing: what its kind gives it, so that people only have to write."""

from __future__ import annotations

from uuid import uuid4

from django.db import IntegrityError, transaction

from accounts.models import User
from core.errors import Refused
from indicators.models import FiscalYear
from plans.enums import PlanKind
from plans.frame import inherits
from plans.local import offices_of
from plans.models import Plan
from plans.outline import texts_of
from plans.rules import may_start_plan
from plans.services import add_row, create_plan
from plans.services_inheritance import inherit_frame
from regions.enums import TerritoryKind
from regions.models import Territory

KIND_OF_LEVEL = {
    TerritoryKind.NATIONAL: PlanKind.NATIONAL,
    TerritoryKind.REGION: PlanKind.PAR,
    TerritoryKind.CLE: PlanKind.PAL,
}
_MAY_NOT = {
    PlanKind.NATIONAL: "Le plan national est commencé par la CPMT et le ministère.",
    PlanKind.PAR: "Un plan régional est commencé par la direction ou la planification de la région.",
    PlanKind.PAL: "Un plan local est commencé par la direction du CLE ou par sa région.",
}


def title_of(kind: PlanKind, year: FiscalYear) -> str:
    """« Plan d’action régional 2008-2009 »."""
    return f"{PlanKind(kind).label} {year.label}"


@transaction.atomic
def begin_plan(*, territory: Territory, year: FiscalYear, by: User, is_demonstration: bool = False) -> Plan:
    """The plan of a place for a year with all that its kind gives: empty texts, national frame, envelope and shares.

    Refused to those who may not, and when the place has its plan for that year.
    """
    kind = KIND_OF_LEVEL[TerritoryKind(territory.kind)]
    check_may_begin(by, kind, territory)
    plan = create_once(kind=kind, territory=territory, year=year, by=by, is_demonstration=is_demonstration)
    furnish(plan=plan, by=by)
    return plan


@transaction.atomic
def begin_local_plans(*, region: Territory, year: FiscalYear, by: User) -> int:
    """A local plan for every office of the region that has none; returns how many were begun."""
    held = set(Plan.objects.filter(kind=PlanKind.PAL, year=year).values_list("territory", flat=True))
    missing = [office for office in offices_of(region, year.pk) if office.pk not in held]
    for office in missing:
        office.parent = region
        begin_plan(territory=office, year=year, by=by)
    if not missing:
        raise Refused("Tous les CLE ont déjà leur plan local.")
    return len(missing)


def check_may_begin(by: User, kind: PlanKind, territory: Territory) -> None:
    if not may_start_plan(by, kind, territory):
        raise Refused(_MAY_NOT[kind])


def create_once(*, kind: PlanKind, territory: Territory, year: FiscalYear, by: User | None, **values) -> Plan:
    """A new plan; refused in words, too, when two people create it at the same instant."""
    try:
        with transaction.atomic():
            return create_plan(territory=territory, year=year, title=title_of(kind, year), by=by, kind=kind, **values)
    except IntegrityError as error:
        raise Refused(f"{territory} a déjà son plan pour {year}.") from error


def furnish(*, plan: Plan, by: User | None) -> None:
    """Give a new plan its empty texts and, by its kind, the national frame and the budget of its offices."""
    batch = uuid4()
    for position, (volet, key) in enumerate(texts_of(plan.kind), start=1):
        add_row(part="texte", plan=plan, volet=volet, key=key, position=position, by=by, batch=batch)
    if inherits(plan):
        inherit_frame(plan=plan, by=by)
    if plan.kind == PlanKind.PAR:
        add_row(part="budget", plan=plan, position=1, is_hypothesis=True, by=by, batch=batch)
        for position, office in enumerate(offices_of(plan.territory, plan.year_id), start=1):
            add_row(part="part-budget", plan=plan, territory=office, position=position, by=by, batch=batch)
