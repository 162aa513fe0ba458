"""Volet emploi, chapters 1 to 6: foreword, mission, labour market, issues, sectors, orientations and strategies."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import charts
from core.formats import EMPTY, pourcentage
from core.prose import render_item, render_prose
from core.tables import SPANNED, TEXT, Cell, Column, Row, Table, decimal, percent
from plans import models as m
from plans.dossier import Dossier, FieldPart, StrategyPart
from plans.enums import Trend
from reports.document import Block, Bullets, Figure, Note, Section, Signature, Signatures
from reports.par.words import chapter, part, prose, written

EI_NOTE = "Prestataires actifs de l’assurance-emploi en pourcentage de la population de 15 à 64 ans."


def foreword(dossier: Dossier) -> Section:
    title, text = written(dossier, "employment.foreword", "Avant-propos")
    people = tuple(Signature(one.name, one.role) for one in dossier.signatories)
    blocks = (*text, *((Signatures(people),) if people else ()))
    return Section(title, blocks, role="chapter", anchor="avant-propos", follows=True)


def mission(dossier: Dossier) -> Section:
    usual = "La mission, les clientèles et les services d’Emploi-Québec"
    return chapter(dossier, "employment.mission", "1", "mission", usual)


# --- The labour market -----------------------------------------------------------------------------------------------


def market(dossier: Dossier) -> Section:
    title = "Principales données illustrant la situation de la région par rapport à celle du Québec"
    figures = tuple(_theme(dossier, rank, theme, rows) for rank, (theme, rows) in enumerate(dossier.key_figures, 1))
    return chapter(
        dossier,
        "employment.portrait",
        "2",
        "portrait",
        "Les grandes caractéristiques du marché du travail de la région",
        (
            part(
                dossier,
                "employment.market",
                "2.1",
                "marche",
                "Le marché du travail de la région",
                _ei_rates(dossier),
            ),
            Section(title, figures, number="2.2", anchor="donnees"),
            part(dossier, "employment.outlook", "2.3", "prochaines-annees", "Les prochaines années"),
            part(dossier, "employment.vacancies", "2.4", "postes-a-combler", "Les postes à combler"),
        ),
    )


def ei_rates(dossier: Dossier) -> list[tuple[str, Decimal, str, bool]]:
    """Name, employment insurance rate, trend and « is a whole »: MRCs, region and Québec, the highest first."""
    rates = [
        (row.mrc.name_in(dossier.year), row.value, Trend(row.trend).label if row.trend else "", False)
        for row in dossier.mrc_figures
        if row.value is not None
    ]
    for name, value in _whole_rates(dossier):
        if value is not None:
            rates.append((name, value, Trend.UNKNOWN.label, True))
    return sorted(rates, key=lambda rate: -rate[1])


def _whole_rates(dossier: Dossier) -> tuple[tuple[str, Decimal | None], ...]:
    """The rates of the region and of Québec that stand beside those of the MRCs."""
    figures = (row for _, rows in dossier.key_figures for row in rows)
    beside = next((row for row in figures if row.beside_mrcs), None)
    if beside is None:
        return ()
    return (dossier.region.name_in(dossier.year), beside.region_value), ("Québec", beside.quebec_value)


def _ei_rates(dossier: Dossier) -> tuple[Block, ...]:
    rates = ei_rates(dossier)
    if not rates:
        return ()
    told = ", ".join(f"{name} {pourcentage(value, 1)}" for name, value, _, _ in rates)
    description = f"Du plus élevé au plus bas : {told}."
    chart = charts.bars(
        [charts.Bar(name, value) for name, value, *_ in rates],
        title=f"Taux d’assurance-emploi par MRC, {dossier.region}",
        description=description,
        unit="%",
        decimals=1,
        width=640,
        row_height=24,
    )
    table = Table(
        key="taux-assurance-emploi",
        caption="Taux d’assurance-emploi et évolution du nombre de prestataires, par MRC",
        columns=(
            Column("Territoire", is_head=True),
            Column("Taux", percent(1)),
            Column("Nombre de prestataires"),
        ),
        rows=tuple(Row(name, value, trend, role="total" if whole else "body") for name, value, trend, whole in rates),
        notes=(EI_NOTE,),
        is_wide=False,
    )
    title = "Taux d’assurance-emploi par MRC, comparé à ceux de la région et du Québec"
    return Figure("taux-assurance-emploi-graphique", title, chart, description), table


def _theme(dossier: Dossier, rank: int, theme: str, rows: tuple[m.KeyFigure, ...]) -> Table:
    return Table(
        key=f"chiffres-cles-{rank}",
        caption=theme,
        columns=(
            Column("Mesure", width=30, is_head=True),
            Column(dossier.region.name_in(dossier.year), decimal(None), width=16),
            Column("Québec", decimal(None), width=10),
            Column("Part du Québec", percent(1), width=10),
            Column("Précisions et source"),
        ),
        rows=tuple(_key_figure(row) for row in rows),
        look="table--key-figures",
    )


def _key_figure(row: m.KeyFigure) -> Row:
    style = percent(row.decimals) if row.unit == "%" else decimal(row.decimals)
    label = f"{row.label} ({row.as_of})" if row.as_of else row.label
    precision = f"{row.region_note[:1].upper()}{row.region_note[1:]}. " if row.region_note else ""
    beside = f"Québec\u00a0: {row.quebec_note}. " if row.quebec_note else ""
    return Row(
        label,
        Cell(row.region_value, format=style),
        Cell(row.quebec_value, format=style),
        row.quebec_share,
        Cell(f"{precision}{beside}{row.source}".strip()),
    )


# --- Issues and sectors ----------------------------------------------------------------------------------------------


def issues(dossier: Dossier) -> Section:
    blocks = tuple(_issue(rank, issue) for rank, issue in enumerate(dossier.issues, start=1))
    usual = "Les principaux enjeux de la planification"
    return chapter(dossier, "employment.issues_intro", "3", "enjeux", usual, blocks)


def _issue(rank: int, issue: m.Issue) -> Section:
    retained = render_prose(issue.retained)
    note = (Note(retained, title="Ce que retient la planification"),) if retained else ()
    blocks = (*prose(issue.description), *note)
    return Section(issue.title, blocks, number=str(rank), look="issue", is_listed=False)


def sectors(dossier: Dossier) -> Section:
    each = tuple(
        Section(sector.name, prose(sector.description), look="sector", is_listed=False)
        for sector in dossier.sector_issues
    )
    usual = "Éléments des plans d’action des comités sectoriels qui retiennent l’attention du CRPMT"
    title, text = written(dossier, "employment.committees_intro", usual)
    committees = (*text, *((_committees(dossier),) if dossier.sector_committees else ()))
    return chapter(
        dossier,
        "employment.sectors_intro",
        "4",
        "enjeux-sectoriels",
        "Les principaux enjeux sectoriels de la planification",
        (*each, Section(title, committees, anchor="comites-sectoriels")),
    )


def _committees(dossier: Dossier) -> Table:
    return Table(
        key="comites-sectoriels",
        caption="Comités sectoriels retenus par le conseil",
        columns=(
            Column("Comité sectoriel", width=20, is_head=True),
            Column("Éléments retenus du plan d’action"),
            Column("Position du CRPMT"),
        ),
        rows=tuple(
            Row(row.name, Cell(html=render_prose(row.elements)), Cell(html=render_prose(row.council_note)))
            for row in dossier.sector_committees
        ),
        look="table--strong-heads",
    )


# --- Orientations and strategies -------------------------------------------------------------------------------------


def orientations(dossier: Dossier) -> Section:
    blocks = tuple(
        Section(
            orientation.title,
            (
                *prose(orientation.context.summary if orientation.context else ""),
                Bullets(tuple(_field_line(field) for field in orientation.fields), look="fields"),
            ),
            kicker=f"Orientation {orientation.number}",
            look="orientation",
            is_listed=False,
        )
        for orientation in dossier.orientations
    )
    usual = "Orientations corporatives et champs d’intervention"
    return chapter(dossier, "employment.frame_intro", "5", "orientations", usual, blocks)


def _field_line(field: FieldPart) -> SafeString:
    return format_html("<strong>Champ d’intervention {}</strong> – {}", field.number, field.title)


def strategies(dossier: Dossier) -> Section:
    fields = tuple(
        _field(orientation.number, field) for orientation in dossier.orientations for field in orientation.fields
    )
    usual = "Stratégies et exemples de pistes d’action"
    return chapter(dossier, "employment.strategies_intro", "6", "strategies", usual, fields, follows=True)


def _field(orientation: int, field: FieldPart) -> Section:
    return Section(
        field.title,
        (_field_table(field),),
        kicker=f"Orientation {orientation} · Champ d’intervention {field.number}",
        look="field",
        anchor=f"champ-{field.number}",
        is_landscape=True,
        is_listed=False,
    )


def _field_table(field: FieldPart) -> Table:
    """The three columns; what the field is about stands once beside all its strategies."""
    about = Cell(html=render_prose(field.row.situation), rowspan=max(len(field.strategies), 1))
    rows = [
        Row(SPANNED if rank else about, Cell(html=_strategy(strategy)), Cell(html=_actions(strategy)))
        for rank, strategy in enumerate(field.strategies)
    ]
    count = f"{_plural(len(field.strategies), 'stratégie')}, {_plural(field.action_count, 'piste', ' d’action')}"
    return Table(
        key=f"champ-{field.number}",
        caption=f"Champ d’intervention {field.number}\u00a0: {count}",
        columns=(
            Column(field.row.situation_heading or "Mise en situation (constats, clientèles)", TEXT, width=34),
            Column("Stratégies", width=26),
            Column("Pistes d’action", width=40),
        ),
        rows=tuple(rows) or (Row(about, "—", "—"),),
        look="table--field",
    )


def _plural(count: int, word: str, after: str = "") -> str:
    return f"{count} {word}{'s' if count > 1 else ''}{after}"


def _strategy(strategy: StrategyPart) -> SafeString:
    return format_html(
        '<p class="strategy"><strong class="strategy__number">{}</strong> {}</p>', strategy.number, strategy.row.title
    )


def _actions(strategy: StrategyPart) -> SafeString:
    items = format_html_join("", "<li>{}</li>", ((render_item(action.text, "h6"),) for action in strategy.actions))
    return format_html("<ul>{}</ul>", items) if items else format_html("<p>{}</p>", EMPTY)
