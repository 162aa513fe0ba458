"""Every row of a plan, read in one statement (core.gather): fifteen small tables would cost as many round trips."""

from __future__ import annotations

from django.db.models import Model

from core.gather import Gathering
from plans import models as m

Rows = dict[type[Model], tuple]

_RELATED = {
    m.MRCFigure: ("mrc",),
    m.OrientationContext: ("orientation",),
    m.PlanField: ("field", "field__orientation"),
    m.BudgetShare: ("territory",),
    m.BudgetHistory: ("year",),
    m.Staffing: ("year",),
    m.LocalOrigin: ("source", "source__territory"),
}
_BENEATH = {m.Strategy: "plan_field__plan", m.Action: "strategy__plan_field__plan"}
_MODELS = (
    m.Section, m.Signatory, m.Footnote, m.KeyFigure, m.MRCFigure, m.Issue, m.SectorIssue, m.SectorCommittee,
    m.OrientationContext, m.PlanField, m.Strategy, m.Action, m.Budget, m.BudgetShare, m.BudgetHistory, m.Staffing,
    m.ManagementObjective, m.ConformityAction, m.LocalAction,
)  # fmt: skip
BESIDE = (m.KeptWording, m.LocalOrigin)  # read with the rows, though people do not edit them as parts
_ROWS = Gathering({model: _BENEATH.get(model, "plan") for model in (*_MODELS, *BESIDE)}, _RELATED)


def read_rows(plan: m.Plan) -> Rows:
    """The rows of each table of a plan, in their order; each knows its plan, whatever lies between, without a query.

    The fields of intervention and their orientations say what the plan accepted of them (`KeptWording`), which the
    national frame may have changed since: they are for reading, never to be saved.
    """
    rows = {model: tuple(found) for model, found in _ROWS.read(plan.pk).items()}
    for model, found in rows.items():
        if model not in _BENEATH:
            for row in found:
                row.plan = plan
    _attach(rows[m.Strategy], "plan_field", rows[m.PlanField])
    _attach(rows[m.Action], "strategy", rows[m.Strategy])
    _say_as_accepted(rows)
    return rows


def _say_as_accepted(rows: Rows) -> None:
    kept = {(one.orientation_id, one.field_id): one for one in rows[m.KeptWording]}
    if not kept:
        return
    entries = [((None, row.field_id), row.field) for row in rows[m.PlanField]]
    entries += [((row.field.orientation_id, None), row.field.orientation) for row in rows[m.PlanField]]
    entries += [((row.orientation_id, None), row.orientation) for row in rows[m.OrientationContext]]
    for key, entry in entries:
        if wording := kept.get(key):
            entry.number, entry.title = wording.number, wording.title


def _attach(rows, name: str, above) -> None:
    holders = {holder.pk: holder for holder in above}
    for row in rows:
        if holder := holders.get(getattr(row, f"{name}_id")):
            setattr(row, name, holder)
