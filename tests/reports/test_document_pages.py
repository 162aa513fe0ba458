"""Pages of documents: who sees which, what they show, and how many queries they take."""

import re

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
    assert page.count('<input type="hidden" name="kind" value="par"') == 1


def test_a_year_without_plan_says_so_and_refuses(as_user, cast):
    client, address = as_user(cast.director), "/bas-saint-laurent/2005-2006/documents/"
    sentence = "Il n’y a pas de plan d’action régional 2005-2006 pour Bas-Saint-Laurent : rien à produire."
    page = client.get(address).content.decode()
    assert (page.count(sentence), page.count('name="kind" value="par"')) == (1, 0)
    refused = client.post(address)
    assert refused.status_code == 422
    assert refused.content.decode().count(sentence) == 2  # in the notice, and where the document would be asked for
    assert ReportRun.objects.count() == 0


def test_asking_leads_to_the_run(as_user, cast):
    answer = as_user(cast.planner).post(LIST)
    run = ReportRun.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/documents/{run.pk}/")
    assert (run.requested_by, run.state, run.kind) == (cast.planner, RunState.QUEUED, "par")


def test_what_is_chosen_reaches_the_run(as_user, cast):
    chosen = {"kind": "par", "format": "docx", "month": "2007-12", "paper": "a4"}
    assert as_user(cast.planner).post(LIST, chosen).status_code == 302
    run = ReportRun.objects.get()
    assert (run.kind, run.format, run.month, run.paper, run.edition) == ("par", "docx", 9, "a4", None)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"kind": "par", "format": "odt"}, "Format"),
        ({"kind": "par", "format": "pdf", "month": "2011-01"}, "Jusqu’à la fin de"),
        ({"kind": "par", "format": "pdf", "paper": "a3"}, "Papier"),
    ],
)
def test_a_wrong_choice_is_told_beside_its_field(as_user, cast, chosen, told):
    answer = as_user(cast.planner).post(LIST, chosen)
    page = answer.content.decode()
    assert (answer.status_code, ReportRun.objects.count()) == (422, 0)
    assert page.count("Un point est à corriger.") == 1
    assert f">{told}</a>" in page


def test_a_kind_that_is_not_offered_here_is_refused(as_user, cast):
    answer = as_user(cast.director).post(LIST, {"kind": "bilan", "format": "pdf"})
    assert (answer.status_code, "Ce document n’est pas offert ici." in answer.content.decode()) == (422, True)


def test_a_run_is_given_up_by_post_alone(as_user, cast, make_run):
    run, client = make_run(), as_user(cast.director)
    assert client.get(f"/documents/{run.pk}/annuler/").status_code == 405
    assert client.post(f"/documents/{run.pk}/annuler/").status_code == 302
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    page = client.get(run.get_absolute_url()).content.decode()
    assert ("Le travail a été annulé" in page, "Recommencer" in page, "hx-trigger" in page) == (True, True, False)


def test_an_outsider_finds_no_run_to_give_up(as_user, cast, make_run):
    run = make_run()
    assert as_user(cast.outsider).post(f"/documents/{run.pk}/annuler/").status_code == 404


@pytest.mark.parametrize(
    ("format", "media", "disposition"),
    [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
        ("csv", "application/zip", "attachment"),
        ("web", "text/html; charset=utf-8", "attachment"),
        ("pdf", "application/pdf", "inline"),
    ],
)
def test_a_file_bears_its_type_and_its_name(as_user, cast, done_run, format, media, disposition):
    ReportRun.objects.filter(pk=done_run.pk).update(format=format)
    answer = as_user(cast.director).get(f"/documents/{done_run.pk}/fichier/")
    list(answer)
    extension = {"csv": "csv.zip", "web": "html"}.get(format, format)
    assert answer.headers["Content-Type"] == media
    assert answer.headers["Content-Disposition"] == (
        f'{disposition}; filename="par-bas-saint-laurent-2007-2008.{extension}"'
    )


def test_the_reading_version_has_its_page_in_the_frame(as_user, cast, make_run, builder, stored, monkeypatch):
    from reports import services, writers

    monkeypatch.setattr(services, "write", writers.write)
    run = make_run(format="web")
    services.execute_run(run.pk)
    client = as_user(cast.director)
    page = client.get(f"/documents/{run.pk}/lire/").content.decode()
    assert (page.count("<h1"), page.count("<style"), page.count('<article class="reading')) == (1, 0, 1)
    assert "Rien." in page
    assert client.get(f"/documents/{make_run().pk}/lire/").status_code == 404
    assert as_user(cast.outsider).get(f"/documents/{run.pk}/lire/").status_code == 404


def test_a_file_taken_again_says_so(as_user, cast, make_run, builder, stored):
    from reports import services

    first, second = make_run(), make_run()
    for run in (first, second):
        services.execute_run(run.pk)
    page = as_user(cast.director).get(second.get_absolute_url()).content.decode()
    assert f"demande {first.pk}</a> : son fichier a été repris." in page


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
    token = re.compile(r'(name="csrfmiddlewaretoken" value=")\w+')

    def seen(**headers) -> str:
        page = client.get(run.get_absolute_url(), headers=headers).content.decode().strip()
        return token.sub(r"\1", page)  # each answer masks it anew

    card, _, said = seen(**{"HX-Request": "true"}).partition("</section>")
    assert card.startswith("<section")
    assert f"{card}</section>" in seen()
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
    assert counts[0] <= 18
