"""The reading version: the same document as a page for the screen, whole in one file and readable without Jalon.

The page of Jalon that shows it takes its article alone (`article_of`) and gives it the look of the site.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from reports.document import Document
from reports.steps import Progress, Step, silent
from reports.writers import Made
from reports.writers.html import body_html, contents, has_parts
from reports.writers.notices import missing_pictures

_OPEN, _CLOSE = "<!-- article -->", "<!-- /article -->"
_TABLE = re.compile(r'<div class="table-block([^"]*)">(<table class="[^"]*" id="t-([\w-]+)">.*?</table>)', re.DOTALL)
_FIGURE = re.compile(r'(<div class="figure[^"]*" id="f-([\w-]+)")>')
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def write(document: Document, *, paper: str = "letter", progress: Progress = silent) -> Made:
    """One HTML file with its own style."""
    progress(Step.LAY_OUT)
    html = render_to_string(
        "reports/document_web.html",
        {
            "document": document,
            "contents": contents(document),
            "shift": 1 if has_parts(document) else 2,
            "body": screen_body(document),
            "style": mark_safe(_style()),
        },
    )
    return Made(_UNSEEN.sub("", html).encode(), notices=missing_pictures(document))


def screen_body(document: Document) -> SafeString:
    """The body with tables and charts that scroll by themselves, by keyboard too."""
    region = r'<div class="table-region" role="region" tabindex="0" aria-labelledby="c-\3">\2</div>'
    body = _TABLE.sub(rf'<div class="table-block\1">{region}', body_html(document))
    return mark_safe(_FIGURE.sub(r'\1 role="region" tabindex="0" aria-labelledby="g-\2">', body))


def article_of(html: str) -> SafeString:
    """The article of a file written here; it is ours and already safe."""
    inside = html.partition(_OPEN)[2].partition(_CLOSE)[0]
    return mark_safe(inside)


@cache
def _style() -> str:
    return (Path(settings.STATICFILES_DIRS[0]) / "css" / "reading.css").read_text()
