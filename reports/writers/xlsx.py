"""The tables of a document as an Excel workbook: typed cells, one sheet a table."""

from __future__ import annotations

from core.sheets import workbook
from reports.document import Document, tables
from reports.steps import Progress, Step, silent
from reports.writers import Made
from reports.writers.book import book_of


def write(document: Document, *, paper: str = "letter", progress: Progress = silent) -> Made:
    progress(Step.LAY_OUT)
    content, notices = workbook(book_of(document), list(tables(document)))
    return Made(content, notices=notices)
