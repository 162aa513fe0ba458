"""Build the territorial plan (OVT) 2020-2022 through the services: 18 territories, adoption, prolongation by decree.

Priorities, their numbers and the acts come from the published plan; the words of the actions are ours. The source gives
no status: the few follow-ups are invented, and say so.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from plans.demo.territorial_east import PLACES as EAST
from plans.demo.territorial_schema import ActionData, FollowUpData, PlaceData
from plans.demo.territorial_west import PLACES as WEST
from plans.models import MinistryAction, TerritorialPlan
from plans.services_territorial import add_place, add_territorial_row, create_territorial_plan, follow_action
from plans.services_territorial_acts import adopt_plan, extend_plan
from regions.models import MRC, Territory

YEARS = (2020, 2022)
PLACES: tuple[PlaceData, ...] = (*WEST, *EAST)

_INVENTED = "Suivi inventé pour la démonstration\u00a0: "
FOLLOW_UPS: tuple[FollowUpData, ...] = (
    FollowUpData("bas-saint-laurent", 1, "2021-06-30", "ongoing", "l’activité de 2020 a eu lieu en ligne.", (1, None)),
    FollowUpData("bas-saint-laurent", 1, "2022-12-15", "done", "les trois activités ont eu lieu.", (1, 1, 1)),
    FollowUpData("bas-saint-laurent", 2, "2021-06-30", "done", "la recension est remise aux employeurs."),
    FollowUpData("bas-saint-laurent", 3, "2022-03-31", "ongoing", "l’outil est à l’essai dans deux bureaux."),
    FollowUpData("mauricie", 1, "2022-03-31", "ongoing", "trois formations sont terminées.", (3,)),
    FollowUpData("estrie", 1, "2021-10-15", "done", "le salon s’est tenu en ligne."),
    FollowUpData("estrie", 2, "2022-03-31", "ongoing", "les portraits de cinq territoires sont parus."),
    FollowUpData("montreal", 1, "2021-12-15", "done", "les dix forums sont passés.", (10,)),
    FollowUpData("lanaudiere", 2, "2021-03-20", "done", "le salon a eu lieu.", (1,)),
    FollowUpData("laval", 1, "2022-09-30", "dropped", "une autre mesure finance désormais cette formation."),
    FollowUpData("centre-du-quebec", 3, "2022-06-30", "planned", "l’entente se négocie à l’automne."),
)


@transaction.atomic
def build_demo_territorial_plan(*, by: User) -> TerritorialPlan:
    """The plan with its acts; returned as it is when it was built before. `by` acts at the national level."""
    first, last = YEARS
    existing = TerritorialPlan.objects.filter(first_year=first, last_year=last).first()
    if existing:
        return existing
    plan = create_territorial_plan(
        title="Plan d’action pour assurer l’occupation et la vitalité des territoires",
        strategy="Stratégie gouvernementale pour assurer l’occupation et la vitalité des territoires 2018-2022",
        strategy_priorities=145,
        first_year=first,
        last_year=last,
        start=date(first, 1, 1),
        end=date(last, 12, 31),
        dates_note="La source ne donne que les années\u00a0: les jours sont ceux de l’année civile, à confirmer.",
        is_demonstration=True,
        by=by,
    )
    regions = {region.code: region for region in Territory.objects.regions()}
    mrcs = MRC.objects.in_bulk()
    for position, data in enumerate(PLACES, start=1):
        place = add_place(
            plan=plan,
            name=data.name,
            slug=data.slug,
            region=regions[data.region],
            position=position,
            mrcs=[mrcs[code] for code in data.mrcs],
        )
        priorities = {
            number: add_territorial_row(part="priorite", parent=place, values={"number": number, "title": title}, by=by)
            for number, title in data.priorities
        }
        for action in data.actions:
            _add_action(place, action, [priorities[number] for number in action.priorities], by)
    _acts(plan, by)
    for follow_up in FOLLOW_UPS:
        _follow(plan, follow_up, by)
    return plan


def _add_action(place, data: ActionData, priorities: list, by: User) -> None:
    values = {
        "text": data.text,
        "priorities": priorities,
        "partners": data.partners,
        "start": _day(data.start),
        "end": _day(data.end),
        "source_note": data.source_note,
    }
    action = add_territorial_row(part="action", parent=place, values=values, by=by)
    for year, quantity, unit, due in data.targets:
        target = {
            "year": year,
            "value": None if quantity is None else Decimal(quantity),
            "unit": unit,
            "due": _day(due),
        }
        add_territorial_row(part="cible", parent=action, values=target, by=by)


def _acts(plan: TerritorialPlan, by: User) -> None:
    adopt_plan(
        plan=plan,
        expected_version=plan.version,
        decided_on=date(2021, 3, 1),
        day_known=False,
        body="Ministre du Travail, de l’Emploi et de la Solidarité sociale",
        reason="Le plan répond à des priorités de la stratégie gouvernementale, actualisée en février 2020.",
        by=by,
    )
    extend_plan(
        plan=plan,
        expected_version=plan.version,
        new_end=date(2024, 12, 31),
        decided_on=date(2022, 4, 27),
        body="Conseil des ministres",
        instrument="Décret nº\u00a0708-2022",
        reason="La révision de la stratégie gouvernementale est reportée; le plan se prolonge avec elle, jusqu’à ce "
        "jour au plus tard.",
        by=by,
    )


def _follow(plan: TerritorialPlan, data: FollowUpData, by: User) -> None:
    actions = MinistryAction.objects.select_related("place__region", "place__plan")
    action = actions.get(place__plan=plan, place__slug=data.place, number=data.action)
    results = {
        target.pk: Decimal(result)
        for target, result in zip(action.targets.all(), data.results, strict=False)
        if result is not None
    }
    follow_action(
        action=action,
        expected_version=action.version,
        status=data.status,
        note=_INVENTED + data.note,
        on=date.fromisoformat(data.on),
        results=results,
        is_synthetic=True,
        by=by,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
