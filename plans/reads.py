"""What is still missing in a plan, as sentences that lead to the place to mend."""

from dataclasses import dataclass

from django.db.models import Q

from indicators.models import Indicator, Target
from plans.models import Plan


@dataclass(frozen=True)
class Gap:
    """One thing missing: a French sentence and the anchor of the part on the plan page."""

    sentence: str
    anchor: str


def readiness(plan: Plan) -> list[Gap]:
    """What keeps the plan from being complete. Empty when nothing is missing; a fixed number of queries."""
    gaps = []
    empty = plan.sections.filter(body="").exclude(key__startswith="heading").count()
    if empty:
        gaps.append(
            Gap(f"{empty} texte{'s' if empty > 1 else ''} du plan {'sont vides' if empty > 1 else 'est vide'}.", "plan")
        )
    untargeted = _untargeted(plan)
    if untargeted:
        names = ", ".join(untargeted[:3])
        plural = "s" if len(untargeted) > 1 else ""
        gaps.append(Gap(f"{len(untargeted)} indicateur{plural} ciblé{plural} sans cible chiffrée : {names}.", "cibles"))
    unsourced = plan.key_figures.filter(source="").count()
    if unsourced:
        plural = "s" if unsourced > 1 else ""
        gaps.append(Gap(f"{unsourced} chiffre{plural} clé{plural} sans source.", "chiffres-cles"))
    empty_strategies = plan.plan_fields.filter(
        Q(strategies__isnull=False) & Q(strategies__actions__isnull=True)
    ).count()
    if empty_strategies:
        gaps.append(Gap(f"{empty_strategies} stratégie(s) sans piste d’action.", "strategies"))
    return gaps


def _untargeted(plan: Plan) -> list[str]:
    targeted = Target.objects.filter(territory=plan.territory, year=plan.year).values("indicator")
    return [indicator.short_name for indicator in Indicator.objects.targeted_in(plan.year_id).exclude(pk__in=targeted)]
