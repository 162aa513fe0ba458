"""The journal on its page and in its files: narrowed, scoped, paged, never written by looking."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import administration_exports
from accounts.enums import JournalEvent
from accounts.journal import record
from accounts.models import JournalEntry
from regions.models import Territory
from tests.accounts.administration_steps import cost, enter

PLACE = "bas-saint-laurent"
JOURNAL = f"/administration/{PLACE}/journal/"


@pytest.fixture
def director(as_user, cast):
    return enter(as_user(cast.director))


@pytest.fixture
def entries(cast, region):
    """Three entries of the region, one of another, one of nowhere."""
    office, elsewhere = Territory.objects.get(code="01-100"), Territory.objects.get(code="02")

    def tell(event, by, place, subject=None):
        return record(event=event, by=by, territory=place, subject=subject, detail=f"Essai {event.label}.")

    return {
        "granted": tell(JournalEvent.ROLE_GRANTED, cast.director, region, cast.planner),
        "ended": tell(JournalEvent.ROLE_ENDED, cast.administrator, office, cast.cle_manager),
        "closed": tell(JournalEvent.PERSON_CLOSED, cast.administrator, region, cast.member),
        "elsewhere": tell(JournalEvent.ROLE_GRANTED, cast.outsider, elsewhere),
        "nowhere": tell(JournalEvent.SIGN_IN_FAILED, None, None),
    }


def shown(client, **query) -> set:
    return {entry.pk for entry in client.get(JOURNAL, query).context["page"] if entry.detail.startswith("Essai")}


def test_region_reads_its_own_entries_and_those_of_its_offices(director, entries):
    assert shown(director) == {entries[key].pk for key in ("granted", "ended", "closed")}


def test_national_administration_reads_all(as_user, cast, entries):
    slug = cast.administrator.memberships.get().territory.slug
    client = enter(as_user(cast.administrator), slug)
    page = client.get(reverse("journal", args=[slug])).context["page"]
    assert {row.pk for row in entries.values()} <= {row.pk for row in page}


def test_journal_is_narrowed_by_event_person_territory_and_period(director, cast, entries):
    today = timezone.localdate()
    assert shown(director, evenement=JournalEvent.ROLE_ENDED) == {entries["ended"].pk}
    assert shown(director, personne="levesque") == {entries["granted"].pk}
    assert shown(director, personne="Patrick Lavoie") == {entries["ended"].pk, entries["closed"].pk}
    assert shown(director, territoire=Territory.objects.get(code="01-100").pk) == {entries["ended"].pk}
    assert shown(director, du=today.isoformat(), au=today.isoformat()) == shown(director)
    assert shown(director, du=(today + timedelta(1)).isoformat()) == set()
    assert shown(director, au=(today - timedelta(1)).isoformat()) == set()


def test_filter_that_cannot_be_read_is_told_and_narrows_nothing(director, entries):
    answer = director.get(JOURNAL, {"du": "hier"})
    assert "Écrivez une date comme 2007-03-09." in answer.content.decode()
    assert len(shown(director, du="hier", territoire="abc")) == 3


def test_looking_at_the_journal_writes_nothing(director, entries):
    before = JournalEntry.objects.count()
    director.get(JOURNAL)
    assert JournalEntry.objects.count() == before


def test_page_costs_the_same_for_one_entry_and_for_many(director, entries):
    assert cost(director, JOURNAL, evenement=JournalEvent.ROLE_ENDED) == cost(director, JOURNAL)
    assert len(director.get(JOURNAL, {"evenement": JournalEvent.ROLE_ENDED}).context["page"]) == 1


def test_file_holds_what_was_asked_and_taking_it_is_told(director, cast, entries):
    answer = director.post(reverse("journal_export", args=[PLACE, "csv"]), {"personne": "Lévesque"})
    row, loaded = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
    assert loaded["Auteur"] == "Jalon"
    assert (row["Événement"], row["Auteur"], row["Objet"], row["Ce qui a été fait"]) == (
        "Rôle accordé",
        f"{cast.director.name} ({cast.director.email})",
        f"{cast.planner.name} ({cast.planner.email})",
        "Essai Rôle accordé.",
    )
    entry = JournalEntry.objects.latest("pk")
    assert (entry.event, entry.detail) == (
        JournalEvent.EXPORTED,
        "Journal de Bas-Saint-Laurent pris en CSV (2 inscriptions).",
    )


def test_file_too_long_is_refused_in_words(director, entries, monkeypatch):
    monkeypatch.setitem(administration_exports.MOST_ROWS, "xlsx", 2)
    answer = director.post(reverse("journal_export", args=[PLACE, "xlsx"]))
    assert answer.status_code == 422
    assert "période plus courte" in answer.content.decode()
