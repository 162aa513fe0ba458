"""Addresses of the start page and of documents."""

from django.urls import include, path

from reports.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("reports.urls_documents")),
]
