"""A council at work, for whoever tests its sittings: `sitting` is open with its twenty, `motion` is put to the vote."""

import pytest

from plans.models import Motion, Sitting
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
