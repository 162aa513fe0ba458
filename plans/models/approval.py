"""What was decided, and what exactly was decided upon: acts and frozen editions. Both are append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.enums import Body, PlanState, Volet
from plans.models.plan import Plan


class Edition(models.Model):
    """The plan frozen at an act: its content and figures as they stood, kept as canonical JSON with its hash.

    A new edition is made only when what people wrote or decided differs from the edition before: an adoption and the
    transmission that follows it bear on the same edition. `plan_sha256` tells that sameness (results, which change
    every month, are left out of it); `sha256` is the hash of `content`, byte for byte.
    """

    plan = models.ForeignKey(Plan, verbose_name="plan", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("édition")
    content = models.TextField("contenu")
    sha256 = models.CharField("empreinte", max_length=64)
    plan_sha256 = models.CharField("empreinte du plan", max_length=64)
    frozen_at = models.DateTimeField("figée le")
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "édition"
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="edition_unique")]

    def __str__(self) -> str:
        return f"Édition {self.number}"


class Act(models.Model):
    """A decision on a plan: which body, when, under which number, with which words, and who wrote it down here.

    `transition` is a name of the table in `plans.workflow`. `decided_on` is the day of the decision, `entered_at` the
    moment at which it was recorded: they differ for what was adopted on paper. `changes` is the batch of the amendments
    applied with the act, if any; `old_end` and `new_end` are told by an act that puts the end of the plan off.
    """

    plan = models.ForeignKey(Plan, verbose_name="plan", on_delete=models.PROTECT, related_name="acts")
    edition = models.ForeignKey(
        Edition, verbose_name="édition", null=True, blank=True, on_delete=models.PROTECT, related_name="acts"
    )
    volet = models.CharField("volet", max_length=10, choices=Volet, default=Volet.EMPLOYMENT)
    transition = models.CharField("geste", max_length=24)
    body = models.CharField("instance", max_length=12, choices=Body)
    source = models.CharField("état avant", max_length=12, choices=PlanState)
    target = models.CharField("état après", max_length=12, choices=PlanState)
    decided_on = models.DateField("date de la décision")
    resolution_number = models.CharField("numéro de résolution", max_length=40, blank=True)
    reason = models.TextField("motifs", blank=True)
    conditions = models.TextField("conditions", blank=True)
    people = models.CharField("personnes", max_length=300, blank=True)
    on_paper = models.BooleanField("acte sur papier", default=False)
    changes = models.UUIDField("amendements", null=True, blank=True, default=None)
    old_end = models.DateField("fin précédente", null=True, blank=True)
    new_end = models.DateField("nouvelle fin", null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("inscrit le", auto_now_add=True)

    class Meta:
        verbose_name = "acte"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "body", "resolution_number", "transition"],
                condition=~Q(resolution_number=""),
                name="act_resolution_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()}, {self.decided_on}"

    @property
    def words(self) -> str:
        """What was done, as the table of ways tells it: « Adopté », « Retourné à la région »."""
        from plans.workflow import WORDS  # the table knows the models

        return WORDS.get(self.transition, self.transition)

    @property
    def is_amended(self) -> bool:
        return self.changes is not None
