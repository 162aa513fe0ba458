"""When, and under which national frame: the planning cycle of a year, its ten steps, orientations and fields."""

from __future__ import annotations

from datetime import date

from django.db import models

from indicators.models import FiscalYear
from plans.enums import StepState


class PlanningCycle(models.Model):
    """The making of all plans of one fiscal year, from September before it to the revision in September within it."""

    year = models.OneToOneField(FiscalYear, primary_key=True, on_delete=models.PROTECT, related_name="cycle")

    class Meta:
        verbose_name = "cycle de planification"
        verbose_name_plural = "cycles de planification"
        ordering = ["-year_id"]

    def __str__(self) -> str:
        return f"Cycle {self.year.label}"


class CycleStep(models.Model):
    """One of the ten steps of the cycle (Convention de performance, 2006), with its date for that year."""

    cycle = models.ForeignKey(PlanningCycle, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("étape", max_length=120)
    levels = models.CharField("niveaux", max_length=60)
    owner = models.CharField("responsable", max_length=80)
    due_on = models.DateField("échéance")
    completed_on = models.DateField("terminée le", null=True, blank=True)

    class Meta:
        verbose_name = "étape du cycle"
        verbose_name_plural = "étapes du cycle"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="cycle_step_unique")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def state_on(self, day: date, current_number: int) -> StepState:
        """How the step stands on a day, `current_number` being the first step that is not completed."""
        if self.completed_on:
            return StepState.DONE
        if self.due_on < day:
            return StepState.LATE
        return StepState.CURRENT if self.number == current_number else StepState.TODO


class Orientation(models.Model):
    """A national orientation, which every regional plan of the year inherits."""

    cycle = models.ForeignKey(PlanningCycle, on_delete=models.PROTECT, related_name="orientations")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("orientation", max_length=300)

    class Meta:
        verbose_name = "orientation"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="orientation_unique")]

    def __str__(self) -> str:
        return f"Orientation {self.number}"


class InterventionField(models.Model):
    """A field of intervention (champ d’intervention) under an orientation, numbered through the frame."""

    orientation = models.ForeignKey(Orientation, on_delete=models.PROTECT, related_name="fields")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("champ d’intervention", max_length=500)

    class Meta:
        verbose_name = "champ d’intervention"
        verbose_name_plural = "champs d’intervention"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["orientation", "number"], name="field_unique")]

    def __str__(self) -> str:
        return f"Champ {self.number}"
