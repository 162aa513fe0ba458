"""Verbs of the planning cycle: its dates, and what each territory says it has done."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.enums import Ability
from accounts.models import User
from core.errors import Conflict, Refused
from plans.cycle_board import ACT_LEVELS, takes_part
from plans.models import CycleMark, CycleStep
from regions.models import Territory

_RIGHT = {
    "national": Ability.ACT_NATIONALLY,
    "region": Ability.SUBMIT_PLAN,
    "cle": Ability.EDIT_PLAN,
}


def may_mark(user: User, territory: Territory) -> bool:
    """Whoever acts for a territory says what it has done; the region may say it for its offices."""
    return user.may(_RIGHT[territory.kind], territory) or user.may(Ability.SUBMIT_PLAN, territory)


@transaction.atomic
def mark_step(*, step: CycleStep, territory: Territory, completed_on: date | None, by: User) -> CycleMark:
    """Say that a step is done at a territory. Refused when it is not of its level, or is told by an act on the plan."""
    _check(step, territory, by)
    day = completed_on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(
            "Cette date n’est pas encore venue.", fields={"completed_on": "Cette date n’est pas encore venue."}
        )
    mark, created = CycleMark.objects.get_or_create(
        step=step, territory=territory, defaults={"completed_on": day, "marked_by": by}
    )
    if not created:
        raise Conflict(f"L’étape {step.number} est déjà terminée pour {territory}.", current=mark)
    return mark


@transaction.atomic
def unmark_step(*, step: CycleStep, territory: Territory, by: User) -> None:
    """Take back what was said of a step."""
    _check(step, territory, by)
    if not CycleMark.objects.filter(step=step, territory=territory).delete()[0]:
        raise Refused(f"L’étape {step.number} n’est pas marquée pour {territory}.")


@transaction.atomic
def set_due_date(*, step: CycleStep, due_on: date, seen: date, by: User) -> CycleStep:
    """Change the date of a step for the whole year. Conflict when somebody changed it since it was read."""
    if not by.may(Ability.ACT_NATIONALLY, Territory.objects.get(parent__isnull=True)):
        raise Refused("Les échéances du cycle sont fixées au niveau national.")
    if not CycleStep.objects.filter(pk=step.pk, due_on=seen).update(due_on=due_on):
        raise Conflict("Cette échéance vient d’être changée.", current=CycleStep.objects.get(pk=step.pk))
    step.due_on = due_on
    return step


def _check(step: CycleStep, territory: Territory, by: User) -> None:
    if not may_mark(by, territory):
        raise Refused(f"Vous ne pouvez pas répondre de {territory}.")
    if not takes_part(step, territory):
        raise Refused(f"L’étape {step.number} ne concerne pas {territory}.")
    if ACT_LEVELS.get(step.number) == territory.kind:
        raise Refused(f"L’étape {step.number} se termine d’elle-même quand l’acte est inscrit au plan.")
