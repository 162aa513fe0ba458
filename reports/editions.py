"""Which dossier a document prints: the plan as it stands today, or an edition as it was frozen."""

from __future__ import annotations

from core.errors import Refused
from plans import models as m
from plans.dossier import Dossier, plan_dossier
from plans.editions import edition_dossier


def dossier_of(plan: m.Plan, edition: int | None = None, month: int | None = None) -> Dossier:
    """The dossier of a plan: of today (edition None), or of a numbered edition. Refused when there is no such edition.

    The one hook of frozen editions: `plans.editions` gives the dossier that approval froze, never today's rows.
    """
    if edition is None:
        return plan_dossier(plan, month)
    frozen = plan.editions.filter(number=edition).first()
    if frozen is None:
        raise Refused(f"Il n’y a pas d’édition {edition} de ce plan.")
    return edition_dossier(frozen)
