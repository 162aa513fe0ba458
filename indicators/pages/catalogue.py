"""The catalogue: what each indicator counts, how it is computed, when it was asked for, and where it may be seen."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.db.models import Q

from accounts.enums import Ability
from accounts.models import User
from core.formats import fiscal_year_label, nombre
from indicators.enums import Direction, Family, Frequency, Kind, Obligation, Service
from indicators.models import Attainment, FiscalYear, Indicator
from regions.enums import TerritoryKind
from regions.models import Territory


@dataclass(frozen=True)
class Formula:
    """How months become a figure: the parts of a fraction, or what is added up; and why it is done so."""

    numerator: str
    denominator: str
    factor: str
    is_quotient: bool
    words: str


def formula_of(indicator: Indicator) -> Formula:
    numerator = indicator.numerator or "numérateur non documenté"
    denominator = indicator.denominator or "dénominateur non documenté"
    if not indicator.is_quotient:
        words = "On additionne les mois depuis le 1er avril, puis les territoires."
        return Formula(indicator.numerator or indicator.name, "", "", False, words)
    factor = "" if indicator.multiplier == 1 else nombre(indicator.multiplier)
    words = (
        "On additionne d’abord les numérateurs et les dénominateurs, depuis le 1er avril et pour tout le territoire; "
        "on ne divise qu’ensuite."
    )
    return Formula(numerator, denominator, factor, True, words)


@dataclass(frozen=True)
class CatalogueRow:
    indicator: Indicator
    label: str
    kind: str
    obligation: str
    family: str
    service: str
    is_targeted: bool


def catalogue_rows(*, year: int, text: str = "", service: str = "", obligation: str = "") -> tuple[CatalogueRow, ...]:
    """The indicators defined that year, in their order; `text` is looked for without accents in number and names."""
    defined = Indicator.objects.in_year(year)
    if service:
        defined = defined.filter(service=service)
    if obligation:
        defined = defined.filter(obligation_in_year=obligation)
    wanted = _plain(text)
    return tuple(_row(one) for one in defined if wanted in _plain(f"{one.key} {one.label_in_year} {one.short_name}"))


def _row(indicator: Indicator) -> CatalogueRow:
    return CatalogueRow(
        indicator=indicator,
        label=indicator.label_in_year,
        kind=Kind(indicator.kind).label,
        obligation=Obligation(indicator.obligation_in_year).label,
        family=Family(indicator.family).label,
        service=Service(indicator.service).label,
        is_targeted=indicator.obligation_in_year == Obligation.TARGETED,
    )


def _plain(text: str) -> str:
    """Lower case, without accents, one kind of apostrophe and of space."""
    bare = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).split())


@dataclass(frozen=True)
class PeriodRow:
    span: str
    obligation: str
    label: str


@dataclass(frozen=True)
class PlaceLinks:
    """A place and the years for which it has figures of the indicator."""

    territory: Territory
    years: tuple[FiscalYear, ...]


@dataclass(frozen=True)
class DefinitionPage:
    indicator: Indicator
    formula: Formula
    kind: str
    direction: str
    family: str
    service: str
    frequency: str
    periods: tuple[PeriodRow, ...]
    places: tuple[PlaceLinks, ...]


def definition_page(*, user: User, indicator: Indicator) -> DefinitionPage:
    return DefinitionPage(
        indicator=indicator,
        formula=formula_of(indicator),
        kind=Kind(indicator.kind).label,
        direction=Direction(indicator.direction).label,
        family=Family(indicator.family).label,
        service=Service(indicator.service).label,
        frequency=Frequency(indicator.frequency).label,
        periods=tuple(
            PeriodRow(_span(period.first_year, period.last_year), Obligation(period.obligation).label, period.label)
            for period in indicator.periods.all()
        ),
        places=_places(user, indicator),
    )


def _span(first: int, last: int | None) -> str:
    if last is None:
        return f"Depuis {fiscal_year_label(first)}"
    return fiscal_year_label(first) if first == last else f"De {fiscal_year_label(first)} à {fiscal_year_label(last)}"


def _places(user: User, indicator: Indicator) -> tuple[PlaceLinks, ...]:
    """Québec and regions the person may look into, and the offices the person works in, that have figures."""
    held = [territory.pk for territory in user.territories_with(Ability.READ_RESULTS)]
    rows = (
        Attainment.objects.visible_to(user)
        .filter(Q(territory__kind__in=(TerritoryKind.NATIONAL, TerritoryKind.REGION)) | Q(territory__in=held))
        .filter(indicator=indicator)
        .select_related("territory", "year")
        .only("territory", "year")
        .order_by("territory__position", "territory__code", "-year_id")
    )
    years: dict[Territory, list[FiscalYear]] = {}
    for row in rows:
        years.setdefault(row.territory, []).append(row.year)
    return tuple(PlaceLinks(territory, tuple(found)) for territory, found in years.items())
