"""Each request for a document is a row that tells where it stands and keeps the file."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Ability
from core.fiscal import calendar_month
from indicators.models import FiscalYear
from regions.models import Territory
from reports.enums import DocumentFormat, DocumentKind, Paper, RunState

LOST_AFTER = timedelta(minutes=2)  # without a heartbeat for so long, the worker is taken for dead
MAX_ATTEMPTS = 3
OPEN = (RunState.QUEUED, RunState.RUNNING)


class ReportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Runs of the territories whose documents the person may build."""
        return self.filter(territory__in=user.visible_territories(Ability.BUILD_DOCUMENTS))

    def open(self):
        """Runs that wait or work."""
        return self.filter(state__in=OPEN)

    def singles(self):
        """Runs that make one document."""
        return self.filter(is_batch=False)

    def batches(self):
        """Runs that gather those of several regions."""
        return self.filter(is_batch=True)

    def lost(self):
        """Runs that a worker took, or should have taken, and of which nothing was heard since."""
        limit = timezone.now() - LOST_AFTER
        return self.filter(
            models.Q(state=RunState.RUNNING, heartbeat_at__lt=limit)
            | models.Q(state=RunState.QUEUED, requested_at__lt=limit, heartbeat_at__isnull=True)
            | models.Q(state=RunState.QUEUED, heartbeat_at__lt=limit)
        )


class ReportRun(models.Model):
    """One request for a document: who asked, how far it is, the file kept or the reason why there is none.

    A batch is a run too: it makes nothing itself, its `parts` do, and its file is the ZIP of theirs. `content_hash`
    names what the document said and how it looked: a later run with the same one takes the file of this one
    (`reused_from`).
    """

    kind = models.CharField("document", max_length=10, choices=DocumentKind)
    format = models.CharField("format", max_length=5, choices=DocumentFormat, default=DocumentFormat.PDF)
    paper = models.CharField("papier", max_length=6, choices=Paper, default=Paper.LETTER)
    territory = models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="+")
    year = models.ForeignKey(FiscalYear, verbose_name="exercice", on_delete=models.PROTECT, related_name="+")
    month = models.PositiveSmallIntegerField("mois (1 = avril)", null=True, blank=True)
    edition = models.PositiveSmallIntegerField("édition", null=True, blank=True)
    is_batch = models.BooleanField("lot de régions", default=False)
    batch = models.ForeignKey(
        "self", verbose_name="lot", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    state = models.CharField("état", max_length=10, choices=RunState, default=RunState.QUEUED)
    step = models.CharField("étape", max_length=120, blank=True)
    done_steps = models.PositiveSmallIntegerField("étapes faites", default=0)
    total_steps = models.PositiveSmallIntegerField("étapes", default=1)
    attempts = models.PositiveSmallIntegerField("tentatives", default=0)
    error = models.TextField("erreur", blank=True)
    notices = models.TextField("à savoir", blank=True)  # a sentence a line
    file = models.FileField("fichier", upload_to="%Y/%m/", blank=True)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    content_hash = models.CharField("empreinte du contenu", max_length=64, blank=True)
    reused_from = models.ForeignKey(
        "self", verbose_name="fichier repris de", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
        indexes = [
            models.Index(fields=["state", "heartbeat_at"], name="run_state"),
            models.Index(fields=["content_hash"], name="run_content"),
        ]
        constraints = [
            models.CheckConstraint(name="done_run_has_file", condition=~models.Q(state="done") | ~models.Q(file="")),
            models.CheckConstraint(
                name="failed_run_says_why", condition=~models.Q(state="failed") | ~models.Q(error="")
            ),
            models.CheckConstraint(
                name="run_month", condition=models.Q(month__isnull=True) | models.Q(month__gte=1, month__lte=12)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.territory} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("run", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state not in OPEN

    @property
    def failure(self) -> tuple[str, str]:
        """Why there is no file: a sentence for the person, and the technical detail."""
        sentence, _, detail = self.error.partition("\n\n")
        return sentence, detail

    @property
    def notice_lines(self) -> list[str]:
        return self.notices.splitlines()

    @property
    def month_label(self) -> str:
        return self.year.month_name(self.month) if self.month else ""

    @property
    def calendar_month(self) -> str:
        """`2007-12`, or nothing."""
        return calendar_month(self.year_id, self.month) if self.month else ""
