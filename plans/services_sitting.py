"""Verbs on a sitting: convene it, set its agenda, open it, note who attends, close it. Votes: `services_vote`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from core.errors import Conflict, Refused
from core.states import advance
from indicators.models import FiscalYear
from partners.enums import ATTENDING, AttendanceStatus
from partners.models import Council
from partners.reads_council import Roster, SeatLine, read_roster
from partners.services_council import may_keep
from plans.enums import PlanState
from plans.models import AgendaItem, Attendance, Edition, Plan, Sitting
from plans.sitting_enums import MotionState, SittingMode
from plans.sitting_workflow import CANCEL_SITTING, CLOSE_SITTING, OPEN_SITTING

NOT_YOURS = "Tenir la séance revient au secrétariat du conseil et à la direction régionale."
NO_SEAT = "Vous n’occupez aucun siège de ce conseil."


@dataclass(frozen=True)
class Convocation:
    """What is told of a sitting when it is convened."""

    starts_at: datetime
    place: str
    mode: str = SittingMode.HYBRID
    vote_opens_at: datetime | None = None
    vote_closes_at: datetime | None = None


@transaction.atomic
def convene_sitting(*, council: Council, year: FiscalYear, told: Convocation, by: User, site: str = "") -> Sitting:
    """Convene the council, and write to those who sit once it is done: `site` is the address of Jalon for the links,
    and nothing is sent without it. Refused without the right, without a place, or for a window reversed or half told.
    """
    check_keeper(by, council)
    _check_convocation(told)
    Council.objects.select_for_update(of=("self",)).get(pk=council.pk)
    last = Sitting.objects.filter(council=council, year=year).aggregate(last=Max("number"))["last"] or 0
    chair = read_roster(council, timezone.localdate(told.starts_at)).chair()
    sitting = Sitting.objects.create(
        council=council,
        year=year,
        number=last + 1,
        chair=chair.seat if chair else None,
        convened_by=by,
        **_columns(told),
    )
    _tell_members(sitting, site)
    return sitting


@transaction.atomic
def edit_sitting(*, sitting: Sitting, expected_version: int, told: Convocation, by: User, site: str = "") -> Sitting:
    """Change the convocation of a sitting that is not over, and write so to those who sit. Conflict when somebody
    wrote first."""
    current = lock_sitting(sitting)
    check_keeper(by, current.council)
    if current.is_over:
        raise Refused("Cette séance est terminée\u00a0: elle ne se modifie plus.")
    if current.version != expected_version:
        raise Conflict("La convocation a été changée pendant que vous écriviez.", current=current)
    _check_convocation(told)
    Sitting.objects.filter(pk=current.pk).update(version=F("version") + 1, **_columns(told))
    current.refresh_from_db()
    _tell_members(current, site)
    return current


def _tell_members(sitting: Sitting, site: str) -> None:
    if site:
        from plans.tasks import tell_convened

        transaction.on_commit(lambda: tell_convened.delay(sitting.pk, site), robust=True)


def _columns(told: Convocation) -> dict:
    return {
        "starts_at": told.starts_at,
        "place": told.place.strip(),
        "mode": told.mode,
        "vote_opens_at": told.vote_opens_at,
        "vote_closes_at": told.vote_closes_at,
    }


def _check_convocation(told: Convocation) -> None:
    fields = {}
    if not told.place.strip():
        fields["place"] = "Écrivez le lieu, ou le lien pour se joindre à distance."
    if bool(told.vote_opens_at) != bool(told.vote_closes_at):
        fields["vote_closes_at"] = "Écrivez l’ouverture et la clôture du vote à distance, ou aucune des deux."
    elif told.vote_opens_at and told.vote_closes_at <= told.vote_opens_at:
        fields["vote_closes_at"] = "La clôture du vote vient avant son ouverture."
    if fields:
        raise Refused(" ".join(fields.values()), fields=fields)


# --- Agenda -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_item(*, sitting: Sitting, title: str, by: User, body: str = "", plan: Plan | None = None) -> AgendaItem:
    """Add a point to the agenda. A plan comes with the edition frozen at its submission; refused before that."""
    current = lock_sitting(sitting)
    check_keeper(by, current.council)
    if current.is_over:
        raise Refused("Cette séance est terminée\u00a0: son ordre du jour ne change plus.")
    if not title.strip():
        raise Refused("Écrivez le titre du point.", fields={"title": "Écrivez le titre du point."})
    edition = submitted_edition(plan, current) if plan else None
    last = current.items.aggregate(last=Max("position"))["last"] or 0
    return AgendaItem.objects.create(
        sitting=current, position=last + 1, title=title.strip(), body=body, plan=plan, edition=edition
    )


@transaction.atomic
def renew_item(*, item: AgendaItem, by: User) -> AgendaItem:
    """Point at the edition last submitted: the plan was taken back and submitted again since."""
    check_keeper(by, item.sitting.council)
    if item.plan is None:
        raise Refused("Ce point ne porte pas sur un plan.")
    if item.motions.filter(state__in=[MotionState.OPEN, MotionState.ADOPTED]).exists():
        raise Refused("Une proposition de ce point est au vote ou adoptée\u00a0: son document ne change plus.")
    item.edition = submitted_edition(item.plan, item.sitting)
    AgendaItem.objects.filter(pk=item.pk).update(edition=item.edition, version=F("version") + 1)
    return item


@transaction.atomic
def write_minutes(*, item: AgendaItem, expected_version: int, text: str, by: User) -> AgendaItem:
    """What was said on a point, for the minutes. Conflict, with both texts, when somebody wrote first."""
    check_keeper(by, item.sitting.council)
    same = AgendaItem.objects.filter(pk=item.pk, version=expected_version)
    if not same.update(minutes=text.replace("\r\n", "\n"), version=F("version") + 1):
        current = AgendaItem.objects.get(pk=item.pk)
        raise Conflict("Une autre personne a écrit sur ce point pendant que vous écriviez.", current=current)
    item.refresh_from_db()
    return item


def submitted_edition(plan: Plan, sitting: Sitting) -> Edition:
    """The edition on which the council decides: the one frozen when the plan was submitted. Refused when it is not."""
    if plan.territory_id != sitting.council.territory_id:
        raise Refused("Ce plan n’est pas celui de la région du conseil.")
    state = Plan.objects.values_list("state", flat=True).get(pk=plan.pk)
    if state != PlanState.SUBMITTED:
        sentence = (
            f"Ce plan n’est pas soumis au conseil\u00a0: il est « {PlanState(state).label} ». "
            "La direction régionale le soumet depuis sa page d’approbation."
        )
        raise Refused(sentence, fields={"plan": sentence})
    return plan.editions.defer("content").order_by("-number")[0]


# --- Holding ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_sitting(*, sitting: Sitting, seen: str, by: User) -> Sitting:
    """Open the sitting, on its day or later. It may be open without quorum; no vote may."""
    current = lock_sitting(sitting)
    check_keeper(by, current.council)
    if current.day > timezone.localdate():
        raise Refused(
            f"La séance est convoquée pour le {date_format(current.day, 'j F Y')}. "
            "Changez la date de la convocation pour l’ouvrir aujourd’hui."
        )
    advance(current, OPEN_SITTING, seen=seen, opened_at=timezone.now())
    return current


@transaction.atomic
def close_sitting(*, sitting: Sitting, seen: str, by: User) -> Sitting:
    """Close the sitting; refused while a vote is open. Its minutes may still be written."""
    current = lock_sitting(sitting)
    check_keeper(by, current.council)
    if current.motions.filter(state=MotionState.OPEN).exists():
        raise Refused("Un vote est ouvert\u00a0: closez-le ou annulez-le avant de lever la séance.")
    advance(current, CLOSE_SITTING, seen=seen, closed_at=timezone.now())
    return current


@transaction.atomic
def cancel_sitting(*, sitting: Sitting, seen: str, reason: str, by: User, site: str = "") -> Sitting:
    """Give up a sitting that was convened, with the reason, and write so to those who sit."""
    current = lock_sitting(sitting)
    check_keeper(by, current.council)
    if not reason.strip():
        raise Refused("Écrivez le motif de l’annulation.", fields={"reason": "Écrivez le motif de l’annulation."})
    advance(current, CANCEL_SITTING, seen=seen, reason=reason.strip())
    _tell_members(current, site)
    return current


# --- Attendance -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Noted:
    """How a seat attends, as the secretary notes it: `seen` is what the page showed."""

    seat_id: int
    status: str
    seen: str


@transaction.atomic
def note_attendance(*, sitting: Sitting, noted: Iterable[Noted], by: User) -> int:
    """Note who attends; what the page already showed is left alone. Returns how many seats were changed.

    Refused when the sitting is over, or for a substitute where there is none; Conflict when the member announced
    something else meanwhile.
    """
    current = lock_sitting(sitting)
    check_keeper(by, current.council)
    _check_attended(current)
    roster = read_roster(current.council, current.day)
    standing = dict(Attendance.objects.filter(sitting=current).values_list("seat_id", "status"))
    changed = 0
    for one in noted:
        if one.status == one.seen:
            continue
        line = roster.line(one.seat_id)
        if line is None:
            raise Refused("Ce siège n’est pas du conseil.")
        now = standing.get(one.seat_id, AttendanceStatus.ABSENT)
        if one.seen != now:
            raise Conflict(
                f"{line.name} est maintenant « {AttendanceStatus(now).label.lower()} ». Relisez les présences.",
                current=current,
            )
        _write_attendance(current, line, one.status, by)
        changed += 1
    return changed


@transaction.atomic
def announce_presence(*, sitting: Sitting, by: User) -> Attendance:
    """A member says that they attend at a distance. The holder comes before the substitute.

    Refused without a seat, when the sitting is not open or is held in person only, or when the seat is taken.
    """
    current = lock_sitting(sitting)
    line, is_holder = own_line(read_roster(current.council, current.day), by)
    if not current.is_open:
        raise Refused("La séance n’est pas ouverte\u00a0: vous pourrez annoncer votre présence dès qu’elle le sera.")
    if current.mode == SittingMode.IN_PERSON:
        raise Refused("Cette séance se tient en personne\u00a0: le secrétariat y note les présences.")
    standing = Attendance.objects.filter(sitting=current, seat=line.seat).first()
    if standing is not None and standing.status in ATTENDING:
        if is_holder == (standing.status != AttendanceStatus.SUBSTITUTE):
            return standing
        raise Refused(f"{standing.name} occupe déjà ce siège à la séance. Voyez avec le secrétariat.")
    return _write_attendance(current, line, AttendanceStatus.DISTANCE if is_holder else AttendanceStatus.SUBSTITUTE, by)


@transaction.atomic
def leave_sitting(*, sitting: Sitting, by: User) -> Attendance:
    """A member leaves; the quorum follows at once. Refused without a seat, or when they do not attend."""
    current = lock_sitting(sitting)
    line, _ = own_line(read_roster(current.council, current.day), by)
    _check_attended(current)
    attends = Attendance.objects.filter(sitting=current, seat=line.seat, status__in=ATTENDING).first()
    if attends is None:
        raise Refused("Vous n’êtes pas à la séance.")
    return _write_attendance(current, line, AttendanceStatus.LEFT, by, name=attends.name)


@transaction.atomic
def set_presiding(*, sitting: Sitting, seat_id: int, by: User) -> Sitting:
    """Who presides at this sitting; refused for a seat without vote or vacant."""
    current = lock_sitting(sitting)
    check_keeper(by, current.council)
    if current.is_over:
        raise Refused("Cette séance est terminée.")
    line = read_roster(current.council, current.day).line(seat_id)
    if line is None or not line.counts:
        raise Refused("La présidence revient à un siège pourvu, avec droit de vote.")
    Sitting.objects.filter(pk=current.pk).update(chair=line.seat)
    current.chair = line.seat
    return current


def own_line(roster: Roster, user: User) -> tuple[SeatLine, bool]:
    """The seat of a person, and whether they hold it rather than stand in. Refused when they have none."""
    lines = roster.lines_of(user)
    if not lines:
        raise Refused(NO_SEAT)
    line = lines[0]
    return line, bool(line.holder and line.holder.user_id == user.pk)


def _check_attended(sitting: Sitting) -> None:
    if sitting.is_over:
        raise Refused("Cette séance est terminée\u00a0: les présences n’y changent plus.")


def _write_attendance(sitting: Sitting, line: SeatLine, status: str, by: User, name: str = "") -> Attendance:
    sits = line.substitute if status == AttendanceStatus.SUBSTITUTE else line.holder
    if status not in AttendanceStatus.values:
        raise Refused("Cette présence n’existe pas.")
    if sits is None:
        what = "de suppléance" if status == AttendanceStatus.SUBSTITUTE else "de titulaire"
        raise Refused(f"Le siège {line.seat} n’a pas {what} à cette date.")
    found, _ = Attendance.objects.update_or_create(
        sitting=sitting, seat=line.seat, defaults={"status": status, "name": name or sits.name, "by": by}
    )
    return found


def lock_sitting(sitting: Sitting) -> Sitting:
    """The sitting as it stands, held until the transaction ends: attendance, votes and closing wait for one another."""
    rows = Sitting.objects.select_related("council__territory", "year", "chair")
    return rows.select_for_update(of=("self",)).get(pk=sitting.pk)


def check_keeper(by: User, council: Council) -> None:
    if not may_keep(by, council):
        raise Refused(NOT_YOURS)
