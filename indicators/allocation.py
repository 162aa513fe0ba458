"""Splitting a whole into parts that sum exactly to it. Pure: integers in, integers out, whatever they count.

A sum (8 100 persons, 23 000 k$) is split by `allocate`. A quotient is not split: its expected numerator is, over the
expected denominators, so that ΣN ÷ ΣD is the target of the whole (`split_quotient`).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from core.errors import Refused
from core.formats import nombre

_FINEST = 6  # decimals that may be added to numerators: exact for any multiplier and precision of the catalogue


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Share `total` in proportion to `weights`: each part is rounded down, then the units left over go one by one to
    the largest remainders, the first of equals first. The parts always sum to `total`; a weight of 0 receives 0.

    ValueError when the total or a weight is negative, or when there is something to share and nobody to receive it.
    """
    whole = sum(weights)
    if total < 0 or any(weight < 0 for weight in weights) or (total and not whole):
        raise ValueError("A split needs a total and weights that are not negative, and somebody to receive it.")
    if not whole:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -remainders[index])
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


@dataclass(frozen=True)
class Part:
    """One who receives: how much it weighs in the key and, when somebody fixed it, the value it keeps."""

    key: Hashable
    weight: int
    locked: int | None = None


def allocate(total: int, parts: Sequence[Part], *, say: Callable[[int], str] = nombre) -> list[int]:
    """The value of each part, in order: locked parts keep theirs, the rest is spread over the others by weight.

    The values always sum to `total`, and an unlocked one lies within 1 of its exact share of the rest. Refused, in
    words made with `say`, when the locks exceed the total, when all are locked with another sum, or when a rest has
    nobody of any weight to go to: weights that are all zero are never taken for equal ones.
    """
    locked = sum(part.locked for part in parts if part.locked is not None)
    free = [part for part in parts if part.locked is None]
    rest = total - locked
    if rest and not free:
        raise Refused(
            f"Toutes les parts sont verrouillées et leur somme fait {say(locked)} au lieu de {say(total)}. "
            "Déverrouillez-en une."
        )
    if rest < 0:
        raise Refused(f"Les parts verrouillées font {say(locked)}, plus que {say(total)} à répartir : réduisez-en une.")
    if rest and not any(part.weight for part in free):
        raise Refused(
            f"Il reste {say(rest)} à répartir et aucune part libre n’a de poids dans cette clé. "
            "Choisissez une autre clé, par exemple les parts égales, ou déverrouillez une part."
        )
    shares = iter(largest_remainder(rest, [part.weight for part in free]))
    return [next(shares) if part.locked is None else part.locked for part in parts]


@dataclass(frozen=True)
class Quotient:
    """How ΣN ÷ ΣD becomes a figure: × `multiplier`, at `decimals`. `ceiling` is the highest figure there can be."""

    multiplier: int
    decimals: int
    ceiling: int | None = None

    @property
    def unit(self) -> int:
        """What one N for one D makes, as a scaled figure."""
        return self.multiplier * 10**self.decimals

    def of(self, numerator: int, denominator: int, finer: int = 0) -> int:
        """The scaled figure, rounded half up; the numerator has `finer` more decimals than the denominator."""
        return _rounded(numerator * self.unit, denominator * 10**finer)

    def numerator(self, figure: int, denominator: int, finer: int = 0) -> int:
        """The nearest numerator that makes this figure of that denominator."""
        return _rounded(figure * denominator * 10**finer, self.unit)


@dataclass(frozen=True)
class QuotientPart:
    """What is expected of one part: a denominator and, when somebody fixed it, the figure it keeps."""

    key: Hashable
    denominator: int
    locked: int | None = None


@dataclass(frozen=True)
class QuotientSplit:
    """Expected numerators, with `finer` more decimals than the denominators, and the figure each part is asked for
    (None for a part of which no denominator is expected)."""

    numerators: tuple[int, ...]
    finer: int
    figures: tuple[int | None, ...]


def split_quotient(
    target: int, parts: Sequence[QuotientPart], rule: Quotient, *, say: Callable[[int], str] = nombre
) -> QuotientSplit:
    """Split the numerator that a target asks for, over the expected denominators: ΣN ÷ ΣD is the target.

    A locked part keeps its figure; the others carry the rest in proportion to their denominators. Numerators are whole
    units wherever these can say the target and the locked figures, and only as fine as needed otherwise.
    """
    whole = sum(part.denominator for part in parts)
    if not whole:
        raise Refused("Aucun dénominateur n’est attendu : il n’y a rien sur quoi répartir la cible.")
    if any(part.locked is not None and not part.denominator for part in parts):
        raise Refused("Une part sans dénominateur attendu ne peut être verrouillée : elle n’a pas de cible.")
    finer = _fineness(target, whole, parts, rule)
    locks = [None if part.locked is None else rule.numerator(part.locked, part.denominator, finer) for part in parts]
    wanted = rule.numerator(target, whole, finer)
    if all(lock is not None or not part.denominator for lock, part in zip(locks, parts, strict=True)):
        held = sum(lock for lock in locks if lock is not None)
        _refuse_another_figure(target, rule.of(held, whole, finer), say)
        wanted = held
    elif sum(lock for lock in locks if lock is not None) > wanted:
        raise Refused(
            f"Les cibles verrouillées exigent déjà plus que ce que donne {say(target)} à l’ensemble : réduisez-en une."
        )
    numerators = allocate(
        wanted,
        [Part(part.key, part.denominator, lock) for part, lock in zip(parts, locks, strict=True)],
    )
    figures = tuple(
        (rule.of(numerator, part.denominator, finer) if part.locked is None else part.locked)
        if part.denominator
        else None
        for numerator, part in zip(numerators, parts, strict=True)
    )
    highest = max(figure for figure in figures if figure is not None)
    if rule.ceiling is not None and highest > rule.ceiling:
        raise Refused(
            f"Pour que l’ensemble fasse {say(target)}, une part libre devrait atteindre {say(highest)}, "
            f"au-delà de {say(rule.ceiling)} : relevez une cible verrouillée."
        )
    return QuotientSplit(tuple(numerators), finer, figures)


def _refuse_another_figure(target: int, obtained: int, say: Callable[[int], str]) -> None:
    if obtained != target:
        raise Refused(
            f"Toutes les cibles sont verrouillées et l’ensemble fait {say(obtained)} au lieu de {say(target)}. "
            "Déverrouillez-en une."
        )


def _fineness(target: int, whole: int, parts: Sequence[QuotientPart], rule: Quotient) -> int:
    """The fewest decimals with which numerators say the target of the whole and every locked figure."""
    figures = [(target, whole), *((part.locked, part.denominator) for part in parts if part.locked is not None)]
    return next(
        finer
        for finer in range(_FINEST + 1)
        if all(
            rule.of(rule.numerator(figure, denominator, finer), denominator, finer) == figure
            for figure, denominator in figures
        )
    )


def _rounded(numerator: int, denominator: int) -> int:
    """Integer division, rounded half up, as the engine does."""
    return (2 * numerator + denominator) // (2 * denominator)
