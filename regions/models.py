"""Where: the tree nation → region → CLE, and the MRCs that cut across it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from regions.enums import MRCKind, TerritoryKind

FIRST_YEAR = 1998  # Emploi-Québec is created; no plan or result of this software is older
LAST_YEAR = 9999


class Named(models.Model):
    """A place whose name may have changed: a plan prints the name of its time."""

    name = models.CharField("nom", max_length=80)
    former_name = models.CharField("ancien nom", max_length=80, blank=True)
    renamed_in = models.PositiveSmallIntegerField("renommé en", null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def name_in(self, year: int) -> str:
        """The name in force at the start of that fiscal year."""
        return self.former_name if self.renamed_in and year < self.renamed_in else self.name


class TerritoryQuerySet(models.QuerySet):
    def national(self) -> Territory:
        return self.get(kind=TerritoryKind.NATIONAL)

    def regions(self):
        return self.filter(kind=TerritoryKind.REGION)

    def cles(self):
        return self.filter(kind=TerritoryKind.CLE)

    def within(self, territory: Territory, year: int | None = None):
        """The territory itself and everything that counts, or counted in fiscal year `year`, in it."""
        return self.filter(pk__in=_ancestry(year).filter(ancestor=territory).values("descendant"))

    def above(self, territory: Territory, year: int | None = None):
        """The territory itself and everything in which it counts."""
        return self.filter(pk__in=_ancestry(year).filter(descendant=territory).values("ancestor"))


class Territory(Named):
    """Québec, one of its 17 administrative regions, or a local employment centre (CLE)."""

    id = models.SmallAutoField(primary_key=True)
    kind = models.CharField("niveau", max_length=10, choices=TerritoryKind)
    code = models.CharField("code", max_length=10, unique=True)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", verbose_name="relève de", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    mrcs = models.ManyToManyField("MRC", verbose_name="MRC desservies", related_name="cles", blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)
    is_demonstration = models.BooleanField("bureau de démonstration", default=False)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="territory_parent_unless_national",
                condition=Q(kind=TerritoryKind.NATIONAL, parent__isnull=True)
                | (~Q(kind=TerritoryKind.NATIONAL) & Q(parent__isnull=False)),
            ),
        ]

    @property
    def is_region(self) -> bool:
        return self.kind == TerritoryKind.REGION


class Ancestry(models.Model):
    """Which territory counted in which, itself included, and for which fiscal years (both ends included).

    One row per pair: roll-ups and rights both read it, so that an office that changed region counts where it was.
    """

    descendant = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="ancestry")
    ancestor = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="lineage")
    first_year = models.PositiveSmallIntegerField("premier exercice", default=FIRST_YEAR)
    last_year = models.PositiveSmallIntegerField("dernier exercice", default=LAST_YEAR)

    class Meta:
        verbose_name = "appartenance territoriale"
        verbose_name_plural = "appartenances territoriales"
        constraints = [
            models.UniqueConstraint(fields=["descendant", "ancestor", "first_year"], name="ancestry_unique"),
            models.CheckConstraint(condition=Q(first_year__lte=F("last_year")), name="ancestry_years_ordered"),
        ]
        indexes = [models.Index(fields=["ancestor", "descendant"], name="ancestry_down")]

    def __str__(self) -> str:
        return f"{self.descendant_id} ⊂ {self.ancestor_id} ({self.first_year}–{self.last_year})"


def _ancestry(year: int | None):
    rows = Ancestry.objects.all()
    return rows if year is None else rows.filter(first_year__lte=year, last_year__gte=year)


class MRCQuerySet(models.QuerySet):
    def in_region(self, region: Territory, on: date):
        """The MRCs of a region on a day."""
        return self.filter(
            Q(memberships__start__isnull=True) | Q(memberships__start__lte=on),
            Q(memberships__end__isnull=True) | Q(memberships__end__gte=on),
            memberships__region=region,
        )


class MRC(Named):
    """A regional county municipality, or a territory that is equivalent to one."""

    code = models.CharField("code", max_length=3, primary_key=True)
    kind = models.CharField("nature", max_length=3, choices=MRCKind)

    objects = MRCQuerySet.as_manager()

    class Meta:
        verbose_name = "MRC"
        verbose_name_plural = "MRC"
        ordering = ["code"]


class MRCMembershipQuerySet(models.QuerySet):
    def oldest_first(self):
        """In the order of time; without a first day comes first, in every database."""
        return self.order_by(F("start").asc(nulls_first=True), "pk")


class MRCMembership(models.Model):
    """An MRC belonged to a region from one day to another (both included; empty = without limit)."""

    mrc = models.ForeignKey(MRC, on_delete=models.CASCADE, related_name="memberships")
    region = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="mrc_memberships")
    start = models.DateField("depuis le", null=True, blank=True)
    end = models.DateField("jusqu’au", null=True, blank=True)

    objects = MRCMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "appartenance d’une MRC"
        verbose_name_plural = "appartenances des MRC"
        constraints = [
            models.UniqueConstraint(fields=["mrc", "region", "start"], name="mrc_membership_unique"),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(start__lte=F("end")),
                name="mrc_membership_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mrc_id} → {self.region_id}"
