"""Pages of documents: who sees which, what they show, and how many queries they take."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.enums import RunState
from reports.models import ReportRun
from tests.reports.conftest import SMALL_PDF

pytestmark = pytest.mark.django_db
LIST = "/bas-saint-laurent/2007-2008/documents/"
INSIDERS = ["director", "planner", "cle_manager", "member", "secretary", "national", "analyst", "administrator"]
STRANGERS = ["partner", "outsider"]


@pytest.fixture
def done_run(make_run, stored):
    """A finished run with its file."""
    run = make_run()
    run.file.save("par.pdf", ContentFile(SMALL_PDF.content), save=False)
    run.state, run.pages, run.sha256, run.finished_at = RunState.DONE, 3, SMALL_PDF.sha256, timezone.now()
    run.save()
    return run


def status(client, address: str) -> int:
    """The status of an answer, whose file, if any, is read and closed."""
    answer = client.get(address)
    list(answer)
    return answer.status_code


def addresses(run: ReportRun) -> list[str]:
    return [LIST, f"/documents/{run.pk}/", f"/documents/{run.pk}/fichier/"]


@pytest.mark.parametrize("who", INSIDERS)
def test_who_builds_documents_reads_every_page(as_user, cast, done_run, who):
    client = as_user(getattr(cast, who))
    assert [status(client, address) for address in addresses(done_run)] == [200, 200, 200]


@pytest.mark.parametrize("who", STRANGERS)
def test_others_find_nothing(as_user, cast, done_run, who):
    client = as_user(getattr(cast, who))
    assert [status(client, address) for address in addresses(done_run)] == [404, 404, 404]
    assert client.post(LIST).status_code == 404
    assert client.post(f"/documents/{done_run.pk}/recommencer/").status_code == 404


def test_a_visitor_is_sent_to_sign_in(as_user, done_run):
    client = as_user(None)
    places = [client.get(address).headers["Location"].split("?")[0] for address in addresses(done_run)]
    assert places == ["/compte/login/"] * 3


@pytest.mark.parametrize("address", ["/nulle-part/2007-2008/documents/", "/bas-saint-laurent/1950-1951/documents/"])
def test_an_unknown_place_or_year_is_not_found(as_user, cast, address):
    assert as_user(cast.director).get(address).status_code == 404


def test_an_empty_list_offers_to_produce(as_user, cast):
    page = as_user(cast.director).get(LIST).content.decode()
    assert "Aucun document pour l’instant" in page
    assert page.count("Produire le PAR en PDF") == 1


def test_a_year_without_plan_says_so_and_refuses(as_user, cast):
    client, address = as_user(cast.director), "/bas-saint-laurent/2005-2006/documents/"
    assert "Rien à produire pour cet exercice" in client.get(address).content.decode()
    refused = client.post(address)
    assert refused.status_code == 422
    assert "Il n’y a pas de plan d’action régional 2005-2006" in refused.content.decode()
    assert ReportRun.objects.count() == 0


def test_asking_leads_to_the_run(as_user, cast):
    answer = as_user(cast.planner).post(LIST)
    run = ReportRun.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/documents/{run.pk}/")
    assert (run.requested_by, run.state, run.kind) == (cast.planner, RunState.QUEUED, "par")


def test_a_run_on_its_way_shows_its_step_and_asks_again(as_user, cast, make_run):
    run = make_run(
        state=RunState.RUNNING, step="Mise en pages", done_steps=2, total_steps=5, heartbeat_at=timezone.now()
    )
    page = as_user(cast.director).get(run.get_absolute_url()).content.decode()
    assert "Mise en pages" in page
    assert "Étape 3 de 5" in page
    assert page.count('hx-trigger="every 1s"') == 1
    assert f'href="/documents/{run.pk}/"' in page  # « Actualiser », for those without script


def test_the_moving_part_is_the_same_as_in_the_whole_page(as_user, cast, make_run):
    run = make_run(state=RunState.RUNNING, step="Composition", done_steps=1, total_steps=5, heartbeat_at=timezone.now())
    client = as_user(cast.director)
    part = client.get(run.get_absolute_url(), headers={"HX-Request": "true"}).content.decode().strip()
    card, _, said = part.partition("</section>")
    assert card.startswith("<section")
    assert f"{card}</section>" in client.get(run.get_absolute_url()).content.decode()
    assert said.strip() == '<p id="run-voice" hx-swap-oob="innerHTML">Étape 2 de 5 : Composition.</p>'


def test_a_run_that_has_not_moved_since_it_was_seen_is_neither_redrawn_nor_said_again(as_user, cast, make_run):
    run = make_run(state=RunState.RUNNING, step="Composition", done_steps=1, total_steps=5, heartbeat_at=timezone.now())
    client, htmx = as_user(cast.director), {"HX-Request": "true"}
    answers = [client.get(f"{run.get_absolute_url()}?vu={seen}", headers=htmx) for seen in ("running-1", "running-0")]
    assert [answer.status_code for answer in answers] == [204, 200]
    assert client.get(f"{run.get_absolute_url()}?vu=running-1").status_code == 200  # a whole page is always shown


def test_a_finished_run_asks_no_more(as_user, cast, done_run):
    page = as_user(cast.director).get(done_run.get_absolute_url()).content.decode()
    assert "hx-trigger" not in page
    assert SMALL_PDF.sha256 in page
    assert "par-bas-saint-laurent-2007-2008.pdf" in page


def test_the_file_opens_in_the_browser_under_its_own_name(as_user, cast, done_run):
    answer = as_user(cast.director).get(f"/documents/{done_run.pk}/fichier/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="par-bas-saint-laurent-2007-2008.pdf"'
    assert b"".join(answer.streaming_content) == SMALL_PDF.content


def test_a_file_that_is_not_ready_or_no_longer_there_is_not_found(as_user, cast, make_run, done_run, stored):
    client = as_user(cast.director)
    assert client.get(f"/documents/{make_run().pk}/fichier/").status_code == 404
    (stored / done_run.file.name).unlink()
    assert client.get(f"/documents/{done_run.pk}/fichier/").status_code == 404
    assert "Le fichier n’est plus là" in client.get(done_run.get_absolute_url()).content.decode()
    assert client.get(LIST).status_code == 200


def test_a_failed_run_says_why_and_is_started_again(as_user, cast, make_run):
    run = make_run(state=RunState.FAILED, error="Un signe manque.\n\nU+4E2D", finished_at=timezone.now())
    client = as_user(cast.director)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "Un signe manque." in page
    assert "U+4E2D" in page
    answer = client.post(f"/documents/{run.pk}/recommencer/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/documents/{run.pk}/")
    run.refresh_from_db()
    assert run.state == RunState.QUEUED


def test_a_run_is_started_again_by_post_alone(as_user, cast, make_run):
    run = make_run(state=RunState.FAILED, error="Raté.")
    assert as_user(cast.director).get(f"/documents/{run.pk}/recommencer/").status_code == 405


def test_the_list_takes_the_same_queries_for_one_run_and_for_three(as_user, cast, make_run):
    client = as_user(cast.director)
    counts = []
    for wanted in (1, 3):
        while ReportRun.objects.count() < wanted:
            make_run()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(LIST).content.decode().count("<tr>") == wanted + 1
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
