"""Reading a sitting: the room (who attends, the quorum) and the whole page, in a number of queries that never grows."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2s

from django.db.models import Prefetch
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from partners.enums import ATTENDING, AttendanceStatus, VoteChoice
from partners.reads_council import Roster, SeatLine, read_roster
from partners.rules_council import Count, Quorum, quorum_needed
from plans.models import AgendaItem, Attendance, Ballot, Edition, Motion, Plan, Recusal, Sitting
from plans.sitting_enums import MotionState, SittingMode, VoteMode


@dataclass(frozen=True)
class Room:
    """Who attends a sitting, seat by seat. A substitute sits in the seat of a holder who does not attend."""

    sitting: Sitting
    roster: Roster
    attendance: dict[int, Attendance]

    def status_of(self, seat_id: int) -> str:
        found = self.attendance.get(seat_id)
        return found.status if found else AttendanceStatus.ABSENT

    def attends(self, seat_id: int) -> bool:
        return self.status_of(seat_id) in ATTENDING

    def may_vote(self, seat_id: int) -> bool:
        """Whether the seat votes, is filled and attends."""
        line = self.roster.line(seat_id)
        return line is not None and line.counts and self.attends(seat_id)

    def name_of(self, seat_id: int) -> str:
        """Who sits there: as noted at the sitting, else who holds the seat."""
        found, line = self.attendance.get(seat_id), self.roster.line(seat_id)
        if found is not None and found.status in ATTENDING:
            return found.name
        return line.name if line else ""

    def is_seated(self, seat_id: int, user: User) -> bool:
        """Whether it is that person who sits in the seat at this sitting."""
        line = self.roster.line(seat_id)
        if line is None:
            return False
        sits = line.substitute if self.status_of(seat_id) == AttendanceStatus.SUBSTITUTE else line.holder
        return sits is not None and sits.user_id is not None and sits.user_id == user.pk

    @property
    def quorum(self) -> Quorum:
        present = sum(self.may_vote(line.seat.pk) for line in self.roster.lines)
        filled = self.roster.filled
        return Quorum(present, quorum_needed(self.sitting.council.rules, filled), filled)

    @property
    def voters(self) -> tuple[SeatLine, ...]:
        return tuple(line for line in self.roster.lines if self.may_vote(line.seat.pk))


def read_room(sitting: Sitting) -> Room:
    """The room as it stands now: four queries."""
    found = {one.seat_id: one for one in Attendance.objects.filter(sitting=sitting)}
    return Room(sitting, read_roster(sitting.council, sitting.day), found)


@dataclass(frozen=True)
class MotionView:
    """A motion with its votes; `mine` is the ballot of the seat of whoever looks."""

    motion: Motion
    ballots: tuple[Ballot, ...]
    recusals: tuple[Recusal, ...]
    mine: Ballot | None
    my_recusal: Recusal | None

    @property
    def count(self) -> Count:
        """The result, once closed; the ballots so far before that."""
        if self.motion.is_decided:
            return self.motion.count
        return Count(*(sum(one.choice == choice for one in self.ballots) for choice in VoteChoice))

    @property
    def cast(self) -> int:
        return len(self.ballots)

    @property
    def is_open(self) -> bool:
        return self.motion.state == MotionState.OPEN

    @property
    def by_hand(self) -> bool:
        return self.motion.mode == VoteMode.HAND

    @property
    def tone(self) -> str:
        """Of the badge of its state."""
        return {MotionState.ADOPTED: "reached", MotionState.REJECTED: "late", MotionState.OPEN: "on_track"}.get(
            self.motion.state, "neutral"
        )


@dataclass(frozen=True)
class ItemView:
    item: AgendaItem
    motions: tuple[MotionView, ...]


@dataclass(frozen=True)
class SittingPage:
    """A sitting as one person sees it."""

    sitting: Sitting
    room: Room
    items: tuple[ItemView, ...]
    mine: SeatLine | None  # the seat that the person holds or stands in for
    is_seated: bool  # whether they sit in it now
    keeps: bool

    @property
    def motions(self) -> tuple[MotionView, ...]:
        return tuple(motion for view in self.items for motion in view.motions)

    @property
    def open_motion(self) -> MotionView | None:
        return next((one for one in self.motions if one.is_open), None)

    @property
    def decided(self) -> tuple[MotionView, ...]:
        """The motions of the sitting whose vote is over, the last first."""
        over = [one for one in self.motions if one.motion.is_decided or one.motion.state == MotionState.VOID]
        return tuple(sorted(over, key=lambda one: one.motion.closed_at, reverse=True))

    @property
    def presences(self) -> list[tuple[str, SeatLine, str]]:
        """Name, seat and presence of each seat that is filled."""
        return [
            (self.room.name_of(line.seat.pk), line, AttendanceStatus(self.room.status_of(line.seat.pk)).label)
            for line in self.room.roster.lines
            if line.is_filled
        ]

    @property
    def my_status(self) -> str:
        return self.room.status_of(self.mine.seat.pk) if self.mine else ""

    @property
    def i_attend(self) -> bool:
        return self.mine is not None and self.is_seated and self.my_status in ATTENDING

    @property
    def why_no_vote(self) -> str:
        """Why the person cannot vote on the motion that is open, in words; nothing when they can."""
        motion = self.open_motion
        if motion is None or motion.mine is not None:
            return ""
        if self.mine is None:
            return "Vous n’occupez aucun siège de ce conseil\u00a0: vous suivez le vote sans voter."
        if not self.mine.seat.is_voting:
            return "Votre siège est sans droit de vote."
        if motion.my_recusal is not None:
            return f"Vous êtes récusé pour cette proposition ({motion.my_recusal.reason})\u00a0: vous ne votez pas."
        if motion.by_hand:
            return "Ce vote se prend à main levée\u00a0: le secrétariat en inscrit le compte."
        if self.room.attends(self.mine.seat.pk) and not self.is_seated:
            return f"{self.room.name_of(self.mine.seat.pk)} occupe votre siège à cette séance et vote à votre place."
        if not self.i_attend:
            return "Annoncez d’abord votre présence."
        if self.my_status == AttendanceStatus.DISTANCE and not self.sitting.window_is_open(timezone.now()):
            return "Le vote à distance n’est pas ouvert à cette heure."
        if not self.room.quorum.is_reached:
            return "Le conseil n’a plus quorum\u00a0: le vote attend le retour de membres."
        return ""

    @property
    def may_announce(self) -> bool:
        """Whether the person may say that they attend at a distance."""
        if self.mine is None or not self.sitting.is_open or self.sitting.mode == SittingMode.IN_PERSON:
            return False
        return not self.room.attends(self.mine.seat.pk)

    @property
    def may_vote(self) -> bool:
        motion = self.open_motion
        return motion is not None and motion.mine is None and not self.why_no_vote

    @property
    def token(self) -> str:
        """Changes when anything that the live part shows changes."""
        motion = self.open_motion
        told = [
            self.sitting.state, self.my_status, str(self.is_seated), repr(self.room.quorum), self.why_no_vote,
            *(f"{one.motion.pk}{one.motion.state}{one.motion.version}" for one in self.motions),
            str(motion and (motion.cast, motion.mine and motion.mine.pk, len(motion.recusals))),
        ]  # fmt: skip
        return blake2s("|".join(told).encode(), digest_size=6).hexdigest()


def read_sitting(sitting: Sitting, user: User, *, keeps: bool) -> SittingPage:
    """Everything that the pages and the minutes of a sitting show: ten queries, whatever it holds."""
    room = read_room(sitting)
    lines = room.roster.lines_of(user)
    mine = next((line for line in lines if room.is_seated(line.seat.pk, user)), lines[0] if lines else None)
    motions = (
        Motion.objects.select_related("mover", "seconder", "closed_by", "act")
        .prefetch_related("ballots__seat", "recusals", "amendments__author")
        .order_by("number")
    )
    items = sitting.items.select_related("plan__territory", "plan__year").prefetch_related(
        Prefetch("motions", motions), Prefetch("edition", _light_editions())
    )
    seat_id = mine.seat.pk if mine else None
    views = tuple(
        ItemView(item, tuple(_motion_view(motion, sitting, seat_id) for motion in item.motions.all())) for item in items
    )
    is_seated = mine is not None and room.is_seated(mine.seat.pk, user)
    return SittingPage(sitting, room, views, mine, is_seated, keeps)


def _motion_view(motion: Motion, sitting: Sitting, seat_id: int | None) -> MotionView:
    motion.sitting = sitting
    ballots, recusals = tuple(motion.ballots.all()), tuple(motion.recusals.all())
    return MotionView(
        motion,
        ballots,
        recusals,
        next((one for one in ballots if one.seat_id == seat_id), None),
        next((one for one in recusals if one.seat_id == seat_id), None),
    )


def _light_editions():
    """Without their contents, which weigh a megabyte each."""

    return Edition.objects.defer("content")


def comments_url(plan: Plan) -> str:
    """Where the plan is commented, part by part; nothing while no such page exists."""
    try:
        return reverse("plan_comments", args=[plan.territory.slug, plan.year_id])
    except NoReverseMatch:
        return ""
