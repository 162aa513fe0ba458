"""Addresses of the annual report and of regional initiatives."""

from django.urls import path

from reports import annual_views, initiatives_views

_AT = "<slug:territory>/<exercice:year>/"

urlpatterns = [
    path(f"{_AT}rapport-annuel/", annual_views.annual, name="annual"),
    path(f"{_AT}rapport-annuel/ajouter/<slug:part>/", annual_views.annual_entry_add, name="annual_entry_add"),
    path("rapport-annuel/element/<int:pk>/", annual_views.annual_entry, name="annual_entry"),
    path("rapport-annuel/element/<int:pk>/retirer/", annual_views.annual_entry_remove, name="annual_entry_remove"),
    *[
        path(f"{_AT}rapport-annuel/{act}/", annual_views.annual_act, {"act": act}, name=f"annual_{act}")
        for act in ("adopter", "transmettre", "rouvrir")
    ],
    path(f"{_AT}initiatives/", initiatives_views.initiatives, name="initiatives"),
    path(f"{_AT}initiatives/ajouter/", initiatives_views.initiative_add, name="initiative_add"),
    path(f"{_AT}initiatives/rubriques/", initiatives_views.heading_add, name="heading_add"),
    path(f"{_AT}initiatives/<int:pk>/", initiatives_views.initiative, name="initiative"),
    path(f"{_AT}initiatives/<int:pk>/modifier/", initiatives_views.initiative_edit, name="initiative_edit"),
    path(f"{_AT}initiatives/<int:pk>/image/", initiatives_views.initiative_picture, name="initiative_picture"),
    path(f"{_AT}initiatives/<int:pk>/acte/<slug:act>/", initiatives_views.initiative_act, name="initiative_act"),
]
