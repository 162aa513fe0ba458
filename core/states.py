"""States that things go through, as data: a table of transitions, and the one function that moves a row.

A move is a conditional UPDATE on the state that its author saw: of two people racing, one wins and the other is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from core.errors import Conflict


@dataclass(frozen=True)
class Transition:
    """One way from a state to another. `label` is the verb on the button; `done` tells it in the history.

    `ability` names the right that it takes; `reason` and `act` say whether reasons, or the date and number of a
    decision, must be told; `gated` that nothing may be missing; `freezes` that what is decided upon is kept as it
    stands; `stamp` is the date column that it fills, `clears` those that it empties; `warning` is said beforehand.
    """

    name: str
    label: str
    done: str
    sources: frozenset[str]
    target: str
    ability: str
    reason: bool = False
    act: bool = False
    gated: bool = False
    freezes: bool = False
    stamp: str = ""
    clears: tuple[str, ...] = field(default=())
    warning: str = ""


def leaving(table: Iterable[Transition], state: str) -> tuple[Transition, ...]:
    """The transitions that start from a state, in the order of the table."""
    return tuple(transition for transition in table if state in transition.sources)


def advance(row: Model, transition: Transition, *, seen: str, column: str = "state", **columns: Any) -> None:
    """Move a row to the target of a transition, provided it still stands in the state `seen` by its author.

    Conflict, holding the row as it now stands, when it does not, or when the transition does not start there.
    """
    model = type(row)
    moved = 0
    if seen in transition.sources:
        moved = model._base_manager.filter(pk=row.pk, **{column: seen}).update(**{column: transition.target}, **columns)
    if not moved:
        current = model._base_manager.get(pk=row.pk)
        raise Conflict(
            f"« {transition.label} » n’est plus possible : l’état est maintenant "
            f"« {getattr(current, f'get_{column}_display')()} ». Relisez la page avant de décider.",
            current=current,
        )
    setattr(row, column, transition.target)
    for name, value in columns.items():
        setattr(row, name, value)
