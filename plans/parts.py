"""The parts of a plan that people edit: one table that says, for each, its model and its fields.

Forms, services, history and API all read it; adding a part to the plan is adding a line here.
"""

from dataclasses import dataclass

from django.db.models import Model

from plans import models as m


@dataclass(frozen=True)
class Part:
    """An editable kind of row. `kind` names it in addresses and in the history."""

    kind: str
    model: type[Model]
    fields: tuple[str, ...]

    @property
    def verbose_name(self) -> str:
        return str(self.model._meta.verbose_name)


PARTS: dict[str, Part] = {
    part.kind: part
    for part in (
        Part("texte", m.Section, ("title", "body")),
        Part("signataire", m.Signatory, ("name", "role")),
        Part("note", m.Footnote, ("text",)),
        Part(
            "chiffre-cle",
            m.KeyFigure,
            (
                "theme", "label", "unit", "decimals", "region_value", "region_note", "quebec_value", "quebec_note",
                "quebec_share", "as_of", "source",
            ),
        ),
        Part("taux-mrc", m.MRCFigure, ("value", "trend")),
        Part("enjeu", m.Issue, ("title", "description", "retained")),
        Part("secteur", m.SectorIssue, ("name", "description")),
        Part("comite", m.SectorCommittee, ("name", "elements", "council_note")),
        Part("contexte", m.OrientationContext, ("summary",)),
        Part("champ", m.PlanField, ("situation_heading", "situation")),
        Part("strategie", m.Strategy, ("title",)),
        Part("action", m.Action, ("text", "lead", "start", "end", "status", "progress")),
        Part("budget", m.Budget, ("envelope", "printed_percent", "is_hypothesis", "note")),
        Part("part-budget", m.BudgetShare, ("percent", "amount")),
        Part("budget-anterieur", m.BudgetHistory, ("opening", "later", "note")),
        Part("effectif", m.Staffing, ("value",)),
        Part("objectif", m.ManagementObjective, ("title", "expected_results")),
        Part("conformite", m.ConformityAction, ("text",)),
    )
}  # fmt: skip

KIND_OF: dict[type[Model], str] = {part.model: kind for kind, part in PARTS.items()}


def row_anchor(row: Model) -> str:
    """The id of a row on the plan page: « strategie-12 »."""
    return f"{KIND_OF[type(row)]}-{row.pk}"
