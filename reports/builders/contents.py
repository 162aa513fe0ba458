"""Contents of a document, read from its own headings, so that the two cannot differ."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe

MARKER = "<!-- contents -->"
_HEADING = re.compile(r'<h(?P<level>[2-4]) id="(?P<anchor>[\w-]+)"[^>]*>(?P<inside>.*?)</h(?P=level)>', re.DOTALL)
_NUMBER = re.compile(r'<span class="number">(.*?)</span>')


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading that has an id: its level (2 to 4), its number as printed and its text, already escaped."""

    level: int
    anchor: str
    number: SafeString
    text: SafeString


def headings(html: str) -> Iterator[Entry]:
    """The headings of a document that bear an id, in order."""
    for found in _HEADING.finditer(html):
        inside = found["inside"]
        number = _NUMBER.search(inside)
        text = strip_tags(_NUMBER.sub("", inside)).split()
        yield Entry(
            int(found["level"]),
            found["anchor"],
            mark_safe(number[1] if number else ""),
            mark_safe(" ".join(text)),
        )


def fill_contents(html: str) -> str:
    """The document with its contents where the template left the marker; the page numbers come from the style sheet.

    A link holds nothing but its text: WeasyPrint would make a link of every element within.
    """
    entries = format_html_join(
        "",
        '<li class="contents__{}"><span class="number">{}</span> <a href="#{}">{}</a>'
        ' <span class="contents__page" data-to="#{}"></span></li>',
        ((entry.level, entry.number, entry.anchor, entry.text, entry.anchor) for entry in headings(html)),
    )
    return html.replace(MARKER, format_html('<ul class="contents">{}</ul>', entries), 1)
