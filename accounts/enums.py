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
    EDIT_PLAN = "edit_plan"  # write the plan of the very territory in which the role is held
    EDIT_FRAME = "edit_frame"  # write the national frame, its targets and recommended keys, and the national plan
    READ_RESULTS = "read_results"
    ENTER_RESULTS = "enter_results"
    REVISE_TARGETS = "revise_targets"
    BUILD_DOCUMENTS = "build_documents"
    ACCOUNT_FOR_RESULTS = "account_for_results"  # explain gaps, write the annual report of one's territory
    ACT_NATIONALLY = "act_nationally"  # write the national report, review initiatives, record the Commission's acts
    COMMENT_PLAN = "comment_plan"
    SUBMIT_PLAN = "submit_plan"  # the region's own acts: submit, transmit, open a revision, close
    ADOPT_LOCAL_PLAN = "adopt_local_plan"
    RECORD_COUNCIL = "record_council"  # convene the council and record what it decides
    MANAGE_MEMBERS = "manage_members"


_READS = {Ability.READ_PLAN, Ability.READ_PUBLISHED_PLAN, Ability.READ_RESULTS, Ability.BUILD_DOCUMENTS}
_WRITES = {Ability.EDIT_PLAN, Ability.REVISE_TARGETS, Ability.COMMENT_PLAN}
_REGIONAL_ACTS = {Ability.SUBMIT_PLAN, Ability.ADOPT_LOCAL_PLAN, Ability.RECORD_COUNCIL}

GRANTS: dict[Role, frozenset[Ability]] = {
    Role.DIRECTOR: frozenset(
        _READS | _WRITES | _REGIONAL_ACTS | {Ability.ENTER_RESULTS, Ability.ACCOUNT_FOR_RESULTS, Ability.MANAGE_MEMBERS}
    ),
    Role.PLANNER: frozenset(_READS | _WRITES | {Ability.ACCOUNT_FOR_RESULTS}),
    Role.CLE_MANAGER: frozenset(_READS | {Ability.EDIT_PLAN, Ability.COMMENT_PLAN, Ability.ENTER_RESULTS}),
    Role.MEMBER: frozenset(_READS | {Ability.COMMENT_PLAN}),
    Role.SECRETARY: frozenset(_READS | {Ability.COMMENT_PLAN, Ability.RECORD_COUNCIL}),
    Role.NATIONAL: frozenset(
        _READS | {Ability.EDIT_FRAME, Ability.REVISE_TARGETS, Ability.COMMENT_PLAN, Ability.ACT_NATIONALLY}
    ),
    Role.ANALYST: frozenset(_READS | {Ability.COMMENT_PLAN, Ability.ENTER_RESULTS, Ability.ACCOUNT_FOR_RESULTS}),
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
REACH_UP = frozenset(
    {
        Ability.READ_PLAN,
        Ability.READ_PUBLISHED_PLAN,
        Ability.READ_RESULTS,
        Ability.BUILD_DOCUMENTS,
        Ability.COMMENT_PLAN,
    }
)


class JournalEvent(TextChoices):
    """What the audit journal tells."""

    SIGNED_IN = "signed_in", "Connexion"
    SIGN_IN_FAILED = "sign_in_failed", "Connexion refusée"
    SIGNED_OUT = "signed_out", "Déconnexion"
    SESSION_ENDED = "session_ended", "Session fermée à distance"
    PASSWORD_CHANGED = "password_changed", "Mot de passe changé"
    FACTOR_ADDED = "factor_added", "Second facteur ajouté"
    FACTOR_REMOVED = "factor_removed", "Second facteur retiré"
    IDENTITY_LINKED = "identity_linked", "Identité externe liée"
    PERSON_CREATED = "person_created", "Compte créé"
    PERSON_CLOSED = "person_closed", "Compte fermé"
    PERSON_REOPENED = "person_reopened", "Compte rouvert"
    ROLE_GRANTED = "role_granted", "Rôle accordé"
    ROLE_CHANGED = "role_changed", "Rôle changé"
    ROLE_ENDED = "role_ended", "Rôle terminé"
    INVITATION_SENT = "invitation_sent", "Invitation envoyée"
    INVITATION_RESENT = "invitation_resent", "Invitation renvoyée"
    INVITATION_ACCEPTED = "invitation_accepted", "Invitation acceptée"
    INVITATION_WITHDRAWN = "invitation_withdrawn", "Invitation retirée"
    SEAT_CHANGED = "seat_changed", "Siège du conseil changé"
    PLAN_ACT = "plan_act", "Acte sur un plan"
    RIGHTS_SEEN = "rights_seen", "Accès consultés"
    EXPORTED = "exported", "Export"
    REVIEW_OPENED = "review_opened", "Revue des accès ouverte"
    REVIEW_CLOSED = "review_closed", "Revue des accès close"


class InvitationState(TextChoices):
    PENDING = "pending", "En attente"
    ACCEPTED = "accepted", "Acceptée"
    WITHDRAWN = "withdrawn", "Retirée"


class ReviewDecision(TextChoices):
    KEPT = "kept", "Maintenu"
    ENDED = "ended", "Retiré"
