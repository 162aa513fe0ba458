"""Build the demonstration plan through the services: the PAR 2007-2008 of Bas-Saint-Laurent, whole."""

from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from indicators.models import Indicator
from indicators.services import open_year
from plans.budget_key import BUDGET
from plans.demo import cycle
from plans.demo.issues import COMMITTEES, ISSUES, SECTORS
from plans.demo.key_figures import KEY_FIGURES, MRC_FIGURES
from plans.demo.objectives import CONFORMITY_ACTIONS, FOOTNOTES, OBJECTIVES
from plans.demo.orientations import ORIENTATIONS
from plans.demo.resources import BUDGET_ENVELOPE, BUDGET_HISTORY, BUDGET_PRINTED_PERCENT, BUDGET_SHARES, STAFF
from plans.demo.sections_employment import EMPLOYMENT_SECTIONS, SIGNATORIES
from plans.demo.sections_solidarity import SOLIDARITY_SECTIONS
from plans.models import InterventionField, Orientation, Plan, RecommendedKey
from plans.references import remap
from plans.services import add_row, create_plan, open_cycle
from regions.models import MRC, Territory

YEAR = 2007
REGION = "01"
RECOMMENDED_BY_BUDGET = ("2", "3", "5")


def _decimal(text: str | int | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@transaction.atomic
def build_demo_plan(*, by: User) -> Plan:
    """The plan with all its parts; returned as it is when it was built before."""
    region, year = Territory.objects.get(code=REGION), open_year(YEAR)
    existing = Plan.objects.filter(territory=region, year=year).first()
    if existing:
        return existing
    open_cycle(year=year, steps=cycle.steps_for(YEAR))
    plan = create_plan(
        territory=region,
        year=year,
        title="Plan d’action régional 2007-2008",
        by=by,
        is_demonstration=True,
    )
    for build in (_portrait, _texts, _frame, _recommended_keys, _resources, _solidarity):
        build(plan, by)
    return plan


def _add(plan: Plan, part: str, by: User, rows, **parents) -> list:
    parents = parents or {"plan": plan}
    return [add_row(part=part, by=by, position=rank, **parents, **values) for rank, values in enumerate(rows, start=1)]


def _texts(plan: Plan, by: User) -> None:
    """The texts; they name key figures by what these are called, of which the rows are now known."""
    rows = {f"chiffre-cle:{slugify(row.label)[:60]}": f"chiffre-cle:{row.pk}" for row in plan.key_figures.all()}
    sections = (section._asdict() for section in (*EMPLOYMENT_SECTIONS, *SOLIDARITY_SECTIONS))
    _add(plan, "texte", by, (section | {"body": remap(section["body"], rows)} for section in sections))
    _add(plan, "signataire", by, (person._asdict() for person in SIGNATORIES))
    _add(plan, "note", by, ({"marker": marker, "text": text} for marker, text in FOOTNOTES))


def _portrait(plan: Plan, by: User) -> None:
    _add(
        plan,
        "chiffre-cle",
        by,
        (
            {
                "theme": figure.theme,
                "label": figure.label,
                "unit": figure.unit,
                "decimals": figure.decimals,
                "region_value": _decimal(figure.region),
                "quebec_value": _decimal(figure.quebec),
                "quebec_share": _decimal(figure.quebec_share),
                "region_note": figure.region_note,
                "quebec_note": figure.quebec_note,
                "source": figure.source,
                "as_of": figure.as_of,
                "beside_mrcs": figure.beside_mrcs,
            }
            for figure in KEY_FIGURES
        ),
    )
    mrcs = MRC.objects.in_bulk([figure.mrc_code for figure in MRC_FIGURES])
    _add(
        plan,
        "taux-mrc",
        by,
        ({"mrc": mrcs[row.mrc_code], "value": Decimal(row.value), "trend": row.trend} for row in MRC_FIGURES),
    )
    _add(
        plan,
        "enjeu",
        by,
        ({"title": row.title, "description": row.description, "retained": row.retained} for row in ISSUES),
    )
    _add(plan, "secteur", by, ({"name": row.name, "description": row.description} for row in SECTORS))
    _add(
        plan,
        "comite",
        by,
        ({"name": row.name, "elements": row.elements, "council_note": row.council_note} for row in COMMITTEES),
    )


def _frame(plan: Plan, by: User) -> None:
    """The national orientations and fields of the year, then what the region writes under each."""
    for data in ORIENTATIONS:
        orientation, _ = Orientation.objects.get_or_create(
            cycle=plan.year.cycle, number=data.number, defaults={"title": data.title}
        )
        add_row(part="contexte", by=by, position=data.number, plan=plan, orientation=orientation, summary=data.summary)
        for field_data in data.fields:
            field, _ = InterventionField.objects.get_or_create(
                orientation=orientation, number=field_data.number, defaults={"title": field_data.title}
            )
            row = add_row(
                part="champ",
                by=by,
                position=field_data.number,
                plan=plan,
                field=field,
                situation_heading=field_data.situation_heading,
                situation=field_data.situation,
            )
            for rank, strategy_data in enumerate(field_data.strategies, start=1):
                strategy = add_row(part="strategie", by=by, position=rank, plan_field=row, title=strategy_data.title)
                _add(plan, "action", by, ({"text": text} for text in strategy_data.actions), strategy=strategy)


def _recommended_keys(plan: Plan, by: User) -> None:
    """Made up for the demonstration: for three indicators the frame recommends the share of the budget."""
    for number in RECOMMENDED_BY_BUDGET:
        RecommendedKey.objects.get_or_create(
            cycle=plan.year.cycle,
            indicator=Indicator.objects.get(number=number),
            defaults={"key": BUDGET, "note": "Recommandation de démonstration."},
        )


def _resources(plan: Plan, by: User) -> None:
    offices = {office.code.split("-")[1]: office for office in plan.territory.children.all()}
    add_row(
        part="budget",
        by=by,
        position=1,
        plan=plan,
        envelope=Decimal(BUDGET_ENVELOPE),
        printed_percent=Decimal(BUDGET_PRINTED_PERCENT),
        is_hypothesis=True,
        note="À titre indicatif\u00a0: l’enveloppe de la région n’est pas encore connue. "
        "Les services régionalisés sont exclus.",
    )
    _add(
        plan,
        "part-budget",
        by,
        (
            {"territory": offices[row.mrc_code], "percent": Decimal(row.percent), "amount": Decimal(row.amount)}
            for row in BUDGET_SHARES
        ),
    )
    _add(
        plan,
        "budget-anterieur",
        by,
        (
            {
                "year": open_year(int(row.fiscal_year[:4])),
                "opening": Decimal(row.opening),
                "later": Decimal(row.later),
                "note": row.note,
            }
            for row in BUDGET_HISTORY
        ),
    )
    _add(
        plan,
        "effectif",
        by,
        (
            {
                "unit": row.unit,
                "category": row.category,
                "year": open_year(row.year),
                "value": Decimal(row.value),
            }
            for row in STAFF
        ),
    )


def _solidarity(plan: Plan, by: User) -> None:
    _add(
        plan,
        "objectif",
        by,
        (
            {"title": row.title, "expected_results": "\n".join(f"- {result}" for result in row.results)}
            for row in OBJECTIVES
        ),
    )
    _add(plan, "conformite", by, ({"text": row.text} for row in CONFORMITY_ACTIONS))
