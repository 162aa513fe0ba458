"""The draft minutes of a sitting of the council, and the resolution that a motion became."""

from __future__ import annotations

import re

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from accounts.models import User
from core.differences import marked_difference
from core.errors import Refused
from core.tables import Column, Row, Table
from partners.enums import ATTENDING, AttendanceStatus
from plans.models import AmendmentProposal, Motion, Sitting
from plans.sitting_enums import MotionState, SittingState
from plans.sitting_reads import ItemView, MotionView, SittingPage, read_sitting
from reports.document import Bullets, Cover, Document, Note, Prose, Section, Signature, Signatures
from reports.enums import DocumentKind
from reports.registry import Kind, Order, register
from reports.steps import Progress, Step

SERVICE = "Conseil régional des partenaires du marché du travail"
_HELD = (SittingState.OPEN, SittingState.CLOSED)


def build_minutes(order: Order, progress: Progress) -> Document:
    """The minutes of the sitting of that number, or of the last one held. Refused when there is none."""
    progress(Step.READ)
    sitting = _sittings(order).filter(**({"number": order.edition} if order.edition else {})).first()
    if sitting is None:
        raise Refused(f"Il n’y a pas de séance {order.edition} tenue pour cet exercice.")
    page = read_sitting(sitting, User(), keeps=False)
    progress(Step.COMPOSE, "Les présences")
    sections = [_opening(page), _attendance(page)]
    progress(Step.COMPOSE, "Les délibérations")
    sections += [_item(view, rank) for rank, view in enumerate(page.items, start=3)]
    sections.append(_end(page, len(sections) + 1))
    name = f"Procès-verbal de la séance {sitting.number}"
    return Document(
        kind=order.kind,
        stem=f"proces-verbal-{order.territory.slug}-{order.year.label}-seance-{sitting.number}",
        title=f"{name} du {_day(sitting)} – {order.territory}",
        subject=f"Projet de procès-verbal du CRPMT, {order.territory}",
        author=f"CRPMT – {order.territory}",
        running_title=f"Projet de procès-verbal · séance {sitting.number} · {order.territory}",
        cover=Cover(
            service=SERVICE,
            title=name,
            period=_day(sitting),
            place=str(order.territory),
            state="Projet, à adopter par le conseil",
            as_of=f"{_hour(sitting.starts_at)}, {sitting.place}",
            warning=_warning(sitting),
        ),
        sections=tuple(sections),
        foot="Projet de procès-verbal",
    )


def _opening(page: SittingPage) -> Section:
    sitting, chair = page.sitting, page.room.roster.line(page.sitting.chair_id)
    opened = f"La séance est ouverte à {_hour(sitting.opened_at)}."
    presides = f" {page.room.name_of(chair.seat.pk)} préside." if chair else ""
    quorum = page.room.quorum
    return Section(
        "Ouverture et quorum",
        (
            _paragraph(f"{opened}{presides} La séance se tient {sitting.get_mode_display().lower()}."),
            _paragraph(
                f"{quorum.present} sièges votants sont représentés sur {quorum.filled} pourvus; "
                f"le quorum est de {quorum.needed}."
            ),
        ),
        number="1",
    )


def _attendance(page: SittingPage) -> Section:
    room = page.room
    columns = (Column("Nom", is_head=True), Column("Siège"), Column("Vote"), Column("Présence"))
    rows = tuple(
        Row(name, str(line.seat), "Oui" if line.seat.is_voting else "Non", word) for name, line, word in page.presences
    )
    away = [line for line in room.roster.lines if line.is_filled and room.status_of(line.seat.pk) not in ATTENDING]
    excused = [line.name for line in away if room.status_of(line.seat.pk) == AttendanceStatus.EXCUSED]
    blocks = [Table("presences", "Présences à la séance", columns, rows)]
    if excused:
        blocks.append(_paragraph(f"Se sont excusées ou excusés\u00a0: {', '.join(excused)}."))
    return Section("Présences", tuple(blocks), number="2")


def _item(view: ItemView, rank: int) -> Section:
    item = view.item
    blocks = [_text(item.body)] if item.body else []
    if item.edition is not None:
        told = f"Document déposé\u00a0: {item.plan.title}, {str(item.edition).lower()}, figée le {_date(item.edition)}."
        blocks.append(Note(f"{told} Empreinte SHA-256\u00a0: {item.edition.sha256}."))
    if item.minutes:
        blocks.append(_text(item.minutes))
    for one in view.motions:
        blocks += _motion(one)
    return Section(item.title, tuple(blocks), number=str(rank))


def _date(edition) -> str:
    return date_format(localtime(edition.frozen_at), "j F Y à G \\h i")


def _motion(one: MotionView) -> list:
    motion = one.motion
    blocks = [Note(_html(motion.text), title=f"Proposition {motion.number}", tone="quote")]
    told = [f"Proposée par {motion.mover_name}, appuyée par {motion.seconder_name}."]
    told += [f"{recusal.name} ne vote pas (intérêt déclaré\u00a0: {recusal.reason})." for recusal in one.recusals]
    if motion.is_decided:
        told.append(result_sentence(motion))
    else:
        told.append(f"{motion.get_state_display()}.")
    blocks.append(_paragraph(" ".join(told)))
    if amendments := list(motion.amendments.all()):
        blocks.append(_amendments(amendments))
    if motion.is_decided and one.ballots:
        columns = (Column("Nom", is_head=True), Column("Vote"), Column("Voie"))
        rows = tuple(
            Row(ballot.name, ballot.get_choice_display(), ballot.get_channel_display().capitalize())
            for ballot in one.ballots
        )
        blocks.append(Table(f"votes-{motion.number}", f"Vote sur la proposition {motion.number}", columns, rows))
    return blocks


def result_sentence(motion: Motion) -> str:
    """« Adoptée : 15 pour, 2 contre, 1 abstention. 18 sièges votants représentés, quorum de 11. Résolution … »"""
    told = f"{motion.get_state_display()} {'à main levée' if motion.mode == 'hand' else 'par vote de chacun'}"
    told += f"\u00a0: {motion.count.sentence}."
    if motion.by_chair:
        told += " La voix de la présidence a tranché."
    told += f" {motion.present} sièges votants représentés sur {motion.filled} pourvus, quorum de {motion.quorum}."
    told += f" Règle\u00a0: {motion.get_majority_display().lower()}."
    return f"{told} Résolution {motion.resolution_number}." if motion.resolution_number else told


def _amendments(amendments: list[AmendmentProposal]) -> Bullets:
    """Each passage with what went and what came, in words for those who do not see the marks."""
    return Bullets(
        tuple(
            format_html("<strong>{}</strong>\u00a0: {}", one.label, _marked(marked_difference(one.old, one.new)))
            for one in amendments
        )
    )


def _marked(difference: SafeString) -> SafeString:
    told = re.sub(r"<del>(\s*)", "\\1[retiré\u00a0: ", difference).replace("</del>", "]")
    return SafeString(re.sub(r"<ins>(\s*)", "\\1<strong>[ajouté\u00a0: ", told).replace("</ins>", "]</strong>"))


def _end(page: SittingPage, rank: int) -> Section:
    sitting = page.sitting
    told = (
        f"La séance est levée à {_hour(sitting.closed_at)}."
        if sitting.closed_at
        else "La séance n’est pas levée au moment où ce projet est produit."
    )
    return Section("Levée de la séance", (_paragraph(told), _signatures(page)), number=str(rank))


def _signatures(page: SittingPage) -> Signatures:
    chair = page.room.roster.line(page.sitting.chair_id)
    people = [Signature(page.room.name_of(chair.seat.pk), "Présidence de la séance")] if chair else []
    ministry = next((line for line in page.room.roster.lines if line.seat.college == "ministry" and line.holder), None)
    if ministry is not None:
        people.append(Signature(page.room.name_of(ministry.seat.pk), "Secrétaire du conseil"))
    return Signatures(tuple(people))


# --- The resolution ---------------------------------------------------------------------------------------------------


def build_resolution(order: Order, progress: Progress) -> Document:
    """The resolution that the motion of that number became, or the last one. Refused when it was not adopted."""
    progress(Step.READ)
    motion = _resolutions(order).filter(**({"number": order.edition} if order.edition else {})).last()
    if motion is None:
        raise Refused(f"La proposition {order.edition} n’a pas été adoptée.")
    progress(Step.COMPOSE, f"La résolution {motion.resolution_number}")
    sitting = motion.sitting
    page = read_sitting(sitting, User(), keeps=False)
    blocks = [
        _paragraph(
            f"Extrait du projet de procès-verbal de la séance {sitting.number} du CRPMT, tenue le {_day(sitting)}."
        ),
        Note(_html(motion.text), title="Il est résolu", tone="quote"),
        _paragraph(f"Proposée par {motion.mover_name}, appuyée par {motion.seconder_name}. {result_sentence(motion)}"),
    ]
    if amendments := list(motion.amendments.all()):
        blocks += [_paragraph("Avec les amendements suivants."), _amendments(amendments)]
    if motion.reason:
        blocks += [_paragraph("Motifs\u00a0:"), _text(motion.reason)]
    blocks.append(_signatures(page))
    title = f"Résolution {motion.resolution_number}"
    return Document(
        kind=order.kind,
        stem=f"resolution-{order.territory.slug}-{order.year.label}-proposition-{motion.number}",
        title=f"{title} du {_day(sitting)} – {order.territory}",
        subject=f"Résolution du CRPMT, {order.territory}",
        author=f"CRPMT – {order.territory}",
        running_title=f"{title} · {order.territory}",
        cover=Cover(
            service=SERVICE, title=title, period=_day(sitting), place=str(order.territory),
            state=motion.item.title, warning=_warning(sitting),
        ),
        sections=(Section(title, tuple(blocks), number="1"),),
    )  # fmt: skip


def _sittings(order: Order):
    found = Sitting.objects.filter(council__territory=order.territory, year=order.year, state__in=_HELD)
    return found.select_related("council__territory", "year", "chair").order_by("-number")


def _resolutions(order: Order):
    found = Motion.objects.filter(council__territory=order.territory, year=order.year, state=MotionState.ADOPTED)
    return found.select_related("sitting__council__territory", "sitting__year", "sitting__chair", "item")


def missing_minutes(order: Order) -> str:
    held = _sittings(order)
    if order.edition is not None and not held.filter(number=order.edition).exists():
        return f"Il n’y a pas de séance {order.edition} tenue pour cet exercice."
    return "" if held.exists() else "Le conseil n’a encore tenu aucune séance pour cet exercice."


def missing_resolution(order: Order) -> str:
    found = _resolutions(order)
    if order.edition is not None and not found.filter(number=order.edition).exists():
        return f"La proposition {order.edition} n’a pas été adoptée."
    return "" if found.exists() else "Le conseil n’a encore adopté aucune résolution pour cet exercice."


def _warning(sitting: Sitting) -> str:
    is_shown = any(item.plan and item.plan.is_demonstration for item in sitting.items.select_related("plan"))
    return "Données de démonstration. Les membres et les votes sont fictifs." if is_shown else ""


def _day(sitting: Sitting) -> str:
    return date_format(sitting.day, "j F Y")


def _hour(moment) -> str:
    return date_format(localtime(moment), "G \\h i")


def _paragraph(text: str) -> Prose:
    return Prose(format_html("<p>{}</p>", text))


def _text(text: str) -> Prose:
    return Prose(_html(text))


def _html(text: str) -> SafeString:
    """What people typed, as paragraphs."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return format_html_join("", "<p>{}</p>", ((part,) for part in parts))


register(
    Kind(
        code=DocumentKind.MINUTES,
        label=DocumentKind.MINUTES.label,
        lead="Projet de procès-verbal d’une séance : présences, quorum, propositions, votes et résolutions.",
        build=build_minutes,
        scope="region",
        has_editions=True,
        editions=lambda order: tuple(_sittings(order).values_list("number", flat=True)),
        edition_label=lambda number: f"Séance {number}",
        latest_label="Dernière séance tenue",
        edition_stem="seance",
        stem="proces-verbal",
        missing=missing_minutes,
    )
)
register(
    Kind(
        code=DocumentKind.RESOLUTION,
        label=DocumentKind.RESOLUTION.label,
        lead="Extrait du procès-verbal : le texte d’une résolution, son vote et ses amendements.",
        build=build_resolution,
        scope="region",
        has_editions=True,
        editions=lambda order: tuple(_resolutions(order).order_by("-number").values_list("number", flat=True)),
        edition_label=lambda number: f"Proposition {number}",
        latest_label="Dernière résolution",
        edition_stem="proposition",
        missing=missing_resolution,
    )
)
