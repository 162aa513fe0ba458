"""How each kind of row is written: as a card or as a line of a table, under which name, on which page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

# The rows that each part of the outline holds, beside its text.
KINDS_OF: dict[str, tuple[str, ...]] = {
    "avant_propos": ("signataire",),
    "chiffres_cles": ("chiffre-cle", "taux-mrc"),
    "enjeux": ("enjeu",),
    "secteurs": ("secteur",),
    "comites": ("comite",),
    "strategies": ("contexte",),
    "budget": ("budget", "part-budget", "budget-anterieur"),
    "effectif": ("effectif",),
    "solidarite_objectifs": ("objectif",),
    "operations": ("conformite",),
    "notes": ("note",),
    "actions_locales": ("action-locale",),
}


def _nameless(row: Model, year: int) -> str:
    return ""


def _staff_name(row: Model, year: int) -> str:
    return f"{row.get_unit_display()}, {row.get_category_display().lower()}"


@dataclass(frozen=True)
class Sheet:
    """`columns` make it a table (its other fields unfold); without them each row is a card.

    `name_of(row, year)` names a row that its fields do not name (an office, a year). `sums` are the columns that add
    up over the table, `group_sums` those that add up within a group. `is_ranked`: its rows bear their rank; `moves`:
    people order them.
    """

    kind: str
    title: str
    one: str
    add_label: str = ""
    columns: tuple[str, ...] = ()
    head: str = ""
    name_of: Callable[[Model, int], str] = _nameless
    sums: tuple[str, ...] = ()
    group_sums: tuple[str, ...] = ()
    is_ranked: bool = False
    more_label: str = "Autres champs"
    moves: bool = True
    changes_parent: str = ""  # what it may be moved under, in words

    @property
    def is_table(self) -> bool:
        return bool(self.columns)


SHEETS: dict[str, Sheet] = {
    sheet.kind: sheet
    for sheet in (
        Sheet("texte", "Texte", "texte", moves=False),
        Sheet("signataire", "Signataires", "signataire", "Ajouter un signataire", ("name", "role")),
        Sheet(
            "note", "Notes", "note", "Ajouter une note", ("text",), "Renvoi",
            name_of=lambda row, year: row.marker,
        ),
        Sheet(
            "chiffre-cle", "Chiffres clés", "chiffre clé", "Ajouter un chiffre clé",
            ("label", "region_value", "quebec_value", "quebec_share", "unit"),
            more_label="Source, date, précisions",
        ),
        Sheet(
            "taux-mrc", "Taux d’assurance-emploi par MRC", "taux", "Ajouter une MRC", ("value", "trend"), "MRC",
            name_of=lambda row, year: row.mrc.name_in(year),
        ),
        Sheet("enjeu", "Enjeux", "enjeu", "Ajouter un enjeu", is_ranked=True),
        Sheet("secteur", "Secteurs", "secteur", "Ajouter un secteur", ("name", "description")),
        Sheet(
            "comite", "Comités sectoriels", "comité", "Ajouter un comité sectoriel",
            ("name", "elements", "council_note"),
        ),
        Sheet("contexte", "Contexte régional des orientations", "contexte", moves=False),
        Sheet("champ", "Mise en situation", "mise en situation", moves=False),
        Sheet(
            "strategie", "Stratégies et pistes d’action", "stratégie", "Ajouter une stratégie",
            changes_parent="un autre champ d’intervention",
        ),
        Sheet(
            "action", "Pistes d’action", "piste d’action", "Ajouter une piste d’action",
            changes_parent="une autre stratégie",
        ),
        Sheet("budget", "Enveloppe et totaux imprimés", "enveloppe", moves=False),
        Sheet(
            "part-budget", "Répartition entre les CLE", "part", "Ajouter un CLE", ("percent", "amount"), "CLE",
            name_of=lambda row, year: row.territory.name_in(year), sums=("percent", "amount"),
        ),
        Sheet(
            "budget-anterieur", "Budgets des exercices antérieurs", "exercice", "Ajouter un exercice",
            ("opening", "later", "note"), "Exercice", name_of=lambda row, year: str(row.year),
        ),
        Sheet(
            "effectif", "Effectif, en équivalents temps complet", "effectif", "Ajouter un effectif", ("value",),
            "Unité et catégorie", name_of=_staff_name, group_sums=("value",), moves=False,
        ),
        Sheet(
            "objectif", "Objectifs de gestion", "objectif", "Ajouter un objectif de gestion",
            ("title", "expected_results"),
        ),
        Sheet("conformite", "Activités de conformité", "activité", "Ajouter une activité", is_ranked=True),
        Sheet("action-locale", "Actions locales", "action locale", "Ajouter une action locale", is_ranked=True),
    )
}  # fmt: skip
