"""Who may do what with an annual report or an initiative."""

from accounts.enums import Ability
from accounts.models import User
from indicators.explanations import may_explain
from regions.enums import TerritoryKind
from regions.models import Territory
from reports.models import AnnualReport, Initiative


def may_write_report(user: User, territory: Territory) -> bool:
    """Those who account for a territory write its report; the ministry writes that of Québec. CLEs have none."""
    return territory.kind != TerritoryKind.CLE and may_explain(user, territory)


def may_act(user: User, report: AnnualReport) -> bool:
    """The Commission's acts and the transmission to the Minister are recorded nationally."""
    return user.may(Ability.ACT_NATIONALLY, report.territory)


def may_tell(user: User, territory: Territory) -> bool:
    """A region's direction and planning tell its initiatives; the ministry its own, and those sent on paper."""
    if territory.kind == TerritoryKind.CLE:
        return False
    return user.may(Ability.ACT_NATIONALLY, territory) or (
        territory.is_region and user.may(Ability.EDIT_PLAN, territory)
    )


def may_edit_initiative(user: User, initiative: Initiative) -> bool:
    return initiative.is_editable and may_tell(user, initiative.territory)


def may_review(user: User, initiative: Initiative) -> bool:
    return user.may(Ability.ACT_NATIONALLY, initiative.territory)
