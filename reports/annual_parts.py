"""The written parts of the annual report: one table says which fields each uses and how it speaks to its author."""

from __future__ import annotations

from dataclasses import dataclass

from reports.annual_enums import AnnualPart


@dataclass(frozen=True)
class PartRule:
    """A part: the fields of AnnualEntry it uses, those it needs, and what its author is told.

    `labels` renames fields where the part calls them otherwise; `one` is what one element is called.
    """

    part: AnnualPart
    fields: tuple[str, ...]
    required: tuple[str, ...]
    one: str
    hint: str
    labels: dict[str, str]
    is_wanted: bool = False  # a report without it is not complete

    @property
    def opens(self) -> bool:
        """Whether it comes before the results."""
        return self.part in {AnnualPart.INTRODUCTION, AnnualPart.HIGHLIGHTS}

    @property
    def label(self) -> str:
        return self.part.label


_FIGURE = ("value", "decimals", "unit")

RULES: dict[str, PartRule] = {
    rule.part: rule
    for rule in (
        PartRule(
            AnnualPart.INTRODUCTION, ("title", "body"), ("body",), "un texte",
            "Ce que le lecteur doit savoir de l’exercice avant de lire les chiffres.", {},
        ),
        PartRule(
            AnnualPart.HIGHLIGHTS, ("title", *_FIGURE, "body", "source"), ("title",), "un fait saillant",
            "Un fait et, s’il y a lieu, son chiffre. Les résultats des indicateurs sont déjà dans les tableaux.",
            {"title": "Fait", "body": "Précision"}, is_wanted=True,
        ),
        PartRule(
            AnnualPart.VOLUMES, ("title", *_FIGURE, "body", "source"), ("title", "value"), "un volume",
            "Ce qui est compté sans être un indicateur du plan : pages visitées, employeurs inscrits, examens…",
            {"title": "Ce qui est compté", "body": "Site ou service"},
        ),
        PartRule(
            AnnualPart.STRATEGIES, ("title", "body"), ("body",), "un texte",
            "Ce qui a été fait, en plus de l’état de chaque piste d’action, qui vient du plan.", {},
        ),
        PartRule(
            AnnualPart.COSTS, ("title", "value", "unit", "people_of", "body", "source"), ("title", "value"), "un coût",
            "Donnez le coût total en dollars et l’indicateur qui compte les personnes : le coût par personne est "
            "calculé.",
            {"title": "Coût", "value": "Coût total", "body": "Précision"}, is_wanted=True,
        ),
        PartRule(
            AnnualPart.COMPLAINTS, ("title", *_FIGURE, "body", "source"), ("title", "value"), "un nombre",
            "Plaintes reçues et fondées; demandes de révision reçues et acceptées.",
            {"title": "Ce qui est compté", "body": "Précision"}, is_wanted=True,
        ),
        PartRule(
            AnnualPart.EVALUATIONS, ("title", "kind", "body", "source"), ("title", "body"), "une évaluation",
            "Les évaluations terminées pendant l’exercice et leurs principaux résultats.",
            {"title": "Évaluation", "body": "Principaux résultats"}, is_wanted=True,
        ),
        PartRule(
            AnnualPart.CLOSING, ("title", "body"), ("body",), "un texte", "Le mot de la fin.", {},
        ),
    )
}  # fmt: skip

ASKED_BLANK = {
    "body": "Écrivez le texte.",
    "title": "Donnez un intitulé.",
    "value": "Donnez un nombre.",
}
