"""Addresses of the managing of actions: pages by GET, acts by POST."""

from django.urls import path

from plans.views import actions

_AT = "<slug:territory>/<exercice:year>/plan/actions/"

urlpatterns = [
    path(_AT, actions.action_page, name="actions"),
    path(f"{_AT}ensemble/", actions.actions_change, name="actions_change"),
    path(f"{_AT}suivi/", actions.follow_up, name="actions_follow_up"),
    path(f"{_AT}<int:pk>/", actions.action_edit, name="action_edit"),
    path(f"{_AT}<int:pk>/etat/", actions.action_move, name="action_move"),
    path(f"{_AT}<int:pk>/jalon/", actions.milestone_write, name="milestone_add"),
    path(f"{_AT}<int:pk>/jalon/<int:milestone>/", actions.milestone_write, name="milestone_write"),
]
