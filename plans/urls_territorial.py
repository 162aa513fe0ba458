"""Addresses of the territorial plan, under `plans/territorial/`."""

from django.urls import path

from plans.views import territorial as reading
from plans.views import territorial_editing as editing

PERIOD = "<int:first>-<int:last>/"
PLACE = f"{PERIOD}<slug:place>/"

urlpatterns = [
    path("", reading.territorial_latest, name="territorial_latest"),
    path(PERIOD, reading.territorial_plan, name="territorial_plan"),
    path(f"{PERIOD}matrice/", reading.territorial_matrix, name="territorial_matrix"),
    path(f"{PERIOD}historique/", reading.territorial_history, name="territorial_history"),
    path(f"{PERIOD}actes/<slug:kind>/", editing.territorial_act, name="territorial_act"),
    path(PLACE, reading.territorial_place, name="territorial_place"),
    path(f"{PLACE}suivi/<int:pk>/", editing.territorial_follow_up, name="territorial_follow_up"),
    path(f"{PLACE}modifier/<slug:kind>/<int:pk>/", editing.territorial_edit, name="territorial_edit"),
    path(f"{PLACE}ajouter/<slug:kind>/", editing.territorial_add, name="territorial_add"),
    path(f"{PLACE}retirer/<slug:kind>/<int:pk>/", editing.territorial_archive, name="territorial_archive"),
]
