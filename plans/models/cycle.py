"""When, and under which national frame: the planning cycle of a year, its ten steps, orientations and fields."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.models import FiscalYear, Indicator
from plans.enums import ChangeAct, StepState


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


class FrameQuerySet(models.QuerySet):
    def standing(self):
        """What the frame holds today; what was withdrawn stays readable, for plans may still stand on it."""
        return self.filter(withdrawn_at__isnull=True)


class FrameEntry(models.Model):
    """A line of the national frame. `version` grows at each write; a withdrawn entry keeps its number and title.

    A plan that stands on an entry keeps the wording it accepted (see `KeptWording`) until somebody accepts the new one.
    `carried_from` is the entry of last year's frame that this one continues.
    """

    number = models.PositiveSmallIntegerField("numéro")
    version = models.PositiveIntegerField(default=1, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, editable=False)
    carried_from = models.ForeignKey(
        "self", verbose_name="reprend", null=True, blank=True, on_delete=models.SET_NULL, related_name="carried_to"
    )

    objects = FrameQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["number"]


class Orientation(FrameEntry):
    """A national orientation, which every regional plan of the year inherits."""

    cycle = models.ForeignKey(PlanningCycle, on_delete=models.PROTECT, related_name="orientations")
    title = models.CharField("orientation", max_length=300)

    class Meta(FrameEntry.Meta):
        verbose_name = "orientation"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "number"], condition=Q(withdrawn_at__isnull=True), name="orientation_unique"
            )
        ]

    def __str__(self) -> str:
        return f"Orientation {self.number}"

    @property
    def owning_cycle(self) -> PlanningCycle:
        return self.cycle


class InterventionField(FrameEntry):
    """A field of intervention (champ d’intervention) under an orientation, numbered through the frame."""

    orientation = models.ForeignKey(Orientation, on_delete=models.PROTECT, related_name="fields")
    title = models.CharField("champ d’intervention", max_length=500)

    class Meta(FrameEntry.Meta):
        verbose_name = "champ d’intervention"
        verbose_name_plural = "champs d’intervention"
        constraints = [
            models.UniqueConstraint(
                fields=["orientation", "number"], condition=Q(withdrawn_at__isnull=True), name="field_unique"
            )
        ]

    def __str__(self) -> str:
        return f"Champ {self.number}"

    @property
    def owning_cycle(self) -> PlanningCycle:
        return self.orientation.cycle


class RecommendedKey(models.Model):
    """How the frame recommends to split the national target of an indicator; `key` is a code of allocation_keys."""

    cycle = models.ForeignKey(PlanningCycle, on_delete=models.CASCADE, related_name="recommended_keys")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    key = models.CharField("clé recommandée", max_length=20)
    note = models.CharField("précision", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "clé de répartition recommandée"
        verbose_name_plural = "clés de répartition recommandées"
        ordering = ["indicator"]
        constraints = [models.UniqueConstraint(fields=["cycle", "indicator"], name="recommended_key_unique")]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.key}"


class FrameChange(models.Model):
    """One change of the national frame by one person. Append-only: the history of the frame."""

    cycle = models.ForeignKey(PlanningCycle, on_delete=models.PROTECT, related_name="changes")
    act = models.CharField("geste", max_length=10, choices=ChangeAct, default=ChangeAct.EDIT)
    kind = models.CharField("partie", max_length=20)
    row = models.PositiveBigIntegerField("ligne")
    label = models.CharField("intitulé", max_length=200)
    field = models.CharField("champ", max_length=40, blank=True)
    old = models.TextField("avant", blank=True)
    new = models.TextField("après", blank=True)
    version = models.PositiveIntegerField("version produite", default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "changement du cadre"
        verbose_name_plural = "changements du cadre"
        ordering = ["-id"]
        indexes = [models.Index(fields=["cycle", "kind", "row"], name="frame_change_row")]

    def __str__(self) -> str:
        return f"{self.label} · {self.field}"
