"""What the contents sheet of a spreadsheet says of a document."""

from __future__ import annotations

from core.sheets import Book
from reports.document import Document


def book_of(document: Document) -> Book:
    cover = document.cover
    facts = (
        ("Document", cover.title),
        ("Période", cover.period),
        ("Territoire", cover.place),
        ("État", cover.state),
        ("Date", cover.as_of),
    )
    return Book(
        title=document.title,
        facts=tuple((label, value) for label, value in facts if value),
        warning=cover.warning,
        sources=document.sources,
    )
