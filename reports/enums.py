"""The words of documents."""

from django.db.models import TextChoices


class DocumentKind(TextChoices):
    PAR = "par", "Plan d’action régional"


class DocumentFormat(TextChoices):
    PDF = "pdf", "PDF"


class RunState(TextChoices):
    QUEUED = "queued", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Terminé"
    FAILED = "failed", "Échoué"
