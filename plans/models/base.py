"""What every edited row of a plan has in common."""

from decimal import Decimal
from functools import lru_cache
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator

from core.formats import nombre
from plans.enums import Volet

NAME_LENGTH = 80


@lru_cache(maxsize=4096)
def called(text: str) -> str:
    """What a row without a title is called: the beginning of its text. A page calls over a hundred of them."""
    return Truncator(text).chars(NAME_LENGTH)


class LiveManager(models.Manager):
    """The rows that stand in the plan. Related managers (`plan.issues`) use it too: what is archived is never read by
    accident; whoever restores or shows the archive asks `everything`."""

    def get_queryset(self):
        return super().get_queryset().filter(archived_at__isnull=True)


class PlanRow(models.Model):
    """A row that people edit together: `version` grows at each write, and a write on an older version is refused.

    A row is never deleted: it is archived, with what hangs from it, all at the same instant, and restored together.
    `carried_from` is the primary key of the row of last year's plan from which this one was made.
    """

    version = models.PositiveIntegerField(default=1, editable=False)
    position = models.PositiveSmallIntegerField("rang", default=0)
    archived_at = models.DateTimeField("archivé le", null=True, editable=False)
    carried_from = models.PositiveBigIntegerField("reprise de", null=True, editable=False)

    # The least and the greatest value that make sense, for each number that has limits (None: no limit).
    LIMITS: ClassVar[dict[str, tuple[int | None, int | None]]] = {}

    objects = LiveManager()
    everything = models.Manager()  # noqa: DJ012 (taken for a field)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def clean(self) -> None:
        """A number out of its limits is refused beside its field."""
        errors = {name: _out_of(getattr(self, name), *limits) for name, limits in self.LIMITS.items()}
        if told := {name: sentence for name, sentence in errors.items() if sentence}:
            raise ValidationError(told)

    @property
    def owning_volet(self) -> str:
        """The mandate under which the row is written: each has its own approver."""
        return Volet.EMPLOYMENT

    @property
    def owning_plan(self):
        """The plan to which the row belongs, however deep it lies."""
        return self.plan


def unique_while_live(fields: list[str], name: str) -> models.UniqueConstraint:
    """Unique among the rows that stand in the plan: an archived row leaves its place to another."""
    return models.UniqueConstraint(fields=fields, condition=models.Q(archived_at__isnull=True), name=name)


def _out_of(value: Decimal | int | None, least: int | None, greatest: int | None) -> str:
    if value is None:
        return ""
    if least is not None and value < least:
        return f"Écrivez un nombre d’au moins {nombre(least)}."
    if greatest is not None and value > greatest:
        return f"Écrivez un nombre d’au plus {nombre(greatest)}."
    return ""
