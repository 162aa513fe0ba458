"""Verbs on runs. The run's row is the source of truth: whoever moves it does so by a conditional UPDATE.

    queued ──execute──▶ running ──▶ done
      ▲  └──cancel──┐      │  └──cancel──▶ cancelled
      └──restart── failed ◀┘     a run whose worker fell silent goes back to queued (pick_up_lost_runs)

No transaction stays open while a document is made, so that each step is seen at once by the page that polls it.
`started_at`, given by the worker that takes the run, is its token: a worker that was taken for dead and comes back, or
whose run was cancelled, finds that it no longer holds it and leaves the run alone at its next step.
Batches of regions: `reports.services_batch`.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.enums import Ability
from accounts.models import User
from core.errors import Refused
from core.pdf import PdfError
from indicators.models import FiscalYear
from regions.models import Territory
from reports import making
from reports.document import Document
from reports.enums import DocumentFormat, Paper, RunState
from reports.models import MAX_ATTEMPTS, ReportRun
from reports.registry import Order, build_document, check_order
from reports.steps import STEPS, Progress, Step
from reports.writers import Made, write

log = logging.getLogger(__name__)

NOT_YOURS = "Vous ne pouvez pas produire de document pour ce territoire."
UNKNOWN_FORMAT = "Ce format n’est pas offert."
UNEXPECTED = "Le document n’a pas pu être produit, par un défaut de l’application. Vous pouvez recommencer."
NOT_WHOLE = (
    "Le document n’a pas pu être mis en pages sans défaut. Corrigez le texte que nomme le détail technique, "
    "puis recommencez."
)
INTERRUPTED = (
    f"La production a été interrompue {MAX_ATTEMPTS} fois avant la fin. "
    "Recommencez; si cela se répète, avisez l’administration de Jalon."
)


class Superseded(Exception):
    """The run was cancelled or another worker has taken it over: this one stops without a word."""


# --- Asking ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def request_run(
    *,
    kind: str,
    territory: Territory,
    year: FiscalYear,
    by: User,
    format: str = DocumentFormat.PDF,
    month: int | None = None,
    edition: int | None = None,
    paper: str = Paper.LETTER,
) -> ReportRun:
    """Ask for a document; the work starts once the request is committed.

    A second request by the same person while the first still waits gives the same run. Refused without the right, for
    an unknown kind or format, for a place, month or edition that the kind does not take, or when there is nothing to
    make.
    """
    check_right(by, territory)
    check_format(format, paper)
    check_order(Order(kind, territory, year, month, edition))
    asked = {
        "kind": kind,
        "territory": territory,
        "year": year,
        "month": month,
        "edition": edition,
        "format": format,
        "paper": paper,
        "requested_by": by,
        "is_batch": False,
        "batch": None,
    }
    waiting = ReportRun.objects.filter(state=RunState.QUEUED, **asked).first()
    if waiting is not None:
        return waiting
    run = ReportRun.objects.create(total_steps=len(STEPS), **asked)
    enqueue(run.pk)
    return run


@transaction.atomic
def restart_run(run: ReportRun, by: User) -> ReportRun:
    """Start a failed or cancelled run again. Refused without the right, or when it is neither."""
    check_right(by, run.territory)
    moved = ReportRun.objects.filter(pk=run.pk, state__in=[RunState.FAILED, RunState.CANCELLED]).update(
        state=RunState.QUEUED,
        step="",
        done_steps=0,
        attempts=0,
        error="",
        notices="",
        started_at=None,
        finished_at=None,
        heartbeat_at=timezone.now(),
    )
    if not moved:
        raise Refused("Ce document n’a pas échoué : il n’y a rien à recommencer.")
    enqueue(run.pk)
    run.refresh_from_db()
    return run


@transaction.atomic
def cancel_run(run: ReportRun, by: User) -> ReportRun:
    """Give up a run that waits or works: its worker stops at the next step. Refused without the right, or once over."""
    check_right(by, run.territory)
    moved = (
        ReportRun.objects.open().filter(pk=run.pk).update(state=RunState.CANCELLED, step="", finished_at=timezone.now())
    )
    if not moved:
        raise Refused("Ce document est déjà terminé : il n’y a rien à annuler.")
    run.refresh_from_db()
    return run


def check_right(by: User, territory: Territory) -> None:
    """Refused when the person may not build documents there."""
    if not by.may(Ability.BUILD_DOCUMENTS, territory):
        raise Refused(NOT_YOURS)


def check_format(format: str, paper: str) -> None:
    """Refused for a format or a paper that is not offered."""
    if format not in DocumentFormat.values or paper not in Paper.values:
        raise Refused(UNKNOWN_FORMAT)


def enqueue(run_id: int) -> None:
    """Hand the run to a worker after the commit. Should the broker be down, the sweeper hands it over later."""
    from reports.tasks import build_report

    transaction.on_commit(lambda: build_report.delay(run_id), robust=True)


# --- Doing -----------------------------------------------------------------------------------------------------------


def order_of(run: ReportRun) -> Order:
    return Order(run.kind, run.territory, run.year, run.month, run.edition)


def execute_run(run_id: int) -> bool:
    """Make the document of a queued run; False when another worker took it, or when there is nothing to do."""
    token = _take(run_id)
    if token is None:
        return False
    run = ReportRun.objects.select_related("territory", "year").get(pk=run_id)
    try:
        _make(run, token)
    except Superseded:
        log.warning("run %s was cancelled or taken over by another worker", run_id)
        return False
    except Refused as error:
        _fail(run_id, token, error.message)
    except PdfError as error:
        log.warning("run %s is not whole: %s", run_id, error)
        _fail(run_id, token, NOT_WHOLE, str(error))
    except Exception as error:
        log.exception("run %s failed", run_id)
        _fail(run_id, token, UNEXPECTED, f"{type(error).__name__}: {error}")
    finally:
        _tell_batch(run)
    return True


def _make(run: ReportRun, token: datetime) -> None:
    """The tree, then the file kept for the same content, or a new one."""
    progress = _reporter(run.pk, token)
    document = build_document(order_of(run), progress)
    named = making.content_hash(document, run.format, run.paper)
    kept = _kept_file(named)
    if kept is not None:
        _close(run.pk, token, **_same_file(kept, named))
        return
    made = write(document, run.format, paper=run.paper, progress=progress)
    progress(Step.STORE)
    _store(run, token, made, document, named)


def _kept_file(named: str) -> ReportRun | None:
    """A finished run whose file says the same, and is still there."""
    runs = ReportRun.objects.filter(content_hash=named, state=RunState.DONE).order_by("-pk")
    return next((run for run in runs[:3] if default_storage.exists(run.file.name)), None)


def _same_file(kept: ReportRun, named: str) -> dict:
    return {
        "file": kept.file.name,
        "sha256": kept.sha256,
        "pages": kept.pages,
        "notices": kept.notices,
        "content_hash": named,
        "reused_from_id": kept.reused_from_id or kept.pk,
    }


def _take(run_id: int) -> datetime | None:
    """Take a queued run: of two workers, one gets a token, the other None."""
    now = timezone.now()
    taken = ReportRun.objects.singles().filter(pk=run_id, state=RunState.QUEUED)
    moved = taken.update(
        state=RunState.RUNNING,
        started_at=now,
        heartbeat_at=now,
        attempts=F("attempts") + 1,
        step="",
        done_steps=0,
        total_steps=len(STEPS),
    )
    return now if moved else None


def _held(run_id: int, token: datetime):
    return ReportRun.objects.filter(pk=run_id, state=RunState.RUNNING, started_at=token)


def _reporter(run_id: int, token: datetime) -> Progress:
    """Writes each step, and what is made within it, as it begins, with a heartbeat."""

    def tell(step: Step, part: str = "") -> None:
        told = f"{step.label} – {part}" if part else step.label
        held = _held(run_id, token).update(step=told[:120], done_steps=STEPS.index(step), heartbeat_at=timezone.now())
        if not held:
            raise Superseded

    return tell


def _store(run: ReportRun, token: datetime, made: Made, document: Document, named: str) -> None:
    """Keep the file, named by its content, and close the run; a file that nobody waits for is not kept."""
    extension = DocumentFormat(run.format).extension
    wanted = f"{document.stem}-{made.sha256[:12]}.{extension}"
    name = default_storage.save(run.file.field.generate_filename(run, wanted), ContentFile(made.content))
    for notice in made.notices:
        log.warning("run %s: %s", run.pk, notice)
    try:
        _close(
            run.pk,
            token,
            file=name,
            sha256=made.sha256,
            pages=made.pages,
            notices="\n".join(made.notices),
            content_hash=named,
        )
    except Superseded:
        default_storage.delete(name)
        raise


def _close(run_id: int, token: datetime, **fields) -> None:
    now = timezone.now()
    held = _held(run_id, token).update(
        state=RunState.DONE, step="", done_steps=len(STEPS), error="", heartbeat_at=now, finished_at=now, **fields
    )
    if not held:
        raise Superseded


def _fail(run_id: int, token: datetime, sentence: str, detail: str = "") -> None:
    """Close a run with the reason: a sentence for the person, then, after a blank line, the technical detail."""
    _held(run_id, token).update(
        state=RunState.FAILED, error=f"{sentence}\n\n{detail}".strip(), finished_at=timezone.now()
    )


def _tell_batch(run: ReportRun) -> None:
    if run.batch_id is not None:
        from reports.services_batch import follow_batch

        follow_batch(run.batch_id)


# --- Watching --------------------------------------------------------------------------------------------------------


def pick_up_lost_runs() -> int:
    """Hand over again the runs of which nothing was heard; those tried too often fail. How many were moved."""
    from reports.services_batch import follow_batch

    moved = 0
    for run in ReportRun.objects.lost():
        if run.is_batch:
            follow_batch(run.pk, is_lost=True)
            continue
        same = ReportRun.objects.filter(pk=run.pk, state=run.state, heartbeat_at=run.heartbeat_at)
        now = timezone.now()
        if run.attempts >= MAX_ATTEMPTS:
            moved += same.update(state=RunState.FAILED, error=INTERRUPTED, finished_at=now)
            _tell_batch(run)
        elif same.update(state=RunState.QUEUED, step="", done_steps=0, heartbeat_at=now):
            moved += 1
            enqueue(run.pk)
    return moved


def file_name(run: ReportRun) -> str:
    """The name under which a person receives the file."""
    if run.is_batch:
        return f"{making.stem(order_of(run))}-regions.zip"
    return making.file_name(order_of(run), run.format)


def file_size(run: ReportRun) -> int | None:
    """Bytes of the file; None while there is none, or when it is no longer there."""
    try:
        return run.file.size if run.file else None
    except FileNotFoundError:
        return None
