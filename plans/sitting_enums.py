"""The words of a sitting of the council."""

from django.db.models import TextChoices


class SittingMode(TextChoices):
    IN_PERSON = "in_person", "En personne"
    DISTANCE = "distance", "À distance"
    HYBRID = "hybrid", "En personne et à distance"


class SittingState(TextChoices):
    CONVENED = "convened", "Convoquée"
    OPEN = "open", "En cours"
    CLOSED = "closed", "Levée"
    CANCELLED = "cancelled", "Annulée"


class MotionAction(TextChoices):
    """What adopting a motion does to the plan of its item."""

    NONE = "none", "Aucun effet sur un plan"
    ADOPT = "adopt", "Adopter le plan"
    RETURN = "return", "Retourner le plan à la région"


class MotionState(TextChoices):
    PROPOSED = "proposed", "En délibération"
    OPEN = "open", "Vote ouvert"
    ADOPTED = "adopted", "Adoptée"
    REJECTED = "rejected", "Rejetée"
    VOID = "void", "Vote sans effet"
    WITHDRAWN = "withdrawn", "Retirée"


DECIDED = (MotionState.ADOPTED, MotionState.REJECTED)


class VoteMode(TextChoices):
    BALLOTS = "ballots", "Par membre"
    HAND = "hand", "À main levée"


class BallotChannel(TextChoices):
    IN_PERSON = "in_person", "sur place"
    DISTANCE = "distance", "à distance"
    SECRETARY = "secretary", "inscrit par le secrétariat"


class AmendmentState(TextChoices):
    PROPOSED = "proposed", "Proposé"
    RETAINED = "retained", "Retenu"
    REJECTED = "rejected", "Écarté"
    APPLIED = "applied", "Appliqué"


OPEN_AMENDMENTS = (AmendmentState.PROPOSED, AmendmentState.RETAINED)
