"""Verbs on the following up of a plan: managing its actions, their milestones, and telling what was done of strategies.

Following up is not editing: it goes on after the plan is adopted or published, until it is closed. The text of an
action, its strategy and its rank are written in a draft only, by plans.services.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from core.formats import nombre
from partners.models import Organisation
from plans.models import Action, Milestone, Plan, Strategy, StrategyFollowUp
from plans.rules import may_follow_up
from plans.services import clean_row, lock_row, record, write_row, write_values

MANAGED = (
    "lead", "start", "end", "status", "progress", "status_comment", "cles", "organisations", "indicators",
)  # fmt: skip
MOST_AT_ONCE = 500
LONGEST = {"status_comment": 4_000, "follow_up": 10_000}
_ABOVE = "strategy__plan_field__plan__territory"
_SOMEBODY_WROTE = "Une autre personne a modifié cette action pendant que vous écriviez."


@transaction.atomic
def manage_action(
    *, action: Action, expected_version: int, values: dict[str, Any], by: User, batch: UUID | None = None
) -> Action:
    """Change what is managed of an action that its author read at `expected_version`; returns it as written.

    Raises Refused (right, unknown field, place that is not of the plan, rule of a field), Conflict when somebody wrote.
    """
    check_may_follow_up(by, action.owning_plan)
    _check_values(action.owning_plan, values)
    return write_values(lock_row(action, expected_version), values, by=by, batch=batch)


@transaction.atomic
def manage_actions(*, plan: Plan, versions: dict[int, int], values: dict[str, Any], by: User) -> list[Action]:
    """The same values to several actions (primary key → version read), or to none.

    Raises Refused when nothing is chosen or told; Conflict, whose `current` lists the actions that somebody changed
    meanwhile, and then nothing is written.
    """
    check_may_follow_up(by, plan)
    if not versions:
        raise Refused("Cochez au moins une action.")
    if len(versions) > MOST_AT_ONCE:
        raise Refused(f"Cochez au plus {nombre(MOST_AT_ONCE)} actions à la fois.")
    if not values:
        raise Refused("Dites ce qui change : responsable, état, dates, CLE ou avancement.")
    _check_values(plan, values)
    rows = Action.everything.filter(pk__in=versions, strategy__plan_field__plan=plan)
    found = list(rows.select_for_update(of=("self",)).select_related(_ABOVE).order_by("pk"))
    if len(found) != len(versions):
        raise Refused("Une des actions cochées n’est pas de ce plan.")
    moved = [row for row in found if row.version != versions[row.pk] or row.archived_at]
    if moved:
        raise Conflict(_told_moved(moved), current=moved)
    batch = uuid4()
    return [_write_one(row, values, by, batch) for row in found]


def _write_one(row: Action, values: dict[str, Any], by: User, batch: UUID) -> Action:
    try:
        return write_values(row, values, by=by, batch=batch)
    except Refused as refused:
        if isinstance(refused, Conflict):
            raise
        raise Refused(f"« {row} » : {refused.message}", fields=refused.fields) from refused


def _told_moved(moved: list[Action]) -> str:
    if len(moved) == 1:
        return "Une action a changé pendant que vous choisissiez : rien n’est écrit."
    return f"{nombre(len(moved))} actions ont changé pendant que vous choisissiez : rien n’est écrit."


@transaction.atomic
def add_partner(*, plan: Plan, name: str, by: User) -> Organisation:
    """The organisation of that name of the territory of a plan, made known when it is not yet."""
    check_may_follow_up(by, plan)
    told = " ".join(name.split())
    if not told or len(told) > 200:
        raise Refused("Écrivez le nom du partenaire, en 200 caractères au plus.", fields={"partner": "Nom à revoir."})
    return Organisation.objects.get_or_create(territory=plan.territory, name=told)[0]


@transaction.atomic
def add_milestone(*, action: Action, title: str, due_on: date | None, by: User) -> Milestone:
    """A step more to an action, last of its list."""
    check_may_follow_up(by, action.owning_plan)
    holder = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    last = holder.milestones.aggregate(last=Max("position"))["last"] or 0
    milestone = Milestone(action=holder, title=" ".join(title.split()), due_on=due_on, position=last + 1)
    clean_row(milestone)
    milestone.save(force_insert=True)
    _note(milestone, "", _told(milestone), by)
    return milestone


@transaction.atomic
def edit_milestone(*, milestone: Milestone, expected_version: int, values: dict[str, Any], by: User) -> Milestone:
    """Change the words or the days of a milestone (`title`, `due_on`, `reached_on`)."""
    check_may_follow_up(by, milestone.owning_plan)
    if unknown := set(values) - {"title", "due_on", "reached_on"}:
        raise Refused(f"Champ inconnu : {', '.join(sorted(unknown))}.")
    current = lock_row(milestone, expected_version)
    before = _told(current)
    changed = {name: new for name, new in values.items() if getattr(current, name) != new}
    if not changed:
        return current
    for name, new in changed.items():
        setattr(current, name, new)
    clean_row(current)
    write_row(current, **changed)
    _note(current, before, _told(current), by)
    return current


@transaction.atomic
def archive_milestone(*, milestone: Milestone, expected_version: int, by: User) -> None:
    """Take a milestone out of its action; the history keeps it."""
    check_may_follow_up(by, milestone.owning_plan)
    current = lock_row(milestone, expected_version)
    write_row(current, archived_at=timezone.now())
    _note(current, _told(current), "", by)


@transaction.atomic
def tell_follow_up(*, strategy: Strategy, month: int, text: str, expected_version: int, by: User) -> StrategyFollowUp:
    """What was done of a strategy up to the end of `month` (1 = April). A correction is written over by a version more.

    `expected_version` is the one that was read, 0 for none. Raises Conflict, holding the last text, when another came.
    """
    check_may_follow_up(by, strategy.owning_plan)
    if not 1 <= month <= 12:
        raise Refused("Choisissez un mois de l’exercice.", fields={"month": "Choisissez un mois de l’exercice."})
    told = text.replace("\r\n", "\n").strip()
    if not told or len(told) > LONGEST["follow_up"]:
        sentence = f"Écrivez ce qui a été fait, en {nombre(LONGEST['follow_up'])} caractères au plus."
        raise Refused(sentence, fields={"text": sentence})
    Strategy.objects.select_for_update(of=("self",)).get(pk=strategy.pk)
    last = StrategyFollowUp.objects.filter(strategy=strategy, month=month).order_by("-version").first()
    if (last.version if last else 0) != expected_version:
        raise Conflict("Quelqu’un a écrit le suivi de ce mois avant vous : lisez-le, puis complétez-le.", current=last)
    if last is not None and last.text == told:
        return last
    return StrategyFollowUp.objects.create(
        strategy=strategy, month=month, version=expected_version + 1, text=told, author=by
    )


def check_may_follow_up(by: User, plan: Plan) -> None:
    """Refused, in words, unless the person may tell how this plan is carried out."""
    if not may_follow_up(by, plan):
        raise Refused("Vous ne pouvez pas suivre ce plan : il est clos, ou il n’est pas de votre territoire.")


def _check_values(plan: Plan, values: dict[str, Any]) -> None:
    if unknown := set(values) - set(MANAGED):
        raise Refused(f"Champ inconnu : {', '.join(sorted(unknown))}.")
    if len(values.get("status_comment") or "") > LONGEST["status_comment"]:
        sentence = f"Écrivez au plus {nombre(LONGEST['status_comment'])} caractères."
        raise Refused(sentence, fields={"status_comment": sentence})
    _check_within("cles", values, plan.territory.children.all(), "Ce CLE n’est pas de la région du plan.")
    near = Organisation.objects.near(plan.territory)
    _check_within("organisations", values, near, "Cette organisation n’est pas de la région du plan.")


def _check_within(name: str, values: dict[str, Any], allowed: Iterable, sentence: str) -> None:
    if values.get(name) and {one.pk for one in values[name]} - {one.pk for one in allowed}:
        raise Refused(sentence, fields={name: sentence})


def _told(milestone: Milestone) -> str:
    days = (("échéance", milestone.due_on), ("atteint", milestone.reached_on))
    told = ", ".join(f"{word} {day:%Y-%m-%d}" for word, day in days if day)
    return f"Jalon : {milestone.title}" + (f" ({told})" if told else "")


def _note(milestone: Milestone, before: str, after: str, by: User) -> None:
    """The history of a milestone is that of its action."""
    record(milestone.action, {"milestones": (before, after)}, by=by)
