"""Runs: asking, making, failing, starting again, and being lost on the way."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from core.errors import Refused
from core.pdf import PdfError
from indicators.models import FiscalYear
from regions.models import Territory
from reports import services
from reports.document import numbered
from reports.enums import RunState
from reports.models import LOST_AFTER, MAX_ATTEMPTS, ReportRun
from reports.steps import Step
from reports.writers import Made
from tests.reports.conftest import SMALL_PDF, small_tree

pytestmark = pytest.mark.django_db
LONG_AGO = LOST_AFTER + timedelta(seconds=1)


def ask(plan, by):
    return services.request_run(kind="par", territory=plan.territory, year=plan.year, by=by)


def test_a_request_is_queued_and_made_after_the_commit(plan, cast, builder, stored, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = ask(plan, cast.director)
        assert run.state == RunState.QUEUED
    run.refresh_from_db()
    assert (run.state, run.pages, run.attempts, run.done_steps) == (RunState.DONE, 3, 1, 5)
    assert run.sha256 == sha256(SMALL_PDF.content).hexdigest()
    assert (stored / run.file.name).read_bytes() == SMALL_PDF.content


def test_a_second_request_while_the_first_waits_gives_the_same_run(plan, cast):
    assert ask(plan, cast.director) == ask(plan, cast.director)
    assert ask(plan, cast.planner) != ask(plan, cast.director)


@pytest.mark.parametrize("who", ["partner", "outsider"])
def test_without_the_right_a_request_is_refused(plan, cast, who):
    with pytest.raises(Refused, match="Vous ne pouvez pas produire"):
        ask(plan, getattr(cast, who))
    assert ReportRun.objects.count() == 0


def test_without_a_plan_a_request_is_refused(cast, region):
    year = FiscalYear.objects.get(start=2005)
    with pytest.raises(Refused) as refusal:
        services.request_run(kind="par", territory=region, year=year, by=cast.director)
    assert refusal.value.message == (
        "Il n’y a pas de plan d’action régional 2005-2006 pour Bas-Saint-Laurent : rien à produire."
    )


def test_of_two_workers_one_makes_the_document(make_run, builder, stored):
    run, made = make_run(), []

    def build(*, territory, year, progress):
        made.append("first")
        assert services.execute_run(run.pk) is False  # the second worker comes while the first works
        return SMALL_PDF

    builder(build)
    assert services.execute_run(run.pk) is True
    assert made == ["first"]
    assert services.execute_run(run.pk) is False  # and comes again when it is done
    assert made == ["first"]


def test_each_step_is_written_with_a_heartbeat_as_it_begins(make_run, builder, stored):
    run, seen = make_run(), []

    def build(*, territory, year, progress):
        for step in (Step.READ, Step.LAY_OUT):
            progress(step, "Les cibles" if step == Step.LAY_OUT else "")
            now = ReportRun.objects.get(pk=run.pk)
            seen.append((now.state, now.step, now.done_steps, timezone.now() - now.heartbeat_at < timedelta(seconds=5)))
        return SMALL_PDF

    builder(build)
    services.execute_run(run.pk)
    assert seen == [("running", "Lecture du dossier", 0, True), ("running", "Mise en pages – Les cibles", 2, True)]


@pytest.mark.parametrize(
    ("error", "sentence", "detail"),
    [
        (ZeroDivisionError("par zéro"), services.UNEXPECTED, "ZeroDivisionError: par zéro"),
        (PdfError("U+4E2D"), services.NOT_WHOLE, "U+4E2D"),
        (Refused("Le plan a été retiré."), "Le plan a été retiré.", ""),
    ],
)
def test_a_failure_says_why_and_keeps_no_file(make_run, builder, stored, error, sentence, detail, caplog):
    def build(**_):
        raise error

    builder(build)
    run = make_run()
    assert services.execute_run(run.pk) is True
    run.refresh_from_db()
    assert (run.state, run.file.name) == (RunState.FAILED, "")
    assert run.error.partition("\n\n")[::2] == (sentence, detail)
    assert list(stored.rglob("*.pdf")) == []


def test_a_failed_run_is_started_again(make_run, builder, stored, cast, django_capture_on_commit_callbacks):
    run = make_run(state=RunState.FAILED, error="Raté.", attempts=2, finished_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        again = services.restart_run(run, by=cast.planner)
        assert (again.state, again.error, again.attempts) == (RunState.QUEUED, "", 0)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.DONE, 1)


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING])
def test_a_run_that_has_not_failed_is_not_started_again(make_run, cast, state):
    with pytest.raises(Refused, match="n’a pas échoué"):
        services.restart_run(make_run(state=state), by=cast.director)


def test_an_outsider_does_not_start_a_run_again(make_run, cast):
    with pytest.raises(Refused):
        services.restart_run(make_run(state=RunState.FAILED, error="Raté."), by=cast.outsider)


def test_a_lost_run_is_picked_up_and_made(make_run, builder, stored, django_capture_on_commit_callbacks):
    run = make_run(state=RunState.RUNNING, attempts=1, heartbeat_at=timezone.now() - LONG_AGO)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.pick_up_lost_runs() == 1
    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.DONE, 2)


def test_a_queued_run_that_nobody_took_is_handed_over_again(
    make_run, builder, stored, django_capture_on_commit_callbacks
):
    run = make_run(requested_ago=LONG_AGO)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.pick_up_lost_runs() == 1
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_a_run_lost_too_often_fails_with_a_sentence(make_run):
    run = make_run(state=RunState.RUNNING, attempts=MAX_ATTEMPTS, heartbeat_at=timezone.now() - LONG_AGO)
    assert services.pick_up_lost_runs() == 1
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, services.INTERRUPTED)


def test_a_run_with_a_fresh_heartbeat_is_left_alone(make_run):
    make_run(state=RunState.RUNNING, attempts=1, heartbeat_at=timezone.now())
    assert services.pick_up_lost_runs() == 0


def test_a_worker_taken_for_dead_that_comes_back_changes_nothing(make_run, builder, stored):
    run = make_run()

    def build(*, territory, year, progress):
        ReportRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now() - LONG_AGO)
        services.pick_up_lost_runs()  # queued anew: another worker will take it
        return SMALL_PDF

    builder(build)
    assert services.execute_run(run.pk) is False
    run.refresh_from_db()
    assert (run.state, run.file.name) == (RunState.QUEUED, "")
    assert list(stored.rglob("*.pdf")) == []


def test_a_cle_has_no_plan_of_its_own(cast):
    office, year = Territory.objects.get(code="01-100"), FiscalYear.objects.get(start=2007)
    with pytest.raises(Refused):
        services.request_run(kind="par", territory=office, year=year, by=cast.director)


def test_asking_for_an_unknown_format_or_paper_is_refused(plan, cast):
    for wrong in ({"format": "odt"}, {"paper": "a3"}):
        with pytest.raises(Refused, match="Ce format n’est pas offert"):
            services.request_run(kind="par", territory=plan.territory, year=plan.year, by=cast.director, **wrong)


def test_another_format_is_another_run(plan, cast):
    first = ask(plan, cast.director)
    second = services.request_run(
        kind="par", territory=plan.territory, year=plan.year, by=cast.director, format="xlsx", month=9
    )
    assert first != second
    assert (second.format, second.month, second.paper) == ("xlsx", 9, "letter")


# --- Cancelling ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING])
def test_a_run_that_waits_or_works_is_given_up(make_run, cast, state):
    run = services.cancel_run(make_run(state=state), by=cast.planner)
    assert (run.state, run.file.name, run.finished_at is None) == (RunState.CANCELLED, "", False)
    assert services.execute_run(run.pk) is False


@pytest.mark.parametrize("state", [RunState.FAILED, RunState.CANCELLED])
def test_a_run_that_is_over_is_not_given_up(make_run, cast, state):
    with pytest.raises(Refused, match="déjà terminé"):
        services.cancel_run(make_run(state=state, error="Raté."), by=cast.director)


def test_an_outsider_does_not_give_a_run_up(make_run, cast):
    with pytest.raises(Refused, match="Vous ne pouvez pas"):
        services.cancel_run(make_run(), by=cast.outsider)


def test_a_worker_whose_run_is_cancelled_stops_at_the_next_step(make_run, builder, stored, cast):
    run, reached = make_run(), []

    def build(*, territory, year, progress):
        services.cancel_run(run, by=cast.director)
        reached.append("before")
        progress(Step.CHECK)
        reached.append("after")

    builder(build)
    assert services.execute_run(run.pk) is False
    run.refresh_from_db()
    assert (run.state, reached) == (RunState.CANCELLED, ["before"])
    assert list(stored.rglob("*.pdf")) == []


def test_a_cancelled_run_is_started_again(make_run, builder, stored, cast, django_capture_on_commit_callbacks):
    run = services.cancel_run(make_run(), by=cast.director)
    with django_capture_on_commit_callbacks(execute=True):
        services.restart_run(run, by=cast.director)
    run.refresh_from_db()
    assert run.state == RunState.DONE


# --- The file kept ---------------------------------------------------------------------------------------------------


def test_the_same_request_on_unchanged_content_takes_the_file_that_is_kept(make_run, builder, stored, cast):
    made = []

    def build(*, territory, year, progress):
        made.append(1)
        return SMALL_PDF

    builder(build)
    first, second = make_run(), make_run(requested_by=cast.planner)
    services.execute_run(first.pk)
    services.execute_run(second.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (len(made), second.file.name, second.sha256) == (1, first.file.name, first.sha256)
    assert (second.state, second.pages, second.reused_from) == (RunState.DONE, 3, first)


def test_another_format_or_paper_is_made_anew(make_run, builder, stored):
    runs = [make_run(), make_run(paper="a4"), make_run(format="docx")]
    for run in runs:
        services.execute_run(run.pk)
        run.refresh_from_db()
    assert [run.reused_from for run in runs] == [None, None, None]


def test_a_file_that_is_gone_is_made_anew(make_run, builder, stored):
    first, second = make_run(), make_run()
    services.execute_run(first.pk)
    first.refresh_from_db()
    (stored / first.file.name).unlink()
    services.execute_run(second.pk)
    second.refresh_from_db()
    assert (second.reused_from, (stored / second.file.name).exists()) == (None, True)


def test_changed_content_is_made_anew(make_run, builder, stored, monkeypatch):
    first, second = make_run(), make_run()
    services.execute_run(first.pk)
    monkeypatch.setattr(
        services, "build_document", lambda order, progress: numbered(small_tree(order, text="Autre chose."))
    )
    services.execute_run(second.pk)
    second.refresh_from_db()
    assert second.reused_from is None


def test_what_could_not_be_written_is_told_with_the_file(make_run, builder, stored):
    builder(lambda **_: Made(b"%PDF", 1, ("Un signe manque.", "Une image manque.")))
    run = make_run()
    services.execute_run(run.pk)
    run.refresh_from_db()
    assert run.notice_lines == ["Un signe manque.", "Une image manque."]
