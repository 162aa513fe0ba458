"""What a person sees while a document is made: the same steps, in the same order, for every kind and format."""

from typing import Protocol

from django.db.models import TextChoices


class Step(TextChoices):
    READ = "read", "Lecture du dossier"
    COMPOSE = "compose", "Composition"
    LAY_OUT = "lay_out", "Mise en pages"
    CHECK = "check", "Contrôle"
    STORE = "store", "Enregistrement"


STEPS: tuple[Step, ...] = tuple(Step)


class Progress(Protocol):
    """Tells that a step begins; `part` names what is made within it (« Les cibles, 3 de 8 »)."""

    def __call__(self, step: Step, part: str = "") -> None: ...


def silent(step: Step, part: str = "") -> None:
    """Tell nobody."""
