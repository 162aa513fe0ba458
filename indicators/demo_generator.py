"""Makes up a year of monthly results, CLE by CLE, in whole numbers.

A *grid* is CLE → twelve values. A whole is shared by CLE, season and leaning; a part is drawn from the grid of its
whole, so that no cell of the part exceeds the whole's. A shake that depends only on year, series and cell keeps months
from looking drawn with a ruler.
"""

from collections.abc import Sequence
from hashlib import blake2b

from indicators import demo_totals as given
from indicators.allocation import largest_remainder
from indicators.demo_totals import BUDGET_SHARES, TOTALS, YEARS
from indicators.enums import Component

Grid = dict[str, list[int]]
N, D = Component.NUMERATOR, Component.DENOMINATOR


def synthetic_year(year: int) -> dict[tuple[str, Component], Grid]:
    """(indicator number, component) → CLE code → twelve monthly values, scaled as they are stored."""
    make = _Maker(year)
    entries = make.whole("participants", given.ENTRIES, given.PACE)
    employed = make.whole("employed", given.RETURNS, given.EASIER)
    insured_employed = make.part("insured_employed", employed, given.SEASONAL)
    poor_employed = make.part("last_resort_employed", employed, given.POORER)
    others = make.whole("not_employed", given.RETURNS, given.HARDER)
    poor_others = make.part("last_resort_not_employed", others, given.EVEN)
    long_measures = make.whole("long_measures", given.ENTRIES)
    claims = make.whole("new_claims", given.CLAIMS, given.POORER)
    reviews = make.whole("reviews", given.FLAT, given.POORER)
    return {
        ("2", N): entries,
        ("3", N): make.part("basic_training", entries, given.POORER),
        ("7", N): make.part("last_resort_participants", entries, given.POORER),
        ("10", N): make.part("immigrants", entries, given.URBAN),
        ("14", N): make.part("insured_participants", entries, given.SEASONAL),
        ("16", N): make.whole("enterprises", given.EMPLOYERS, given.URBAN),
        ("17", N): make.whole("apprenticeships", given.EMPLOYERS, given.TRADES),
        ("6", N): make.part("at_risk", long_measures, given.SELECTIVE),
        ("6", D): long_measures,
        ("5", N): employed,
        ("9", N): poor_employed,
        ("15", N): insured_employed,
        ("12", N): make.part("last_resort_savings", poor_employed, given.EVEN),
        ("13", N): make.part("insurance_savings", insured_employed, given.EVEN),
        ("4", N): employed,
        ("4", D): _added(employed, others),
        ("8", N): poor_employed,
        ("8", D): _added(poor_employed, poor_others),
        ("SSC", N): make.whole("exits", given.RETURNS, given.POORER),
        ("SS1", N): make.whole("social_support", given.ENTRIES, given.POORER),
        ("SS2", N): make.part("claim_days", claims, given.SLOWER),
        ("SS2", D): claims,
        ("SS3", N): make.whole("complaints", given.FLAT, given.URBAN),
        ("SS3", D): make.whole("households", given.FLAT, given.POORER, shaken=False),
        ("SS4", N): make.part("changed_decisions", reviews, given.CONTESTED),
        ("SS4", D): reviews,
    }


class _Maker:
    def __init__(self, year: int):
        self.year = year

    def whole(
        self, series: str, seasons: Sequence[int], leanings: Sequence[int] = given.EVEN, *, shaken: bool = True
    ) -> Grid:
        """Share the region's total by budget, leaning and season."""
        weights = {
            code: [share * leaning * season for season in seasons]
            for (code, share), leaning in zip(BUDGET_SHARES.items(), leanings, strict=True)
        }
        return self._share(series, weights, shaken)

    def part(self, series: str, whole: Grid, leanings: Sequence[int]) -> Grid:
        """Share the region's total by the cells of another series, and by leaning."""
        weights = {
            code: [value * leaning for value in months]
            for (code, months), leaning in zip(whole.items(), leanings, strict=True)
        }
        return self._share(series, weights, shaken=True)

    def _share(self, series: str, weights: Grid, shaken: bool) -> Grid:
        """First among the CLEs, then among the months of each: few units do not all go to the largest CLE."""
        total = TOTALS[series][YEARS.index(self.year)]
        if shaken:
            weights = {
                code: [weight * self._shake(series, code, month) for month, weight in enumerate(months, start=1)]
                for code, months in weights.items()
            }
        parts = largest_remainder(total, [sum(months) for months in weights.values()])
        return {
            code: largest_remainder(part, months) for part, (code, months) in zip(parts, weights.items(), strict=True)
        }

    def _shake(self, series: str, code: str, month: int) -> int:
        """Between 92 and 108 %, always the same for the same cell."""
        digest = blake2b(f"{self.year}/{series}/{code}/{month}".encode(), digest_size=4).digest()
        return 92 + int.from_bytes(digest, "big") % 17


def _added(first: Grid, second: Grid) -> Grid:
    return {code: [a + b for a, b in zip(first[code], second[code], strict=True)] for code in first}
