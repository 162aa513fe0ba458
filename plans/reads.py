"""What is still missing in a plan, as sentences that lead to the place to mend."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from indicators.models import Indicator, Target
from plans.models import Action, Plan, Strategy

NAMED = 3  # how many things a sentence names before it only counts


@dataclass(frozen=True)
class Gap:
    """One thing missing: a French sentence and the address where it is mended."""

    sentence: str
    url: str


def readiness(plan: Plan) -> list[Gap]:
    """What keeps the plan from being complete. Empty when nothing is missing; a fixed number of queries."""
    page = plan.get_absolute_url()
    strategies = Strategy.objects.filter(plan_field__plan=plan)
    without_action = strategies.exclude(Exists(Action.objects.filter(strategy=OuterRef("pk"))))
    counted = (
        (plan.sections.filter(body="").count(), "texte vide", "textes vides", "plan"),
        (
            plan.key_figures.filter(source="").count(),
            "chiffre clé sans source",
            "chiffres clés sans source",
            "chiffres-cles",
        ),
        (without_action.count(), "stratégie sans piste d’action", "stratégies sans piste d’action", "strategies"),
    )
    gaps = [
        Gap(f"{count} {one if count == 1 else many}.", f"{page}#{anchor}")
        for count, one, many, anchor in counted
        if count
    ]
    return [*_without_target(plan), *gaps]


def _without_target(plan: Plan) -> list[Gap]:
    fixed = Target.objects.filter(territory=plan.territory, year=plan.year).values("indicator")
    missing = list(Indicator.objects.targeted_in(plan.year_id).exclude(pk__in=fixed))
    if not missing:
        return []
    names = ", ".join(indicator.short_name for indicator in missing[:NAMED])
    noun = "indicateur ciblé sans cible chiffrée" if len(missing) == 1 else "indicateurs ciblés sans cible chiffrée"
    url = reverse("target_revise", args=[plan.territory.slug, plan.year_id, missing[0].key])
    return [Gap(f"{len(missing)} {noun}\u00a0: {names}.", url)]
