"""Who: people, the roles they hold in a territory for a time, and the journal of what touched rights."""

from accounts.models.journal import JournalEntry
from accounts.models.people import Membership, User, UserManager

__all__ = ["JournalEntry", "Membership", "User", "UserManager"]
