"""People at work on a plan: who is writing what now, and which acts were taken back."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from plans.models.plan import Plan


class Presence(models.Model):
    """Where a person last was in the writing of a plan. One row a person and plan; it tells nothing after a minute."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    part = models.CharField("partie", max_length=60)
    row = models.CharField("ligne", max_length=60, blank=True)  # « strategie-12 »; empty: only looking at the part
    seen_at = models.DateTimeField("vu le")

    class Meta:
        verbose_name = "présence"
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="presence_unique")]

    def __str__(self) -> str:
        return f"{self.person} · {self.part}"


class Undoing(models.Model):
    """The batch of changes by which another one was undone; undoing an undoing does the thing again."""

    batch = models.UUIDField("lot", primary_key=True, default=uuid.uuid4)
    undoes = models.UUIDField("lot annulé", unique=True)

    class Meta:
        verbose_name = "annulation"

    def __str__(self) -> str:
        return str(self.undoes)
