"""The check of the review: what was said of the plan and is not settled."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from plans.checks.gaps import Gap, counted
from plans.models import Plan
from plans.review import open_threads

COMMENTS = "Commentaires"


def review_gaps(plan: Plan, by: User | None) -> Iterator[Gap]:
    """The threads that stay open, shared or, for a person, of their own body; one query."""
    count = open_threads(plan, by)
    if count:
        told = counted(count, "fil de commentaires est encore ouvert", "fils de commentaires sont encore ouverts")
        yield Gap(f"{told}.", reverse("plan_comments", args=[plan.territory.slug, plan.year_id]), part=COMMENTS)
