"""Batches: one request for the documents of every region, each made by its own run, gathered in one ZIP.

The batch is a run whose parts do the work: two workers make two regions at once. It is over when its parts are; its
file holds those that came out, and its notices name those that did not.
"""

from __future__ import annotations

import logging
import zipfile
from hashlib import sha256
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.errors import Refused
from core.formats import NBSP
from indicators.models import FiscalYear
from regions.models import Territory
from reports.enums import DocumentFormat, Paper, RunState
from reports.models import ReportRun
from reports.registry import Order, kind_of
from reports.services import check_format, check_right, enqueue, file_name
from reports.steps import STEPS

log = logging.getLogger(__name__)

GATHERING = "Assemblage des fichiers"
NONE_MADE = "Aucun document n’a pu être produit : voyez pourquoi à chaque région, puis recommencez."


@transaction.atomic
def request_batch(
    *,
    kind: str,
    year: FiscalYear,
    by: User,
    format: str = DocumentFormat.PDF,
    month: int | None = None,
    paper: str = Paper.LETTER,
) -> ReportRun:
    """Ask for the document of every region that has something to tell.

    Refused without the right for the whole of Québec, for a kind that no region makes, or when no region has any.
    The regions left out are named in the notices. A batch already on its way for the same request is given again.
    """
    nation = Territory.objects.national()
    check_right(by, nation)
    check_format(format, paper)
    asked = kind_of(kind)
    if asked.scope == "nation":
        raise Refused(f"« {asked.label} » ne se produit pas par région.")
    if asked.month == "required" and month is None:
        raise Refused(f"« {asked.label} » demande un mois.")
    same = {"kind": kind, "year": year, "month": month, "format": format, "paper": paper, "requested_by": by}
    waiting = ReportRun.objects.batches().open().filter(territory=nation, **same).first()
    if waiting is not None:
        return waiting
    regions = list(Territory.objects.regions())
    ready = [region for region in regions if not asked.missing(Order(kind, region, year, month))]
    if not ready:
        raise Refused(f"Aucune région n’a de quoi produire « {asked.label} » pour cet exercice.")
    absent = [region.name for region in regions if region not in ready]
    now = timezone.now()
    batch = ReportRun.objects.create(
        **same,
        territory=nation,
        is_batch=True,
        state=RunState.RUNNING,
        total_steps=len(ready),
        started_at=now,
        heartbeat_at=now,
        notices=_left_out(absent),
    )
    for region in ready:
        part = ReportRun.objects.create(**same, territory=region, batch=batch, total_steps=len(STEPS))
        enqueue(part.pk)
    return batch


def _left_out(names: list[str]) -> str:
    return f"Rien à produire pour{NBSP}: {', '.join(names)}." if names else ""


@transaction.atomic
def cancel_batch(batch: ReportRun, by: User) -> ReportRun:
    """Give up a batch and those of its parts that wait or work; the files already made stay with their own runs."""
    check_right(by, batch.territory)
    over = {"state": RunState.CANCELLED, "step": "", "finished_at": timezone.now()}
    if not ReportRun.objects.open().filter(pk=batch.pk).update(**over):
        raise Refused("Ce lot est déjà terminé : il n’y a rien à annuler.")
    ReportRun.objects.open().filter(batch=batch).update(**over)
    batch.refresh_from_db()
    return batch


@transaction.atomic
def restart_batch(batch: ReportRun, by: User) -> ReportRun:
    """Start again the parts that failed or were cancelled. Refused when none did."""
    check_right(by, batch.territory)
    again = list(batch.parts.filter(state__in=[RunState.FAILED, RunState.CANCELLED]).values_list("pk", flat=True))
    if not again or batch.state not in {RunState.DONE, RunState.FAILED, RunState.CANCELLED}:
        raise Refused("Aucun document de ce lot n’a échoué : il n’y a rien à recommencer.")
    now = timezone.now()
    fresh = {"step": "", "error": "", "started_at": None, "finished_at": None, "heartbeat_at": now}
    batch.parts.filter(pk__in=again).update(state=RunState.QUEUED, done_steps=0, attempts=0, **fresh)
    absent = [line for line in batch.notice_lines if line.startswith("Rien à produire")]
    ReportRun.objects.filter(pk=batch.pk).update(
        **fresh | {"started_at": now},
        state=RunState.RUNNING,
        file="",
        sha256="",
        notices="\n".join(absent),
        done_steps=batch.total_steps - len(again),
    )
    for part in again:
        enqueue(part)
    batch.refresh_from_db()
    return batch


def follow_batch(batch_id: int, *, is_lost: bool = False) -> None:
    """Count the parts that are over; once all are, gather their files, by whoever moves the row first.

    `is_lost`: the sweeper found the batch silent, perhaps because whoever gathered its files was killed.
    """
    running = ReportRun.objects.batches().filter(pk=batch_id, state=RunState.RUNNING)
    parts = ReportRun.objects.filter(batch_id=batch_id).select_related("territory", "year")
    left = parts.open().count()
    now = timezone.now()
    running.update(done_steps=len(parts) - left, heartbeat_at=now)
    if left:
        return
    free = running if is_lost else running.exclude(step=GATHERING)
    if free.update(step=GATHERING, started_at=now):
        _gather(batch_id, now, list(parts))


def _gather(batch_id: int, token, parts: list[ReportRun]) -> None:
    held = ReportRun.objects.filter(pk=batch_id, state=RunState.RUNNING, started_at=token)
    made = [part for part in parts if part.state == RunState.DONE and default_storage.exists(part.file.name)]
    if not made:
        held.update(state=RunState.FAILED, error=NONE_MADE, step="", finished_at=timezone.now())
        return
    batch = ReportRun.objects.select_related("territory", "year").get(pk=batch_id)
    content = _zip(made)
    digest = sha256(content).hexdigest()
    stem = file_name(batch).removesuffix(".zip")
    wanted = batch.file.field.generate_filename(batch, f"{stem}-{digest[:12]}.zip")
    name = default_storage.save(wanted, ContentFile(content))
    missing = [part.territory.name for part in parts if part not in made]
    lines = batch.notice_lines + ([f"Non produits{NBSP}: {', '.join(missing)}."] if missing else [])
    closed = held.update(
        state=RunState.DONE, step="", file=name, sha256=digest, notices="\n".join(lines), finished_at=timezone.now()
    )
    if not closed:
        default_storage.delete(name)


def _zip(parts: list[ReportRun]) -> bytes:
    """The files of the parts, stored as they are: PDF and XLSX are already compressed."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for part in parts:
            with part.file.open("rb") as file:
                archive.writestr(zipfile.ZipInfo(f"{part.territory.code}-{file_name(part)}"), file.read())
    return buffer.getvalue()
