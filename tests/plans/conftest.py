"""A council at work: `sitting` is open with its twenty, `motion` is put to the vote. The territorial plan: `ovt`."""

from datetime import date

import pytest

from plans.models import MinistryAction, Motion, Sitting, TerritorialPlan
from plans.services_territorial_acts import open_revision
from plans.services_vote import open_vote
from plans.sitting_enums import MotionAction
from tests.plans.council import attend, item, moved, opened, submitted, voting_seats


@pytest.fixture
def sitting(plan, cast) -> Sitting:
    """Open, with the twenty voting seats in the room."""
    found = opened(plan, cast)
    attend(found, cast, voting_seats())
    return found


@pytest.fixture
def motion(sitting, cast) -> Motion:
    """Put to the vote, seat by seat."""
    return open_vote(motion=moved(item(sitting, cast), cast), seen="proposed", by=cast.secretary)


@pytest.fixture
def on_plan(sitting, plan, cast):
    """A motion to adopt the submitted plan, put to the vote; `on_plan(action=…)`."""

    def put(**told) -> Motion:
        submitted(plan, cast)
        found = moved(item(sitting, cast, plan=plan), cast, **({"action": MotionAction.ADOPT} | told))
        return open_vote(motion=found, seen="proposed", by=cast.secretary)

    return put


# --- The territorial plan --------------------------------------------------------------------------------------------


@pytest.fixture
def ovt(db) -> TerritorialPlan:
    """The territorial plan 2020-2022."""
    return TerritorialPlan.objects.get(first_year=2020)


@pytest.fixture
def revised(ovt, cast) -> TerritorialPlan:
    """The same with a revision open."""
    open_revision(
        plan=ovt, expected_version=ovt.version, decided_on=date(2023, 3, 1), body="Ministère", reason="Mise à jour.",
        by=cast.national,
    )  # fmt: skip
    return ovt


@pytest.fixture
def action(ovt):
    """action("estrie", 1): an action of that plan."""

    def find(slug="bas-saint-laurent", number=3) -> MinistryAction:
        rows = MinistryAction.objects.select_related("place__plan", "place__region")
        return rows.get(place__plan=ovt, place__slug=slug, number=number)

    return find
