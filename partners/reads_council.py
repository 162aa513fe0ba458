"""Reading a council: its seats with who holds them on a day, in three queries whatever its size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import User
from partners.enums import College
from partners.models import Council, Interest, Seat, SeatTerm


@dataclass(frozen=True)
class SeatLine:
    """A seat on a day: its holder and substitute (None: vacant), and the interests that they declared."""

    seat: Seat
    holder: SeatTerm | None
    substitute: SeatTerm | None
    interests: tuple[Interest, ...] = ()

    @property
    def is_filled(self) -> bool:
        return self.holder is not None

    @property
    def counts(self) -> bool:
        """Whether the seat counts for quorum and majority: it votes, and somebody holds it."""
        return self.seat.is_voting and self.is_filled

    @property
    def name(self) -> str:
        return self.holder.name if self.holder else "Siège vacant"


@dataclass(frozen=True)
class CollegeGroup:
    college: College
    lines: tuple[SeatLine, ...]


@dataclass(frozen=True)
class Roster:
    """All the seats of a council on a day."""

    lines: tuple[SeatLine, ...]

    @property
    def filled(self) -> int:
        """Voting seats that are filled."""
        return sum(line.counts for line in self.lines)

    @property
    def voting(self) -> int:
        return sum(line.seat.is_voting for line in self.lines)

    @property
    def groups(self) -> tuple[CollegeGroup, ...]:
        return tuple(
            CollegeGroup(college, lines)
            for college in College
            if (lines := tuple(line for line in self.lines if line.seat.college == college))
        )

    def line(self, seat_id: int | None) -> SeatLine | None:
        return next((line for line in self.lines if line.seat.pk == seat_id), None)

    def chair(self) -> SeatLine | None:
        return next((line for line in self.lines if line.seat.is_chair), None)

    def lines_of(self, user: User) -> tuple[SeatLine, ...]:
        """Seats that the person holds, then those where they stand in for somebody."""
        held = [line for line in self.lines if line.holder and line.holder.user_id == user.pk]
        stood = [line for line in self.lines if line.substitute and line.substitute.user_id == user.pk]
        return (*held, *(line for line in stood if line not in held))


def read_roster(council: Council, on: date | None = None) -> Roster:
    """The seats in the order of the law, with the terms that run on a day (today)."""
    day = on or timezone.localdate()
    terms = list(SeatTerm.objects.in_force(day).filter(seat__council=council))
    interests: dict[int, list[Interest]] = {}
    for interest in Interest.objects.filter(term__in=[term.pk for term in terms], withdrawn_on__isnull=True):
        interests.setdefault(interest.term_id, []).append(interest)
    by_seat = {(term.seat_id, term.is_substitute): term for term in terms}

    def line(seat: Seat) -> SeatLine:
        holder, substitute = by_seat.get((seat.pk, False)), by_seat.get((seat.pk, True))
        declared = [one for term in (holder, substitute) if term for one in interests.get(term.pk, ())]
        return SeatLine(seat, holder, substitute, tuple(declared))

    rank = {college: place for place, college in enumerate(College.values)}
    seats = sorted(council.seats.in_force(day), key=lambda seat: (rank[seat.college], seat.number))
    return Roster(tuple(line(seat) for seat in seats))
