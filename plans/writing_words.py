"""The history in words: what was done at one go is one line, and saves of one sitting are one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from core.differences import marked_difference
from core.errors import Refused
from plans.enums import ChangeAct
from plans.models import Plan, RowChange
from plans.parts import PARTS
from plans.services_structure import Place
from plans.services_undo import is_loaded
from plans.services_writing import SITTING

LEAST_ALIKE = 0.4
MOST_COMPARED = 40_000  # characters: beyond, two texts are shown one under the other


@dataclass
class Sketch:
    """A line of the history before its texts are read: the changes that it holds, the latest first."""

    ids: list[int]
    batch: UUID
    act: str
    author: int | None
    kind: str
    row: int
    field: str
    latest: datetime
    earliest: datetime
    rows: set = field(default_factory=set)
    batches: set = field(default_factory=set)


_COLUMNS = ("id", "batch", "act", "author_id", "kind", "row", "field", "at")


def sketch(plan: Plan, kind: str = "") -> list[Sketch]:
    """The lines of a plan's history, the latest first: one query, without the texts."""
    changes = RowChange.objects.filter(plan=plan)
    if kind:
        changes = changes.filter(kind=kind)
    return list(_fold(changes.order_by("-id").values_list(*_COLUMNS)))


def _fold(changes: Iterable[tuple]) -> Iterator[Sketch]:
    line: Sketch | None = None
    for number, batch, act, author, kind, row, name, at in changes:
        one = Sketch([number], batch, act, author, kind, row, name, at, at, {(kind, row)}, {batch})
        if line is not None and _goes_on(line, one):
            line.ids.append(number)
            line.earliest = at
            line.rows |= one.rows
            line.batches.add(batch)
            continue
        if line is not None:
            yield line
        line = one
    if line is not None:
        yield line


def _goes_on(line: Sketch, one: Sketch) -> bool:
    """Whether an earlier change belongs to the line that follows it."""
    if line.act != one.act or line.author != one.author:
        return False
    if one.act == ChangeAct.EDIT:
        same = (line.kind, line.row, line.field) == (one.kind, one.row, one.field)
        return same and line.latest - one.earliest <= SITTING
    if one.batch in line.batches:
        return True
    return one.act == ChangeAct.ADD and _is_loading(line, one)


def _is_loading(line: Sketch, one: Sketch) -> bool:
    """Rows added by tens in a few seconds were not typed: a document was taken up."""
    return (line.earliest - one.latest).total_seconds() < 1


@dataclass(frozen=True)
class Line:
    """A line of the history as it is read."""

    sentence: str
    author: str
    at: datetime
    label: str
    part: str
    field: str
    anchor: str
    old: str
    new: str
    is_edit: bool
    saves: int
    batch: UUID
    can_undo: bool
    is_undone: bool
    details: tuple[str, ...] = ()
    suggested_by: str = ""  # who had proposed the text that was accepted

    @property
    def marked(self) -> SafeString | None:
        """Both texts as one, what went and what came marked; None for an act or for texts too long to compare."""
        return differences(self.old, self.new) if self.is_edit else None

    @property
    def is_long(self) -> bool:
        return len(self.old) > 160 or len(self.new) > 160


def lines(
    plan: Plan,
    sketches: list[Sketch],
    *,
    undone: set[UUID],
    may_undo: bool,
    suggested: dict[UUID, User] | None = None,
) -> list[Line]:
    """The lines with their texts: one query for those of a page. `suggested` tells, by batch, who proposed a text."""
    wanted = [number for one in sketches for number in _needed(one)]
    changes = RowChange.objects.filter(pk__in=wanted).select_related("author").in_bulk()
    return [_line(plan, one, changes, undone, may_undo, suggested or {}) for one in sketches]


def _needed(one: Sketch) -> list[int]:
    """The changes whose texts a line shows: the first and the last, and a few names of what was done with them."""
    return sorted({one.ids[0], one.ids[-1], *one.ids[:8]})


def _line(
    plan: Plan,
    one: Sketch,
    changes: dict[int, RowChange],
    undone: set[UUID],
    may_undo: bool,
    suggested: dict[UUID, User],
) -> Line:
    last, first = changes[one.ids[0]], changes[one.ids[-1]]
    part = PARTS.get(one.kind)
    name = part.verbose_name if part else one.kind
    is_edit = one.act == ChangeAct.EDIT
    known = part is not None and one.field in part.fields
    head = first if one.act in (ChangeAct.ADD, ChangeAct.ARCHIVE, ChangeAct.RESTORE) else last
    return Line(
        sentence=_sentence(plan, one, first, last),
        author=str(last.author) if last.author else "",
        at=last.at,
        label=head.label,
        part=_capital(name),
        field=str(part.model._meta.get_field(one.field).verbose_name) if known else "",
        anchor=f"{head.kind}-{head.row}",
        old=first.old if is_edit else "",
        new=last.new if is_edit else "",
        is_edit=is_edit,
        saves=len(one.ids),
        batch=one.batch,
        is_undone=one.batch in undone,
        can_undo=may_undo and len(one.batches) == 1 and one.batch not in undone and not is_loaded(first),
        details=tuple(changes[number].label for number in one.ids[:8] if number in changes) if len(one.ids) > 1 else (),
        suggested_by=", ".join(str(suggested[batch]) for batch in one.batches if batch in suggested),
    )


def _sentence(plan: Plan, one: Sketch, first: RowChange, last: RowChange) -> str:
    count = len(one.rows)
    match one.act:
        case ChangeAct.ADD if len(one.batches) > 1 or count > 5:
            return _taken_up(plan, count)
        case ChangeAct.ADD:
            return "Ajout" + _with(count)
        case ChangeAct.MOVE:
            return _moved(last)
        case ChangeAct.ARCHIVE:
            return "Archivage" + _with(count)
        case ChangeAct.RESTORE:
            return "Rétablissement" + _with(count)
    return ""


def _taken_up(plan: Plan, count: int) -> str:
    ajouts = f"{count} ajout{'s' if count > 1 else ''}"
    if plan.previous_id and plan.previous:
        return f"Plan repris de « {plan.previous.title} » : {ajouts}"
    return f"Plan repris du document « {plan.title} » : {ajouts}"


def _with(count: int) -> str:
    below = count - 1
    return f", avec {below} ligne{'s' if below > 1 else ''} qui en dépend{'ent' if below > 1 else ''}" if below else ""


def _moved(change: RowChange) -> str:
    old, new = Place.read(change.old), Place.read(change.new)
    if old is None or new is None:
        return "Déplacement"
    return f"Déplacement : de {old.told} à {new.told}"


def told_undone(batch: UUID) -> str:
    """What an undoing did, said to whoever asked for it."""
    change = RowChange.objects.filter(batch=batch).order_by("pk").first()
    if change is None:
        return "Rien n’a changé."
    name = f"« {change.label[:60]} »"
    words = {
        ChangeAct.EDIT: f"{name} est revenu à son texte d’avant.",
        ChangeAct.MOVE: f"{name} est revenu à sa place.",
        ChangeAct.ARCHIVE: f"{name} est retiré (archivé).",
        ChangeAct.RESTORE: f"{name} est rétabli.",
        ChangeAct.ADD: f"{name} est ajouté.",
    }
    return words[ChangeAct(change.act)]


def differences(old: str, new: str) -> SafeString | None:
    """Both texts in one, what went and what came marked; None when comparing them would take seconds.

    Texts that have little in common are marked whole: word by word nobody could read them.
    """
    if len(old) + len(new) > MOST_COMPARED:
        return None
    if old and new and SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() < LEAST_ALIKE:
        return format_html("<del>{}</del> <ins>{}</ins>", old, new)
    return marked_difference(old, new)


def batch_of(text: str) -> UUID | None:
    """The batch that a form names; Refused for anything else."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Refused("Ce changement n’existe pas.") from error


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
