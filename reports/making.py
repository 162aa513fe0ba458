"""From an order to a file: the tree, its fingerprint, then the writer, unless the same file is already kept.

The web, the workers, the command line and the benchmarks all make documents through here.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from core.fiscal import calendar_month
from reports.document import Document, fingerprint
from reports.enums import DocumentFormat
from reports.registry import Order, build_document, kind_of
from reports.steps import Progress, silent
from reports.writers import Made, write


def make(order: Order, format: str, *, paper: str = "letter", progress: Progress = silent) -> tuple[Made, Document]:
    """The finished file of an order and the tree it was written from.

    Raises Refused when there is nothing to make, core.pdf.PdfError when a PDF would not come out whole.
    """
    document = build_document(order, progress)
    return write(document, format, paper=paper, progress=progress), document


def content_hash(document: Document, format: str, paper: str = "letter") -> str:
    """Names a file before it is made: what the document says, in which format, with which look.

    Paper matters to a PDF and to Word; the look is that of our own code, style sheets and fonts.
    """
    papered = paper if format in {DocumentFormat.PDF, DocumentFormat.DOCX} else ""
    return sha256(f"{fingerprint(document)}|{format}|{papered}|{look()}".encode()).hexdigest()


@cache
def look() -> str:
    """A hash of everything of ours that shapes a file beside its contents, read once a process."""
    base = Path(settings.BASE_DIR)
    found = [
        *(base / "static" / "css" / "print").iterdir(),
        *(base / "reports" / "writers").glob("*.py"),
        *(base / "core").glob("pdf*.py"),
        *(base / "core").glob("charts*.py"),
        *(base / name for name in ("core/sheets.py", "core/word.py", "core/tables.py", "requirements.lock")),
        *(base / "templates" / "reports").glob("document_*.html"),
    ]
    whole = sha256()
    for path in sorted(path for path in found if path.is_file()):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def stem(order: Order) -> str:
    """`followup-bas-saint-laurent-2007-2008-2007-12`: the name of the file without its extension."""
    kind = kind_of(order.kind)
    parts = [kind.stem or kind.code, order.territory.slug, kind.period(order.year)]
    if order.month:
        parts.append(calendar_month(order.year.start, order.month))
    if order.edition:
        parts.append(f"{kind.edition_stem}-{order.edition}")
    return "-".join(parts)


def file_name(order: Order, format: str) -> str:
    """`par-bas-saint-laurent-2007-2008.pdf`."""
    return f"{stem(order)}.{DocumentFormat(format).extension}"
