"""Verbs on a council: lay it out, fill its seats, declare interests, set how it decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Ability, JournalEvent
from accounts.journal import record
from accounts.models import User
from core.errors import Conflict, Refused
from core.formats import de
from partners.enums import College, QuorumRule
from partners.models import Council, Interest, Seat, SeatTerm
from partners.rules_council import SEATS_BY_LAW
from regions.models import Territory

NOT_YOURS = "La composition et les règles du conseil se tiennent par son secrétariat et par la direction régionale."


@transaction.atomic
def create_council(
    *, territory: Territory, by: User | None, seats: Mapping[College, tuple[int, bool]] = SEATS_BY_LAW
) -> Council:
    """The council of a region with its seats, all vacant. Refused where there is one, or when it is no region."""
    if by is not None and not by.may(Ability.RECORD_COUNCIL, territory):
        raise Refused(NOT_YOURS)
    if not territory.is_region:
        raise Refused("Un conseil régional est celui d’une région.")
    if Council.objects.filter(territory=territory).exists():
        raise Refused(f"{territory} a déjà son conseil.")
    council = Council.objects.create(territory=territory)
    Seat.objects.bulk_create(
        Seat(council=council, college=college, number=number, is_voting=is_voting)
        for college, (count, is_voting) in seats.items()
        for number in range(1, count + 1)
    )
    return council


@transaction.atomic
def fill_seat(
    *,
    seat: Seat,
    name: str,
    start: date,
    by: User | None,
    organisation: str = "",
    user: User | None = None,
    end: date | None = None,
    is_substitute: bool = False,
) -> SeatTerm:
    """Somebody takes a seat, or stands in for its holder; the open term before theirs ends the day before.

    Refused when the dates are reversed or meet another term, or when the person already holds another seat.
    """
    _check_right(by, seat.council)
    name = name.strip()
    if not name:
        raise _field("name", "Écrivez le nom de la personne.")
    if end and end < start:
        raise _field("end", "La fin du mandat précède son début.")
    _check_there(seat, start)
    Council.objects.select_for_update(of=("self",)).get(pk=seat.council_id)
    terms = SeatTerm.objects.filter(seat=seat, is_substitute=is_substitute)
    terms.filter(end__isnull=True, start__lt=start).update(end=start - timedelta(days=1))
    overlap = terms.filter(Q(end__isnull=True) | Q(end__gte=start))
    met = (overlap.filter(start__lte=end) if end else overlap).first()
    if met is not None:
        raise _field("start", f"Ce mandat chevauche celui de {met.name}, qui commence le {met.start:%Y-%m-%d}.")
    if user is not None and not is_substitute:
        other = SeatTerm.objects.in_force(start).filter(
            seat__council=seat.council_id, user=user, is_substitute=False
        ).exclude(seat=seat)  # fmt: skip
        if other.exists():
            raise _field("user", f"{user} occupe déjà un autre siège du conseil.")
    term = SeatTerm(
        seat=seat, name=name, organisation=organisation.strip(), user=user, start=start, end=end,
        is_substitute=is_substitute, granted_by=by,
    )  # fmt: skip
    try:
        term.clean_fields(exclude=["seat", "user", "granted_by"])
    except ValidationError as error:
        fields = {field: " ".join(messages) for field, messages in error.message_dict.items()}
        raise Refused(" ".join(fields.values()), fields=fields) from error
    term.save(force_insert=True)
    _tell(seat, by, f"{term.name} {'supplée au' if is_substitute else 'occupe le'} siège {seat}")
    return term


@transaction.atomic
def end_term(*, term: SeatTerm, on: date | None = None, by: User) -> SeatTerm:
    """End a term on a day (today). The row stays: who sat, and when, is never forgotten."""
    _check_right(by, term.seat.council)
    last_day = on or timezone.localdate()
    if last_day < term.start:
        raise _field("end", "Ce mandat commence plus tard\u00a0: il ne peut finir avant.")
    if not SeatTerm.objects.filter(pk=term.pk, end=term.end).update(end=last_day):
        raise Conflict("Ce mandat a été changé entre-temps.", current=SeatTerm.objects.get(pk=term.pk))
    term.end = last_day
    _tell(term.seat, by, f"Fin du mandat {de(term.name)}, siège {term.seat}")
    return term


@transaction.atomic
def abolish_seat(*, seat: Seat, on: date | None = None, by: User) -> Seat:
    """The seat is no more after a day (today), and its open terms end with it; past sittings keep it.

    Refused for the seat that presides, and for a day on which somebody's term has not begun; Conflict when it is
    abolished already.
    """
    _check_right(by, seat.council)
    last_day = on or timezone.localdate()
    Council.objects.select_for_update(of=("self",)).get(pk=seat.council_id)
    current = Seat.objects.get(pk=seat.pk)
    if current.abolished_on is not None:
        raise Conflict("Ce siège est déjà aboli.", current=current)
    if current.is_chair:
        raise Refused("Ce siège préside le conseil\u00a0: confiez d’abord la présidence à un autre.")
    later = SeatTerm.objects.filter(seat=seat, start__gt=last_day).first()
    if later is not None:
        raise Refused(f"Un mandat commence après ce jour, celui {de(later.name)}\u00a0: il faut un jour plus tard.")
    SeatTerm.objects.in_force(last_day).filter(seat=seat).update(end=last_day)
    Seat.objects.filter(pk=seat.pk).update(abolished_on=last_day)
    seat.abolished_on = last_day
    _tell(seat, by, f"Siège {seat} aboli")
    return seat


@transaction.atomic
def set_chair(*, seat: Seat, by: User | None) -> Seat:
    """Whoever holds this seat presides from now on. Refused for a seat without vote."""
    _check_right(by, seat.council)
    if not seat.is_voting:
        raise Refused("La présidence revient à un siège avec droit de vote.")
    _check_there(seat, timezone.localdate())
    Seat.objects.filter(council=seat.council_id, is_chair=True).update(is_chair=False)
    Seat.objects.filter(pk=seat.pk).update(is_chair=True)
    seat.is_chair = True
    _tell(seat, by, f"Présidence du conseil confiée au siège {seat}")
    return seat


@transaction.atomic
def declare_interest(*, term: SeatTerm, matter: str, by: User, on: date | None = None) -> Interest:
    """A member declares an interest, or the secretary writes it for them. Refused to anybody else."""
    if term.user_id != by.pk:
        _check_right(by, term.seat.council)
    matter = matter.strip()
    if not matter:
        raise _field("matter", "Écrivez l’organisme ou l’affaire dont il s’agit.")
    if len(matter) > 300:
        raise _field("matter", "Écrivez 300 caractères au plus.")
    return Interest.objects.create(term=term, matter=matter, declared_on=on or timezone.localdate(), declared_by=by)


@transaction.atomic
def withdraw_interest(*, interest: Interest, by: User) -> Interest:
    """The interest no longer holds; the declaration stays on record."""
    if interest.term.user_id != by.pk:
        _check_right(by, interest.term.seat.council)
    today = timezone.localdate()
    if not Interest.objects.filter(pk=interest.pk, withdrawn_on__isnull=True).update(withdrawn_on=today):
        raise Conflict("Cette déclaration est déjà retirée.", current=interest)
    interest.withdrawn_on = today
    return interest


@transaction.atomic
def set_rules(
    *,
    council: Council,
    expected_version: int,
    quorum_rule: str,
    quorum_number: int | None,
    majority: str,
    tie_break: str,
    by: User,
) -> Council:
    """Change how the council decides from its next vote on; past votes keep the rules under which they were taken.

    Refused without the right or for a quorum that no sitting could reach; Conflict when somebody wrote first.
    """
    _check_right(by, council)
    current = Council.objects.select_for_update(of=("self",)).get(pk=council.pk)
    if current.version != expected_version:
        raise Conflict("Les règles du conseil ont été changées pendant que vous écriviez.", current=current)
    voting = current.seats.in_force(timezone.localdate()).filter(is_voting=True).count()
    if quorum_rule == QuorumRule.NUMBER:
        if not quorum_number:
            raise _field("quorum_number", "Écrivez le nombre de sièges qui font le quorum.")
        if quorum_number > voting:
            raise _field("quorum_number", f"Le conseil n’a que {voting} sièges votants.")
    current.quorum_rule, current.quorum_number = quorum_rule, quorum_number
    current.majority, current.tie_break, current.version = majority, tie_break, current.version + 1
    current.full_clean()
    current.save()
    return current


def may_keep(user: User, council: Council) -> bool:
    """Whether the person keeps the council's seats, rules and sittings."""
    return user.is_authenticated and user.may(Ability.RECORD_COUNCIL, council.territory)


def _check_right(by: User | None, council: Council) -> None:
    if by is not None and not may_keep(by, council):
        raise Refused(NOT_YOURS)


def _check_there(seat: Seat, on: date) -> None:
    if seat.abolished_on is not None and seat.abolished_on < on:
        raise Refused(f"Le siège {seat} est aboli depuis le {seat.abolished_on:%Y-%m-%d}.")


def _tell(seat: Seat, by: User | None, sentence: str) -> None:
    """What a person changes is told in the journal; what is loaded has its own trace in the term."""
    if by is not None:
        place = seat.council.territory
        record(event=JournalEvent.SEAT_CHANGED, by=by, territory=place, subject=seat, detail=f"{sentence}, {place}.")


def _field(name: str, sentence: str) -> Refused:
    return Refused(sentence, fields={name: sentence})
