"""Which acts a territorial plan is open to, in each of its states: one table for the pages and the tests."""

from plans.models import TerritorialPlan
from plans.territorial_enums import TerritorialActKind as Act
from plans.territorial_enums import TerritorialState as State

OPEN: dict[State, tuple[Act, ...]] = {
    State.DRAFT: (Act.ADOPTION,),
    State.IN_FORCE: (Act.EXTENSION, Act.OPENING, Act.CLOSURE),
    State.IN_REVISION: (Act.REVISION, Act.EXTENSION),
    State.CLOSED: (),
}
LABELS: dict[Act, str] = {
    Act.ADOPTION: "Adopter le plan",
    Act.OPENING: "Ouvrir une révision",
    Act.REVISION: "Adopter la révision",
    Act.EXTENSION: "Prolonger le plan",
    Act.CLOSURE: "Clore le plan",
}


def acts_open(plan: TerritorialPlan) -> tuple[tuple[Act, str], ...]:
    """The acts that the state allows, with the words of their button."""
    return tuple((act, LABELS[act]) for act in OPEN[State(plan.state)])
