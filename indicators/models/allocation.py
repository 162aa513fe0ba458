"""What if: ways of splitting a target among the places below, kept side by side until one is applied."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.models.catalogue import FiscalYear, Indicator
from regions.models import Territory


class AllocationScenarioQuerySet(models.QuerySet):
    def of(self, indicator: Indicator, year: FiscalYear, parent: Territory):
        """The scenarios of one target, the first made first."""
        people = self.select_related("author", "applied_by", "source", "indicator", "year", "parent")
        return people.filter(indicator=indicator, year=year, parent=parent)


class AllocationScenario(models.Model):
    """One way of splitting the target of `parent` among the places below it.

    `key` is a code of `indicators.allocation_keys`; `total` the target it splits, × 10^decimals, as it stood at
    `target_version`. For a quotient, `denominator` is the expected whole, × 10^component_decimals, and the expected
    numerators of the parts have `finer` decimals more. An applied scenario is a record: it no longer changes.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="allocation_scenarios")
    name = models.CharField("nom", max_length=80)
    key = models.CharField("clé", max_length=20)
    source = models.ForeignKey(
        Indicator, verbose_name="indicateur de la clientèle", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    key_told = models.CharField("d’où viennent les poids", max_length=200, blank=True)
    total = models.BigIntegerField("cible à répartir")
    target_version = models.PositiveSmallIntegerField("version de la cible")
    denominator = models.BigIntegerField("dénominateur attendu", null=True, blank=True)
    finer = models.PositiveSmallIntegerField("décimales ajoutées aux numérateurs", default=0)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField("appliqué le", null=True, blank=True)

    objects = AllocationScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = "scénario de répartition"
        verbose_name_plural = "scénarios de répartition"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year", "parent", "name"], name="allocation_name_unique"),
            models.CheckConstraint(condition=Q(total__gte=0), name="allocation_total_positive"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_applied(self) -> bool:
        return self.applied_at is not None


class AllocationPart(models.Model):
    """What one place receives in a scenario: its weight in the key, whether somebody fixed it, and its target.

    `scaled` is null for a quotient of which no denominator is expected there: the target is then « s/o ».
    """

    scenario = models.ForeignKey(AllocationScenario, on_delete=models.CASCADE, related_name="parts")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    weight = models.BigIntegerField("poids")
    locked = models.BooleanField("verrouillée", default=False)
    scaled = models.BigIntegerField("cible", null=True)
    expected_n = models.BigIntegerField("numérateur attendu", null=True)
    expected_d = models.BigIntegerField("dénominateur attendu", null=True)

    class Meta:
        verbose_name = "part d’un scénario"
        verbose_name_plural = "parts d’un scénario"
        ordering = ["territory__position", "territory__code"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "territory"], name="allocation_part_unique"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="allocation_weight_positive"),
            models.CheckConstraint(
                condition=Q(scaled__isnull=False) | Q(expected_d=0), name="allocation_part_has_a_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}/{self.territory_id}: {self.scaled}"
