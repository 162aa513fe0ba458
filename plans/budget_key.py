"""The share of the budget as a key of allocation: only plans know it, so they offer it to the indicators below."""

from core.errors import Refused
from indicators.allocation_keys import Key, Question, Weights, register
from plans.enums import PlanKind
from plans.models import Budget, BudgetShare

BUDGET = "budget"
_PERCENT_PLACES = 2


def register_budget_key() -> None:
    """Called once, when the application starts."""
    register(Key(BUDGET, "Part du budget", 30, _weigh))


def _weigh(question: Question) -> Weights:
    """Among the offices of a region, the printed percentages of its plan; among regions, the envelopes of theirs."""
    rows = _shares(question) if question.parent.is_region else _envelopes(question)
    if not any(rows.values()):
        raise Refused(f"Le budget de {question.year} n’est pas encore réparti dans le plan : choisissez une autre clé.")
    told = "parts imprimées au plan" if question.parent.is_region else "enveloppes des plans"
    return Weights({child.pk: rows.get(child.pk) or 0 for child in question.children}, f"{told} {question.year}")


def _shares(question: Question) -> dict[int, int]:
    """Hundredths of %; where a percentage is missing, amounts weigh instead."""
    shares = list(
        BudgetShare.objects.filter(plan__kind=PlanKind.PAR, plan__territory=question.parent, plan__year=question.year)
    )
    if all(share.percent is not None for share in shares):
        return {share.territory_id: int(share.percent.scaleb(_PERCENT_PLACES)) for share in shares}
    return {share.territory_id: int(share.amount or 0) for share in shares}


def _envelopes(question: Question) -> dict[int, int]:
    budgets = Budget.objects.filter(
        plan__kind=PlanKind.PAR, plan__year=question.year, plan__territory__in=question.children
    )
    return {place: int(envelope or 0) for place, envelope in budgets.values_list("plan__territory_id", "envelope")}
