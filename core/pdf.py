"""HTML to PDF: one file that is both an archive (PDF/A-3a) and accessible (PDF/UA-1).

    pdf = render_pdf(html, title="Plan d’action régional 2007-2008")
    pdf.content, pdf.pages, pdf.sha256

Whatever WeasyPrint would only log (a sign that no font has, an address refused, a property misspelt) is an error here:
a document goes out whole or not at all. WeasyPrint is imported inside functions, as it takes half a second.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

VARIANT = "pdf/a-3a"
LANGUAGE = "fr-CA"
GENERATOR = "Jalon"
# Addresses of a printed document are relative to the folder of static files; this host exists nowhere.
BASE_URL = "http://jalon.invalid/"
_SVG = "{http://www.w3.org/2000/svg}"
# Pictures given by people travel within the document, already checked.
_PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")
_MEDIA_TYPES = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}


class PdfError(Exception):
    """The document could not be rendered whole; the message tells what WeasyPrint complained of."""


@dataclass(frozen=True, slots=True)
class PdfFile:
    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def size(self) -> int:
        return len(self.content)


def render_pdf(
    html: str, *, title: str, author: str = "", subject: str = "", created: datetime | None = None
) -> PdfFile:
    """Lay out, paint and tag a document. `html` names its style sheets relative to the static folder.

    Raises PdfError with every complaint when the result would not be exactly what was asked.
    """
    with _private_fonts(), _garbage_later(), _no_complaint():
        document = _lay_out(html)
        metadata = document.metadata
        metadata.title, metadata.lang, metadata.generator = title, LANGUAGE, GENERATOR
        metadata.authors, metadata.description = [author] if author else [], subject or None
        if created is not None:
            metadata.created = metadata.modified = created.isoformat(timespec="seconds")
        return PdfFile(_paint(document), len(document.pages))


def _lay_out(html: str):
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    source = HTML(string=html, base_url=BASE_URL, url_fetcher=_static_fetcher())
    _tell_whole_charts(source.etree_element)
    return source.render(font_config=FontConfiguration(), pdf_variant=VARIANT)


def _tell_whole_charts(root) -> None:
    """WeasyPrint reads the title of a drawing aloud and forgets its description: put both in the title."""
    for drawing in root.iter(f"{_SVG}svg"):
        title, description = drawing.find(f"{_SVG}title"), drawing.find(f"{_SVG}desc")
        if title is not None and description is not None:
            title.text = f"{title.text}. {description.text}"


def _paint(document) -> bytes:
    """The file; WeasyPrint leaves its colour profile open, of which Python would complain."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        return document.write_pdf(pdf_variant=VARIANT, finisher=_finisher)


def _finisher(document, pdf) -> None:
    from core.pdf_finish import finish

    finish(pdf)


def static_path(url: str) -> Path:
    """The static file that an address of a document names; ValueError for anything else, wherever it lies."""
    parts = urlsplit(url)
    root = Path(settings.STATICFILES_DIRS[0]).resolve()
    path = (root / unquote(parts.path).lstrip("/")).resolve()
    ours = f"{parts.scheme}://{parts.netloc}/" == BASE_URL
    if not ours or not path.is_relative_to(root) or path.suffix not in _MEDIA_TYPES:
        raise ValueError(f"A document may only load its own style sheets, pictures and fonts, not {url}")
    return path


def _static_fetcher():
    """An URL fetcher that opens our static files and pictures within the document, and refuses any other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFetcher(URLFetcher):
        def fetch(self, url, headers=None):
            if url.startswith(_PICTURES):
                return super().fetch(url, headers)
            path = static_path(url)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _MEDIA_TYPES[path.suffix]})

    return StaticFetcher()


_environment_lock = threading.Lock()


@contextmanager
def _private_fonts() -> Iterator[None]:
    """Only the fonts of our folder exist while a document is laid out, so that it is the same on every machine."""
    config = Path(settings.STATICFILES_DIRS[0]) / "fonts" / "pdf" / "fonts.conf"
    with _environment_lock:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(config)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


@contextmanager
def _garbage_later() -> Iterator[None]:
    """No garbage collection meanwhile: a layout makes hundreds of thousands of objects, all alive until the end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread_id = threading.get_ident()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread_id:
            self.messages.append(record.getMessage())


@contextmanager
def _no_complaint() -> Iterator[None]:
    """Raise PdfError for anything that WeasyPrint logs as a warning or worse."""
    logger, complaints = logging.getLogger("weasyprint"), _Complaints()
    logger.addHandler(complaints)
    try:
        yield
    finally:
        logger.removeHandler(complaints)
    if complaints.messages:
        raise PdfError("; ".join(dict.fromkeys(complaints.messages)))
