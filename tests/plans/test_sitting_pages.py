"""The pages of the council: rights by role, what is typed kept, live parts, queries, a vote by phone without script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.demo import CAST
from partners.enums import College
from partners.models import Council, Seat, SeatTerm
from plans.models import Motion, Plan, Sitting
from plans.services_vote import call_the_roll, close_vote, open_vote
from reports.enums import DocumentKind
from reports.registry import Order, build_document
from reports.steps import silent
from tests.plans.council import attend, convened, item, moved, opened, seat, submitted, voting_seats

HERE = ["bas-saint-laurent", 2007]
READERS = {"director", "planner", "cle_manager", "member", "secretary", "national", "analyst", "administrator"}
KEEPERS = {"director", "secretary"}
HTMX = {"HTTP_HX_REQUEST": "true"}


def keep(sitting: Sitting) -> str:
    return reverse("sitting_keep", args=[*HERE, sitting.number])


@pytest.fixture
def sitting(plan, cast) -> Sitting:
    found = opened(plan, cast)
    attend(found, cast, voting_seats())
    return found


@pytest.fixture
def motion(sitting, cast) -> Motion:
    return open_vote(motion=moved(item(sitting, cast), cast), seen="proposed", by=cast.secretary)


def vote_url(motion: Motion) -> str:
    return reverse("sitting_vote", args=[*HERE, motion.sitting.number, motion.number])


# --- Rights -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [person.key for person in CAST])
def test_who_reads_and_who_keeps(plan, cast, as_user, role):
    sitting, client = convened(plan, cast), as_user(getattr(cast, role))
    pages = [reverse(name, args=HERE) for name in ("sittings", "council")] + [sitting.get_absolute_url()]
    kept = [reverse("sitting_convene", args=HERE), keep(sitting), reverse("sitting_edit", args=[*HERE, 1])]
    read, held = (200, 200) if role in KEEPERS else (200, 403) if role in READERS else (404, 404)
    assert [client.get(page).status_code for page in pages] == [read] * 3
    assert [client.get(page).status_code for page in kept] == [held] * 3


@pytest.mark.parametrize("role", sorted(READERS - KEEPERS))
@pytest.mark.parametrize("act", ["ouvrir", "presences", "point", "clore-vote"])
def test_no_act_of_the_secretary_is_done_by_another(plan, cast, as_user, role, act):
    sitting = convened(plan, cast)
    assert as_user(getattr(cast, role)).post(keep(sitting), {"geste": act, "etat": "convened"}).status_code == 403
    assert Sitting.objects.get(pk=sitting.pk).state == "convened"


def test_a_region_without_council_is_told_how_to_begin(cast, as_user):
    client = as_user(cast.outsider)
    page = reverse("sittings", args=["saguenay-lac-saint-jean", 2007])
    assert "Ce conseil n’est pas encore inscrit" in client.get(page).content.decode()
    client.post(reverse("council_create", args=["saguenay-lac-saint-jean", 2007]))
    assert Council.objects.get(territory__code="02").seats.count() == 23


# --- Composition ------------------------------------------------------------------------------------------------------


def test_the_demonstration_council_has_twenty_votes_and_three_observers(as_user, cast):
    roster = as_user(cast.member).get(reverse("council", args=HERE)).context["roster"]
    assert (roster.filled, len(roster.lines)) == (20, 23)
    assert [line.seat.college for line in roster.lines_of(cast.member)] == [College.LABOUR]


def test_a_new_term_ends_the_one_before(as_user, cast):
    row = seat(College.LOCAL)
    sent = {"geste": "mandat", "name": "Jeanne Roy", "start": "2007-04-01", "organisation": "", "email": ""}
    assert as_user(cast.secretary).post(reverse("council_seat", args=[*HERE, row.pk]), sent).status_code == 302
    terms = SeatTerm.objects.filter(seat=row).order_by("start").values_list("name", "end")
    assert [(name, str(end)) for name, end in terms] == [("Francine Ross", "2007-03-31"), ("Jeanne Roy", "None")]


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "", "start": "2007-04-01"},
        {"name": "Jeanne Roy", "start": "demain"},
        {"name": "Jeanne Roy", "start": "2007-04-01", "end": "2006-04-01"},
        {"name": "Jeanne Roy", "start": "2005-04-01"},
        {"name": "Jeanne Roy", "start": "2007-04-01", "email": "personne@ailleurs.example"},
        {"name": "Jeanne Roy", "start": "2007-04-01", "email": "member@demo.jalon.example"},
    ],
)
def test_a_term_badly_told_is_refused_and_kept_on_the_page(as_user, cast, sent):
    row = seat(College.LOCAL)
    url = reverse("council_seat", args=[*HERE, row.pk])
    answer = as_user(cast.secretary).post(url, {"geste": "mandat", "organisation": "CLD"} | sent)
    assert answer.status_code == 422
    assert 'value="CLD"' in answer.content.decode()
    assert SeatTerm.objects.filter(seat=row).count() == 1


def test_a_member_declares_an_interest_of_their_own_and_of_no_one_else(as_user, cast):
    mine = SeatTerm.objects.get(user=cast.member)
    other = SeatTerm.objects.get(seat=seat(College.LABOUR, 2))
    client = as_user(cast.member)
    for term, code in ((mine, 302), (other, 403)):
        url = reverse("council_seat", args=[*HERE, term.seat_id])
        assert client.post(url, {"geste": "interet", "mandat": term.pk, "matter": "Scierie"}).status_code == code
    assert (mine.interests.count(), other.interests.count()) == (1, 0)


@pytest.mark.parametrize(("version", "number", "code"), [(1, "9", 302), (1, "21", 422), (1, "", 422), (7, "9", 409)])
def test_the_rules_are_changed_once_and_a_stale_page_is_told(as_user, cast, version, number, code):
    sent = {"quorum_rule": "number", "quorum_number": number, "majority": "seats", "tie_break": "rejected"}
    answer = as_user(cast.secretary).post(reverse("council_rules", args=HERE), sent | {"version": version})
    assert answer.status_code == code
    assert (Council.objects.get(territory__code="01").majority == "seats") == (code == 302)


# --- The secretary's page ---------------------------------------------------------------------------------------------


def test_a_refused_motion_keeps_its_text(sitting, cast, as_user):
    point = item(sitting, cast)
    same = seat(College.LABOUR, 2).pk
    sent = {
        "geste": "proposition", "point": point.pk, f"point{point.pk}-text": "Texte tapé.",
        f"point{point.pk}-mover_id": same, f"point{point.pk}-seconder_id": same, f"point{point.pk}-mode": "hand",
    }  # fmt: skip
    answer = as_user(cast.secretary).post(keep(sitting), sent)
    assert answer.status_code == 422
    assert "Texte tapé." in answer.content.decode()
    assert "doit être une autre" in answer.content.decode()


def test_a_vote_closed_twice_answers_409(motion, cast, as_user):
    call_the_roll(motion=motion, choices={voting_seats()[0].pk: "for"}, by=cast.secretary)
    sent = {"geste": "clore-vote", "proposition": motion.number, "etat": "open", "resolution_number": "2007-1"}
    answers = [as_user(user).post(keep(motion.sitting), sent) for user in (cast.secretary, cast.director)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert Motion.objects.get(pk=motion.pk).closed_by == cast.secretary


def test_a_number_already_given_answers_422_beside_its_field(motion, sitting, cast, as_user):
    call_the_roll(motion=motion, choices={voting_seats()[0].pk: "for"}, by=cast.secretary)
    close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-1")
    other = open_vote(motion=moved(item(sitting, cast, "Varia"), cast), seen="proposed", by=cast.secretary)
    call_the_roll(motion=other, choices={voting_seats()[0].pk: "for"}, by=cast.secretary)
    sent = {"geste": "clore-vote", "proposition": other.number, "etat": "open", "resolution_number": "2007-1"}
    answer = as_user(cast.secretary).post(keep(sitting), sent)
    assert answer.status_code == 422
    assert list(answer.context["close_form"].errors) == ["resolution_number"]


def test_a_stale_sheet_of_attendance_answers_409_and_keeps_what_was_noted(sitting, cast, as_user):
    one = seat(College.LABOUR, 1)
    sent = {"geste": "presences", f"presence-{one.pk}": "excused", f"lu-{one.pk}": "absent"}
    answer = as_user(cast.secretary).post(keep(sitting), sent)
    assert answer.status_code == 409
    assert [row.shown for row in answer.context["rows"] if row.line.seat == one] == ["excused"]


def test_the_whole_sitting_is_held_from_the_page(plan, cast, as_user):
    submitted(plan, cast)
    client = as_user(cast.secretary)
    told = {"starts_at": "2026-11-01T19:00", "place": "Rimouski", "mode": "hybrid"}
    assert client.post(reverse("sitting_convene", args=HERE), told | {"place": ""}).status_code == 422
    assert client.post(reverse("sitting_convene", args=HERE), told).status_code == 302
    sitting = Sitting.objects.get()
    url, state = keep(sitting), {"etat": "convened"}
    Sitting.objects.update(starts_at=sitting.convened_at)
    client.post(url, {"geste": "point", "title": "Adoption du plan", "plan": "on"})
    client.post(url, {"geste": "ouvrir"} | state)
    sheet = {f"presence-{one.pk}": "present" for one in voting_seats()}
    client.post(url, {"geste": "presences"} | sheet | {f"lu-{one.pk}": "absent" for one in voting_seats()})
    point = sitting.items.get().pk
    motion = {"text": "D’adopter.", "mover_id": voting_seats()[1].pk, "seconder_id": voting_seats()[2].pk}
    motion |= {"mode": "hand", "action": "adopt"}
    client.post(url, {"geste": "proposition", "point": point, **{f"point{point}-{k}": v for k, v in motion.items()}})
    client.post(url, {"geste": "ouvrir-vote", "proposition": 1, "etat": "proposed"})
    hands = {"votes_for": 18, "against": 1, "abstain": 1, "resolution_number": "2007-03-1", "chair_vote": ""}
    client.post(url, {"geste": "clore-vote", "proposition": 1, "etat": "open"} | hands)
    client.post(url, {"geste": "deliberations", "point": point, "version": 1, "text": "Le plan est présenté."})
    client.post(url, {"geste": "lever", "etat": "open"})
    assert Plan.objects.get(pk=plan.pk).state == "adopted"
    assert (Sitting.objects.get().state, sitting.items.get().minutes) == ("closed", "Le plan est présenté.")


# --- The member's phone -----------------------------------------------------------------------------------------------


def test_a_member_votes_without_script(motion, cast, as_user):
    client = as_user(cast.member)
    page = motion.sitting.get_absolute_url()
    assert "Comment votez-vous?" in client.get(page).content.decode()
    assert "Confirmer" in client.get(vote_url(motion), {"choix": "against"}).content.decode()
    assert client.post(vote_url(motion), {"choix": "against"}).status_code == 302
    assert "Vous avez voté <strong>contre</strong>" in client.get(page).content.decode()


def test_a_second_vote_and_a_vote_too_late_are_told_apart(motion, cast, as_user):
    client = as_user(cast.member)
    client.post(vote_url(motion), {"choix": "for"})
    assert client.post(vote_url(motion), {"choix": "against"}).status_code == 422
    close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-1")
    late = client.post(vote_url(motion), {"choix": "against"})
    assert late.status_code == 409
    assert "Vous aviez choisi" in late.content.decode()


def test_while_the_quorum_is_lost_the_pages_say_so_and_what_was_given_stays(motion, sitting, cast, as_user):
    attend(sitting, cast, voting_seats()[10:], "left")
    refused = as_user(cast.member).post(vote_url(motion), {"choix": "for"})
    closing = {"geste": "clore-vote", "proposition": motion.number, "etat": "open", "resolution_number": "2007-9"}
    kept = as_user(cast.secretary).post(keep(sitting), closing)
    assert (refused.status_code, kept.status_code) == (422, 422)
    assert "quorum" in refused.content.decode()
    assert 'value="2007-9"' in kept.content.decode()


@pytest.mark.parametrize("role", ["planner", "analyst"])
def test_who_has_no_seat_follows_without_voting(motion, cast, as_user, role):
    client = as_user(getattr(cast, role))
    assert "vous suivez le vote sans voter" in client.get(motion.sitting.get_absolute_url()).content.decode()
    assert client.post(vote_url(motion), {"choix": "for"}).status_code == 422


def test_a_member_recuses_themself_and_is_offered_no_vote(motion, cast, as_user):
    client = as_user(cast.member)
    url = reverse("sitting_recuse", args=[*HERE, motion.sitting.number, motion.number])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Employeur en cause."}).status_code == 302
    assert "Comment votez-vous?" not in client.get(motion.sitting.get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", ["member", "secretary"])
def test_the_live_part_is_sent_only_when_something_moved(motion, cast, as_user, role):
    client = as_user(getattr(cast, role))
    page = motion.sitting.get_absolute_url() if role == "member" else keep(motion.sitting)
    token = client.get(page).context["page"].token
    assert client.get(page, {"vu": token}, **HTMX).status_code == 204
    call_the_roll(motion=motion, choices={voting_seats()[3].pk: "for"}, by=cast.secretary)
    moved_on = client.get(page, {"vu": token}, **HTMX)
    assert moved_on.status_code == 200
    assert "<html" not in moved_on.content.decode()


def test_presence_is_announced_from_the_phone(plan, cast, as_user):
    sitting, client = opened(plan, cast), as_user(cast.member)
    url = reverse("sitting_presence", args=[*HERE, sitting.number])
    assert client.post(url, {"geste": "arriver"}).status_code == 302
    assert client.post(url, {"geste": "quitter"}).status_code == 302
    assert client.post(url, {"geste": "quitter"}).status_code == 422
    assert sitting.attendances.get().status == "left"


# --- Queries ----------------------------------------------------------------------------------------------------------


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("role", ["member", "secretary"])
def test_one_and_three_items_cost_the_same(sitting, plan, cast, as_user, role):
    submitted(plan, cast)
    client = as_user(getattr(cast, role))
    pages = [sitting.get_absolute_url(), reverse("sittings", args=HERE)]
    pages += [keep(sitting)] if role == "secretary" else []

    def grow(rank: int) -> None:
        found = open_vote(motion=moved(item(sitting, cast, plan=plan), cast), seen="proposed", by=cast.secretary)
        call_the_roll(motion=found, choices={one.pk: "for" for one in voting_seats()[:rank]}, by=cast.secretary)
        close_vote(motion=found, seen="open", by=cast.secretary, resolution_number=f"2007-{rank}")

    grow(1)
    with_one = [queries(client, page) for page in pages]
    grow(2)
    grow(3)
    assert [queries(client, page) for page in pages] == with_one
    assert max(with_one) <= 32


def test_three_and_twenty_three_seats_cost_the_same(cast, as_user):
    client, page = as_user(cast.member), reverse("council", args=HERE)
    whole = queries(client, page)
    few = Seat.objects.filter(council__territory__code="01", college__in=["local", "ministry"])
    SeatTerm.objects.exclude(seat__in=few).filter(interests__isnull=True).delete()
    assert queries(client, page) == whole


# --- Documents --------------------------------------------------------------------------------------------------------


def test_minutes_and_resolution_say_what_was_decided(motion, plan, cast, region):
    call_the_roll(motion=motion, choices={one.pk: "for" for one in voting_seats()}, by=cast.secretary)
    close_vote(motion=motion, seen="open", by=cast.secretary, resolution_number="2007-03-1")
    told = [
        repr(build_document(Order(kind, region, plan.year, edition=1), silent))
        for kind in (DocumentKind.MINUTES, DocumentKind.RESOLUTION)
    ]
    for text in told:
        assert "20 pour, 0 contre, 0 abstention" in text
        assert "Résolution 2007-03-1" in text
        assert "D’adopter le plan d’action régional." in text
    assert "Ginette Caron" in told[0]


def test_documents_of_the_council_are_offered_once_there_is_something_to_print(plan, cast, as_user, region):
    client, page = as_user(cast.member), reverse("documents", args=HERE)
    assert "Le conseil n’a encore tenu aucune séance" in client.get(page).content.decode()
    opened(plan, cast)
    assert "Dernière séance tenue" in client.get(page).content.decode()
