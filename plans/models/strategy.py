"""How the region answers: situation, strategies and actions under each field of intervention."""

from django.core.exceptions import ValidationError
from django.db import models

from indicators.models import Indicator
from partners.models import Organisation
from plans.enums import ActionStatus
from plans.models.base import PlanRow, called, unique_while_live
from plans.models.cycle import InterventionField, Orientation
from plans.models.plan import Plan
from regions.models import Territory


class OrientationContext(PlanRow):
    """What the region says under a national orientation."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="orientation_contexts")
    orientation = models.ForeignKey(Orientation, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField("contexte", blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "contexte d’une orientation"
        constraints = [unique_while_live(["plan", "orientation"], "orientation_context_unique")]

    def __str__(self) -> str:
        return f"Orientation {self.orientation.number}"


class PlanField(PlanRow):
    """A field of intervention as the plan treats it: first column of the three-column table."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="plan_fields")
    field = models.ForeignKey(InterventionField, on_delete=models.PROTECT, related_name="+")
    situation_heading = models.CharField("titre de la mise en situation", max_length=100, blank=True)
    situation = models.TextField("mise en situation", blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "champ d’intervention du plan"
        constraints = [unique_while_live(["plan", "field"], "plan_field_unique")]

    def __str__(self) -> str:
        return f"Champ {self.field.number}"


class Strategy(PlanRow):
    """A strategy, numbered 1.1, 1.2… by its field and its rank."""

    plan_field = models.ForeignKey(PlanField, on_delete=models.CASCADE, related_name="strategies")
    title = models.CharField("stratégie", max_length=400)

    class Meta(PlanRow.Meta):
        verbose_name = "stratégie"

    def __str__(self) -> str:
        return self.title

    @property
    def owning_plan(self):
        return self.plan_field.plan


class Action(PlanRow):
    """A possible action (piste d’action). Lead, dates, offices and progress may be empty: no printed PAR has them."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="actions")
    text = models.TextField("piste d’action")
    lead = models.CharField("responsable", max_length=120, blank=True)
    start = models.DateField("début", null=True, blank=True)
    end = models.DateField("fin", null=True, blank=True)
    status = models.CharField("état", max_length=10, choices=ActionStatus, blank=True)
    progress = models.PositiveSmallIntegerField("avancement (%)", null=True, blank=True)
    cles = models.ManyToManyField(Territory, verbose_name="CLE", blank=True, related_name="+")
    status_comment = models.TextField("commentaire de suivi", blank=True, max_length=4000)
    organisations = models.ManyToManyField(Organisation, verbose_name="partenaires", blank=True, related_name="actions")
    indicators = models.ManyToManyField(Indicator, verbose_name="indicateurs", blank=True, related_name="+")

    LIMITS = {"progress": (0, 100)}

    class Meta(PlanRow.Meta):
        verbose_name = "piste d’action"
        verbose_name_plural = "pistes d’action"
        constraints = [
            models.CheckConstraint(
                name="action_dates_ordered",
                condition=models.Q(start__isnull=True)
                | models.Q(end__isnull=True)
                | models.Q(start__lte=models.F("end")),
            ),
            models.CheckConstraint(
                name="action_progress", condition=models.Q(progress__isnull=True) | models.Q(progress__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return called(self.text)

    def clean(self) -> None:
        """The end does not come before the start."""
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "La fin vient avant le début. Corrigez l’une des deux dates."})

    @property
    def owning_plan(self):
        return self.strategy.plan_field.plan
