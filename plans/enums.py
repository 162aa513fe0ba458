"""The words of planning."""

from django.db.models import TextChoices


class PlanKind(TextChoices):
    """Which plan: one kind a level of the territory tree."""

    NATIONAL = "national", "Plan d’action national"
    PAR = "par", "Plan d’action régional"
    PAL = "pal", "Plan d’action local"


class PlanState(TextChoices):
    """Where a plan stands on its way from the region to the Minister; `plans.workflow` says what leads where."""

    DRAFT = "draft", "Brouillon"
    CONSULTATION = "consultation", "En consultation locale"
    SUBMITTED = "submitted", "Soumis au CRPMT"
    ADOPTED = "adopted", "Adopté par le CRPMT"
    TRANSMITTED = "transmitted", "Transmis à la CPMT"
    EXAMINED = "examined", "Examiné par la CPMT"
    APPROVED = "approved", "Approuvé par le ministre"
    PUBLISHED = "published", "Publié"
    REVISION = "revision", "En révision"
    CLOSED = "closed", "Clos"


class SolidarityState(TextChoices):
    """Where the Solidarité sociale part stands: its approver is the deputy minister, not the council."""

    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Soumis au sous-ministre"
    APPROVED = "approved", "Approuvé par le sous-ministre"


class Body(TextChoices):
    """Who decides."""

    DIRECTORATE = "directorate", "Direction régionale"
    OFFICE = "office", "Direction du CLE"
    COUNCIL = "council", "CRPMT"
    COMMISSION = "commission", "CPMT"
    MINISTER = "minister", "Ministre"
    DEPUTY_MINISTER = "deputy", "Sous-ministre"
    GOVERNMENT = "government", "Gouvernement"


class ChangeAct(TextChoices):
    """What was done to a row of a plan."""

    EDIT = "edit", "Modification"
    ADD = "add", "Ajout"
    MOVE = "move", "Déplacement"
    ARCHIVE = "archive", "Archivage"
    RESTORE = "restore", "Rétablissement"
    ACCEPT = "accept", "Acceptation du cadre"
    CARRY = "carry", "Reprise du plan précédent"


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


class ImportState(TextChoices):
    """What became of a file sent to be taken into a plan."""

    READ = "read", "Lu"
    APPLIED = "applied", "Importé"
    DROPPED = "dropped", "Abandonné"


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
