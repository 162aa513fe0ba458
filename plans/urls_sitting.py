"""Addresses of the council's sittings and of the amendments to a plan. Composition of the council: `partners.urls`."""

from django.urls import path

from plans.views import sitting, sitting_amendments, sitting_keep, sittings

_COUNCIL = "<slug:territory>/<exercice:year>/conseil/"
_SITTING = f"{_COUNCIL}seances/<int:number>/"
_AMENDMENTS = "<slug:territory>/<exercice:year>/plan/amendements/"

urlpatterns = [
    path(_COUNCIL, sittings.sittings, name="sittings"),
    path(f"{_COUNCIL}seances/convoquer/", sittings.convene, name="sitting_convene"),
    path(f"{_COUNCIL}presences/", sittings.attendance, name="sitting_attendance"),
    path(_SITTING, sitting.sitting, name="sitting"),
    path(f"{_SITTING}seance.ics", sittings.calendar, name="sitting_calendar"),
    path(f"{_SITTING}presence/", sitting.presence, name="sitting_presence"),
    path(f"{_SITTING}propositions/<int:motion>/voter/", sitting.cast, name="sitting_vote"),
    path(f"{_SITTING}propositions/<int:motion>/recuser/", sitting.recusal, name="sitting_recuse"),
    path(f"{_SITTING}tenue/", sitting_keep.keep, name="sitting_keep"),
    path(f"{_SITTING}convocation/", sittings.edit_convocation, name="sitting_edit"),
    path(_AMENDMENTS, sitting_amendments.amendments, name="plan_amendments"),
    path(f"{_AMENDMENTS}proposer/", sitting_amendments.choose, name="amendment_choose"),
    path(
        f"{_AMENDMENTS}proposer/<slug:kind>/<int:pk>/<slug:field>/",
        sitting_amendments.propose,
        name="amendment_propose",
    ),
    path(f"{_AMENDMENTS}<int:pk>/decider/", sitting_amendments.settle, name="amendment_settle"),
]
