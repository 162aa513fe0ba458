"""Why a result is not what was promised, and what is done about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.formats import de, month_label
from indicators.models.catalogue import FiscalYear, Indicator
from regions.models import Territory

WHOLE_YEAR = 0  # the month of an explanation that accounts for the whole fiscal year


class ExplanationQuerySet(models.QuerySet):
    def at(self, territory: Territory, year: int):
        """Those of a place and a fiscal year, with what is needed to tell them."""
        return self.filter(territory=territory, year=year).select_related("indicator", "author", "year")


class Explanation(models.Model):
    """The explained gap of an indicator in a place, at the end of a month or of the fiscal year.

    `month` is 1 (April) to 12, or WHOLE_YEAR for the account that goes into the annual report. `result_scaled` and
    `target_scaled` are what its author was looking at, × 10^decimals: a reader is told when they no longer stand.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="explanations")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="explanations")
    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="explanations")
    month = models.PositiveSmallIntegerField("mois", default=WHOLE_YEAR)
    causes = models.TextField("causes de l’écart")
    measures = models.TextField("mesures prises", blank=True)
    result_scaled = models.BigIntegerField("résultat expliqué", null=True)
    target_scaled = models.BigIntegerField("cible expliquée", null=True)
    version = models.PositiveIntegerField(default=1)
    is_synthetic = models.BooleanField("donnée de démonstration", default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrite le")

    objects = ExplanationQuerySet.as_manager()

    class Meta:
        verbose_name = "explication d’un écart"
        verbose_name_plural = "explications des écarts"
        ordering = ["year", "indicator__position", "month"]
        constraints = [
            models.UniqueConstraint(fields=["territory", "year", "indicator", "month"], name="explanation_unique"),
            models.CheckConstraint(name="explanation_month", condition=Q(month__range=(WHOLE_YEAR, 12))),
            models.CheckConstraint(name="explanation_has_causes", condition=~Q(causes="")),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.territory_id}/{self.year_id} m{self.month}"

    @property
    def period(self) -> str:
        """`exercice 2007-2008`, `à la fin de décembre 2007`."""
        return period_label(self.year, self.month)

    @property
    def month_key(self) -> tuple[int, int]:
        """What addresses are made of, for an explanation of a month."""
        return (self.year_id, self.month)


def period_label(year: FiscalYear, month: int) -> str:
    """How the period of an explanation is told."""
    return f"exercice {year.label}" if month == WHOLE_YEAR else f"à la fin {de(month_label(year.pk, month))}"


class ExplanationVersion(models.Model):
    """One state of an explanation, the present one included. Append-only."""

    explanation = models.ForeignKey(Explanation, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    causes = models.TextField("causes de l’écart")
    measures = models.TextField("mesures prises", blank=True)
    result_scaled = models.BigIntegerField("résultat expliqué", null=True)
    target_scaled = models.BigIntegerField("cible expliquée", null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrite le")

    class Meta:
        verbose_name = "version d’une explication"
        verbose_name_plural = "versions d’une explication"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["explanation", "version"], name="explanation_version_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.explanation_id} v{self.version}"
