"""The blocks of the plan page: the smallest parts that are drawn again after an edit.

A block is one template, included by the page and sent alone to htmx, over the same dossier: after an edit the page
is what a full reload would show, computed totals included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from accounts.enums import Ability
from core.charts import Bar, bars
from core.formats import pourcentage
from plans.dossier import Dossier, StaffTable, plan_dossier
from plans.editions import without_results
from plans.enums import PlanKind
from plans.frame import differences, inherits, read_frame
from plans.local import local_part
from plans.models import MRCFigure, Plan, RowChange, Staffing
from plans.outline import Outline, plan_outline
from plans.parts import KIND_OF, row_anchor
from plans.review import read_marks
from plans.rows import read_rows
from plans.rules import may_edit, may_start_plan


@dataclass(frozen=True)
class Block:
    """A template, the id of its root element and what it needs beside the context of the page."""

    template: str
    id: str
    context: dict[str, Any] = field(default_factory=dict)


# Kinds of which one block holds all the rows.
_SHARED = {
    "signataire": "signatories",
    "chiffre-cle": "key_figures",
    "taux-mrc": "mrc_figures",
    "enjeu": "issues",
    "secteur": "sectors",
    "comite": "committees",
    "budget": "budget",
    "part-budget": "budget",
    "budget-anterieur": "budget",
    "effectif": "staff",
    "objectif": "objectives",
    "conformite": "conformity",
    "note": "footnotes",
    "action-locale": "local_actions",
}


def page_context(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """All that the page and any of its blocks show."""
    rows = read_rows(plan)
    dossier, editable = plan_dossier(plan, rows=rows), may_edit(request.user, plan)
    may_see_results = request.user.may(Ability.READ_RESULTS, plan.territory)
    if not may_see_results:
        dossier = without_results(dossier)
    return shown_context(dossier, plan_outline(dossier)) | {
        "plan": plan,
        "editable": editable,
        "local": local_part(plan, dossier.local_actions) if plan.kind == PlanKind.PAL else None,
        "frame_changes": len(differences(plan, rows, read_frame(plan.year_id))) if editable and inherits(plan) else 0,
        "may_begin_next": may_start_plan(request.user, plan.kind, plan.territory),
        "may_build": request.user.may(Ability.BUILD_DOCUMENTS, plan.territory),
        "may_see_results": may_see_results,
        "review": read_marks(plan, request.user),
        "last_change": RowChange.objects.filter(plan=plan).select_related("author").first(),
    }


def shown_context(dossier: Dossier, outline: Outline) -> dict[str, Any]:
    """What a dossier shows, be it of today or frozen."""
    return {
        "dossier": dossier,
        "outline": outline,
        "parts": outline.by_key,
        "mrc_chart": mrc_chart(dossier.mrc_figures, dossier.year),
        "staff_grid": staff_grid(dossier.staff) if dossier.staff else None,
    }


def block_of(row: Model, context: dict[str, Any]) -> Block:
    """The block in which a row is shown."""
    kind, dossier = KIND_OF[type(row)], context["dossier"]
    if kind == "texte":
        heading = next((one for one in context["parts"].values() if one.section == row), None)
        return Block("plans/blocks/text.html", f"bloc-{row_anchor(row)}", {"part": heading, "section": row})
    if kind == "contexte":
        orientation = next(one for one in dossier.orientations if one.context == row)
        return Block("plans/blocks/context.html", f"bloc-{row_anchor(row)}", {"orientation": orientation})
    if kind in _SHARED:
        name = _SHARED[kind]
        return Block(f"plans/blocks/{name}.html", f"bloc-{name.replace('_', '-')}")
    field_row = {"champ": lambda: row, "strategie": lambda: row.plan_field, "action": lambda: row.strategy.plan_field}
    plan_field = field_row[kind]()
    part = next(one for one in dossier.fields if one.row == plan_field)
    return Block("plans/blocks/field.html", f"bloc-{row_anchor(plan_field)}", {"field": part})


def mrc_chart(figures: tuple[MRCFigure, ...], year: int):
    """The employment insurance rate of each MRC, from the highest to the lowest as the plan ranks them."""
    if not figures:
        return ""
    told = ", ".join(f"{one.mrc.name_in(year)} {pourcentage(one.value)}" for one in figures)
    return bars(
        [Bar(one.mrc.name_in(year), one.value) for one in figures],
        title="Taux d’assurance-emploi par MRC",
        description=f"En % de la population de 15 à 64 ans : {told}.",
        unit="%",
        decimals=1,
        width=380,
    )


@dataclass(frozen=True)
class StaffCell:
    value: Any
    row: Staffing | None


@dataclass(frozen=True)
class StaffGrid:
    """The staff table as printed: units over years; each cell that people write knows its row."""

    units: tuple[tuple[str, int], ...]  # unit and how many years it spans
    years: tuple[str, ...]
    rows: tuple[tuple[str, tuple[StaffCell, ...]], ...]


def staff_grid(staff: StaffTable) -> StaffGrid:
    """The computed table of the dossier with, in its cells, the rows to edit."""
    rows = {(cell.get_category_display(), cell.get_unit_display(), cell.year.label): cell for cell in staff.cells}
    units = tuple(dict.fromkeys(unit for unit, _ in staff.columns))
    span = len(staff.columns) // len(units)
    return StaffGrid(
        units=tuple((unit, span) for unit in units),
        years=tuple(year for _, year in staff.columns),
        rows=tuple(
            (
                label,
                tuple(
                    StaffCell(value, rows.get((label, unit, year)))
                    for value, (unit, year) in zip(values, staff.columns, strict=True)
                ),
            )
            for label, values in staff.rows
        ),
    )
