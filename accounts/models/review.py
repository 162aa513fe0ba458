"""A review of accesses: on such days, such people looked at each role of a territory and kept it or ended it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import ReviewDecision
from accounts.models.people import Membership, User
from regions.models import Territory


class AccessReview(models.Model):
    """One campaign over a territory and all beneath it; one is open at a time."""

    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="access_reviews"
    )
    opened_by = models.ForeignKey(User, verbose_name="ouverte par", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("ouverte le", default=timezone.now, editable=False)
    closed_by = models.ForeignKey(User, verbose_name="close par", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("close le", null=True)

    class Meta:
        verbose_name = "revue des accès"
        verbose_name_plural = "revues des accès"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory"], condition=Q(closed_at__isnull=True), name="access_review_one_open"
            ),
            models.CheckConstraint(
                name="access_review_closed_by_somebody",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Revue des accès, {self.territory}"


class AccessReviewLine(models.Model):
    """What was decided of one role in a review. Append-only."""

    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="lines")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="review_lines")
    decision = models.CharField("décision", max_length=8, choices=ReviewDecision)
    decided_by = models.ForeignKey(User, verbose_name="décidé par", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("décidé le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "rôle revu"
        verbose_name_plural = "rôles revus"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "membership"], name="access_review_line_unique")]

    def __str__(self) -> str:
        return f"{self.membership}\u00a0: {self.get_decision_display()}"
