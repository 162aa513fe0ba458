"""How the field's names stand in addresses."""

from core.formats import fiscal_year_label


class FiscalYearConverter:
    """`2007-2008` in the address, 2007 in the code; two years that do not follow each other are no address."""

    regex = r"\d{4}-\d{4}"

    def to_python(self, value: str) -> int:
        first, second = (int(part) for part in value.split("-"))
        if second != first + 1:
            raise ValueError(value)
        return first

    def to_url(self, value: int) -> str:
        return fiscal_year_label(int(value))


class MonthConverter:
    """`2007-12` in the address, (2007, 9) in the code: the fiscal year and the month within it (1 = April)."""

    regex = r"\d{4}-(0[1-9]|1[0-2])"

    def to_python(self, value: str) -> tuple[int, int]:
        year, month = (int(part) for part in value.split("-"))
        return (year, month - 3) if month >= 4 else (year - 1, month + 9)

    def to_url(self, value: tuple[int, int]) -> str:
        year, month = value
        return f"{year}-{month + 3:02d}" if month <= 9 else f"{year + 1}-{month - 9:02d}"
