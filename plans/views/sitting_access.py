"""Which council and sitting an address names, for whom; and how a refusal of theirs is answered."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from core.errors import Conflict, Refused
from partners.views_council import get_council, tell
from plans.models import Motion, Sitting

__all__ = ["get_council", "get_motion", "get_sitting", "status_of", "tell"]


def get_sitting(request: HttpRequest, territory: str, year: int, number: int) -> Sitting:
    """A sitting of the council of that very region; else 404."""
    council = get_council(request, territory, year)
    found = Sitting.objects.filter(council=council, year=year, number=number).select_related("year", "chair").first()
    if found is None:
        raise Http404(f"Il n’y a pas de séance {number} de ce conseil pour cet exercice.")
    found.council = council
    return found


def get_motion(sitting: Sitting, number: int | str) -> Motion:
    """A motion of that very sitting; else 404."""
    found = sitting.motions.filter(number=number).first() if str(number).isdecimal() else None
    if found is None:
        raise Http404("Cette proposition n’est pas de la séance.")
    found.sitting = sitting
    return found


def status_of(refused: Refused) -> int:
    """409 when somebody moved first, 422 when a rule forbids."""
    return 409 if isinstance(refused, Conflict) else 422
