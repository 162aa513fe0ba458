"""The chapters of an annual report, from its dossier. A chapter without anything to say is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from django.utils.html import format_html

from core.formats import NBSP, de
from core.prose import render_prose
from reports.annual import AnnualDossier, ResultLine
from reports.annual_enums import AnnualPart
from reports.annual_tables import (
    actions_table,
    attainment_figure,
    clientele_table,
    costs_table,
    entries_table,
    followed_table,
    place_tables_of,
    results_table,
)
from reports.document import Block, Bullets, Note, Picture, Prose, Section
from reports.models import Initiative

PSEUDONYM = "Un prénom fictif est employé pour protéger l’identité de la personne."


def chapters(dossier: AnnualDossier, tell: Callable[[str], None]) -> tuple[Section, ...]:
    """Every chapter, numbered in order; `tell` says which one is being made."""
    made = []
    for title, anchor, blocks in _CHAPTERS:
        tell(title)
        if found := tuple(blocks(dossier)):
            made.append((_titles(dossier, title), anchor, found))
    return tuple(
        Section(title, found, number=str(number), role="chapter", anchor=anchor, follows=anchor in _SHORT)
        for number, (title, anchor, found) in enumerate(made, start=1)
    )


def _titles(dossier: AnnualDossier, title: str) -> str:
    if title == "Résultats par territoire":
        return "Résultats par région" if dossier.is_national else "Résultats par CLE"
    return title


def _prose(text: str, look: str = "") -> Prose:
    return Prose(render_prose(text), look)


def _sentence(text: str, look: str = "") -> Prose:
    return Prose(format_html("<p>{}</p>", text), look)


# --- What the year was ------------------------------------------------------------------------------------------------


def _opening(dossier: AnnualDossier) -> Iterator[Block]:
    for entry in dossier.part(AnnualPart.INTRODUCTION):
        yield _prose(entry.body, "lead")
    if dossier.report and dossier.report.data_note:
        yield Note(dossier.report.data_note, title="Précision sur les données")
    highlights = dossier.part(AnnualPart.HIGHLIGHTS)
    figures = [entry for entry in highlights if entry.value is not None]
    if figures:
        yield entries_table("faits-saillants", "Faits saillants", "Fait", figures)
    words = tuple(
        f"{entry.title}. {' '.join(entry.body.split())}".strip() for entry in highlights if entry.value is None
    )
    if words:
        yield Bullets(words)


def _results(dossier: AnnualDossier) -> Iterator[Block]:
    if not dossier.lines and not dossier.followed:
        return
    if dossier.summary:
        yield _sentence(f"{dossier.summary} Chaque indicateur est jugé pour lui-même.", "lead")
    if dossier.month < 12:
        known = dossier.year.month_name(dossier.month)
        told = f"Les résultats sont connus jusqu’à la fin {de(known)}."
        yield Note(told, title="Données provisoires", tone="warning")
    for family, lines in dossier.families:
        yield results_table(family, lines, _source(dossier))
    if figure := attainment_figure(dossier.lines):
        yield figure
    if dossier.followed:
        yield followed_table(dossier.followed, _source(dossier))


def _source(dossier: AnnualDossier) -> str:
    return dossier.report.source if dossier.report else ""


def _gaps(dossier: AnnualDossier) -> Iterator[Block]:
    for line in dossier.explained:
        yield Section(_named(line), _explanation(line), is_listed=False)
    if dossier.waiting:
        names = "; ".join(line.figure.indicator.short_name.lower() for line in dossier.waiting)
        yield Note(f"Sans explication à ce jour{NBSP}: {names}.", title="Écarts à expliquer", tone="warning")


def _named(line: ResultLine) -> str:
    indicator = line.figure.indicator
    return f"{indicator.number}. {indicator.short_name}" if indicator.number else indicator.short_name


def _explanation(line: ResultLine) -> tuple[Block, ...]:
    figure, told = line.figure, line.explanation
    apart = f", soit {line.gap_percent_text}" if line.gap_percent_text else ""
    blocks: list[Block] = [
        _sentence(
            f"Résultat de {figure.result_text} pour une cible de {figure.target_text}{NBSP}: écart de "
            f"{figure.gap_text}{apart}.",
            "quiet",
        ),
        _prose(told.causes),
    ]
    if told.measures:
        blocks += [Prose(format_html("<p><strong>{}</strong></p>", "Mesures prises")), _prose(told.measures)]
    if line.gap.has_moved:
        blocks.append(
            Note("Le résultat ou la cible a changé depuis que cette explication a été écrite.", tone="warning")
        )
    return tuple(blocks)


# --- Whom and where ---------------------------------------------------------------------------------------------------


def _clientele(dossier: AnnualDossier) -> Iterator[Block]:
    for indicator, tables in groupby(dossier.clientele, key=lambda one: one.indicator):
        yield Section(indicator.label_in_year, tuple(clientele_table(one) for one in tables))


def _places(dossier: AnnualDossier) -> Iterator[Block]:
    for table in dossier.places:
        yield from place_tables_of(dossier, table)


# --- What was done ----------------------------------------------------------------------------------------------------


def _strategies(dossier: AnnualDossier) -> Iterator[Block]:
    for entry in dossier.part(AnnualPart.STRATEGIES):
        yield _prose(entry.body)
    for orientation in dossier.strategies:
        tally = ", ".join(f"{status.label.lower()} {count}" for status, count in orientation.tally)
        lead = _sentence(f"{len(orientation.actions)} pistes d’action{NBSP}: {tally}.")
        yield Section(orientation.title, (lead, actions_table(orientation)), kicker=f"Orientation {orientation.number}")


def _volumes(dossier: AnnualDossier) -> Iterator[Block]:
    entries = dossier.part(AnnualPart.VOLUMES)
    if entries:
        yield entries_table(
            "volumes", "Services universels et autres volumes", "Ce qui est compté", entries, detail="Site ou service"
        )


def _costs(dossier: AnnualDossier) -> Iterator[Block]:
    if dossier.costs:
        yield costs_table(dossier.costs)


def _complaints(dossier: AnnualDossier) -> Iterator[Block]:
    entries = dossier.part(AnnualPart.COMPLAINTS)
    if entries:
        yield entries_table("plaintes", "Plaintes et demandes de révision", "Ce qui est compté", entries)


def _evaluations(dossier: AnnualDossier) -> Iterator[Block]:
    for entry in dossier.part(AnnualPart.EVALUATIONS):
        kind = entry.get_kind_display() if entry.kind else ""
        told = (_sentence(f"{kind}.", "quiet"),) if kind else ()
        yield Section(entry.title, (*told, _prose(entry.body)), is_listed=False, keep=True)


def _initiatives(dossier: AnnualDossier) -> Iterator[Block]:
    for group in dossier.initiatives:
        told = tuple(_initiative(one, dossier.is_national) for one in group.initiatives)
        if group.heading is None:
            yield from told
        else:
            kicker = f"Rubrique {group.heading.number}"
            yield Section(group.heading.title, told, anchor=f"rubrique-{group.heading.number}", kicker=kicker)


def _initiative(one: Initiative, is_national: bool) -> Section:
    blocks: list[Block] = [_sentence(one.owner, "quiet")] if is_national else []
    if one.picture:
        blocks.append(Picture(one.picture_text, _picture(one), one.picture_credit))
    blocks.append(_prose(one.summary))
    partners = [line.strip() for line in one.partners.splitlines() if line.strip()]
    if partners:
        blocks.append(_labelled("Partenaires", ", ".join(partners)))
    if one.results:
        blocks.append(_labelled("Résultats", " ".join(one.results.split())))
    if one.portrait:
        blocks.append(Note(" ".join(one.portrait.split()), title=one.portrait_title or "Portrait"))
        if one.is_pseudonym:
            blocks.append(_sentence(PSEUDONYM, "quiet"))
    if one.quotation:
        blocks.append(Note(f"«{NBSP}{one.quotation}{NBSP}» – {one.quotation_by}", tone="quote"))
    return Section(one.title, tuple(blocks), is_listed=False, keep=True)


def _labelled(label: str, text: str) -> Prose:
    return Prose(format_html("<p><strong>{}</strong>{}: {}</p>", label, NBSP, text))


def _picture(one: Initiative) -> bytes | None:
    """The file, or nothing when it is no longer there: its text is printed in its place."""
    try:
        with one.picture.open("rb") as file:
            return file.read()
    except OSError:
        return None


def _closing(dossier: AnnualDossier) -> Iterator[Block]:
    for entry in dossier.part(AnnualPart.CLOSING):
        yield _prose(entry.body)


_CHAPTERS: tuple[tuple[str, str, Callable[[AnnualDossier], Iterator[Block]]], ...] = (
    ("L’exercice en bref", "en-bref", _opening),
    ("Résultats au regard des cibles", "resultats", _results),
    ("Explication des écarts", "ecarts", _gaps),
    ("Clientèle", "clientele", _clientele),
    ("Résultats par territoire", "territoires", _places),
    ("Suivi des stratégies et des pistes d’action", "strategies", _strategies),
    ("Services universels et autres volumes", "volumes-chapitre", _volumes),
    ("Coûts de revient", "couts-chapitre", _costs),
    ("Plaintes et demandes de révision", "plaintes-chapitre", _complaints),
    ("Évaluations menées à terme", "evaluations", _evaluations),
    ("Initiatives régionales", "initiatives", _initiatives),
    ("Mot de la fin", "mot-de-la-fin", _closing),
)
_SHORT = {  # these follow on the same page
    "resultats", "ecarts", "volumes-chapitre", "couts-chapitre", "plaintes-chapitre", "evaluations", "mot-de-la-fin",
}  # fmt: skip
