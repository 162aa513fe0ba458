"""What a person sees while a document is made: the same steps, in the same order, for every kind."""

from collections.abc import Callable

from django.db.models import TextChoices


class Step(TextChoices):
    READ = "read", "Lecture du dossier"
    COMPOSE = "compose", "Composition"
    LAY_OUT = "lay_out", "Mise en pages"
    CHECK = "check", "Contrôle"
    STORE = "store", "Enregistrement"


STEPS: tuple[Step, ...] = tuple(Step)
Progress = Callable[[Step], None]


def silent(step: Step) -> None:
    """Tell nobody."""
