"""A proposal of amendment: one field of one row of a plan that has been submitted, as somebody would have it read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.enums import Body
from plans.models.approval import Act
from plans.models.plan import Plan
from plans.sitting_enums import OPEN_AMENDMENTS, AmendmentState


class AmendmentQuerySet(models.QuerySet):
    def open(self):
        """Those that a decision may still apply."""
        return self.filter(state__in=OPEN_AMENDMENTS)

    def before(self, body: str):
        """Those laid before one body: the council, or the Minister."""
        return self.filter(body=body)


class AmendmentProposal(models.Model):
    """Another text for one field, with why. `version_read` is that of the row whose text its author read (`old`).

    `body` is who is asked to decide. A proposal is never deleted; applied, it points at the act that applied it.
    """

    plan = models.ForeignKey(Plan, verbose_name="plan", on_delete=models.PROTECT, related_name="amendments")
    body = models.CharField("instance", max_length=12, choices=Body)
    kind = models.CharField("partie", max_length=30)
    row = models.PositiveBigIntegerField("ligne")
    field = models.CharField("champ", max_length=40)
    label = models.CharField("intitulé", max_length=200)
    version_read = models.PositiveIntegerField("version lue")
    old = models.TextField("texte lu", blank=True)
    new = models.TextField("texte proposé", blank=True)
    reason = models.TextField("motif")
    state = models.CharField("état", max_length=10, choices=AmendmentState, default=AmendmentState.PROPOSED)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="auteur", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("proposé le", auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="décidé par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField("décidé le", null=True, blank=True)
    act = models.ForeignKey(
        Act, verbose_name="acte", null=True, blank=True, on_delete=models.PROTECT, related_name="amendments"
    )

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition d’amendement"
        verbose_name_plural = "propositions d’amendement"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="amendment_state_known", condition=Q(state__in=AmendmentState.values)),
            models.CheckConstraint(
                name="amendment_applied_by_act", condition=~Q(state="applied") | Q(act__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_AMENDMENTS
