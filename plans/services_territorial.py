"""Verbs on the rows of a territorial plan: right, version, history, in one transaction.

Acts on the whole plan (adoption, revision, prolongation, closure) are in `services_territorial_acts`.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone

from accounts.models import User
from core.errors import Refused
from indicators.pages.parts import long_date
from indicators.services import open_year
from plans.enums import ActionStatus, ChangeAct
from plans.models import (
    ActionFollowUp,
    ActionTarget,
    MinistryAction,
    RegionalPriority,
    TerritorialChange,
    TerritorialPlace,
    TerritorialPlan,
)
from plans.services import clean_row, lock_row, write_row
from plans.territorial_parts import KIND_OF, PARTS
from plans.territorial_rules import may_follow, may_write
from regions.models import MRC, Territory

MAY_NOT_WRITE = (
    "Ce territoire se modifie par la direction ou la planification de sa région, ou par le ministère, tant que le plan "
    "est un brouillon ou qu’une révision est ouverte."
)
MAY_NOT_FOLLOW = (
    "Le suivi s’inscrit par la direction ou la planification de la région, ou par le ministère, tant que le plan est "
    "en vigueur."
)


# --- Making a plan ---------------------------------------------------------------------------------------------------


@transaction.atomic
def create_territorial_plan(
    *,
    title: str,
    first_year: int,
    last_year: int,
    start: date,
    end: date,
    by: User | None,
    strategy: str = "",
    strategy_priorities: int | None = None,
    dates_note: str = "",
    is_demonstration: bool = False,
) -> TerritorialPlan:
    """A new, empty plan. Refused when its days are reversed or when there is one for these years.

    Its first fiscal year is opened: the documents of a plan of several years are filed under it.
    """
    if end < start or last_year < first_year:
        raise Refused("Le plan finit avant de commencer.", fields={"end": "Choisissez une date après le début."})
    if TerritorialPlan.objects.filter(first_year=first_year, last_year=last_year).exists():
        raise Refused(f"Il y a déjà un plan territorial {first_year}-{last_year}.")
    open_year(first_year)
    return TerritorialPlan.objects.create(
        title=title,
        first_year=first_year,
        last_year=last_year,
        start=start,
        end=end,
        strategy=strategy,
        strategy_priorities=strategy_priorities,
        dates_note=dates_note,
        is_demonstration=is_demonstration,
        created_by=by,
    )


@transaction.atomic
def add_place(
    *, plan: TerritorialPlan, name: str, slug: str, region: Territory, position: int, mrcs: Iterable[MRC] = ()
) -> TerritorialPlace:
    """A territory of the plan: a whole region, or the part of it that `mrcs` make up."""
    if not region.is_region:
        raise Refused("Un territoire du plan est une région, ou une partie d’une région.")
    place = TerritorialPlace(plan=plan, name=name, slug=slug, region=region, position=position)
    clean_row(place)
    place.save(force_insert=True)
    place.mrcs.set(mrcs)
    return place


# --- Writing rows ----------------------------------------------------------------------------------------------------


@transaction.atomic
def add_territorial_row(*, part: str, parent: Model, values: dict[str, Any], by: User) -> Model:
    """Add a priority, an action (to a territory) or a target (to an action). Refused without the right.

    An action without number takes the next one of its territory.
    """
    place = parent if isinstance(parent, TerritorialPlace) else parent.owning_place
    _check_may_write(by, place)
    kept = dict(values)
    priorities = list(kept.pop("priorities", ()))
    if part == "action" and not kept.get("number"):
        kept["number"] = next_action_number(place)
    row = PARTS[part].model(**{PARTS[part].parent: parent}, **kept)
    _check_rules(row, place, priorities)
    row.save(force_insert=True)
    if part == "action":
        row.priorities.set(priorities)
    _record(row, {"": ("", str(row))}, by=by, act=ChangeAct.ADD)
    return row


@transaction.atomic
def edit_territorial_row(*, row: Model, expected_version: int, values: dict[str, Any], by: User) -> Model:
    """Change fields of a row read at `expected_version`; returns the row as written.

    Raises Refused without the right or when a value breaks a rule; Conflict when somebody wrote first.
    """
    _check_may_write(by, row.owning_place)
    if unknown := set(values) - set(PARTS[KIND_OF[type(row)]].fields):
        raise Refused(f"Champ inconnu\u00a0: {', '.join(sorted(unknown))}.")
    current = lock_row(row, expected_version)
    changes = _changes(current, values)
    if not changes:
        return current
    written = {field: new for field, (_, new) in changes.items() if field != "priorities"}
    for field, new in written.items():
        setattr(current, field, new)
    _check_rules(current, row.owning_place, changes["priorities"][1] if "priorities" in changes else ())
    write_row(current, **written)
    if "priorities" in changes:
        current.priorities.set(changes["priorities"][1])
    _record(current, changes, by=by)
    return current


@transaction.atomic
def archive_territorial_row(*, row: Model, expected_version: int, by: User) -> None:
    """Take a row out of the plan; it stays in the archive, with its history.

    A priority that an action alone answers stays: that action would answer nothing.
    """
    _check_may_write(by, row.owning_place)
    current = lock_row(row, expected_version)
    if isinstance(current, RegionalPriority):
        left = [one for one in current.actions.prefetch_related("priorities") if len(one.priorities.all()) == 1]
        if left:
            told = ", ".join(str(one.number) for one in left)
            raise Refused(f"Reliez d’abord à une autre priorité ce qui ne répond qu’à celle-ci\u00a0: {told}.")
        current.actions.clear()
    now = timezone.now()
    if isinstance(current, MinistryAction):
        for target in current.targets.all():
            write_row(target, archived_at=now)
    label = str(current)
    write_row(current, archived_at=now)
    _record(current, {"": (label, "")}, by=by, act=ChangeAct.ARCHIVE)


# --- Following -------------------------------------------------------------------------------------------------------


@transaction.atomic
def follow_action(
    *,
    action: MinistryAction,
    expected_version: int,
    status: str,
    note: str,
    on: date,
    by: User,
    results: dict[int, Decimal | None] | None = None,
    is_synthetic: bool = False,
) -> MinistryAction:
    """Tell how an action stands on a day, and what its targets gave (`results`: target → value).

    Refused without the right, without a status, for a day to come or before the last follow-up, and when an action is
    dropped without a reason. Conflict when somebody wrote first.
    """
    place = action.owning_place
    if not may_follow(by, _held(place)):
        raise Refused(MAY_NOT_FOLLOW)
    current = lock_row(action, expected_version)
    _check_follow_up(current, status, note, on)
    ActionFollowUp.objects.create(
        action=current, on=on, status=status, note=note.strip(), author=by, is_synthetic=is_synthetic
    )
    old = current.status
    write_row(current, status=status)
    current.status = status
    _record(current, {"status": (old, status)} if old != status else {}, by=by)
    _write_results(current, results or {}, by)
    return current


def _check_follow_up(action: MinistryAction, status: str, note: str, on: date) -> None:
    errors = {}
    if status not in ActionStatus.values or not status:
        errors["status"] = "Choisissez l’état de l’action."
    if status == ActionStatus.DROPPED and not note.strip():
        errors["note"] = "Une action abandonnée se motive\u00a0: dites pourquoi en quelques mots."
    last = action.follow_ups.aggregate(last=Max("on"))["last"]
    if on > timezone.localdate():
        errors["on"] = "Un suivi ne se date pas d’un jour à venir."
    elif last and on < last:
        errors["on"] = (
            f"Le dernier suivi est du {long_date(last)}\u00a0: datez celui-ci de ce jour ou d’un jour suivant."
        )
    elif on < action.place.plan.start:
        errors["on"] = f"Le plan commence le {long_date(action.place.plan.start)}."
    if errors:
        raise Refused(" ".join(errors.values()), fields=errors)


def _write_results(action: MinistryAction, results: dict[int, Decimal | None], by: User) -> None:
    for target in action.targets.filter(pk__in=results):
        old, new = target.result, results[target.pk]
        if old == new:
            continue
        target.result = new
        clean_row(target)
        write_row(target, result=new)
        _record(target, {"result": (old, new)}, by=by)


# --- Inside ----------------------------------------------------------------------------------------------------------


def next_action_number(place: TerritorialPlace) -> int:
    """Numbers run through the territory and are not given twice, even to take the place of an archived action."""
    return (MinistryAction.everything.filter(place=place).aggregate(last=Max("number"))["last"] or 0) + 1


def _held(place: TerritorialPlace) -> TerritorialPlace:
    """The place with its plan as it stands, held until the transaction ends: a plan is not adopted meanwhile."""
    place.plan = TerritorialPlan.objects.select_for_update().get(pk=place.plan_id)
    return place


def _check_may_write(by: User, place: TerritorialPlace) -> None:
    if not may_write(by, _held(place)):
        raise Refused(MAY_NOT_WRITE)


def _check_rules(row: Model, place: TerritorialPlace, priorities: Iterable[RegionalPriority]) -> None:
    """The rules of the model, and those that hold between rows."""
    if any(priority.place_id != place.pk for priority in priorities):
        sentence = f"Une action répond aux priorités de son territoire ({place})."
        raise Refused(sentence, fields={"priorities": sentence})
    if isinstance(row, ActionTarget):
        same = ActionTarget.objects.filter(action=row.action, year=row.year, unit=row.unit).exclude(pk=row.pk)
        if same.exists():
            sentence = "Cette action a déjà une cible pour la même année et la même unité."
            raise Refused(sentence, fields={"year": sentence})
    clean_row(row)


def _changes(current: Model, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    changes = {}
    for field, value in values.items():
        if field == "priorities":
            old, new = list(current.priorities.all()), sorted(value, key=lambda one: one.number)
            if {one.pk for one in old} != {one.pk for one in new}:
                changes[field] = (old, new)
        elif getattr(current, field) != value:
            changes[field] = (getattr(current, field), value)
    return changes


def _record(
    row: Model, changes: dict[str, tuple[Any, Any]], *, by: User | None, act: ChangeAct = ChangeAct.EDIT
) -> None:
    plan = row.owning_plan
    TerritorialChange.objects.bulk_create(
        TerritorialChange(
            plan=plan,
            place=row.owning_place,
            act=act,
            kind=KIND_OF[type(row)],
            row=row.pk,
            label=str(row)[:200],
            field=field,
            old=text_of(old),
            new=text_of(new),
            version=row.version,
            author=by,
        )
        for field, (old, new) in changes.items()
    )
    TerritorialPlan.objects.filter(pk=plan.pk).update(touched_at=timezone.now())


def text_of(value: Any) -> str:
    """A value as the history keeps it; priorities by their numbers."""
    if isinstance(value, list | tuple):
        return ", ".join(str(one.number) for one in value)
    return "" if value is None else str(value)
