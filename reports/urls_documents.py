"""Addresses of documents: those of a territory and a year (GET lists them, POST asks for one), and each run."""

from django.urls import path

from reports import views

urlpatterns = [
    path("<slug:territory>/<exercice:year>/documents/", views.documents, name="documents"),
    path("<slug:territory>/<exercice:year>/documents/", views.documents, name="request_document"),
    path("documents/<int:pk>/", views.run, name="run"),
    path("documents/<int:pk>/fichier/", views.run_file, name="run_file"),
    path("documents/<int:pk>/lire/", views.run_reading, name="run_reading"),
    path("documents/<int:pk>/recommencer/", views.run_restart, name="run_restart"),
    path("documents/<int:pk>/annuler/", views.run_cancel, name="run_cancel"),
]
