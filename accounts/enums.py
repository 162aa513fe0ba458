"""Roles, what each may do, and at which level each is held."""

from enum import StrEnum

from django.db.models import TextChoices

from regions.enums import TerritoryKind


class Role(TextChoices):
    """The hats of the people who make, approve and follow plans. One person may wear several."""

    DIRECTOR = "director", "Direction régionale"
    PLANNER = "planner", "Planification régionale"
    CLE_MANAGER = "cle_manager", "Direction de CLE"
    MEMBER = "member", "Membre du CRPMT"
    SECRETARY = "secretary", "Secrétariat du CRPMT"
    NATIONAL = "national", "CPMT et ministère"
    ANALYST = "analyst", "Analyse"
    PARTNER = "partner", "Organisme partenaire"
    ADMINISTRATOR = "administrator", "Administration"


class Ability(StrEnum):
    """What a role lets a person do in its territory."""

    READ_PLAN = "read_plan"  # read a plan that is not yet published
    READ_PUBLISHED_PLAN = "read_published_plan"
    EDIT_PLAN = "edit_plan"
    READ_RESULTS = "read_results"
    ENTER_RESULTS = "enter_results"
    REVISE_TARGETS = "revise_targets"
    BUILD_DOCUMENTS = "build_documents"
    MANAGE_MEMBERS = "manage_members"


_READS = {Ability.READ_PLAN, Ability.READ_PUBLISHED_PLAN, Ability.READ_RESULTS, Ability.BUILD_DOCUMENTS}
_WRITES = {Ability.EDIT_PLAN, Ability.REVISE_TARGETS}

GRANTS: dict[Role, frozenset[Ability]] = {
    Role.DIRECTOR: frozenset(_READS | _WRITES | {Ability.ENTER_RESULTS, Ability.MANAGE_MEMBERS}),
    Role.PLANNER: frozenset(_READS | _WRITES),
    Role.CLE_MANAGER: frozenset(_READS | {Ability.ENTER_RESULTS}),
    Role.MEMBER: frozenset(_READS),
    Role.SECRETARY: frozenset(_READS),
    Role.NATIONAL: frozenset(_READS),
    Role.ANALYST: frozenset(_READS | {Ability.ENTER_RESULTS}),
    Role.PARTNER: frozenset({Ability.READ_PUBLISHED_PLAN}),
    Role.ADMINISTRATOR: frozenset(_READS | {Ability.MANAGE_MEMBERS}),
}

_REGIONAL = frozenset({TerritoryKind.REGION})
_ANYWHERE = frozenset({TerritoryKind.NATIONAL, TerritoryKind.REGION})

LEVELS: dict[Role, frozenset[TerritoryKind]] = {
    Role.DIRECTOR: _REGIONAL,
    Role.PLANNER: _REGIONAL,
    Role.CLE_MANAGER: frozenset({TerritoryKind.CLE}),
    Role.MEMBER: _REGIONAL,
    Role.SECRETARY: _REGIONAL,
    Role.NATIONAL: frozenset({TerritoryKind.NATIONAL}),
    Role.ANALYST: _ANYWHERE,
    Role.PARTNER: _REGIONAL,
    Role.ADMINISTRATOR: _ANYWHERE,
}

# Held at a CLE, these abilities reach up to its region: a manager reads the plan that commits the office.
REACH_UP = frozenset({Ability.READ_PLAN, Ability.READ_PUBLISHED_PLAN, Ability.READ_RESULTS, Ability.BUILD_DOCUMENTS})
