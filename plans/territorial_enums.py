"""The words of the territorial plan."""

from django.db.models import TextChoices


class TerritorialState(TextChoices):
    """Where a territorial plan stands. The government's strategy sets the frame; no regional council decides here."""

    DRAFT = "draft", "Brouillon"
    IN_FORCE = "in_force", "En vigueur"
    IN_REVISION = "in_revision", "En révision"
    CLOSED = "closed", "Clos"


class TerritorialActKind(TextChoices):
    """What was decided about the plan as a whole."""

    ADOPTION = "adoption", "Adoption"
    OPENING = "opening", "Ouverture d’une révision"
    REVISION = "revision", "Adoption d’une révision"
    EXTENSION = "extension", "Prolongation"
    CLOSURE = "closure", "Clôture"


WRITABLE = (TerritorialState.DRAFT, TerritorialState.IN_REVISION)
FOLLOWED = (TerritorialState.IN_FORCE, TerritorialState.IN_REVISION)
