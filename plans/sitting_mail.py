"""The convocation sent to those who sit: when, where, the agenda's address, and the sitting as a file for calendars."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from partners.reads_council import read_roster
from plans.calendar import sitting_calendar
from plans.models import Sitting
from plans.sitting_enums import SittingState

_TEXT = """Bonjour {name},

{opening}

{sitting}
Le {day} à {hour}
{place}
Tenue : {mode}
{window}
L’ordre du jour, les documents et le vote :
{url}

La séance est jointe à ce message, pour votre agenda.

Jalon – Plans d’action régionaux pour l’emploi
"""
_OPENING = {
    "convened": "Vous êtes invité ou invitée à siéger au conseil régional des partenaires du marché du travail.",
    "changed": "La convocation d’une séance du conseil est changée. Voici ce qui vaut maintenant.",
    "cancelled": "La séance suivante du conseil est annulée. Motif : {reason}",
}
_SUBJECT = {"convened": "Convocation", "changed": "Convocation changée", "cancelled": "Séance annulée"}


def recipients(sitting: Sitting) -> list[User]:
    """Those who hold a seat on the day of the sitting, or stand in, and have an account that is open."""
    people: dict[int, User] = {}
    for line in read_roster(sitting.council, sitting.day).lines:
        for term in (line.holder, line.substitute):
            if term is not None and term.user_id is not None:
                people.setdefault(term.user_id, term.user)
    return [person for person in people.values() if person.is_active]


def send_convocation(number: int, version: int, person: int, site: str) -> bool:
    """Write to one person, unless the convocation was changed again since: that message follows. Whether it left."""
    sitting = Sitting.objects.select_related("council__territory", "year").filter(pk=number, version=version).first()
    reader = User.objects.filter(pk=person, is_active=True).first()
    if sitting is None or reader is None:
        return False
    what = "cancelled" if sitting.state == SittingState.CANCELLED else "convened" if version == 1 else "changed"
    starts_at, url = timezone.localtime(sitting.starts_at), urljoin(site, sitting.get_absolute_url())
    window = ""
    if sitting.vote_opens_at and sitting.vote_closes_at:
        opens, closes = (_moment(timezone.localtime(one)) for one in (sitting.vote_opens_at, sitting.vote_closes_at))
        window = f"Vote à distance : du {opens} au {closes}\n"
    told = _TEXT.format(
        name=reader.name,
        opening=_OPENING[what].format(reason=sitting.reason),
        sitting=f"{sitting}, {sitting.council.territory}",
        day=date_format(starts_at, "l j F Y"),
        hour=date_format(starts_at, r"G \h i"),
        place=sitting.place,
        mode=sitting.get_mode_display(),
        window=window,
        url=url,
    )
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{_SUBJECT[what]} : {date_format(starts_at, 'j F Y')}"
    message = EmailMessage(subject, told, None, [reader.email])
    message.attach(f"seance-{sitting.number}.ics", sitting_calendar(sitting, url).decode(), "text/calendar")
    return bool(message.send())


def _moment(moment) -> str:
    return date_format(moment, r"j F Y, G \h i")
