"""Addresses of the national frame, of local plans and of what leads from one plan to the next."""

from django.urls import path

from plans.views import checks, frame, inheritance, local, next_year

_FRAME = "cadre-national/<exercice:year>/"
_ENTRY = f"{_FRAME}<slug:kind>/<int:pk>/"
_PLAN = "<slug:territory>/<exercice:year>/plan/"
_LOCAL = "<slug:territory>/<exercice:year>/plans-locaux/"

urlpatterns = [
    path(_FRAME, frame.national_frame, name="national_frame"),
    path(f"{_FRAME}suivant/", frame.frame_open, name="frame_open"),
    path(f"{_FRAME}historique/", frame.frame_history, name="frame_history"),
    path(f"{_FRAME}cibles/<str:key>/", frame.frame_target, name="frame_target"),
    path(f"{_FRAME}orientation/<int:under>/ajouter/", frame.frame_add, {"kind": "champ"}, name="frame_add_field"),
    path(f"{_FRAME}<slug:kind>/ajouter/", frame.frame_add, name="frame_add"),
    path(f"{_ENTRY}modifier/", frame.frame_edit, name="frame_edit"),
    path(f"{_ENTRY}deplacer/", frame.frame_move, name="frame_move"),
    path(f"{_ENTRY}retirer/", frame.frame_withdraw, name="frame_withdraw"),
    path(f"{_ENTRY}retablir/", frame.frame_restore, name="frame_restore"),
    path(f"{_PLAN}cadre/", inheritance.plan_frame, name="plan_frame"),
    path(f"{_PLAN}verifications/", checks.plan_checks, name="plan_checks"),
    path(f"{_PLAN}commencer/", checks.plan_begin, name="plan_begin"),
    path(f"{_PLAN}suivant/", next_year.plan_next_year, name="plan_next_year"),
    path(_LOCAL, local.local_plan_list, name="local_plans"),
    path(f"{_LOCAL}commencer/", local.local_plan_begin, name="local_plan_begin"),
    path(f"{_LOCAL}reprendre/", local.local_plan_consolidate, name="local_consolidate"),
]
