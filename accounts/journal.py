"""Writing in the audit journal: one line in the verb that did the thing, within its transaction.

    record(event=JournalEvent.ROLE_ENDED, by=by, territory=place, subject=person, detail="A mis fin au rôle …")

What did not happen is not told: an entry is rolled back with the act it tells of.
"""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest

from accounts.enums import JournalEvent
from accounts.models import JournalEntry, User
from regions.models import Territory

NOBODY = "Jalon"  # the software itself: the loading of the demonstration, a command, a task
# The network address is personal information: it is kept where it helps to see somebody else at the door, only there.
_WITH_ADDRESS = frozenset({JournalEvent.SIGNED_IN, JournalEvent.SIGN_IN_FAILED, JournalEvent.SESSION_ENDED})


def record(
    *,
    event: JournalEvent,
    by: User | None,
    detail: str,
    territory: Territory | None = None,
    subject: Model | None = None,
    address: str = "",
    request: HttpRequest | None = None,
) -> JournalEntry:
    """Write one entry. `detail` is a French sentence that stands alone; `by` is None for the software itself.

    `subject` is the person or the row concerned, `address` the page that shows it (its own, unless told). `request` is
    read for the network address, and only for sign-in events.
    """
    if subject is not None and not address and hasattr(subject, "get_absolute_url"):
        address = subject.get_absolute_url()
    return JournalEntry.objects.create(
        event=event,
        actor=by,
        actor_name=_name(by) if by is not None else NOBODY,
        territory=territory,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_pk=subject.pk if subject is not None else None,
        subject=_label(subject)[:200],
        address=address[:300],
        detail=detail,
        ip=_network_address(request) if request is not None and event in _WITH_ADDRESS else None,
    )


def home_of(user: User) -> Territory | None:
    """The territory under which a person's own doings are told: that of their first role in force."""
    held = user.current_memberships
    return held[0].territory if held else None


def _name(user: User) -> str:
    return (f"{user.name} ({user.email})" if user.name else user.email)[:160]


def _label(subject: Model | None) -> str:
    if subject is None:
        return ""
    return _name(subject) if isinstance(subject, User) else str(subject)


def _network_address(request: HttpRequest) -> str | None:
    from allauth.account.adapter import get_adapter  # it knows which proxies are believed

    return get_adapter(request).get_client_ip(request)
