"""The outline of each kind of plan: its parts in the order and with the numbers in which such a plan is printed.

A title written in the plan wins over the one given here, which stands for what is not written yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plans.enums import PlanKind, Volet
from plans.models import Section

if TYPE_CHECKING:
    from plans.dossier import Dossier


@dataclass(frozen=True)
class Heading:
    """A part: its anchor, number and title; `section` is its text when it is one that people write.

    `volet` and `section_key` say where that text stands, written or not yet (empty key: the part has no text).
    """

    key: str
    number: str
    title: str
    section: Section | None = None
    children: tuple[Heading, ...] = field(default=())
    level: int = 3  # the page's title is 1, a volet 2
    volet: str = ""
    section_key: str = ""

    @property
    def prose_tag(self) -> str:
        """The heading level of sub-headings written within the text."""
        return f"h{self.level + 1}"

    @property
    def anchor(self) -> str:
        return self.key.replace("_", "-")

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True)
class VoletOutline:
    """One of the two mandates of the document, with its own numbering."""

    volet: Volet
    anchor: str
    title: str
    parts: tuple[Heading, ...]


@dataclass(frozen=True)
class Outline:
    volets: tuple[VoletOutline, ...]
    by_key: dict[str, Heading]


_KEY_FIGURES = "Principales données illustrant la situation de la région par rapport à celle du Québec"

# (key, number, title, key of the section or "", children)
_EMPLOYMENT = (
    ("avant_propos", "", "Avant-propos", "foreword", ()),
    ("mission", "1", "La mission, les clientèles et les services", "mission", ()),
    (
        "portrait", "2", "Les grandes caractéristiques du marché du travail de la région", "portrait",
        (
            ("marche", "2.1", "Le marché du travail de la région", "market", ()),
            ("chiffres_cles", "2.2", _KEY_FIGURES, "", ()),
            ("perspectives", "2.3", "Les prochaines années", "outlook", ()),
            ("postes", "2.4", "Les postes à combler", "vacancies", ()),
        ),
    ),
    ("enjeux", "3", "Les principaux enjeux", "issues_intro", ()),
    (
        "secteurs", "4", "Les principaux enjeux sectoriels", "sectors_intro",
        (("comites", "", "Les plans d’action des comités sectoriels", "committees_intro", ()),),
    ),
    ("orientations", "5", "Orientations et champs d’intervention", "frame_intro", ()),
    ("strategies", "6", "Stratégies et pistes d’action", "strategies_intro", ()),
    (
        "ressources", "7", "Les ressources financières et humaines", "",
        (
            ("budget", "7.1", "Le budget du Fonds de développement du marché du travail", "budget", ()),
            ("effectif", "7.2", "Les ressources humaines", "staff", ()),
        ),
    ),
    (
        "cibles", "8", "Les indicateurs de gestion et les cibles de résultats", "targets_intro",
        (("externes", "", "La contribution des ressources externes", "external", ()),),
    ),
)  # fmt: skip

_SOLIDARITY = (
    ("solidarite_introduction", "", "Introduction", "introduction", ()),
    ("solidarite_cibles", "1", "Les cibles de résultats et objectifs opérationnels", "targets", ()),
    (
        "solidarite_objectifs", "2", "Les objectifs de gestion", "objectives_intro",
        (("solidarite_soutien", "", "Une organisation au service des objectifs", "objectives_conclusion", ()),),
    ),
    (
        "solidarite_region", "3", "Les objectifs particuliers de la région", "",
        (
            ("organisation", "3.1", "Organisation du travail", "organisation", ()),
            ("operations", "3.2", "Opérations", "operations", ()),
        ),
    ),
    ("notes", "", "Notes", "", ()),
)  # fmt: skip

_LOCAL = (
    ("presentation_locale", "1", "Le CLE et son territoire", "local_presentation", ()),
    ("enjeux", "2", "Les enjeux du territoire", "issues_intro", ()),
    ("actions_locales", "3", "Les actions locales", "local_actions_intro", ()),
    ("cibles", "4", "Les cibles du CLE", "targets_intro", ()),
    ("budget", "5", "Le budget du CLE", "budget", ()),
    ("notes", "", "Notes", "", ()),
)

_NATIONAL = (
    ("avant_propos", "", "Avant-propos", "foreword", ()),
    ("marche", "1", "Le marché du travail au Québec", "market", ()),
    ("orientations", "2", "Orientations et champs d’intervention", "frame_intro", ()),
    ("cibles", "3", "Les cibles nationales", "targets_intro", ()),
    ("notes", "", "Notes", "", ()),
)

_VOLETS = {
    PlanKind.PAR: (
        (Volet.EMPLOYMENT, "volet-emploi", Volet.EMPLOYMENT.label, _EMPLOYMENT),
        (Volet.SOLIDARITY, "volet-solidarite", Volet.SOLIDARITY.label, _SOLIDARITY),
    ),
    PlanKind.PAL: ((Volet.EMPLOYMENT, "plan-local", PlanKind.PAL.label, _LOCAL),),
    PlanKind.NATIONAL: ((Volet.EMPLOYMENT, "plan-national", PlanKind.NATIONAL.label, _NATIONAL),),
}


def texts_of(kind: PlanKind) -> tuple[tuple[Volet, str], ...]:
    """The texts that a plan of this kind holds, in order: volet and key of each."""

    def keys(entries):
        for _, _, _, key, children in entries:
            yield from filter(None, (key,))
            yield from keys(children)

    return tuple((volet, key) for volet, _, _, entries in _VOLETS[PlanKind(kind)] for key in keys(entries))


def outline_titles(kind: PlanKind) -> tuple[tuple[str, Volet, str, str], ...]:
    """Every part of a plan of this kind, in order: its key, volet, the key of its text (or empty) and its title."""

    def parts(volet, entries):
        for key, _, title, section_key, children in entries:
            yield key, volet, section_key, title
            yield from parts(volet, children)

    return tuple(one for volet, _, _, entries in _VOLETS[PlanKind(kind)] for one in parts(volet, entries))


def anchors_of(kind: PlanKind) -> frozenset[str]:
    """The anchors of the parts that a plan of this kind has, fields of intervention apart."""

    def keys(entries):
        for key, _, _, _, children in entries:
            yield key.replace("_", "-")
            yield from keys(children)

    return frozenset(anchor for *_, entries in _VOLETS[PlanKind(kind)] for anchor in keys(entries))


def plan_outline(dossier: Dossier) -> Outline:
    """The outline of a plan, its fields of intervention listed under the strategies."""
    by_key: dict[str, Heading] = {}
    volets = tuple(
        VoletOutline(volet, anchor, title, tuple(_heading(entry, volet, dossier, by_key) for entry in entries))
        for volet, anchor, title, entries in _VOLETS[PlanKind(dossier.plan.kind)]
    )
    return Outline(volets, by_key)


def _heading(entry, volet: Volet, dossier: Dossier, by_key: dict[str, Heading], level: int = 3) -> Heading:
    key, number, title, section_key, children = entry
    section = dossier.sections.get(f"{volet}.{section_key}")
    below = tuple(_heading(child, volet, dossier, by_key, level + 1) for child in children)
    if key == "strategies":
        below = tuple(
            Heading(f"intervention_{one.number}", f"Champ {one.number}", one.title, volet=volet)
            for one in dossier.fields
        )
    heading = Heading(
        key=key,
        number=number,  # the number of the outline: a sub-part printed under « 4 » without its own bears none
        title=(section and section.title) or title,
        section=section,
        children=below,
        level=level,
        volet=volet,
        section_key=section_key,
    )
    by_key[key] = heading
    return heading
