"""Who may do what with a plan."""

from accounts.enums import Ability
from accounts.models import User
from plans.models import Plan


def may_edit(user: User, plan: Plan) -> bool:
    """A draft is written by the regional director and the planner of its territory."""
    return plan.is_editable and user.is_authenticated and user.may(Ability.EDIT_PLAN, plan.territory)
