"""The territorial plan (OVT): what the ministry does for the priorities of each territory, over several years.

It is no `Plan`: it covers all of Québec and several years, no regional council adopts it, and its end moves by decree.
Its territories are its own rows (decision 0009): region 11 has two of them.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Ability
from core.fields import ExactDecimalField
from plans.enums import ActionStatus, ChangeAct
from plans.models.base import PlanRow, called, unique_while_live
from plans.territorial_enums import TerritorialActKind, TerritorialState
from regions.models import MRC, Territory


class TerritorialPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Once adopted, a public document: whoever reads published plans anywhere. A draft: whoever reads plans."""
        if user.territories_with(Ability.READ_PLAN):
            return self.all()
        if user.territories_with(Ability.READ_PUBLISHED_PLAN):
            return self.exclude(state=TerritorialState.DRAFT)
        return self.none()


class TerritorialPlan(models.Model):
    """The ministry's answer to the regional priorities of a government strategy, for several years.

    `end` is the last day as adopted and never changes; a decree that prolongs the plan gives `extended_to`.
    """

    title = models.CharField("titre", max_length=250)
    strategy = models.CharField("stratégie gouvernementale", max_length=250, blank=True)
    strategy_priorities = models.PositiveSmallIntegerField("priorités de la stratégie", null=True, blank=True)
    first_year = models.PositiveSmallIntegerField("première année")
    last_year = models.PositiveSmallIntegerField("dernière année")
    start = models.DateField("premier jour")
    end = models.DateField("dernier jour à l’adoption")
    extended_to = models.DateField("prolongé jusqu’au", null=True, blank=True)
    dates_note = models.CharField("remarque sur les dates", max_length=250, blank=True)
    state = models.CharField("état", max_length=12, choices=TerritorialState, default=TerritorialState.DRAFT)
    edition = models.PositiveSmallIntegerField("édition", default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_demonstration = models.BooleanField("démonstration", default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    touched_at = models.DateTimeField("modifié le", auto_now_add=True)

    objects = TerritorialPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "plan territorial"
        verbose_name_plural = "plans territoriaux"
        ordering = ["-first_year"]
        constraints = [
            models.UniqueConstraint(fields=["first_year", "last_year"], name="territorial_plan_unique"),
            models.CheckConstraint(
                condition=Q(start__lte=F("end")) & Q(first_year__lte=F("last_year")), name="territorial_plan_ordered"
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | Q(extended_to__gt=F("end")), name="territorial_plan_extended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("territorial_plan", args=[self.first_year, self.last_year])

    @property
    def period(self) -> str:
        """`2020-2022`, as its title says; a prolongation does not change it."""
        return f"{self.first_year}-{self.last_year}"

    @property
    def effective_end(self) -> date:
        """The last day in force, prolongations counted."""
        return self.extended_to or self.end

    @property
    def has_ended(self) -> bool:
        """Whether its last day is past; its actions are still accounted for until it is closed."""
        return self.effective_end < timezone.localdate()


class TerritorialPlace(PlanRow):
    """One of the territories by which the strategy counts: a region, or the part of a region that `mrcs` make up.

    Rights are those of the region: the direction of region 11 writes for Gaspésie and for Îles-de-la-Madeleine.
    """

    plan = models.ForeignKey(TerritorialPlan, on_delete=models.CASCADE, related_name="places")
    name = models.CharField("territoire", max_length=80)
    slug = models.SlugField("adresse", max_length=80)
    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="+")
    mrcs = models.ManyToManyField(MRC, verbose_name="MRC, quand ce n’est pas toute la région", blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "territoire du plan"
        verbose_name_plural = "territoires du plan"
        constraints = [unique_while_live(["plan", "slug"], "territorial_place_unique")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("territorial_place", args=[self.plan.first_year, self.plan.last_year, self.slug])


class RegionalPriority(PlanRow):
    """A priority of a territory, with the number that the government's strategy gave it (not 1, 2, 3…)."""

    place = models.ForeignKey(TerritorialPlace, on_delete=models.CASCADE, related_name="priorities")
    number = models.PositiveSmallIntegerField("numéro de la priorité")
    title = models.CharField("priorité régionale", max_length=500)

    LIMITS = {"number": (1, 200)}

    class Meta(PlanRow.Meta):
        verbose_name = "priorité régionale"
        verbose_name_plural = "priorités régionales"
        ordering = ["number", "pk"]
        constraints = [unique_while_live(["place", "number"], "regional_priority_unique")]

    def __str__(self) -> str:
        return f"Priorité {self.number}"

    @property
    def owning_place(self) -> TerritorialPlace:
        return self.place

    @property
    def owning_plan(self) -> TerritorialPlan:
        return self.place.plan


class MinistryAction(PlanRow):
    """What the ministry does in a territory. One action may answer several priorities, one priority have several.

    `number` runs through the territory, across its priorities. `source_note` tells what the printed source says
    otherwise.
    """

    place = models.ForeignKey(TerritorialPlace, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField("numéro")
    text = models.TextField("action")
    priorities = models.ManyToManyField(
        RegionalPriority, verbose_name="répond aux priorités", related_name="actions", blank=True
    )
    lead = models.CharField("responsable", max_length=120, blank=True)
    partners = models.CharField("partenaires", max_length=300, blank=True)
    start = models.DateField("début", null=True, blank=True)
    end = models.DateField("échéance", null=True, blank=True)
    status = models.CharField("état", max_length=10, choices=ActionStatus, blank=True)
    source_note = models.CharField("remarque sur la source", max_length=300, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "action du ministère"
        verbose_name_plural = "actions du ministère"
        ordering = ["number", "pk"]
        constraints = [
            unique_while_live(["place", "number"], "ministry_action_unique"),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(start__lte=F("end")),
                name="ministry_action_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {called(self.text)}"

    def clean(self) -> None:
        """The end does not come before the start."""
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "L’échéance vient avant le début. Corrigez l’une des deux dates."})

    @property
    def owning_place(self) -> TerritorialPlace:
        return self.place

    @property
    def owning_plan(self) -> TerritorialPlan:
        return self.place.plan


class ActionTarget(PlanRow):
    """What an action is to give in a year, or over the whole plan (no year): a number of something, a day, or both.

    `result` is what was obtained; blank is not zero.
    """

    action = models.ForeignKey(MinistryAction, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    value = ExactDecimalField("cible", places=0, null=True, blank=True)
    unit = models.CharField("unité", max_length=60, blank=True)
    due = models.DateField("au plus tard le", null=True, blank=True)
    result = ExactDecimalField("résultat", places=0, null=True, blank=True)

    LIMITS = {"value": (0, None), "result": (0, None)}

    class Meta(PlanRow.Meta):
        verbose_name = "cible d’une action"
        verbose_name_plural = "cibles des actions"
        ordering = [F("year").asc(nulls_first=True), "position", "pk"]
        constraints = [unique_while_live(["action", "year", "unit"], "action_target_unique")]

    def __str__(self) -> str:
        return f"Cible de l’action {self.action.number}, {self.year or 'tout le plan'}"

    def clean(self) -> None:
        """Something is aimed at, within the years of the plan."""
        super().clean()
        plan = self.owning_plan
        if self.value is None and self.due is None:
            raise ValidationError({"value": "Donnez une quantité, une date, ou les deux."})
        if self.value is not None and not self.unit:
            raise ValidationError(
                {"unit": "Dites ce qui est compté\u00a0: «\u00a0formations\u00a0», «\u00a0salons\u00a0»…"}
            )
        if self.year and not plan.start.year <= self.year <= plan.effective_end.year:
            years = f"{plan.start.year} à {plan.effective_end.year}"
            raise ValidationError({"year": f"Le plan va de {years}\u00a0: choisissez une de ces années."})

    @property
    def owning_place(self) -> TerritorialPlace:
        return self.action.place

    @property
    def owning_plan(self) -> TerritorialPlan:
        return self.action.place.plan


class ActionFollowUp(models.Model):
    """How an action stood on a day, in words. Append-only; the last one is the present state."""

    action = models.ForeignKey(MinistryAction, on_delete=models.CASCADE, related_name="follow_ups")
    on = models.DateField("en date du")
    status = models.CharField("état", max_length=10, choices=ActionStatus)
    note = models.TextField("suivi", blank=True)
    is_synthetic = models.BooleanField("inventé pour la démonstration", default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("inscrit le", auto_now_add=True)

    class Meta:
        verbose_name = "suivi d’une action"
        verbose_name_plural = "suivis des actions"
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"Action {self.action_id}, {self.on:%Y-%m-%d}"


class TerritorialAct(models.Model):
    """A decision on the whole plan: who, when, by which instrument, why. Append-only.

    A prolongation keeps the end it replaces beside the new one. An adoption or a revision makes an edition: `contents`
    is the plan as it was adopted, `sha256` its hash.
    """

    plan = models.ForeignKey(TerritorialPlan, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField("acte", max_length=10, choices=TerritorialActKind)
    decided_on = models.DateField("date de la décision")
    day_known = models.BooleanField("le jour est connu", default=True)
    body = models.CharField("instance", max_length=150)
    instrument = models.CharField("décret ou autre acte", max_length=150, blank=True)
    reason = models.TextField("motif", blank=True)
    old_end = models.DateField("fin avant l’acte", null=True, blank=True)
    new_end = models.DateField("fin après l’acte", null=True, blank=True)
    edition = models.PositiveSmallIntegerField("édition", null=True, blank=True)
    contents = models.JSONField("contenu adopté", null=True, blank=True)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("inscrit le", auto_now_add=True)

    class Meta:
        verbose_name = "acte"
        ordering = ["decided_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "edition"], condition=Q(edition__isnull=False), name="territorial_edition_unique"
            ),
            models.CheckConstraint(
                name="extension_says_all",
                condition=~Q(kind=TerritorialActKind.EXTENSION)
                | (Q(new_end__gt=F("old_end")) & ~Q(instrument="") & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.decided_on:%Y-%m-%d}"


class TerritorialChange(models.Model):
    """One field of one row of the plan changed by one person, or one act on the row itself. Append-only."""

    plan = models.ForeignKey(TerritorialPlan, on_delete=models.PROTECT, related_name="changes")
    place = models.ForeignKey(TerritorialPlace, null=True, on_delete=models.PROTECT, related_name="changes")
    act = models.CharField("geste", max_length=10, choices=ChangeAct, default=ChangeAct.EDIT)
    kind = models.CharField("partie", max_length=30)
    row = models.PositiveBigIntegerField("ligne")
    label = models.CharField("intitulé", max_length=200)
    field = models.CharField("champ", max_length=40, blank=True)
    old = models.TextField("avant", blank=True)
    new = models.TextField("après", blank=True)
    version = models.PositiveIntegerField("version produite")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "changement du plan territorial"
        verbose_name_plural = "changements du plan territorial"
        ordering = ["-id"]
        indexes = [models.Index(fields=["plan", "kind", "row"], name="territorial_change_row")]

    def __str__(self) -> str:
        return f"{self.label} · {self.field}"
