"""What is asked of each cell before anything is written, and what people are told when it is not so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from core.errors import Refused
from indicators.enums import Component, Kind
from indicators.models import BreakdownGroup, CellChange, FiscalYear, Indicator
from indicators.scale import scale, unscale
from regions.models import Territory

LARGEST = 10**9  # scaled: larger figures are mistakes, and their products would leave the integers of a database
_WITH_MASKS = """
    SELECT indicator_id, group_id, territory_id, component, not_applicable
    FROM indicators_measurement WHERE year_id = %s AND not_applicable > 0"""


class NotApplicable:
    """The value of a month to which an indicator does not apply: neither blank nor zero."""

    def __repr__(self) -> str:
        return "NOT_APPLICABLE"


NOT_APPLICABLE = NotApplicable()
Value = Decimal | int | NotApplicable | None
SeriesKey = tuple[int, int, int, str]


class Cell(NamedTuple):
    """One month (1 = April) of one component of an indicator in a territory, for a breakdown group."""

    indicator_id: int
    group_id: int
    territory_id: int
    component: str
    month: int
    value: Value


@dataclass(frozen=True)
class RowError:
    """What is wrong with a row, in a sentence that names its indicator, territory and month."""

    row: int
    message: str


def read_code(code: int | None, decimals: int) -> Value:
    """The value behind what is stored: null is blank, CellChange.NOT_APPLICABLE « sans objet »."""
    return NOT_APPLICABLE if code == CellChange.NOT_APPLICABLE else unscale(code, decimals)


def check(year: FiscalYear, cells: Sequence) -> tuple[dict[SeriesKey, dict[int, int | None]], list[RowError]]:
    """The cells as stored codes by series and month, and every error."""
    checks = _Checks(year)
    series: dict[SeriesKey, dict[int, int | None]] = {}
    errors: list[RowError] = []
    for row, cell in enumerate(cells, start=1):
        indicator_id, group_id, territory_id, component, month, value = cell
        key = (indicator_id, group_id, territory_id, str(component))
        try:
            code = checks.code(key, month, value)
            months = series.setdefault(key, {})
            if month in months:
                raise Refused("cette cellule est donnée deux fois dans le même envoi.")
            months[month] = code
        except Refused as error:
            errors.append(RowError(row, f"{checks.where(key, month)} : {error.message}"))
    return series, errors


class _Checks:
    """The words and rules of a year, read once for all rows."""

    def __init__(self, year: FiscalYear):
        self.year = year
        self.indicators = Indicator.objects.in_bulk()
        self.territories = {territory.pk: territory for territory in Territory.objects.all()}
        self.groups = {group.pk: group for group in BreakdownGroup.objects.all()}
        self.factors = {pk: 10**row.component_decimals for pk, row in self.indicators.items()}
        self.parts = self._parts()
        self.not_applicable = self._not_applicable()

    def _parts(self) -> dict[tuple[int, int, str], bool]:
        """Every (indicator, group, component) that can hold a value in the year."""
        groups = [pk for pk, group in self.groups.items() if self._is_defined(group)]
        components = {
            pk: tuple(Component.values) if Kind(row.kind).is_quotient else (str(Component.NUMERATOR),)
            for pk, row in self.indicators.items()
        }
        return {(pk, group, part): True for pk, parts in components.items() for group in groups for part in parts}

    def _is_defined(self, group: BreakdownGroup) -> bool:
        return group.first_year <= self.year.pk <= (group.last_year or self.year.pk)

    def _not_applicable(self) -> dict[SeriesKey, int]:
        """The few series of the year that have such months, along the index that holds no others."""
        with connection.cursor() as cursor:
            cursor.execute(_WITH_MASKS, [self.year.pk])
            return {tuple(key): mask for *key, mask in cursor.fetchall()}

    def code(self, key: SeriesKey, month: int, value: Value) -> int | None:
        """The value as it is stored; Refused, with the end of a sentence, when it cannot be."""
        indicator_id, group_id, territory_id, component = key
        if (indicator_id, group_id, component) not in self.parts or territory_id not in self.territories:
            raise Refused(self._unknown(key))
        if type(month) is not int or not 1 <= month <= 12:
            raise Refused(f"ce mois n’est pas dans l’exercice {self.year}, qui va d’avril (1) à mars (12).")
        if value is None:
            return None
        if value is NOT_APPLICABLE:
            return CellChange.NOT_APPLICABLE
        code = self._scaled(indicator_id, value)
        if self.not_applicable.get(key, 0) >> (month - 1) & 1:
            raise Refused("ce mois est « sans objet »; laissez-le en blanc avant d’y mettre un résultat.")
        return code

    def _scaled(self, indicator_id: int, value: Decimal | int) -> int:
        if type(value) is not int and not (isinstance(value, Decimal) and value.is_finite()):
            raise Refused(f"« {value} » n’est pas un nombre.")
        if value < 0:
            raise Refused("un résultat ne peut être négatif.")
        if type(value) is int:
            code = value * self.factors[indicator_id]
        else:
            code = scale(value, self.indicators[indicator_id].component_decimals)
        if code >= LARGEST:
            raise Refused("ce nombre est trop grand pour être un résultat.")
        return code

    def _unknown(self, key: SeriesKey) -> str:
        indicator_id, group_id, territory_id, component = key
        if indicator_id not in self.indicators:
            return "cet indicateur n’existe pas."
        if territory_id not in self.territories:
            return "ce territoire n’existe pas."
        if group_id not in self.groups:
            return "ce groupe n’existe pas."
        if not self._is_defined(self.groups[group_id]):
            return f"le groupe « {self.groups[group_id]} » n’est pas défini en {self.year}."
        if component == Component.DENOMINATOR:
            return "cet indicateur n’a pas de dénominateur."
        return f"la composante « {component} » n’existe pas."

    def where(self, key: SeriesKey, month) -> str:
        """« Nouveaux participants, Kamouraska, avril 2007 »."""
        indicator, territory = self.indicators.get(key[0]), self.territories.get(key[2])
        in_year = type(month) is int and 1 <= month <= 12
        return ", ".join(
            (
                indicator.short_name if indicator else f"indicateur {key[0]}",
                str(territory) if territory else f"territoire {key[2]}",
                self.year.month_name(month) if in_year else f"mois {month}",
            )
        )
