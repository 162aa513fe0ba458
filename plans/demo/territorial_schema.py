"""Types of the demonstration of the territorial plan. Numbers and titles of priorities are official; the prose is ours.

Days are ISO texts; a target is (year or None for the whole plan, quantity or None, unit, day or "").
"""

from typing import NamedTuple

Target = tuple[int | None, int | None, str, str]


class ActionData(NamedTuple):
    """An action: the numbers of the priorities it answers, what it is, and what the source tells beside."""

    priorities: tuple[int, ...]
    text: str
    partners: str = ""
    start: str = ""
    end: str = ""
    targets: tuple[Target, ...] = ()
    source_note: str = ""


class PlaceData(NamedTuple):
    """A territory: the code of its region and, when it is a part of it, the codes of its MRCs."""

    name: str
    slug: str
    region: str
    priorities: tuple[tuple[int, str], ...]
    actions: tuple[ActionData, ...]
    mrcs: tuple[str, ...] = ()


class FollowUpData(NamedTuple):
    """A follow-up invented for the demonstration: territory, number of the action, day, status, words, results."""

    place: str
    action: int
    on: str
    status: str
    note: str
    results: tuple[int | None, ...] = ()  # of the targets of the action, in their order
