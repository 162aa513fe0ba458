"""Numbers typed in a text that look like a figure of the plan and differ from it; references that lead nowhere.

Nothing is corrected and nothing blocks: a person looks. To be worth reading the list must be short, so a number is
told only when it has the unit of the figure, stands among the words of its label, comes close to it without being it,
is said to be exact (no « environ », no range), speaks of the year of the plan, and is no other figure of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

from core.prose import parse
from core.prose_tree import Grid, Inlines, Listing, Mention, Run
from plans.references import PlanFigure, plan_figures, searchable
from plans.texts import Place, texts

if TYPE_CHECKING:
    from plans.dossier import Dossier

NEAR = 70  # characters between a number and the words that name it
CLOSE = Decimal("0.25")  # of the figure: farther, it is another number
_NUMBER = re.compile(
    r"(?<![\w,.\u2013-])(?P<whole>[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)(?:,(?P<part>[0-9]+))?"
    r"(?:[ \u00a0\u202f]?(?P<unit>%|M\$|k\$|\$))?(?![\w\u2013-]|,[0-9])"
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")
_YEAR = re.compile(r"(?<![0-9])(?<![0-9] )(?:19|20)[0-9]{2}(?! ?[0-9]{3})(?![0-9])")
_ABOUT = re.compile(
    r"(environ|pres de|quelque|autour de|(plus|moins) d[e']|au (moins|plus)|presque|a peu pres|entre|avoisin\w*|"
    r"(inferieur|superieur)\w* a|de l'ordre de|jusqu'a|depass\w*|seuil de\w*|passe\w* de|porte\w* a|hausse de|"
    r"baisse de|[0-9] ?\S{0,2} (a|et))( les| des| la| le)?\s*$"
)
_RANGE = re.compile(r"\s*(a|et) [0-9]")
_SMALL_WORDS = frozenset({"avec", "dans", "leur", "leurs", "nombre", "pour", "sans", "taux"})
_BUDGET_WORDS = ("budget", "enveloppe", "fonds de developpement", "fdmt")


@dataclass(frozen=True)
class Contradiction:
    """A French sentence, and the address of the text where it is mended."""

    sentence: str
    url: str
    place: Place


@dataclass(frozen=True)
class _Typed:
    """A number as a person typed it, in its sentence without accents."""

    value: Decimal
    unit: str
    shown: str
    sentence: str
    start: int
    end: int

    def around(self) -> str:
        return self.sentence[max(self.start - NEAR, 0) : self.end + NEAR]


def contradictions(dossier: Dossier) -> tuple[Contradiction, ...]:
    """References that are lost, then numbers that a table contradicts, in the order of the plan."""
    return (*lost_references(dossier), *differing(dossier))


def lost_references(dossier: Dossier) -> Iterator[Contradiction]:
    """Texts that name a figure which no longer stands in the plan."""
    for place in texts(dossier):
        codes = [one.code for line in _lines(place.text) for one in line if isinstance(one, Mention)]
        for code in dict.fromkeys(codes):
            if dossier.reference_figures.refer(code).is_lost:
                yield _told(dossier, place, f"« {place.name} » cite un chiffre qui n’est pas au plan\u00a0: {code}.")


def _told(dossier: Dossier, place: Place, sentence: str) -> Contradiction:
    return Contradiction(sentence, f"{dossier.plan.get_absolute_url()}#{place.anchor}", place)


def differing(dossier: Dossier) -> Iterator[Contradiction]:
    """Numbers of the texts that come close to a figure of the plan without being it."""
    known = plan_figures(dossier)
    named = tuple(_named(dossier, known))
    values = {(figure.value, _sign(figure.unit)) for figure in known}
    values |= {(figure.previous_result, _sign(figure.indicator.unit)) for figure in dossier.figures}
    for place in texts(dossier):
        for typed in _numbers(place.text):
            figure = _figure_meant(typed, named, values, dossier.year)
            if figure is not None:
                sentence = (
                    f"« {place.name} » écrit « {typed.shown} », alors que le plan porte {figure.text} ({figure.label})."
                )
                yield _told(dossier, place, sentence)


# --- Which figures have words by which they are known ---------------------------------------------------------------


@dataclass(frozen=True)
class _Named:
    """A figure with the words that must stand near a number, and years of which the sentence may speak."""

    figure: PlanFigure
    words: tuple[str, ...]
    years: frozenset[int]
    is_place: bool = False  # the words are the name of a place, in a sentence on the budget


def _named(dossier: Dossier, known: tuple[PlanFigure, ...]) -> Iterator[_Named]:
    own = frozenset({dossier.year, dossier.year + 1})
    indicators = {figure.indicator.key: figure.indicator for figure in dossier.figures}
    for figure in known:
        kind, _, rest = figure.code.partition(":")
        if kind == "cible" and "." not in rest:
            yield _Named(figure, _words(indicators[rest].short_name), own)
        elif kind == "budget":
            yield _Named(figure, (), own)
        elif kind == "part-budget":
            yield _Named(figure, (searchable(figure.label.partition(" – ")[2]),), own, is_place=True)
        elif kind == "chiffre-cle" and rest.endswith(".region"):
            label = figure.label.rpartition(" – ")[0]
            years = frozenset(int(year) for year in _YEAR.findall(figure.source))
            yield _Named(figure, (searchable(label),), years)


def _words(label: str) -> tuple[str, ...]:
    words = re.findall(r"[a-z]+", searchable(label))
    return tuple(word for word in words if len(word) > 3 and word not in _SMALL_WORDS)


# --- Which of them a number means -----------------------------------------------------------------------------------


def _figure_meant(typed: _Typed, named: tuple[_Named, ...], values: set, year: int) -> PlanFigure | None:
    """The figure that a number looks like and is not; None when it is one of the plan, or is not sure."""
    if any(_is_same(typed, value) for value, sign in values if sign == typed.unit and value is not None):
        return None
    meant = [one for one in named if _looks_like(typed, one, year)]
    return max(meant, key=lambda one: len(one.words)).figure if meant else None


def _looks_like(typed: _Typed, one: _Named, year: int) -> bool:
    value = one.figure.value
    if _sign(one.figure.unit) != typed.unit or not value or abs(typed.value - value) > abs(value) * CLOSE:
        return False
    years = {int(told) for told in _YEAR.findall(typed.sentence)}
    if years - one.years - {year}:
        return False
    if one.is_place or not one.words:
        on_budget = any(word in typed.sentence for word in _BUDGET_WORDS)
        return on_budget and (not one.is_place or _nearest_is(typed, one.words[0]))
    of_quebec = "quebec" in typed.sentence.replace("emploi-quebec", "")
    if one.figure.code.startswith("chiffre-cle") and of_quebec:
        return False
    around = typed.around()
    return bool(one.words) and all(re.search(rf"\b{word}", around) for word in one.words)


def _nearest_is(typed: _Typed, place: str) -> bool:
    """Whether the place stands just before or after the number, with no other number in between."""
    before = typed.sentence[max(typed.start - NEAR, 0) : typed.start]
    after = typed.sentence[typed.end : typed.end + NEAR]
    last = before.rfind(place)
    if last >= 0 and not _NUMBER.search(before[last:]):
        return True
    first = after.find(place)
    return first >= 0 and not _NUMBER.search(after[:first])


def _is_same(typed: _Typed, value: Decimal) -> bool:
    """Equal as it is written: « 9 % » is 9,0 % and « 22,7 % » is 22,69 %."""
    places = -int(typed.value.as_tuple().exponent)
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) == typed.value


def _sign(unit: str) -> str:
    return unit if unit in {"%", "M$", "k$", "$"} else ""


# --- The numbers that people typed ----------------------------------------------------------------------------------


def _numbers(text: str) -> Iterator[_Typed]:
    if not any(sign.isdigit() for sign in text):
        return
    for line in _lines(text):
        words = "".join(one.text if isinstance(one, Run) else " … " for one in line)
        for sentence in _SENTENCE.split(words):
            yield from _in_sentence(sentence)


def _in_sentence(sentence: str) -> Iterator[_Typed]:
    if not any(sign.isdigit() for sign in sentence):
        return
    plain = _same_length(sentence)
    for found in _NUMBER.finditer(sentence):
        digits = re.sub(r"\D", "", found["whole"])
        is_year = not found["unit"] and not found["part"] and _YEAR.fullmatch(found["whole"])
        is_vague = _ABOUT.search(plain[: found.start()]) or _RANGE.match(plain[found.end() :])
        if len(digits) > 12 or is_year or is_vague:
            continue
        value = Decimal(f"{digits}.{found['part']}" if found["part"] else digits)
        yield _Typed(value, found["unit"] or "", found[0], plain, found.start(), found.end())


def _same_length(sentence: str) -> str:
    """Searchable, sign for sign, so that places in the sentence hold."""
    return "".join(map(_plain_sign, sentence))


@cache
def _plain_sign(sign: str) -> str:
    return (searchable(sign) or " ")[:1]


def _lines(text: str) -> Iterator[Inlines]:
    for block in parse(text):
        yield from _block_lines(block)


def _block_lines(block) -> Iterator[Inlines]:
    if isinstance(block, Listing):
        for item in block.items:
            yield item.content
            for below in item.below:
                yield from _block_lines(below)
    elif isinstance(block, Grid):
        yield from (cell for row in block.rows for cell in row)
    else:
        yield block.content
