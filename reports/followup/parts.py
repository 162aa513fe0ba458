"""Chapters of the monthly follow-up: the essential, results by family, projections, places, explained gaps, reading."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.charts_multiples import Panel, small_multiples
from core.formats import NBSP, de, nombre
from core.prose import render_prose
from core.tables import CHART, INTEGER, STATUS, TEXT, Cell, Column, Row, Table, percent
from indicators.enums import Status
from indicators.explanations import ExplainedGap
from indicators.figures import Figure as Measured
from indicators.pages.dashboard import status_counts
from reports.cells import (
    attainment_cell,
    bullet_cell,
    expected_cell,
    gap_cell,
    previous_cell,
    result_cell,
    sparkline_cell,
    status_cell,
    target_cell,
    value_cell,
)
from reports.document import Block, Bullets, Figure, Note, Prose, Section, slug
from reports.followup.dossier import FollowUp, by_family

READING = (
    "La barre est le résultat, le trait vertical la cible de l’année, le triangle ce qui est attendu à la fin du mois. "
    "L’écart se prend avec la cible de l’année\u00a0: en points pour un taux, en nombre pour un volume."
)
NOTES = (
    "Les résultats se cumulent depuis le 1er avril. Un taux est la somme des numérateurs divisée par la somme des "
    "dénominateurs à ce jour; ce n’est jamais la moyenne des mois ni celle des territoires.",
    "L’attendu à ce jour suit le rythme des années passées quand elles sont complètes; sinon, la part de l’exercice "
    "écoulée.",
    "La projection ajoute au cumul ce qu’apporte d’ordinaire le reste de l’année, corrigé d’une part de l’avance ou du "
    "retard. L’intervalle est le plus grand écart qu’elle aurait eu sur les années passées.",
    "Une appréciation se donne indicateur par indicateur; on compte les appréciations, on n’en fait pas la moyenne.",
    "Les résultats d’un mois peuvent changer à l’extraction suivante, à cause des saisies tardives.",
)
COLUMNS_OF_PANELS = {True: 6, False: 4}  # of the regions of Québec, of the offices of a region


# --- The essential ---------------------------------------------------------------------------------------------------


def essential(follow: FollowUp) -> Section:
    told = ", ".join(f"{one.count} {one.phrase}" for one in status_counts(follow.targeted))
    lead = f"{_plural(len(follow.targeted), 'indicateur ciblé')} à la fin {de(follow.month_name)}{NBSP}: {told}."
    blocks: list[Block] = [Prose(format_html("<p>{}</p>", lead), look="lead")] if follow.targeted else []
    if not follow.figures:
        blocks.append(Note("Aucun résultat n’est connu pour ce mois.", tone="warning"))
    if follow.extraction:
        blocks.append(Prose(format_html("<p>{}.</p>", follow.extraction), look="quiet"))
    if follow.worrying:
        blocks.append(_worrying(follow))
    elif follow.targeted:
        blocks.append(Note("Aucun indicateur n’est à surveiller ni en retard ce mois-ci."))
    if follow.warnings:
        sentences = tuple(warning.sentence for warning in follow.warnings)
        title = "Incohérences à vérifier dans les résultats"
        blocks.append(Section(title, (Bullets(sentences),), anchor="incoherences", is_listed=False))
    return Section("L’essentiel du mois", tuple(blocks), number="1", role="chapter", anchor="essentiel")


def _worrying(follow: FollowUp) -> Table:
    return Table(
        key="a-surveiller",
        caption="Indicateurs en retard ou à surveiller",
        columns=(
            Column("Indicateur", width=34, is_head=True),
            Column("Résultat", INTEGER, width=12),
            Column("Cible", INTEGER, width=13, under="Cible initiale"),
            Column("Écart", INTEGER, width=12),
            Column("Appréciation", STATUS, width=15),
            Column("Mois par mois", CHART),
        ),
        rows=tuple(
            Row(
                figure.label,
                result_cell(figure),
                target_cell(figure),
                gap_cell(figure),
                status_cell(figure),
                sparkline_cell(figure),
            )
            for figure in follow.worrying
        ),
        look="table--small",
    )


def _plural(count: int, words: str) -> str:
    if count <= 1:
        return f"{count} {words}"
    return f"{nombre(count)} {' '.join(f'{word}s' for word in words.split())}"


# --- Results by family -----------------------------------------------------------------------------------------------


def results(follow: FollowUp) -> Section:
    tables = tuple(_family(follow, name, rows) for name, rows in by_family(follow.targeted))
    followed = (_followed(follow),) if follow.followed else ()
    reading = (Prose(format_html("<p>{}</p>", READING), look="quiet"),) if tables else ()
    blocks = (*reading, *tables, *followed)
    return Section(
        "Résultats par famille d’indicateurs", blocks, number="2", role="chapter", anchor="resultats", is_landscape=True
    )


def _family(follow: FollowUp, name: str, figures: tuple[Measured, ...]) -> Table:
    before = f"{follow.month_name.split()[0].capitalize()} {int(follow.month_name.split()[1]) - 1}"
    return Table(
        key=f"resultats-{slug(name)}",
        caption=f"{name}{NBSP}: résultats cumulés à la fin {de(follow.month_name)}",
        columns=(
            Column("No", width=4),
            Column("Indicateur", width=22, is_head=True),
            Column("Résultat", INTEGER, width=8),
            Column("Cible", INTEGER, width=9, under="Cible initiale"),
            Column("Attendu à ce jour", INTEGER, width=8),
            Column("Écart à la cible", INTEGER, width=8),
            Column("Atteinte", percent(1), width=8),
            Column("Avancement", CHART, width=13),
            Column("Appréciation", STATUS, width=11),
            Column(before, INTEGER, width=9),
        ),
        rows=tuple(
            Row(
                Cell(str(figure.indicator.number)),
                figure.label,
                Cell(
                    figure.result,
                    format=result_cell(figure).format,
                    is_strong=True,
                    marker="1" if figure.absence_text else "",
                ),
                target_cell(figure),
                expected_cell(figure),
                gap_cell(figure),
                figure.share,
                bullet_cell(figure),
                status_cell(figure),
                previous_cell(figure),
            )
            for figure in figures
        ),
        footnotes=_absences(figures),
        look="table--small",
    )


def _absences(figures: tuple[Measured, ...]) -> tuple[tuple[str, str], ...]:
    """Why some results are missing, under the table that misses them."""
    told = [f"{figure.label}{NBSP}: {figure.absence_text}" for figure in figures if figure.absence_text]
    return (("1", "; ".join(told) + "."),) if told else ()


def _followed(follow: FollowUp) -> Table:
    return Table(
        key="suivis-sans-cible",
        caption=f"Indicateurs suivis sans cible{NBSP}: résultats cumulés à la fin {de(follow.month_name)}",
        columns=(
            Column("No", width=6),
            Column("Indicateur", width=46, is_head=True),
            Column("Résultat", INTEGER, width=14),
            Column("Même mois un an plus tôt", INTEGER, width=14),
            Column("Mois par mois", CHART),
        ),
        rows=tuple(
            Row(
                Cell(str(figure.indicator.number)),
                figure.label,
                result_cell(figure),
                previous_cell(figure),
                sparkline_cell(figure, width=120),
            )
            for figure in follow.followed
        ),
        look="table--small",
    )


# --- Projections -----------------------------------------------------------------------------------------------------


def projections(follow: FollowUp) -> Section | None:
    """What the year is heading to; nothing once it is over."""
    rows = tuple(
        _projection(figure, follow.projections[figure.indicator.pk])
        for figure in follow.targeted
        if figure.indicator.pk in follow.projections
    )
    if not rows or follow.month == 12:
        return None
    table = Table(
        key="projections",
        caption=f"Résultats projetés au 31 mars {follow.year.pk + 1}, d’après ce qui est connu à la fin "
        f"{de(follow.month_name)}",
        columns=(
            Column("Indicateur", width=32, is_head=True),
            Column("Cible", INTEGER, width=10),
            Column("Valeur", INTEGER, width=11, group="Projection"),
            Column("De", INTEGER, width=10, group="Projection"),
            Column("À", INTEGER, width=10, group="Projection"),
            Column("Erreur passée moyenne", percent(1), width=10),
            Column("Méthode"),
        ),
        rows=rows,
        look="table--small",
    )
    return Section("Où mène l’année", (table,), number="3", role="chapter", anchor="projections")


def _projection(figure: Measured, projection) -> Row:
    years = ", ".join(str(year) for year in projection.past_years)
    method = projection.method.label + (f" ({years})" if years else "")
    return Row(
        figure.indicator.short_name,
        value_cell(figure, figure.target),
        value_cell(figure, projection.value, strong=True),
        value_cell(figure, projection.low),
        value_cell(figure, projection.high),
        projection.past_error,
        Cell(method, format=TEXT),
    )


# --- By place --------------------------------------------------------------------------------------------------------


def places(follow: FollowUp, number: str) -> Section | None:
    """One figure an indicator: the year of each place, beside its table."""
    sections = tuple(
        _indicator(follow, figure, follow.below[figure.indicator.pk])
        for figure in follow.targeted
        if len([one for one in follow.below.get(figure.indicator.pk, ()) if one.result is not None]) > 1
    )
    if not sections:
        return None
    word = "région" if follow.place.parent_id is None else "CLE"
    reading = (
        "Chaque petit graphique a sa propre échelle (de zéro pour les volumes), d’avril à mars\u00a0: le trait plein "
        "est le résultat cumulé, le tireté l’attendu, le trait gris l’année précédente."
    )
    blocks = (Prose(format_html("<p>{}</p>", reading), look="quiet"), *sections)
    return Section(f"Résultats par {word}", blocks, number=number, role="chapter", anchor="territoires")


def _indicator(follow: FollowUp, figure: Measured, below: tuple[Measured, ...]) -> Section:
    key = slug(f"{figure.indicator.number} {figure.indicator.short_name}")[:40]
    columns = COLUMNS_OF_PANELS[follow.place.parent_id is None]
    title = f"{figure.indicator.short_name}{NBSP}: l’année de chaque territoire"
    description = "; ".join(
        f"{one.territory.name_in(one.year)} {one.result_text}, {one.status_label.lower()}" for one in below
    )
    chart = small_multiples(
        [
            Panel(
                one.territory.name_in(one.year),
                one.result_text,
                Status(one.status).tone,
                [*one.results[: one.month], *[None] * (12 - one.month)],
                () if one.indicator.is_quotient else one.expecteds,
                one.previous_results,
            )
            for one in below
        ],
        title=title,
        description=f"À la fin {de(follow.month_name)} : {description}.",
        columns=columns,
        zero=not figure.indicator.is_quotient,
    )
    table = Table(
        key=f"territoires-{key}",
        caption=f"{figure.label}{NBSP}: {follow.month_name}",
        columns=(
            Column("Territoire", width=28, is_head=True),
            Column("Résultat", INTEGER, width=14),
            Column("Cible", INTEGER, width=15, under="Cible initiale"),
            Column("Atteinte ou écart", INTEGER, width=14),
            Column("Appréciation", STATUS, width=16),
            Column("Un an plus tôt", INTEGER),
        ),
        rows=(
            *(_place_row(one, one.territory.name_in(one.year)) for one in below),
            _place_row(figure, follow.name, role="total"),
        ),
        look="table--small",
    )
    drawn = Figure(f"multiples-{key}", title, chart, f"À la fin {de(follow.month_name)} : {description}.", is_wide=True)
    name, number = figure.indicator.short_name, str(figure.indicator.number)
    return Section(name, (drawn, table), number=number, anchor=f"territoires-{key}")


def _place_row(figure: Measured, name: str, role: str = "body") -> Row:
    return Row(
        name,
        result_cell(figure),
        target_cell(figure),
        attainment_cell(figure),
        status_cell(figure),
        previous_cell(figure),
        role=role,
    )


# --- Explained gaps --------------------------------------------------------------------------------------------------


def gaps(follow: FollowUp, number: str) -> Section:
    told = tuple(_gap(gap) for gap in follow.gaps if gap.explanation is not None)
    waiting = [gap.figure.label for gap in follow.gaps if gap.is_waiting]
    blocks: tuple[Block, ...] = told
    if waiting:
        blocks += (Section("Écarts sans explication", (Bullets(tuple(waiting)),), anchor="sans-explication"),)
    if not blocks:
        blocks = (Note("Aucun écart ne demande d’explication ce mois-ci."),)
    return Section("Écarts expliqués", blocks, number=number, role="chapter", anchor="ecarts")


def _gap(gap: ExplainedGap) -> Section:
    figure, explanation = gap.figure, gap.explanation
    facts = (
        f"Résultat {figure.result_text}; cible {figure.target_text}; écart {figure.gap_text}; "
        f"{figure.status_label.lower()}."
    )
    quiet = Prose(format_html("<p>{}</p>", facts), look="quiet")
    blocks: list[Block] = [quiet, Prose(render_prose(explanation.causes))]
    if explanation.measures:
        blocks.append(Note(render_prose(explanation.measures), title="Mesures prises"))
    if gap.has_moved:
        moved = "Le résultat ou la cible a changé depuis que cette explication a été écrite."
        blocks.append(Note(moved, tone="warning"))
    return Section(figure.label, tuple(blocks), anchor=f"ecart-{figure.indicator.number}", look="issue")


def reading(number: str) -> Section:
    items: tuple[str, ...] = tuple(SafeString(note) for note in NOTES)
    return Section(
        "Comment lire ce suivi", (Bullets(items),), number=number, role="chapter", anchor="lecture", follows=True
    )
