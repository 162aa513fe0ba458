"""Reading the review of a plan: the marks beside its parts, its threads, and the people who may be advised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.enums import GRANTS, REACH_UP, Ability, Role
from accounts.models import Membership, User
from core.differences import marked_difference
from core.prose import plain
from plans.models import Comment, CommentThread, Mention, Plan, Sitting, Suggestion
from plans.parts import PARTS
from plans.review_anchors import Now, part_name, read_now
from plans.review_enums import ReviewBody, ThreadState, body_of
from plans.review_rules import Voice, body_name, lineage, may_comment, suggestable, takes_comments
from plans.sitting_enums import SittingState
from plans.texts import prose_fields
from regions.enums import TerritoryKind

_READERS = [role for role in Role if Ability.READ_PLAN in GRANTS[role]]


# --- Marks beside the parts -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Marks:
    """How many open threads one person sees on each part of a plan, and where the plan is commented."""

    url: str
    may_comment: bool
    counts: dict[tuple[str, int], int]

    def of(self, kind: str, number: int) -> int:
        return self.counts.get((kind, number), 0)

    def url_of(self, kind: str, number: int) -> str:
        """The threads of a part. Made from the address of the list: a plan has hundreds of parts."""
        return f"{self.url}{kind}/{number}/"

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def read_marks(plan: Plan, user: User) -> Marks | None:
    """The marks of a plan for a person: one query. None for who reads the plan only once it is published."""
    if not user.may(Ability.READ_PLAN, plan.territory):
        return None
    seen = CommentThread.objects.visible_to(user).open().filter(plan=plan).order_by()
    counts = {(kind, row): count for kind, row, count in seen.values_list("kind", "row").annotate(Count("pk"))}
    url = reverse("plan_comments", args=[plan.territory.slug, plan.year_id])
    return Marks(url, may_comment(user, plan), counts)


# --- Threads ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ThreadView:
    """A thread with its entries and what has become of the text it bears upon."""

    thread: CommentThread
    now: Now | None

    @property
    def entries(self) -> list[Comment]:
        return list(self.thread.comments.all())

    @property
    def first(self) -> Comment | None:
        return next(iter(self.entries), None)

    @property
    def answers(self) -> int:
        return len([one for one in self.entries if one.is_said]) - 1

    @property
    def part_name(self) -> str:
        return part_name(self.thread.kind)

    @property
    def body_name(self) -> str:
        return body_name(self.thread.body, self.thread.place)

    @property
    def is_prose(self) -> bool:
        """Whether the text commented is in our markup."""
        return self.thread.kind in PARTS and self.thread.field in prose_fields(PARTS[self.thread.kind].model)

    @property
    def quote(self) -> str:
        """The text commented, as its words alone."""
        return plain(self.thread.quote) if self.is_prose else self.thread.quote

    @property
    def text_to_change(self) -> str | None:
        """The present text, where another one may be suggested."""
        row = self.now.row if self.now and not self.now.is_archived else None
        if row is None or self.thread.field not in suggestable(type(row)):
            return None
        return getattr(row, self.thread.field)

    @property
    def is_archived(self) -> bool:
        """Whether the part is no longer in the plan."""
        return bool(self.thread.kind) and (self.now is None or self.now.is_archived)

    @property
    def has_changed(self) -> bool:
        return self.now is not None and self.now.text != self.thread.quote

    @property
    def difference(self) -> SafeString:
        """The text commented and the present one, by words."""
        return marked_difference(self.thread.quote, self.now.text if self.now else "")

    @property
    def open_suggestions(self) -> list[Suggestion]:
        return [one for one in self.thread.suggestions.all() if one.is_open]


@dataclass(frozen=True)
class Filters:
    """Which threads of a plan are listed; empty: all."""

    part: str = ""
    state: str = ThreadState.OPEN
    body: str = ""
    mine: bool = False
    mentions_me: bool = False


def find_threads(plan: Plan, user: User, filters: Filters) -> QuerySet[CommentThread]:
    """The threads that the person sees and asks for, the latest first."""
    found = CommentThread.objects.visible_to(user).filter(plan=plan)
    if filters.part:
        found = found.filter(kind="" if filters.part == "plan" else filters.part)
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.body:
        found = found.filter(body=filters.body)
    if filters.mine:
        found = found.filter(author=user)
    if filters.mentions_me:
        found = found.filter(comments__in=Comment.objects.filter(mentions__person=user)).distinct()
    return found


def with_entries(threads: QuerySet[CommentThread]) -> QuerySet[CommentThread]:
    """Threads with all that their pages show: four queries more, however many they are."""
    comments = Comment.objects.select_related("author", "place", "sitting__council__territory", "sitting__year")
    mentions = Mention.objects.select_related("person")
    suggestions = Suggestion.objects.select_related("settled_by")
    return threads.select_related("place", "author").prefetch_related(
        Prefetch("comments", comments.prefetch_related(Prefetch("mentions", mentions), "wordings")),
        Prefetch("suggestions", suggestions),
    )


def views_of(plan: Plan, threads: Iterable[CommentThread]) -> list[ThreadView]:
    """Threads read `with_entries`, each with the present text: two queries more."""
    found = list(threads)
    now = read_now(plan, found)
    for thread in found:
        thread.plan = plan
        by_comment = {one.comment_id: one for one in thread.suggestions.all()}
        for comment in thread.comments.all():
            comment.suggested = by_comment.get(comment.pk)
    return [ThreadView(thread, now.get(thread.pk)) for thread in found]


def kinds_commented(plan: Plan, user: User) -> list[tuple[str, str]]:
    """The kinds of parts on which the person sees threads, for the list of a filter."""
    seen = CommentThread.objects.visible_to(user).filter(plan=plan).order_by("kind").values_list("kind", flat=True)
    return [(kind or "plan", part_name(kind)) for kind in seen.distinct()]


# --- People -----------------------------------------------------------------------------------------------------------


@dataclass
class Reader:
    """A person who may read a thread, with the bodies in whose name they do; `in_body`: of the thread's own body."""

    person: User
    told: list[str] = field(default_factory=list)
    in_body: bool = False

    @property
    def label(self) -> str:
        return f"{self.person} – {', '.join(self.told)}"


def readers(plan: Plan, *, body: str, place_id: int, besides: User) -> list[Reader]:
    """Who reads threads on the plan, those of a body first: one query. The person who asks is left out."""
    found: dict[int, Reader] = {}
    held = Membership.objects.in_force().filter(_reach(plan), role__in=_READERS, user__is_active=True)
    for one in held.exclude(user=besides).select_related("user", "territory").order_by("user__name", "user_id", "pk"):
        reader = found.setdefault(one.user_id, Reader(one.user))
        own = body_of(one.role, one.territory.kind)
        name = body_name(own, one.territory) if own else one.get_role_display()
        if name not in reader.told:
            reader.told.append(name)
        reader.in_body |= own == body and one.territory_id == place_id
    return sorted(found.values(), key=lambda reader: not reader.in_body)


def _reach(plan: Plan) -> Q:
    """The roles that read a plan: held there, above, or at an office of the region, whose reading reaches up."""
    place = plan.territory
    reach = Q(territory__in=lineage(place))
    region = place.pk if place.kind == TerritoryKind.REGION else place.parent_id
    if place.kind != TerritoryKind.NATIONAL and Ability.READ_PLAN in REACH_UP:
        reach |= Q(territory__kind=TerritoryKind.CLE, territory__parent=region)
    return reach


def sitting_now(plan: Plan, voice: Voice) -> Sitting | None:
    """The sitting during which a member of the council speaks, when one that deals with the plan is open."""
    if voice.body != ReviewBody.COUNCIL:
        return None
    sittings = Sitting.objects.filter(council__territory=voice.place, state=SittingState.OPEN, items__plan=plan)
    return sittings.first()


# --- What waits for somebody ------------------------------------------------------------------------------------------


def waiting_mentions(user: User, most: int) -> list[Mention]:
    """The first comments that await the person, the oldest first: one query."""
    rows = Mention.objects.waiting_for(user).order_by("pk")
    return list(rows.select_related("comment__author", "comment__thread__plan__territory")[:most])


def open_threads(plan: Plan, user: User | None) -> int:
    """How many open threads the body that writes the plan answers: the shared ones and, for one of its own people,
    those that it keeps to itself. One query."""
    if not takes_comments(plan):
        return 0
    threads = CommentThread.objects.open().filter(plan=plan)
    return (threads.visible_to(user) if user else threads.filter(is_shared=True)).count()


def suggesters(user: User, batches: Iterable) -> dict:
    """By batch of changes, who had suggested the text that it wrote, of those that the person may know: one query."""
    found = Suggestion.objects.visible_to(user).filter(batch__in=list(batches)).select_related("comment__author")
    return {one.batch: one.comment.author for one in found}
