"""What every test stands on: the whole demonstration, loaded once a session, and its named cast."""

from types import SimpleNamespace

import pytest
from django.test import Client

from accounts.demo import CAST
from accounts.models import User
from indicators.models import Indicator
from plans.models import Plan
from regions.models import Territory


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The demonstration is data of every test: each test runs in a transaction that is rolled back."""
    from reports.demo import build_demonstration

    with django_db_blocker.unblock():
        build_demonstration()


@pytest.fixture
def cast(db) -> SimpleNamespace:
    """The people of the demonstration: cast.director, cast.planner, … cast.outsider (director of another region)."""
    users = {user.email: user for user in User.objects.all()}
    return SimpleNamespace(**{person.key: users[person.email] for person in CAST})


@pytest.fixture
def region(db) -> Territory:
    """Bas-Saint-Laurent."""
    return Territory.objects.get(code="01")


@pytest.fixture
def plan(db) -> Plan:
    """The PAR 2007-2008 of Bas-Saint-Laurent."""
    return Plan.objects.select_related("territory", "year").get(territory__code="01", year=2007)


@pytest.fixture
def indicator(db):
    """The indicator of a number: indicator("2")."""
    return lambda number: Indicator.objects.get(number=number)


@pytest.fixture
def as_user(db):
    """A client signed in as somebody; as nobody for None."""

    def sign_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in
