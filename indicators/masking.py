"""Small cells and what would give them away (docs/decisions/0007-small-cells.md). Pure functions: no database.

A table holds running totals April, May… of many series that add up to one another: groups to everybody, offices to
their region, regions to Québec, numerators and their complements to denominators. `mask` decides, month after month,
which totals are shown. Nobody who knows all that is shown, every sum, and which series did not move in which month can
then compute a masked total, nor the small number of people between two months of a series.

A month is decided from itself and from the months before it: what was published in December is never withdrawn, nor
made readable, by what January brings.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indicators.masking_algebra import Deductions
from indicators.masking_witness import Alternatives, Change, Floors, Guard, Proof, less, value_of

Key = Hashable

MASKED_TEXT = "n.d."
MASKED_REASON = "donnée masquée pour protéger la confidentialité"


@dataclass(frozen=True)
class Limits:
    """Counts of people from 1 to `count` are small, denominators from 1 to `denominator` − 1 too. Zero is shown."""

    count: int = 4
    denominator: int = 10


@dataclass(frozen=True)
class Sum:
    """The parts are within the whole and apart from one another; what they leave may be nothing, and is not told.

    `rest_is_people` tells whether that rest counts people, who are then protected like those of any cell.
    """

    whole: Key
    parts: tuple[Key, ...]
    rest_is_people: bool = True


@dataclass(frozen=True)
class Table:
    """Running totals by month of every series that may be told, and how they add up.

    All series have as many months. `denominators` are held to the limit of denominators; `uncounted` series (days,
    money) are no counts of people: none of their values is small, but they too may have to be masked.
    """

    series: Mapping[Key, Sequence[int]]
    sums: tuple[Sum, ...] = ()
    denominators: frozenset[Key] = frozenset()
    uncounted: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class MaskedTable:
    """A table in which some months of some series must not be told."""

    table: Table
    masked: Mapping[Key, frozenset[int]]

    def is_masked(self, key: Key, month: int) -> bool:
        """Whether the running total at the end of `month` (0 is the first) is masked."""
        return month in self.masked[key]

    def value(self, key: Key, month: int) -> int | None:
        """The running total, None when it is masked."""
        return None if self.is_masked(key, month) else self.table.series[key][month]


def mask(table: Table, limits: Limits = Limits()) -> MaskedTable:
    """Decide what is shown. Deterministic; shows everything but small cells and what would give them away."""
    masker = _Masker(table, limits)
    months = len(next(iter(table.series.values()), ()))
    for month in range(months):
        masker.decide(month)
    return MaskedTable(table, {key: frozenset(masker.masked[index]) for key, index in masker.index.items()})


class _Masker:
    """Decides month by month. Series are numbers: first those of the table, then the rests that sums leave."""

    def __init__(self, table: Table, limits: Limits):
        self.index = {key: index for index, key in enumerate(table.series)}
        self.values = [list(months) for months in table.series.values()]
        self.public = len(self.values)
        self.limit = [_limit(key, table, limits) for key in table.series]
        self.sums: list[tuple[int, tuple[int, ...]]] = []  # whole, parts with the rest
        self.growing: set[int] = set()  # rests that never go down, as they should
        for one in table.sums:
            self._take(one, limits)
        self.sums_of: list[list[int]] = [[] for _ in self.values]
        for position, (whole, parts) in enumerate(self.sums):
            for series in (whole, *parts):
                self.sums_of[series].append(position)
        self.masked: list[set[int]] = [set() for _ in range(self.public)]
        self.last_shown = [0] * self.public
        # What a reader does not know: at each month the number of an unknown for each series, None when it is known.
        # A total that did not move since the month before is the same unknown.
        self.unknowns: list[list[int | None]] = []
        self.known = Deductions()
        self.guards: list[Guard] = []
        self.floors = Floors()
        self.proofs: list[Proof] = []

    def _take(self, one: Sum, limits: Limits) -> None:
        whole, parts = self.index[one.whole], tuple(self.index[part] for part in one.parts)
        held = [self.values[part] for part in parts]
        rest = [total - sum(values) for total, *values in zip(self.values[whole], *held, strict=True)]
        if any(rest):
            parts = (*parts, len(self.values))
            self.values.append(rest)
            self.limit.append(limits.count if one.rest_is_people and self.limit[whole] else 0)
            if rest == sorted(rest):
                self.growing.add(parts[-1])
        self.sums.append((whole, parts))

    # --- One month ---------------------------------------------------------------------------------------------------

    def decide(self, month: int) -> None:
        hidden, floors_before = self._small(month), len(self.floors)
        while True:
            self._settle(month, hidden)
            unknowns = self._unknowns(month, hidden)
            news = list(self._new_guards(month, unknowns))
            known = self._learnt(month, unknowns)
            deduced = dict.fromkeys(series for series, terms in (*self.guards, *news) if known.determine(terms))
            if deduced:
                self._protect(deduced, month, hidden, unknowns)
                continue
            self.floors.keep(floors_before)
            self._add_floors(month, unknowns)
            proofs, unproved = self._prove(news, known, month, unknowns, floors_before)
            if not self._hide_near_all(dict.fromkeys(unproved), month, hidden, unknowns):
                break  # all is proved, or all that moved around is masked: it could all be twice as many
        self.known, self.guards, self.proofs = known, [*self.guards, *news], proofs
        self.unknowns.append(unknowns)
        for series in range(self.public):
            if series in hidden:
                self.masked[series].add(month)
            else:
                self.last_shown[series] = self.values[series][month]

    def _small(self, month: int) -> set[int]:
        """Small totals, and totals that tell of few people since the last one shown.

        A masked total that did not move stays masked: shown, it would tell what was masked.
        """
        return {
            series
            for series in range(self.public)
            if self._is_small(series, self.values[series][month] - self.last_shown[series])
            or (month - 1 in self.masked[series] and not self._moved(series, month))
        }

    def _is_small(self, series: int, count: int) -> bool:
        return 1 <= count <= self.limit[series]

    def _moved(self, series: int, month: int) -> bool:
        months = self.values[series]
        return months[month] != (months[month - 1] if month else 0)

    def _unknowns(self, month: int, hidden: set[int]) -> list[int | None]:
        before = self.unknowns[-1] if month else [None] * len(self.values)
        return [
            None
            if series < self.public and series not in hidden
            else month * len(self.values) + series
            if self._moved(series, month)
            else before[series]
            for series in range(len(self.values))
        ]

    def _new_guards(self, month: int, unknowns: Sequence[int | None]) -> Iterable[tuple[int, dict[int, int]]]:
        """What this month adds to the combinations that must not be deduced: masked totals, small rests, and the small
        number of people between two months of a series."""
        for series, unknown in enumerate(unknowns):
            if unknown is None or not self._moved(series, month):
                continue
            months = self.values[series]
            if series < self.public or self._is_small(series, months[month]):
                yield series, {unknown: 1}
            for earlier in range(month):
                if self._is_small(series, months[month] - months[earlier]):
                    former = self.unknowns[earlier][series]
                    yield series, {unknown: 1} if former is None else {unknown: 1, former: -1}

    def _learnt(self, month: int, unknowns: Sequence[int | None]) -> Deductions:
        known = self.known.copy()
        for whole, parts in self.sums:
            if self._is_loose(parts[-1], month):
                continue
            terms = {unknowns[part]: -1 for part in parts if unknowns[part] is not None}
            if unknowns[whole] is not None:
                terms[unknowns[whole]] = 1
            if terms:
                known.learn(terms)
        return known

    def _is_loose(self, series: int, month: int) -> bool:
        """Whether a rest, which stands in one sum only, takes any value that the others leave: the sum tells nothing.

        Not when it is close to that of the month before or after: that few people is then not to be deduced.
        """
        if series not in self.growing:
            return False
        around = [0, *self.values[series]][month : month + 3]
        return all(after - before > self.limit[series] for before, after in pairwise(around))

    # --- Proofs: other tables that a reader cannot tell from the true one ---------------------------------------------

    def _add_floors(self, month: int, unknowns: Sequence[int | None]) -> None:
        """What a reader knows besides sums: totals never go down; zero being shown, what is masked is one or more."""
        for series, months in enumerate(self.values):
            now = self._terms_of(series, month, unknowns)
            then = self._terms_of(series, month - 1, self.unknowns[-1]) if month else {}
            if now == then:
                continue
            total, growth = months[month], months[month] - (months[month - 1] if month else 0)
            if series < self.public and now:
                self.floors.add(now, total - 1)
            if growth >= 0 and (series < self.public or series in self.growing):
                self.floors.add(less(now, then), growth)
            elif total >= 0:
                self.floors.add(now, total)

    def _terms_of(self, series: int, month: int, unknowns: Sequence[int | None]) -> dict[int, int]:
        """A total in unknowns; a rest of which the sum tells nothing is what the others leave."""
        if series >= self.public and self._is_loose(series, month):
            (position,) = self.sums_of[series]
            whole, parts = self.sums[position]
            terms = [(whole, 1), *((part, -1) for part in parts[:-1])]
        else:
            terms = [(series, 1)]
        return {unknowns[one]: weight for one, weight in terms if unknowns[one] is not None}

    def _prove(
        self, news: list[Guard], known: Deductions, month: int, unknowns: Sequence[int | None], floors_before: int
    ) -> tuple[list[Proof], list[int]]:
        """For each combination that must not be deduced a table in which it is another; and the series without one."""
        alternatives = Alternatives(known, self.floors)
        proofs, waiting, by_unknown = [], list(news), {}

        def keep(proof: Proof) -> None:
            proofs.append(proof)
            for unknown in proof.change:
                by_unknown.setdefault(unknown, []).append(proof)

        for proof in self.proofs:
            change = self._carried_on(proof.change, month, unknowns, floors_before)
            if change is None:
                waiting += proof.guards
            else:
                keep(Proof(change, list(proof.guards)))
        unproved = []
        for guard in waiting:
            series, terms = guard
            near = (proof for unknown in terms for proof in by_unknown.get(unknown, ()))
            proof = next((proof for proof in near if value_of(terms, proof.change)), None)
            if proof is not None:
                proof.guards.append(guard)
            elif (change := alternatives.differing(terms)) is not None:
                keep(Proof(change, [guard]))
            else:
                unproved.append(series)
        return proofs, unproved

    def _carried_on(
        self, change: Change, month: int, unknowns: Sequence[int | None], floors_before: int
    ) -> Change | None:
        """Another table, one month longer: masked totals keep their difference, those that are shown lose it. None when
        the sums or the floors of the month do not bear that."""
        if not month:
            return None
        before, size = self.unknowns[-1], len(self.values)
        ends = [unknown % size for unknown in change if before[unknown % size] == unknown]
        longer = dict(change)
        for series in ends:
            if series < self.public and unknowns[series] is not None:
                longer[unknowns[series]] = change[before[series]]
        for position in dict.fromkeys(position for series in ends for position in self.sums_of[series]):
            whole, parts = self.sums[position]
            has_rest = parts[-1] >= self.public
            if has_rest and self._is_loose(parts[-1], month):
                continue
            told = parts[:-1] if has_rest else parts
            left = longer.get(unknowns[whole], 0) - sum(longer.get(unknowns[part], 0) for part in told)
            if has_rest and unknowns[parts[-1]] != before[parts[-1]]:
                if left:
                    longer[unknowns[parts[-1]]] = left
            elif left != (longer.get(unknowns[parts[-1]], 0) if has_rest else 0):
                return None
        moved = self.floors.moved(longer, since=floors_before)
        return None if any(self.floors.below(floor, value) for floor, value in moved.items()) else longer

    # --- What else to hide -------------------------------------------------------------------------------------------

    def _settle(self, month: int, hidden: set[int]) -> None:
        """The plain rule, sum by sum until nothing changes: a masked cell is never alone in a sum, and those masked
        under a whole that is shown are together neither few people nor one each."""
        waiting = dict.fromkeys(range(len(self.sums)))
        while waiting:
            position = next(iter(waiting))
            del waiting[position]
            if self._gives_away(position, month, hidden):
                chosen = self._smallest(self._terms(position), month, hidden)
                if chosen is not None:
                    hidden.add(chosen)
                    waiting.update(dict.fromkeys(self.sums_of[chosen]))

    def _gives_away(self, position: int, month: int, hidden: set[int]) -> bool:
        whole, parts = self.sums[position]
        unknowns = self._unknown_terms((whole, *parts), month, hidden)
        if not any(series in hidden or self._is_small(series, self.values[series][month]) for series in unknowns):
            return False
        if len(unknowns) == 1:
            return True
        together = sum(self.values[series][month] for series in unknowns)
        return whole not in unknowns and (self._is_small(whole, together) or 0 < together <= len(unknowns))

    def _unknown_terms(self, terms: Iterable[int], month: int, hidden: set[int]) -> list[int]:
        before = self.unknowns[-1] if month else [None] * len(self.values)
        return [
            series
            for series in terms
            if series in hidden
            or (series >= self.public and (self._moved(series, month) or before[series] is not None))
        ]

    def _smallest(self, among: Iterable[int], month: int, hidden: set[int]) -> int | None:
        """The smallest cell whose masking hides something: shown, and moved since the month before."""
        free = [
            (self.values[series][month], series)
            for series in among
            if series < self.public and series not in hidden and self._moved(series, month)
        ]
        return min(free)[1] if free else None

    def _hide_near_all(
        self, exposed: Iterable[int], month: int, hidden: set[int], through: Sequence[int | None] | None
    ) -> bool:
        """Hide one more cell near each of some series; False when there was none to hide."""
        before = len(hidden)
        for series in exposed:
            self._hide_near(series, month, hidden, through)
        return len(hidden) > before

    def _hide_near(self, start: int, month: int, hidden: set[int], through: Sequence[int | None] | None) -> None:
        """Hide the smallest cell of the sums in which a series stands; failing that, of those beyond, and so on.

        One goes beyond by series that are unknown (`through`), or by all of them.
        """
        seen, ring = {start}, [start]
        while ring:
            positions = dict.fromkeys(position for series in ring for position in self.sums_of[series])
            cells = dict.fromkeys(series for position in positions for series in self._terms(position))
            chosen = self._smallest(cells, month, hidden)
            if chosen is not None:
                hidden.add(chosen)
                return
            ring = [
                series for series in cells if series not in seen and (through is None or through[series] is not None)
            ]
            seen.update(cells)

    def _protect(self, deduced: Iterable[int], month: int, hidden: set[int], unknowns: Sequence[int | None]) -> None:
        """Hide what is nearest to series that can be deduced, along what a reader does not know; failing that, any way.

        There is always something to hide: with all that moved this month masked, twice as many people could have come
        as far as anybody can tell, and nothing can be deduced that was not before.
        """
        if self._hide_near_all(deduced, month, hidden, unknowns):
            return
        if not self._hide_near_all(deduced, month, hidden, through=None):
            raise ArithmeticError("Nothing is left to mask, and something can still be deduced.")

    def _terms(self, position: int) -> tuple[int, ...]:
        whole, parts = self.sums[position]
        return (whole, *parts)


def _limit(key: Key, table: Table, limits: Limits) -> int:
    if key in table.uncounted:
        return 0
    return limits.denominator - 1 if key in table.denominators else limits.count
