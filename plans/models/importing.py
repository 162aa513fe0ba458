"""A file that somebody sent to be taken into a plan: read, then applied or dropped."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from plans.enums import ImportState
from plans.models.plan import Plan


class PlanImport(models.Model):
    """What a file says, as cells by sheet (`rows`), until somebody applies it or drops it.

    It holds the cells rather than the rows they make: they are checked anew against the plan as it stands then.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField("fichier", max_length=200)
    rows = models.JSONField("lignes", default=list, blank=True)
    errors = models.PositiveIntegerField("erreurs", default=0)
    state = models.CharField("état", max_length=10, choices=ImportState, default=ImportState.READ)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("le", auto_now_add=True)
    batch = models.UUIDField("lot", null=True, blank=True, editable=False)  # of the history, once applied

    class Meta:
        verbose_name = "importation"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name
