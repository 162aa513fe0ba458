"""One thing to mend or to look at, in a sentence."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Severity(TextChoices):
    """Whether a plan may be submitted with it."""

    MEND = "mend", "À corriger"  # the plan is not submitted before
    CHECK = "check", "À vérifier"  # somebody looks, and decides


@dataclass(frozen=True)
class Gap:
    """A French sentence, the address where it is mended, how severe it is and the part of the plan it belongs to."""

    sentence: str
    url: str
    severity: Severity = Severity.CHECK
    part: str = ""
    heading: str = ""  # anchor of the part of the outline in which it is mended, where there is one

    @property
    def blocks(self) -> bool:
        """Whether it is to be mended before the plan is submitted."""
        return self.severity == Severity.MEND


def counted(count: int, one: str, many: str) -> str:
    """« 1 texte vide », « 3 textes vides »."""
    return f"{count} {one if count < 2 else many}"
