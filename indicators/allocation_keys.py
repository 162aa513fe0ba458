"""The keys by which a whole is split: each gives a weight to every place below, and says where it comes from.

An app above registers a key of its own from its `AppConfig.ready()`: `plans` does so for the share of the budget, which
only it knows. A key is a `Key` whose `weigh` answers a `Question` with `Weights`; see docs/architecture.md.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.errors import Refused
from indicators.enums import Component
from indicators.models import BreakdownGroup, Cumulative, FiscalYear, Indicator, Target
from regions.models import Territory

HAND = "hand"
CLIENTELE = "clientele"
_YEARS_LOOKED_BACK = 5
_MEAN_OF = 3


@dataclass(frozen=True)
class Question:
    """What is to be split, and among whom. `source` is the indicator whose clientele weighs, when one was chosen."""

    indicator: Indicator
    year: FiscalYear
    parent: Territory
    children: tuple[Territory, ...]
    source: Indicator | None = None


@dataclass(frozen=True)
class Weights:
    """A weight for each place, by its id (an integer, never negative), and their source in French ("" when the name of
    the key says it all)."""

    by_place: dict[int, int]
    told: str


@dataclass(frozen=True)
class Key:
    """A way of weighing. `weigh` refuses, in French, when it knows nothing of these places."""

    code: str
    label: str
    rank: int
    weigh: Callable[[Question], Weights]


@dataclass(frozen=True)
class Recommendation:
    """The key that the national frame of a year recommends for an indicator, and a word about it."""

    key: str
    note: str = ""


_KEYS: dict[str, Key] = {}
_ADVICE: list[Callable[[Indicator, FiscalYear], Recommendation | None]] = []


def register(key: Key) -> None:
    """Offer a key on every allocation page and to every service. The last one of a code wins."""
    _KEYS[key.code] = key


def register_advice(recommend: Callable[[Indicator, FiscalYear], Recommendation | None]) -> None:
    """Tell how a recommended key is found: the app that keeps the national frame knows, and registers once."""
    _ADVICE[:] = [recommend]


def recommended(indicator: Indicator, year: FiscalYear) -> Recommendation | None:
    """The key recommended to split the target of an indicator that year; None when the frame recommends none."""
    found = _ADVICE[0](indicator, year) if _ADVICE else None
    return found if found and found.key in _KEYS else None


def all_keys() -> list[Key]:
    """Every key, in the order in which they are offered."""
    return sorted(_KEYS.values(), key=lambda key: key.rank)


def key_label(code: str) -> str:
    """The French name of a key; its code when the app that brought it is gone."""
    return _KEYS[code].label if code in _KEYS else code


def weigh(code: str, question: Question) -> Weights:
    """The weights of a key. Refused when it does not exist, or gives nobody any weight."""
    if code not in _KEYS:
        raise Refused("Choisissez une clé de répartition.", fields={"key": "Cette clé n’existe pas."})
    try:
        found = _KEYS[code].weigh(question)
    except Refused as refusal:
        raise Refused(refusal.message, fields=refusal.fields or {"key": refusal.message}) from refusal
    if not any(found.by_place.values()):
        sentence = f"La clé « {key_label(code)} » ne donne de poids à personne : choisissez-en une autre."
        raise Refused(sentence, fields={"key": sentence})
    return found


# --- Past results -----------------------------------------------------------------------------------------------------


def complete_years(question: Question, indicator: Indicator | None = None) -> list[tuple[int, dict[int, int]]]:
    """What each place totalled in the complete past years, the last one first; `parent` is among the places.

    A sum totals its results; a quotient its denominators, for that is what a rate is earned on.
    """
    indicator = indicator or question.indicator
    component = Component.DENOMINATOR if indicator.is_quotient else Component.NUMERATOR
    start = question.year.pk
    rows = Cumulative.objects.filter(
        year__in=range(start - _YEARS_LOOKED_BACK, start),
        indicator=indicator,
        group=BreakdownGroup.TOTAL,
        territory__in=[question.parent.pk, *(child.pk for child in question.children)],
        component=component,
    )
    years: dict[int, dict[int, int]] = {}
    complete = set()
    for row in rows:
        years.setdefault(row.year_id, {})[row.territory_id] = row.mar or 0
        if row.territory_id == question.parent.pk and row.last_month == 12:
            complete.add(row.year_id)
    return [(year, years[year]) for year in sorted(complete, reverse=True)]


def _last_year(question: Question, indicator: Indicator | None = None) -> Weights:
    totals = complete_years(question, indicator)
    measured = indicator or question.indicator
    if not totals:
        raise Refused(f"Aucun exercice complet n’est connu pour « {measured.short_name} » : choisissez une autre clé.")
    year, values = totals[0]
    return Weights(_of_children(question, values), f"{_counted(measured)}, {_label(year)}")


def _mean(question: Question) -> Weights:
    totals = complete_years(question)[:_MEAN_OF]
    if not totals:
        raise Refused("Aucun exercice complet n’est connu : choisissez une autre clé.")
    # the sum weighs as the mean does, and stays whole
    values = {child.pk: sum(year.get(child.pk, 0) for _, year in totals) for child in question.children}
    first, last = _label(totals[-1][0]), _label(totals[0][0])
    span = f"de {first} à {last}" if len(totals) > 1 else last
    return Weights(values, f"{_counted(question.indicator)}, {'moyenne ' if len(totals) > 1 else ''}{span}")


def _clientele(question: Question) -> Weights:
    if question.source is None:
        sentence = "Choisissez l’indicateur qui compte la clientèle."
        raise Refused(sentence, fields={"source": sentence})
    return _last_year(question, question.source)


def _counted(indicator: Indicator) -> str:
    return f"Dénominateur de « {indicator.short_name} »" if indicator.is_quotient else indicator.short_name


def _label(year: int) -> str:
    return FiscalYear(start=year).label


def _of_children(question: Question, values: dict[int, int]) -> dict[int, int]:
    return {child.pk: values.get(child.pk, 0) for child in question.children}


# --- Nothing but the places -------------------------------------------------------------------------------------------


def _equal(question: Question) -> Weights:
    return Weights(dict.fromkeys((child.pk for child in question.children), 1), "")


def _by_hand(question: Question) -> Weights:
    """Where a split by hand begins: today's targets or, for a quotient, the denominators of the last year."""
    if question.indicator.is_quotient:
        totals = complete_years(question)
        start = _of_children(question, totals[0][1]) if totals else {}
    else:
        targets = Target.objects.filter(
            indicator=question.indicator, year=question.year, territory__in=question.children
        )
        known = dict(targets.current().values_list("territory_id", "scaled"))
        start = {child.pk: known.get(child.pk) or 0 for child in question.children}
    return Weights(start if any(start.values()) else _equal(question).by_place, "")


for _key in (
    Key("last_year", "Résultat du dernier exercice", 10, _last_year),
    Key("mean", "Moyenne des derniers exercices (trois au plus)", 20, _mean),
    Key(CLIENTELE, "Clientèle : la part d’un autre indicateur", 40, _clientele),
    Key("equal", "Parts égales", 50, _equal),
    Key(HAND, "À la main", 60, _by_hand),
):
    register(_key)
