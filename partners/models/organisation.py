"""With whom an action is carried out: ministries, school boards, employers' groups, community bodies…"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from partners.enums import OrganisationKind
from regions.models import Territory


class OrganisationQuerySet(models.QuerySet):
    def near(self, territory: Territory):
        """Those that may work with a territory: its own, its region’s, its offices’ and Québec’s."""
        return self.filter(
            Q(territory=territory)
            | Q(territory__parent=territory)
            | Q(territory__pk=territory.parent_id)
            | Q(territory__parent__isnull=True)
        )


class Organisation(models.Model):
    """An organisation that takes part in actions, at the level where it works."""

    name = models.CharField("nom", max_length=200)
    kind = models.CharField("nature", max_length=12, choices=OrganisationKind, default=OrganisationKind.OTHER)
    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="organisations"
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["territory", "name"], name="organisation_unique")]

    def __str__(self) -> str:
        return self.name
