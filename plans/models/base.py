"""What every edited row of a plan has in common."""

from django.db import models


class PlanRow(models.Model):
    """A row that people edit together: `version` grows at each write, and a write on an older version is refused."""

    version = models.PositiveIntegerField(default=1, editable=False)
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @property
    def owning_plan(self):
        """The plan to which the row belongs, however deep it lies."""
        return self.plan
