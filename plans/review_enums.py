"""The words of the review: bodies that comment among themselves, states of threads and suggestions."""

from django.db.models import TextChoices

from accounts.enums import Role
from regions.enums import TerritoryKind


class ReviewBody(TextChoices):
    """In whose name somebody comments; those who share it, in the same place, read its private threads."""

    DIRECTORATE = "directorate", "Direction régionale"
    OFFICE = "office", "Direction du CLE"
    COUNCIL = "council", "CRPMT"
    MINISTRY = "ministry", "CPMT et ministère"


BODY_OF_ROLE: dict[Role, ReviewBody] = {
    Role.DIRECTOR: ReviewBody.DIRECTORATE,
    Role.PLANNER: ReviewBody.DIRECTORATE,
    Role.ANALYST: ReviewBody.DIRECTORATE,
    Role.CLE_MANAGER: ReviewBody.OFFICE,
    Role.MEMBER: ReviewBody.COUNCIL,
    Role.SECRETARY: ReviewBody.COUNCIL,
    Role.NATIONAL: ReviewBody.MINISTRY,
}


def body_of(role: str, level: str) -> ReviewBody | None:
    """The body that a role held at a level belongs to; None for a role that does not comment."""
    body = BODY_OF_ROLE.get(role)
    return ReviewBody.MINISTRY if body and level == TerritoryKind.NATIONAL else body


class ThreadState(TextChoices):
    OPEN = "open", "Ouvert"
    RESOLVED = "resolved", "Résolu"


class CommentAct(TextChoices):
    """What an entry of a thread is: words, or something done to the thread."""

    SAY = "say", "a écrit"
    RESOLVE = "resolve", "a résolu le fil"
    REOPEN = "reopen", "a rouvert le fil"
    SHARE = "share", "a partagé le fil"
    ACCEPT = "accept", "a accepté la proposition"
    DECLINE = "decline", "a décliné la proposition"


class SuggestionState(TextChoices):
    PROPOSED = "proposed", "Proposée"
    ACCEPTED = "accepted", "Acceptée"
    DECLINED = "declined", "Déclinée"
    SUPERSEDED = "superseded", "Remplacée par une autre"
    WITHDRAWN = "withdrawn", "Retirée"
