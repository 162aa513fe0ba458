"""Chapters 7 and 8: money and staff, then what the region commits to and where it stands."""

from __future__ import annotations

from core import charts
from core.formats import de, fiscal_year_label, month_label, nombre
from core.tables import CHART, INTEGER, STATUS, Cell, Column, Row, Table, decimal, percent
from indicators.figures import Figure as Measured
from plans.dossier import BudgetTable, Dossier, StaffTable
from reports.cells import attainment_cell, bullet_cell, result_cell, status_cell, target_cell, value_cell
from reports.document import Block, Figure, Note, Prose, Section
from reports.document import slug as key_of
from reports.par.words import chapter, part, written

READING = (
    "Dans les tableaux\u00a0: la barre est le résultat, le trait vertical la cible de l’année, le triangle ce qui est "
    "attendu à ce jour. Résultats à la fin {}."
)


def resources(dossier: Dossier) -> Section:
    usual = "Le budget du Fonds de développement du marché du travail"
    staff = (_staff(dossier.staff),) if dossier.staff else ()
    return Section(
        "Les ressources financières et humaines",
        (
            part(dossier, "employment.budget", "7.1", "budget", usual, _budget(dossier)),
            part(dossier, "employment.staff", "7.2", "effectif", "Les ressources humaines", staff),
        ),
        number="7",
        role="chapter",
        anchor="ressources",
    )


def _budget(dossier: Dossier) -> tuple[Block, ...]:
    budget = dossier.budget
    if budget is None:
        return ()
    blocks: list[Block] = [_shares(dossier, budget)]
    if budget.notice:
        blocks.append(Note(budget.notice, title="À savoir", tone="warning"))
    if budget.history:
        blocks.append(_history(budget))
    if budget.shares:
        blocks.append(_budget_figure(dossier, budget))
    return tuple(blocks)


def _shares(dossier: Dossier, table: BudgetTable) -> Table:
    rows = [Row(share.territory.name_in(dossier.year), share.percent, share.amount) for share in table.shares]
    region = dossier.region.name_in(dossier.year)
    printed = Cell(table.budget.printed_percent, format=percent(_places(table.budget.printed_percent)))
    rows.append(Row(f"{region}, total imprimé", printed, table.budget.envelope, role="total"))
    if table.notice:
        rows.append(Row("Somme recalculée", table.percent_sum, table.amount_sum, role="recomputed"))
    hypothesis = " (hypothèse)" if table.budget.is_hypothesis else ""
    return Table(
        key="budget",
        caption=f"Répartition du budget {dossier.year_label} entre les CLE{hypothesis}",
        columns=(
            Column("Centre local d’emploi", is_head=True),
            Column("Part", percent(2)),
            Column("Montant (k$)", INTEGER),
        ),
        rows=tuple(rows),
        notes=(table.budget.note,) if table.budget.note else (),
        is_wide=False,
    )


def _places(value) -> int:
    """As many decimals as were printed: rounding here would invent another total."""
    return 0 if value is None else max(-value.normalize().as_tuple().exponent, 0)


def _history(table: BudgetTable) -> Table:
    return Table(
        key="budgets-anterieurs",
        caption="Budgets antérieurs du Fonds de développement du marché du travail",
        columns=(
            Column("Exercice", is_head=True),
            Column("Budget initial", decimal(1, "M$")),
            Column("Porté à", decimal(1, "M$")),
            Column("Remarque"),
        ),
        rows=tuple(Row(str(row.year), row.opening, row.later, row.note) for row in table.history),
        is_wide=False,
    )


def _budget_figure(dossier: Dossier, table: BudgetTable) -> Figure:
    shares = sorted(table.shares, key=lambda share: -(share.amount or 0))
    told = ", ".join(f"{share.territory.name_in(dossier.year)} {nombre(share.amount, 0)} k$" for share in shares)
    description = f"Du plus élevé au plus bas : {told}."
    chart = charts.bars(
        [charts.Bar(share.territory.name_in(dossier.year), share.amount) for share in shares],
        title=f"Répartition du budget {fiscal_year_label(dossier.year)} entre les CLE",
        description=description,
        unit="k$",
        width=640,
        row_height=24,
    )
    return Figure("budget-graphique", "Montant de chaque CLE, du plus élevé au plus bas", chart, description)


def _staff(table: StaffTable) -> Table:
    last = len(table.rows) - 1
    return Table(
        key="effectif",
        caption="Effectif en équivalents temps complet",
        columns=(
            Column("Catégorie", width=18, is_head=True),
            *(Column(year, decimal(1), group=unit) for unit, year in table.columns),
        ),
        rows=tuple(
            Row(label, *values, role="total" if rank == last else "body")
            for rank, (label, values) in enumerate(table.rows)
        ),
    )


OBTAINED = (
    Column("Résultat", INTEGER, width=11),
    Column("Atteinte ou écart", INTEGER, width=11),
    Column("Avancement", CHART),
    Column("Appréciation", STATUS, width=15),
)


# --- Targets ---------------------------------------------------------------------------------------------------------


def targets(dossier: Dossier) -> Section:
    as_of = month_label(dossier.year, dossier.month)
    reading = (Prose(READING.format(de(as_of)), look="quiet"),) if dossier.shows_results else ()
    tables = tuple(_family(dossier, family, figures) for family, figures in dossier.targets)
    return chapter(
        dossier,
        "employment.targets_intro",
        "8",
        "cibles",
        "Les indicateurs de gestion et les cibles de résultats",
        (*reading, *tables, *_external(dossier)),
    )


def _family(dossier: Dossier, family: str, figures: tuple[Measured, ...]) -> Table:
    """Targets and, once there are any that the reader may see, results: no column waits for them."""
    obtained = (result_cell, attainment_cell, bullet_cell, status_cell) if dossier.shows_results else ()
    return Table(
        key=f"cibles-{key_of(family)}",
        caption=family,
        columns=(
            Column("No", width=5),
            Column("Indicateur", width=29, is_head=True),
            Column(f"Cible {dossier.year_label}", INTEGER, width=12, under="Cible initiale"),
            *(OBTAINED if dossier.shows_results else ()),
        ),
        rows=tuple(
            Row(
                Cell(str(figure.indicator.number)),
                figure.label,
                target_cell(figure),
                *(cell(figure) for cell in obtained),
            )
            for figure in figures
        ),
        look="table--small",
    )


def _external(dossier: Dossier) -> tuple[Section, ...]:
    key = "employment.external"
    if key not in dossier.sections and not dossier.external:
        return ()
    title, text = written(dossier, key, "La contribution des ressources externes")
    table = Table(
        key="ressources-externes",
        caption=f"Part des ressources externes dans les cibles {dossier.year_label}",
        columns=(
            Column("Indicateur", is_head=True),
            Column("Cible", INTEGER),
            Column("Ressources externes", INTEGER),
        ),
        rows=tuple(
            Row(
                part.figure.label,
                value_cell(part.figure, part.figure.target),
                value_cell(part.figure, part.value, strong=True),
            )
            for part in dossier.external
        ),
        is_wide=False,
    )
    return (Section(title, (*text, *((table,) if dossier.external else ())), anchor="ressources-externes"),)
