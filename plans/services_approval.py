"""Verbs of approval: each moves a plan by the table of `plans.workflow`, and leaves an act that can be shown later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.enums import Ability, JournalEvent
from accounts.journal import record
from accounts.models import User
from core.errors import Conflict, Refused
from core.states import Transition, advance
from plans.editions import freeze_edition
from plans.enums import Body, PlanKind, PlanState, Volet
from plans.models import Act, Edition, Plan, RowChange
from plans.parts import KIND_OF, PARTS
from plans.reads import blocking
from plans.services import lock_row, write_values
from plans.workflow import BODY_OF, EXTEND, NUMBERED, SOLIDARITY, TABLES


@dataclass(frozen=True)
class Decision:
    """What is told of a decision. `decided_on` is today unless taken before; `on_paper`, outside the software."""

    decided_on: date | None = None
    resolution_number: str = ""
    reason: str = ""
    conditions: str = ""
    people: str = ""
    on_paper: bool = False
    new_end: date | None = None  # of a plan that a decree extends


@dataclass(frozen=True)
class Amendment:
    """A change decided with an act: the fields of a row, as its author read it at `version`."""

    row: Model
    version: int
    values: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def advance_plan(
    *,
    plan: Plan,
    name: str,
    seen: str,
    by: User,
    decision: Decision | None = None,
    seen_change: int | None = None,
    amendments: Sequence[Amendment] = (),
) -> Act:
    """Take one way of the table: check right, readiness and words, move, freeze, record. Returns the act.

    `seen` is the state that the person saw, `seen_change` the last change of the history that they had read (None: not
    asked). Raises Refused with the sentences to mend, or Conflict when the plan moved or changed meanwhile.
    """
    way = _way(TABLES[plan.kind], name)
    told = decision or Decision()
    _check_right(by, way, plan)
    _check_words(way, told, amendments)
    _check_seen(plan, seen_change)
    if way.gated and not told.on_paper:
        _check_ready(plan)
    decided_on = told.decided_on or timezone.localdate()
    _check_order(plan, decided_on)
    columns: dict[str, Any] = dict.fromkeys(way.clears)
    if way.stamp:
        columns[way.stamp] = decided_on
    old_end = _check_end(plan, way, told)
    if old_end is not None:
        columns["extended_to"] = told.new_end
    batch = _amend(plan, amendments, by) if amendments else None
    advance(plan, way, seen=seen, **columns)
    edition = freeze_edition(plan, by=by) if way.freezes else plan.editions.last()
    return _record(plan, way, seen, told, decided_on, edition, batch, by, Volet.EMPLOYMENT, old_end)


@transaction.atomic
def advance_solidarity(*, plan: Plan, name: str, seen: str, by: User, decision: Decision | None = None) -> Act:
    """The same for the Solidarité sociale part, which has its own approver (the deputy minister)."""
    if plan.kind != PlanKind.PAR or plan.state == PlanState.CLOSED:
        raise Refused("Ce plan n’a pas de volet Solidarité sociale à approuver.")
    way = _way(SOLIDARITY, name)
    told = decision or Decision()
    _check_right(by, way, plan)
    _check_words(way, told, ())
    decided_on = told.decided_on or timezone.localdate()
    columns: dict[str, Any] = dict.fromkeys(way.clears)
    if way.stamp:
        columns[way.stamp] = decided_on
    advance(plan, way, seen=seen, column="solidarity_state", **columns)
    return _record(plan, way, seen, told, decided_on, plan.editions.last(), None, by, Volet.SOLIDARITY)


def last_change_of(plan: Plan) -> int:
    """The number of the last change of a plan: what a page shows, and a decision must have seen."""
    return plan.changes.order_by("-pk").values_list("pk", flat=True).first() or 0


def _way(table: Sequence[Transition], name: str) -> Transition:
    way = next((one for one in table if one.name == name), None)
    if way is None:
        raise Refused("Ce geste n’existe pas pour ce plan.")
    return way


def _check_right(by: User, way: Transition, plan: Plan) -> None:
    if not by.may(Ability(way.ability), plan.territory):
        raise Refused(f"« {way.label} » n’est pas de votre ressort.")


def _check_words(way: Transition, told: Decision, amendments: Sequence[Amendment]) -> None:
    fields = {}
    if way.reason and not told.reason.strip():
        fields["reason"] = "Écrivez les motifs : ils seront montrés avec l’acte."
    if way.act and not told.decided_on:
        fields["decided_on"] = "Écrivez la date de la décision."
    if way.act and not told.resolution_number.strip() and way.name in NUMBERED:
        fields["resolution_number"] = NUMBERED[way.name]
    if way == EXTEND and told.new_end is None:
        fields["new_end"] = "Écrivez la nouvelle fin du plan."
    if told.decided_on and told.decided_on > timezone.localdate():
        fields["decided_on"] = "Cette date n’est pas encore venue."
    if fields:
        raise Refused(" ".join(fields.values()), fields=fields)
    if amendments and way.name not in {"adopt", "approve"}:
        raise Refused("Seules l’adoption et l’approbation peuvent porter des amendements.")


def _check_end(plan: Plan, way: Transition, told: Decision) -> date | None:
    """The end that an extension replaces; None for any other act. Refused when the new one is no later."""
    if way != EXTEND or told.new_end is None:
        return None
    end = Plan.objects.select_for_update().get(pk=plan.pk).end
    if told.new_end <= end:
        sentence = f"Le plan finit le {date_format(end, 'j F Y')}\u00a0: choisissez un jour plus éloigné."
        raise Refused(sentence, fields={"new_end": sentence})
    return end


def _check_seen(plan: Plan, seen_change: int | None) -> None:
    if seen_change is None or seen_change == last_change_of(plan):
        return
    since = RowChange.objects.filter(plan=plan, pk__gt=seen_change).select_related("author")
    authors = ", ".join(sorted({str(change.author) for change in since if change.author})) or "une autre personne"
    raise Conflict(
        f"Le plan a changé depuis que vous avez ouvert cette page (par {authors}). Relisez-le avant de décider.",
        current=plan,
    )


def _check_ready(plan: Plan) -> None:
    gaps = blocking(plan)
    if gaps:
        raise Refused("Il manque encore : " + " ".join(gap.sentence for gap in gaps))


def _check_order(plan: Plan, decided_on: date) -> None:
    last = plan.acts.filter(volet=Volet.EMPLOYMENT).last()
    if last is not None and decided_on < last.decided_on:
        sentence = f"Cette date vient avant l’acte précédent, du {date_format(last.decided_on, 'j F Y')}."
        raise Refused(sentence, fields={"decided_on": sentence})


def _amend(plan: Plan, amendments: Sequence[Amendment], by: User):
    batch = uuid4()
    for amendment in amendments:
        if amendment.row.owning_plan.pk != plan.pk:
            raise Refused("Un amendement vise une partie d’un autre plan.")
        part = PARTS[KIND_OF[type(amendment.row)]]
        if unknown := set(amendment.values) - set(part.fields):
            raise Refused(f"Champ inconnu : {', '.join(sorted(unknown))}.")
        write_values(lock_row(amendment.row, amendment.version), amendment.values, by=by, batch=batch)
    return batch


def _record(
    plan: Plan,
    way: Transition,
    seen: str,
    told: Decision,
    decided_on: date,
    edition: Edition | None,
    batch,
    by: User,
    volet: Volet,
    old_end: date | None = None,
) -> Act:
    body = BODY_OF[way.name]
    number = told.resolution_number.strip()
    _check_number(plan, body, number)
    try:
        with transaction.atomic():
            act = Act.objects.create(
                plan=plan,
                edition=edition,
                volet=volet,
                transition=way.name,
                body=body,
                source=seen,
                target=way.target,
                decided_on=decided_on,
                resolution_number=number,
                reason=told.reason,
                conditions=told.conditions,
                people=told.people,
                on_paper=told.on_paper,
                changes=batch,
                old_end=old_end,
                new_end=told.new_end if old_end else None,
                entered_by=by,
            )
    except IntegrityError as error:
        raise _number_taken(number) from error
    record(  # the act is its own record; the journal leads to it
        event=JournalEvent.PLAN_ACT, by=by, territory=plan.territory, subject=act,
        address=reverse("plan_approval", args=[plan.territory.slug, plan.year_id]),
        detail=f"{way.label}\u00a0: {plan}.",
    )  # fmt: skip
    return act


def _check_number(plan: Plan, body: Body, number: str) -> None:
    """A council numbers each resolution once; the Commission and the Minister may decide of all regions by one."""
    taken = Act.objects.filter(body=body, resolution_number=number)
    within = taken.filter(plan__territory=plan.territory) if body == Body.COUNCIL else taken.filter(plan=plan)
    if number and within.exists():
        raise _number_taken(number)


def _number_taken(number: str) -> Refused:
    sentence = f"La résolution {number} est déjà inscrite pour une autre décision. Vérifiez le numéro."
    return Refused(sentence, fields={"resolution_number": sentence})
