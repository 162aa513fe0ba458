"""An invitation: a role that awaits the answer of whoever reads the mail of an address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import Ability, InvitationState, Role
from accounts.models.people import User
from regions.models import Territory


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """Invitations to the territories whose members the person manages."""
        return self.filter(territory__in=user.visible_territories(Ability.MANAGE_MEMBERS).values("pk"))


class Invitation(models.Model):
    """A role offered to an address, until it is accepted or withdrawn. `nonce` makes the last link the only one."""

    email = models.EmailField("adresse de courriel")
    name = models.CharField("nom", max_length=120)
    role = models.CharField("rôle", max_length=20, choices=Role)
    territory = models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="+")
    start = models.DateField("depuis le", null=True, blank=True)
    end = models.DateField("jusqu’au", null=True, blank=True)
    state = models.CharField(
        "état", max_length=10, choices=InvitationState, default=InvitationState.PENDING, editable=False
    )
    nonce = models.CharField(max_length=32, editable=False)
    invited_by = models.ForeignKey(User, verbose_name="invité par", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField("invité le", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("lien envoyé le", editable=False)
    answered_at = models.DateTimeField("répondu le", null=True, editable=False)
    accepted_by = models.ForeignKey(
        User, verbose_name="accepté par", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "role", "territory"],
                condition=Q(state=InvitationState.PENDING),
                name="invitation_one_pending",
            ),
            models.CheckConstraint(
                name="invitation_answered",
                condition=Q(state=InvitationState.PENDING, answered_at__isnull=True)
                | (~Q(state=InvitationState.PENDING) & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(state=InvitationState.ACCEPTED, accepted_by__isnull=False)
                | (~Q(state=InvitationState.ACCEPTED) & Q(accepted_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="invitation_dates_ordered",
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(start__lte=F("end")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.email})"

    @property
    def is_pending(self) -> bool:
        return self.state == InvitationState.PENDING

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + timedelta(days=settings.INVITATION_DAYS)

    @property
    def is_expired(self) -> bool:
        """Whether the last link sent no longer opens; the invitation may be sent again."""
        return self.is_pending and timezone.now() >= self.expires_at
