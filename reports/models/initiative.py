"""Regional initiatives: what a region did with its partners, told for the annual report."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.enums import Ability
from indicators.models import FiscalYear
from regions.models import Territory
from reports.annual_enums import InitiativeAct, InitiativeState


class ReportHeading(models.Model):
    """A heading of the national report of a year, under which initiatives are told."""

    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="report_headings")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("rubrique", max_length=300)

    class Meta:
        verbose_name = "rubrique du rapport national"
        verbose_name_plural = "rubriques du rapport national"
        ordering = ["year", "number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="report_heading_unique")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class InitiativeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the territories whose results the person may read."""
        return self.filter(territory__in=user.visible_territories(Ability.READ_RESULTS))

    def told(self):
        """Those that a report may tell: read by the ministry and retained."""
        return self.filter(state=InitiativeState.ACCEPTED)

    def chosen(self):
        """Those of the national report."""
        return self.told().filter(heading__isnull=False)


class Initiative(models.Model):
    """One initiative of a region in a fiscal year. `heading` places it in the national report, once chosen.

    A portrait is anonymised: `is_pseudonym` says that the first names it uses are invented, and a note says so.
    The picture is re-encoded when it comes in (`reports.initiatives_picture`) and never stands without its text.
    """

    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="initiatives"
    )
    year = models.ForeignKey(FiscalYear, verbose_name="exercice", on_delete=models.PROTECT, related_name="initiatives")
    title = models.CharField("titre", max_length=200)
    summary = models.TextField("sommaire")
    partners = models.TextField("partenaires", blank=True)
    results = models.TextField("résultats", blank=True)
    portrait_title = models.CharField("titre du portrait", max_length=200, blank=True)
    portrait = models.TextField("portrait", blank=True)
    is_pseudonym = models.BooleanField("prénom fictif", default=False)
    quotation = models.TextField("citation", blank=True)
    quotation_by = models.CharField("de qui est la citation", max_length=150, blank=True)
    picture = models.FileField("image", upload_to="initiatives/", blank=True)
    picture_text = models.CharField("texte de remplacement de l’image", max_length=300, blank=True)
    picture_credit = models.CharField("crédit de l’image", max_length=150, blank=True)
    state = models.CharField("état", max_length=10, choices=InitiativeState, default=InitiativeState.DRAFT)
    heading = models.ForeignKey(
        ReportHeading, verbose_name="rubrique", null=True, blank=True, on_delete=models.PROTECT,
        related_name="initiatives",
    )  # fmt: skip
    position = models.PositiveSmallIntegerField("rang", default=0)
    source = models.CharField("source", max_length=200, blank=True)
    is_synthetic = models.BooleanField("donnée de démonstration", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    touched_at = models.DateTimeField("modifiée le", auto_now_add=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = "initiative"
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["year", "territory"], name="initiative_place")]
        constraints = [
            models.CheckConstraint(name="initiative_picture_has_text", condition=Q(picture="") | ~Q(picture_text="")),
            models.CheckConstraint(
                name="initiative_chosen_is_accepted", condition=Q(heading__isnull=True) | Q(state="accepted")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("initiative", args=[self.territory.slug, self.year_id, self.pk])

    @property
    def is_editable(self) -> bool:
        """Written by its region until it is submitted, and again when it is returned."""
        return self.state in {InitiativeState.DRAFT, InitiativeState.RETURNED}

    @property
    def owner(self) -> str:
        """Who tells it, as the report prints it: the region, or the ministry."""
        return self.territory.name_in(self.year_id) if self.territory.is_region else "Secteur de l’emploi du ministère"


class InitiativeEvent(models.Model):
    """What happened to an initiative, with what its author said. Append-only."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="events")
    act = models.CharField("acte", max_length=10, choices=InitiativeAct)
    text = models.TextField("commentaire", blank=True)
    version = models.PositiveIntegerField("version")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "événement d’une initiative"
        verbose_name_plural = "événements d’une initiative"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.initiative_id}: {self.act}"


class InitiativeConfirmation(models.Model):
    """A passage that the check points out and that somebody keeps, with the reason why it may be published."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="confirmations")
    field = models.CharField("champ", max_length=30)
    fragment = models.CharField("passage", max_length=300)
    reason = models.CharField("motif", max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "passage confirmé"
        verbose_name_plural = "passages confirmés"
        constraints = [
            models.UniqueConstraint(fields=["initiative", "field", "fragment"], name="initiative_confirmed_once"),
            models.CheckConstraint(name="initiative_confirmed_with_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.fragment}"
