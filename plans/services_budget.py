"""Splitting the envelope of a plan among its offices, through the same core as targets: the parts sum exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import User
from core.errors import Conflict, Refused
from core.formats import nombre
from indicators.allocation import Part, allocate
from plans.models import Budget, BudgetShare, Plan
from plans.rules import may_edit
from plans.services import edit_row

_WHOLE = 10_000  # 100,00 %, in hundredths
_MAY_NOT = (
    "Seules la direction et la planification de la région répartissent le budget, tant que le plan est un brouillon."
)


class Basis(TextChoices):
    """What is kept, from which the other follows."""

    PERCENT = "parts", "Les montants d’après les parts"
    AMOUNT = "montants", "Les parts d’après les montants"


@dataclass(frozen=True)
class SplitRow:
    """The share of one office, and what the split would make of it."""

    share: BudgetShare
    percent: Decimal | None
    amount: Decimal | None

    @property
    def values(self) -> dict[str, Decimal | None]:
        return {"percent": self.percent, "amount": self.amount}

    @property
    def changes(self) -> bool:
        return (self.share.percent, self.share.amount) != (self.percent, self.amount)


@dataclass(frozen=True)
class BudgetSplit:
    """What splitting the envelope would write; nothing is written yet."""

    budget: Budget
    basis: Basis
    rows: tuple[SplitRow, ...]

    @property
    def changed(self) -> tuple[SplitRow, ...]:
        return tuple(row for row in self.rows if row.changes)

    @property
    def percent_sum(self) -> Decimal:
        return sum((row.percent for row in self.rows if row.percent is not None), Decimal(0))

    @property
    def amount_sum(self) -> Decimal:
        return sum((row.amount for row in self.rows if row.amount is not None), Decimal(0))

    @property
    def seen(self) -> dict[int, int]:
        """The versions a person is looking at: those of the shares by id and, under 0, that of the envelope."""
        return {0: self.budget.version, **{row.share.pk: row.share.version for row in self.rows}}


def split_budget(plan: Plan, basis: Basis) -> BudgetSplit:
    """Amounts that sum to the envelope from the percentages, or percentages that sum to 100 from the amounts.

    Refused, in French, when the plan has no envelope, no shares, or shares that weigh nothing.
    """
    budget = Budget.objects.filter(plan=plan).first()
    shares = list(plan.budget_shares.select_related("territory", "plan__territory"))
    if budget is None or budget.envelope is None or not shares:
        raise Refused("Le plan n’a pas d’enveloppe ou pas de parts : il n’y a rien à répartir.")
    if basis == Basis.AMOUNT:
        amounts = [int(share.amount or 0) for share in shares]
        parts = _shared(_WHOLE, shares, amounts, "montant")
        rows = [
            SplitRow(share, Decimal(part).scaleb(-2), share.amount) for share, part in zip(shares, parts, strict=True)
        ]
    else:
        weights = [int((share.percent or Decimal(0)).scaleb(2)) for share in shares]
        parts = _shared(int(budget.envelope), shares, weights, "pourcentage")
        rows = [SplitRow(share, share.percent, Decimal(part)) for share, part in zip(shares, parts, strict=True)]
    return BudgetSplit(budget, basis, tuple(rows))


def _shared(total: int, shares: list[BudgetShare], weights: list[int], word: str) -> list[int]:
    if not any(weights):
        raise Refused(f"Aucun CLE n’a de {word} : écrivez-en d’abord un au tableau du budget.")
    return allocate(total, [Part(share.pk, weight) for share, weight in zip(shares, weights, strict=True)])


@transaction.atomic
def apply_budget_split(*, plan: Plan, basis: Basis, seen: Mapping[int, int], by: User) -> int:
    """Write every share that the split changes, each with its history; returns how many. All of them, or none.

    Raises Conflict when the envelope or a share is no longer as the person saw it (see `BudgetSplit.seen`).
    """
    if not may_edit(by, plan):
        raise Refused(_MAY_NOT)
    split = split_budget(plan, basis)
    if split.seen != dict(seen):
        raise Conflict("Le budget a changé depuis que vous avez ouvert cette page.", current=split.budget)
    if not split.changed:
        raise Refused(f"Rien ne change : la répartition est déjà juste, à {nombre(split.amount_sum)} k$.")
    for row in split.changed:
        edit_row(row=row.share, expected_version=row.share.version, values=row.values, by=by)
    return len(split.changed)
