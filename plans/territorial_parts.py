"""The rows of a territorial plan that people write: one table that forms, services and history read."""

from dataclasses import dataclass

from django.db.models import Model

from plans import models as m


@dataclass(frozen=True)
class TerritorialPart:
    """A kind of row. `kind` names it in addresses and in the history; `parent` is the field that hangs it."""

    kind: str
    model: type[Model]
    fields: tuple[str, ...]
    parent: str

    @property
    def verbose_name(self) -> str:
        return str(self.model._meta.verbose_name)


PARTS: dict[str, TerritorialPart] = {
    part.kind: part
    for part in (
        TerritorialPart("priorite", m.RegionalPriority, ("number", "title"), "place"),
        TerritorialPart(
            "action",
            m.MinistryAction,
            ("number", "text", "priorities", "lead", "partners", "start", "end", "source_note"),
            "place",
        ),
        TerritorialPart("cible", m.ActionTarget, ("year", "value", "unit", "due"), "action"),
    )
}
KIND_OF: dict[type[Model], str] = {part.model: kind for kind, part in PARTS.items()}


def row_anchor(row: Model) -> str:
    """The id of a row on the page of its territory: « action-12 »; a target lies in its action."""
    if isinstance(row, m.ActionTarget):
        return f"action-{row.action_id}"
    return f"{KIND_OF[type(row)]}-{row.pk}"
