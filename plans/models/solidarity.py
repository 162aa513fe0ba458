"""The Solidarité sociale part: management objectives and the actions on conformity."""

from django.db import models

from plans.enums import Volet
from plans.models.base import PlanRow, called
from plans.models.plan import Plan


class ManagementObjective(PlanRow):
    """A management objective set by the ministry and the results the region expects, one a line."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="management_objectives")
    title = models.CharField("objectif de gestion", max_length=250)
    expected_results = models.TextField("résultats attendus", blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "objectif de gestion"
        verbose_name_plural = "objectifs de gestion"

    def __str__(self) -> str:
        return self.title

    @property
    def owning_volet(self) -> str:
        return Volet.SOLIDARITY


class ConformityAction(PlanRow):
    """One activity of the regional action plan on conformity."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="conformity_actions")
    text = models.TextField("activité")

    class Meta(PlanRow.Meta):
        verbose_name = "activité de conformité"
        verbose_name_plural = "activités de conformité"

    def __str__(self) -> str:
        return called(self.text)

    @property
    def owning_volet(self) -> str:
        return Volet.SOLIDARITY
