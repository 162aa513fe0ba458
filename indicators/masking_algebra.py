"""What follows from linear relations between unknown numbers, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

Terms = Mapping[int, int]


class Deductions:
    """Everything that relations `Σ coefficient × unknown = some known number` let one deduce.

    Which unknowns are determined does not depend on the known numbers, so only coefficients are kept: a reduced row
    echelon form, sparse, in integers as long as pivots are ±1 and in fractions beyond.
    """

    def __init__(self):
        self._rows: dict[int, dict[int, int | Fraction]] = {}  # pivot → the other terms of its row; the pivot's is 1
        self._where: dict[int, set[int]] = {}  # unknown that is no pivot → pivots in whose rows it stands

    def copy(self) -> Deductions:
        twin = Deductions()
        twin._rows = {pivot: dict(row) for pivot, row in self._rows.items()}
        twin._where = {unknown: set(pivots) for unknown, pivots in self._where.items()}
        return twin

    def learn(self, terms: Terms) -> None:
        """Add a relation."""
        row = self.reduced(terms)
        if not row:
            return
        pivot = max(row, key=lambda unknown: (abs(row[unknown]) == 1, unknown))
        weight = row.pop(pivot)
        row = {unknown: _divided(value, weight) for unknown, value in row.items()}
        for other in self._where.pop(pivot, set()):
            self._subtract(other, pivot, row)
        self._rows[pivot] = row
        for unknown in row:
            self._where.setdefault(unknown, set()).add(pivot)

    def determine(self, terms: Terms) -> bool:
        """Whether the value of this combination of unknowns follows from what was learnt."""
        return not self.reduced(terms)

    def direction(self, free: int) -> dict[int, int | Fraction]:
        """What changes, and by how much, when an unknown that nothing determines rises by one, alone of its kind."""
        return {free: 1} | {pivot: -self._rows[pivot][free] for pivot in sorted(self._where.get(free, ()))}

    def reduced(self, terms: Terms) -> dict[int, int | Fraction]:
        """The same combination in unknowns that nothing determines; empty when its value follows."""
        result: dict[int, int | Fraction] = {}
        for unknown, value in terms.items():
            row = self._rows.get(unknown)
            if row is None:
                _accumulate(result, unknown, value)
            else:
                for other, weight in row.items():
                    _accumulate(result, other, -value * weight)
        return result

    def _subtract(self, other: int, pivot: int, row: dict) -> None:
        """Remove a new pivot from the row of an older one."""
        target = self._rows[other]
        factor = target.pop(pivot)
        for unknown, value in row.items():
            _accumulate(target, unknown, -factor * value)
            if unknown in target:
                self._where.setdefault(unknown, set()).add(other)
            else:
                self._where[unknown].discard(other)


def _accumulate(terms: dict, unknown: int, value) -> None:
    total = terms.get(unknown, 0) + value
    if total:
        terms[unknown] = total
    else:
        terms.pop(unknown, None)


def _divided(value, weight):
    return value * weight if weight in {1, -1} else Fraction(value) / weight
