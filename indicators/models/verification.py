"""Nightly verifications: what was drawn, and what did not agree."""

from django.db import models
from django.db.models import Q

from indicators.enums import VerificationState


class VerificationRun(models.Model):
    """One verification of a sample of derived rows. Written only by `indicators.verification`.

    `drawn_for` is the day that decides the sample, so that a run can be repeated. `differences` is a list of
    {indicator, territory, year, group, month, measure, stored, computed}; values as text, null for a row or a value
    that is not there; `month` 1 = April, null when the whole row is meant.
    """

    drawn_for = models.DateField("tirage du")
    started_at = models.DateTimeField("commencée le", auto_now_add=True)
    finished_at = models.DateTimeField("terminée le", null=True)
    sampled = models.PositiveIntegerField("lignes vérifiées", default=0)
    differences = models.JSONField("différences", default=list)
    state = models.CharField("état", max_length=10, choices=VerificationState, default=VerificationState.RUNNING)

    class Meta:
        verbose_name = "vérification des atteintes"
        verbose_name_plural = "vérifications des atteintes"
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="verification_finished_unless_running",
                condition=Q(state=VerificationState.RUNNING, finished_at__isnull=True)
                | (~Q(state=VerificationState.RUNNING) & Q(finished_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drawn_for}: {self.state}"
