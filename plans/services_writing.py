"""Writing as people type: saves that follow each other are one act, and two people who touch different fields agree."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from plans.enums import ChangeAct
from plans.models import Plan, Presence, RowChange, Undoing
from plans.parts import KIND_OF
from plans.services import edit_row

SITTING = timedelta(minutes=10)  # saves of one field by one person within it are one line of the history
PRESENT = timedelta(seconds=60)  # after which somebody who gives no sign is gone


@transaction.atomic
def save_typing(*, row: Model, expected_version: int, values: dict[str, Any], by: User) -> Model:
    """Write what a person is typing: an `edit_row` that goes on with the batch of the same sitting. Raises like it."""
    changed = {name for name, value in values.items() if _differs(row, name, value)}
    batch = _sitting(row, changed, by) if len(changed) == 1 else None
    return edit_row(row=row, expected_version=expected_version, values=values, by=by, batch=batch)


def _differs(row: Model, name: str, value: Any) -> bool:
    if row._meta.get_field(name).many_to_many:
        return True
    return getattr(row, name) != value


def _sitting(row: Model, changed: set[str], by: User) -> UUID | None:
    """The batch of the row's last change when it is this person's, on this very field, begun less than ten minutes ago.

    What was taken back, or takes something back, is not gone on with.
    """
    changes = RowChange.objects.filter(plan=row.owning_plan, kind=KIND_OF[type(row)], row=row.pk)
    last = changes.only("batch", "author_id", "field", "act", "at").first()
    if last is None or last.author_id != by.pk or last.act != ChangeAct.EDIT or {last.field} != changed:
        return None
    begun = changes.filter(batch=last.batch).order_by("pk").values_list("at", flat=True).first()
    if begun is None or timezone.now() - begun > SITTING:
        return None
    if Undoing.objects.filter(batch=last.batch).exists() or Undoing.objects.filter(undoes=last.batch).exists():
        return None
    return last.batch


def be_present(*, plan: Plan, person: User, part: str, row: str = "") -> None:
    """Say that somebody is at work on a part; one row a person and plan, written over."""
    Presence.objects.bulk_create(
        [Presence(plan=plan, person=person, part=part[:60], row=row[:60], seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["plan", "person"],
        update_fields=["part", "row", "seen_at"],
    )


def who_else(plan: Plan, person: User) -> list[Presence]:
    """The other people at work on the plan now, by name."""
    since = timezone.now() - PRESENT
    present = Presence.objects.filter(plan=plan, seen_at__gte=since).exclude(person=person)
    return list(present.select_related("person").order_by("person__name", "pk"))
