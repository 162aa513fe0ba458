"""What was obtained: a year of twelve months as one row, and the log of every change."""

from django.conf import settings
from django.db import models

from indicators.enums import MONTH_KEYS, Component, DataNature
from indicators.models.catalogue import BreakdownGroup, FiscalYear, Indicator
from regions.models import Territory


def month_fields(prefix: str, field: type[models.Field], **options) -> dict[str, models.Field]:
    """Twelve columns, April to March: {'apr': …} or, with a prefix, {'result_apr': …}."""
    return {f"{prefix}{key}": field(null=True, **options) for key in MONTH_KEYS}


class Extraction(models.Model):
    """One reading of the source at a date: every result says from which one it comes.

    Results are keyed late, so a later extraction supersedes an earlier one; the log keeps what each of them said.
    """

    taken_on = models.DateField("extraction du")
    source = models.CharField("source", max_length=120)
    description = models.TextField("description", blank=True)
    nature = models.CharField("nature des données", max_length=10, choices=DataNature, default=DataNature.REAL)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("enregistrée le", auto_now_add=True)

    class Meta:
        verbose_name = "extraction"
        ordering = ["-taken_on", "-id"]

    def __str__(self) -> str:
        return f"{self.source}, {self.taken_on}"


class Measurement(models.Model):
    """A series-year: the twelve months of one component of an indicator in a territory, for a breakdown group.

    Values are those of the month alone (not cumulative), × 10^component_decimals; null is blank, which is not zero.
    `not_applicable` holds the months to which the indicator does not apply there, as bits: 1 = April, 2 = May…; such a
    month has no value. `extraction` is the last one that changed the row, `extracted_on` its date.
    A row on a region or on Québec holds what is not attributed to an office: roll-ups add it to the offices' rows.
    """

    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="+", db_index=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="measurements", db_index=False)
    group = models.ForeignKey(
        BreakdownGroup, on_delete=models.PROTECT, related_name="+", db_index=False, default=BreakdownGroup.TOTAL
    )
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="measurements", db_index=False)
    component = models.CharField("composante", max_length=1, choices=Component, default=Component.NUMERATOR)
    vars().update(month_fields("", models.BigIntegerField))
    not_applicable = models.PositiveSmallIntegerField("mois sans objet", default=0)
    extraction = models.ForeignKey(  # checked by Django only: a load changes it in tens of thousands of rows
        Extraction,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    extracted_on = models.DateField("extraction du", null=True, blank=True)
    nature = models.CharField("nature des données", max_length=10, choices=DataNature, default=DataNature.REAL)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "résultats d’un exercice"
        verbose_name_plural = "résultats par exercice"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "indicator", "group", "territory", "component"], name="measurement_series_unique"
            ),
        ]
        indexes = [
            models.Index(fields=["year"], name="measurement_with_masks", condition=models.Q(not_applicable__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.component}/{self.territory_id}/{self.year_id}"

    @property
    def months(self) -> list[int | None]:
        """The twelve scaled values, April to March."""
        return [getattr(self, key) for key in MONTH_KEYS]


class LastExtraction(models.Model):
    """The latest extraction that wrote everybody's results of a territory in a year: a page tells it without walking
    through the results. Written by `indicators.extractions`."""

    year = models.ForeignKey(FiscalYear, on_delete=models.CASCADE, related_name="+", db_index=False)
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="+", db_index=False)
    taken_on = models.DateField("extraction du")

    class Meta:
        verbose_name = "dernière extraction"
        verbose_name_plural = "dernières extractions"
        constraints = [models.UniqueConstraint(fields=["year", "territory"], name="last_extraction_unique")]

    def __str__(self) -> str:
        return f"{self.territory_id}/{self.year_id}: {self.taken_on}"


class CellChange(models.Model):
    """One change of one month of a series-year: old, new, who, when, from which extraction, why. Append-only.

    `old` and `new` are scaled as in Measurement; null is blank, NOT_APPLICABLE (−1) is « sans objet ». Its keys are
    those of rows just read in the same statement: the database does not check them again, Django protects them.
    """

    NOT_APPLICABLE = -1  # a result is never negative

    measurement = models.ForeignKey(Measurement, on_delete=models.PROTECT, related_name="changes", db_constraint=False)
    month = models.PositiveSmallIntegerField("mois", help_text="1 = avril")
    old = models.BigIntegerField(null=True)
    new = models.BigIntegerField(null=True)
    extraction = models.ForeignKey(
        Extraction, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    extracted_on = models.DateField("extraction du", null=True)
    reason = models.CharField("motif", max_length=250, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "changement de résultat"
        verbose_name_plural = "changements de résultats"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="cell_change_month", condition=models.Q(month__range=(1, 12))),
        ]

    def __str__(self) -> str:
        return f"{self.measurement_id} m{self.month}: {self.old} → {self.new}"
