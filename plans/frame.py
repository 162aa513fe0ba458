"""The national frame of a year, and how it differs from what a plan says: read, never written here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from core.gather import gather
from plans.enums import PlanKind
from plans.models import InterventionField, KeptWording, Orientation, OrientationContext, Plan, PlanField, Strategy
from plans.rows import Rows

Entry = Orientation | InterventionField

ORIENTATION, FIELD = "orientation", "champ"
MODELS: dict[str, type[Entry]] = {ORIENTATION: Orientation, FIELD: InterventionField}
_OF = {ORIENTATION: "de l’orientation", FIELD: "du champ"}
_THE = {ORIENTATION: "l’orientation", FIELD: "le champ"}


def kind_of(entry: Entry) -> str:
    return ORIENTATION if isinstance(entry, Orientation) else FIELD


@dataclass(frozen=True)
class FrameOrientation:
    """An orientation that stands, with its fields that stand."""

    entry: Orientation
    fields: tuple[InterventionField, ...]


@dataclass(frozen=True)
class Frame:
    """The orientations and fields of a cycle, in their order, then what was withdrawn from it."""

    orientations: tuple[FrameOrientation, ...]
    withdrawn: tuple[Entry, ...]

    @property
    def fields(self) -> tuple[InterventionField, ...]:
        return tuple(field for orientation in self.orientations for field in orientation.fields)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return (*(one.entry for one in self.orientations), *self.fields)


def read_frame(year: int) -> Frame:
    """The frame of the cycle of that year; empty when nobody wrote one. One query."""
    orientations, fields = gather(
        Orientation.objects.filter(cycle=year),
        InterventionField.objects.filter(orientation__cycle=year),
        related={InterventionField: ("orientation",)},
    )
    below = defaultdict(list)
    for field in fields:
        if field.withdrawn_at is None:
            below[field.orientation_id].append(field)
    standing = [one for one in orientations if one.withdrawn_at is None]
    gone = [one for one in (*orientations, *fields) if one.withdrawn_at is not None]
    return Frame(tuple(FrameOrientation(one, tuple(below[one.pk])) for one in standing), tuple(gone))


def successor(entry: Entry, frame: Frame) -> Entry | None:
    """The entry of a later frame that continues this one: by line where that frame was made from this one's, else the
    one of its number. None when nothing continues it."""
    everything = (*frame.entries, *frame.withdrawn)
    same_kind = [one for one in frame.entries if kind_of(one) == kind_of(entry)]
    if any(one.carried_from_id for one in everything):
        return next((one for one in same_kind if one.carried_from_id == entry.pk), None)
    return next((one for one in same_kind if one.number == entry.number), None)


# --- Differences between the frame and a plan -------------------------------------------------------------------------


class Nature(StrEnum):
    """What the frame did since the plan took it up; in this order they are settled."""

    WITHDRAWN = "retire"
    NUMBERS = "numeros"
    ADDED = "ajoute"
    TITLE = "titre"


@dataclass(frozen=True)
class Difference:
    """One thing that the frame changed and that the plan has not accepted. `key` names it in forms."""

    nature: Nature
    sentence: str
    entry: Entry | None = None
    old: str = ""
    new: str = ""
    strategies: int = 0  # of the plan, under a field that was withdrawn
    row: PlanField | OrientationContext | None = None  # what stands on the entry in the plan

    @property
    def key(self) -> str:
        return self.nature if self.entry is None else f"{self.nature}-{kind_of(self.entry)}-{self.entry.pk}"

    @property
    def must_move(self) -> bool:
        """Accepting it would leave strategies without a field: they are moved first."""
        return self.nature == Nature.WITHDRAWN and self.strategies > 0


def inherits(plan: Plan) -> bool:
    """Whether plans of this kind take up the national frame."""
    return plan.kind in (PlanKind.PAR, PlanKind.NATIONAL)


def differences(plan: Plan, rows: Rows, frame: Frame) -> tuple[Difference, ...]:
    """What the plan would accept of the frame, in the order in which it is settled. No query."""
    if not inherits(plan):
        return ()
    standing = _Standing(rows)
    found = [
        *_withdrawn(standing, frame),
        *_numbers(standing, frame),
        *_added(standing, frame),
        *_titles(standing, frame),
    ]
    return tuple(found)


class _Standing:
    """The rows of a plan by the entry of the frame on which they stand, and the wording it kept of each."""

    def __init__(self, rows: Rows) -> None:
        self.contexts = {row.orientation_id: row for row in rows[OrientationContext]}
        self.fields = {row.field_id: row for row in rows[PlanField]}
        self._kept = {(one.orientation_id, one.field_id): one for one in rows[KeptWording]}
        self.strategies: dict[int, int] = defaultdict(int)
        for strategy in rows[Strategy]:
            self.strategies[strategy.plan_field_id] += 1

    def row(self, entry: Entry):
        return (self.contexts if isinstance(entry, Orientation) else self.fields).get(entry.pk)

    def wording(self, entry: Entry) -> KeptWording | None:
        is_orientation = isinstance(entry, Orientation)
        return self._kept.get((entry.pk, None) if is_orientation else (None, entry.pk))


def _withdrawn(standing: _Standing, frame: Frame) -> list[Difference]:
    """Rows on an entry that stands no more: withdrawn, or of last year's frame and without a successor."""
    known = {(kind_of(entry), entry.pk) for entry in frame.entries}
    found = []
    for row in standing.fields.values():
        if (FIELD, row.field_id) not in known:
            count = standing.strategies[row.pk]
            stays = _strategies_stay(count)
            sentence = f"Le cadre national a retiré le champ {row.field.number}, « {row.field.title} »{stays}."
            found.append(Difference(Nature.WITHDRAWN, sentence, row.field, row.field.title, "", count, row))
    for row in standing.contexts.values():
        entry = row.orientation
        if (ORIENTATION, entry.pk) not in known:
            sentence = f"Le cadre national a retiré l’orientation {entry.number}, « {entry.title} »."
            found.append(Difference(Nature.WITHDRAWN, sentence, entry, entry.title, "", 0, row))
    return found


def _strategies_stay(count: int) -> str:
    if not count:
        return " : aucune stratégie du plan n’y est inscrite"
    return " : sa stratégie reste dans le plan" if count == 1 else f" : ses {count} stratégies restent dans le plan"


def _numbers(standing: _Standing, frame: Frame) -> list[Difference]:
    moved = [
        f"{_THE[kind_of(entry)]} {kept.number} devient {_THE[kind_of(entry)]} {entry.number}"
        for entry in frame.entries
        if (kept := standing.wording(entry)) and kept.number != entry.number
    ]
    if not moved:
        return []
    return [Difference(Nature.NUMBERS, f"Le cadre national a changé la numérotation : {', '.join(moved)}.")]


def _added(standing: _Standing, frame: Frame) -> list[Difference]:
    found = []
    for orientation in frame.orientations:
        if standing.row(orientation.entry) is None:
            entry = orientation.entry
            sentence = f"Le cadre national compte l’orientation {entry.number}, « {entry.title} », absente du plan."
            found.append(Difference(Nature.ADDED, sentence, entry, "", entry.title))
        for entry in orientation.fields:
            if standing.row(entry) is None:
                sentence = (
                    f"Le cadre national compte le champ {entry.number}, « {entry.title} », "
                    f"sous l’orientation {orientation.entry.number} : il est absent du plan."
                )
                found.append(Difference(Nature.ADDED, sentence, entry, "", entry.title))
    return found


def _titles(standing: _Standing, frame: Frame) -> list[Difference]:
    return [
        Difference(
            Nature.TITLE,
            f"Le cadre national a changé le titre {_OF[kind_of(entry)]} {kept.number}.",
            entry,
            kept.title,
            entry.title,
            row=standing.row(entry),
        )
        for entry in frame.entries
        if (kept := standing.wording(entry)) and kept.title != entry.title
    ]
