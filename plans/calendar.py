"""The dates of the cycle as a calendar (iCalendar, RFC 5545) that other software subscribes to.

The address of the feed bears a signed key, since calendars cannot sign in; it opens the dates of the cycle and nothing
else, and stops working when the person's account does.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.core import signing
from icalendar import Calendar, Event

from accounts.models import User
from plans.models import CycleStep, PlanningCycle, Sitting
from plans.sitting_enums import SittingState

_SALT = "jalon.calendar"


def calendar_key(user: User) -> str:
    """The key of a person's feed."""
    return signing.dumps(user.pk, salt=_SALT)


def person_of(key: str) -> User | None:
    """Whose feed it is; None when the key is not ours or the account is closed."""
    try:
        pk = signing.loads(key, salt=_SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()


def cycle_calendar(cycle: PlanningCycle, steps: Iterable[CycleStep], page: str) -> bytes:
    """One all-day event a step, on its due date."""
    calendar = Calendar()
    calendar.add("prodid", "-//Jalon//Cycle de planification//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Cycle de planification {cycle.year.label}")
    for step in steps:
        event = Event()
        event.add("uid", f"cycle-{cycle.pk}-{step.number}@jalon")
        event.add("summary", f"Étape {step.number} : {step.title}")
        event.add("dtstart", step.due_on)
        event.add("dtend", step.due_on + timedelta(days=1))
        event.add("description", f"Niveaux : {step.levels}. Responsable : {step.owner}.")
        event.add("url", page)
        event.add("transp", "TRANSPARENT")
        event["dtstamp"] = event["dtstart"]
        calendar.add_component(event)
    return calendar.to_ical()


def sitting_calendar(sitting: Sitting, page: str) -> bytes:
    """The sitting as one event; a later version, or its cancellation, takes the place of the former in a calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Jalon//Conseil régional//FR")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"seance-{sitting.pk}@jalon")
    is_cancelled = sitting.state == SittingState.CANCELLED
    event.add("sequence", sitting.version + is_cancelled)
    event.add("summary", f"{sitting}, {sitting.council.territory}")
    event.add("dtstart", sitting.starts_at.astimezone(UTC))
    event.add("dtstamp", sitting.convened_at.astimezone(UTC))
    event.add("location", sitting.place)
    event.add("url", page)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    calendar.add_component(event)
    return calendar.to_ical()
