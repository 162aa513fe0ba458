"""The council of a region (CRPMT): its seats, who holds them and for how long, and how it decides."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Ability
from partners.enums import College, MajorityRule, QuorumRule, TieBreak
from partners.rules_council import Rules
from regions.models import Territory


class CouncilQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Councils of the regions whose plans the person reads before they are published."""
        return self.filter(territory__in=user.visible_territories(Ability.READ_PLAN))


class Council(models.Model):
    """The council of one region, with its settings. None of them is in the law: each council writes its own rules."""

    territory = models.OneToOneField(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="council")
    quorum_rule = models.CharField("quorum", max_length=10, choices=QuorumRule, default=QuorumRule.MAJORITY)
    quorum_number = models.PositiveSmallIntegerField("nombre de sièges du quorum", null=True, blank=True)
    majority = models.CharField("majorité", max_length=10, choices=MajorityRule, default=MajorityRule.VOTES)
    tie_break = models.CharField("en cas d’égalité", max_length=10, choices=TieBreak, default=TieBreak.CHAIR)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = "conseil régional"
        verbose_name_plural = "conseils régionaux"
        ordering = ["territory"]
        constraints = [
            models.CheckConstraint(
                name="council_quorum_told",
                condition=~Q(quorum_rule=QuorumRule.NUMBER) | Q(quorum_number__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"CRPMT – {self.territory}"

    @property
    def rules(self) -> Rules:
        return Rules(self.quorum_rule, self.quorum_number, self.majority, self.tie_break)


class SeatQuerySet(models.QuerySet):
    def in_force(self, on: date):
        """Seats that there were on a day."""
        return self.filter(Q(abolished_on__isnull=True) | Q(abolished_on__gte=on))


class Seat(models.Model):
    """A seat of a council; it outlives those who hold it. `is_chair`: whoever holds it presides.

    `abolished_on` is its last day: sittings held until then keep it.
    """

    council = models.ForeignKey(Council, verbose_name="conseil", on_delete=models.PROTECT, related_name="seats")
    college = models.CharField("collège", max_length=10, choices=College)
    number = models.PositiveSmallIntegerField("rang")
    is_voting = models.BooleanField("avec droit de vote", default=True)
    is_chair = models.BooleanField("présidence", default=False)
    abolished_on = models.DateField("aboli le", null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "siège"
        ordering = ["college", "number"]  # that of the law: reads_council
        constraints = [
            models.UniqueConstraint(fields=["council", "college", "number"], name="seat_unique"),
            models.UniqueConstraint(fields=["council"], condition=Q(is_chair=True), name="seat_one_chair"),
            models.CheckConstraint(
                name="seat_abolished_not_chair", condition=Q(abolished_on__isnull=True) | Q(is_chair=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_college_display()} {self.number}"


class SeatTermQuerySet(models.QuerySet):
    def in_force(self, on: date | None = None):
        """Terms that run on a day (today)."""
        day = on or timezone.localdate()
        return self.filter(Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day))


class SeatTerm(models.Model):
    """A person holds a seat, or stands in for its holder, from one day to another (no end: until told).

    `user` is the account of that person, if they have one: without it the secretary records presence and votes.
    """

    seat = models.ForeignKey(Seat, verbose_name="siège", on_delete=models.PROTECT, related_name="terms")
    is_substitute = models.BooleanField("suppléance", default=False)
    name = models.CharField("nom", max_length=120)
    organisation = models.CharField("organisation", max_length=200, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="compte", null=True, blank=True, on_delete=models.PROTECT,
        related_name="seat_terms",
    )  # fmt: skip
    start = models.DateField("depuis le")
    end = models.DateField("jusqu’au", null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    objects = SeatTermQuerySet.as_manager()

    class Meta:
        verbose_name = "mandat"
        ordering = ["seat", "is_substitute", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                name="seat_term_dates_ordered", condition=Q(end__isnull=True) | Q(start__lte=models.F("end"))
            ),
            models.UniqueConstraint(
                fields=["seat", "is_substitute"], condition=Q(end__isnull=True), name="seat_term_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Interest(models.Model):
    """An interest that a member declared: an organisation or a matter on which they do not vote."""

    term = models.ForeignKey(SeatTerm, verbose_name="mandat", on_delete=models.PROTECT, related_name="interests")
    matter = models.CharField("organisme ou affaire", max_length=300)
    declared_on = models.DateField("déclaré le")
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "intérêt déclaré"
        verbose_name_plural = "intérêts déclarés"
        ordering = ["declared_on", "pk"]

    def __str__(self) -> str:
        return self.matter
