"""What the writing page of a part shows: its text, its rows as boxes to fill, what to add, last year's text beside.

Nothing is read here but last year's rows: everything else comes from the dossier and the outline of the reading page,
so that a plan is written under the very numbers and titles under which it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Model

from plans import models as m
from plans.dossier import Dossier, FieldPart
from plans.outline import Heading, Outline
from plans.parts import KIND_OF, PARTS, row_anchor
from plans.writing_forms import AddForm, add_form, write_form
from plans.writing_sheets import KINDS_OF, SHEETS, Sheet


@dataclass
class RowBox:
    """A row that is written: its form, its number or name, its neighbours, the rows beneath, last year's text."""

    row: Model
    sheet: Sheet
    form: Any
    number: str = ""
    name: str = ""
    before: Model | None = None
    after: Model | None = None
    children: tuple[RowBox, ...] = ()
    add: AddBox | None = None
    last_year: list[tuple[str, str]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.sheet.kind

    @property
    def anchor(self) -> str:
        return row_anchor(self.row)

    @property
    def form_id(self) -> str:
        return f"f-{self.anchor}"

    @property
    def can_grow(self) -> bool:
        """Whether it may be moved, copied and archived, rather than given by the frame."""
        return PARTS[self.kind].grows

    @property
    def can_copy(self) -> bool:
        return not set(PARTS[self.kind].chosen) - {"marker"}

    @property
    def columns(self):
        return [self.form[name] for name in self.sheet.columns if name in self.form.fields]

    @property
    def more(self):
        """The fields that unfold: those that no column shows."""
        return [one for one in self.form.visible_fields() if one.name not in self.sheet.columns]

    @property
    def title(self) -> str:
        return self.name or str(self.row)

    @property
    def head(self) -> str:
        """What its head says, above the box that holds its title: « Stratégie 1.2 », « Enjeu 3 »."""
        words = f"{self.sheet.one} {self.number}".strip()
        return words[:1].upper() + words[1:]

    @property
    def note(self) -> str:
        """What a line says under its name without unfolding."""
        if self.kind != "chiffre-cle":
            return ""
        told = " · ".join(text for text in (self.row.as_of, self.row.source) if text)
        return told if self.row.source else f"{told} · source à indiquer".lstrip(" ·")


@dataclass(frozen=True)
class AddBox:
    """What may be added, and where."""

    sheet: Sheet
    parent: int
    form: AddForm
    label: str
    is_open: bool = False


@dataclass(frozen=True)
class Total:
    """The sum of a column as it stands, and the total printed in the plan when there is one; exact."""

    name: str
    places: int
    sum: Decimal
    printed: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        return None if self.printed is None else self.sum - self.printed

    @property
    def printed_raw(self) -> str:
        """As a script reads it."""
        return "" if self.printed is None else f"{self.printed:f}"


@dataclass(frozen=True)
class Group:
    """Rows under a title of their own, or none; `totals` are theirs alone."""

    title: str
    boxes: tuple[RowBox, ...]
    totals: tuple[Total, ...] = ()


@dataclass(frozen=True)
class Block:
    """The rows of one kind in a part, in groups that have a title or none."""

    sheet: Sheet
    groups: tuple[Group, ...]
    add: AddBox | None = None
    totals: tuple[Total, ...] = ()

    @property
    def boxes(self) -> tuple[RowBox, ...]:
        return tuple(box for group in self.groups for box in group.boxes)

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of its columns."""
        model = PARTS[self.sheet.kind].model
        names = [str(model._meta.get_field(name).verbose_name) for name in self.sheet.columns]
        return tuple(name[:1].upper() + name[1:] for name in names)

    @property
    def numeric(self) -> tuple[str, ...]:
        """The columns whose numbers are aligned."""
        model = PARTS[self.sheet.kind].model
        return tuple(name for name in self.sheet.columns if hasattr(model._meta.get_field(name), "places"))


@dataclass(frozen=True)
class WritingPage:
    """One part at work."""

    heading: Heading
    section: RowBox | None  # its text
    missing_section: bool  # it has one, which nobody has begun
    blocks: tuple[Block, ...]
    field_part: FieldPart | None
    previous: Heading | None
    next: Heading | None
    needs_budget: bool = False

    @property
    def short_name(self) -> str:
        """« Champ 3 »: the title of a field of intervention is a long sentence."""
        return self.heading.number if self.field_part else self.heading.label

    @property
    def printed_anchor(self) -> str:
        """Where the part stands in the printed plan."""
        return f"champ-{self.field_part.number}" if self.field_part else self.heading.anchor

    def boxes(self) -> Iterator[RowBox]:
        """Every box of the page, those beneath others included."""
        above = [*([self.section] if self.section else []), *(box for block in self.blocks for box in block.boxes)]
        for box in above:
            yield box
            yield from box.children


def headings(outline: Outline) -> tuple[Heading, ...]:
    """The parts that have a page, in order."""
    found: list[Heading] = []
    for volet in outline.volets:
        for part in volet.parts:
            found += [part, *part.children]
    return tuple(found)


def find_heading(outline: Outline, slug: str) -> Heading | None:
    return next((one for one in headings(outline) if one.anchor == slug), None)


def compose(dossier: Dossier, outline: Outline, heading: Heading, *, open_add: str = "") -> WritingPage:
    """The page of a part, with empty forms to add what it may hold."""
    order = headings(outline)
    at = order.index(heading)
    section = RowBox(heading.section, SHEETS["texte"], write_form(heading.section)) if heading.section else None
    part = next((one for one in dossier.fields if f"intervention_{one.number}" == heading.key), None)
    maker = _Maker(dossier, open_add)
    return WritingPage(
        heading=heading,
        section=section,
        missing_section=bool(heading.section_key) and section is None,
        blocks=maker.field_blocks(part) if part else maker.blocks(heading.key),
        field_part=part,
        previous=order[at - 1] if at else None,
        next=order[at + 1] if at + 1 < len(order) else None,
        needs_budget=heading.key == "budget" and dossier.budget is None,
    )


def slug_of(row: Model, outline: Outline, dossier: Dossier) -> str:
    """The page on which a row is written."""
    kind = KIND_OF[type(row)]
    if kind == "texte":
        found = next((one for one in headings(outline) if one.section == row), None)
        return found.anchor if found else ""
    if kind in ("champ", "strategie", "action"):
        above = {"champ": lambda: row, "strategie": lambda: row.plan_field, "action": lambda: row.strategy.plan_field}
        return f"intervention-{above[kind]().field.number}"
    key = next((key for key, kinds in KINDS_OF.items() if kind in kinds), "")
    return key.replace("_", "-")


class _Maker:
    """Makes boxes from the dossier; the choices of a list that many rows share are read once."""

    def __init__(self, dossier: Dossier, open_add: str):
        self.dossier, self.open_add = dossier, open_add
        self.choices: dict[tuple[str, str], list] = {}

    def blocks(self, key: str) -> tuple[Block, ...]:
        return tuple(self._block(kind) for kind in KINDS_OF.get(key, ()) if self._is_shown(kind))

    def _is_shown(self, kind: str) -> bool:
        return kind not in ("budget", "part-budget", "budget-anterieur") or self.dossier.budget is not None

    def _block(self, kind: str) -> Block:
        sheet = SHEETS[kind]
        groups = tuple(
            Group(title, self._row(rows, sheet), self._group_totals(sheet, rows))
            for title, rows in _groups(self.dossier, kind)
        )
        add = self._add(sheet, self.dossier.plan) if PARTS[kind].grows else None
        return Block(sheet, groups, add, self._totals(kind))

    def _group_totals(self, sheet: Sheet, rows) -> tuple[Total, ...]:
        return tuple(_total(name, rows) for name in sheet.group_sums)

    def _totals(self, kind: str) -> tuple[Total, ...]:
        table = self.dossier.budget
        if kind != "part-budget" or table is None:
            return ()
        printed = {"percent": table.budget.printed_percent, "amount": table.budget.envelope}
        return tuple(_total(name, table.shares, printed[name]) for name in SHEETS[kind].sums)

    def field_blocks(self, part: FieldPart) -> tuple[Block, ...]:
        situation = RowBox(part.row, SHEETS["champ"], write_form(part.row), name=f"Champ {part.number}")
        boxes = self._row([one.row for one in part.strategies], SHEETS["strategie"])
        for box, strategy in zip(boxes, part.strategies, strict=True):
            box.number = strategy.number
            box.children = self._row(strategy.actions, SHEETS["action"])
            for rank, child in enumerate(box.children, start=1):
                child.number = str(rank)
            box.add = self._add(SHEETS["action"], strategy.row)
        add = self._add(SHEETS["strategie"], part.row)
        return (
            Block(SHEETS["champ"], (Group("", (situation,)),)),
            Block(SHEETS["strategie"], (Group("", boxes),) if boxes else (), add),
        )

    def _row(self, rows: Iterable[Model], sheet: Sheet) -> tuple[RowBox, ...]:
        order = list(rows)
        boxes = []
        for rank, row in enumerate(order):
            box = RowBox(
                row,
                sheet,
                write_form(row, choices=self.choices),
                number=str(rank + 1) if sheet.is_ranked else "",
                name=sheet.name_of(row, self.dossier.year),
                before=order[rank - 1] if rank else None,
                after=order[rank + 1] if rank + 1 < len(order) else None,
            )
            boxes.append(box)
        return tuple(boxes)

    def _add(self, sheet: Sheet, parent: Model) -> AddBox:
        key = f"{sheet.kind}-{parent.pk}"
        form = add_form(sheet.kind, parent, self.dossier.plan)
        return AddBox(sheet, parent.pk, form, sheet.add_label, self.open_add == key)


def _groups(dossier: Dossier, kind: str):
    """The rows of a kind as the plan lists them: (title of the group, rows)."""
    if kind == "chiffre-cle":
        return dossier.key_figures
    if kind == "contexte":
        return tuple(
            (f"Orientation {one.number}\u00a0: {one.title}", (one.context,))
            for one in dossier.orientations
            if one.context
        )
    if kind == "effectif":
        cells = dossier.staff.cells if dossier.staff else ()
        years = sorted({cell.year.pk: cell.year.label for cell in cells}.items())
        return tuple((label, [cell for cell in cells if cell.year_id == year]) for year, label in years)
    budget = dossier.budget
    rows = {
        "signataire": dossier.signatories,
        "note": dossier.footnotes,
        "taux-mrc": dossier.mrc_figures,
        "enjeu": dossier.issues,
        "secteur": dossier.sector_issues,
        "comite": dossier.sector_committees,
        "budget": (budget.budget,) if budget else (),
        "part-budget": budget.shares if budget else (),
        "budget-anterieur": budget.history if budget else (),
        "objectif": dossier.objectives,
        "conformite": dossier.conformity,
        "action-locale": getattr(dossier, "local_actions", ()),
    }
    return (("", rows[kind]),) if rows[kind] else ()


def _total(name: str, rows: Iterable[Model], printed: Decimal | None = None) -> Total:
    order = list(rows)
    values = [getattr(row, name) for row in order]
    places = order[0]._meta.get_field(name).places if order else 0
    return Total(name, places, sum((value for value in values if value is not None), Decimal(0)), printed)


def set_last_year(page: WritingPage, plan: m.Plan) -> None:
    """Give each box the text of the row from which it was carried; one query a kind of row, none without last year."""
    if plan.previous_id is None:
        return
    wanted: dict[type[Model], set[int]] = {}
    for box in page.boxes():
        if box.row.carried_from:
            wanted.setdefault(type(box.row), set()).add(box.row.carried_from)
    found = {
        (model, row.pk): row for model, numbers in wanted.items() for row in model.everything.filter(pk__in=numbers)
    }
    for box in page.boxes():
        if before := found.get((type(box.row), box.row.carried_from)):
            box.last_year = [
                (str(one.verbose_name), getattr(before, one.name))
                for one in (before._meta.get_field(name) for name in PARTS[box.kind].fields)
                if one.get_internal_type() in ("TextField", "CharField") and getattr(before, one.name)
            ]
