"""The plan of a territory for a year, its texts and its history."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from accounts.enums import Ability
from indicators.models import FiscalYear
from plans.enums import PlanKind, PlanState, Volet
from plans.models.base import PlanRow
from regions.models import Territory

PUBLIC_STATES = (PlanState.PUBLISHED, PlanState.CLOSED)


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Plans of the person's territories: all of them for insiders, the published ones for partners."""
        readable = user.visible_territories(Ability.READ_PLAN)
        published = user.visible_territories(Ability.READ_PUBLISHED_PLAN)
        return self.filter(Q(territory__in=readable) | Q(territory__in=published, state__in=PUBLIC_STATES))


class Plan(models.Model):
    """A regional action plan (PAR): one territory, one fiscal year."""

    kind = models.CharField("nature", max_length=10, choices=PlanKind, default=PlanKind.PAR)
    territory = models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="plans")
    year = models.ForeignKey(FiscalYear, verbose_name="exercice", on_delete=models.PROTECT, related_name="plans")
    title = models.CharField("titre", max_length=200)
    state = models.CharField("état", max_length=12, choices=PlanState, default=PlanState.DRAFT)
    edition = models.PositiveSmallIntegerField("édition", default=1)
    is_demonstration = models.BooleanField("démonstration", default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    touched_at = models.DateTimeField("modifié le", auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "plan"
        ordering = ["-year_id", "territory"]
        constraints = [models.UniqueConstraint(fields=["kind", "territory", "year"], name="plan_unique")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year.label} – {self.territory}"

    def get_absolute_url(self) -> str:
        return reverse("plan", args=[self.territory.slug, self.year_id])

    @property
    def is_editable(self) -> bool:
        """Only a draft is written; what was submitted is frozen."""
        return self.state == PlanState.DRAFT


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
        constraints = [models.UniqueConstraint(fields=["plan", "volet", "key"], name="section_unique")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


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
    """One field of one row changed by one person. Append-only: the history of the plan."""

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
        indexes = [models.Index(fields=["plan", "kind", "row"], name="row_change_row")]

    def __str__(self) -> str:
        return f"{self.label} · {self.field}"
