"""What a plan takes from elsewhere: the wording of the frame it accepted, local actions and where rows came from."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from plans.enums import ActionStatus, PlanKind
from plans.models.base import PlanRow, called
from plans.models.cycle import InterventionField, Orientation
from plans.models.plan import Plan
from plans.models.strategy import Strategy


class KeptWording(models.Model):
    """What a plan still says of an entry of the national frame that has changed since.

    It exists only while the two differ: written for each plan of the year when the frame changes, gone when the plan
    accepts. A frozen plan keeps it for ever, and prints what was adopted.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="kept_wordings")
    orientation = models.ForeignKey(Orientation, null=True, on_delete=models.CASCADE, related_name="kept_wordings")
    field = models.ForeignKey(InterventionField, null=True, on_delete=models.CASCADE, related_name="kept_wordings")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("titre", max_length=500)

    class Meta:
        verbose_name = "titre accepté"
        verbose_name_plural = "titres acceptés"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="kept_wording_of_one",
                condition=Q(orientation__isnull=False, field__isnull=True)
                | Q(orientation__isnull=True, field__isnull=False),
            ),
            models.UniqueConstraint(fields=["plan", "orientation"], name="kept_orientation_unique"),
            models.UniqueConstraint(fields=["plan", "field"], name="kept_field_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class LocalAction(PlanRow):
    """An action of a local plan (PAL); `answers` is the strategy of the regional plan to which it answers."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="local_actions")
    answers = models.ForeignKey(
        Strategy, verbose_name="stratégie régionale", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="local_actions",
    )  # fmt: skip
    text = models.TextField("action locale")
    lead = models.CharField("responsable", max_length=120, blank=True)
    start = models.DateField("début", null=True, blank=True)
    end = models.DateField("fin", null=True, blank=True)
    status = models.CharField("état", max_length=10, choices=ActionStatus, blank=True)
    progress = models.PositiveSmallIntegerField("avancement (%)", null=True, blank=True)

    LIMITS = {"progress": (0, 100)}

    class Meta(PlanRow.Meta):
        verbose_name = "action locale"
        verbose_name_plural = "actions locales"
        constraints = [
            models.CheckConstraint(
                name="local_action_dates_ordered",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(start__lte=models.F("end")),
            ),
            models.CheckConstraint(
                name="local_action_progress", condition=Q(progress__isnull=True) | Q(progress__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return called(self.text)

    def clean(self) -> None:
        """The end does not come before the start."""
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "La fin vient avant le début. Corrigez l’une des deux dates."})

    def choices_of(self, name: str) -> models.QuerySet:
        """What a field of this row may choose among: the strategies of the region's plan of the same year."""
        return Strategy.objects.filter(
            plan_field__plan__kind=PlanKind.PAR,
            plan_field__plan__territory=self.plan.territory.parent_id,
            plan_field__plan__year=self.plan.year_id,
        )

    def labels_of(self, name: str) -> list[tuple[int, str]]:
        """The same choices with their numbers (« 1.2 Diversifier… »), read once for all the rows of a plan."""
        known = self.plan.__dict__.setdefault("_answers", {})
        if name not in known:
            ranks: dict[int, int] = defaultdict(int)
            known[name] = []
            strategies = self.choices_of(name).select_related("plan_field__field")
            for one in strategies.order_by("plan_field__field__number", "plan_field", "position", "pk"):
                ranks[one.plan_field_id] += 1
                number = f"{one.plan_field.field.number}.{ranks[one.plan_field_id]}"
                known[name].append((one.pk, f"{number} {one.title}"))
        return known[name]


class LocalOrigin(models.Model):
    """A row of a regional plan that was brought in from a local plan: both rows by their kind and primary key."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="local_origins")
    kind = models.CharField("partie", max_length=30)
    row = models.PositiveBigIntegerField("ligne")
    source = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="brought_in")
    source_kind = models.CharField("partie locale", max_length=30)
    source_row = models.PositiveBigIntegerField("ligne locale")

    class Meta:
        verbose_name = "origine locale"
        verbose_name_plural = "origines locales"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind", "row"], name="local_origin_unique")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row} ← {self.source}"
