"""Addresses of the follow-up: the catalogue, then what is under a territory and a year."""

from django.urls import path

from indicators import views, views_allocation, views_breakdowns, views_explanation

_GAP = "<slug:territory>/<exercice:year>/indicateurs/<str:key>/ecart/"
_SPLIT = "<slug:territory>/<exercice:year>/indicateurs/<str:key>/repartition/"

urlpatterns = [
    path("indicateurs/", views.indicator_list, name="indicator_list"),
    path("indicateurs/<str:key>/", views.indicator_definition, name="indicator_definition"),
    path("<slug:territory>/<exercice:year>/suivi/", views.dashboard, name="dashboard"),
    path("<slug:territory>/<exercice:year>/suivi/<mois:month>/", views.dashboard_month, name="dashboard_month"),
    path("<slug:territory>/<exercice:year>/indicateurs/<str:key>/", views.indicator, name="indicator"),
    path("<slug:territory>/<exercice:year>/indicateurs/<str:key>/cible/", views.target_revise, name="target_revise"),
    path(
        "<slug:territory>/<exercice:year>/indicateurs/<str:key>/ventilation/",
        views_breakdowns.breakdown,
        name="breakdown",
    ),
    path("<slug:territory>/<exercice:year>/ecarts/", views_explanation.gap_list, name="gap_list"),
    path(_GAP, views_explanation.explain, name="explain_year"),
    path(f"{_GAP}<mois:month>/", views_explanation.explain, name="explain_month"),
    path(_SPLIT, views_allocation.allocation, name="allocation"),
    path(f"{_SPLIT}<int:pk>/", views_allocation.allocation_scenario, name="allocation_scenario"),
    path(f"{_SPLIT}<int:pk>/somme/", views_allocation.allocation_sum, name="allocation_sum"),
    path(f"{_SPLIT}<int:pk>/dupliquer/", views_allocation.allocation_duplicate, name="allocation_duplicate"),
    path(f"{_SPLIT}<int:pk>/actualiser/", views_allocation.allocation_follow, name="allocation_follow"),
    path(f"{_SPLIT}<int:pk>/appliquer/", views_allocation.allocation_apply, name="allocation_apply"),
]
