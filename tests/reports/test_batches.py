"""Batches: the documents of every region by one request, gathered, given up, taken up again."""

import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import Refused
from core.pdf import PdfError
from regions.models import Territory
from reports import registry, services, services_batch
from reports.enums import RunState
from reports.models import LOST_AFTER, ReportRun
from tests.reports.conftest import SMALL_PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def everywhere(monkeypatch):
    """The PAR can be made in every region but the tenth."""
    kind = registry.kind_of("par")
    missing = lambda order: "Rien." if order.territory.code == "10" else ""  # noqa: E731
    monkeypatch.setitem(registry._KINDS, "par", type(kind)(**{**vars(kind), "missing": missing}))


@pytest.fixture
def nation(db) -> Territory:
    return Territory.objects.national()


def ask(plan, by, **more) -> ReportRun:
    return services_batch.request_batch(kind="par", year=plan.year, by=by, **more)


def work(batch: ReportRun) -> ReportRun:
    """Every part that waits is made, as workers would."""
    for part in batch.parts.filter(state=RunState.QUEUED):
        services.execute_run(part.pk)
    batch.refresh_from_db()
    return batch


def test_every_region_that_has_something_gets_its_run_and_the_others_are_named(plan, cast, everywhere, nation):
    batch = ask(plan, cast.national)
    assert (batch.state, batch.territory, batch.total_steps, batch.parts.count()) == (
        RunState.RUNNING, nation, 16, 16,
    )  # fmt: skip
    assert batch.notice_lines == ["Rien à produire pour\u00a0: Nord-du-Québec."]


def test_the_batch_counts_its_parts_and_ends_with_a_zip(plan, cast, everywhere, builder, stored):
    batch = ask(plan, cast.national)
    first = batch.parts.first()
    services.execute_run(first.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.done_steps) == (RunState.RUNNING, 1)
    work(batch)
    assert (batch.state, batch.done_steps, batch.error) == (RunState.DONE, 16, "")
    with zipfile.ZipFile(stored / batch.file.name) as archive:
        names = archive.namelist()
        assert len(names) == 16
        assert "01-par-bas-saint-laurent-2007-2008.pdf" in names
        assert {archive.read(name) for name in names} == {SMALL_PDF.content}


def test_a_region_that_fails_is_named_and_taken_up_again(plan, cast, everywhere, builder, stored):
    def build(*, territory, year, progress):
        if territory.code == "02":
            raise PdfError("U+4E2D")
        return SMALL_PDF

    builder(build)
    batch = work(ask(plan, cast.national))
    assert (batch.state, batch.notice_lines[-1]) == (RunState.DONE, "Non produits\u00a0: Saguenay–Lac-Saint-Jean.")
    builder(lambda **_: SMALL_PDF)
    again = services_batch.restart_batch(batch, by=cast.national)
    assert (again.state, again.done_steps, again.parts.filter(state=RunState.QUEUED).count()) == ("running", 15, 1)
    work(again)
    assert (again.state, again.notice_lines) == (RunState.DONE, ["Rien à produire pour\u00a0: Nord-du-Québec."])


def test_when_no_region_comes_out_the_batch_fails_in_words(plan, cast, everywhere, builder, stored):
    def build(**_):
        raise Refused("Rien à dire.")

    builder(build)
    batch = work(ask(plan, cast.national))
    assert (batch.state, batch.error, batch.file.name) == (RunState.FAILED, services_batch.NONE_MADE, "")


def test_giving_a_batch_up_stops_its_parts_and_keeps_what_is_made(plan, cast, everywhere, builder, stored):
    batch = ask(plan, cast.national)
    services.execute_run(batch.parts.first().pk)
    services_batch.cancel_batch(batch, by=cast.national)
    batch.refresh_from_db()
    states = sorted(batch.parts.values_list("state", flat=True))
    assert (batch.state, states) == (RunState.CANCELLED, ["cancelled"] * 15 + ["done"])
    with pytest.raises(Refused, match="déjà terminé"):
        services_batch.cancel_batch(batch, by=cast.national)


def test_a_batch_whose_gatherer_was_killed_is_gathered_by_the_sweeper(plan, cast, everywhere, builder, stored):
    batch = ask(plan, cast.national)
    for part in batch.parts.all():
        ReportRun.objects.filter(pk=part.pk).update(batch=None)
        services.execute_run(part.pk)
    ReportRun.objects.filter(requested_by=cast.national, is_batch=False).update(batch=batch)
    ReportRun.objects.filter(pk=batch.pk).update(
        step=services_batch.GATHERING, heartbeat_at=timezone.now() - LOST_AFTER - timedelta(seconds=1)
    )
    services.pick_up_lost_runs()
    batch.refresh_from_db()
    assert batch.state == RunState.DONE


@pytest.mark.parametrize("who", ["director", "outsider", "partner"])
def test_only_who_answers_for_the_nation_asks_for_a_batch(plan, cast, everywhere, who):
    with pytest.raises(Refused, match="Vous ne pouvez pas produire"):
        ask(plan, getattr(cast, who))
    assert ReportRun.objects.count() == 0


def test_a_second_request_while_the_first_is_on_its_way_gives_the_same_batch(plan, cast, everywhere):
    assert ask(plan, cast.national) == ask(plan, cast.national)
    assert ask(plan, cast.national, format="xlsx") != ask(plan, cast.national)


def test_the_page_of_quebec_offers_a_batch_and_follows_it(as_user, cast, plan, everywhere, builder, stored):
    client, address = as_user(cast.national), "/quebec/2007-2008/documents/"
    assert "Produire pour chaque région" in client.get(address).content.decode()
    answer = client.post(address, {"kind": "par", "format": "pdf"})
    batch = ReportRun.objects.batches().get()
    assert answer.headers["Location"] == batch.get_absolute_url()
    page = client.get(batch.get_absolute_url()).content.decode()
    assert (page.count('class="run-part"'), "0 région sur 16" in page) == (16, True)
    work(batch)
    page = client.get(batch.get_absolute_url()).content.decode()
    assert ("Recevoir les fichiers (ZIP)" in page, page.count('class="run-file"')) == (True, 16)
    file = client.get(f"/documents/{batch.pk}/fichier/")
    assert (file.headers["Content-Type"], b"".join(file.streaming_content)[:2]) == ("application/zip", b"PK")
    assert as_user(cast.director).get(batch.get_absolute_url()).status_code == 404
