"""What every edited row of a plan has in common."""

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from core.formats import nombre

NAME_LENGTH = 80  # of a row without a title, called by the beginning of its text


class PlanRow(models.Model):
    """A row that people edit together: `version` grows at each write, and a write on an older version is refused."""

    version = models.PositiveIntegerField(default=1, editable=False)
    position = models.PositiveSmallIntegerField("rang", default=0)

    # The least and the greatest value that make sense, for each number that has limits (None: no limit).
    LIMITS: ClassVar[dict[str, tuple[int | None, int | None]]] = {}

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def clean(self) -> None:
        """A number out of its limits is refused beside its field."""
        errors = {name: _out_of(getattr(self, name), *limits) for name, limits in self.LIMITS.items()}
        if told := {name: sentence for name, sentence in errors.items() if sentence}:
            raise ValidationError(told)

    @property
    def owning_plan(self):
        """The plan to which the row belongs, however deep it lies."""
        return self.plan


def _out_of(value: Decimal | int | None, least: int | None, greatest: int | None) -> str:
    if value is None:
        return ""
    if least is not None and value < least:
        return f"Écrivez un nombre d’au moins {nombre(least)}."
    if greatest is not None and value > greatest:
        return f"Écrivez un nombre d’au plus {nombre(greatest)}."
    return ""
