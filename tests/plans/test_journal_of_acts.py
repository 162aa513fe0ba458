"""Acts on plans and changes of seats are told in the audit journal, with the way to them."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import JournalEvent
from accounts.models import JournalEntry
from core.errors import Refused
from partners.models import Seat
from partners.services_council import end_term, fill_seat
from plans.enums import PlanState
from plans.services_approval import Decision, advance_plan
from tests.plans.standing import standing


def test_act_on_a_plan_is_told_and_led_to(cast, plan, region):
    standing(plan, PlanState.PUBLISHED)
    act = advance_plan(
        plan=plan, name="revise", seen=PlanState.PUBLISHED, by=cast.director, decision=Decision(reason="Septembre.")
    )
    entry = JournalEntry.objects.latest("pk")
    assert (entry.event, entry.actor, entry.territory) == (JournalEvent.PLAN_ACT, cast.director, region)
    assert (entry.subject_type, entry.subject_pk) == ("plans.act", act.pk)
    assert entry.address == reverse("plan_approval", args=[region.slug, plan.year_id])
    assert entry.detail == f"Ouvrir la révision\u00a0: {plan}."


def test_refused_act_leaves_no_entry(cast, plan):
    standing(plan, PlanState.PUBLISHED)
    before = JournalEntry.objects.count()
    with pytest.raises(Refused):
        advance_plan(plan=plan, name="revise", seen=PlanState.PUBLISHED, by=cast.director)
    assert JournalEntry.objects.count() == before


def test_change_of_seat_is_told(cast, region):
    seat = Seat.objects.filter(council__territory=region).first()
    term = fill_seat(seat=seat, name="Ariane Proulx", start=date(2030, 1, 1), by=cast.secretary)
    end_term(term=term, on=date(2031, 1, 1), by=cast.secretary)
    told = JournalEntry.objects.filter(event=JournalEvent.SEAT_CHANGED, subject_pk=seat.pk).order_by("pk")
    assert [(entry.actor, entry.territory) for entry in told] == [(cast.secretary, region)] * 2
    assert [entry.detail for entry in told] == [
        f"Ariane Proulx occupe le siège {seat}, {region}.",
        f"Fin du mandat d’Ariane Proulx, siège {seat}, {region}.",
    ]
