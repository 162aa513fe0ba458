"""Addresses of the writing of a plan: pages by GET, acts by POST."""

from django.urls import path

from plans.views import writing, writing_presence, writing_rows

_AT = "<slug:territory>/<exercice:year>/plan/ecrire/"
_ROW = f"{_AT}ligne/<slug:kind>/<int:pk>/"

urlpatterns = [
    path(_AT, writing.writing_home, name="writing"),
    path(f"{_AT}partie/<slug:part>/", writing.writing_part, name="writing_part"),
    path(f"{_AT}partie/<slug:part>/commencer/", writing_rows.text_begin, name="writing_begin"),
    path(f"{_AT}a-completer/", writing.writing_gaps, name="writing_gaps"),
    path(f"{_AT}archives/", writing.writing_archives, name="writing_archives"),
    path(f"{_AT}apercu/", writing.writing_preview, name="writing_preview"),
    path(f"{_AT}presence/", writing_presence.presence, name="writing_presence"),
    path(f"{_AT}annuler/", writing_rows.plan_undo, name="writing_undo"),
    path(f"{_AT}ajouter/<slug:kind>/", writing_rows.row_add, name="writing_add"),
    path(_ROW, writing_rows.row_save, name="writing_save"),
    path(f"{_ROW}deplacer/", writing_rows.row_move, name="writing_move"),
    path(f"{_ROW}dupliquer/", writing_rows.row_duplicate, name="writing_duplicate"),
    path(f"{_ROW}archiver/", writing_rows.row_archive, name="writing_archive"),
    path(f"{_ROW}retablir/", writing_rows.row_restore, name="writing_restore"),
]
