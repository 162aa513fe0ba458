"""Indicators, fiscal years and breakdown groups: the words in which results are told."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.formats import fiscal_year_label, month_label
from indicators.enums import DimensionKind, Direction, Family, Frequency, Kind, Obligation, Service

_QUOTIENTS = frozenset(kind.value for kind in Kind if kind.is_quotient)


class FiscalYear(models.Model):
    """A year from 1 April to 31 March, whose key is the calendar year in which it begins."""

    start = models.PositiveSmallIntegerField("année de début", primary_key=True)

    class Meta:
        verbose_name = "exercice"
        ordering = ["-start"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return fiscal_year_label(self.start)

    @property
    def first_day(self) -> date:
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 3, 31)

    def month_name(self, month: int) -> str:
        return month_label(self.start, month)


class IndicatorQuerySet(models.QuerySet):
    def in_year(self, year: int):
        """Indicators defined that year, with `obligation_in_year` and `label_in_year` as they then stood."""
        period = IndicatorPeriod.objects.filter(indicator=OuterRef("pk")).covering(year).order_by("-first_year")
        return self.annotate(
            obligation_in_year=Subquery(period.values("obligation")[:1]),
            label_in_year=Coalesce(Subquery(period.exclude(label="").values("label")[:1]), F("name")),
        ).filter(obligation_in_year__isnull=False)

    def targeted_in(self, year: int):
        return self.in_year(year).filter(obligation_in_year=Obligation.TARGETED)


class Indicator(models.Model):
    """One thing that is measured the same way everywhere.

    `decimals` is the precision at which its figure is stated and targeted; `component_decimals` the precision of what
    is entered (numerators and denominators). `multiplier` turns ΣN ÷ ΣD into the unit: 100 for %, 1 000 for a ratio
    per thousand, 1 for a delay.
    """

    id = models.SmallAutoField(primary_key=True)
    number = models.CharField("numéro", max_length=5, blank=True)
    code = models.CharField("code", max_length=40, unique=True)
    name = models.CharField("nom", max_length=250)
    short_name = models.CharField("nom court", max_length=80)
    kind = models.CharField("nature", max_length=10, choices=Kind)
    direction = models.CharField("sens", max_length=10, choices=Direction)
    unit = models.CharField("unité", max_length=30)
    decimals = models.PositiveSmallIntegerField("décimales", default=0)
    component_decimals = models.PositiveSmallIntegerField("décimales des composantes", default=0)
    multiplier = models.PositiveIntegerField("multiplicateur", default=1)
    numerator = models.CharField("numérateur", max_length=250, blank=True)
    denominator = models.CharField("dénominateur", max_length=250, blank=True)
    definition = models.TextField("définition")
    comment = models.TextField("remarque", blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    certainty = models.CharField("certitude", max_length=120, blank=True)
    family = models.CharField("famille", max_length=20, choices=Family, default=Family.OTHER)
    service = models.CharField("volet", max_length=3, choices=Service)
    frequency = models.CharField("fréquence", max_length=10, choices=Frequency, default=Frequency.MONTHLY)
    on_track_band = models.PositiveSmallIntegerField(
        "tolérance « en bonne voie »",
        default=30,
        help_text="Dixièmes de % de l’attendu (somme) ou dixièmes de point ou d’unité (quotient).",
    )
    watch_band = models.PositiveSmallIntegerField("tolérance « à surveiller »", default=100)
    position = models.PositiveSmallIntegerField("rang")

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "indicateur"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="indicator_number_unique"),
            models.CheckConstraint(condition=Q(on_track_band__lte=F("watch_band")), name="indicator_bands_ordered"),
            models.CheckConstraint(condition=Q(multiplier__gte=1), name="indicator_multiplier_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}" if self.number else self.name

    @property
    def is_quotient(self) -> bool:
        return self.kind in _QUOTIENTS

    @property
    def key(self) -> str:
        """What addresses and the API call it: its number, or its code when it has none."""
        return self.number or self.code


class IndicatorPeriodQuerySet(models.QuerySet):
    def covering(self, year: int):
        return self.filter(Q(first_year__lte=year), Q(last_year__isnull=True) | Q(last_year__gte=year))


class IndicatorPeriod(models.Model):
    """From one fiscal year to another an indicator bears this obligation and, where it differs, this printed name."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="periods")
    first_year = models.PositiveSmallIntegerField("premier exercice")
    last_year = models.PositiveSmallIntegerField("dernier exercice", null=True, blank=True)
    obligation = models.CharField("obligation", max_length=12, choices=Obligation)
    label = models.CharField("nom imprimé", max_length=250, blank=True)

    objects = IndicatorPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "période de validité"
        verbose_name_plural = "périodes de validité"
        ordering = ["indicator", "first_year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "first_year"], name="indicator_period_unique"),
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(first_year__lte=F("last_year")),
                name="indicator_period_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.first_year}–{self.last_year or ''}"


class BreakdownDimension(models.Model):
    """A way of looking at the same people: sex, age, status…"""

    code = models.CharField("code", max_length=30, unique=True)
    name = models.CharField("nom", max_length=80)
    kind = models.CharField("nature", max_length=12, choices=DimensionKind)

    class Meta:
        verbose_name = "dimension"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class BreakdownGroup(models.Model):
    """One part of a dimension, in the years in which it was so defined. The row without dimension is everybody."""

    TOTAL = 1

    id = models.SmallAutoField(primary_key=True)
    dimension = models.ForeignKey(
        BreakdownDimension, null=True, blank=True, on_delete=models.PROTECT, related_name="groups"
    )
    code = models.CharField("code", max_length=30, unique=True)
    name = models.CharField("nom", max_length=80)
    first_year = models.PositiveSmallIntegerField("premier exercice", default=0)
    last_year = models.PositiveSmallIntegerField("dernier exercice", null=True, blank=True)

    class Meta:
        verbose_name = "groupe"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="only_total_has_no_dimension", condition=Q(dimension__isnull=False) | Q(id=1)),
        ]

    def __str__(self) -> str:
        return self.name
