"""How the plan is carried out: the milestones of an action, and what was done of a strategy, period by period."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from plans.models.base import PlanRow
from plans.models.strategy import Action, Strategy


class Milestone(PlanRow):
    """A step of an action: due one day, reached another."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField("jalon", max_length=200)
    due_on = models.DateField("échéance", null=True, blank=True)
    reached_on = models.DateField("atteint le", null=True, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "jalon"

    def __str__(self) -> str:
        return self.title

    @property
    def owning_plan(self):
        return self.action.owning_plan


class StrategyFollowUp(models.Model):
    """What was done of a strategy up to the end of a month (1 = April … 12 = March). Append-only: a correction is a
    new row of the same month with the next version, and the highest is the one that is read."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="follow_ups")
    month = models.PositiveSmallIntegerField("mois", validators=[MinValueValidator(1), MaxValueValidator(12)])
    version = models.PositiveIntegerField("version", default=1)
    text = models.TextField("ce qui a été fait", max_length=10_000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        verbose_name = "suivi d’une stratégie"
        verbose_name_plural = "suivis des stratégies"
        ordering = ["strategy", "month", "version"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "month", "version"], name="strategy_follow_up_unique"),
            models.CheckConstraint(name="strategy_follow_up_month", condition=Q(month__gte=1, month__lte=12)),
        ]

    def __str__(self) -> str:
        return f"{self.strategy} · mois {self.month}"
