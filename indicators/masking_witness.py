"""Other tables than the true one, in whole numbers, that agree with it on all that is shown: each proves that some cell
cannot be known, whatever a reader makes of people being never fewer than none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import lcm

from indicators.masking_algebra import Deductions, Terms

Change = dict[int, int]  # unknown → by how much another table differs from the true one, where it does
Guard = tuple[int, dict[int, int]]  # a series, and a combination of unknowns that must not be deduced

_PATIENCE = 12  # floors mended one after the other before a way is given up
_TRIED = 6  # steps, the shortest ones, that are compared to mend a floor


@dataclass(frozen=True)
class Proof:
    """Another table, equal to the true one in all that is shown, and the combinations that are other in it."""

    change: Change
    guards: list[Guard]


class Floors:
    """Combinations of unknowns that cannot fall below some number, each with the room that the true table leaves."""

    def __init__(self):
        self.rooms: list[int] = []
        self._terms: list[Terms] = []
        self._under: dict[int, list[int]] = {}  # unknown → the floors in which it stands

    def __len__(self) -> int:
        return len(self.rooms)

    def __getitem__(self, floor: int) -> Terms:
        return self._terms[floor]

    def add(self, terms: Terms, room: int) -> None:
        """`Σ coefficient × unknown` may fall by `room` and no further."""
        for unknown in terms:
            self._under.setdefault(unknown, []).append(len(self))
        self.rooms.append(room)
        self._terms.append(terms)

    def keep(self, count: int) -> None:
        """Forget all but the first ones."""
        while len(self) > count:
            self.rooms.pop()
            for unknown in self._terms.pop():
                self._under[unknown].pop()

    def moved(self, change: Mapping[int, int], since: int = 0) -> dict[int, int]:
        """The floors, from some number on, whose combinations differ, and by how much."""
        touched = {floor for unknown in change for floor in self._under.get(unknown, ()) if floor >= since}
        found = {floor: value_of(self._terms[floor], change) for floor in touched}
        return {floor: value for floor, value in found.items() if value}

    def below(self, floor: int, moved: int) -> int:
        """How far beneath its floor a combination that differs by so much would be; 0 when it is not."""
        return max(0, -self.rooms[floor] - moved)


class Alternatives:
    """Looks for changes that keep every relation that was learnt and break through no floor."""

    def __init__(self, known: Deductions, floors: Floors):
        self.known, self.floors = known, floors
        self._ways: dict[tuple[int, int], tuple[Change, Change]] = {}

    def differing(self, terms: Terms) -> Change | None:
        """A change under which a combination takes another value; None when none was found, which proves nothing."""
        ways = [self._way(unknown, sign) for unknown in self.known.reduced(terms) for sign in (1, -1)]
        for way in sorted(ways, key=_length):
            found = self._mended(*way, terms)
            if found is not None:
                return found
        return None

    def _mended(self, change: Change, moved: Change, terms: Terms) -> Change | None:
        """A change made possible: floor after floor that it breaks through, by the step that leaves least to mend."""
        seen: set[frozenset] = set()
        for _ in range(_PATIENCE):
            broken = min((floor for floor, value in moved.items() if self.floors.below(floor, value)), default=None)
            if broken is None:
                return change
            seen.add(frozenset(change.items()))
            reduced = self.known.reduced(self.floors[broken])
            ways = [self._way(unknown, 1 if weight > 0 else -1) for unknown, weight in reduced.items()]
            useful = [way for way in ways if value_of(terms, change) + value_of(terms, way[0])]
            near = sorted(useful, key=_length)[:_TRIED]
            for step, lift in sorted(near, key=lambda way: self._worse(moved, way[1])):
                other = _sum(change, step)
                if frozenset(other.items()) not in seen:
                    change, moved = other, _sum(moved, lift)
                    break
            else:
                return None
        return None

    def _worse(self, moved: Change, lift: Change) -> int:
        """How much more, or less, there is to mend after a step."""
        below = self.floors.below
        return sum(
            below(floor, moved.get(floor, 0) + value) - below(floor, moved.get(floor, 0))
            for floor, value in lift.items()
        )

    def _way(self, free: int, sign: int) -> tuple[Change, Change]:
        """What changes when an unknown that nothing determines rises or falls, by the least that keeps whole numbers;
        and how floors are moved by that."""
        if (free, sign) not in self._ways:
            direction = self.known.direction(free)
            scale = sign * lcm(*(weight.denominator for weight in direction.values()))
            change = {unknown: int(weight * scale) for unknown, weight in direction.items()}
            self._ways[free, sign] = change, self.floors.moved(change)
        return self._ways[free, sign]


def value_of(terms: Terms, change: Mapping[int, int]) -> int:
    """By how much a combination differs."""
    total = 0
    for unknown, weight in terms.items():
        if unknown in change:
            total += weight * change[unknown]
    return total


def less(terms: Terms, others: Terms) -> dict[int, int]:
    """A combination less another."""
    return dict(terms) | {unknown: terms.get(unknown, 0) - weight for unknown, weight in others.items()}


def _length(way: tuple[Change, Change]) -> tuple[int, list[tuple[int, int]]]:
    return len(way[0]), sorted(way[0].items())[:1]


def _sum(one: Change, other: Change) -> Change:
    total = dict(one)
    for unknown, value in other.items():
        total[unknown] = total.get(unknown, 0) + value
        if not total[unknown]:
            del total[unknown]
    return total
