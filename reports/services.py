"""Verbs on runs. The run's row is the source of truth: whoever moves it does so by a conditional UPDATE.

    queued ──execute──▶ running ──▶ done
      ▲                    │
      └──restart── failed ◀┘          a run whose worker fell silent goes back to queued (pick_up_lost_runs)

No transaction stays open while a document is made, so that each step is seen at once by the page that polls it.
`started_at`, given by the worker that takes the run, is its token: a worker that was taken for dead and comes back
finds another token and leaves the run alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.enums import Ability
from accounts.models import User
from core.errors import Refused
from core.pdf import PdfError, PdfFile
from indicators.models import FiscalYear
from regions.models import Territory
from reports.builders import BUILDERS, STEPS, Step
from reports.builders.par import find_plan
from reports.enums import DocumentKind, RunState
from reports.models import MAX_ATTEMPTS, ReportRun

log = logging.getLogger(__name__)

NOT_YOURS = "Vous ne pouvez pas produire de document pour ce territoire."
UNEXPECTED = "Le document n’a pas pu être produit, par un défaut de l’application. Vous pouvez recommencer."
NOT_WHOLE = (
    "Le document n’a pas pu être mis en pages sans défaut, par exemple à cause d’un signe qu’aucune police ne "
    "contient. Corrigez le texte du plan, puis recommencez."
)
INTERRUPTED = (
    f"La production a été interrompue {MAX_ATTEMPTS} fois avant la fin. "
    "Recommencez; si cela se répète, avisez l’administration de Jalon."
)


class Superseded(Exception):
    """Another worker has taken the run over: this one stops without a word."""


# --- Asking ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def request_run(*, kind: str, territory: Territory, year: FiscalYear, by: User) -> ReportRun:
    """Ask for a document; the work starts once the request is committed.

    A second request by the same person while the first still waits gives the same run. Refused without the right, for
    an unknown kind, or when there is no plan.
    """
    _check_right(by, territory)
    if kind not in DocumentKind.values:
        raise Refused("Ce document n’existe pas.")
    find_plan(territory, year)
    asked = {"kind": kind, "territory": territory, "year": year, "requested_by": by}
    waiting = ReportRun.objects.filter(state=RunState.QUEUED, **asked).first()
    if waiting is not None:
        return waiting
    run = ReportRun.objects.create(total_steps=len(STEPS), **asked)
    _enqueue(run.pk)
    return run


@transaction.atomic
def restart_run(run: ReportRun, by: User) -> ReportRun:
    """Start a failed run again. Refused without the right, or when it has not failed."""
    _check_right(by, run.territory)
    moved = ReportRun.objects.filter(pk=run.pk, state=RunState.FAILED).update(
        state=RunState.QUEUED,
        step="",
        done_steps=0,
        attempts=0,
        error="",
        started_at=None,
        finished_at=None,
        heartbeat_at=timezone.now(),
    )
    if not moved:
        raise Refused("Ce document n’a pas échoué : il n’y a rien à recommencer.")
    _enqueue(run.pk)
    run.refresh_from_db()
    return run


def _check_right(by: User, territory: Territory) -> None:
    if not by.may(Ability.BUILD_DOCUMENTS, territory):
        raise Refused(NOT_YOURS)


def _enqueue(run_id: int) -> None:
    """Hand the run to a worker after the commit. Should the broker be down, the sweeper hands it over later."""
    from reports.tasks import build_report

    transaction.on_commit(lambda: build_report.delay(run_id), robust=True)


# --- Doing -----------------------------------------------------------------------------------------------------------


def execute_run(run_id: int) -> bool:
    """Make the document of a queued run; False when another worker took it, or when there is nothing to do."""
    token = _take(run_id)
    if token is None:
        return False
    run = ReportRun.objects.select_related("territory", "year").get(pk=run_id)
    try:
        pdf = BUILDERS[run.kind](territory=run.territory, year=run.year, progress=_reporter(run_id, token))
        _reporter(run_id, token)(Step.STORE)
        _store(run, token, pdf)
    except Superseded:
        log.warning("run %s was taken over by another worker", run_id)
        return False
    except Refused as error:
        _fail(run_id, token, error.message)
    except PdfError as error:
        _fail(run_id, token, NOT_WHOLE, str(error))
    except Exception as error:
        log.exception("run %s failed", run_id)
        _fail(run_id, token, UNEXPECTED, f"{type(error).__name__}: {error}")
    return True


def _take(run_id: int) -> datetime | None:
    """Take a queued run: of two workers, one gets a token, the other None."""
    now = timezone.now()
    taken = ReportRun.objects.filter(pk=run_id, state=RunState.QUEUED).update(
        state=RunState.RUNNING,
        started_at=now,
        heartbeat_at=now,
        attempts=F("attempts") + 1,
        step="",
        done_steps=0,
        total_steps=len(STEPS),
    )
    return now if taken else None


def _held(run_id: int, token: datetime):
    return ReportRun.objects.filter(pk=run_id, state=RunState.RUNNING, started_at=token)


def _reporter(run_id: int, token: datetime) -> Callable[[Step], None]:
    """Writes each step as it begins, with a heartbeat."""

    def tell(step: Step) -> None:
        held = _held(run_id, token).update(step=step.label, done_steps=STEPS.index(step), heartbeat_at=timezone.now())
        if not held:
            raise Superseded

    return tell


def _store(run: ReportRun, token: datetime, pdf: PdfFile) -> None:
    """Keep the file, named by its content, and close the run; a file that nobody waits for is not kept."""
    wanted = f"{file_stem(run)}-{pdf.sha256[:12]}.{run.format}"
    name = default_storage.save(run.file.field.generate_filename(run, wanted), ContentFile(pdf.content))
    now = timezone.now()
    held = _held(run.pk, token).update(
        state=RunState.DONE,
        step="",
        done_steps=len(STEPS),
        file=name,
        sha256=pdf.sha256,
        pages=pdf.pages,
        error="",
        heartbeat_at=now,
        finished_at=now,
    )
    if not held:
        default_storage.delete(name)
        raise Superseded


def _fail(run_id: int, token: datetime, sentence: str, detail: str = "") -> None:
    """Close a run with the reason: a sentence for the person, then, after a blank line, the technical detail."""
    _held(run_id, token).update(
        state=RunState.FAILED, error=f"{sentence}\n\n{detail}".strip(), finished_at=timezone.now()
    )


# --- Watching --------------------------------------------------------------------------------------------------------


def pick_up_lost_runs() -> int:
    """Hand over again the runs of which nothing was heard; those tried too often fail. How many were moved."""
    moved = 0
    for run in ReportRun.objects.lost():
        same = ReportRun.objects.filter(pk=run.pk, state=run.state, heartbeat_at=run.heartbeat_at)
        now = timezone.now()
        if run.attempts >= MAX_ATTEMPTS:
            moved += same.update(state=RunState.FAILED, error=INTERRUPTED, finished_at=now)
        elif same.update(state=RunState.QUEUED, step="", done_steps=0, heartbeat_at=now):
            moved += 1
            _enqueue(run.pk)
    return moved


def file_stem(run: ReportRun) -> str:
    """`par-bas-saint-laurent-2007-2008`."""
    return f"{run.kind}-{run.territory.slug}-{run.year.label}"


def file_name(run: ReportRun) -> str:
    """The name under which a person receives the file."""
    return f"{file_stem(run)}.{run.format}"


def file_size(run: ReportRun) -> int | None:
    """Bytes of the file; None while there is none, or when it is no longer there."""
    try:
        return run.file.size if run.file else None
    except FileNotFoundError:
        return None
