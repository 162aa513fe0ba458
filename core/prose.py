"""The small markup of our prose, rendered once for page and PDF.

Blank lines part paragraphs; `- ` and `1. ` begin list items; `### ` a sub-heading; `**bold**` is bold. Everything else
is text and is escaped: no HTML ever passes.
"""

import re
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_BULLET = re.compile(r"^- +")
_NUMBERED = re.compile(r"^\d+[.)] +")
_LIST_TAGS = {"bullet": "ul", "numbered": "ol"}


def render_prose(text: str | None, heading: str = "h4") -> SafeString:
    """HTML of a text in our markup; `heading` is the level that keeps the headings of the page nested."""
    blocks = re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n").strip())
    return SafeString("".join(_block(block, heading) for block in blocks if block.strip()))


def _block(block: str, heading: str) -> str:
    html = []
    for kind, lines in groupby(block.splitlines(), key=_line_kind):
        items = list(lines)
        if kind in _LIST_TAGS:
            entries = "".join(f"<li>{_inline(_strip_marker(item))}</li>" for item in items)
            html.append(f"<{_LIST_TAGS[kind]}>{entries}</{_LIST_TAGS[kind]}>")
        elif kind == "heading":
            html.extend(f"<{heading}>{_inline(item[4:])}</{heading}>" for item in items)
        else:
            html.append(f"<p>{'<br>'.join(_inline(item) for item in items)}</p>")
    return "".join(html)


def _line_kind(line: str) -> str:
    if line.startswith("### "):
        return "heading"
    if _BULLET.match(line):
        return "bullet"
    return "numbered" if _NUMBERED.match(line) else "text"


def _strip_marker(line: str) -> str:
    return _NUMBERED.sub("", _BULLET.sub("", line))


def _inline(text: str) -> str:
    return _BOLD.sub(r"<strong>\1</strong>", escape(text))
