"""Reading the accesses of a territory: its people, what each holds and held, and what a review must look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.administration_rules import beneath, may_grant
from accounts.models import AccessReview, AccessReviewLine, Membership, User
from accounts.security import with_second_factor
from core.folding import fold
from regions.models import Territory

PAST, CLOSED = "passes", "fermes"
STATES = {"": "En fonction", PAST: "Sans rôle en vigueur", CLOSED: "Compte fermé", "tous": "Toutes"}


@dataclass(frozen=True)
class Question:
    """What a list of people is asked for: words, a role, a territory beneath, a state of STATES."""

    words: str = ""
    role: str = ""
    territory: int | None = None
    state: str = ""


def memberships_of(territory: Territory) -> QuerySet[Membership]:
    """Every role ever held in a territory or beneath it."""
    return Membership.objects.filter(beneath(territory)).select_related("territory", "user")


def people_of(territory: Territory, question: Question) -> QuerySet[User]:
    """The people who hold or held a role there, each with `held`: their roles there, those in force first."""
    asked = beneath(territory)
    if question.role:
        asked &= Q(role=question.role)
    if question.territory:
        asked &= Q(territory=question.territory)
    roles = Membership.objects.filter(asked)
    people = User.objects.filter(pk__in=roles.values("user"))
    if question.state == "":
        people = people.filter(pk__in=roles.in_force().values("user"), is_active=True)
    elif question.state == PAST:
        people = people.exclude(pk__in=memberships_of(territory).in_force().values("user"))
    elif question.state == CLOSED:
        people = people.filter(is_active=False)
    if wanted := fold(question.words).split():
        found = [
            number
            for number, *texts in people.values_list("pk", "name", "email")
            if all(word in fold(" ".join(texts)) for word in wanted)
        ]
        people = people.filter(pk__in=found)
    held = memberships_of(territory).order_by("-start", "pk")
    return people.order_by("name", "pk").prefetch_related(Prefetch("memberships", held, to_attr="held"))


def places_beneath(territory: Territory) -> QuerySet[Territory]:
    """The territory and those within it, for a choice."""
    return Territory.objects.filter(
        Q(pk=territory.pk) | Q(parent=territory) | Q(parent__parent=territory)
    ).select_related("parent__parent")


@dataclass(frozen=True)
class Line:
    """One role in force, as a review reads it."""

    membership: Membership
    last_sign_in: datetime | None
    has_two_factors: bool
    decided: AccessReviewLine | None
    may_decide: bool
    today: date

    @property
    def ends_soon(self) -> bool:
        end = self.membership.end
        return end is not None and end <= self.today + timedelta(days=settings.ROLE_ENDS_SOON_DAYS)

    @property
    def is_silent(self) -> bool:
        """Whether the person has not signed in for long; a role granted since is given the same time."""
        since = self.today - timedelta(days=settings.SILENT_ACCOUNT_DAYS)
        if self.last_sign_in is not None:
            return timezone.localdate(self.last_sign_in) < since
        return self.membership.start < since


def roles_in_force(territory: Territory, look: str = "") -> QuerySet[Membership]:
    """The roles of a review: all, those that end soon, or those of people who do not sign in."""
    today = timezone.localdate()
    roles = memberships_of(territory).in_force(today).filter(user__is_active=True)
    if look == "fin":
        roles = roles.filter(end__lte=today + timedelta(days=settings.ROLE_ENDS_SOON_DAYS))
    elif look == "silence":
        since = today - timedelta(days=settings.SILENT_ACCOUNT_DAYS)
        roles = roles.filter(Q(user__last_login__date__lt=since) | Q(user__last_login__isnull=True, start__lt=since))
    return roles.select_related("territory__parent__parent", "user", "granted_by").order_by(
        "territory__position", "territory__code", "user__name", "pk"
    )


def review_lines(roles: Iterable[Membership], review: AccessReview | None, by: User) -> list[Line]:
    """The lines of some roles, with what the open review decided of each; two queries more, whatever their number."""
    roles = list(roles)
    decided = {}
    if review is not None:
        lines = review.lines.filter(membership__in=[one.pk for one in roles]).select_related("decided_by")
        decided = {line.membership_id: line for line in lines}
    secured = with_second_factor({one.user_id for one in roles})
    today = timezone.localdate()
    return [
        Line(
            membership=one,
            last_sign_in=one.user.last_login,
            has_two_factors=one.user_id in secured,
            decided=decided.get(one.pk),
            may_decide=one.user_id != by.pk and may_grant(by, one.role, one.territory),
            today=today,
        )
        for one in roles
    ]


def still_to_decide(territory: Territory, review: AccessReview, by: User) -> int:
    """How many roles the person may decide that the review has not decided yet."""
    roles = roles_in_force(territory).exclude(pk__in=review.lines.values("membership"))
    return sum(one.user_id != by.pk and may_grant(by, one.role, one.territory) for one in roles)


def open_review(territory: Territory) -> AccessReview | None:
    return territory.access_reviews.filter(closed_at__isnull=True).select_related("opened_by").first()
