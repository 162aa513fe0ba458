"""What is shown: each request for a document is a row that tells where it stands and keeps the file."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Ability
from indicators.models import FiscalYear
from regions.models import Territory
from reports.enums import DocumentFormat, DocumentKind, RunState

LOST_AFTER = timedelta(minutes=2)  # without a heartbeat for so long, the worker is taken for dead
MAX_ATTEMPTS = 3


class ReportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Runs of the territories whose documents the person may build."""
        return self.filter(territory__in=user.visible_territories(Ability.BUILD_DOCUMENTS))

    def lost(self):
        """Runs that a worker took, or should have taken, and of which nothing was heard since."""
        limit = timezone.now() - LOST_AFTER
        return self.filter(
            models.Q(state=RunState.RUNNING, heartbeat_at__lt=limit)
            | models.Q(state=RunState.QUEUED, requested_at__lt=limit, heartbeat_at__isnull=True)
            | models.Q(state=RunState.QUEUED, heartbeat_at__lt=limit)
        )


class ReportRun(models.Model):
    """One request for a document: who asked, how far it is, the file kept or the reason why there is none."""

    kind = models.CharField("document", max_length=10, choices=DocumentKind)
    format = models.CharField("format", max_length=5, choices=DocumentFormat, default=DocumentFormat.PDF)
    territory = models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="+")
    year = models.ForeignKey(FiscalYear, verbose_name="exercice", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("état", max_length=10, choices=RunState, default=RunState.QUEUED)
    step = models.CharField("étape", max_length=120, blank=True)
    done_steps = models.PositiveSmallIntegerField("étapes faites", default=0)
    total_steps = models.PositiveSmallIntegerField("étapes", default=1)
    attempts = models.PositiveSmallIntegerField("tentatives", default=0)
    error = models.TextField("erreur", blank=True)
    file = models.FileField("fichier", upload_to="%Y/%m/", blank=True)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField("pages", null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="demandé par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField("demandé le", auto_now_add=True)
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    heartbeat_at = models.DateTimeField("dernier signe de vie", null=True, blank=True)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "production d’un document"
        verbose_name_plural = "productions de documents"
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="run_state")]
        constraints = [
            models.CheckConstraint(name="done_run_has_file", condition=~models.Q(state="done") | ~models.Q(file="")),
            models.CheckConstraint(
                name="failed_run_says_why", condition=~models.Q(state="failed") | ~models.Q(error="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.territory} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("run", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in {RunState.DONE, RunState.FAILED}
