"""What the chapters of a plan share: the texts of a section, chapters and parts with their usual titles."""

from __future__ import annotations

from core.prose import render_prose
from plans.dossier import Dossier
from reports.document import Block, Prose, Section


def prose(text: str | None) -> tuple[Prose, ...]:
    """A text of the plan; nothing when it is empty."""
    html = render_prose(text)
    return (Prose(html),) if html else ()


def written(dossier: Dossier, key: str, usual: str) -> tuple[str, tuple[Prose, ...]]:
    """The title of a section as the plan writes it, or the usual one, and its text."""
    section = dossier.sections.get(key)
    return (section and section.title) or usual, prose(section.body if section else "")


def chapter(
    dossier: Dossier, key: str, number: str, anchor: str, usual: str, blocks: tuple[Block, ...] = (), *, follows=False
) -> Section:
    """A numbered chapter: its own text, then what stands under it."""
    title, text = written(dossier, key, usual)
    return Section(title, (*text, *blocks), number=number, role="chapter", anchor=anchor, follows=follows)


def part(dossier: Dossier, key: str, number: str, anchor: str, usual: str, blocks: tuple[Block, ...] = ()) -> Section:
    """A numbered part of a chapter."""
    title, text = written(dossier, key, usual)
    return Section(title, (*text, *blocks), number=number, anchor=anchor)
