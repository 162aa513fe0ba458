"""Decisions on a whole territorial plan. Each is an act that stays: who decided, when, by which instrument, why.

draft ──adopt──▶ in force ──open_revision──▶ in revision ──adopt──▶ in force (next edition) … ──close──▶ closed
                    └── extend: the end moves, the old one stays readable in the act
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.enums import JournalEvent
from accounts.journal import record
from accounts.models import User
from core.errors import Conflict, Refused
from indicators.pages.parts import long_date
from plans.models import TerritorialAct, TerritorialPlan
from plans.territorial_dossier import read_places
from plans.territorial_enums import WRITABLE, TerritorialActKind, TerritorialState
from plans.territorial_reads import gaps
from plans.territorial_rules import may_decide
from plans.territorial_snapshot import contents_of, fingerprint

MAY_NOT_DECIDE = "Les actes du plan territorial s’inscrivent au niveau national."


@transaction.atomic
def adopt_plan(
    *,
    plan: TerritorialPlan,
    expected_version: int,
    decided_on: date,
    body: str,
    by: User,
    instrument: str = "",
    reason: str = "",
    day_known: bool = True,
) -> TerritorialAct:
    """Adopt a draft, or the revision that was being written: an edition is kept as it was adopted.

    Refused while something is missing (an action that answers nothing, a priority without action), and for a revision
    without a reason.
    """
    _check_decision(by, plan, expected_version, decided_on, body)
    if plan.state not in WRITABLE:
        raise Refused("Il n’y a rien à adopter\u00a0: ce plan n’est ni un brouillon ni en révision.")
    kind = TerritorialActKind.ADOPTION if plan.state == TerritorialState.DRAFT else TerritorialActKind.REVISION
    if kind == TerritorialActKind.REVISION and not reason.strip():
        raise Refused("Dites ce que la révision change, et pourquoi.", fields={"reason": "Donnez le motif."})
    places = read_places(plan)
    if missing := gaps(places):
        raise Refused("Le plan ne peut être adopté\u00a0: " + " ".join(missing))
    contents = contents_of(places)
    _move(plan, expected_version, state=TerritorialState.IN_FORCE, edition=plan.edition + 1)
    return _act(
        plan, kind, decided_on, body, by, instrument=instrument, reason=reason.strip(), day_known=day_known,
        edition=plan.edition, contents=contents, sha256=fingerprint(contents),
    )  # fmt: skip


@transaction.atomic
def open_revision(
    *, plan: TerritorialPlan, expected_version: int, decided_on: date, body: str, reason: str, by: User
) -> TerritorialAct:
    """Let the words of a plan in force be written again; what was adopted stays readable as its edition."""
    _check_decision(by, plan, expected_version, decided_on, body)
    if plan.state != TerritorialState.IN_FORCE:
        raise Refused("Seul un plan en vigueur se révise.")
    _need_reason(reason)
    _move(plan, expected_version, state=TerritorialState.IN_REVISION)
    return _act(plan, TerritorialActKind.OPENING, decided_on, body, by, reason=reason.strip())


@transaction.atomic
def extend_plan(
    *,
    plan: TerritorialPlan,
    expected_version: int,
    new_end: date,
    decided_on: date,
    body: str,
    instrument: str,
    reason: str,
    by: User,
) -> TerritorialAct:
    """Put the end of the plan off, by decree. The end that it replaces stays in the act.

    Refused for a draft or a closed plan, without instrument or reason, and when the new end is not later.
    """
    _check_decision(by, plan, expected_version, decided_on, body)
    if plan.state not in {TerritorialState.IN_FORCE, TerritorialState.IN_REVISION}:
        raise Refused("Seul un plan en vigueur se prolonge.")
    old_end = plan.effective_end
    if new_end <= old_end:
        sentence = f"Le plan finit le {long_date(old_end)}\u00a0: choisissez un jour plus éloigné."
        raise Refused(sentence, fields={"new_end": sentence})
    if not instrument.strip():
        raise Refused("Une prolongation se fonde sur un acte.", fields={"instrument": "Donnez le décret."})
    _need_reason(reason)
    _move(plan, expected_version, extended_to=new_end)
    return _act(
        plan, TerritorialActKind.EXTENSION, decided_on, body, by,
        instrument=instrument.strip(), reason=reason.strip(), old_end=old_end, new_end=new_end,
    )  # fmt: skip


@transaction.atomic
def close_plan(
    *, plan: TerritorialPlan, expected_version: int, decided_on: date, body: str, reason: str, by: User
) -> TerritorialAct:
    """Close a plan in force: nothing is written any more."""
    _check_decision(by, plan, expected_version, decided_on, body)
    if plan.state != TerritorialState.IN_FORCE:
        raise Refused("Seul un plan en vigueur se clôt; adoptez d’abord la révision ouverte.")
    _need_reason(reason)
    _move(plan, expected_version, state=TerritorialState.CLOSED)
    return _act(plan, TerritorialActKind.CLOSURE, decided_on, body, by, reason=reason.strip())


# --- Inside ----------------------------------------------------------------------------------------------------------


def _check_decision(by: User, plan: TerritorialPlan, expected_version: int, decided_on: date, body: str) -> None:
    if not may_decide(by):
        raise Refused(MAY_NOT_DECIDE)
    standing = TerritorialPlan.objects.select_for_update().get(pk=plan.pk)
    if standing.version != expected_version:
        raise Conflict("Une autre personne a inscrit un acte entre-temps.", current=standing)
    for name in ("state", "edition", "extended_to", "version"):
        setattr(plan, name, getattr(standing, name))
    if decided_on > timezone.localdate():
        raise Refused("Un acte ne se date pas d’un jour à venir.", fields={"decided_on": "Choisissez un jour passé."})
    if not body.strip():
        raise Refused("Dites quelle instance a décidé.", fields={"body": "Donnez l’instance."})


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Cet acte se motive.", fields={"reason": "Dites pourquoi en une phrase."})


def _move(plan: TerritorialPlan, expected_version: int, **values) -> None:
    moved = TerritorialPlan.objects.filter(pk=plan.pk, version=expected_version).update(
        version=F("version") + 1, touched_at=timezone.now(), **values
    )
    if not moved:
        raise Conflict("Une autre personne a inscrit un acte entre-temps.", current=plan)
    for name, value in values.items():
        setattr(plan, name, value)
    plan.version = expected_version + 1


def _act(
    plan: TerritorialPlan, kind: TerritorialActKind, decided_on: date, body: str, by: User, **values
) -> TerritorialAct:
    act = TerritorialAct.objects.create(
        plan=plan, kind=kind, decided_on=decided_on, body=body.strip(), author=by, **values
    )
    detail = f"{act.get_kind_display()}\u00a0: {plan}."
    record(event=JournalEvent.PLAN_ACT, by=by, subject=act, address=plan.get_absolute_url(), detail=detail)
    return act
