"""Attackers who read everything that is shown and compute, written without a line of the masker.

`deduced` solves the linear system of one month. `Attacker` also knows that people are never fewer than none, that zero
is shown, and puts all months together: an exact linear program whose unknowns are the people of each month in each
series, and what each sum leaves aside. It finds the least and the greatest value that a masked cell may have.
"""

from fractions import Fraction
from math import gcd


def deduced(masked_table, month):
    """The masked series whose running total at the end of a month follows from what is shown and from the sums."""
    table = masked_table.table
    unknown = [key for key in table.series if masked_table.is_masked(key, month)]
    column = {key: index for index, key in enumerate(unknown)}
    rows = []
    for one in table.sums:
        if table.series[one.whole][month] == sum(table.series[part][month] for part in one.parts):
            row = [Fraction(0)] * len(unknown)
            for key, sign in ((one.whole, 1), *((part, -1) for part in one.parts)):
                if key in column:
                    row[column[key]] += sign
            rows.append(row)
    return [unknown[index] for index in _alone(_echelon(rows, len(unknown)))]


def _echelon(rows, width):
    """Gauss and Jordan, plainly."""
    rank = 0
    for column in range(width):
        pivot = next((index for index in range(rank, len(rows)) if rows[index][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        rows[rank] = [value / rows[rank][column] for value in rows[rank]]
        for index, row in enumerate(rows):
            if index != rank and row[column]:
                factor = row[column]
                rows[index] = [a - factor * b for a, b in zip(row, rows[rank], strict=True)]
        rank += 1
    return rows[:rank]


def _alone(rows):
    for row in rows:
        standing = [index for index, value in enumerate(row) if value]
        if len(standing) == 1:
            yield standing[0]


class Attacker:
    def __init__(self, masked_table):
        table = masked_table.table
        self.table, self.masked = table, masked_table
        self.months = len(next(iter(table.series.values()), ()))
        rests = [one for one in table.sums if self._rest(one)]
        names = [(name, month) for name in (*table.series, *rests) for month in range(self.months)]
        names += [("beyond one", *cell) for cell in self._masked()]  # zero is shown: what is masked is at least one
        self.columns = {name: column for column, name in enumerate(names)}
        self.rows, self.right = [], []
        self._write_equations(rests)
        self._solve()

    def _write_equations(self, rests):
        for one in self.table.sums:
            for month in range(self.months):
                terms = {(one.whole, month): 1} | {(part, month): -1 for part in one.parts}
                self._equation(terms | ({(one, month): -1} if one in rests else {}), 0)
        for key in self.table.series:
            for month in range(self.months):
                if not self.masked.is_masked(key, month):
                    self._equation(self._total(key, month), self.masked.value(key, month))
        for key, month in self._masked():
            self._equation(self._total(key, month) | {("beyond one", key, month): -1}, 1)

    def _masked(self):
        return [(key, month) for key, months in self.masked.masked.items() for month in sorted(months)]

    def _rest(self, one):
        parts = [self.table.series[part] for part in one.parts]
        return any(total != sum(values) for total, *values in zip(self.table.series[one.whole], *parts, strict=True))

    def _total(self, key, month):
        return {(key, earlier): 1 for earlier in range(month + 1)}

    def _equation(self, terms, right):
        row = [0] * len(self.columns)
        for name, value in terms.items():
            row[self.columns[name]] += value
        sign = -1 if right < 0 else 1
        self.rows.append([sign * value for value in row])
        self.right.append(sign * right)

    # --- The simplex method, with Bland's rule, on rows of whole numbers: an equation may be multiplied ---------------

    def _solve(self):
        """A first admissible point: artificial unknowns driven out."""
        width, height = len(self.columns), len(self.rows)
        self.tableau = [
            [*row, *(int(index == other) for other in range(height)), right]
            for index, (row, right) in enumerate(zip(self.rows, self.right, strict=True))
        ]
        self.basis = [width + index for index in range(height)]
        assert self._optimise([0] * width + [-1] * height) == 0, "what is shown contradicts itself"
        for index in range(height):
            if self.basis[index] >= width:
                pivot = next((column for column in range(width) if self.tableau[index][column]), None)
                if pivot is not None:
                    self._pivot(index, pivot)
        kept = [index for index in range(height) if self.basis[index] < width]
        self.tableau = [[*self.tableau[index][:width], self.tableau[index][-1]] for index in kept]
        self.basis = [self.basis[index] for index in kept]

    def bounds(self, terms):
        """The least and the greatest value of a combination; None as the greatest when there is no limit."""
        costs = [0] * len(self.columns)
        for name, value in terms.items():
            costs[self.columns[name]] += value
        greatest = self._optimise(costs)
        least = self._optimise([-cost for cost in costs])
        return -least, greatest

    def bounds_of_total(self, key, month):
        return self.bounds(self._total(key, month))

    def bounds_between(self, key, earlier, month):
        return self.bounds({(key, one): 1 for one in range(earlier + 1, month + 1)})

    def _optimise(self, costs):
        reduced = [*costs, 0, 1]  # of each column, then the value reached, negative; all times the last number
        for index, basic in enumerate(self.basis):
            reduced = without(basic, reduced, [*self.tableau[index], 0])
        while True:
            entering = next((column for column, value in enumerate(reduced[:-2]) if value > 0), None)
            if entering is None:
                return Fraction(-reduced[-2], reduced[-1])
            ratios = [
                (Fraction(row[-1], row[entering]), self.basis[index], index)
                for index, row in enumerate(self.tableau)
                if row[entering] > 0
            ]
            if not ratios:
                return None
            leaving = min(ratios)[2]
            self._pivot(leaving, entering)
            reduced = without(entering, reduced, [*self.tableau[leaving], 0])

    def _pivot(self, index, column):
        row = self.tableau[index]
        if row[column] < 0:
            self.tableau[index] = row = [-value for value in row]
        self.tableau = [line if line is row else without(column, line, row) for line in self.tableau]
        self.basis[index] = column


def without(column, line, row):
    """The line times a positive number, less the row times another, so that its column is zero; in lowest terms."""
    weight, factor = line[column], row[column]
    if not weight:
        return line
    mixed = [a * factor - weight * b for a, b in zip(line, row, strict=True)]
    shared = gcd(*mixed)
    return [value // shared for value in mixed] if shared > 1 else mixed
