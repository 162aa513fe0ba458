"""Addresses of the administration of accesses, and of the link that an invited person opens."""

from django.urls import path

from accounts.views import door, invitations, journal, people, review

_PLACE = "administration/<slug:territory>/"

urlpatterns = [
    path("administration/", door.administration, name="administration"),
    path(_PLACE, door.administration_door, name="administration_door"),
    path(f"{_PLACE}personnes/", people.people, name="people"),
    path(f"{_PLACE}personnes/<int:pk>/", people.person, name="person"),
    path(f"{_PLACE}invitations/", invitations.invitations, name="invitations"),
    path(f"{_PLACE}invitations/<int:pk>/", invitations.invitation_change, name="invitation_change"),
    path(f"{_PLACE}acces/", review.access_review, name="access_review"),
    path(f"{_PLACE}acces/<str:ending>/", review.access_export, name="access_export"),
    path(f"{_PLACE}journal/", journal.journal, name="journal"),
    path(f"{_PLACE}journal/<str:ending>/", journal.journal_export, name="journal_export"),
    path("invitation/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
]
