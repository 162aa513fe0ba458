"""Who: people, the roles they hold in a territory for a time, and the journal of what touched rights."""

from accounts.models.invitation import Invitation
from accounts.models.journal import PERSON, JournalEntry
from accounts.models.people import Membership, User, UserManager
from accounts.models.review import AccessReview, AccessReviewLine

__all__ = [
    "PERSON",
    "AccessReview",
    "AccessReviewLine",
    "Invitation",
    "JournalEntry",
    "Membership",
    "User",
    "UserManager",
]
