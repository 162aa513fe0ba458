"""The template by which an existing plan comes into Jalon: a sheet (or a Word table) a part, a column a field.

The same template is written from a plan: empty, it bears the keys, the fields and the offices to be filled in; full, it
is the plan itself, which another empty plan can take back whole. Pure: nothing here touches the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

from django.db import models as dj
from django.db.models import Model

from core.formats import nombre
from core.sheets import clean
from plans import models as m
from plans.outline import outline_titles
from plans.parts import PARTS
from plans.rows import Rows
from plans.writing_sheets import KINDS_OF

REMINDER = "Rappel"  # a column for the eye, never read back
GUIDE = "Mode d’emploi"
_SHEET_OF = {
    "texte": "Textes",
    "signataire": "Signataires",
    "note": "Notes",
    "chiffre-cle": "Chiffres clés",
    "taux-mrc": "Taux par MRC",
    "enjeu": "Enjeux",
    "secteur": "Secteurs",
    "comite": "Comités sectoriels",
    "contexte": "Orientations",
    "champ": "Champs d’intervention",
    "strategie": "Stratégies",
    "action": "Pistes d’action",
    "budget": "Budget",
    "part-budget": "Parts du budget",
    "budget-anterieur": "Budgets antérieurs",
    "effectif": "Effectif",
    "objectif": "Objectifs de gestion",
    "conformite": "Conformité",
    "action-locale": "Actions locales",
}
# What a row is found by in the plan; without a key, every row of the file is a new one.
KEY_OF = {
    "texte": ("volet", "key"),
    "note": ("marker",),
    "taux-mrc": ("mrc",),
    "contexte": ("orientation",),
    "champ": ("field",),
    "budget": (),
    "part-budget": ("territory",),
    "budget-anterieur": ("year",),
    "effectif": ("unit", "category", "year"),
}
_HEADS = {("contexte", "orientation"): "Orientation", ("champ", "field"): "Champ", ("strategie", "number"): "Numéro",
          ("action", "number"): "Stratégie", ("action-locale", "answers"): "Stratégie régionale"}  # fmt: skip
_REFERENCES = {"mrc", "territory", "year", "field", "orientation", "answers"}
_SKIPPED = {"needs_update"}  # the sign of a plan carried over, not of one that comes from a document
_REMINDED = {"texte", "taux-mrc", "contexte", "champ", "part-budget"}
GUIDE_LINES = (
    "Chaque feuille (ou chaque tableau, sous son titre) est une partie du plan; sa première ligne nomme les colonnes.",
    "Écrivez dès la deuxième ligne, une ligne par élément. Laissez une feuille sans ligne si le plan n’en a pas.",
    "La colonne « Rappel » ne sert qu’à vous guider : elle n’est pas lue.",
    "Les nombres se tapent comme on les écrit (1 234,5), les dates comme 2007-03-09, les exercices comme 2007-2008.",
    "Une case oui ou non se remplit par « oui » ou « non ». Une case vide laisse le plan comme il est.",
    "Une stratégie porte son numéro (1.1 : première stratégie du champ 1); une piste d’action, celui de sa stratégie.",
)


@dataclass(frozen=True)
class Column:
    """A column of a sheet. `name` is the field that it fills; `field` is None for a number that places the row."""

    name: str
    head: str
    field: dj.Field | None

    @property
    def is_reference(self) -> bool:
        return self.field is None or self.name in _REFERENCES

    @property
    def is_number(self) -> bool:
        return not self.is_reference and isinstance(self.field, dj.IntegerField)


@dataclass(frozen=True)
class Sheet:
    """A part of the template."""

    kind: str
    title: str
    columns: tuple[Column, ...]

    @property
    def model(self) -> type[Model]:
        return PARTS[self.kind].model

    @property
    def heads(self) -> tuple[str, ...]:
        return (*((REMINDER,) if self.kind in _REMINDED else ()), *(column.head for column in self.columns))

    @property
    def key(self) -> tuple[str, ...] | None:
        return KEY_OF.get(self.kind)


Cell = str | Decimal | None


@dataclass(frozen=True)
class Grid:
    """A sheet with its rows as they are written."""

    sheet: Sheet
    rows: tuple[tuple[Cell, ...], ...]


def sheets_of(kind: str) -> tuple[Sheet, ...]:
    """The sheets of a kind of plan: the parts that its outline holds, in the order of the plan."""
    held = {"texte"} | {one for key, *_ in outline_titles(kind) for one in KINDS_OF.get(key, ())}
    if "contexte" in held:
        held |= {"champ", "strategie", "action"}
    return tuple(Sheet(kind, title, tuple(_columns(kind))) for kind, title in _SHEET_OF.items() if kind in held)


def _columns(kind: str) -> Iterator[Column]:
    part = PARTS[kind]
    if kind in {"strategie", "action"}:
        yield Column("number", _HEADS[kind, "number"], None)
    for name in (*part.chosen, *part.fields):
        field = part.model._meta.get_field(name)
        if name in _SKIPPED or (field.is_relation and name not in _REFERENCES) or (kind, name) == ("texte", "number"):
            continue
        label = str(field.verbose_name)
        yield Column(name, _HEADS.get((kind, name)) or label[:1].upper() + label[1:], field)


def grids_of(plan: m.Plan, rows: Rows) -> tuple[Grid, ...]:
    """The template filled with what a plan holds: for a plan just begun, its structure alone."""
    numbers = strategy_numbers(rows)
    titles = {(volet, key): title for _, volet, key, title in outline_titles(plan.kind)}
    told = _Told(plan, numbers, titles)
    return tuple(
        Grid(sheet, tuple(tuple(told.row(sheet, row)) for row in _in_reading_order(sheet, rows)))
        for sheet in sheets_of(plan.kind)
    )


def _in_reading_order(sheet: Sheet, rows: Rows) -> list[Model]:
    """Strategies and actions by the number of their field, then by rank; the other rows as they stand."""
    found = rows[sheet.model]
    if sheet.kind == "strategie":
        return sorted(found, key=lambda one: one.plan_field.field.number)
    if sheet.kind == "action":
        return sorted(found, key=lambda one: (one.strategy.plan_field.field.number, one.strategy.position))
    return list(found)


def strategy_numbers(rows: Rows) -> dict[int, str]:
    """« 1.2 » by the key of each strategy."""
    ranks: dict[int, int] = {}
    numbers = {}
    for one in rows[m.Strategy]:
        ranks[one.plan_field_id] = ranks.get(one.plan_field_id, 0) + 1
        numbers[one.pk] = f"{one.plan_field.field.number}.{ranks[one.plan_field_id]}"
    return numbers


@dataclass(frozen=True)
class _Told:
    plan: m.Plan
    numbers: dict[int, str]
    titles: dict[tuple[str, str], str]

    def row(self, sheet: Sheet, row: Model) -> Iterator[Cell]:
        if sheet.kind in _REMINDED:
            yield self.reminder(row)
        for column in sheet.columns:
            yield self.cell(column, row)

    def reminder(self, row: Model) -> str:
        match row:
            case m.Section():
                return self.titles.get((row.volet, row.key), "")
            case m.MRCFigure():
                return str(row.mrc)
            case m.OrientationContext():
                return str(row.orientation.title)
            case m.PlanField():
                return str(row.field.title)
        return str(row.territory)

    def cell(self, column: Column, row: Model) -> Cell:
        if column.field is None:
            return self.numbers[row.strategy_id if isinstance(row, m.Action) else row.pk]
        value = getattr(row, column.name)
        if column.name in _REFERENCES:
            return self.reference(column.name, value)
        if column.field.choices:
            return str(dict(column.field.flatchoices).get(value, "")) if value else ""
        if isinstance(value, bool):
            return "oui" if value else "non"
        if isinstance(value, date):
            return value.isoformat()
        return Decimal(value) if isinstance(value, int | Decimal) else value

    def reference(self, name: str, value) -> str:
        """What names another record: the code of an office, the number of a field, the label of a year."""
        if value is None:
            return ""
        if name == "answers":
            labels = {pk: told.split(" ", 1)[0] for pk, told in m.LocalAction(plan=self.plan).labels_of(name)}
            return labels.get(value.pk, "")
        tell: dict[str, Callable] = {"year": lambda one: one.label, "mrc": lambda one: one.code}
        tell |= {"territory": lambda one: one.code, "field": lambda one: str(one.number)}
        return tell.get(name, lambda one: str(one.number))(value)


# --- The two files ---------------------------------------------------------------------------------------------------


def write_xlsx(title: str, grids: tuple[Grid, ...]) -> bytes:
    """The template as a workbook: texts are kept as texts (« 1.10 » stays so), numbers are numbers."""
    import xlsxwriter

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as file:
        head = file.add_format({"bold": True, "font_color": "#ffffff", "bg_color": "#223654", "text_wrap": True})
        text = file.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        number = file.add_format({"valign": "top"})
        guide = file.add_worksheet(GUIDE)
        guide.set_column(0, 0, 110)
        for line, sentence in enumerate((title, *GUIDE_LINES)):
            guide.write_string(line, 0, sentence, text)
        for grid in grids:
            page = file.add_worksheet(grid.sheet.title)
            page.freeze_panes(1, 0)
            shift = len(grid.sheet.heads) - len(grid.sheet.columns)
            for column, told in enumerate(grid.sheet.heads):
                field = grid.sheet.columns[column - shift] if column >= shift else None
                long = field is not None and isinstance(field.field, dj.TextField)
                is_number = field is not None and field.is_number
                page.set_column(column, column, 60 if long else max(len(told) + 3, 18), number if is_number else text)
                page.write_string(0, column, told, head)
            for line, row in enumerate(grid.rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, Decimal):
                        page.write_number(line, column, value, number)
                    elif value:
                        page.write_string(line, column, clean(value), text)
    return buffer.getvalue()


def write_docx(title: str, grids: tuple[Grid, ...]) -> bytes:
    """The template as a Word document: a heading and a table a part, on sheets turned sideways."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    document = Document()
    document.core_properties.title = title
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(35.6), Cm(21.6)
    page.left_margin = page.right_margin = Cm(1.5)
    document.add_heading(title, 0)
    for sentence in GUIDE_LINES:
        document.add_paragraph(sentence, style="List Bullet")
    for grid in grids:
        document.add_heading(grid.sheet.title, 1)
        rows = [grid.sheet.heads, *grid.rows]
        if not grid.rows:
            rows.append(("",) * len(grid.sheet.heads))  # a line to begin with
        table = document.add_table(len(rows), len(grid.sheet.heads), style="Table Grid")
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for made, values in zip(table.rows, rows, strict=True):
            for cell, value in zip(made.cells, values, strict=True):
                cell.text = nombre(value) if isinstance(value, Decimal) else clean(value or "")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
