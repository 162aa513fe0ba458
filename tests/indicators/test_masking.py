"""What is masked and, above all, that it cannot be computed from what is shown."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.masking import Limits, Sum, Table, mask
from indicators.masking_algebra import Deductions
from indicators.masking_witness import Alternatives, Floors
from tests.indicators.attacker import Attacker, deduced


def table(series, *sums, **options):
    return Table({key: tuple(months) for key, months in series.items()}, tuple(Sum(*one) for one in sums), **options)


def hidden(masked, month=0):
    return {key for key in masked.table.series if masked.is_masked(key, month)}


def alone(*months, **options):
    """The months of a series on its own that are masked."""
    return sorted(mask(table({"a": months}, **options)).masked["a"])


# --- Small cells ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "is_masked"), [(0, False), (1, True), (4, True), (5, False), (1000, False)])
def test_a_count_from_1_to_4_is_masked_and_zero_is_shown(count, is_masked):
    masked = mask(table({"a": [count]}))
    assert (masked.is_masked("a", 0), masked.value("a", 0)) == (is_masked, None if is_masked else count)


@pytest.mark.parametrize(("count", "is_masked"), [(0, False), (1, True), (9, True), (10, False)])
def test_a_denominator_under_10_is_masked(count, is_masked):
    masked = mask(table({"d": [count]}, denominators=frozenset("d")))
    assert masked.is_masked("d", 0) is is_masked


def test_the_limits_can_be_changed():
    cells = table({"a": [5], "b": [6]})
    assert [hidden(mask(cells, Limits(count=count))) for count in (4, 5, 6)] == [set(), {"a"}, {"a", "b"}]


def test_days_and_money_are_not_people():
    assert alone(3, uncounted=frozenset("a")) == []


def test_an_empty_table_is_an_empty_table():
    assert mask(table({})).masked == {}


# --- Groups, places, rates --------------------------------------------------------------------------------------------


def test_of_two_parts_none_is_shown_when_one_is_small():
    masked = mask(table({"all": [100], "women": [3], "men": [97]}, ("all", ("women", "men"))))
    assert hidden(masked) == {"women", "men"}


def test_the_smallest_other_part_is_masked_with_a_small_one():
    masked = mask(table({"all": [100], "a": [3], "b": [60], "c": [37]}, ("all", ("a", "b", "c"))))
    assert hidden(masked) == {"a", "c"}


def test_two_small_parts_that_are_few_together_need_a_third():
    masked = mask(table({"all": [100], "a": [1], "b": [2], "c": [97]}, ("all", ("a", "b", "c"))))
    assert hidden(masked) == {"a", "b", "c"}


def test_five_parts_of_one_person_each_need_one_more():
    parts = {f"p{rank}": [1] for rank in range(5)}
    masked = mask(table({"all": [95], **parts, "rest": [90]}, ("all", (*parts, "rest"))))
    assert hidden(masked) == {*parts, "rest"}


def test_a_part_that_is_zero_hides_nothing_and_is_shown():
    masked = mask(table({"all": [100], "a": [3], "b": [0], "c": [97]}, ("all", ("a", "b", "c"))))
    assert (hidden(masked), masked.value("b", 0)) == ({"a", "c"}, 0)


def test_when_everybody_is_in_one_group_the_whole_is_masked_too():
    masked = mask(table({"all": [3], "women": [3], "men": [0]}, ("all", ("women", "men"))))
    assert hidden(masked) == {"all", "women"}


def test_a_small_office_hides_the_smallest_other_one_and_not_its_region():
    masked = mask(table({"region": [203], "a": [3], "b": [120], "c": [80]}, ("region", ("a", "b", "c"))))
    assert hidden(masked) == {"a", "c"}


def test_what_is_masked_in_a_region_alone_of_its_kind_is_masked_in_the_nation():
    cells = {"nation": [90], "region": [90], "a": [3], "b": [87]}
    masked = mask(table(cells, ("nation", ("region",)), ("region", ("a", "b"))))
    assert hidden(masked) == {"a", "b"}
    small = {"nation": [3], "region": [3]}
    assert hidden(mask(table(small, ("nation", ("region",))))) == {"nation", "region"}


def test_those_whom_a_partial_dimension_leaves_are_people_too():
    """98 of 100 are known to be born here: two are not."""
    masked = mask(table({"all": [100], "here": [98]}, ("all", ("here",))))
    assert hidden(masked) == {"here"}


def test_a_rest_that_is_not_small_hides_nothing():
    assert hidden(mask(table({"all": [100], "here": [90]}, ("all", ("here",))))) == set()


def test_what_a_difference_between_groups_leaves_is_nobody_in_particular():
    assert hidden(mask(table({"a": [20], "b": [18]}, ("a", ("b",), False)))) == set()


def test_the_same_people_told_twice_are_masked_twice():
    cells = {"all": [100], "women": [3], "men": [97], "ladies": [3]}
    masked = mask(table(cells, ("all", ("women", "men")), ("all", ("ladies",)), ("women", ("ladies",), False)))
    assert hidden(masked) == {"women", "men", "ladies"}


def test_few_failures_hide_a_rate_as_few_successes_do():
    options = {"denominators": frozenset("d")}
    few_failures = mask(table({"d": [40], "n": [38]}, ("d", ("n",)), **options))
    few_successes = mask(table({"d": [40], "n": [2]}, ("d", ("n",)), **options))
    neither = mask(table({"d": [40], "n": [20]}, ("d", ("n",)), **options))
    assert [hidden(one) for one in (few_failures, few_successes, neither)] == [{"n"}, {"n"}, set()]


# --- Months -----------------------------------------------------------------------------------------------------------


def test_a_month_in_which_few_came_is_masked_until_enough_have():
    assert alone(20, 22, 24, 25, 60) == [1, 2]


def test_a_month_in_which_nobody_came_is_shown():
    assert alone(20, 20, 20) == []


def test_a_masked_total_that_does_not_move_stays_masked():
    assert alone(20, 22, 22, 22, 40) == [1, 2, 3]


def test_a_total_masked_for_another_does_not_come_back_before_it_has_moved():
    cells = {"all": [100, 100, 140], "a": [3, 3, 20], "b": [97, 97, 120]}
    masked = mask(table(cells, ("all", ("a", "b"))))
    assert [hidden(masked, month) for month in range(3)] == [{"a", "b"}, {"a", "b"}, set()]


# --- Where the plain rule is not enough -------------------------------------------------------------------------------


def crossed(cells):
    """A table of rows and columns with their totals and the grand total."""
    rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
    series = {cell: [value] for cell, value in cells.items()}
    series |= {row: [sum(cells[row, column] for column in columns)] for row in rows}
    series |= {column: [sum(cells[row, column] for row in rows)] for column in columns}
    sums = [(row, tuple((row, column) for column in columns)) for row in rows]
    return table(series, *sums, *((column, tuple((row, column) for row in rows)) for column in columns))


def test_a_cell_between_two_closed_squares_is_found_and_hidden():
    """Every row and column has two masked cells or more, yet (r2, c3) = rows 1 and 2 less columns 1 and 2."""
    small = {("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"), ("r2", "c3")}
    small |= {("r3", "c3"), ("r3", "c4"), ("r4", "c3"), ("r4", "c4")}
    cells = {
        (f"r{row}", f"c{column}"): 3 if (f"r{row}", f"c{column}") in small else 50 + row + column
        for row in range(1, 5)
        for column in range(1, 5)
    }
    masked = mask(crossed(cells))
    assert small < hidden(masked)
    assert deduced(masked, 0) == []


def test_people_who_are_one_in_each_of_several_places_are_not_counted_by_elimination():
    """a + b + c + d = 4, two sums away: zero being shown, each would be one."""
    cells = {"x": [60], "y": [56], "a": [1], "b": [1], "c": [1], "d": [1], "e": [56], "rest": [56]}
    sums = ("x", ("a", "b", "c", "d", "e")), ("y", ("rest",)), ("e", ("rest",))
    assert {"a", "b", "c", "d", "e", "rest", "y"} == hidden(mask(table(cells, *sums)))


def test_two_people_who_came_at_different_times_are_not_told_apart_by_elimination():
    """By March a and c are three together, and neither was fewer in January, when both were the same: one each."""
    cells = {
        ("a", "x"): [1, 2], ("a", "y"): [4, 5], "a": [5, 7], ("c", "x"): [4, 7], ("c", "y"): [1, 1], "c": [5, 8],
        "x": [5, 9], "y": [5, 6], "all": [10, 15],
    }  # fmt: skip
    sums = [("all", ("a", "c")), ("all", ("x", "y"))]
    sums += [(place, ((place, "x"), (place, "y"))) for place in "ac"]
    sums += [(group, (("a", group), ("c", group))) for group in "xy"]
    masked = mask(table(cells, *sums))
    attacker = Attacker(masked)
    bounds = [attacker.bounds_of_total(key, 0) for key in hidden(masked)]
    assert (len(bounds), [greatest - least >= 1 for least, greatest in bounds]) == (4, [True] * 4)


def test_another_table_is_found_in_whole_numbers_or_not_at_all():
    """2a + b = 5, both at least one: a = 1, b = 3 has another beside it, a = 2, b = 1. With b at most 4, still one."""
    known, floors = Deductions(), Floors()
    known.learn({1: 2, 2: 1})
    floors.add({1: 1}, 0)  # a is 1 and cannot be less
    floors.add({2: 1}, 2)  # b is 3 and may be 1
    found = Alternatives(known, floors).differing({1: 1})
    floors.add({2: 1}, 1)  # b may be no less than 2: a would be one and a half
    assert (found, Alternatives(known, floors).differing({1: 1})) == ({1: 1, 2: -2}, None)


def test_relations_are_solved_exactly():
    known = Deductions()
    known.learn({1: 1, 2: 1, 3: 1})
    known.learn({1: 1, 2: -1})
    assert [known.determine({unknown: 1}) for unknown in (1, 2, 3)] == [False, False, False]
    assert [known.determine(terms) for terms in ({1: 3, 2: -3}, {1: 2, 3: 1}, {1: 1, 3: 1})] == [True, True, False]
    known.learn({2: 3, 3: 2})
    assert [known.determine({unknown: 1}) for unknown in (1, 2, 3)] == [True, True, True]


# --- Nobody deduces anything ------------------------------------------------------------------------------------------


@st.composite
def tables(draw, offices, months, groups=(1, 3)):
    """Offices of one region: a partition, an overlapping group (at times the same people as a part), a partial one."""
    places, span = draw(st.integers(*offices)), draw(st.integers(*months))
    names = [f"part{rank}" for rank in range(draw(st.integers(*groups)))]
    few = st.one_of(st.just(0), st.integers(1, 4), st.integers(0, draw(st.sampled_from([4, 12, 60]))))
    monthly = {}
    for place in range(places):
        for month in range(span):
            cell = {name: draw(few) for name in names}
            cell["all"] = sum(cell.values())
            cell["overlapping"] = draw(st.one_of(st.just(cell[names[0]]), st.integers(0, cell["all"])))
            cell["partial"] = draw(st.integers(0, cell["all"]))
            for group, people in cell.items():
                monthly[place, group, month] = people
    kinds = [*names, "all", "overlapping", "partial"]
    for group in kinds:
        for month in range(span):
            monthly["region", group, month] = sum(monthly[place, group, month] for place in range(places))
    everywhere = [*range(places), "region"]
    series = {
        (place, group): [sum(monthly[place, group, earlier] for earlier in range(month + 1)) for month in range(span)]
        for place in everywhere
        for group in kinds
    }
    sums = [(("region", group), tuple((place, group) for place in range(places))) for group in kinds]
    for place in everywhere:
        sums.append(((place, "all"), tuple((place, name) for name in names)))
        sums += [((place, "all"), ((place, group),)) for group in ("overlapping", "partial")]
    return table(series, *sums)


def small_counts(cells):
    """(series, month, earlier month or −1) between which 1 to 4 people came."""
    for key, months in cells.series.items():
        for month, total in enumerate(months):
            for earlier, before in enumerate([0, *months[:month]], start=-1):
                if 1 <= total - before <= 4:
                    yield key, month, earlier


EASY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@settings(EASY, max_examples=80)
@given(tables(offices=(1, 6), months=(1, 9)))
def test_no_masked_cell_follows_from_what_is_shown(cells):
    masked = mask(cells)
    months = len(cells.series["region", "all"])
    assert [deduced(masked, month) for month in range(months)] == [[]] * months


@settings(EASY, max_examples=80)
@given(tables(offices=(1, 6), months=(1, 4)))
def test_what_is_shown_is_neither_small_nor_a_small_number_of_people_apart(cells):
    masked = mask(cells)
    for key, month, earlier in small_counts(cells):
        ends = [masked.is_masked(key, one) for one in (month, earlier) if one >= 0]
        assert any(ends), (key, month, earlier)


@settings(EASY, max_examples=25)
@given(tables(offices=(1, 2), months=(1, 3), groups=(2, 2)))
def test_a_masked_cell_may_always_have_several_values(cells):
    """Even for whoever puts all months together, and knows that nobody is less than none and that zero is shown."""
    masked = mask(cells)
    attacker = Attacker(masked)
    for key, months in masked.masked.items():
        for month in months:
            least, greatest = attacker.bounds_of_total(key, month)
            assert greatest is None or greatest - least >= 1, (key, month)
    for key, month, earlier in small_counts(cells):
        least, greatest = attacker.bounds_between(key, earlier, month)
        assert greatest is None or greatest - least >= 1, (key, earlier, month)


@settings(EASY, max_examples=60)
@given(tables(offices=(1, 4), months=(2, 4)))
def test_later_months_change_nothing_in_what_was_decided(cells):
    whole = mask(cells)
    span = len(cells.series["region", "all"])
    for kept in range(1, span):
        part = mask(Table({key: months[:kept] for key, months in cells.series.items()}, cells.sums))
        assert part.masked == {key: {month for month in months if month < kept} for key, months in whole.masked.items()}


@settings(EASY, max_examples=40)
@given(tables(offices=(1, 4), months=(1, 3)))
def test_masking_twice_decides_the_same(cells):
    assert mask(cells).masked == mask(cells).masked


def test_the_attackers_do_find_what_is_not_masked():
    """They would see a defect: given a table in which one cell of a sum is masked alone, they tell its value."""
    cells = table({"all": [100], "women": [3], "men": [97]}, ("all", ("women", "men")))
    careless = type(mask(cells))(cells, {"all": frozenset(), "women": frozenset({0}), "men": frozenset()})
    assert deduced(careless, 0) == ["women"]
    assert Attacker(careless).bounds_of_total("women", 0) == (Fraction(3), Fraction(3))
