"""Verbs on amendments: propose, retain or set aside, and decide on a plan with those that were chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.enums import Ability
from accounts.models import User
from core.errors import Conflict, Refused
from plans.amendment_rules import DECIDES, amendable_fields, body_of, in_mandate, text_of, value_of
from plans.enums import Body
from plans.models import Act, AmendmentProposal, Plan
from plans.parts import KIND_OF, PARTS
from plans.services_approval import Amendment, Decision, advance_plan
from plans.sitting_enums import OPEN_AMENDMENTS, AmendmentState

_RIGHT = {Body.COUNCIL: Ability.COMMENT_PLAN, Body.MINISTER: Ability.ACT_NATIONALLY}
_SETTLES = {Body.COUNCIL: Ability.RECORD_COUNCIL, Body.MINISTER: Ability.ACT_NATIONALLY}


def may_propose(user: User, plan: Plan) -> bool:
    """Whether the person may propose an amendment to the body before which the plan now is."""
    body = body_of(plan)
    return body is not None and user.is_authenticated and user.may(_RIGHT[body], plan.territory)


def may_settle(user: User, plan: Plan) -> bool:
    """Whether the person retains or sets aside proposals, and records what the body decides."""
    body = body_of(plan)
    return body is not None and user.is_authenticated and user.may(_SETTLES[body], plan.territory)


@transaction.atomic
def propose_amendment(
    *, plan: Plan, row: Model, field: str, version_read: int, text: str, reason: str, by: User
) -> AmendmentProposal:
    """Propose another text for a field of a submitted plan. The plan itself does not change.

    Refused without the right, outside the mandate, without reason or for the same text; Conflict when the row is no
    longer the one that its author read.
    """
    current = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    body = body_of(current)
    if body is None:
        raise Refused("Ce plan n’est devant aucune instance\u00a0: il ne reçoit pas d’amendement.")
    if not by.may(_RIGHT[body], plan.territory):
        raise Refused("Vous ne pouvez pas proposer d’amendement à ce plan.")
    if row.owning_plan.pk != plan.pk or field not in {one.name for one in amendable_fields(type(row))}:
        raise Refused("Cette partie du plan ne s’amende pas.")
    if not in_mandate(row):
        raise Refused("Le volet Solidarité sociale suit son propre approbateur\u00a0: il ne s’amende pas ici.")
    if row.version != version_read:
        raise Conflict("Ce passage a changé depuis que vous l’avez lu.", current=row)
    if not reason.strip():
        raise Refused(_WHY, fields={"reason": _WHY})
    if value_of(row, field, text) == getattr(row, field):
        raise Refused(_SAME, fields={"new": _SAME})
    verbose = row._meta.get_field(field).verbose_name
    return AmendmentProposal.objects.create(
        plan=plan,
        body=body,
        kind=KIND_OF[type(row)],
        row=row.pk,
        field=field,
        label=f"{str(row)[:140]} – {verbose}"[:200],
        version_read=version_read,
        old=text_of(row, field),
        new=text.replace("\r\n", "\n"),
        reason=reason.strip(),
        author=by,
    )


_WHY = "Écrivez pourquoi\u00a0: le motif sera lu avec la proposition."
_SAME = "Le texte proposé est celui du plan\u00a0: changez-le."


@transaction.atomic
def settle_amendment(*, proposal: AmendmentProposal, state: str, seen: str, by: User) -> AmendmentProposal:
    """Retain a proposal, set it aside, or take it up again. Conflict when it no longer stands in the state `seen`."""
    if not by.may(_SETTLES[Body(proposal.body)], proposal.plan.territory):
        raise Refused("Retenir ou écarter un amendement n’est pas de votre ressort.")
    if state not in {AmendmentState.PROPOSED, AmendmentState.RETAINED, AmendmentState.REJECTED}:
        raise Refused("Un amendement s’applique avec l’acte qui l’adopte.")
    if proposal.motions.filter(state="open").exists():
        raise Refused("Le vote est ouvert sur cet amendement\u00a0: attendez qu’il soit clos.")
    same = AmendmentProposal.objects.filter(pk=proposal.pk, state=seen).exclude(state=AmendmentState.APPLIED)
    if not same.update(state=state, settled_by=by, settled_at=timezone.now()):
        current = AmendmentProposal.objects.get(pk=proposal.pk)
        raise Conflict(
            f"Cet amendement est maintenant « {current.get_state_display().lower()} ». Relisez la page.",
            current=current,
        )
    proposal.refresh_from_db()
    return proposal


@transaction.atomic
def decide_with_amendments(
    *,
    plan: Plan,
    name: str,
    seen: str,
    by: User,
    proposals: Iterable[int],
    decision: Decision | None = None,
    seen_change: int | None = None,
) -> Act:
    """Adopt or approve a plan with the proposals chosen (their numbers), in one transaction; the others are set aside.

    Everything that `advance_plan` refuses is refused; so are a proposal that is no longer open, one whose text changed
    since it was read, and two that change the same field.
    """
    chosen = chosen_proposals(plan, name, proposals)
    amendments = as_amendments(plan, chosen)
    act = advance_plan(
        plan=plan, name=name, seen=seen, by=by, decision=decision, seen_change=seen_change, amendments=amendments
    )
    if name in DECIDES:
        now = timezone.now()
        mine = AmendmentProposal.objects.filter(plan=plan, body=DECIDES[name], state__in=OPEN_AMENDMENTS)
        mine.filter(pk__in=[one.pk for one in chosen]).update(
            state=AmendmentState.APPLIED, act=act, settled_by=by, settled_at=now
        )
        mine.update(state=AmendmentState.REJECTED, settled_by=by, settled_at=now)
    return act


def chosen_proposals(plan: Plan, name: str, numbers: Iterable[int]) -> list[AmendmentProposal]:
    """The open proposals of those numbers, before the body that decides. Conflict when one is no longer open."""
    wanted = set(numbers)
    if not wanted:
        return []
    if name not in DECIDES:
        raise Refused("Seules l’adoption et l’approbation peuvent porter des amendements.")
    found = list(AmendmentProposal.objects.open().before(DECIDES[name]).filter(plan=plan, pk__in=wanted))
    if {one.pk for one in found} != wanted:
        raise Conflict("Un des amendements choisis n’est plus ouvert. Relisez la liste avant de décider.", current=plan)
    return found


def as_amendments(plan: Plan, proposals: Sequence[AmendmentProposal]) -> tuple[Amendment, ...]:
    """What `advance_plan` takes: one amendment a row. Refused when two proposals change the same field."""
    values: dict[tuple[str, int], dict[str, Any]] = {}
    versions: dict[tuple[str, int], int] = {}
    rows = rows_of(proposals)
    for one in proposals:
        key = (one.kind, one.row)
        row = rows.get(key)
        if row is None or row.version != one.version_read:
            raise Conflict(
                f"« {one.label} »\u00a0: le texte du plan a changé depuis que l’amendement a été écrit. "
                "Proposez-le de nouveau sur le texte présent.",
                current=plan,
            )
        if one.field in values.setdefault(key, {}):
            raise Refused(f"Deux amendements changent « {one.label} »\u00a0: n’en gardez qu’un.")
        values[key][one.field] = value_of(row, one.field, one.new)
        versions[key] = one.version_read
    return tuple(Amendment(rows[key], versions[key], fields) for key, fields in values.items())


def rows_of(proposals: Iterable[AmendmentProposal]) -> dict[tuple[str, int], Model]:
    """The rows that the proposals bear on, as they stand: one query a kind of part."""
    wanted: dict[str, set[int]] = {}
    for one in proposals:
        wanted.setdefault(one.kind, set()).add(one.row)
    return {
        (kind, row.pk): row
        for kind, numbers in wanted.items()
        for row in PARTS[kind].model.objects.filter(pk__in=numbers)
    }
