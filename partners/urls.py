"""Addresses of the councils: their composition and their rules. Sittings: `plans.urls_sitting`."""

from django.urls import path

from partners import views_council

_COUNCIL = "<slug:territory>/<exercice:year>/conseil/"

urlpatterns = [
    path(f"{_COUNCIL}composition/", views_council.council, name="council"),
    path(f"{_COUNCIL}inscrire/", views_council.council_create, name="council_create"),
    path(f"{_COUNCIL}regles/", views_council.council_rules, name="council_rules"),
    path(f"{_COUNCIL}sieges/<int:pk>/", views_council.seat, name="council_seat"),
]
