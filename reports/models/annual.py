"""The annual report of a territory: what people write in it, and the acts by which it is adopted and sent."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.enums import Ability
from core.fields import ExactDecimalField
from indicators.models import FiscalYear, Indicator
from regions.models import Territory
from reports.annual_enums import AnnualPart, AnnualState, EvaluationKind

PLACES = 3  # stored precision of a written figure; `decimals` says how many are printed


class AnnualReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reports of the territories whose results the person may read."""
        return self.filter(territory__in=user.visible_territories(Ability.READ_RESULTS))


class AnnualReport(models.Model):
    """The account that a region, or Québec, gives of a fiscal year.

    `adopted_figures` is what the Commission adopted: indicator key → [result, target], as text; results that are
    keyed later do not change it, and readers are told when they differ. `shares_only` are the indicators whose groups
    are known by their shares: their numbers, worked out again from these, are not printed.
    """

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="annual_reports")
    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="annual_reports")
    state = models.CharField("état", max_length=10, choices=AnnualState, default=AnnualState.DRAFT)
    adopted_on = models.DateField("adopté le", null=True, blank=True)
    resolution = models.CharField("résolution", max_length=60, blank=True)
    adopted_figures = models.JSONField("chiffres adoptés", null=True, blank=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField("transmis le", null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField("source", max_length=200, blank=True)
    data_note = models.TextField("précision sur les données", blank=True)
    shares_only = models.ManyToManyField(
        Indicator, verbose_name="indicateurs dont seules les parts par clientèle sont connues", blank=True,
        related_name="+",
    )  # fmt: skip
    is_synthetic = models.BooleanField("démonstration", default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("ouvert le", auto_now_add=True)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport annuel"
        verbose_name_plural = "rapports annuels"
        ordering = ["-year_id", "territory"]
        constraints = [
            models.UniqueConstraint(fields=["territory", "year"], name="annual_report_unique"),
            models.CheckConstraint(
                name="annual_report_dates_follow_state",
                condition=Q(state="draft", adopted_on__isnull=True, sent_on__isnull=True)
                | Q(state="adopted", adopted_on__isnull=False, sent_on__isnull=True)
                | Q(state="sent", adopted_on__isnull=False, sent_on__gte=models.F("adopted_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Rapport annuel {self.year.label} – {self.territory}"

    def get_absolute_url(self) -> str:
        return reverse("annual", args=[self.territory.slug, self.year_id])

    @property
    def is_editable(self) -> bool:
        """What was adopted is no longer written."""
        return self.state == AnnualState.DRAFT

    @property
    def due_on(self) -> date:
        """The day by which the Minister must have it."""
        return due_on(self.year)


def due_on(year: FiscalYear) -> date:
    """30 September after the fiscal year (Convention de performance et d’imputabilité, 2006)."""
    return date(year.start + 1, 9, 30)


class AnnualEntry(models.Model):
    """One written element of a part of the report; each part uses the fields that `reports.annual_parts` says.

    `value` is a figure as its author knows it; with `people_of`, it is a cost that is divided by the people whom that
    indicator counts in the year: the division is computed, never typed.
    """

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="entries")
    part = models.CharField("partie", max_length=20, choices=AnnualPart)
    position = models.PositiveSmallIntegerField("rang", default=0)
    title = models.CharField("intitulé", max_length=250, blank=True)
    body = models.TextField("texte", blank=True)
    value = ExactDecimalField("valeur", places=PLACES, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField("décimales imprimées", default=0)
    unit = models.CharField("unité", max_length=30, blank=True)
    people_of = models.ForeignKey(
        Indicator, verbose_name="divisé par les personnes de l’indicateur", null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    kind = models.CharField("nature de l’évaluation", max_length=15, choices=EvaluationKind, blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    is_synthetic = models.BooleanField("donnée de démonstration", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "élément du rapport annuel"
        verbose_name_plural = "éléments du rapport annuel"
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["report", "part"], name="annual_entry_part")]
        constraints = [
            models.CheckConstraint(name="annual_entry_says_something", condition=~Q(title="") | ~Q(body="")),
            models.CheckConstraint(name="annual_entry_decimals", condition=Q(decimals__lte=PLACES)),
        ]

    def __str__(self) -> str:
        return self.title or self.body[:80]


class AnnualChange(models.Model):
    """One field of one element changed, one element added or removed, or one act on the report. Append-only."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="changes")
    entry = models.PositiveBigIntegerField("élément", null=True)
    part = models.CharField("partie", max_length=20, blank=True)
    label = models.CharField("intitulé", max_length=250)
    field = models.CharField("champ", max_length=40)
    old = models.TextField("avant", blank=True)
    new = models.TextField("après", blank=True)
    version = models.PositiveIntegerField("version produite", default=0)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "changement du rapport annuel"
        verbose_name_plural = "changements du rapport annuel"
        ordering = ["-id"]
        indexes = [models.Index(fields=["report", "entry"], name="annual_change_entry")]

    def __str__(self) -> str:
        return f"{self.label} · {self.field}"
