"""What changed between two texts, word by word, as marked text: <del> what went, <ins> what came."""

import re
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?\b|\d+,\d+"  # « 8 100 » and « 75,0 » are each one thing
_WORDS = re.compile(rf"{_NUMBER}|\s+|\w+|[^\w\s]")
LONGEST_COMPARED = 20_000  # words: beyond, the comparison would take longer than a person waits


def marked_difference(before: str, after: str) -> SafeString:
    """Escaped text with <del> and <ins>. Two texts beyond the limit are shown whole, one after the other."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > LONGEST_COMPARED:
        return SafeString(_mark("del", before) + _mark("ins", after))
    html = []
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            html.append(escape("".join(old[old_start:old_end])))
        else:
            html.append(_mark("del", "".join(old[old_start:old_end])) + _mark("ins", "".join(new[new_start:new_end])))
    return SafeString("".join(html))


def _mark(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>" if text else ""
