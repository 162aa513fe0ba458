"""Addresses of plans."""

from django.urls import include, path

from plans import views
from plans.views.search import search

urlpatterns = [
    path("", include("plans.urls_writing")),
    path("", include("plans.urls_actions")),
    path("", include("plans.urls_frame")),
    path("", include("plans.urls_approval")),
    path("", include("plans.urls_importing")),
    path("", include("plans.urls_sitting")),
    path("", include("plans.urls_review")),
    path("recherche/", search, name="search"),
    path("plans/", views.plan_list, name="plan_list"),
    path("plans/territorial/", include("plans.urls_territorial")),
    path("<slug:territory>/<exercice:year>/plan/", views.plan, name="plan"),
    path("<slug:territory>/<exercice:year>/plan/budget/repartir/", views.budget_split, name="budget_split"),
    path("<slug:territory>/<exercice:year>/plan/chiffres/", views.plan_figures_list, name="plan_figures"),
    path("<slug:territory>/<exercice:year>/plan/historique/", views.plan_history, name="plan_history"),
    path("<slug:territory>/<exercice:year>/plan/partie/<slug:kind>/<int:pk>/", views.plan_part, name="plan_part"),
    path(
        "<slug:territory>/<exercice:year>/plan/modifier/<slug:kind>/<int:pk>/",
        views.plan_part_edit,
        name="plan_part_edit",
    ),
]
