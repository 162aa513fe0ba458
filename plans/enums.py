"""The words of planning."""

from django.db.models import TextChoices


class PlanKind(TextChoices):
    """Which plan; only the PAR is written in this edition of the software."""

    PAR = "par", "Plan d’action régional"


class PlanState(TextChoices):
    """Where a plan stands on its way from the region to the Minister. Acts that move it come with approvals."""

    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Soumis au CRPMT"
    ADOPTED = "adopted", "Adopté par le CRPMT"
    TRANSMITTED = "transmitted", "Transmis à la CPMT"
    APPROVED = "approved", "Approuvé par le ministre"
    PUBLISHED = "published", "Publié"
    CLOSED = "closed", "Clos"


class Volet(TextChoices):
    """The two mandates in one document, each with its own approver and numbering."""

    EMPLOYMENT = "employment", "Services publics d’emploi"
    SOLIDARITY = "solidarity", "Solidarité sociale"


class Trend(TextChoices):
    STRONG_UP = "strong_up", "Forte hausse"
    SLIGHT_UP = "slight_up", "Très légère hausse"
    DOWN = "down", "Baisse"
    STRONG_DOWN = "strong_down", "Baisse marquée"
    UNKNOWN = "", "—"


class ActionStatus(TextChoices):
    """What was done of an action; empty on import, as no printed plan tells it."""

    NOT_TOLD = "", "Non précisé"
    PLANNED = "planned", "À venir"
    ONGOING = "ongoing", "En cours"
    DONE = "done", "Réalisée"
    DROPPED = "dropped", "Abandonnée"


class StaffCategory(TextChoices):
    BASE = "base", "De base"
    SPECIAL = "special", "Projets spéciaux"


class StaffUnit(TextChoices):
    INCOME_SECURITY = "income_security", "Sécurité du revenu"
    EMPLOYMENT = "employment", "Emploi-Québec"


class StepState(TextChoices):
    """How a step of the planning cycle is shown."""

    DONE = "done", "Terminée"
    CURRENT = "current", "En cours"
    TODO = "todo", "À venir"
    LATE = "late", "En retard"
