"""The audit journal: what touched rights, who saw them, who acted. Append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Ability, JournalEvent
from accounts.models.people import User
from regions.models import Territory

PERSON = "accounts.user"  # the subject type of an entry about a person


class JournalQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """Entries of the territories whose members the person manages; those of no territory, nationally only."""
        places = user.visible_territories(Ability.MANAGE_MEMBERS)
        of_places = Q(territory__in=places.values("pk"))
        nationally = any(place.parent_id is None for place in user.territories_with(Ability.MANAGE_MEMBERS))
        return self.filter(of_places | Q(territory__isnull=True) if nationally else of_places)

    def about(self, user: User | int):
        """What a person did, and what was done to them."""
        number = user.pk if isinstance(user, User) else user
        return self.filter(Q(actor=number) | Q(subject_type=PERSON, subject_pk=number))


class JournalEntry(models.Model):
    """One thing done, told once and for good.

    Names are kept as text beside the keys: an account, a role or a plan may vanish, the entry may not. For the same
    reason no key is bound by the database to the row it names, except the territory, which never goes.
    """

    at = models.DateTimeField("quand", default=timezone.now, editable=False)
    event = models.CharField("événement", max_length=24, choices=JournalEvent)
    actor = models.ForeignKey(
        User, verbose_name="auteur", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    actor_name = models.CharField("nom de l’auteur", max_length=160)
    territory = models.ForeignKey(
        Territory, verbose_name="territoire", null=True, on_delete=models.PROTECT, related_name="+"
    )
    subject_type = models.CharField("nature de l’objet", max_length=60, blank=True)
    subject_pk = models.BigIntegerField("numéro de l’objet", null=True)
    subject = models.CharField("objet", max_length=200, blank=True)
    address = models.CharField("adresse de l’objet", max_length=300, blank=True)
    detail = models.TextField("ce qui a été fait")
    ip = models.GenericIPAddressField("adresse réseau", null=True)

    objects = JournalQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription au journal"
        verbose_name_plural = "journal"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="journal_when"),
            models.Index(fields=["territory", "-at"], name="journal_where"),
            models.Index(fields=["event", "-at"], name="journal_what"),
            models.Index(fields=["actor", "-at"], name="journal_who"),
            models.Index(fields=["subject_type", "subject_pk"], name="journal_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()}, {self.at:%Y-%m-%d %H:%M}"
