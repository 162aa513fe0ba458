"""What each territory has done of the planning cycle."""

from django.conf import settings
from django.db import models

from plans.models.cycle import CycleStep
from regions.models import Territory


class CycleMark(models.Model):
    """A territory says that a step is done at its level, on a day; another person may take it back."""

    step = models.ForeignKey(CycleStep, verbose_name="étape", on_delete=models.CASCADE, related_name="marks")
    territory = models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="+")
    completed_on = models.DateField("terminée le")
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField("inscrite le", auto_now_add=True)

    class Meta:
        verbose_name = "étape terminée"
        verbose_name_plural = "étapes terminées"
        ordering = ["step", "territory"]
        constraints = [models.UniqueConstraint(fields=["step", "territory"], name="cycle_mark_unique")]

    def __str__(self) -> str:
        return f"{self.step}, {self.territory}"
