"""The parts of a plan that people edit: one table that says, for each, its model and its fields.

Forms, services, history and API all read it; adding a part to the plan is adding a line here.
"""

from dataclasses import dataclass

from django.db.models import Model

from plans import models as m


@dataclass(frozen=True)
class Part:
    """An editable kind of row. `kind` names it in addresses and in the history.

    `parent` is the field that hangs the row in the plan. `chosen` are told once, when the row is added (which MRC,
    which CLE). People add, move and archive the rows of a part that `grows`; the others are given by the plan's kind.
    """

    kind: str
    model: type[Model]
    fields: tuple[str, ...]
    parent: str = "plan"
    chosen: tuple[str, ...] = ()
    grows: bool = True

    @property
    def verbose_name(self) -> str:
        return str(self.model._meta.verbose_name)


PARTS: dict[str, Part] = {
    part.kind: part
    for part in (
        Part("texte", m.Section, ("title", "body"), chosen=("volet", "key", "number"), grows=False),
        Part("signataire", m.Signatory, ("name", "role")),
        Part("note", m.Footnote, ("text",), chosen=("marker",)),
        Part(
            "chiffre-cle",
            m.KeyFigure,
            (
                "theme", "label", "unit", "decimals", "region_value", "region_note", "quebec_value", "quebec_note",
                "quebec_share", "as_of", "source", "beside_mrcs", "needs_update",
            ),
        ),
        Part("taux-mrc", m.MRCFigure, ("value", "trend", "needs_update"), chosen=("mrc",)),
        Part("enjeu", m.Issue, ("title", "description", "retained")),
        Part("secteur", m.SectorIssue, ("name", "description")),
        Part("comite", m.SectorCommittee, ("name", "elements", "council_note")),
        Part("contexte", m.OrientationContext, ("summary",), chosen=("orientation",), grows=False),
        Part("champ", m.PlanField, ("situation_heading", "situation"), chosen=("field",), grows=False),
        Part("strategie", m.Strategy, ("title",), parent="plan_field"),
        Part("action", m.Action, ("text", "lead", "start", "end", "status", "progress"), parent="strategy"),
        Part("budget", m.Budget, ("envelope", "printed_percent", "is_hypothesis", "note"), grows=False),
        Part("part-budget", m.BudgetShare, ("percent", "amount"), chosen=("territory",)),
        Part("budget-anterieur", m.BudgetHistory, ("opening", "later", "note"), chosen=("year",)),
        Part("effectif", m.Staffing, ("value",), chosen=("unit", "category", "year")),
        Part("objectif", m.ManagementObjective, ("title", "expected_results")),
        Part("conformite", m.ConformityAction, ("text",)),
        Part("action-locale", m.LocalAction, ("text", "answers", "lead", "start", "end", "status", "progress")),
    )
}  # fmt: skip

KIND_OF: dict[type[Model], str] = {part.model: kind for kind, part in PARTS.items()}


def row_anchor(row: Model) -> str:
    """The id of a row on the plan page: « strategie-12 »."""
    return f"{KIND_OF[type(row)]}-{row.pk}"
