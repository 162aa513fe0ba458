"""Addresses of the start page and of documents."""

from django.urls import include, path

from reports.home import home
from reports.preview import plan_preview

urlpatterns = [
    path("", home, name="home"),
    path("<slug:territory>/<exercice:year>/plan/imprime/", plan_preview, name="plan_preview"),
    path("", include("reports.urls_public")),
    path("", include("reports.urls_documents")),
    path("", include("reports.urls_annual")),
]
