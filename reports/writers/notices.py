"""What a file could not hold as it was asked, in words for whoever asked for it."""

from __future__ import annotations

from core.formats import NBSP
from reports.document import Document, Picture, walk
from reports.writers.pictures import media_type


def missing_signs(names: tuple[str, ...]) -> tuple[str, ...]:
    """One sentence for the signs that no font of the documents has."""
    if not names:
        return ()
    shown = ", ".join(names[:8]) + ("…" if len(names) > 8 else "")
    return (f"Des signes absents des polices des documents ont été remplacés par \ufffd{NBSP}: {shown}.",)


def missing_pictures(document: Document) -> tuple[str, ...]:
    """One sentence a picture that is missing or unreadable: its text stands in its place."""
    return tuple(
        f"Une image manque ou ne peut être lue; son texte la remplace{NBSP}: « {picture.text} »."
        for picture in walk(document.sections)
        if isinstance(picture, Picture) and media_type(picture.content) is None
    )
