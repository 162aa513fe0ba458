"""The kinds of documents: each module of `reports.builders` registers its own; nothing else lists them.

    register(Kind(code=DocumentKind.ANNUAL, label="Rapport annuel", build=build_annual, …))

A builder is `build(order, progress) -> Document`. It reads through reads and dossiers, never writes, raises `Refused`
with a French sentence when there is nothing to make, and tells its parts: `progress(Step.COMPOSE, "Les cibles")`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from core.errors import Refused
from core.formats import month_label
from indicators.models import FiscalYear
from regions.models import Territory
from reports.document import Document
from reports.steps import Progress


@dataclass(frozen=True)
class Order:
    """What is asked: which document, of where and when, in which edition (None: as it stands today).

    `territory` is a region, or Québec; `year` the fiscal year (of a plan of several years, its first); `month` the last
    month told (1 = April), None for the last one known.
    """

    kind: str
    territory: Territory
    year: FiscalYear
    month: int | None = None
    edition: int | None = None

    @property
    def month_label(self) -> str:
        return month_label(self.year.start, self.month) if self.month else ""


def _same_year(year: FiscalYear) -> str:
    return year.label


def _no_editions(order: Order) -> tuple[int, ...]:
    return ()


def _edition(number: int) -> str:
    return f"Édition {number}"


def _never(order: Order) -> str:
    return ""


@dataclass(frozen=True)
class Kind:
    """A kind of document, as the pages, the command line and the workers know it.

    `scope`: "region", "nation" or "both". `month`: "none", "optional" or "required". `years` is how many fiscal years
    one document spans: the command line reads `2020-2022` for three. `missing(order)` is the French sentence that says
    why there is nothing to make, or nothing: it is asked before a request is taken and must cost a query or two.
    `editions(order)` gives the numbers of the frozen editions that may be asked for; a kind that numbers something else
    (sittings, motions) says so by `edition_label`.
    """

    code: str
    label: str
    lead: str  # one sentence on the page of documents
    build: Callable[[Order, Progress], Document]
    scope: str = "both"
    month: str = "none"
    has_editions: bool = False
    years: int = 1
    stem: str = ""  # how its files are called; the code when empty
    missing: Callable[[Order], str] = field(default=_never)
    period: Callable[[FiscalYear], str] = field(default=_same_year)
    editions: Callable[[Order], tuple[int, ...]] = field(default=_no_editions)
    edition_label: Callable[[int], str] = field(default=_edition)
    latest_label: str = "Texte actuel"  # what is printed when no edition is asked for
    edition_stem: str = "edition"  # in the names of files

    def takes(self, territory: Territory) -> bool:
        return self.scope == "both" or (self.scope == "region") == territory.is_region


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Offer a kind of document. A code is given once; the same module read again changes nothing."""
    _KINDS[str(kind.code)] = kind


@cache
def _discover() -> None:
    import reports.builders

    for module in pkgutil.iter_modules(reports.builders.__path__):
        import_module(f"reports.builders.{module.name}")


def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of DocumentKind."""
    from reports.enums import DocumentKind

    _discover()
    return tuple(_KINDS[code] for code in DocumentKind.values if code in _KINDS)


def kind_of(code: str) -> Kind:
    """A kind by its code. Refused when there is none."""
    _discover()
    if code not in _KINDS:
        raise Refused("Ce document n’existe pas.")
    return _KINDS[code]


def check_order(order: Order) -> Kind:
    """The kind of an order. Refused, in a sentence, for a wrong place, month or edition, or when there is nothing."""
    kind = kind_of(order.kind)
    if not order.territory.is_region and order.territory.parent_id is not None:
        raise Refused(f"Un document se produit pour une région ou pour le Québec, non pour {order.territory}.")
    if not kind.takes(order.territory):
        whole = "pour tout le Québec" if kind.scope == "nation" else "pour une région"
        raise Refused(f"« {kind.label} » se produit seulement {whole}.")
    if kind.month == "required" and order.month is None:
        raise Refused(f"« {kind.label} » demande un mois.")
    if kind.month == "none" and order.month is not None:
        raise Refused(f"« {kind.label} » ne dépend pas d’un mois.")
    if order.edition is not None and not kind.has_editions:
        raise Refused(f"« {kind.label} » n’a pas d’éditions.")
    if sentence := kind.missing(order):
        raise Refused(sentence)
    return kind


def build_document(order: Order, progress: Progress) -> Document:
    """The finished tree, numbered. Refused when there is nothing to make."""
    from reports.document import numbered

    return numbered(check_order(order).build(order, progress))
