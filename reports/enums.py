"""The words of documents."""

from django.db.models import TextChoices


class DocumentKind(TextChoices):
    PAR = "par", "Plan d’action régional"
    FOLLOWUP = "followup", "Suivi mensuel"
    ANNUAL = "annual", "Rapport annuel"
    OVT = "ovt", "Plan territorial (OVT)"
    MINUTES = "minutes", "Procès-verbal du conseil"
    RESOLUTION = "resolution", "Résolution du conseil"


class DocumentFormat(TextChoices):
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel (XLSX)"
    DOCX = "docx", "Word (DOCX)"
    CSV = "csv", "CSV (ZIP)"
    WEB = "web", "Lecture à l’écran"

    @property
    def extension(self) -> str:
        """What ends the name of a file: `pdf`, `csv.zip`."""
        return {"csv": "csv.zip", "web": "html"}.get(self.value, self.value)

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self.value]


_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "application/zip",
    "web": "text/html; charset=utf-8",
}


class Paper(TextChoices):
    LETTER = "letter", "Lettre (8½ × 11 po)"
    A4 = "a4", "A4"


class RunState(TextChoices):
    QUEUED = "queued", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Terminé"
    FAILED = "failed", "Échoué"
    CANCELLED = "cancelled", "Annulé"
