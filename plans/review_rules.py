"""Who comments on which plan, in whose name, and who may settle what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Model
from django.utils import timezone

from accounts.enums import GRANTS, Ability, Role
from accounts.models import User
from plans.amendment_rules import is_worded
from plans.enums import PlanState
from plans.models import Comment, CommentThread, Plan
from plans.parts import KIND_OF, PARTS
from plans.review_enums import ReviewBody, body_of
from plans.rules import may_edit, may_write
from regions.enums import TerritoryKind
from regions.models import Territory

EDIT_WINDOW = timedelta(minutes=10)
LONGEST_COMMENT = 10_000


@dataclass(frozen=True)
class Voice:
    """In whose name a person comments: a body, in a place."""

    body: ReviewBody
    place: Territory

    @property
    def key(self) -> str:
        return f"{self.body}-{self.place.pk}"

    @property
    def label(self) -> str:
        return body_name(self.body, self.place)


def body_name(body: str, place: Territory) -> str:
    """« CRPMT », « Direction du CLE, Rimouski-Neigette »: a plan knows several offices, but one of each other body."""
    name = ReviewBody(body).label
    return f"{name}, {place}" if body == ReviewBody.OFFICE else str(name)


def lineage(territory: Territory) -> set[int]:
    """The numbers of a territory and of those above it."""
    above = {territory.pk, territory.parent_id}
    if territory.kind == TerritoryKind.CLE and territory.parent:
        above.add(territory.parent.parent_id)
    return above - {None}


def voices(user: User, plan: Plan) -> list[Voice]:
    """The bodies in whose name the person may comment on the plan; none for who may not."""
    within = lineage(plan.territory)
    found: dict[str, Voice] = {}
    for held in user.current_memberships:
        body = body_of(held.role, held.territory.kind)
        if body is None or Ability.COMMENT_PLAN not in GRANTS[Role(held.role)]:
            continue
        if any(place.pk in within for place in held.territories_for(Ability.COMMENT_PLAN)):
            voice = Voice(body, held.territory)
            found.setdefault(voice.key, voice)
    return list(found.values())


def voices_in(user: User, thread: CommentThread) -> list[Voice]:
    """Those in which the person answers a thread: of a private one, only its own body."""
    mine = voices(user, thread.plan)
    if thread.is_shared:
        return mine
    return [one for one in mine if (one.body, one.place.pk) == (thread.body, thread.place_id)]


def takes_comments(plan: Plan) -> bool:
    """A closed plan is history: nothing more is said about it."""
    return plan.state != PlanState.CLOSED


def may_comment(user: User, plan: Plan) -> bool:
    return takes_comments(plan) and bool(voices(user, plan))


def may_settle(user: User, thread: CommentThread) -> bool:
    """Who resolves and opens again: whoever opened the thread, their body, and those who write the plan."""
    if not may_comment(user, thread.plan):
        return False
    own = any((one.body, one.place.pk) == (thread.body, thread.place_id) for one in voices(user, thread.plan))
    return own or thread.author_id == user.pk or may_write(user, thread.plan)


def may_share(user: User, thread: CommentThread) -> bool:
    own = not thread.is_shared and thread.author_id == user.pk
    return own and takes_comments(thread.plan) and bool(voices_in(user, thread))


def may_accept(user: User, plan: Plan, row: Model) -> bool:
    """Accepting writes the plan: it takes what editing takes."""
    return may_edit(user, plan, row.owning_volet)


def may_decline(user: User, plan: Plan) -> bool:
    return takes_comments(plan) and may_write(user, plan)


def may_change(user: User, comment: Comment) -> bool:
    """One's own words, within ten minutes: later, others have read them."""
    own = comment.author_id == user.pk and comment.is_said and comment.withdrawn_at is None
    return own and timezone.now() - comment.at <= EDIT_WINDOW


def may_withdraw(user: User, comment: Comment) -> bool:
    return comment.author_id == user.pk and comment.is_said and comment.withdrawn_at is None


def suggestable(model: type[Model]) -> tuple[str, ...]:
    """The fields of a kind of row for which another text may be suggested."""
    fields = [model._meta.get_field(name) for name in PARTS[KIND_OF[model]].fields]
    return tuple(field.name for field in fields if is_worded(field))
