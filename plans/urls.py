"""Addresses of plans."""

from django.urls import path

from plans import views

urlpatterns = [
    path("plans/", views.plan_list, name="plan_list"),
    path("<slug:territory>/<exercice:year>/plan/", views.plan, name="plan"),
    path("<slug:territory>/<exercice:year>/plan/budget/repartir/", views.budget_split, name="budget_split"),
    path("<slug:territory>/<exercice:year>/plan/historique/", views.plan_history, name="plan_history"),
    path("<slug:territory>/<exercice:year>/plan/partie/<slug:kind>/<int:pk>/", views.plan_part, name="plan_part"),
    path(
        "<slug:territory>/<exercice:year>/plan/modifier/<slug:kind>/<int:pk>/",
        views.plan_part_edit,
        name="plan_part_edit",
    ),
]
