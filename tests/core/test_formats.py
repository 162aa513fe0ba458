"""Numbers as they are written and read in French Canada."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from core import formats
from core.formats import lire_nombre, month_label, nombre, points, pourcentage, signed, with_unit


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (8100, None, "8\u00a0100"),
        (Decimal("3.679"), None, "3,679"),
        (Decimal("75.0"), 1, "75,0"),
        (Decimal("0.05"), 1, "0,1"),
        (Decimal("-2.05"), 1, "\u22122,1"),
        (1234567, None, "1\u00a0234\u00a0567"),
        (0, None, "0"),
        (None, None, "—"),
    ],
)
def test_number_is_written_in_french(value, decimals, written):
    assert nombre(value, decimals) == written


def test_units_and_gaps_follow_the_number_after_a_no_break_space():
    assert pourcentage(Decimal("107.1")) == "107,1\u00a0%"
    assert points(Decimal("-2.0")) == "\u22122,0\u00a0pts"
    assert points(Decimal("0.5")) == "+0,5\u00a0pt"
    assert signed(1133) == "+1\u00a0133"
    assert with_unit(Decimal("3.679"), "M$") == "3,679\u00a0M$"
    assert with_unit(None, "M$") == "—"


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009", "\u2007", ""])
def test_number_typed_with_any_space_is_read(space):
    assert lire_nombre(f"1{space}234,5") == Decimal("1234.5")


@pytest.mark.parametrize(
    ("typed", "number"),
    [("75,0 %", "75.0"), ("3,679 M$", "3.679"), ("−12", "-12"), ("22 700 $", "22700"), ("1.5", "1.5"), ("+3", "3")],
)
def test_number_typed_with_its_unit_or_sign_is_read(typed, number):
    assert lire_nombre(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "  ", "\u00a0", None, "—"])
def test_blank_is_not_zero(typed):
    assert lire_nombre(typed) is None


@pytest.mark.parametrize("typed", ["douze", "1,2,3", "1 234,5x", "=1+1", "1e5", "NaN", "Infinity", "--1", "٣"])
def test_anything_else_is_refused_in_french(typed):
    with pytest.raises(ValueError, match="n’est pas un nombre"):
        lire_nombre(typed)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_what_is_written_is_read_back(number):
    assert lire_nombre(nombre(number)) == number


def test_fiscal_year_and_months_run_from_april_to_march():
    assert formats.fiscal_year_label(2007) == "2007-2008"
    assert month_label(2007, 1) == "avril 2007"
    assert month_label(2007, 9) == "décembre 2007"
    assert month_label(2007, 12) == "mars 2008"


@pytest.mark.parametrize(
    ("month", "told"),
    [
        ("avril 2007", "d’avril 2007"),
        ("août 2007", "d’août 2007"),
        ("octobre", "d’octobre"),
        ("mai 2007", "de mai 2007"),
    ],
)
def test_de_is_elided_before_a_vowel(month, told):
    assert formats.de(month) == told


def test_zero_is_singular_in_french():
    told = Template('{{ n }} ligne{{ n|pluralize }} {{ n|pluralize:"sera ajoutée,seront ajoutées" }}')
    assert [told.render(Context({"n": n})) for n in (0, 1, 2)] == [
        "0 ligne sera ajoutée", "1 ligne sera ajoutée", "2 lignes seront ajoutées",
    ]  # fmt: skip
