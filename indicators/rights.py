"""Who sets targets where. The table of abilities says who sets any; here, how far down."""

from accounts.enums import Ability
from accounts.models import User
from regions.enums import TerritoryKind
from regions.models import Territory

NATIONAL_ONLY = "Les cibles du Québec sont fixées par le ministère et la Commission."
REGIONAL_ONLY = "Seules la direction et la planification régionales révisent une cible."
SPLIT_ONLY = "Seules la direction et la planification répartissent une cible."


def may_revise_target(user: User, territory: Territory) -> bool:
    """Direction and planning set the targets of their region and of its offices. The ministry and the Commission set
    those of Québec and of the regions, which then fix their own; offices answer to their region alone."""
    if territory.kind != TerritoryKind.CLE:
        return user.may(Ability.REVISE_TARGETS, territory)
    held = user.territories_with(Ability.REVISE_TARGETS)
    return any(place.pk in {territory.pk, territory.parent_id} for place in held)


def may_split_target(user: User, whole: Territory) -> bool:
    """Whoever may set the targets of the parts: of the regions for Québec, of its offices for a region. (An office has
    no parts, which is told apart.)"""
    if whole.kind != TerritoryKind.REGION:
        return user.may(Ability.REVISE_TARGETS, whole)
    return any(place.pk == whole.pk for place in user.territories_with(Ability.REVISE_TARGETS))


def revision_refusal(territory: Territory) -> str:
    """Why somebody may not revise a target there."""
    return NATIONAL_ONLY if territory.kind == TerritoryKind.NATIONAL else REGIONAL_ONLY


def split_refusal(whole: Territory) -> str:
    """Why somebody may not split a target there."""
    return NATIONAL_ONLY if whole.kind == TerritoryKind.NATIONAL else SPLIT_ONLY
