"""Who may do what with a territorial plan."""

from accounts.enums import Ability
from accounts.models import User
from plans.models import TerritorialPlace, TerritorialPlan
from plans.territorial_enums import FOLLOWED, WRITABLE, TerritorialState
from regions.enums import TerritoryKind


def may_answer_for(user: User, place: TerritorialPlace) -> bool:
    """The ministry, everywhere; the direction and the planner of the region in which the territory lies."""
    region = place.region
    return user.is_authenticated and (user.may(Ability.EDIT_PLAN, region) or user.may(Ability.ACT_NATIONALLY, region))


def may_write(user: User, place: TerritorialPlace) -> bool:
    """The words of the plan are written in a draft or in an open revision; what was adopted is frozen."""
    return place.plan.state in WRITABLE and may_answer_for(user, place)


def may_follow(user: User, place: TerritorialPlace) -> bool:
    """What became of the actions is told while the plan is in force."""
    return place.plan.state in FOLLOWED and may_answer_for(user, place)


def may_decide(user: User) -> bool:
    """Adoption, revision, prolongation and closure bind the whole ministry: they are recorded at the national level."""
    return user.is_authenticated and any(
        held.kind == TerritoryKind.NATIONAL for held in user.territories_with(Ability.ACT_NATIONALLY)
    )


def reads_adopted_only(user: User, plan: TerritorialPlan) -> bool:
    """While a revision is being written, those who read only published plans read the edition that was adopted."""
    return plan.state == TerritorialState.IN_REVISION and not user.territories_with(Ability.READ_PLAN)
