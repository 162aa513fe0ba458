"""The words of measurement: kinds, directions, obligations, statuses, months."""

from django.db.models import IntegerChoices, TextChoices

# The fiscal year runs from 1 April to 31 March; column and field names follow its order.
MONTH_KEYS = ("apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar")
SEPTEMBER = 6  # the month of the yearly revision of targets


class Kind(TextChoices):
    """How months and territories combine into one figure."""

    COUNT = "count", "Nombre"  # cumulative sum
    RATE = "rate", "Taux"  # 100 × ΣN ÷ ΣD, in %
    RATIO = "ratio", "Ratio"  # multiplier × ΣN ÷ ΣD
    AMOUNT = "amount", "Montant"  # cumulative sum of money
    DELAY = "delay", "Délai moyen"  # Σ days ÷ Σ files

    @property
    def is_quotient(self) -> bool:
        """Whether the figure is ΣN ÷ ΣD; otherwise it is a sum."""
        return self in {Kind.RATE, Kind.RATIO, Kind.DELAY}


class Direction(TextChoices):
    HIGHER = "higher", "Plus haut est mieux"
    LOWER = "lower", "Plus bas est mieux"
    NEUTRAL = "neutral", "Sans appréciation"


class Obligation(TextChoices):
    """What the agreement between ministers, Commission and agency asks of an indicator in a period."""

    TARGETED = "targeted", "Suivi et ciblé"
    FOLLOWED = "followed", "Suivi, non ciblé"
    DEVELOPING = "developing", "À développer"
    UNKNOWN = "unknown", "À confirmer"


class Family(TextChoices):
    ACCESSIBILITY = "accessibility", "Accessibilité aux services"
    EFFECTIVENESS = "effectiveness", "Efficacité des interventions"
    CONVERGED = "converged", "Indicateur convergé"
    SOLIDARITY = "solidarity", "Solidarité sociale"
    OTHER = "other", "Autres indicateurs suivis"


class Service(TextChoices):
    EMPLOYMENT = "SPE", "Services publics d’emploi"
    SOLIDARITY = "SS", "Solidarité sociale"


class Frequency(TextChoices):
    MONTHLY = "monthly", "Suivi mensuel, d’avril à mars"
    YEARLY = "yearly", "Suivi annuel"


class Component(TextChoices):
    NUMERATOR = "N", "Numérateur"
    DENOMINATOR = "D", "Dénominateur"


class Status(IntegerChoices):
    """Where an indicator stands in a month, by number so that SQL writes it; judgements first, from best to worst."""

    REACHED = 1, "Atteint"
    ON_TRACK = 2, "En bonne voie"
    WATCH = 3, "À surveiller"
    LATE = 4, "En retard"
    NEUTRAL = 5, "Sans appréciation"
    NO_TARGET = 6, "Sans cible"
    NO_DATA = 7, "Aucune donnée"
    NOT_APPLICABLE = 8, "Sans objet"

    @property
    def tone(self) -> str:
        """The word that stylesheets, charts and the API use."""
        return self.name.lower()


# When the year is over nothing is « en bonne voie » any more: the target was reached or it was not.
_AT_YEAR_END = {
    Status.ON_TRACK: "Presque atteint",
    Status.WATCH: "Non atteint",
    Status.LATE: "Loin de la cible",
}


def status_label(status: Status, month: int) -> str:
    """What a status is called at the end of a month (12 = March, when the year is over)."""
    return _AT_YEAR_END.get(status, status.label) if month == len(MONTH_KEYS) else status.label


class DimensionKind(TextChoices):
    """Whether the parts of a breakdown sum to the whole."""

    PARTITION = "partition", "Les parts s’additionnent"
    OVERLAPPING = "overlapping", "Les parts se recoupent : elles ne s’additionnent pas"
    PARTIAL = "partial", "Les parts ne couvrent pas tout"


class DataNature(TextChoices):
    """Whether figures are real or made up for the demonstration."""

    REAL = "real", "Réelle"
    SYNTHETIC = "synthetic", "Données de démonstration"


class VerificationState(TextChoices):
    """How a nightly verification of derived rows ended."""

    RUNNING = "running", "En cours"
    AGREED = "agreed", "Aucune différence"
    DIFFERENT = "different", "Des différences"
    FAILED = "failed", "Interrompue"
