"""Volet Solidarité sociale: targets beside the nation's, management objectives, regional objectives; then the notes."""

from __future__ import annotations

from django.utils.html import format_html

from core.formats import de, month_label
from core.prose import render_item, render_prose
from core.tables import INTEGER, Cell, Column, Row, Table, percent
from plans.dossier import Dossier, SolidarityTarget
from reports.cells import attainment_cell, bullet_cell, result_cell, status_cell, target_cell, value_cell
from reports.document import Bullets, Section
from reports.document import slug as key_of
from reports.par.resources import OBTAINED
from reports.par.words import chapter, part, written


def introduction(dossier: Dossier) -> Section:
    title, text = written(dossier, "solidarity.introduction", "Introduction")
    return Section(title, text, role="chapter", anchor="solidarite-introduction", follows=True)


def targets(dossier: Dossier) -> Section:
    return chapter(
        dossier,
        "solidarity.targets",
        "1",
        "solidarite-cibles",
        "Les cibles de résultats et objectifs opérationnels",
        tuple(_family(dossier, family, rows) for family, rows in dossier.solidarity_targets),
    )


def _family(dossier: Dossier, family: str, rows: tuple[SolidarityTarget, ...]) -> Table:
    known = f" et résultats à la fin {de(month_label(dossier.year, dossier.month))}" if dossier.shows_results else ""
    obtained = (result_cell, attainment_cell, bullet_cell, status_cell) if dossier.shows_results else ()
    return Table(
        key=f"solidarite-{key_of(family)}",
        caption=f"{family}\u00a0: cibles {dossier.year_label}{known}",
        columns=(
            Column("Indicateur", width=24, is_head=True),
            Column("Cible nationale", INTEGER, width=11),
            Column("Cible régionale", INTEGER, width=12, under="Part du Québec"),
            *(OBTAINED if dossier.shows_results else ()),
        ),
        rows=tuple(
            Row(
                row.figure.label,
                value_cell(row.figure, row.national),
                _regional(row),
                *(cell(row.figure) for cell in obtained),
            )
            for row in rows
        ),
        look="table--small",
    )


def _regional(row: SolidarityTarget) -> Cell:
    """The target of the region, with its part of a national sum beneath."""
    own = target_cell(row.figure)
    share = row.share_of_national
    under = Cell(share, format=percent(2), after="du Québec") if share is not None else None
    return Cell(own.value, format=own.format, under=under, is_strong=True)


def objectives(dossier: Dossier) -> Section:
    blocks = []
    if dossier.objectives:
        blocks.append(
            Table(
                key="objectifs-de-gestion",
                caption="Objectifs de gestion et résultats attendus",
                columns=(Column("Objectif de gestion", width=34, is_head=True), Column("Résultats attendus")),
                rows=tuple(Row(row.title, Cell(html=render_prose(row.expected_results))) for row in dossier.objectives),
                look="table--strong-heads",
            )
        )
    usual = "Une organisation au service des objectifs de gestion"
    title, text = written(dossier, "solidarity.objectives_conclusion", usual)
    if text:
        blocks.append(Section(title, text, is_listed=False))
    return chapter(dossier, "solidarity.objectives_intro", "2", "objectifs", "Les objectifs de gestion", tuple(blocks))


def regional(dossier: Dossier) -> Section:
    blocks = [
        part(dossier, "solidarity.organisation", "3.1", "organisation", "Organisation du travail"),
        part(dossier, "solidarity.operations", "3.2", "operations", "Opérations"),
    ]
    if dossier.conformity:
        items = tuple(render_prose(action.text) for action in dossier.conformity)
        listed = Bullets(items, is_ordered=True, look="conformity")
        blocks.append(Section("Plan d’action régional en conformité", (listed,), anchor="conformite"))
    title = "Les objectifs particuliers de la région"
    return Section(title, tuple(blocks), number="3", role="chapter", anchor="objectifs-regionaux")


def notes(dossier: Dossier) -> tuple[Section, ...]:
    if not dossier.notes:
        return ()
    items = tuple(format_html("{}\u00a0 {}", note.number, render_item(note.row.text)) for note in dossier.notes)
    return (Section("Notes", (Bullets(items, look="notes__list"),), role="chapter", anchor="notes", follows=True),)
