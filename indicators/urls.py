"""Addresses of the follow-up: the catalogue, then what is under a territory and a year."""

from django.urls import path

from indicators import views

urlpatterns = [
    path("indicateurs/", views.indicator_list, name="indicator_list"),
    path("indicateurs/<str:key>/", views.indicator_definition, name="indicator_definition"),
    path("<slug:territory>/<exercice:year>/suivi/", views.dashboard, name="dashboard"),
    path("<slug:territory>/<exercice:year>/suivi/<mois:month>/", views.dashboard_month, name="dashboard_month"),
    path("<slug:territory>/<exercice:year>/indicateurs/<str:key>/", views.indicator, name="indicator"),
    path("<slug:territory>/<exercice:year>/indicateurs/<str:key>/cible/", views.target_revise, name="target_revise"),
]
