"""The demonstration cast: one fictional person a role, in Bas-Saint-Laurent, and a director elsewhere."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from accounts.services import grant_role
from regions.models import Territory

SINCE = date(2005, 4, 1)


class CastMember(NamedTuple):
    """A fictional person: `key` names it in tests."""

    key: str
    name: str
    role: Role
    territory: str

    @property
    def email(self) -> str:
        return f"{self.key.replace('_', '-')}@demo.jalon.example"


CAST: tuple[CastMember, ...] = (
    CastMember("director", "Hélène Thériault", Role.DIRECTOR, "01"),
    CastMember("planner", "Marc-Antoine Lévesque", Role.PLANNER, "01"),
    CastMember("cle_manager", "Josée Pelletier", Role.CLE_MANAGER, "01-100"),
    CastMember("member", "Réjean Dubé", Role.MEMBER, "01"),
    CastMember("secretary", "Sylvie Ouellet", Role.SECRETARY, "01"),
    CastMember("national", "Nathalie Gagnon", Role.NATIONAL, "QC"),
    CastMember("analyst", "Karim Benali", Role.ANALYST, "01"),
    CastMember("partner", "Louise Roussel", Role.PARTNER, "01"),
    CastMember("administrator", "Patrick Lavoie", Role.ADMINISTRATOR, "QC"),
    CastMember("outsider", "Chantal Tremblay", Role.DIRECTOR, "02"),
)


@transaction.atomic
def create_cast() -> dict[str, User]:
    """Create the cast, by key, with the demonstration password. Safe to run again."""
    people = {}
    for person in CAST:
        user = User.objects.filter(email=person.email).first() or User.objects.create_user(
            person.email, person.name, settings.DEMONSTRATION_PASSWORD
        )
        grant_role(
            user=user,
            role=person.role,
            territory=Territory.objects.get(code=person.territory),
            start=SINCE,
            by=None,
        )
        people[person.key] = user
    return people
