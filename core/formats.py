"""Numbers as French Canada writes and reads them: `8 100`, `75,0 %`, `3,679 M$`, `−2,0 pts`.

The only place where a number becomes text for a person, and where a person's text becomes a number.
"""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.formats import date_format

NBSP = "\u00a0"
MINUS = "\u2212"
EMPTY = "—"
NOT_APPLICABLE = "s/o"

# Every space a keyboard, a spreadsheet or a word processor may put inside a number.
_SPACES = re.compile(r"[\s\u00a0\u202f\u2007\u2009]")
_NUMBER = re.compile(r"^[+-]?[0-9]+([.,][0-9]+)?$")
_SUFFIX = re.compile(r"(%|M\$|k\$|\$|pts?)$", re.IGNORECASE)

_VOWELS = frozenset("aàâeéèêëiîïoôuùûyœ")

MONTHS = (
    "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre", "janvier", "février", "mars",
)  # fmt: skip


def nombre(value: Decimal | int | None, decimals: int | None = None) -> str:
    """`8 100`, `3,679`, `−12`; None is an em dash. Rounds half away from zero when `decimals` is given."""
    if value is None:
        return EMPTY
    number = Decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(number):,f}".replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{text}" if number < 0 else text


def signed(value: Decimal | int | None, decimals: int | None = None) -> str:
    """`+1 133`, `−2,0`, `0`: a gap, whose sign is always told."""
    text = nombre(value, decimals)
    return f"+{text}" if value is not None and Decimal(value) > 0 else text


def pourcentage(value: Decimal | int | None, decimals: int | None = 1) -> str:
    """`75,0 %`."""
    return EMPTY if value is None else f"{nombre(value, decimals)}{NBSP}%"


def points(value: Decimal | int | None, decimals: int = 1) -> str:
    """`−2,0 pts`: the gap between two rates."""
    if value is None:
        return EMPTY
    return f"{signed(value, decimals)}{NBSP}{'pts' if abs(Decimal(value)) >= 2 else 'pt'}"


def with_unit(value: Decimal | int | None, unit: str, decimals: int | None = None) -> str:
    """A value followed by its unit: `8 100 personnes`, `75,0 %`, `3,679 M$`, `22 700 $`."""
    if value is None:
        return EMPTY
    number = nombre(value, decimals)
    return f"{number}{NBSP}{unit}" if unit else number


def lire_nombre(text: str | int | Decimal | None) -> Decimal | None:
    """The number that a person typed or a spreadsheet held: any space, comma or point, `−` or `-`, a unit behind.

    Empty text is None (blank is not zero). Raises ValueError, with a French sentence, for anything else.
    """
    if text is None or isinstance(text, int | Decimal):
        return Decimal(text) if text is not None else None
    cleaned = _SPACES.sub("", str(text)).replace(MINUS, "-").replace("–", "-")
    cleaned = _SUFFIX.sub("", cleaned)
    if cleaned in {"", EMPTY}:
        return None
    if not _NUMBER.match(cleaned):
        raise ValueError(f"« {text} » n’est pas un nombre. Écrivez par exemple 1 234,5.")
    try:
        return Decimal(cleaned.replace(",", "."))
    except InvalidOperation as error:  # pragma: no cover - the pattern above admits only numbers
        raise ValueError(f"« {text} » n’est pas un nombre.") from error


def de(name: str) -> str:
    """`d’avril 2007`, `de mai 2007`: « de » before the name of a month, or any other."""
    return f"d’{name}" if name[:1].lower() in _VOWELS else f"de {name}"


def fiscal_year_label(start_year: int) -> str:
    """`2007-2008` for the year from 1 April 2007 to 31 March 2008."""
    return f"{start_year}-{start_year + 1}"


def month_label(start_year: int, month: int) -> str:
    """`décembre 2007` for the ninth month (1 = April) of fiscal year 2007-2008."""
    return f"{MONTHS[month - 1]} {start_year if month <= 9 else start_year + 1}"


def long_date(day: date) -> str:
    """`14 janvier 2008`, `1er avril 2008`."""
    return f"1er {date_format(day, 'F Y')}" if day.day == 1 else date_format(day, "j F Y")
