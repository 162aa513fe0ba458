"""Verbs on a file that holds an existing plan: take it in to be looked at, apply it, drop it.

Nothing is written in the plan before `apply_import`, which does everything in one transaction and one batch of the
history, and refuses when the plan is no longer the one that the preview showed.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from core.folding import fold
from indicators.services import open_year
from plans import models as m
from plans.enums import ChangeAct, ImportState, PlanKind, PlanState, Volet
from plans.import_files import FileSheet, read_file
from plans.import_template import sheets_of
from plans.importing import Entry, Known, Reading, check
from plans.local import offices_of
from plans.outline import outline_titles
from plans.parts import PARTS
from plans.rows import Rows, read_rows
from plans.rules import may_edit
from plans.search import index_plan
from plans.services import check_may_edit
from plans.services_structure import Place
from regions.models import MRC

_CHANGED = "Le plan a changé depuis cet aperçu. L’aperçu ci-dessous est à jour : relisez-le, puis importez."
_PLACED = {"strategie", "action"}


@transaction.atomic
def take_in(*, plan: m.Plan, file_name: str, content: bytes, by: User) -> tuple[m.PlanImport, Reading]:
    """Read a file for a plan and keep its cells. A file with errors is kept without them, as dropped.

    Raises Refused when the person may not write, the plan is not a draft, or the file cannot be opened.
    """
    _check_may(plan, by)
    file = read_file(file_name, content)
    reading = check(file, known_of(plan))
    is_right = not reading.problems
    kept = m.PlanImport.objects.create(
        plan=plan,
        file_name=file_name[-200:],
        rows=_packed(file) if is_right else [],
        errors=len(reading.problems),
        state=ImportState.READ if is_right else ImportState.DROPPED,
        by=by,
    )
    return kept, reading


def reading_of(one: m.PlanImport, known: Known) -> Reading:
    """What a file that was taken in says, for the plan as it stands now."""
    return check(_unpacked(one.rows), known)


@transaction.atomic
def apply_import(*, one: m.PlanImport, seen: int, by: User) -> m.PlanImport:
    """Write in the plan what the file says. `seen` is the last change that the preview knew.

    Raises Conflict when somebody has written in the plan since, Refused when the file no longer fits it.
    """
    plan = m.Plan.objects.select_for_update(of=("self",)).select_related("territory", "year").get(pk=one.plan_id)
    held = m.PlanImport.objects.select_for_update(of=("self",)).get(pk=one.pk)
    _check_may(plan, by)
    if held.state != ImportState.READ:
        raise Refused("Ce fichier a déjà été importé ou abandonné : envoyez-le de nouveau.")
    known = known_of(plan)
    reading = reading_of(held, known)
    _hold(reading)
    if last_change(plan) != seen:
        raise Conflict(_CHANGED, current=plan)
    if reading.problems:
        raise Refused("Le fichier ne convient plus au plan : envoyez-le de nouveau.")
    for volet in _volets(reading):
        check_may_edit(by, plan, volet)
    held.batch, held.state = uuid4(), ImportState.APPLIED
    _Writer(plan, known, by, held.batch).write(reading)
    held.save(update_fields=["batch", "state"])
    return held


@transaction.atomic
def drop_import(*, one: m.PlanImport, by: User) -> None:
    """Put a file aside: its cells are forgotten, that it was sent is not."""
    _check_may(one.plan, by)
    m.PlanImport.objects.filter(pk=one.pk, state=ImportState.READ).update(state=ImportState.DROPPED, rows=[])


def may_import(user: User, plan: m.Plan) -> bool:
    """Only into a draft, by those who write it."""
    return plan.state == PlanState.DRAFT and any(may_edit(user, plan, volet) for volet in Volet.values)


def last_change(plan: m.Plan) -> int:
    """The number of the last change of the plan's history; 0 without any."""
    return m.RowChange.objects.filter(plan=plan).order_by("-id").values_list("id", flat=True).first() or 0


def known_of(plan: m.Plan, rows: Rows | None = None) -> Known:
    """What a file may name in this plan, and the rows that it may fill. Four queries at most."""
    rows = rows or read_rows(plan)
    refs: dict[str, dict[str, Any]] = {
        "field": {str(one.field.number): one.field for one in rows[m.PlanField]},
        "orientation": {str(one.orientation.number): one.orientation for one in rows[m.OrientationContext]},
    }
    if plan.kind == PlanKind.PAR:
        refs["mrc"] = {fold(told): one for one in MRC.objects.all() for told in (str(one), one.code)}
        offices = {one.pk: one for one in offices_of(plan.territory, plan.year_id)}
        offices |= {row.territory_id: row.territory for row in rows[m.BudgetShare]}
        refs["territory"] = {fold(told): one for one in offices.values() for told in (str(one), one.code)}
    if plan.kind == PlanKind.PAL:
        labels = dict(m.LocalAction(plan=plan).labels_of("answers"))
        strategies = m.Strategy.objects.in_bulk(labels)
        refs["answers"] = {fold(told.split(" ", 1)[0]): strategies[pk] for pk, told in labels.items()}
    sheets = sheets_of(plan.kind)
    standing = {
        sheet.kind: {tuple(_key(row, name) for name in sheet.key): row for row in rows[sheet.model]}
        for sheet in sheets
        if sheet.key is not None
    }
    titles = [(volet, title, key) for _, volet, key, title in outline_titles(plan.kind) if key]
    titles += [(row.volet, row.title, row.key) for row in rows[m.Section] if row.title]
    return Known(
        kind=plan.kind,
        refs=refs,
        rows=standing,
        counts={sheet.kind: len(rows[sheet.model]) for sheet in sheets},
        sections={(volet, fold(title)): key for volet, title, key in titles},
    )


def _key(row: Model, name: str) -> Any:
    field = row._meta.get_field(name)
    return getattr(row, field.attname)


def _check_may(plan: m.Plan, by: User) -> None:
    if not may_import(by, plan):
        raise Refused("Un fichier ne s’importe que dans un brouillon, par les personnes qui l’écrivent.")


def _volets(reading: Reading) -> set[str]:
    """The mandates in which the file writes."""
    found = set()
    for kind, entries in reading.entries.items():
        model = PARTS[kind].model
        for entry in entries:
            found.add(entry.values["volet"] if kind == "texte" else model().owning_volet)
    return found


def _hold(reading: Reading) -> None:
    """Nobody else writes, until the transaction ends, in the rows that the file fills."""
    for kind, entries in reading.entries.items():
        if keys := [entry.fills.pk for entry in entries if entry.fills]:
            list(PARTS[kind].model.everything.select_for_update(of=("self",)).filter(pk__in=keys).values_list("pk"))


def _packed(file: tuple[FileSheet, ...]) -> list:
    """Cells as JSON keeps them: a number is told apart from a text."""

    def cell(value):
        return [str(value)] if isinstance(value, Decimal) else value

    return [[sheet.title, [[cell(value) for value in row] for row in sheet.rows]] for sheet in file]


def _unpacked(rows: list) -> tuple[FileSheet, ...]:
    def cell(value):
        return Decimal(value[0]) if isinstance(value, list) else value

    return tuple(FileSheet(title, tuple(tuple(cell(value) for value in row) for row in grid)) for title, grid in rows)


class _Writer:
    """Writes a file in a plan by whole parts: as many statements for three rows as for three hundred."""

    def __init__(self, plan: m.Plan, known: Known, by: User, batch: UUID) -> None:
        self.plan, self.known, self.by, self.batch = plan, known, by, batch
        self.changes: list[m.RowChange] = []
        self.years: dict[int, Any] = {}
        self.strategies: dict[tuple[int, int], m.Strategy] = {}
        self.made: dict[tuple[str, int], Model] = {}  # by part and line

    def write(self, reading: Reading) -> None:
        for sheet in reading.sheets:
            entries = reading.entries[sheet.kind]
            if sheet.kind in _PLACED:  # 1.10 comes after 1.9, in whatever order the lines stand
                entries = sorted(entries, key=lambda entry: entry.number)
            self._fill(sheet.kind, [entry for entry in entries if entry.fills])
            self._add(sheet.kind, [entry for entry in entries if not entry.fills])
            if sheet.key and PARTS[sheet.kind].grows:
                self._order(sheet.kind, entries)
        m.RowChange.objects.bulk_create(self.changes)
        m.Plan.objects.filter(pk=self.plan.pk).update(touched_at=timezone.now())
        index_plan(self.plan)

    def _fill(self, kind: str, entries: list[Entry]) -> None:
        names = PARTS[kind].fields
        written = []
        for entry in entries:
            row, changed = entry.fills, False
            for name in names:
                old, new = getattr(row, name), entry.values.get(name)
                if name not in entry.values or old == new:
                    continue
                setattr(row, name, new)
                self._record(kind, row, name, old, new, ChangeAct.EDIT, row.version + 1)
                changed = True
            if changed:
                row.version += 1
                written.append(row)
        if written:
            PARTS[kind].model.objects.bulk_update(written, [*names, "version"])

    def _add(self, kind: str, entries: list[Entry]) -> None:
        ranks: dict[int, int] = defaultdict(int)
        if kind == "strategie":
            for one in m.Strategy.objects.filter(plan_field__plan=self.plan).values_list("plan_field_id", flat=True):
                ranks[one] += 1
        elif kind != "action" and entries:
            ranks[self.plan.pk] = self.known.counts.get(kind, 0)
        part, made = PARTS[kind], []
        for entry in entries:
            parent = self._parent(kind, entry)
            ranks[parent.pk] += 1
            values = {name: self._year(value) if name == "year" else value for name, value in entry.values.items()}
            row = part.model(**{part.parent: parent}, position=ranks[parent.pk], **values)
            made.append(row)
            if kind == "strategie":
                self.strategies[entry.number] = row
        part.model.objects.bulk_create(made)
        for row, entry in zip(made, entries, strict=True):
            told = f"rang {row.position}"
            if kind == "strategie":
                told = f"{entry.number[0]}.{row.position}"
            place = Place(getattr(row, f"{part.parent}_id"), row.position, told)
            self._record(kind, row, "", "", place, ChangeAct.ADD, row.version)
            self.made[kind, entry.line] = row

    def _order(self, kind: str, entries: list[Entry]) -> None:
        """Rows found by their key (offices, MRCs) stand in the order of the file, those it does not name after."""
        model = PARTS[kind].model
        first = [entry.fills.pk if entry.fills else self.made[kind, entry.line].pk for entry in entries]
        if not first:
            return
        rows = {row.pk: row for row in model.objects.filter(plan=self.plan).order_by("position", "pk")}
        order = [*first, *(pk for pk in rows if pk not in set(first))]
        for rank, pk in enumerate(order, start=1):
            rows[pk].position = rank
        model.objects.bulk_update(rows.values(), ["position"])

    def _parent(self, kind: str, entry: Entry) -> Model:
        if kind == "strategie":
            field = self.known.refs["field"][str(entry.number[0])]
            return self.known.rows["champ"][(field.pk,)]
        return self.strategies[entry.number] if kind == "action" else self.plan

    def _year(self, start: int):
        if start not in self.years:
            self.years[start] = open_year(start)
        return self.years[start]

    def _record(self, kind: str, row: Model, name: str, old, new, act: ChangeAct, version: int) -> None:
        self.changes.append(
            m.RowChange(
                plan=self.plan, kind=kind, row=row.pk, label=str(row)[:200], act=act, batch=self.batch, field=name,
                old="" if old is None else str(old), new="" if new is None else str(new), version=version,
                author=self.by,
            )
        )  # fmt: skip
