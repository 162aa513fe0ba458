"""The words of a council: who sits under which title, and the settings by which it decides."""

from django.db.models import TextChoices


class College(TextChoices):
    """Whom a seat speaks for (Act M-15.001, s. 40)."""

    LABOUR = "labour", "Main-d’œuvre"
    BUSINESS = "business", "Entreprises"
    COMMUNITY = "community", "Organismes communautaires"
    EDUCATION = "education", "Enseignement"
    LOCAL = "local", "Développement local"
    MINISTRY = "ministry", "Représentation régionale du ministère"
    OBSERVER = "observer", "Sans droit de vote"


class QuorumRule(TextChoices):
    MAJORITY = "majority", "La majorité des sièges votants pourvus"
    NUMBER = "number", "Un nombre fixe de sièges votants"


class MajorityRule(TextChoices):
    VOTES = "votes", "Majorité simple des voix exprimées (sans les abstentions)"
    SEATS = "seats", "Majorité absolue des sièges votants pourvus"


class TieBreak(TextChoices):
    CHAIR = "chair", "Voix prépondérante de la présidence"
    REJECTED = "rejected", "La proposition est rejetée"


class VoteChoice(TextChoices):
    FOR = "for", "Pour"
    AGAINST = "against", "Contre"
    ABSTAIN = "abstain", "Abstention"


class AttendanceStatus(TextChoices):
    """How a seat attends a sitting; who has not been seen is absent."""

    PRESENT = "present", "En personne"
    DISTANCE = "distance", "À distance"
    SUBSTITUTE = "substitute", "Par la suppléance"
    EXCUSED = "excused", "Excusée ou excusé"
    LEFT = "left", "A quitté la séance"
    ABSENT = "absent", "Absente ou absent"


ATTENDING = (AttendanceStatus.PRESENT, AttendanceStatus.DISTANCE, AttendanceStatus.SUBSTITUTE)


class OrganisationKind(TextChoices):
    """What an organisation is."""

    MINISTRY = "ministry", "Ministère ou organisme public"
    EDUCATION = "education", "Établissement d’enseignement"
    EMPLOYERS = "employers", "Entreprise ou association d’employeurs"
    UNION = "union", "Syndicat"
    COMMUNITY = "community", "Organisme communautaire"
    MUNICIPAL = "municipal", "Municipalité ou MRC"
    OTHER = "other", "Autre"
