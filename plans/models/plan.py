"""The plan of a territory for a year, its texts and its history."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from accounts.enums import Ability
from indicators.models import FiscalYear
from plans.enums import ChangeAct, PlanKind, PlanState, SolidarityState, Volet
from plans.models.base import PlanRow, unique_while_live
from regions.models import Territory

PUBLIC_STATES = (PlanState.PUBLISHED, PlanState.CLOSED)
WRITTEN_STATES = (PlanState.DRAFT, PlanState.CONSULTATION, PlanState.REVISION)
APPROVED_STATES = (PlanState.APPROVED, *PUBLIC_STATES)
TRANSMITTED_STATES = (PlanState.TRANSMITTED, PlanState.EXAMINED, *APPROVED_STATES)
ADOPTED_STATES = (PlanState.ADOPTED, *TRANSMITTED_STATES)
SUBMITTED_STATES = (PlanState.SUBMITTED, *ADOPTED_STATES)


def _dated(name: str, states: tuple[str, ...], kinds: tuple[str, ...]) -> models.CheckConstraint:
    """A plan of these kinds in one of these states bears the date of the act that led there."""
    free = ~Q(kind__in=kinds) | ~Q(state__in=states)
    return models.CheckConstraint(name=f"plan_{name}_dated", condition=free | Q(**{f"{name}_on__isnull": False}))


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Plans of the person's territories: all of them for insiders, the published ones for partners. Whoever reads
        published plans reads the national one."""
        readable = user.visible_territories(Ability.READ_PLAN)
        published = user.visible_territories(Ability.READ_PUBLISHED_PLAN)
        seen = Q(territory__in=readable) | Q(territory__in=published, state__in=PUBLIC_STATES)
        if user.territories_with(Ability.READ_PUBLISHED_PLAN):
            seen |= Q(kind=PlanKind.NATIONAL, state__in=PUBLIC_STATES)
        return self.filter(seen)


class Plan(models.Model):
    """The action plan of one territory for one fiscal year: national, regional (PAR) or local (PAL)."""

    kind = models.CharField("nature", max_length=10, choices=PlanKind, default=PlanKind.PAR)
    territory = models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="plans")
    year = models.ForeignKey(FiscalYear, verbose_name="exercice", on_delete=models.PROTECT, related_name="plans")
    title = models.CharField("titre", max_length=200)
    state = models.CharField("état", max_length=12, choices=PlanState, default=PlanState.DRAFT)
    edition = models.PositiveSmallIntegerField("édition", default=1)
    solidarity_state = models.CharField(
        "état du volet Solidarité sociale", max_length=10, choices=SolidarityState, default=SolidarityState.DRAFT
    )
    submitted_on = models.DateField("soumis le", null=True, blank=True)
    adopted_on = models.DateField("adopté le", null=True, blank=True)
    transmitted_on = models.DateField("transmis le", null=True, blank=True)
    approved_on = models.DateField("approuvé le", null=True, blank=True)
    published_on = models.DateField("publié le", null=True, blank=True)
    closed_on = models.DateField("clos le", null=True, blank=True)
    solidarity_approved_on = models.DateField("volet Solidarité sociale approuvé le", null=True, blank=True)
    extended_to = models.DateField("prolongé jusqu’au", null=True, blank=True)
    previous = models.ForeignKey(
        "self", verbose_name="reprend le plan", null=True, blank=True, on_delete=models.PROTECT, related_name="next"
    )
    is_demonstration = models.BooleanField("démonstration", default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    touched_at = models.DateTimeField("modifié le", auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "plan"
        ordering = ["-year_id", "territory"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "territory", "year"], name="plan_unique"),
            models.CheckConstraint(name="plan_state_known", condition=Q(state__in=PlanState.values)),
            _dated("submitted", SUBMITTED_STATES, (PlanKind.PAR, PlanKind.PAL)),
            _dated("adopted", ADOPTED_STATES, (PlanKind.PAR, PlanKind.PAL)),
            _dated("transmitted", TRANSMITTED_STATES, (PlanKind.PAR,)),
            _dated("approved", APPROVED_STATES, (PlanKind.PAR, PlanKind.NATIONAL)),
            _dated("published", PUBLIC_STATES, (PlanKind.PAR, PlanKind.NATIONAL)),
            _dated("closed", (PlanState.CLOSED,), tuple(PlanKind.values)),
            models.CheckConstraint(
                name="plan_solidarity_dated",
                condition=~Q(solidarity_state=SolidarityState.APPROVED) | Q(solidarity_approved_on__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_extended_once_published",
                condition=Q(extended_to__isnull=True) | Q(published_on__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_dates_in_order",
                condition=Q(transmitted_on__isnull=True)
                | Q(adopted_on__isnull=True)
                | Q(adopted_on__lte=models.F("transmitted_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year.label} – {self.territory}"

    def get_absolute_url(self) -> str:
        return reverse("plan", args=[self.territory.slug, self.year_id])

    @property
    def end(self) -> date:
        """The last day of the plan: that of its fiscal year, or the one that a decree gave it since."""
        return self.extended_to or date(self.year_id + 1, 3, 31)

    @property
    def is_editable(self) -> bool:
        """A draft is written, and a published plan under revision; what was submitted is frozen."""
        return self.state in WRITTEN_STATES

    def is_open(self, volet: str) -> bool:
        """Whether the texts of one mandate may be written: each is frozen by its own approver."""
        if volet == Volet.SOLIDARITY:
            return self.solidarity_state == SolidarityState.DRAFT and self.state != PlanState.CLOSED
        return self.is_editable


class Section(PlanRow):
    """A text of the plan: foreword, mission, portrait… `key` says which."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections")
    volet = models.CharField("volet", max_length=10, choices=Volet)
    key = models.SlugField("clé", max_length=40)
    number = models.CharField("numéro", max_length=8, blank=True)
    title = models.CharField("titre", max_length=200, blank=True)
    body = models.TextField("texte", blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "texte"
        constraints = [unique_while_live(["plan", "volet", "key"], "section_unique")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def owning_volet(self) -> str:
        return self.volet


class Signatory(PlanRow):
    """A person who signs the foreword."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="signatories")
    name = models.CharField("nom", max_length=120)
    role = models.CharField("titre", max_length=200)

    class Meta(PlanRow.Meta):
        verbose_name = "signataire"

    def __str__(self) -> str:
        return self.name


class Footnote(PlanRow):
    """A note of the plan: an abbreviation, a source, a law."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="footnotes")
    marker = models.CharField("renvoi", max_length=5)
    text = models.TextField("note")

    class Meta(PlanRow.Meta):
        verbose_name = "note"

    def __str__(self) -> str:
        return f"{self.marker}. {Truncator(self.text).chars(40)}"


class RowChange(models.Model):
    """One field of one row changed by one person, or one act on the row itself. Append-only: the history of the plan.

    What was done at one go (archiving a strategy with its actions) bears the same `batch`, and is undone together. For
    an act other than an edit, `field` is empty and `old`, `new` say where the row stood (see services_structure).
    """

    act = models.CharField("geste", max_length=10, choices=ChangeAct, default=ChangeAct.EDIT)
    batch = models.UUIDField("lot", default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("partie", max_length=30)
    row = models.PositiveBigIntegerField("ligne")
    label = models.CharField("intitulé", max_length=200)
    field = models.CharField("champ", max_length=40)
    old = models.TextField("avant", blank=True)
    new = models.TextField("après", blank=True)
    version = models.PositiveIntegerField("version produite")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "changement"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["plan", "kind", "row"], name="row_change_row"),
            models.Index(fields=["batch"], name="row_change_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.label} · {self.field}"
