"""The review of accesses: what it points at, each role decided once, closed when nothing awaits, taken as a file."""

import csv
from datetime import datetime, time, timedelta
from io import BytesIO, StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.administration import open_review, review_lines, roles_in_force
from accounts.administration_review import begin_review, close_review, decide_role
from accounts.enums import JournalEvent, ReviewDecision, Role
from accounts.models import AccessReviewLine, JournalEntry, Membership, User
from core.errors import Conflict, Refused
from tests.accounts.administration_steps import cost, enter

PLACE = "bas-saint-laurent"


@pytest.fixture
def review(cast, region):
    return begin_review(territory=region, by=cast.director)


@pytest.fixture
def director(as_user, cast):
    return enter(as_user(cast.director))


def lines_of(region, by, look=""):
    return {
        line.membership.user_id: line for line in review_lines(roles_in_force(region, look), open_review(region), by)
    }


def test_line_tells_who_is_silent_and_what_ends_soon(cast, region):
    today = timezone.localdate()
    noon = timezone.make_aware(datetime.combine(today, time(12)))  # late in the evening, a day may begin in summer time
    User.objects.filter(pk=cast.planner.pk).update(last_login=noon - timedelta(days=181))
    User.objects.filter(pk=cast.member.pk).update(last_login=noon - timedelta(days=179))
    Membership.objects.filter(user=cast.secretary).update(
        start=today - timedelta(days=20), end=today + timedelta(days=30)
    )
    Membership.objects.filter(user=cast.member).update(end=today + timedelta(days=31))
    Authenticator.objects.create(user=cast.member, type=Authenticator.Type.TOTP, data={"secret": "x"})
    lines = lines_of(region, cast.director)
    flags = {key: (line.is_silent, line.ends_soon) for key, line in lines.items()}
    assert flags[cast.planner.pk] == (True, False)
    assert flags[cast.member.pk] == (False, False)
    assert flags[cast.secretary.pk] == (False, True)
    assert {key for key, line in lines.items() if line.has_two_factors} == {cast.member.pk}
    assert set(lines_of(region, cast.director, "fin")) == {cast.secretary.pk}
    silent = {key for key, (is_silent, _) in flags.items() if is_silent}
    assert set(lines_of(region, cast.director, "silence")) == silent


def test_lines_that_one_may_not_decide_are_shown_as_such(cast, region):
    lines = lines_of(region, cast.director)
    assert {key for key, line in lines.items() if not line.may_decide} == {cast.director.pk}


def test_role_kept_stays_and_role_withdrawn_ends_today(cast, region, review):
    kept, ended = cast.planner.memberships.get(), cast.member.memberships.get()
    decide_role(review=review, membership=kept, decision=ReviewDecision.KEPT, by=cast.director)
    decide_role(review=review, membership=ended, decision=ReviewDecision.ENDED, by=cast.director)
    assert Membership.objects.get(pk=kept.pk).end is None
    assert Membership.objects.get(pk=ended.pk).end == timezone.localdate()


def test_role_decided_by_somebody_else_meanwhile_is_a_conflict(cast, review):
    held = cast.planner.memberships.get()
    decide_role(review=review, membership=held, decision=ReviewDecision.KEPT, by=cast.administrator)
    with pytest.raises(Conflict, match="Maintenu par Patrick Lavoie"):
        decide_role(review=review, membership=held, decision=ReviewDecision.ENDED, by=cast.director)
    assert Membership.objects.get(pk=held.pk).end is None


def test_ones_own_role_is_decided_by_somebody_else(cast, review):
    with pytest.raises(Refused, match="ses propres droits"):
        decide_role(
            review=review, membership=cast.director.memberships.get(), decision=ReviewDecision.KEPT, by=cast.director
        )


def test_decision_is_kept_by_the_database(cast, review):
    held = cast.planner.memberships.get()
    line = decide_role(review=review, membership=held, decision=ReviewDecision.KEPT, by=cast.director)
    sql = f"UPDATE {AccessReviewLine._meta.db_table} SET decision = 'ended' WHERE id = %s"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [line.pk])


def test_second_review_waits_for_the_first_to_close(cast, region, review):
    with pytest.raises(Conflict, match="déjà ouverte"):
        begin_review(territory=region, by=cast.administrator)


def test_review_closes_when_nothing_awaits_and_is_told(cast, region, review):
    mine = [line for line in lines_of(region, cast.director).values() if line.may_decide]
    with pytest.raises(Refused, match=f"Il reste {len(mine)} rôles"):
        close_review(review=review, by=cast.director)
    for line in mine:
        decide_role(review=review, membership=line.membership, decision=ReviewDecision.KEPT, by=cast.director)
    close_review(review=review, by=cast.director)
    entry = JournalEntry.objects.latest("pk")
    assert entry.event == JournalEvent.REVIEW_CLOSED
    assert f"{len(mine)} maintenus, 0 retirés, 1 hors du ressort" in entry.detail
    with pytest.raises(Conflict, match="déjà close"):
        close_review(review=review, by=cast.director)


def test_review_is_led_from_the_page(director, cast):
    page = reverse("access_review", args=[PLACE])
    assert director.post(page, {"geste": "maintenir"}).status_code == 409
    assert director.post(page, {"geste": "ouvrir"}).status_code == 302
    held = cast.planner.memberships.get()
    assert director.post(page, {"geste": "maintenir", "role": held.pk}).status_code == 302
    assert director.post(page, {"geste": "retirer", "role": held.pk}).status_code == 409
    assert director.post(page, {"geste": "clore"}).status_code == 422
    assert director.post(page, {"geste": "maintenir", "role": cast.outsider.memberships.get().pk}).status_code == 404
    assert director.post(page, {"geste": "couronner"}).status_code == 404


def test_page_costs_the_same_for_one_line_and_for_all(director, cast, review):
    page = reverse("access_review", args=[PLACE])
    Membership.objects.filter(user=cast.secretary).update(end=timezone.localdate())
    assert cost(director, page, voir="fin") == cost(director, page)
    assert [len(director.get(page, query).context["lines"]) for query in ({"voir": "fin"}, {})] == [1, 7]


def test_list_is_taken_as_csv_and_xlsx_with_the_same_cells_and_told(director, cast, region, review):
    decide_role(
        review=review, membership=cast.planner.memberships.get(), decision=ReviewDecision.KEPT, by=cast.director
    )
    answer = director.post(reverse("access_export", args=[PLACE, "csv"]))
    assert f"acces-{PLACE}-" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == roles_in_force(region).count()
    [row] = [row for row in rows if row["Courriel"] == cast.planner.email]
    assert (row["Rôle"], row["Depuis le"], row["Jusqu’au"], row["Décision"], row["Décidé par"]) == (
        Role.PLANNER.label, "2005-04-01", "", "Maintenu", cast.director.name,
    )  # fmt: skip
    sheet = CalamineWorkbook.from_filelike(
        BytesIO(director.post(reverse("access_export", args=[PLACE, "xlsx"])).content)
    )
    found = [line[1] for line in sheet.get_sheet_by_index(1).to_python() if line[1] and "@" in str(line[1])]
    assert found == [row["Courriel"] for row in rows]
    assert [entry.event for entry in JournalEntry.objects.order_by("-pk")[:2]] == [JournalEvent.EXPORTED] * 2
    assert director.post(reverse("access_export", args=[PLACE, "pdf"])).status_code == 404
