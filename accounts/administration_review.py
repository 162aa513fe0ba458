"""Verbs of a review of accesses: open it, decide each role, close it. Each is dated, signed and told in the journal."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.administration import open_review, roles_in_force, still_to_decide
from accounts.administration_rules import may_grant
from accounts.enums import Ability, JournalEvent, ReviewDecision
from accounts.journal import record
from accounts.models import AccessReview, AccessReviewLine, Membership, User
from accounts.services import NOT_YOURS, YOURSELF, end_role
from core.errors import Conflict, Refused
from regions.models import Territory


@transaction.atomic
def begin_review(*, territory: Territory, by: User) -> AccessReview:
    """Open a review. Refused without the right; Conflict when one is open."""
    _check_right(by, territory)
    try:
        with transaction.atomic():
            review = AccessReview.objects.create(territory=territory, opened_by=by)
    except IntegrityError as error:
        raise Conflict("Une revue des accès est déjà ouverte.", current=open_review(territory)) from error
    record(
        event=JournalEvent.REVIEW_OPENED, by=by, territory=territory, subject=review,
        detail=f"Revue des accès ouverte, {territory}.",
    )  # fmt: skip
    return review


@transaction.atomic
def decide_role(
    *, review: AccessReview, membership: Membership, decision: ReviewDecision, by: User
) -> AccessReviewLine:
    """Keep a role, or end it today. Refused as ending would be; Conflict when it was decided meanwhile."""
    decision = ReviewDecision(decision)
    locked = AccessReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if locked.closed_at is not None:
        raise Conflict("Cette revue est close.", current=locked)
    if by.pk == membership.user_id:
        raise Refused(YOURSELF)
    if not may_grant(by, membership.role, membership.territory):
        raise Refused(NOT_YOURS.format(role=membership.get_role_display(), territory=membership.territory))
    try:
        with transaction.atomic():
            line = AccessReviewLine.objects.create(
                review=review, membership=membership, decision=decision, decided_by=by
            )
    except IntegrityError as error:
        current = review.lines.get(membership=membership)
        told = f"{current.get_decision_display()} par {current.decided_by}"
        raise Conflict(f"Ce rôle est déjà décidé dans cette revue\u00a0: {told}.", current=current) from error
    if decision == ReviewDecision.ENDED:
        end_role(membership=membership, by=by)
    return line


@transaction.atomic
def close_review(*, review: AccessReview, by: User) -> AccessReview:
    """Close a review. Refused while roles that the person may decide await; Conflict when it was closed meanwhile."""
    _check_right(by, review.territory)
    if left := still_to_decide(review.territory, review, by):
        raise Refused(f"Il reste {left} rôle{'s' if left > 1 else ''} à décider avant de clore la revue.")
    now = timezone.now()
    if not AccessReview.objects.filter(pk=review.pk, closed_at__isnull=True).update(closed_at=now, closed_by=by):
        raise Conflict("Cette revue est déjà close.", current=AccessReview.objects.get(pk=review.pk))
    review.closed_at, review.closed_by = now, by
    kept = review.lines.filter(decision=ReviewDecision.KEPT).count()
    ended = review.lines.filter(decision=ReviewDecision.ENDED).count()
    unseen = roles_in_force(review.territory).exclude(pk__in=review.lines.values("membership")).count()
    record(
        event=JournalEvent.REVIEW_CLOSED, by=by, territory=review.territory, subject=review,
        detail=f"Revue des accès close, {review.territory}\u00a0: {kept} maintenus, {ended} retirés, "
        f"{unseen} hors du ressort des personnes qui l’ont faite.",
    )  # fmt: skip
    return review


def _check_right(by: User, territory: Territory) -> None:
    if not by.may(Ability.MANAGE_MEMBERS, territory):
        raise Refused("La revue des accès revient à l’administration de ce territoire.")
