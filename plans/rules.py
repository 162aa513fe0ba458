"""Who may do what with a plan."""

from accounts.enums import Ability
from accounts.models import User
from plans.enums import PlanKind, PlanState, Volet
from plans.models import Plan
from regions.models import Territory


def may_edit(user: User, plan: Plan, volet: str = Volet.EMPLOYMENT) -> bool:
    """A draft is written by those who write the plans of its kind and territory; each mandate has its own freeze."""
    return plan.is_open(volet) and user.is_authenticated and may_write(user, plan)


def may_follow_up(user: User, plan: Plan) -> bool:
    """Telling how actions go is not editing: those who write the plan do it until it is closed, its text frozen."""
    return plan.state != PlanState.CLOSED and user.is_authenticated and may_write(user, plan)


def may_write(user: User, plan: Plan) -> bool:
    """Whether the person writes such plans at all: a regional plan is its region's, a local one its own office's.

    The region reads the plans of its offices and takes them up in its own; it does not write in their place.
    """
    if plan.kind == PlanKind.NATIONAL:
        return user.may(Ability.EDIT_FRAME, plan.territory)
    if plan.kind == PlanKind.PAL:
        return any(place.pk == plan.territory_id for place in user.territories_with(Ability.EDIT_PLAN))
    return user.may(Ability.EDIT_PLAN, plan.territory)


def may_edit_frame(user: User, nation: Territory) -> bool:
    """The national frame is written by the ministry and the Commission."""
    return user.is_authenticated and user.may(Ability.EDIT_FRAME, nation)


def may_start_plan(user: User, kind: PlanKind, territory: Territory) -> bool:
    """Who may begin a plan: those who will write it and, for an office, its region too."""
    if kind == PlanKind.NATIONAL:
        return may_edit_frame(user, territory)
    return user.is_authenticated and user.may(Ability.EDIT_PLAN, territory)
