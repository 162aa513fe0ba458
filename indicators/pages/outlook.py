"""Where the year is heading, in words and on the chart of months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core import charts
from core.formats import NBSP, de, fiscal_year_label, month_label
from indicators.enums import Direction
from indicators.figures import Figure
from indicators.projection import MARCH, Method, Projection

# How much of this year's lead or lag is carried on, in quarters.
_CORRECTIONS = {
    0: "sans égard à l’avance ou au retard pris cette année",
    1: "corrigé du quart de l’avance ou du retard pris cette année",
    2: "corrigé de la moitié de l’avance ou du retard pris cette année",
    3: "corrigé des trois quarts de l’avance ou du retard pris cette année",
    4: "corrigé de toute l’avance ou de tout le retard pris cette année",
}


@dataclass(frozen=True)
class Outlook:
    """A projection as the page of an indicator tells it; `sentences` say the method, its past error and the outcome."""

    projection: Projection
    as_of: str
    day: str
    sentences: tuple[str, ...]


def outlook_of(figure: Figure, projection: Projection | None) -> Outlook | None:
    """Nothing when there is nothing to project from, nor when the year is over: its result is then known."""
    if projection is None or projection.method == Method.FINAL:
        return None
    said = (_outcome(figure, projection), _method(figure, projection), _error(projection))
    return Outlook(
        projection=projection,
        as_of=f"à la fin {de(figure.month_name)}",
        day=f"31 mars {figure.year + 1}",
        sentences=tuple(sentence for sentence in said if sentence),
    )


def projection_series(projection: Projection) -> tuple[charts.Series, Sequence | None]:
    """The dotted line from the known result to the projected one, and the band around it."""
    band = projection.band if projection.margin is not None else None
    return charts.Series("Projection", projection.course, "projection"), band


def _outcome(figure: Figure, projection: Projection) -> str:
    """Whether the target would be reached; nothing without a target, or when more is neither better nor worse."""
    target = figure.target
    if target is None or figure.indicator.direction == Direction.NEUTRAL:
        return ""
    lower = figure.indicator.direction == Direction.LOWER

    def reaches(value) -> bool:
        return value <= target if lower else value >= target

    reached = "serait atteinte" if reaches(projection.value) else "ne serait pas atteinte"
    told = f"La cible de {figure.target_text} {reached}"
    if projection.low is None:
        return f"{told}."
    if reaches(projection.low) == reaches(projection.high):
        return f"{told}, d’un bout à l’autre de l’intervalle."
    return f"{told}, mais l’intervalle la contient{NBSP}: rien n’est joué."


def _method(figure: Figure, projection: Projection) -> str:
    quotient = figure.indicator.is_quotient
    name = f"Méthode{NBSP}: {projection.method.label}."
    if projection.method == Method.ELAPSED:
        share = f"{figure.month} mois sur {MARCH}"
        pace = "supposé se maintenir" if quotient else "prolongé au même rythme"
        return f"{name} Aucun exercice passé n’est complet{NBSP}: le résultat à ce jour est {pace} ({share})."
    rest = _span(figure.year, figure.month + 1)
    years = _years(projection.past_years)
    parts = "Au numérateur et au dénominateur" if quotient else "Au résultat"
    divided = " On divise ensuite l’un par l’autre." if quotient else ""
    return (
        f"{name} {parts} à la fin {de(figure.month_name)} on ajoute ce que {rest} a apporté en {years}"
        f"{' (moyenne)' if len(projection.past_years) > 1 else ''}, {_CORRECTIONS[projection.basis.quarters]}.{divided}"
    )


def _error(projection: Projection) -> str:
    unknown = f"L’erreur de la méthode ne peut être mesurée ici{NBSP}: aucun intervalle n’est donné."
    if projection.past_error is None:
        alone = len(projection.past_years) == 1
        return f"Un seul exercice passé est complet. {unknown}" if alone else unknown
    return (
        f"Erreur passée{NBSP}: à la même date, chaque exercice passé projeté d’après les autres s’écarte en moyenne de "
        f"{projection.past_error_text} de ce qu’il est devenu. L’intervalle couvre le plus grand écart constaté, "
        "quelle que soit la correction essayée."
    )


def _span(year: int, first: int) -> str:
    """What is left of a year: `la période de janvier à mars`, `mars`."""
    if first == MARCH:
        return "mars"
    start = month_label(year, first).rsplit(" ", 1)[0]
    return f"la période {de(start)} à mars"


def _years(years: Sequence[int]) -> str:
    labels = [fiscal_year_label(year) for year in years]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} et {labels[-1]}"
