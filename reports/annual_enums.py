"""The words of the annual report and of regional initiatives."""

from django.db.models import TextChoices


class AnnualState(TextChoices):
    """Where an annual report stands: written, adopted by the Commission, sent to the Minister."""

    DRAFT = "draft", "En rédaction"
    ADOPTED = "adopted", "Adopté par la CPMT"
    SENT = "sent", "Transmis au ministre"


class AnnualPart(TextChoices):
    """What a person writes in the report; everything else is computed."""

    INTRODUCTION = "introduction", "Présentation"
    HIGHLIGHTS = "faits-saillants", "Faits saillants"
    VOLUMES = "services-universels", "Services universels et autres volumes"
    STRATEGIES = "strategies", "Suivi des stratégies"
    COSTS = "couts", "Coûts de revient"
    COMPLAINTS = "plaintes", "Plaintes et demandes de révision"
    EVALUATIONS = "evaluations", "Évaluations menées à terme"
    CLOSING = "conclusion", "Mot de la fin"


class EvaluationKind(TextChoices):
    """The three kinds of evaluations that the agreement of 2006 names."""

    RELATIVE = "relative", "Performance relative des directions régionales"
    INTERVENTION = "intervention", "Évaluation d’une intervention"
    SATISFACTION = "satisfaction", "Satisfaction de la clientèle"


class InitiativeState(TextChoices):
    """Where a regional initiative stands between the region that tells it and the ministry that reads it."""

    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Soumise"
    RETURNED = "returned", "Renvoyée à la région"
    ACCEPTED = "accepted", "Relue et retenue"


class InitiativeAct(TextChoices):
    """What happened to an initiative, told in its history."""

    CREATED = "created", "Créée"
    EDITED = "edited", "Modifiée"
    SUBMITTED = "submitted", "Soumise au ministère"
    RETURNED = "returned", "Renvoyée à la région"
    ACCEPTED = "accepted", "Relue et retenue"
    COMMENTED = "commented", "Commentée"
    CONFIRMED = "confirmed", "Passage confirmé"
    CHOSEN = "chosen", "Choisie pour le rapport national"
    SET_ASIDE = "set_aside", "Retirée du rapport national"
