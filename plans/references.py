"""Live references: the figures of a plan that a text may name instead of copying, so that text and table agree.

    {{chiffre-cle:12.region}} · .quebec · .part        a key figure (its row)
    {{taux-mrc:3}}                                     the employment insurance rate of an MRC
    {{cible:2}} · .initiale · .nationale               a target in force, by the number or code of its indicator
    {{resultat:2}} · {{externe:2}}                     its result to date; what external resources bring
    {{budget:enveloppe}} · .millions                   the envelope in k$, or in M$
    {{part-budget:4.pourcentage}} · .montant           the share of a CLE
    {{budget-anterieur:2.initial}} · .final            the budget of an earlier year
    {{effectif:total-nouvelle-agence.2006-2007}}       staff, in full-time equivalents
    {{nombre:strategies}} · actions · champs · …       how many the plan holds

All of them are told from the dossier, without any query.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.text import slugify

from core.formats import de, fiscal_year_label, month_label, nombre, pourcentage, with_unit
from core.prose_parse import rename
from core.prose_tree import Referred, lost
from plans.parts import row_anchor

if TYPE_CHECKING:
    from plans.dossier import Dossier

_SIGNS = {"%", "$", "k$", "M$"}  # written behind a number; other units are words of the sentence
_TABLE = "tableau des cibles du plan"


@dataclass(frozen=True)
class PlanFigure:
    """A figure that a text may name: its code, its printed text, what it is and whence it comes.

    `anchor` is where it stands on the plan page; `group` gathers what is searched together. `value` is exact and in
    `unit`; None when the plan has no value there.
    """

    code: str
    text: str
    label: str
    group: str
    source: str
    anchor: str
    value: Decimal | None
    unit: str = ""


class Figures:
    """The figures of one plan, made when the first reference asks."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self._known: dict[str, PlanFigure] | None = None

    @property
    def known(self) -> dict[str, PlanFigure]:
        if self._known is None:
            self._known = {figure.code: figure for figure in _figures(self.dossier)}
        return self._known

    def refer(self, code: str) -> Referred:
        """What a reference says, or that it is lost: its record is archived, of another plan, or without value."""
        figure = self.known.get(code)
        if figure is None or figure.value is None:
            return lost(code if figure is None else f"{figure.label}, sans valeur")
        url = f"{self.dossier.plan.get_absolute_url()}#{figure.anchor}"
        return Referred(figure.text, figure.label, figure.source, url)


def plan_figures(dossier: Dossier) -> tuple[PlanFigure, ...]:
    """The figures offered to those who write: all that have a value, an initial target only when it was revised."""
    known = dossier.reference_figures.known
    return tuple(
        figure
        for code, figure in known.items()
        if figure.value is not None
        and not (code.endswith(".initiale") and figure.value == known[code.removesuffix(".initiale")].value)
    )


def remap(text: str, new_names: Mapping[str, str]) -> str:
    """The same text for a plan whose rows are others: `{"chiffre-cle:12": "chiffre-cle:45", "note:3": "note:2"}`.

    What is not in the mapping stays: targets, envelope, staff and counts are named alike in every plan.
    """

    def code(old: str) -> str:
        record, dot, aspect = old.partition(".")
        return f"{new_names.get(record, record)}{dot}{aspect}"

    def key(old: str) -> str:
        return new_names.get(f"note:{old}", f"note:{old}").removeprefix("note:")

    return rename(text, code, key)


# --- What there is ---------------------------------------------------------------------------------------------------


def _figures(dossier: Dossier) -> Iterator[PlanFigure]:
    yield from _targets(dossier)
    yield from _budget(dossier)
    yield from _key_figures(dossier)
    yield from _staff(dossier)
    yield from _counts(dossier)


def _key_figures(dossier: Dossier) -> Iterator[PlanFigure]:
    place = dossier.region.name_in(dossier.year)
    for theme, rows in dossier.key_figures:
        for row in rows:
            unit = row.unit if row.unit in _SIGNS else ""
            source = ", ".join(filter(None, (row.source, row.as_of))) or "source non précisée"
            values = (
                ("region", f"{row.label} – {place}", row.region_value, unit, row.decimals),
                ("quebec", f"{row.label} – Québec", row.quebec_value, unit, row.decimals),
                ("part", f"{row.label} – part du Québec", row.quebec_share, "%", 1),
            )
            for aspect, label, value, behind, decimals in values:
                text = with_unit(value, behind, decimals)
                code = f"chiffre-cle:{row.pk}.{aspect}"
                group = f"Chiffres clés – {theme}"
                yield PlanFigure(code, text, label, group, source, row_anchor(row), value, behind or row.unit)
    for row in dossier.mrc_figures:
        label = f"Taux d’assurance-emploi – {row.mrc.name_in(dossier.year)}"
        yield PlanFigure(
            f"taux-mrc:{row.pk}", pourcentage(row.value, 1), label, "Taux par MRC", "tableau des MRC du plan",
            row_anchor(row), row.value, "%",
        )  # fmt: skip


def _targets(dossier: Dossier) -> Iterator[PlanFigure]:
    national = {row.figure.indicator.pk: row.national for _, rows in dossier.solidarity_targets for row in rows}
    known_to = month_label(dossier.year, dossier.month)
    for figure in dossier.figures:
        key, unit = figure.indicator.key, figure.indicator.unit
        values = (
            ("cible", "", f"Cible {dossier.year_label}", figure.target, _TABLE),
            ("cible", ".initiale", f"Cible initiale {dossier.year_label}", figure.initial_target, _TABLE),
            ("cible", ".nationale", f"Cible nationale {dossier.year_label}", national.get(figure.indicator.pk), _TABLE),
            ("resultat", "", f"Résultat à la fin {de(known_to)}", figure.result, figure.indicator.source),
        )
        anchor = "solidarite-cibles" if figure.indicator.pk in national else "cibles"
        for kind, aspect, what, value, source in values:
            label = f"{figure.indicator.short_name} – {what}"
            group = "Cibles" if kind == "cible" else "Résultats"
            yield PlanFigure(f"{kind}:{key}{aspect}", figure.text(value), label, group, source, anchor, value, unit)
    for part in dossier.external:
        indicator = part.figure.indicator
        label = f"{indicator.short_name} – part des ressources externes"
        yield PlanFigure(
            f"externe:{indicator.key}", part.text, label, "Cibles", _TABLE, "externes", part.value, indicator.unit
        )


def _budget(dossier: Dossier) -> Iterator[PlanFigure]:
    if dossier.budget is None:
        return
    budget, group = dossier.budget.budget, "Budget"
    source = "hypothèse du plan" if budget.is_hypothesis else "tableau du budget du plan"
    value, anchor = budget.envelope, row_anchor(budget)
    millions = None if value is None else value / 1000
    yield PlanFigure("budget:enveloppe", with_unit(value, "k$", 0), "Enveloppe", group, source, anchor, value, "k$")
    yield PlanFigure(
        "budget:enveloppe.millions", _short(millions, "M$"), "Enveloppe, en M$", group, source, anchor, millions, "M$"
    )
    for share in dossier.budget.shares:
        place, anchor = share.territory.name_in(dossier.year), row_anchor(share)
        values = (
            ("pourcentage", f"Part du budget – {place}", pourcentage(share.percent, 2), share.percent, "%"),
            ("montant", f"Montant du budget – {place}", with_unit(share.amount, "k$", 0), share.amount, "k$"),
        )
        for aspect, label, text, worth, unit in values:
            code = f"part-budget:{share.pk}.{aspect}"
            yield PlanFigure(code, text, label, group, "répartition entre les CLE", anchor, worth, unit)
    for past in dossier.budget.history:
        year, anchor = fiscal_year_label(past.year_id), row_anchor(past)
        values = (
            ("initial", f"Budget initial {year}", past.opening),
            ("final", f"Budget {year} porté à", past.later),
        )
        for aspect, label, worth in values:
            code = f"budget-anterieur:{past.pk}.{aspect}"
            yield PlanFigure(
                code, _short(worth, "M$"), label, group, "budgets des exercices antérieurs", anchor, worth, "M$"
            )


def _short(value: Decimal | None, unit: str) -> str:
    """`23 M$`, `22,9 M$`: no more decimals than the value has."""
    if value is None:
        return with_unit(None, unit)
    plain = value.normalize()
    return with_unit(plain, unit, max(0, -int(plain.as_tuple().exponent)))


def _staff(dossier: Dossier) -> Iterator[PlanFigure]:
    if dossier.staff is None:
        return
    for category, values in dossier.staff.rows:
        for (unit, year), value in zip(dossier.staff.columns, values, strict=True):
            code = f"effectif:{slugify(category)}-{slugify(unit)}.{slugify(year)}"
            label = f"Effectif {year} – {category}, {unit} (ETC)"
            yield PlanFigure(
                code, nombre(value, 1), label, "Effectif", "tableau de l’effectif du plan", "effectif", value
            )


def _counts(dossier: Dossier) -> Iterator[PlanFigure]:
    counts = (
        ("orientations", "Nombre d’orientations", len(dossier.orientations), "orientations"),
        ("champs", "Nombre de champs d’intervention", len(dossier.fields), "strategies"),
        ("strategies", "Nombre de stratégies", dossier.strategy_count, "strategies"),
        ("actions", "Nombre de pistes d’action", dossier.action_count, "strategies"),
        ("enjeux", "Nombre d’enjeux", len(dossier.issues), "enjeux"),
        ("cibles", "Nombre d’indicateurs ciblés", len(dossier.figures), "cibles"),
    )
    for key, label, count, anchor in counts:
        yield PlanFigure(
            f"nombre:{key}", nombre(count), label, "Décomptes", "compté dans le plan", anchor, Decimal(count)
        )


def searchable(text: str) -> str:
    """Small letters without accents, spaces of one kind: what people type finds what is printed."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode()
    return " ".join(plain.lower().split())
