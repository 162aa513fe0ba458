"""The journal and the list of accesses as files: CSV and XLSX, from one table each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone

from accounts.administration import Line
from accounts.administration_rules import beneath
from accounts.enums import JournalEvent
from accounts.models import PERSON, JournalEntry, User
from core.errors import Refused
from core.folding import fold
from core.sheets import Book, csv_text, workbook
from core.tables import DATE, Column, Row, Table
from regions.enums import TerritoryKind
from regions.models import Territory

MOST_ROWS = {"csv": 100_000, "xlsx": 10_000}  # of a file: a workbook of more keeps one waiting
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class JournalQuestion:
    """What the journal is asked for; empty: everything."""

    event: str = ""
    person: str = ""
    territory: Territory | None = None
    first_day: date | None = None
    last_day: date | None = None


def read_journal(place: Territory, by: User, question: JournalQuestion) -> QuerySet[JournalEntry]:
    """The entries of a territory and beneath it that the person may read, the latest first.

    Those of no territory (a sign-in refused, somebody without a role) are read from the national level.
    """
    entries = JournalEntry.objects.visible_to(by).select_related("territory")
    where = beneath(question.territory or place)
    if question.territory is None and place.kind == TerritoryKind.NATIONAL:
        where |= Q(territory__isnull=True)
    entries = entries.filter(where)
    if question.event:
        entries = entries.filter(event=question.event)
    if wanted := fold(question.person).split():
        people = [
            number
            for number, *texts in User.objects.values_list("pk", "name", "email")
            if all(word in fold(" ".join(texts)) for word in wanted)
        ]
        entries = entries.filter(Q(actor__in=people) | Q(subject_type=PERSON, subject_pk__in=people))
    if question.first_day:
        entries = entries.filter(at__gte=_midnight(question.first_day))
    if question.last_day:
        entries = entries.filter(at__lt=_midnight(question.last_day + timedelta(days=1)))
    return entries


def journal_table(entries: QuerySet[JournalEntry], ending: str) -> Table:
    """The journal as a table. Refused when it is too long for a file."""
    if entries.count() > MOST_ROWS[ending]:
        raise Refused(
            "Le journal demandé est trop long pour ce fichier. Choisissez une période plus courte, ou le CSV."
        )
    heads = ("Quand", "Événement", "Auteur", "Territoire", "Objet", "Ce qui a été fait", "Adresse", "Adresse réseau")
    rows = tuple(
        Row(
            _moment(entry.at), JournalEvent(entry.event).label, entry.actor_name, str(entry.territory or ""),
            entry.subject, entry.detail, entry.address, entry.ip or "",
        )
        for entry in entries.iterator(chunk_size=1_000)
    )  # fmt: skip
    return Table(key="journal", caption="Journal", columns=tuple(Column(head) for head in heads), rows=rows)


def access_table(lines: Iterable[Line]) -> Table:
    """The list of accesses as a table."""
    columns = (
        Column("Personne", is_head=True), Column("Courriel"), Column("Rôle"), Column("Territoire"),
        Column("Depuis le", DATE), Column("Jusqu’au", DATE), Column("Accordé par"), Column("Dernière connexion"),
        Column("Second facteur"), Column("À voir"), Column("Décision"), Column("Décidé par"), Column("Décidé le"),
    )  # fmt: skip
    return Table(
        key="acces", caption="Accès en vigueur", columns=columns, rows=tuple(_access_row(one) for one in lines)
    )


def _access_row(line: Line) -> Row:
    held, decided = line.membership, line.decided
    remarks = [("finit bientôt", line.ends_soon), ("sans connexion récente", line.is_silent)]
    return Row(
        str(held.user), held.user.email, held.get_role_display(), str(held.territory), held.start, held.end,
        str(held.granted_by or ""), _moment(line.last_sign_in), "oui" if line.has_two_factors else "non",
        ", ".join(words for words, holds in remarks if holds),
        decided.get_decision_display() if decided else "", str(decided.decided_by) if decided else "",
        _moment(decided.decided_at) if decided else "",
    )  # fmt: skip


def file_answer(table: Table, place: Territory, ending: str) -> HttpResponse:
    """A table as a file to keep: `csv` or `xlsx`."""
    today = timezone.localdate()
    if ending == "xlsx":
        facts = (("Territoire", str(place)), ("Établi le", today.isoformat()))
        content, _ = workbook(Book(title=f"{table.caption}, {place}", facts=facts), [table])
        answer = HttpResponse(content, content_type=_XLSX)
    else:
        answer = HttpResponse(csv_text(table).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    name = f"{table.key}-{place.slug}-{today.isoformat()}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
