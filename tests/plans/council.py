"""A council at work: a sitting convened, opened, attended, and a motion ready for its vote."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from partners.enums import AttendanceStatus, College
from partners.models import Council, Seat
from partners.reads_council import read_roster
from plans.models import AgendaItem, Motion, Plan, Sitting
from plans.services_approval import Decision, advance_plan
from plans.services_motion import propose_motion
from plans.services_sitting import Convocation, Noted, add_item, convene_sitting, note_attendance, open_sitting
from plans.services_vote import call_the_roll
from plans.sitting_enums import VoteMode

PLACE = "Salle du conseil, Rimouski"


def the_council() -> Council:
    return Council.objects.select_related("territory").get(territory__code="01")


def seat(college: str, number: int = 1) -> Seat:
    return Seat.objects.get(council__territory__code="01", college=college, number=number)


def voting_seats() -> list[Seat]:
    """The twenty, in the order of the law."""
    return [line.seat for line in read_roster(the_council()).lines if line.seat.is_voting]


def at(day: date, hour: int = 19) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def convened(plan: Plan, cast, **told) -> Sitting:
    convocation = Convocation(starts_at=told.pop("starts_at", at(timezone.localdate(), 0)), place=PLACE, **told)
    return convene_sitting(council=the_council(), year=plan.year, told=convocation, by=cast.secretary)


def opened(plan: Plan, cast, **told) -> Sitting:
    return open_sitting(sitting=convened(plan, cast, **told), seen="convened", by=cast.secretary)


def attend(sitting: Sitting, cast, seats: list[Seat], status: str = AttendanceStatus.PRESENT) -> None:
    standing = dict(sitting.attendances.values_list("seat_id", "status"))
    noted = [Noted(one.pk, status, standing.get(one.pk, "absent")) for one in seats]
    note_attendance(sitting=sitting, noted=noted, by=cast.secretary)


def item(sitting: Sitting, cast, title: str = "Plan d’action régional", plan: Plan | None = None) -> AgendaItem:
    return add_item(sitting=sitting, title=title, plan=plan, by=cast.secretary)


def moved(point: AgendaItem, cast, **told) -> Motion:
    told = {"text": "D’adopter le plan d’action régional.", "mode": VoteMode.BALLOTS} | told
    mover, seconder = told.pop("mover", seat(College.LABOUR, 2)), told.pop("seconder", seat(College.BUSINESS, 2))
    return propose_motion(item=point, mover_id=mover.pk, seconder_id=seconder.pk, by=cast.secretary, **told)


def submitted(plan: Plan, cast) -> Plan:
    advance_plan(plan=plan, name="submit", seen="draft", by=cast.director, decision=Decision(on_paper=True))
    plan.refresh_from_db()
    return plan


def roll(motion: Motion, cast, votes_for: int, against: int = 0, abstain: int = 0) -> None:
    """The voting seats answer in the order of the law: so many for, then against, then abstaining."""
    words = ["for"] * votes_for + ["against"] * against + ["abstain"] * abstain
    seats = [one.pk for one in voting_seats()]
    choices = dict(zip(seats, words, strict=False))
    call_the_roll(motion=motion, choices=choices, by=cast.secretary)
