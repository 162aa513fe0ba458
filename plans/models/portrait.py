"""What the labour market looks like and what matters: key figures, issues, sectors."""

from django.db import models

from core.fields import ExactDecimalField
from plans.enums import Trend
from plans.models.base import PlanRow, unique_while_live
from plans.models.plan import Plan
from regions.models import MRC

PLACES = 3  # stored precision of a key figure; `decimals` says how many are printed


class KeyFigure(PlanRow):
    """One measure of the region beside Québec. Two sources that disagree are two rows: both are shown.

    `beside_mrcs` marks the one whose two values stand beside the rates of the MRCs, whatever it is called.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="key_figures")
    theme = models.CharField("thème", max_length=80)
    label = models.CharField("mesure", max_length=200)
    unit = models.CharField("unité", max_length=30, blank=True)
    decimals = models.PositiveSmallIntegerField("décimales", default=0)
    region_value = ExactDecimalField("région", places=PLACES, null=True, blank=True)
    quebec_value = ExactDecimalField("Québec", places=PLACES, null=True, blank=True)
    quebec_share = ExactDecimalField("part du Québec (%)", places=1, null=True, blank=True)
    region_note = models.CharField("précision (région)", max_length=200, blank=True)
    quebec_note = models.CharField("précision (Québec)", max_length=200, blank=True)
    source = models.CharField("source", max_length=250, blank=True)
    as_of = models.CharField("date ou période", max_length=100, blank=True)
    beside_mrcs = models.BooleanField("à montrer avec les taux par MRC", default=False)
    needs_update = models.BooleanField("à mettre à jour", default=False)  # carried over from last year's plan

    LIMITS = {"decimals": (0, PLACES), "quebec_share": (0, 100)}

    class Meta(PlanRow.Meta):
        verbose_name = "chiffre clé"
        verbose_name_plural = "chiffres clés"

    def __str__(self) -> str:
        return self.label


class MRCFigure(PlanRow):
    """The employment insurance rate of one MRC (recipients ÷ population aged 15 to 64, in %)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="mrc_figures")
    mrc = models.ForeignKey(MRC, verbose_name="MRC", on_delete=models.PROTECT, related_name="+")
    value = ExactDecimalField("taux d’assurance-emploi (%)", places=1, null=True, blank=True)
    trend = models.CharField("évolution des prestataires", max_length=12, choices=Trend, blank=True)
    needs_update = models.BooleanField("à mettre à jour", default=False)  # carried over from last year's plan

    LIMITS = {"value": (0, 100)}

    class Meta(PlanRow.Meta):
        verbose_name = "taux par MRC"
        verbose_name_plural = "taux par MRC"
        constraints = [unique_while_live(["plan", "mrc"], "mrc_figure_unique")]

    def __str__(self) -> str:
        return f"Taux d’assurance-emploi – {self.mrc}"


class Issue(PlanRow):
    """An issue (enjeu) of the labour market and what the plan retains of it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="issues")
    title = models.CharField("enjeu", max_length=250)
    description = models.TextField("constat", blank=True)
    retained = models.TextField("ce que retient la planification", blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "enjeu"
        verbose_name_plural = "enjeux"

    def __str__(self) -> str:
        return self.title


class SectorIssue(PlanRow):
    """What is at stake in one sector of activity."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sector_issues")
    name = models.CharField("secteur", max_length=150)
    description = models.TextField("enjeux et interventions", blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "enjeu sectoriel"
        verbose_name_plural = "enjeux sectoriels"

    def __str__(self) -> str:
        return self.name


class SectorCommittee(PlanRow):
    """A sector committee whose plan the council (CRPMT) chose to act with."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sector_committees")
    name = models.CharField("comité sectoriel", max_length=150)
    elements = models.TextField("éléments retenus", blank=True)
    council_note = models.TextField("position du conseil", blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "comité sectoriel"
        verbose_name_plural = "comités sectoriels"

    def __str__(self) -> str:
        return self.name
