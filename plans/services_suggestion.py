"""Verbs on suggested wordings: accept one into the plan, decline it. They are laid with the comments that bear them."""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from plans.amendment_rules import value_of
from plans.models import Suggestion
from plans.parts import PARTS
from plans.review_enums import CommentAct, SuggestionState, ThreadState
from plans.review_rules import may_accept, may_decline
from plans.services import edit_row
from plans.services_review import cleaned_text, lock_thread, move, note_act

_GONE = "Cette partie est archivée\u00a0: son texte ne se propose plus."


def row_of(suggestion: Suggestion) -> Model:
    """The row that a suggestion bears on, as it stands, archived or not."""
    thread = suggestion.thread
    return PARTS[thread.kind].model.everything.get(pk=thread.row)


@transaction.atomic
def accept_suggestion(*, suggestion: Suggestion, version: int, by: User) -> Suggestion:
    """Write a suggestion into the plan and resolve its thread; the other suggestions of the thread are set aside.

    `version` is that of the row beside which the person read the suggestion: Conflict, holding the row as it now
    stands, when somebody wrote since. Refused without the right to write that part, now.
    """
    thread = lock_thread(suggestion.thread, by)
    row = row_of(suggestion)
    if not may_accept(by, thread.plan, row):
        raise Refused("Une proposition est acceptée par celles et ceux qui écrivent le plan, pendant qu’il s’écrit.")
    if row.archived_at is not None:
        raise Refused(_GONE)
    if not thread.is_open:
        raise Conflict("Ce fil est déjà résolu. Relisez-le avant de décider.", current=thread)
    batch = uuid4()
    _settle(suggestion, SuggestionState.ACCEPTED, by, batch=batch)
    value = value_of(row, thread.field, suggestion.new)
    if row.version == version and value == getattr(row, thread.field):
        raise Refused("Le plan dit déjà ce texte\u00a0: résolvez le fil.")
    edit_row(row=row, expected_version=version, values={thread.field: value}, by=by, batch=batch)
    thread.suggestions.filter(state=SuggestionState.PROPOSED).update(
        state=SuggestionState.SUPERSEDED, settled_by=by, settled_at=timezone.now()
    )
    move(thread, ThreadState.RESOLVED, seen=ThreadState.OPEN)
    note_act(thread, CommentAct.ACCEPT, by)
    suggestion.refresh_from_db()
    return suggestion


@transaction.atomic
def decline_suggestion(*, suggestion: Suggestion, reason: str, by: User) -> Suggestion:
    """Decline a suggestion, with why; the thread stays open."""
    thread = lock_thread(suggestion.thread, by)
    if not may_decline(by, thread.plan):
        raise Refused("Une proposition est déclinée par celles et ceux qui écrivent le plan.")
    why = "Écrivez pourquoi\u00a0: la personne qui a proposé ce texte le lira."
    told = cleaned_text(reason, required=why)
    _settle(suggestion, SuggestionState.DECLINED, by)
    note_act(thread, CommentAct.DECLINE, by, told)
    suggestion.refresh_from_db()
    return suggestion


def _settle(suggestion: Suggestion, state: str, by: User, **columns) -> None:
    waiting = Suggestion.objects.filter(pk=suggestion.pk, state=SuggestionState.PROPOSED)
    if not waiting.update(state=state, settled_by=by, settled_at=timezone.now(), **columns):
        current = Suggestion.objects.get(pk=suggestion.pk)
        told = current.get_state_display().lower()
        raise Conflict(f"Cette proposition est maintenant «\u00a0{told}\u00a0». Relisez le fil.", current=current)
