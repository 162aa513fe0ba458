"""With which means: budget by CLE and staff."""

from django.db import models

from core.fields import ExactDecimalField
from indicators.models import FiscalYear
from plans.enums import StaffCategory, StaffUnit
from plans.models.base import PlanRow, unique_while_live
from plans.models.plan import Plan
from regions.models import Territory


class Budget(PlanRow):
    """The envelope of the labour market development fund (FDMT) and the totals as printed under its split."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="budget")
    envelope = ExactDecimalField("enveloppe (k$)", places=0, null=True, blank=True)
    printed_percent = ExactDecimalField("total imprimé (%)", places=2, null=True, blank=True)
    is_hypothesis = models.BooleanField("hypothèse", default=False)
    note = models.TextField("remarque", blank=True)

    LIMITS = {"envelope": (0, None), "printed_percent": (0, None)}

    class Meta(PlanRow.Meta):
        verbose_name = "budget"

    def __str__(self) -> str:
        return "Enveloppe et totaux du budget"


class BudgetShare(PlanRow):
    """The part of one CLE, as printed: percentage and amount are each kept as they stand in the plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="budget_shares")
    territory = models.ForeignKey(Territory, verbose_name="CLE", on_delete=models.PROTECT, related_name="+")
    percent = ExactDecimalField("part (%)", places=2, null=True, blank=True)
    amount = ExactDecimalField("montant (k$)", places=0, null=True, blank=True)

    LIMITS = {"percent": (0, 100), "amount": (0, None)}

    class Meta(PlanRow.Meta):
        verbose_name = "part du budget"
        verbose_name_plural = "parts du budget"
        constraints = [unique_while_live(["plan", "territory"], "budget_share_unique")]

    def __str__(self) -> str:
        return f"Budget – {self.territory}"


class BudgetHistory(PlanRow):
    """What an earlier year began with and what it became, in M$."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="budget_history")
    year = models.ForeignKey(FiscalYear, verbose_name="exercice", on_delete=models.PROTECT, related_name="+")
    opening = ExactDecimalField("budget initial (M$)", places=1, null=True, blank=True)
    later = ExactDecimalField("porté à (M$)", places=1, null=True, blank=True)
    note = models.CharField("remarque", max_length=200, blank=True)

    LIMITS = {"opening": (0, None), "later": (0, None)}

    class Meta(PlanRow.Meta):
        verbose_name = "budget antérieur"
        verbose_name_plural = "budgets antérieurs"

    def __str__(self) -> str:
        return f"Budget {self.year}"


class Staffing(PlanRow):
    """Full-time equivalents (ETC) of one unit, category and year; totals are computed, never stored."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="staffing")
    unit = models.CharField("unité", max_length=20, choices=StaffUnit)
    category = models.CharField("catégorie", max_length=10, choices=StaffCategory)
    year = models.ForeignKey(FiscalYear, verbose_name="exercice", on_delete=models.PROTECT, related_name="+")
    value = ExactDecimalField("effectif (ETC)", places=1, null=True, blank=True)

    LIMITS = {"value": (0, None)}

    class Meta(PlanRow.Meta):
        verbose_name = "effectif"
        constraints = [unique_while_live(["plan", "unit", "category", "year"], "staffing_unique")]

    def __str__(self) -> str:
        return f"{self.get_unit_display()}, {self.get_category_display()}, {self.year}"
