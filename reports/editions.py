"""Which dossier a document prints: the plan as it stands today, or an edition as it was frozen."""

from __future__ import annotations

from datetime import datetime

from core.errors import Refused
from plans import models as m
from plans.dossier import Dossier, plan_dossier
from plans.editions import edition_dossier


def dossier_of(plan: m.Plan, edition: int | None = None, month: int | None = None) -> tuple[Dossier, datetime | None]:
    """The dossier of a plan, today (edition None) or as a numbered edition froze it, and when it was frozen.

    The one hook of frozen editions: `plans.editions` gives the dossier that approval froze, never today's rows.
    Refused when there is no such edition.
    """
    if edition is None:
        return plan_dossier(plan, month), None
    frozen = plan.editions.filter(number=edition).first()
    if frozen is None:
        raise Refused(f"Il n’y a pas d’édition {edition} de ce plan.")
    return edition_dossier(frozen), frozen.frozen_at
