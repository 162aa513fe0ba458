"""Texts as search compares them: without accents, case or punctuation."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_WORDS = re.compile(r"[a-z0-9]+")
_SHORTEST_STEM = 4


def fold(text: str) -> str:
    """« Les Îles-de-la-Madeleine » → `les iles de la madeleine`."""
    bare = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return " ".join(_WORDS.findall("".join(one for one in bare if not unicodedata.combining(one)).lower()))


def stems(text: str) -> list[str]:
    """The words of a question, each cut to what its plural and singular share: where no dictionary does better."""
    return [_stem(word) for word in fold(text).split()]


def _stem(word: str) -> str:
    for ending, instead in (("eaux", "eau"), ("aux", "a"), ("al", "a"), ("es", ""), ("s", ""), ("x", ""), ("e", "")):
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= _SHORTEST_STEM:
            return word[: -len(ending)] + instead
    return word
