"""Writers: a finished document tree in, a file out. One module a format; none reads the database.

made = write(document, DocumentFormat.XLSX, paper="letter")
made.content, made.pages, made.notices
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module

from reports.document import Document
from reports.enums import DocumentFormat
from reports.steps import Progress, silent

_MODULES = {
    DocumentFormat.PDF: "reports.writers.pdf",
    DocumentFormat.XLSX: "reports.writers.xlsx",
    DocumentFormat.DOCX: "reports.writers.docx",
    DocumentFormat.CSV: "reports.writers.csv",
    DocumentFormat.WEB: "reports.writers.web",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file. `pages` is known for a PDF; `notices` tell in French what could not be written as asked."""

    content: bytes
    pages: int | None = None
    notices: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def write(document: Document, format: str, *, paper: str = "letter", progress: Progress = silent) -> Made:
    """The document as a file of that format. The library of a format is imported when it is first asked for."""
    return import_module(_MODULES[DocumentFormat(format)]).write(document, paper=paper, progress=progress)
