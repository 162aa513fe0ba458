"""People, and the roles they hold in a territory for a time."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import GRANTS, REACH_UP, Ability, Role
from regions.enums import TerritoryKind
from regions.models import Territory


class UserManager(BaseUserManager):
    def create_user(self, email: str, name: str = "", password: str | None = None, **fields) -> User:
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, name: str = "", password: str | None = None, **fields) -> User:
        """For `manage.py createsuperuser`. The person still needs a role to see anything (accounts.services)."""
        return self.create_user(email, name, password, **{"is_superuser": True, **fields})

    def get_by_natural_key(self, email: str) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address."""

    email = models.EmailField("adresse de courriel", unique=True)
    name = models.CharField("nom", max_length=120)
    is_active = models.BooleanField("actif", default=True)
    date_joined = models.DateTimeField("créé le", default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def current_memberships(self) -> list[Membership]:
        """The roles in force today with their territories, read once a request."""
        return held_roles(self, timezone.localdate())

    def territories_with(self, ability: Ability) -> list[Territory]:
        """The highest territories in which the person may do this; what lies within follows."""
        found = {}
        for membership in self.current_memberships:
            if ability in GRANTS[Role(membership.role)]:
                for territory in membership.territories_for(ability):
                    found[territory.pk] = territory
        return list(found.values())

    def may(self, ability: Ability, territory: Territory) -> bool:
        """Whether the person may do this in that territory today."""
        lineage = {territory.pk, territory.parent_id}
        if territory.kind == TerritoryKind.CLE and territory.parent:
            lineage.add(territory.parent.parent_id)
        return any(held.pk in lineage for held in self.territories_with(ability))

    def visible_territories(self, ability: Ability = Ability.READ_RESULTS):
        """Queryset of every territory the person may look into with this ability."""
        held = [territory.pk for territory in self.territories_with(ability)]
        return Territory.objects.filter(Q(pk__in=held) | Q(parent__in=held) | Q(parent__parent__in=held))


class MembershipQuerySet(models.QuerySet):
    def in_force(self, on: date | None = None):
        """Roles held on a day (today)."""
        day = on or timezone.localdate()
        return self.filter(Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day))


class Membership(models.Model):
    """A person holds a role in a territory from one day to another (both included; no end = until told)."""

    user = models.ForeignKey(User, verbose_name="personne", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField("rôle", max_length=20, choices=Role)
    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="memberships"
    )
    start = models.DateField("depuis le")
    end = models.DateField("jusqu’au", null=True, blank=True)
    granted_by = models.ForeignKey(
        User, verbose_name="accordé par", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField("accordé le", auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "rôle d’une personne"
        verbose_name_plural = "rôles des personnes"
        ordering = ["user", "start"]
        constraints = [
            models.CheckConstraint(
                name="membership_dates_ordered", condition=Q(end__isnull=True) | Q(start__lte=models.F("end"))
            ),
            models.UniqueConstraint(fields=["user", "role", "territory", "start"], name="membership_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.territory}"

    def territories_for(self, ability: Ability) -> list[Territory]:
        """Where this membership grants the ability: its territory, and the region above a CLE for reading."""
        if self.territory.kind == TerritoryKind.CLE and ability in REACH_UP:
            return [self.territory, self.territory.parent]
        return [self.territory]


def held_roles(user: User, day: date) -> list[Membership]:
    """The roles that a person holds on a day, each with its territory and the one above, in the order they began.

    Every request asks for them. The statement is therefore written once for all: putting together that of
    `Membership.objects.in_force(day).select_related("territory__parent")` each time takes ten times as long as
    running it. When a role was granted is read only if asked for.
    """
    fields = _held_fields()
    first, second = len(fields[Membership]), len(fields[Membership]) + len(fields[Territory])
    parameter = connection.ops.adapt_datefield_value(day)
    with connection.cursor() as cursor:
        cursor.execute(_held_statement(), [user.pk, parameter, parameter])
        rows = cursor.fetchall()
    held = []
    for row in rows:
        membership = _read(Membership, row[:first])
        membership.user, membership.territory = user, _read(Territory, row[first:second])
        if membership.territory.parent_id is not None:
            membership.territory.parent = _read(Territory, row[second:])
        held.append(membership)
    return held


@cache
def _held_fields() -> dict[type[models.Model], tuple[str, ...]]:
    """The columns that are read of each model: all but a moment, which only a query set converts."""
    return {
        model: tuple(field.attname for field in model._meta.concrete_fields if field.attname != "granted_at")
        for model in (Membership, Territory)
    }


@cache
def _held_statement() -> str:
    told = [
        f'{alias}."{model._meta.get_field(name).column}"'
        for alias, model in (("m", Membership), ("t", Territory), ("p", Territory))
        for name in _held_fields()[model]
    ]
    return f"""
        SELECT {", ".join(told)}
        FROM {Membership._meta.db_table} m
        JOIN {Territory._meta.db_table} t ON t.id = m.territory_id
        LEFT JOIN {Territory._meta.db_table} p ON p.id = t.parent_id
        WHERE m.user_id = %s AND m.start <= %s AND (m."end" IS NULL OR m."end" >= %s)
        ORDER BY m.start, m.id"""


def _read(model: type[models.Model], values: tuple) -> models.Model:
    return model.from_db(connection.alias, _held_fields()[model], values)
