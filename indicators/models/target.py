"""What was promised: targets as append-only versions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q, Window
from django.db.models.functions import RowNumber

from indicators.models.catalogue import FiscalYear, Indicator
from regions.models import Territory


class TargetQuerySet(models.QuerySet):
    def current(self):
        """Only the last version of each (indicator, year, territory)."""
        return self.alias(
            recency=Window(
                RowNumber(),
                partition_by=[F("indicator_id"), F("year_id"), F("territory_id")],
                order_by=F("version").desc(),
            )
        ).filter(recency=1)

    def next_version(self, **key) -> int:
        return (self.filter(**key).aggregate(last=Max("version"))["last"] or 0) + 1


class Target(models.Model):
    """One version of a target: never overwritten, each with its author, date and reason.

    `scaled` is the value × 10^decimals of the indicator; null exactly when the target is « s/o » (no target set on
    purpose), which is neither blank (no row) nor zero. `effective_month` (1 = April) is the first month judged by it.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="targets")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="targets")
    version = models.PositiveSmallIntegerField("version")
    scaled = models.BigIntegerField("valeur", null=True, blank=True)
    is_not_applicable = models.BooleanField("s/o", default=False)
    external_scaled = models.BigIntegerField("dont ressources externes", null=True, blank=True)
    effective_month = models.PositiveSmallIntegerField("premier mois jugé", default=1)
    reason = models.TextField("motif")
    source = models.CharField("source", max_length=200, blank=True)
    is_synthetic = models.BooleanField("donnée de démonstration", default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "cible"
        ordering = ["indicator__position", "version"]
        constraints = [
            models.UniqueConstraint(fields=["year", "territory", "indicator", "version"], name="target_version_unique"),
            models.CheckConstraint(
                name="target_value_unless_not_applicable",
                condition=Q(is_not_applicable=True, scaled__isnull=True)
                | Q(is_not_applicable=False, scaled__isnull=False),
            ),
            models.CheckConstraint(name="target_month", condition=Q(effective_month__range=(1, 12))),
            models.CheckConstraint(name="target_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.territory_id}/{self.year_id} v{self.version}"

    @property
    def value(self):
        """The target as a Decimal at the indicator's precision, or None for « s/o »."""
        from indicators.scale import unscale

        return unscale(self.scaled, self.indicator.decimals)

    @property
    def external_value(self):
        from indicators.scale import unscale

        return unscale(self.external_scaled, self.indicator.decimals)

    @property
    def is_initial(self) -> bool:
        return self.version == 1
