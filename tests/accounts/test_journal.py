"""The audit journal: written with the act it tells of, and never changed."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from accounts.enums import JournalEvent
from accounts.journal import home_of, record
from accounts.models import JournalEntry
from regions.models import Territory


def tell(by, **more) -> JournalEntry:
    return record(event=JournalEvent.ROLE_GRANTED, by=by, detail="A accordé un rôle.", **more)


def test_entry_keeps_names_as_text_beside_the_keys(cast, region):
    entry = tell(cast.director, territory=region, subject=cast.planner)
    assert entry.actor_name == f"{cast.director.name} ({cast.director.email})"
    assert (entry.subject_type, entry.subject_pk) == ("accounts.user", cast.planner.pk)
    assert entry.subject == f"{cast.planner.name} ({cast.planner.email})"
    assert list(JournalEntry.objects.about(cast.planner).filter(pk=entry.pk)) == [entry]


def test_entry_without_author_is_the_softwares_own(db):
    assert tell(None).actor_name == "Jalon"


def test_network_address_is_kept_for_sign_in_only(cast):
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.7")
    assert tell(cast.director, request=request).ip is None
    signed_in = record(event=JournalEvent.SIGNED_IN, by=cast.director, detail="Connexion.", request=request)
    assert signed_in.ip == "192.0.2.7"


@pytest.mark.parametrize("statement", ["UPDATE {} SET detail = 'autre' WHERE id = %s", "DELETE FROM {} WHERE id = %s"])
def test_direct_sql_cannot_change_an_entry(cast, statement):
    entry = tell(cast.director)
    sql = statement.format(JournalEntry._meta.db_table)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [entry.pk])
    assert JournalEntry.objects.get(pk=entry.pk).detail == "A accordé un rôle."


def test_entries_are_read_where_members_are_managed(cast, region):
    here, elsewhere = tell(None, territory=region), tell(None, territory=Territory.objects.get(code="02"))
    office, nowhere = tell(None, territory=Territory.objects.get(code="01-100")), tell(None)
    told = JournalEntry.objects.filter(pk__in=[here.pk, elsewhere.pk, office.pk, nowhere.pk])
    assert set(told.visible_to(cast.director)) == {here, office}
    assert set(told.visible_to(cast.outsider)) == {elsewhere}
    assert set(told.visible_to(cast.administrator)) == {here, elsewhere, office, nowhere}
    assert set(told.visible_to(cast.planner)) == set()


def test_home_is_the_territory_of_the_first_role(cast, region):
    assert home_of(cast.director) == region
