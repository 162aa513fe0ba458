"""The tables of a document as CSV in a ZIP, with their sources."""

from __future__ import annotations

from core.sheets import csv_zip
from reports.document import Document, tables
from reports.steps import Progress, Step, silent
from reports.writers import Made
from reports.writers.book import book_of


def write(document: Document, *, paper: str = "letter", progress: Progress = silent) -> Made:
    progress(Step.LAY_OUT)
    return Made(csv_zip(book_of(document), list(tables(document))))
