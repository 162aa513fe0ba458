"""Splitting a whole into parts that sum exactly to it."""

from collections.abc import Sequence


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
