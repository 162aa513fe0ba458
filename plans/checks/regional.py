"""The checks of a regional plan, part by part; each is a pure function of what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.urls import reverse

from core.formats import pourcentage, with_unit
from plans import models as m
from plans.checks.gaps import Gap, Severity, counted
from plans.checks.known import Known, some, target_url
from plans.contradictions import differing, lost_references
from plans.frame import differences
from plans.local import target_gaps_of

TEXTS, PORTRAIT, ISSUES, ANSWERS = "Textes", "Portrait", "Enjeux", "Stratégies et actions"
MEANS, TARGETS, FRAME, NOTES = "Budget et effectif", "Cibles", "Cadre national", "Notes"
_ROUNDING = Decimal(1)  # of one amount, in k$: each is printed rounded
_PERCENT_ROUNDING = Decimal("0.05")  # of their sum, in points


def texts(known: Known) -> Iterator[Gap]:
    """Parts that nobody wrote, and those that are word for word last year's."""
    if not known.rows[m.Section]:
        yield known.gap("Aucun texte n’est encore écrit.", "plan", TEXTS, Severity.MEND)
        return
    for heading in _headings(known):
        if heading.section_key and heading.section is None:
            yield known.gap(f"La partie « {heading.label} » n’est pas commencée.", heading.anchor, TEXTS)
        elif heading.section is not None and not heading.section.body:
            yield known.gap(f"Le texte « {heading.label} » est vide.", heading.anchor, TEXTS)
    same = [one for one in known.rows[m.Section] if one.carried_from and one.version == 1 and one.body]
    yield from known.count(
        same,
        "texte est repris de l’an dernier sans changement",
        "textes sont repris de l’an dernier sans changement",
        "plan",
        TEXTS,
        named=True,
    )
    if not known.rows[m.Signatory]:
        yield known.gap("L’avant-propos n’a pas de signataire.", "avant-propos", TEXTS)


def _headings(known: Known):
    from plans.outline import plan_outline

    for volet in plan_outline(known.dossier).volets:
        for part in volet.parts:
            yield part
            yield from part.children


def portrait(known: Known) -> Iterator[Gap]:
    """Figures without a source or a value, and those of last year that wait."""
    figures, rates = known.rows[m.KeyFigure], known.rows[m.MRCFigure]
    at = ("chiffres-cles", PORTRAIT)
    if not figures:
        yield known.gap("Aucun chiffre clé n’est inscrit.", *at)
    without_source = [one for one in figures if not one.source]
    yield from known.count(without_source, "chiffre clé sans source", "chiffres clés sans source", *at, named=True)
    empty = [one for one in figures if one.region_value is None and one.quebec_value is None and not one.region_note]
    yield from known.count(empty, "chiffre clé sans valeur", "chiffres clés sans valeur", *at, named=True)
    old = [one for one in (*figures, *rates) if one.needs_update]
    yield from known.count(
        old, "chiffre de l’an dernier est à mettre à jour", "chiffres de l’an dernier sont à mettre à jour", *at,
        named=True,
    )  # fmt: skip


def issues(known: Known) -> Iterator[Gap]:
    """A plan answers issues: it names some, and says what it retains of each."""
    rows = known.rows[m.Issue]
    if not rows:
        yield known.gap("Aucun enjeu n’est inscrit.", "enjeux", ISSUES, Severity.MEND)
    silent = [one for one in rows if not one.retained]
    yield from known.count(
        silent, "enjeu sans ce que le plan en retient", "enjeux sans ce que le plan en retient", "enjeux", ISSUES,
        named=True,
    )  # fmt: skip


def answers(known: Known) -> Iterator[Gap]:
    """Strategies and actions; a lead is looked for, never required: no printed plan tells it."""
    at = ("strategies", ANSWERS)
    if not known.rows[m.Strategy]:
        yield known.gap("Aucune stratégie n’est inscrite.", *at, Severity.MEND)
        return
    situations = [field.row for field in known.dossier.fields if not field.row.situation]
    yield from known.count(situations, "champ sans mise en situation", "champs sans mise en situation", *at, named=True)
    empty = [f"Champ {field.number}" for field in known.dossier.fields if not field.strategies]
    yield from known.count(empty, "champ sans stratégie", "champs sans stratégie", *at, named=True)
    without = [one.number for field in known.dossier.fields for one in field.strategies if not one.actions]
    yield from known.count(without, "stratégie sans piste d’action", "stratégies sans piste d’action", *at, named=True)
    idle = [one for one in known.rows[m.Action] if not one.lead]
    yield from known.count(idle, "piste d’action sans responsable", "pistes d’action sans responsable", *at)


def means(known: Known) -> Iterator[Gap]:
    """The envelope and its split: a sum off by more than rounding is mended, rounding is only shown."""
    at = ("budget", MEANS)
    table = known.dossier.budget
    if table is None or table.budget.envelope is None:
        yield known.gap("L’enveloppe du budget n’est pas écrite.", *at, Severity.MEND)
    if table is None:
        return
    if not table.shares:
        yield known.gap("Le budget n’est réparti entre aucun CLE.", *at, Severity.MEND)
        return
    empty = [share.territory for share in table.shares if share.percent is None or share.amount is None]
    yield from known.count(
        empty, "CLE sans part ou sans montant au budget", "CLE sans part ou sans montant au budget", *at, named=True
    )
    if not empty:
        yield from _sums(known, table)


def _sums(known: Known, table) -> Iterator[Gap]:
    envelope, whole = table.budget.envelope, table.budget.printed_percent or Decimal(100)
    if envelope is not None and table.amount_sum != envelope:
        off = abs(table.amount_sum - envelope)
        severity = Severity.CHECK if off <= _ROUNDING * len(table.shares) else Severity.MEND
        yield known.gap(
            f"Les montants des CLE totalisent {with_unit(table.amount_sum, 'k$')} et l’enveloppe est de "
            f"{with_unit(envelope, 'k$')}.",
            "budget", MEANS, severity,
        )  # fmt: skip
    if table.percent_sum != whole:
        off = abs(table.percent_sum - whole)
        severity = Severity.CHECK if off <= _PERCENT_ROUNDING else Severity.MEND
        yield known.gap(
            f"Les parts des CLE totalisent {pourcentage(table.percent_sum, 2)} au lieu de "
            f"{pourcentage(whole.normalize(), None)}.",
            "budget", MEANS, severity,
        )  # fmt: skip


def staff(known: Known) -> Iterator[Gap]:
    """Cells of the staff table that are still to fill."""
    rows = [one for one in known.rows[m.Staffing] if one.value is None]
    yield from known.count(rows, "effectif à écrire", "effectifs à écrire", "effectif", MEANS)


def targets(known: Known) -> Iterator[Gap]:
    """Targets without value, rates without denominator, what was targeted last year and is not any more."""
    own, targeted = known.own_targets, known.targeted
    if not targeted:
        return
    if not own:
        yield Gap("Aucune cible n’est fixée.", target_url(known, targeted[0]), Severity.MEND, TARGETS)
        return
    missing = [one for one in targeted if one.pk not in own]
    yield from _about(known, missing, "indicateur ciblé sans cible chiffrée", "indicateurs ciblés sans cible chiffrée")
    dropped = [one for one in targeted if one.pk in own and own[one.pk].is_not_applicable and one.pk in known.last_year]
    yield from _about(
        known,
        dropped,
        "indicateur récurrent laissé sans cible (s/o)",
        "indicateurs récurrents laissés sans cible (s/o)",
    )
    rates = [
        one for one in targeted
        if one.is_quotient and one.pk in own and not own[one.pk].is_not_applicable and one.pk not in known.denominators
    ]  # fmt: skip
    yield from _about(known, rates, "taux ciblé sans dénominateur connu", "taux ciblés sans dénominateur connu")


def _about(known: Known, indicators: list, one: str, many: str) -> Iterator[Gap]:
    if indicators:
        names = some([indicator.short_name for indicator in indicators])
        sentence = f"{counted(len(indicators), one, many)} : {names}"
        yield Gap(sentence, target_url(known, indicators[0]), Severity.CHECK, TARGETS)


def allocation(known: Known) -> Iterator[Gap]:
    """Targets of the offices that do not make up the region's."""
    offices = {share.territory_id for share in known.rows[m.BudgetShare]}
    offices |= {place for held in known.targets.values() for place in held if place != known.plan.territory_id}
    yield from target_gaps_of(known.plan.territory, known.plan.year, known.targeted, known.targets, len(offices))


def frame(known: Known) -> Iterator[Gap]:
    """What the national frame changed and the plan has not accepted."""
    found = differences(known.plan, known.rows, known.frame)
    url = reverse("plan_frame", args=[known.plan.territory.slug, known.plan.year_id])
    for one in found:
        yield Gap(one.sentence, f"{url}#{one.key}", Severity.MEND, FRAME)
    if not known.frame.entries:
        yield Gap("Le cadre national de l’exercice n’est pas écrit.", url, Severity.CHECK, FRAME)


def notes(known: Known) -> Iterator[Gap]:
    """Calls that lead to no note are mended; notes that nothing calls are looked at."""
    for lost in known.dossier.lost_calls:
        sentence = f"{lost.place.name} appelle la note « {lost.key} », qui n’est pas au plan."
        yield known.gap(sentence, lost.place.anchor, NOTES, Severity.MEND)
    uncalled = [note.row.marker for note in known.dossier.notes if not note.calls]
    yield from known.count(
        uncalled, "note qu’aucun texte n’appelle", "notes qu’aucun texte n’appelle", "notes", NOTES, named=True
    )


def agreement(known: Known) -> Iterator[Gap]:
    """References that are lost are mended; numbers that a table contradicts are looked at."""
    for one in lost_references(known.dossier):
        yield Gap(one.sentence, one.url, Severity.MEND, TEXTS)
    for one in differing(known.dossier):
        yield Gap(one.sentence, one.url, Severity.CHECK, TEXTS)


CHECKS: tuple[Callable[[Known], Iterator[Gap]], ...] = (
    texts, portrait, issues, answers, means, staff, targets, allocation, frame, notes, agreement,
)  # fmt: skip
