"""Fiscal years and months as machines exchange them: `2007-2008` and `2007-04`. A month is 1 (April) to 12 (March)."""

import re

from core.formats import fiscal_year_label

_YEAR = re.compile(r"^(\d{4})-(\d{4})$", re.ASCII)
_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$", re.ASCII)


def read_fiscal_year(text: str) -> int:
    """2007 for `2007-2008`. Raises ValueError, with a French sentence, for anything else."""
    match = _YEAR.match(text)
    if match is None or int(match[2]) != int(match[1]) + 1:
        raise ValueError(f"« {text} » n’est pas un exercice. Écrivez par exemple 2007-2008.")
    return int(match[1])


def read_month(text: str) -> tuple[int, int]:
    """(2007, 12) for `2008-03`: the fiscal year and the month within it. Raises ValueError with a French sentence."""
    match = _MONTH.match(text)
    if match is None:
        raise ValueError(f"« {text} » n’est pas un mois. Écrivez par exemple 2007-04.")
    year, month = int(match[1]), int(match[2])
    return (year, month - 3) if month >= 4 else (year - 1, month + 9)


def calendar_month(year: int, month: int) -> str:
    """`2008-03` for the twelfth month of fiscal year 2007-2008."""
    return f"{year}-{month + 3:02d}" if month <= 9 else f"{year + 1}-{month - 9:02d}"


def check_month(text: str, year: int) -> int:
    """The month within fiscal year `year`. Raises ValueError when it is malformed or falls outside that year."""
    own_year, month = read_month(text)
    if own_year != year:
        raise ValueError(f"Le mois {text} n’est pas dans l’exercice {fiscal_year_label(year)}.")
    return month
