"""What is derived: running totals at every level, and one row of twelve months that every answer reads."""

from django.db import models

from accounts.enums import Ability
from indicators.enums import Component
from indicators.models.catalogue import BreakdownGroup, FiscalYear, Indicator
from indicators.models.measurement import month_fields
from regions.models import Territory


def _derived_key(to: type[models.Model], related_name: str) -> models.ForeignKey:
    """A key copied by the engine from rows whose own keys the database checks: checking it again a million times
    would cost more than deriving. Django still deletes derived rows with what they tell about."""
    return models.ForeignKey(
        to, on_delete=models.CASCADE, related_name=related_name, db_index=False, db_constraint=False
    )


class Cumulative(models.Model):
    """Running totals April…March of one component, for one breakdown group, in one territory and fiscal year.

    The same shape as Measurement, rolled up along the territory tree; values × 10^component_decimals. Months after
    `last_month` (1 = April, 0 without any data) repeat the last total. `not_applicable` are the months told to be so of
    this very territory (bits, 1 = April): what counts in it may apply there. The group comes second in
    the key, so that everybody's rows of a year lie side by side. Written only by `indicators.engine`.
    """

    pk = models.CompositePrimaryKey("year_id", "group_id", "indicator_id", "territory_id", "component")
    year = _derived_key(FiscalYear, "+")
    indicator = _derived_key(Indicator, "+")
    group = _derived_key(BreakdownGroup, "+")
    territory = _derived_key(Territory, "+")
    component = models.CharField("composante", max_length=1, choices=Component)
    last_month = models.PositiveSmallIntegerField("dernier mois", default=0)
    not_applicable = models.PositiveSmallIntegerField("mois sans objet", default=0)
    is_synthetic = models.BooleanField("données de démonstration", default=False)
    vars().update(month_fields("", models.BigIntegerField))

    class Meta:
        verbose_name = "cumul d’un exercice"
        verbose_name_plural = "cumuls par exercice"

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.component}/{self.group_id}/{self.territory_id}/{self.year_id}"


class AttainmentQuerySet(models.QuerySet):
    def for_year(self, year: int):
        return self.filter(year=year)

    def visible_to(self, user):
        """Rows of the territories whose results the person may read."""
        return self.filter(territory__in=user.visible_territories(Ability.READ_RESULTS))


class Attainment(models.Model):
    """Attainment of one indicator in one territory and year, for each of the twelve months.

    Written only by `indicators.engine` in set-based SQL. For month m (suffix apr…mar), all exact integers:
    `n_m`, `d_m`        cumulated numerator and denominator, × 10^component_decimals
    `result_m`          the figure to date, × 10^decimals: ΣN, or multiplier × ΣN ÷ ΣD rounded half up
    `target_m`          the yearly target in force that month, × 10^decimals (null: none or « s/o »)
    `expected_m`        what the target asks for by that month, × 10^decimals
    `share_m`           result ÷ target in tenths of % (sums only)
    `gap_m`             result − target, × 10^decimals (for a quotient: points, or units)
    `status_m`          a Status (NOT_APPLICABLE in the months told to be so of this very territory)
    `last_month` is the last month (1 = April) with data, 0 without any; `initial_target` the first version;
    `na_months` the months whose target is « s/o » (no target on purpose), as bits: 1 = April, 2 = May, 4 = June…
    """

    year = _derived_key(FiscalYear, "+")
    indicator = _derived_key(Indicator, "attainments")
    territory = _derived_key(Territory, "+")
    last_month = models.PositiveSmallIntegerField("dernier mois", default=0)
    initial_target = models.BigIntegerField("cible initiale", null=True)
    na_months = models.PositiveSmallIntegerField("mois sans cible voulue", default=0)
    is_synthetic = models.BooleanField("données de démonstration", default=False)
    vars().update(month_fields("n_", models.BigIntegerField))
    vars().update(month_fields("d_", models.BigIntegerField))
    vars().update(month_fields("result_", models.BigIntegerField))
    vars().update(month_fields("target_", models.BigIntegerField))
    vars().update(month_fields("expected_", models.BigIntegerField))
    vars().update(month_fields("share_", models.BigIntegerField))
    vars().update(month_fields("gap_", models.BigIntegerField))
    vars().update(month_fields("status_", models.PositiveSmallIntegerField))
    computed_at = models.DateTimeField("calculé le")

    objects = AttainmentQuerySet.as_manager()

    class Meta:
        verbose_name = "atteinte"
        constraints = [
            models.UniqueConstraint(fields=["year", "territory", "indicator"], name="attainment_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.territory_id}/{self.year_id}"
