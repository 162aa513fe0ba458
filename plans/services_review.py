"""Verbs on threads: open, answer, change and withdraw one's words, share, resolve, open again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Model, TextField
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from core.formats import nombre
from plans.amendment_rules import value_of
from plans.models import Comment, CommentThread, CommentWording, Mention, Plan, Suggestion
from plans.parts import PARTS
from plans.review import readers, sitting_now
from plans.review_anchors import Anchor, read_now
from plans.review_enums import CommentAct, SuggestionState, ThreadState
from plans.review_rules import (
    LONGEST_COMMENT,
    Voice,
    may_change,
    may_settle,
    may_share,
    may_withdraw,
    suggestable,
    takes_comments,
    voices,
    voices_in,
)
from plans.tasks import tell_mentioned

_CLOSED = "Ce plan est clos\u00a0: il ne reçoit plus de commentaire."
_NOT_YOURS = "Vous ne pouvez pas commenter ce plan au nom de cette instance."
_EMPTY = "Écrivez votre commentaire."
_ARCHIVED = "Cette partie est archivée\u00a0: elle ne se commente plus."
_SAME = "Le texte proposé est celui du plan\u00a0: changez-le."
_CHANGED = "Ce passage a changé depuis que vous l’avez lu."
_TWICE = "Ce commentaire est déjà inscrit\u00a0: il n’a pas été ajouté deux fois."


@dataclass(frozen=True)
class Words:
    """What a form says: words, whom they advise, the text that they suggest (None: none), and the token of the form.

    `site` is the address of Jalon as the person reads it, for the links of messages.
    """

    text: str
    token: UUID
    advised: Collection[int] = ()
    suggestion: str | None = None
    version_read: int = 0
    site: str = ""


@transaction.atomic
def open_thread(*, anchor: Anchor, words: Words, voice: Voice, is_shared: bool, by: User) -> CommentThread:
    """Open a thread on what its author reads. Refused, in words, without the right, on a closed plan or an archived
    part, for empty or endless words, and for somebody advised who may not read it; Conflict, holding the comment, when
    the same form was taken already, or the anchor, when its text is no longer the one that was read."""
    plan = _lock_plan(anchor.plan)
    if voice.key not in {one.key for one in voices(by, plan)}:
        raise Refused(_NOT_YOURS)
    _check_new(words)
    if anchor.is_archived:
        raise Refused(_ARCHIVED)
    if words.version_read != anchor.version:
        raise Conflict(_CHANGED, current=anchor)
    thread = CommentThread(
        plan=plan, kind=anchor.kind, row=anchor.number, field=anchor.field, label=anchor.label, quote=anchor.quote,
        version_read=anchor.version, edition=plan.edition, body=voice.body, place=voice.place, is_shared=is_shared,
        author=by,
    )  # fmt: skip
    told = _cleaned(words)
    thread.save(force_insert=True)
    _say(thread, told, words, voice, by)
    return thread


@transaction.atomic
def answer_thread(*, thread: CommentThread, words: Words, voice: Voice, by: User) -> Comment:
    """Answer an open thread; what its author was asked there is done. Refused and Conflict as for `open_thread`, and
    Refused on a resolved thread."""
    current = lock_thread(thread, by)
    if voice.key not in {one.key for one in voices_in(by, current)}:
        raise Refused(_NOT_YOURS)
    _check_new(words)
    if not current.is_open:
        raise Refused("Ce fil est résolu\u00a0: rouvrez-le pour y répondre.")
    if current.kind and _is_archived(current):
        raise Refused(_ARCHIVED)
    comment = _say(current, _cleaned(words), words, voice, by)
    Mention.objects.filter(comment__thread=current, person=by, done_at__isnull=True).update(done_at=comment.at)
    return comment


@transaction.atomic
def edit_comment(*, comment: Comment, text: str, seen: int, by: User) -> Comment:
    """Say one's words otherwise, within ten minutes; what they were is kept. `seen` is the version of the comment that
    was read: Conflict when it is no longer that one."""
    lock_thread(comment.thread, by)
    if not may_change(by, comment):
        raise Refused("Un commentaire se modifie par son auteur, dans les dix minutes. Répondez plutôt dans le fil.")
    told = _cleaned(Words(text, comment.token))
    if told == comment.text:
        return comment
    same = Comment.objects.filter(pk=comment.pk, version=seen, withdrawn_at__isnull=True)
    if not same.update(text=told, edited_at=timezone.now(), version=F("version") + 1):
        current = Comment.objects.get(pk=comment.pk)
        raise Conflict("Ce commentaire a changé pendant que vous écriviez.", current=current)
    CommentWording.objects.create(comment=comment, text=comment.text)
    comment.refresh_from_db()
    return comment


@transaction.atomic
def withdraw_comment(*, comment: Comment, by: User) -> Comment:
    """Take one's words back: their place stays, with a mark; a suggestion that waits goes with them."""
    lock_thread(comment.thread, by)
    if not may_withdraw(by, comment):
        raise Refused("Seule la personne qui a écrit un commentaire le retire.")
    now = timezone.now()
    if not Comment.objects.filter(pk=comment.pk, withdrawn_at__isnull=True).update(withdrawn_at=now):
        raise Conflict("Ce commentaire est déjà retiré.", current=Comment.objects.get(pk=comment.pk))
    Suggestion.objects.filter(comment=comment, state=SuggestionState.PROPOSED).update(
        state=SuggestionState.WITHDRAWN, settled_by=by, settled_at=now
    )
    comment.refresh_from_db()
    return comment


@transaction.atomic
def share_thread(*, thread: CommentThread, by: User) -> CommentThread:
    """Open a private thread to all who read the plan, for good. Only its author does; Conflict when it is done."""
    current = lock_thread(thread, by)
    if current.is_shared:
        raise Conflict("Ce fil est déjà partagé.", current=current)
    if not may_share(by, current):
        raise Refused("Seule la personne qui a ouvert un fil le partage.")
    CommentThread.objects.filter(pk=current.pk).update(is_shared=True)
    current.is_shared = True
    note_act(current, CommentAct.SHARE, by)
    return current


@transaction.atomic
def settle_thread(*, thread: CommentThread, state: str, seen: str, by: User) -> CommentThread:
    """Resolve a thread or open it again. Conflict when it no longer stands in the state `seen`."""
    current = lock_thread(thread, by)
    if state not in ThreadState.values or state == seen:
        raise Refused("Un fil se résout ou se rouvre.")
    if not may_settle(by, current):
        raise Refused("Ce fil est réglé par l’instance qui l’a ouvert, ou par celles et ceux qui écrivent le plan.")
    move(current, state, seen=seen)
    note_act(current, CommentAct.RESOLVE if state == ThreadState.RESOLVED else CommentAct.REOPEN, by)
    return current


@transaction.atomic
def mark_seen(*, thread: CommentThread, by: User) -> int:
    """The person has seen what they were advised of in the thread; how many times that was."""
    waiting = Mention.objects.filter(comment__thread=thread, person=by, done_at__isnull=True)
    return waiting.update(done_at=timezone.now())


# --- Shared by the verbs on threads and on suggestions ----------------------------------------------------------------


def lock_thread(thread: CommentThread, by: User) -> CommentThread:
    """The thread as it stands, its plan held until the transaction ends. Refused when the plan is closed, or when the
    person may not read the thread."""
    plan = _lock_plan(thread.plan)
    current = CommentThread.objects.visible_to(by).select_related("place").filter(pk=thread.pk, plan=plan).first()
    if current is None:
        raise Refused("Ce fil ne vous est pas ouvert.")
    current.plan = plan
    return current


def move(thread: CommentThread, state: str, *, seen: str) -> None:
    """Bring a thread from one state to another, by compare-and-set."""
    if not CommentThread.objects.filter(pk=thread.pk, state=seen).update(state=state):
        current = CommentThread.objects.get(pk=thread.pk)
        told = current.get_state_display().lower()
        raise Conflict(f"Ce fil est maintenant «\u00a0{told}\u00a0». Relisez-le avant de décider.", current=current)
    thread.state = state


def note_act(thread: CommentThread, act: str, by: User, text: str = "") -> Comment:
    """Write in a thread what was done to it, and why."""
    return _enter(thread, by=by, voice=voices_in(by, thread)[0], act=act, text=text, token=uuid4())


def cleaned_text(text: str, *, required: str = "") -> str:
    """Words without what surrounds them. Refused when they are endless or, where `required` says so, missing."""
    told = text.replace("\r\n", "\n").strip()
    if required and not told:
        raise Refused(required, fields={"text": required})
    if len(told) > LONGEST_COMMENT:
        why = (
            f"Ce commentaire compte {nombre(len(told))} caractères; il en compte au plus {nombre(LONGEST_COMMENT)}. "
            "Raccourcissez-le, ou écrivez-en plusieurs."
        )
        raise Refused(why, fields={"text": why})
    return told


def _cleaned(words: Words) -> str:
    return cleaned_text(words.text, required=_EMPTY if words.suggestion is None else "")


def _lock_plan(plan: Plan) -> Plan:
    held = Plan.objects.select_for_update(of=("self",)).select_related("territory__parent", "year").get(pk=plan.pk)
    if not takes_comments(held):
        raise Refused(_CLOSED)
    return held


def _check_new(words: Words) -> None:
    if taken := Comment.objects.filter(token=words.token).select_related("thread").first():
        raise Conflict(_TWICE, current=taken)


def _is_archived(thread: CommentThread) -> bool:
    now = read_now(thread.plan, [thread]).get(thread.pk)
    return now is None or now.is_archived


def _say(thread: CommentThread, told: str, words: Words, voice: Voice, by: User) -> Comment:
    comment = _enter(thread, by=by, voice=voice, act=CommentAct.SAY, text=told, token=words.token)
    if words.suggestion is not None:
        _suggest(comment, text=words.suggestion, version_read=words.version_read)
    _advise(comment, words, by)
    return comment


def _suggest(comment: Comment, *, text: str, version_read: int) -> Suggestion:
    """Lay a text beside a comment.

    Refused when the thread bears on no field of words, when the text breaks a rule of the field or changes nothing;
    Conflict, holding the row, when it is no longer the one that its author read.
    """
    thread = comment.thread
    if thread.kind not in PARTS or thread.field not in suggestable(PARTS[thread.kind].model):
        why = "Choisissez d’abord le texte que vous proposez de changer."
        raise Refused(why, fields={"suggestion": why})
    row = PARTS[thread.kind].model.everything.get(pk=thread.row)
    if row.version != version_read:
        raise Conflict(_CHANGED, current=row)
    value = _value(row, thread.field, text)
    if value == getattr(row, thread.field):
        raise Refused(_SAME, fields={"suggestion": _SAME})
    return Suggestion.objects.create(
        thread=thread, comment=comment, version_read=row.version, old=getattr(row, thread.field), new=value
    )


def _value(row: Model, field: str, text: str) -> str:
    is_long = isinstance(row._meta.get_field(field), TextField)
    try:
        return value_of(row, field, text.strip() if is_long else " ".join(text.split()))
    except Refused as refused:
        raise Refused(refused.message, fields={"suggestion": refused.message}) from refused


def _enter(thread: CommentThread, *, by: User, voice: Voice, act: str, text: str, token: UUID) -> Comment:
    comment = Comment.objects.create(
        thread=thread, act=act, author=by, body=voice.body, place=voice.place, text=text, token=token,
        sitting=sitting_now(thread.plan, voice),
    )  # fmt: skip
    CommentThread.objects.filter(pk=thread.pk).update(touched_at=comment.at)
    return comment


def _advise(comment: Comment, words: Words, by: User) -> None:
    """Advise people of a comment, after the transaction. Refused when one of them may not read the thread."""
    thread, wanted = comment.thread, set(words.advised) - {by.pk}
    if not wanted:
        return
    of_plan = readers(thread.plan, body=thread.body, place_id=thread.place_id, besides=by)
    allowed = {one.person.pk for one in of_plan if thread.is_shared or one.in_body}
    if wanted - allowed:
        names = [str(one.person) for one in of_plan if one.person.pk in wanted - allowed]
        who = ", ".join(names) or "Une des personnes choisies"
        why = f"{who} ne peut pas lire ce fil\u00a0: partagez-le avec tous les lecteurs du plan, ou décochez ce nom."
        raise Refused(why, fields={"advised": why})
    for mention in Mention.objects.bulk_create(Mention(comment=comment, person_id=number) for number in sorted(wanted)):
        _tell_later(mention.pk, words.site)


def _tell_later(mention: int, site: str) -> None:
    transaction.on_commit(lambda: tell_mentioned.delay(mention, site), robust=True)
