"""A sitting of the council: what it was convened for, who attended, what was moved, and how each seat voted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Ability
from indicators.models import FiscalYear
from partners.enums import AttendanceStatus, MajorityRule, QuorumRule, TieBreak, VoteChoice
from partners.models import Council, Seat
from partners.rules_council import Count, Quorum, Rules
from plans.models.amendment import AmendmentProposal
from plans.models.approval import Act, Edition
from plans.models.plan import Plan
from plans.sitting_enums import DECIDED, BallotChannel, MotionAction, MotionState, SittingMode, SittingState, VoteMode


def _person(verbose_name: str = "") -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=verbose_name, null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip


class SittingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sittings of the regions whose plans the person reads before they are published."""
        return self.filter(council__territory__in=user.visible_territories(Ability.READ_PLAN))


class Sitting(models.Model):
    """The council meets: `year` is the fiscal year whose plan it deals with, `number` its rank in that year.

    `vote_opens_at` and `vote_closes_at`, both or none, bound the votes given at a distance.
    """

    council = models.ForeignKey(Council, verbose_name="conseil", on_delete=models.PROTECT, related_name="sittings")
    year = models.ForeignKey(FiscalYear, verbose_name="exercice", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("numéro")
    starts_at = models.DateTimeField("date et heure")
    place = models.CharField("lieu ou lien", max_length=300)
    mode = models.CharField("tenue", max_length=10, choices=SittingMode, default=SittingMode.HYBRID)
    vote_opens_at = models.DateTimeField("ouverture du vote à distance", null=True, blank=True)
    vote_closes_at = models.DateTimeField("clôture du vote à distance", null=True, blank=True)
    state = models.CharField("état", max_length=10, choices=SittingState, default=SittingState.CONVENED)
    chair = models.ForeignKey(
        Seat, verbose_name="présidence de la séance", null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("ouverte à", null=True, blank=True)
    closed_at = models.DateTimeField("levée à", null=True, blank=True)
    reason = models.TextField("motif de l’annulation", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    convened_by = _person("convoquée par")
    convened_at = models.DateTimeField("convoquée le", auto_now_add=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "year", "number"], name="sitting_unique"),
            models.CheckConstraint(name="sitting_state_known", condition=Q(state__in=SittingState.values)),
            models.CheckConstraint(
                name="sitting_window_ordered",
                condition=Q(vote_opens_at__isnull=True, vote_closes_at__isnull=True)
                | Q(vote_opens_at__lt=F("vote_closes_at")),
            ),
            models.CheckConstraint(
                name="sitting_opening_dated", condition=~Q(state__in=["open", "closed"]) | Q(opened_at__isnull=False)
            ),
            models.CheckConstraint(
                name="sitting_closing_dated", condition=~Q(state="closed") | Q(closed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Séance {self.number} du conseil, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("sitting", args=[self.council.territory.slug, self.year_id, self.number])

    @property
    def day(self):
        return timezone.localdate(self.starts_at)

    @property
    def is_open(self) -> bool:
        return self.state == SittingState.OPEN

    @property
    def is_over(self) -> bool:
        return self.state in {SittingState.CLOSED, SittingState.CANCELLED}

    def window_is_open(self, now) -> bool:
        """Whether votes at a distance are taken now; without a window, as long as a vote is open."""
        if self.vote_opens_at is None or self.vote_closes_at is None:
            return True
        return self.vote_opens_at <= now <= self.vote_closes_at


class AgendaItem(models.Model):
    """A point of the agenda. One that bears on a plan points at the edition frozen when it was submitted."""

    sitting = models.ForeignKey(Sitting, verbose_name="séance", on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("rang")
    title = models.CharField("titre", max_length=200)
    body = models.TextField("texte de présentation", blank=True)
    plan = models.ForeignKey(
        Plan, verbose_name="plan", null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    edition = models.ForeignKey(
        Edition, verbose_name="édition", null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    minutes = models.TextField("délibérations", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "point de l’ordre du jour"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="agenda_item_plan_frozen",
                condition=Q(plan__isnull=True, edition__isnull=True) | Q(plan__isnull=False, edition__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class Attendance(models.Model):
    """How a seat attends a sitting, under the name of whoever sits in it. A seat without a row is absent."""

    sitting = models.ForeignKey(Sitting, verbose_name="séance", on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, verbose_name="siège", on_delete=models.PROTECT, related_name="+")
    status = models.CharField("présence", max_length=10, choices=AttendanceStatus)
    name = models.CharField("nom", max_length=120)
    at = models.DateTimeField("inscrite à", auto_now=True)
    by = _person("inscrite par")

    class Meta:
        verbose_name = "présence"
        ordering = ["sitting", "seat"]
        constraints = [models.UniqueConstraint(fields=["sitting", "seat"], name="attendance_unique")]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_status_display()}"


class Motion(models.Model):
    """What is moved at a sitting, and what the vote made of it, with the rules that held when it was closed.

    `number` runs over the year of the council. `filled`, `present` and `quorum` are voting seats at the close.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="motions")
    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="+")
    sitting = models.ForeignKey(Sitting, verbose_name="séance", on_delete=models.PROTECT, related_name="motions")
    item = models.ForeignKey(AgendaItem, verbose_name="point", on_delete=models.PROTECT, related_name="motions")
    number = models.PositiveSmallIntegerField("numéro")
    text = models.TextField("proposition")
    action = models.CharField("effet", max_length=8, choices=MotionAction, default=MotionAction.NONE)
    reason = models.TextField("motifs du retour", blank=True)
    amendments = models.ManyToManyField(AmendmentProposal, verbose_name="amendements", related_name="motions")
    mover = models.ForeignKey(Seat, verbose_name="proposée par", on_delete=models.PROTECT, related_name="+")
    seconder = models.ForeignKey(Seat, verbose_name="appuyée par", on_delete=models.PROTECT, related_name="+")
    mover_name = models.CharField(max_length=120)
    seconder_name = models.CharField(max_length=120)
    mode = models.CharField("vote", max_length=8, choices=VoteMode, default=VoteMode.BALLOTS)
    state = models.CharField("état", max_length=10, choices=MotionState, default=MotionState.PROPOSED)
    opened_at = models.DateTimeField("vote ouvert à", null=True, blank=True)
    closed_at = models.DateTimeField("vote clos à", null=True, blank=True)
    closed_by = _person("vote clos par")
    votes_for = models.PositiveSmallIntegerField("pour", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("contre", null=True, blank=True)
    votes_abstain = models.PositiveSmallIntegerField("abstentions", null=True, blank=True)
    chair_vote = models.CharField("voix de la présidence", max_length=8, choices=VoteChoice, blank=True)
    filled = models.PositiveSmallIntegerField("sièges votants pourvus", null=True, blank=True)
    present = models.PositiveSmallIntegerField("sièges votants représentés", null=True, blank=True)
    quorum = models.PositiveSmallIntegerField("quorum", null=True, blank=True)
    quorum_rule = models.CharField(max_length=10, choices=QuorumRule, blank=True)
    majority = models.CharField("majorité", max_length=10, choices=MajorityRule, blank=True)
    tie_break = models.CharField("en cas d’égalité", max_length=10, choices=TieBreak, blank=True)
    by_chair = models.BooleanField("tranchée par la présidence", default=False)
    resolution_number = models.CharField("numéro de résolution", max_length=40, blank=True)
    act = models.ForeignKey(Act, verbose_name="acte", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = _person("inscrite par")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "proposition"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["council", "year", "number"], name="motion_unique"),
            models.UniqueConstraint(
                fields=["council", "resolution_number"],
                condition=~Q(resolution_number=""),
                name="motion_resolution_unique",
            ),
            models.UniqueConstraint(fields=["sitting"], condition=Q(state="open"), name="motion_one_open"),
            models.CheckConstraint(name="motion_state_known", condition=Q(state__in=MotionState.values)),
            models.CheckConstraint(name="motion_seconded_by_another", condition=~Q(mover=F("seconder"))),
            models.CheckConstraint(
                name="motion_result_counted",
                condition=~Q(state__in=DECIDED)
                | Q(
                    closed_at__isnull=False,
                    votes_for__isnull=False,
                    votes_against__isnull=False,
                    votes_abstain__isnull=False,
                    present__gte=F("quorum"),
                ),
            ),
            models.CheckConstraint(
                name="motion_adopted_numbered", condition=~Q(state="adopted") | ~Q(resolution_number="")
            ),
        ]

    def __str__(self) -> str:
        return f"Proposition {self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.sitting.get_absolute_url()}#proposition-{self.number}"

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    @property
    def count(self) -> Count:
        return Count(self.votes_for or 0, self.votes_against or 0, self.votes_abstain or 0)

    @property
    def quorum_then(self) -> Quorum:
        """The quorum as it stood when the vote was closed."""
        return Quorum(self.present or 0, self.quorum or 0, self.filled or 0)

    @property
    def rules_then(self) -> Rules:
        return Rules(self.quorum_rule, self.quorum, self.majority, self.tie_break)


class Ballot(models.Model):
    """The vote of one seat on one motion. Written once: neither the application nor SQL changes it."""

    motion = models.ForeignKey(Motion, verbose_name="proposition", on_delete=models.PROTECT, related_name="ballots")
    seat = models.ForeignKey(Seat, verbose_name="siège", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField("vote", max_length=8, choices=VoteChoice)
    channel = models.CharField("voie", max_length=10, choices=BallotChannel)
    name = models.CharField("nom", max_length=120)
    cast_by = _person("inscrit par")
    cast_at = models.DateTimeField("inscrit à")

    class Meta:
        verbose_name = "bulletin"
        ordering = ["motion", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["motion", "seat"], name="ballot_one_a_seat"),
            models.CheckConstraint(name="ballot_choice_known", condition=Q(choice__in=VoteChoice.values)),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_choice_display()}"


class Recusal(models.Model):
    """A seat that does not vote on a motion, for an interest that was declared."""

    motion = models.ForeignKey(Motion, verbose_name="proposition", on_delete=models.PROTECT, related_name="recusals")
    seat = models.ForeignKey(Seat, verbose_name="siège", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("nom", max_length=120)
    reason = models.CharField("intérêt", max_length=300)
    by = _person("inscrite par")
    at = models.DateTimeField("inscrite à", auto_now_add=True)

    class Meta:
        verbose_name = "récusation"
        ordering = ["motion", "pk"]
        constraints = [models.UniqueConstraint(fields=["motion", "seat"], name="recusal_unique")]

    def __str__(self) -> str:
        return f"{self.name}\u00a0: {self.reason}"
