"""The kinds of places."""

from django.db.models import TextChoices


class TerritoryKind(TextChoices):
    """The three levels at which plans are made and results followed."""

    NATIONAL = "national", "Québec"
    REGION = "region", "Région"
    CLE = "cle", "Centre local d’emploi"


class MRCKind(TextChoices):
    MRC = "MRC", "Municipalité régionale de comté"
    TE = "TE", "Territoire équivalent"
