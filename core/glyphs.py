"""Which signs the fonts of printed documents hold, and what to print in place of the others.

    printable("café 🙂")  →  ("café \ufffd", ("U+1F642 SLIGHTLY SMILING FACE",))

The fonts are those of static/fonts/pdf. A sign that none of them has would stop the document; it is replaced by U+FFFD,
which is there to be seen, and named, so that whoever asked for the document may be told.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from django.conf import settings

REPLACEMENT = "\ufffd"
# Joiners and variation selectors only shape the sign before them: with it, they go.
_SHAPERS = "\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_LAID_OUT = frozenset("\n\t\r")


@cache
def known_signs() -> frozenset[str]:
    """Every sign that some font of printed documents can draw."""
    from fontTools.ttLib import TTFont

    folder = Path(settings.STATICFILES_DIRS[0]) / "fonts" / "pdf"
    signs: set[int] = set()
    for path in sorted(folder.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            signs |= set(font.getBestCmap())
    return frozenset(map(chr, signs)) | _LAID_OUT


def printable(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with every sign that no font has replaced, and the names of those signs, each once.

    Control signs, which XML and Word refuse, are dropped.
    """
    unknown = set(text) - known_signs()
    if not unknown:
        return text, ()
    dropped = {sign for sign in unknown if unicodedata.category(sign) in {"Cc", "Cs"}}
    shapers = re.compile(f"[{_SHAPERS}]+")
    text = shapers.sub("", text)
    table = {ord(sign): REPLACEMENT for sign in unknown} | {ord(sign): "" for sign in dropped}
    told = sorted(sign for sign in unknown - dropped if not shapers.match(sign))
    return text.translate(table), tuple(f"U+{ord(sign):04X} {unicodedata.name(sign, 'sans nom')}" for sign in told)
