"""Splitting a whole, without a database: whatever the key and the locks, the parts make the whole."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import Refused
from core.formats import NBSP
from indicators.allocation import Part, Quotient, QuotientPart, allocate, split_quotient

TOTALS = st.integers(0, 10**9)
WEIGHTS = st.integers(0, 10**9)


def parts_of(weights, locks=None):
    locks = locks or [None] * len(weights)
    return [Part(index, weight, lock) for index, (weight, lock) in enumerate(zip(weights, locks, strict=True))]


@st.composite
def keys_with_locks(draw):
    """A key, locks on some parts, and a total that they allow."""
    weights = draw(st.lists(WEIGHTS, min_size=1, max_size=20))
    locks = [draw(st.none() | st.integers(0, 10**6)) for _ in weights]
    held = sum(lock for lock in locks if lock is not None)
    carried = sum(weight for weight, lock in zip(weights, locks, strict=True) if lock is None)
    total = held + (draw(st.integers(0, 10**9)) if carried else 0)
    return total, weights, locks


@given(keys_with_locks())
def test_any_key_and_any_locks_give_parts_that_make_the_whole_and_leave_locks_alone(case):
    total, weights, locks = case
    values = allocate(total, parts_of(weights, locks))
    assert sum(values) == total
    assert [value for value, lock in zip(values, locks, strict=True) if lock is not None] == [
        lock for lock in locks if lock is not None
    ]
    assert all(value >= 0 for value in values)


@given(keys_with_locks())
def test_a_free_part_lies_within_one_of_its_exact_share_of_the_rest(case):
    total, weights, locks = case
    rest = total - sum(lock for lock in locks if lock is not None)
    carried = sum(weight for weight, lock in zip(weights, locks, strict=True) if lock is None)
    assume(carried)
    values = allocate(total, parts_of(weights, locks))
    for value, weight, lock in zip(values, weights, locks, strict=True):
        if lock is None:
            assert abs(value - Fraction(rest * weight, carried)) < 1


@given(keys_with_locks())
def test_whoever_weighs_more_never_receives_less(case):
    total, weights, locks = case
    values = allocate(total, parts_of(weights, locks))
    free = sorted((weight, value) for weight, value, lock in zip(weights, values, locks, strict=True) if lock is None)
    for (lighter, less), (heavier, more) in pairwise(free):
        if lighter < heavier:
            assert less <= more


@given(st.integers(1, 12), st.integers(0, 1000))
def test_equal_parts_give_the_units_left_over_to_the_first(places, total):
    values = allocate(total, parts_of([7] * places))
    assert values == [total // places + (index < total % places) for index in range(places)]


@given(keys_with_locks())
def test_the_same_question_has_the_same_answer(case):
    total, weights, locks = case
    assert allocate(total, parts_of(weights, locks)) == allocate(total, parts_of(weights, locks))


@pytest.mark.parametrize(
    ("total", "weights", "locks", "told"),
    [
        (
            100,
            [1, 1],
            [60, 50],
            "Toutes les parts sont verrouillées et leur somme fait 110 au lieu de 100. Déverrouillez-en une.",
        ),
        (
            100,
            [1, 1],
            [60, 30],
            "Toutes les parts sont verrouillées et leur somme fait 90 au lieu de 100. Déverrouillez-en une.",
        ),
        (
            1000,
            [1, 1],
            [1200, None],
            "Les parts verrouillées font 1 200, plus que 1 000 à répartir : réduisez-en une.",
        ),
        (
            100,
            [5, 0, 0],
            [60, None, None],
            "Il reste 40 à répartir et aucune part libre n’a de poids dans cette clé. "
            "Choisissez une autre clé, par exemple les parts égales, ou déverrouillez une part.",
        ),
        (
            8100,
            [0, 0],
            [None, None],
            "Il reste 8 100 à répartir et aucune part libre n’a de poids dans cette clé. "
            "Choisissez une autre clé, par exemple les parts égales, ou déverrouillez une part.",
        ),
    ],
)
def test_what_cannot_be_split_is_refused_in_words(total, weights, locks, told):
    with pytest.raises(Refused) as refusal:
        allocate(total, parts_of(weights, locks))
    assert refusal.value.message.replace(NBSP, " ") == told


def test_nothing_to_split_needs_no_weight():
    assert allocate(0, parts_of([0, 0])) == [0, 0]
    assert allocate(60, parts_of([5, 0, 0], [60, None, None])) == [60, 0, 0]


# --- Quotients --------------------------------------------------------------------------------------------------------

RATE = Quotient(multiplier=100, decimals=1, ceiling=1000)
RATIO = Quotient(multiplier=1000, decimals=2)
DELAY = Quotient(multiplier=1, decimals=0)


def bases(denominators, locks=None):
    locks = locks or [None] * len(denominators)
    return [QuotientPart(index, *pair) for index, pair in enumerate(zip(denominators, locks, strict=True))]


@given(
    st.sampled_from([RATE, RATIO, DELAY]),
    st.integers(0, 1000),
    st.lists(st.integers(0, 20_000), min_size=1, max_size=12).filter(any),
)
def test_the_whole_of_a_quotient_is_its_target_and_each_part_its_own_division(rule, target, denominators):
    split = split_quotient(target, bases(denominators), rule)
    assert rule.of(sum(split.numerators), sum(denominators), split.finer) == target
    for numerator, denominator, figure in zip(split.numerators, denominators, split.figures, strict=True):
        assert figure == (rule.of(numerator, denominator, split.finer) if denominator else None)


@given(
    st.integers(0, 1000),
    st.lists(st.tuples(st.integers(0, 5000), st.none() | st.integers(0, 1000)), min_size=1, max_size=10),
)
def test_locked_rates_stay_and_the_whole_is_still_the_target_or_it_is_refused(target, parts):
    denominators = [denominator for denominator, _ in parts]
    locks = [lock if denominator else None for denominator, lock in parts]
    try:
        split = split_quotient(target, bases(denominators, locks), RATE)
    except Refused:
        return
    assert RATE.of(sum(split.numerators), sum(denominators), split.finer) == target
    for lock, numerator, denominator, figure in zip(locks, split.numerators, denominators, split.figures, strict=True):
        assert lock is None or (lock, lock) == (figure, RATE.of(numerator, denominator, split.finer))
        assert figure is None or figure <= 1000


def test_a_rate_is_split_in_whole_persons():
    split = split_quotient(750, bases([1000, 500, 333]), RATE)
    assert (split.finer, split.numerators, split.figures) == (0, (750, 375, 250), (750, 750, 751))


def test_a_small_ratio_is_split_as_finely_as_its_target_needs():
    split = split_quotient(185, bases([5000, 3512]), RATIO)
    assert (split.finer, split.numerators, split.figures) == (2, (925, 650), (185, 185))


def test_a_locked_rate_makes_the_others_carry_the_rest():
    split = split_quotient(750, bases([1000, 500, 500], [800, None, None]), RATE)
    assert (split.numerators, split.figures) == ((800, 350, 350), (800, 700, 700))


@pytest.mark.parametrize(
    ("target", "denominators", "locks", "told"),
    [
        (750, [0, 0], None, "Aucun dénominateur n’est attendu : il n’y a rien sur quoi répartir la cible."),
        (
            750,
            [100, 0],
            [None, 700],
            "Une part sans dénominateur attendu ne peut être verrouillée : elle n’a pas de cible.",
        ),
        (
            750,
            [100, 100],
            [700, 900],
            "Toutes les cibles sont verrouillées et l’ensemble fait 800 au lieu de 750. Déverrouillez-en une.",
        ),
        (
            500,
            [900, 100],
            [800, None],
            "Les cibles verrouillées exigent déjà plus que ce que donne 500 à l’ensemble : réduisez-en une.",
        ),
        (
            900,
            [500, 500],
            [700, None],
            "Pour que l’ensemble fasse 900, une part libre devrait atteindre 1 100, au-delà de 1 000 : "
            "relevez une cible verrouillée.",
        ),
    ],
)
def test_a_quotient_that_cannot_be_split_is_refused_in_words(target, denominators, locks, told):
    with pytest.raises(Refused) as refusal:
        split_quotient(target, bases(denominators, locks), RATE)
    assert refusal.value.message.replace(NBSP, " ") == told


def test_rates_that_are_all_locked_stand_when_they_make_the_target():
    split = split_quotient(750, bases([100, 100], [700, 800]), RATE)
    assert (split.numerators, split.figures) == ((70, 80), (700, 800))
