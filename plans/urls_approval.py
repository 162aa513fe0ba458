"""Addresses of the cycle, the approval and the editions."""

from django.urls import path

from plans.views import approval, cycle

_PLAN = "<slug:territory>/<exercice:year>/plan/"

urlpatterns = [
    path("cycle/<exercice:year>/", cycle.cycle_board, name="cycle_board"),
    path("cycle/<exercice:year>/etape/<int:number>/", cycle.cycle_mark, name="cycle_mark"),
    path("cycle/<exercice:year>/etape/<int:number>/echeance/", cycle.cycle_date, name="cycle_date"),
    path("cycle/<exercice:year>/calendrier/<str:key>.ics", cycle.cycle_calendar_feed, name="cycle_calendar"),
    path(f"{_PLAN}approbation/", approval.approval, name="plan_approval"),
    path(f"{_PLAN}editions/comparer/", approval.comparison, name="plan_comparison"),
    path(f"{_PLAN}editions/<int:number>/", approval.edition, name="plan_edition"),
]
