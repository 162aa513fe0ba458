"""The tables of an annual report: results, clientele, places, follow-up of actions, written figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from core import charts
from core.formats import NBSP, pourcentage
from core.tables import CHART, INTEGER, STATUS, Cell, Column, Row, Table, decimal, percent
from indicators.enums import Status
from indicators.masking import MASKED_TEXT
from reports.annual import AnnualDossier, CostLine, ResultLine
from reports.annual_clientele import ClienteleLine, ClienteleTable
from reports.annual_places import PlaceCell, PlaceTable
from reports.annual_strategies import FollowedOrientation
from reports.cells import gap_cell, previous_cell, result_cell, status_cell, target_cell, value_format
from reports.document import Figure, slug
from reports.models import AnnualEntry

MASKED_NOTE = f"{MASKED_TEXT}{NBSP}: donnée masquée pour protéger la confidentialité."
_ACROSS = 4  # indicators side by side in a table by place


# --- Results ----------------------------------------------------------------------------------------------------------


def results_table(family: str, lines: Sequence[ResultLine], source: str = "") -> Table:
    """Targeted indicators of a family: what was obtained, what was asked, how far apart they are."""
    return Table(
        key=f"resultats-{slug(family)}",
        caption=f"Résultats au regard des cibles{NBSP}: {family[0].lower()}{family[1:]}",
        columns=(
            Column("Nº", width=6),
            Column("Indicateur", is_head=True, width=34),
            Column("Résultat", INTEGER, width=13, under="Part de la cible"),
            Column("Cible", INTEGER, width=11, under="Cible initiale"),
            Column("Écart", INTEGER, width=11, under="Écart (%)"),
            Column("Appréciation", STATUS, width=14),
            Column("Un an plus tôt", INTEGER, width=11),
        ),
        rows=tuple(_result_row(line) for line in lines),
        notes=(MASKED_NOTE,) if any(line.is_masked for line in lines) else (),
        source=source,
    )


def _result_row(line: ResultLine) -> Row:
    figure, gap = line.figure, line.gap_percent
    under = Cell(gap, format=percent(1, signed=True)) if gap is not None else None
    apart = gap_cell(figure)
    return Row(
        figure.indicator.number,
        figure.label,
        _shown(line),
        target_cell(figure),
        Cell(apart.value, format=apart.format, under=under),
        status_cell(figure),
        previous_cell(figure),
    )


def _shown(line: ResultLine) -> Cell:
    if line.is_masked:
        return Cell(MASKED_TEXT)
    cell, share = result_cell(line.figure), line.figure.share
    under = Cell(share, format=percent(1), after="de la cible") if share is not None else None
    return Cell(cell.value, format=cell.format, under=under)


def followed_table(lines: Sequence[ResultLine], source: str = "") -> Table:
    """Indicators that are followed without a target."""
    return Table(
        key="resultats-suivis",
        caption="Indicateurs suivis, sans cible",
        columns=(
            Column("Nº", width=8),
            Column("Indicateur", is_head=True, width=56),
            Column("Résultat", INTEGER, width=18),
            Column("Un an plus tôt", INTEGER, width=18),
        ),
        rows=tuple(
            Row(line.figure.indicator.number, line.figure.label, _shown(line), previous_cell(line.figure))
            for line in lines
        ),
        source=source,
    )


def attainment_figure(lines: Sequence[ResultLine]) -> Figure | None:
    """How much of its target each number reached; rates, judged in points, are left to the tables."""
    shown = [line for line in lines if line.figure.share is not None and not line.is_masked]
    if not shown:
        return None
    title = "Part de la cible atteinte"
    words = [
        f"{line.figure.indicator.short_name} {pourcentage(line.figure.share)} ({line.figure.status_label.lower()})"
        for line in shown
    ]
    description = f"{'; '.join(words)}. Le trait marque la cible, 100{NBSP}%."
    chart = charts.bars(
        [
            charts.Bar(
                line.figure.indicator.short_name,
                line.figure.share,
                status=Status(line.figure.status).tone,
                target=Decimal(100),
                text=pourcentage(line.figure.share),
            )
            for line in shown
        ],
        title=title,
        description=description,
        width=640,
        row_height=24,
    )
    note = "Les nombres et les montants seulement. L’écart d’un taux se lit en points, dans les tableaux."
    return Figure("atteinte", title, chart, description, note=note)


# --- Clientele --------------------------------------------------------------------------------------------------------


def clientele_table(one: ClienteleTable) -> Table:
    """The groups of a dimension, with how their shares sum."""
    columns = [Column("Groupe", is_head=True, width=44 if not one.shares_only else 54)]
    if not one.shares_only:
        columns.append(Column("Nombre", INTEGER, width=16))
    columns += [Column("Part", percent(0), width=12), Column("Part de l’ensemble", CHART, width=28)]
    notes = [one.sentence]
    if one.table.has_masked:
        notes.append(MASKED_NOTE)
    return Table(
        key=one.key,
        caption=f"{one.indicator.short_name}{NBSP}: {one.name[0].lower()}{one.name[1:]}",
        columns=tuple(columns),
        rows=tuple(_clientele_row(one, line, rank) for rank, line in enumerate(one.lines)),
        notes=tuple(notes),
        is_wide=False,
    )


def _clientele_row(one: ClienteleTable, line: ClienteleLine, rank: int) -> Row:
    row = line.row
    cells = [Cell(row.label)]
    if not one.shares_only:
        masked = row.is_masked and row.base is None
        cells.append(Cell(MASKED_TEXT) if masked else Cell(row.base))
    cells.append(Cell(line.share if line.share is not None else line.share_text))
    return Row(*cells, Cell(svg=_share_bar(one, line, rank), format=CHART))


def _share_bar(one: ClienteleTable, line: ClienteleLine, rank: int):
    return charts.bullet(
        line.share or None,
        None,
        None,
        maximum=100,
        title=f"{one.name}, {line.row.label}",
        description=f"{line.share_text}.",
        width=140,
        height=14,
        uid=f"{one.key}-{rank}",
    )


# --- Places -----------------------------------------------------------------------------------------------------------


def place_tables_of(dossier: AnnualDossier, table: PlaceTable) -> Iterator[Table]:
    """A family cut into tables of a few indicators each, every place in each."""
    place = "Région" if dossier.is_national else "CLE"
    count = len(table.indicators)
    tables = -(-count // _ACROSS)
    across = -(-count // tables)  # as many in each: five are three and two
    for rank in range(1, tables + 1):
        some = slice((rank - 1) * across, rank * across)
        counted = f" ({rank} de {tables})" if tables > 1 else ""
        cells = [(territory.name_in(dossier.year.pk), row[some]) for territory, row in table.rows]
        masked = any(cell.is_masked for _, row in cells for cell in row)
        yield Table(
            key=f"territoires-{slug(table.family)}-{rank}",
            caption=f"{table.family}, par {'région' if dossier.is_national else 'CLE'}{counted}",
            columns=(
                Column(place, is_head=True),
                *(
                    Column(one.short_name, value_format(one), under="" if one.is_quotient else "Part de la cible")
                    for one in table.indicators[some]
                ),
            ),
            rows=(
                *(Row(name, *map(_place_cell, row)) for name, row in cells),
                Row(dossier.place_name, *map(_place_cell, table.total[some]), role="total"),
            ),
            notes=(MASKED_NOTE,) if masked else (),
            is_wide=across > 2,
        )


def _place_cell(cell: PlaceCell) -> Cell:
    if cell.is_masked:
        return Cell(MASKED_TEXT)
    if cell.figure is None:
        return Cell(None)
    share = cell.figure.share
    return Cell(
        cell.figure.result,
        format=value_format(cell.figure.indicator),
        under=Cell(share, format=percent(1), after="de la cible") if share is not None else None,
    )


# --- Strategies -------------------------------------------------------------------------------------------------------


def actions_table(orientation: FollowedOrientation) -> Table:
    """The actions of an orientation under their strategies, each with where it stands."""
    is_told = any(action.told for action in orientation.actions)
    rows: list[Row] = []
    for strategy in orientation.strategies:
        rows.append(Row(f"{strategy.number} {strategy.title}", role="group"))
        empty = ("",) if is_told else ()
        rows += [Row(f"Fin {month}\u00a0: {text}", "Suivi", *empty) for month, text in strategy.told]
        rows += [
            Row(action.text, action.state_text, *((action.told,) if is_told else ())) for action in strategy.actions
        ]
    columns = [Column("Piste d’action", is_head=True, width=56 if is_told else 80), Column("État", width=20)]
    if is_told:
        columns.append(Column("Ce qui a été fait", width=24))
    return Table(
        key=f"actions-{orientation.number}",
        caption=f"Pistes d’action de l’orientation {orientation.number}",
        columns=tuple(columns),
        rows=tuple(rows),
    )


# --- Written figures --------------------------------------------------------------------------------------------------


def costs_table(lines: Sequence[CostLine]) -> Table:
    return Table(
        key="couts",
        caption="Coûts de revient",
        columns=(
            Column("Coût", is_head=True, width=36),
            Column("Coût total", decimal(0, "$"), width=20),
            Column("Personnes comptées", INTEGER, width=20),
            Column("Par personne", decimal(0, "$"), width=24),
        ),
        rows=tuple(
            Row(
                line.entry.title,
                Cell(line.entry.value, format=decimal(0, line.entry.unit or "$")),
                line.people,
                Cell(line.per_person, is_strong=True),
            )
            for line in lines
        ),
        notes=tuple(f"{line.entry.title}{NBSP}: {line.entry.body}" for line in lines if line.entry.body),
    )


def entries_table(key: str, caption: str, head: str, entries: Sequence[AnnualEntry], *, detail: str = "") -> Table:
    """Figures that people wrote, each with its unit; `detail` heads what they said of it, when they said something."""
    has_detail = any(entry.body for entry in entries)
    columns = [Column(head, is_head=True, width=48), Column("Nombre", INTEGER, width=22)]
    if has_detail:
        columns.append(Column(detail or "Précision", width=30))
    return Table(
        key=key,
        caption=caption,
        columns=tuple(columns),
        rows=tuple(
            Row(
                entry.title,
                Cell(entry.value, format=decimal(entry.decimals, entry.unit)),
                *((" ".join(entry.body.split()),) if has_detail else ()),
            )
            for entry in entries
        ),
        source="; ".join(dict.fromkeys(entry.source for entry in entries if entry.source)),
    )
