"""From weights and locks to the parts of a scenario: a sum is split, a quotient through what it is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.errors import Refused
from core.formats import nombre
from indicators.allocation import Part, Quotient, QuotientPart, allocate, largest_remainder, split_quotient
from indicators.enums import Kind
from indicators.figures import value_text
from indicators.models import AllocationPart, AllocationScenario, Indicator
from indicators.scale import unscale
from regions.models import Territory


@dataclass(frozen=True)
class Entry:
    """One part as a person left it: its target (scaled; None when blank), its lock and, by hand, its denominator.

    `read` is the target that the person had read there; without it, the stored one is meant.
    """

    value: int | None
    locked: bool = False
    denominator: int | None = None
    read: int | None = None


class SumMismatch(Refused):
    """The parts as typed do not sum to the whole: `missing` is what they lack (negative: what they have too much)."""

    def __init__(self, message: str, *, missing: int):
        super().__init__(message)
        self.missing = missing


@dataclass(frozen=True)
class Share:
    territory: Territory
    weight: int
    locked: bool
    scaled: int | None
    expected_n: int | None = None
    expected_d: int | None = None


@dataclass(frozen=True)
class Sharing:
    """Every part of a scenario, and how many decimals expected numerators have beyond those of denominators."""

    shares: tuple[Share, ...]
    finer: int = 0

    def rows(self, scenario: AllocationScenario) -> list[AllocationPart]:
        return [
            AllocationPart(
                scenario=scenario,
                territory=share.territory,
                weight=share.weight,
                locked=share.locked,
                scaled=share.scaled,
                expected_n=share.expected_n,
                expected_d=share.expected_d,
            )
            for share in self.shares
        ]


def quotient_rule(indicator: Indicator) -> Quotient:
    """How this indicator makes a figure of ΣN ÷ ΣD; a rate is a part of its denominator, never more than 100 %."""
    ceiling = 100 * 10**indicator.decimals if indicator.kind == Kind.RATE else None
    return Quotient(indicator.multiplier, indicator.decimals, ceiling)


def scaled_text(indicator: Indicator, scaled: int | None) -> str:
    """A scaled target as it is printed: `8 100`, `75,0 %`."""
    return value_text(indicator, unscale(scaled, indicator.decimals))


def component_text(scaled: int | None, decimals: int) -> str:
    """An expected numerator or denominator, without a unit: `8 434`, `15,75`."""
    return nombre(unscale(scaled, decimals), decimals)


def share_out(
    scenario: AllocationScenario,
    children: Sequence[Territory],
    weights: Mapping[int, int],
    entries: Mapping[int, Entry],
    *,
    exactly: bool,
) -> Sharing:
    """The parts of a scenario, from the weights of its key and what was typed.

    `exactly`: a sum is taken as typed, and refused (SumMismatch) unless it makes the total; otherwise what is not
    locked is spread again. The figures of a quotient that are not locked always follow from the others.
    """
    if scenario.indicator.is_quotient:
        return _share_quotient(scenario, children, weights, entries, exactly)
    locks = [_lock(child, entries) for child in children]
    weighed = [weights.get(child.pk, 0) for child in children]
    if exactly:
        values = [entries[child.pk].value if child.pk in entries else None for child in children]
        values = _refuse_another_sum(scenario, values)
    else:
        parts = [Part(child.pk, *pair) for child, *pair in zip(children, weighed, locks, strict=True)]
        values = allocate(scenario.total, parts, say=lambda scaled: scaled_text(scenario.indicator, scaled))
    shares = zip(children, weighed, locks, values, strict=True)
    return Sharing(tuple(Share(child, weight, lock is not None, value) for child, weight, lock, value in shares))


def _share_quotient(scenario, children, weights, entries, exactly: bool) -> Sharing:
    indicator = scenario.indicator
    typed = [entries[child.pk].denominator if child.pk in entries else None for child in children]
    if exactly and all(denominator is not None for denominator in typed):
        denominators = _refuse_another_whole(scenario, typed)
    else:
        denominators = largest_remainder(scenario.denominator, [weights.get(child.pk, 0) for child in children])
    locks = [_lock(child, entries) for child in children]
    parts = [QuotientPart(child.pk, *pair) for child, *pair in zip(children, denominators, locks, strict=True)]
    split = split_quotient(
        scenario.total, parts, quotient_rule(indicator), say=lambda scaled: scaled_text(indicator, scaled)
    )
    shares = zip(children, denominators, locks, split.figures, split.numerators, strict=True)
    return Sharing(
        tuple(
            Share(child, weights.get(child.pk, 0), lock is not None, figure, numerator, denominator)
            for child, denominator, lock, figure, numerator in shares
        ),
        split.finer,
    )


def _lock(child: Territory, entries: Mapping[int, Entry]) -> int | None:
    entry = entries.get(child.pk)
    if entry is None or not entry.locked:
        return None
    if entry.value is None:
        sentence = f"{child} : écrivez la part à verrouiller."
        raise Refused(sentence, fields={f"value_{child.pk}": sentence})
    return entry.value


def sum_sentence(total: int, made: int, say: Callable[[int], str], what: str = "parts") -> str:
    """« La somme des parts fait 8 090. Il manque 10 : répartir le reste ? »"""
    told = f"La somme des {what} fait {say(made)}"
    if made == total:
        return f"{told} : le compte est juste."
    if made < total:
        return f"{told}. Il manque {say(total - made)} : répartir le reste ?"
    return f"{told}. Il y a {say(made - total)} de trop : répartir l’écart ?"


def _refuse_another_sum(scenario: AllocationScenario, values: Sequence[int | None]) -> list[int]:
    known = [value or 0 for value in values]
    made = sum(known)
    if made != scenario.total:
        sentence = sum_sentence(scenario.total, made, lambda scaled: scaled_text(scenario.indicator, scaled))
        raise SumMismatch(sentence, missing=scenario.total - made)
    return known


def _refuse_another_whole(scenario: AllocationScenario, denominators: Sequence[int]) -> list[int]:
    made = sum(denominators)
    if made != scenario.denominator:
        decimals = scenario.indicator.component_decimals
        sentence = sum_sentence(
            scenario.denominator, made, lambda scaled: component_text(scaled, decimals), "dénominateurs"
        )
        raise SumMismatch(sentence, missing=scenario.denominator - made)
    return list(denominators)
