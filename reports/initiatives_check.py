"""Before an initiative is published: what in it could name a person, reach one, or lead into the ministry's network.

A pure reading of texts. It points out; people decide: a passage is mended, or kept with a reason
(`reports.initiatives_services.confirm_passage`). It errs on the side of asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.db.models import TextChoices

from core.formats import NBSP
from reports.initiatives_names import FIRST_NAMES, INSTITUTIONS

FIELD_WORDS = {
    "title": "Titre",
    "summary": "Sommaire",
    "partners": "Partenaires",
    "results": "Résultats",
    "portrait_title": "Titre du portrait",
    "portrait": "Portrait",
    "quotation": "Citation",
    "quotation_by": "De qui est la citation",
    "picture_text": "Texte de l’image",
    "picture_credit": "Crédit de l’image",
}
ABOUT_PEOPLE = frozenset({"portrait_title", "portrait", "quotation", "quotation_by", "picture_text"})
_LONGEST = 300  # of a fragment, as it is kept when it is confirmed


class Kind(TextChoices):
    EMAIL = "email", "adresse de courriel"
    INTERNAL = "internal", "lien interne"
    TOKEN = "token", "lien personnel"
    PHONE = "phone", "numéro de téléphone"
    NAME = "name", "nom de personne"
    FIRST_NAME = "first_name", "prénom"


_WORDS = {
    Kind.EMAIL: "est une adresse de courriel. Retirez-la",
    Kind.INTERNAL: "mène à l’intranet ou à un dossier du ministère, que le public ne peut ouvrir. Retirez ce lien",
    Kind.TOKEN: "est un lien personnel : il contient un jeton. Remplacez-le par l’adresse publique",
    Kind.PHONE: "ressemble à un numéro de téléphone. Retirez-le",
    Kind.NAME: "ressemble au nom d’une personne. Retirez-le",
    Kind.FIRST_NAME: "semble un prénom. Retirez-le, ou cochez « prénom fictif »",
}


@dataclass(frozen=True)
class Finding:
    """A passage of a field, and the French sentence that says what to do about it."""

    kind: Kind
    field: str
    fragment: str

    @property
    def key(self) -> tuple[str, str]:
        return self.field, self.fragment

    @property
    def sentence(self) -> str:
        where = FIELD_WORDS[self.field]
        return (
            f"{where}{NBSP}: «{NBSP}{self.fragment}{NBSP}» {_WORDS[self.kind]}, ou confirmez ce passage avec un motif."
        )


_EMAIL = re.compile(r"[\w.+’'-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>«»]+|\b[\w.-]+\.(?:intra|intranet|local|lan|interne|reseau)\b[^\s]*", re.I
)
_PATH = re.compile(r"\\\\[\w.-]+\\[^\s]+|\bfile:/+[^\s]+|\b[A-Z]:\\[^\s]+")
_PHONE = re.compile(r"(?<![\d-])(?:\+?1[\s.\u00a0-])?\(?\d{3}\)?[\s.\u00a0-]{1,2}\d{3}[\s.\u00a0-]\d{4}(?!\d)")
_TOKEN = re.compile(r"[?&](?:token|sid|session|auth|key|jeton|newtest)=", re.I)
_INTERNAL_TOPS = {"intra", "intranet", "local", "lan", "interne", "reseau", "corp", "internal"}

_CAPITAL = r"[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ][\w’'-]*"
_TITLES = r"(?:MM?\.|Mmes?|Mlle|Me|Dre?|[Mm]onsieur|[Mm]adame)"
_CIVILITY = re.compile(rf"(?<!\w){_TITLES}\s+{_CAPITAL}(?:\s+{_CAPITAL})*")
_PARTICLE = r"(?:(?:de|du|des|la|le|van|von)[ \u00a0]+|D’|d’)?"
_TWO_WORDS = re.compile(rf"(?<![\w’'-])({_CAPITAL})[ \u00a0]+({_PARTICLE}{_CAPITAL})")
_ONE_WORD = re.compile(rf"(?<![\w’'-]){_CAPITAL}")


def findings(texts: Mapping[str, str], *, pseudonyms: bool = False) -> tuple[Finding, ...]:
    """What the texts hold that asks for a decision, in the order of the fields. `pseudonyms`: the first names alone,
    in a portrait or a quotation, are invented."""
    found: dict[tuple[str, str], Finding] = {}
    for field in FIELD_WORDS:
        for finding in _in_field(field, texts.get(field) or "", pseudonyms):
            found.setdefault(finding.key, finding)
    return tuple(found.values())


def _in_field(field: str, text: str, pseudonyms: bool) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        yield _finding(Kind.EMAIL, field, match[0])
    for match in (*_LINK.finditer(text), *_PATH.finditer(text)):
        link = match[0].rstrip(".,;:)]")
        if is_internal(link):
            yield _finding(Kind.INTERNAL, field, link)
        elif _TOKEN.search(link):
            yield _finding(Kind.TOKEN, field, link)
    for match in _PHONE.finditer(text):
        yield _finding(Kind.PHONE, field, match[0])
    bare = _EMAIL.sub(" ", _LINK.sub(" ", text))
    named = list(_names(bare))
    for name in named:
        yield _finding(Kind.NAME, field, name)
    if field in ABOUT_PEOPLE and not pseudonyms:
        for name in _first_names(bare, named):
            yield _finding(Kind.FIRST_NAME, field, name)


def _finding(kind: Kind, field: str, fragment: str) -> Finding:
    return Finding(kind, field, fragment[:_LONGEST])


def is_internal(link: str) -> bool:
    """Whether a link leads where the public cannot go: intranet hosts, private addresses, shared folders."""
    if _PATH.match(link):
        return True
    host = (urlsplit(link if "://" in link else f"//{link}").hostname or "").lower()
    try:
        return ip_address(host).is_private
    except ValueError:
        labels = host.split(".")
    return len(labels) == 1 or labels[-1] in _INTERNAL_TOPS or any("intranet" in label for label in labels)


def _names(text: str) -> Iterator[str]:
    """A civility and a name, or a first name and what follows it; not the person after whom a place is named."""
    told = []
    for match in _CIVILITY.finditer(text):
        told.append(match.span())
        yield match[0]
    for match in _TWO_WORDS.finditer(text):
        inside = any(start <= match.start() < end for start, end in told)
        if not inside and _is_first_name(match[1]) and not _names_an_institution(text, match.start()):
            yield match[0]


def _first_names(text: str, named: list[str]) -> Iterator[str]:
    known = {word for name in named for word in name.split()}
    for match in _ONE_WORD.finditer(text):
        if match[0] in known or _names_an_institution(text, match.start()):
            continue
        if _is_first_name(match[0]):
            yield match[0]


def _is_first_name(word: str) -> bool:
    """`Maxime`, `Marie-Ève`; every part of a double name counts."""
    parts = word.replace("’", "'").casefold().split("-")
    return all(part in FIRST_NAMES for part in parts)


def _names_an_institution(text: str, start: int) -> bool:
    """Whether the words just before name a place or a body: « Cégep Marie-Victorin », « rue Jean Talon »."""
    before = text[:start].rstrip().casefold().split()
    return bool(before) and before[-1].strip("«(,") in INSTITUTIONS
