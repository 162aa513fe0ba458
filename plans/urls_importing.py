"""Addresses of the import of an existing plan."""

from django.urls import path

from plans.views import importing

_AT = "<slug:territory>/<exercice:year>/plan/importer/"

urlpatterns = [
    path(_AT, importing.import_page, name="plan_import"),
    path(f"{_AT}modele.<str:ending>", importing.import_template, name="plan_import_template"),
    path(f"{_AT}<int:pk>/", importing.import_preview, name="plan_import_preview"),
    path(f"{_AT}<int:pk>/abandonner/", importing.import_drop, name="plan_import_drop"),
]
