"""Who came: each member of a council, the sittings held while they sat, and how they attended."""

from __future__ import annotations

from dataclasses import dataclass

from partners.enums import ATTENDING, AttendanceStatus, College
from partners.models import Council, SeatTerm
from plans.models import Attendance, Sitting
from plans.sitting_enums import SittingState


@dataclass(frozen=True)
class Presence:
    """How a seat attended a sitting, while a member held it."""

    sitting: Sitting
    status: AttendanceStatus
    name: str  # of who sat in it, when it was the substitute

    @property
    def attended(self) -> bool:
        return self.status in ATTENDING


@dataclass(frozen=True)
class MemberHistory:
    """A member during a term, the last sitting first."""

    term: SeatTerm
    presences: tuple[Presence, ...]

    @property
    def held(self) -> int:
        return len(self.presences)

    @property
    def attended(self) -> int:
        """Sittings where the seat was taken, by the member or their substitute."""
        return sum(one.attended for one in self.presences)


def read_attendance(council: Council) -> tuple[MemberHistory, ...]:
    """Every term during which a sitting was held, in the order of the seats. Three queries, whatever was held."""
    held = Sitting.objects.filter(council=council, state__in=[SittingState.OPEN, SittingState.CLOSED])
    sittings = list(held.select_related("year").order_by("-starts_at", "-pk"))
    noted = {(one.sitting_id, one.seat_id): one for one in Attendance.objects.filter(sitting__in=sittings)}
    terms = SeatTerm.objects.filter(seat__council=council, is_substitute=False).select_related("seat")
    rank = {college: place for place, college in enumerate(College.values)}
    ordered = sorted(terms, key=lambda term: (rank[term.seat.college], term.seat.number, term.start))
    found = (MemberHistory(term, tuple(_presences(term, sittings, noted))) for term in ordered)
    return tuple(one for one in found if one.presences)


def _presences(term: SeatTerm, sittings: list[Sitting], noted: dict[tuple[int, int], Attendance]):
    for sitting in sittings:
        if sitting.day < term.start or (term.end and sitting.day > term.end):
            continue
        row = noted.get((sitting.pk, term.seat_id))
        status = AttendanceStatus(row.status) if row else AttendanceStatus.ABSENT
        yield Presence(sitting, status, row.name if row and status == AttendanceStatus.SUBSTITUTE else "")
