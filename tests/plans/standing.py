"""A plan put in a state as if all its acts had been done: the database asks for their dates."""

from datetime import date

from plans.models import Plan

ON = date(2007, 3, 9)
DATES = {f"{name}_on": ON for name in ("submitted", "adopted", "transmitted", "approved", "published", "closed")}


def standing(plan: Plan, state: str) -> Plan:
    Plan.objects.filter(pk=plan.pk).update(state=state, **DATES)
    plan.refresh_from_db()
    return plan
