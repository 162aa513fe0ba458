"""`manage.py build_report par --region 01 --year 2007-2008 --output par.pdf`: a document without the web pages."""

import os
import re
import time
from decimal import Decimal
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refused
from core.fiscal import check_month
from core.formats import nombre
from core.pdf import PdfError
from indicators.models import FiscalYear
from regions.models import Territory
from reports.enums import DocumentFormat, DocumentKind, Paper
from reports.making import make
from reports.registry import Kind, Order, kind_of
from reports.steps import STEPS, Step
from reports.writers import Made

_EXTENSIONS = {f".{format.extension}": format for format in DocumentFormat}


class Command(BaseCommand):
    help = "Build a document; the extension of --output names its format. Without --region: Québec."

    def add_arguments(self, parser):
        parser.add_argument("kind", help=f"document à produire : {', '.join(DocumentKind.values)}")
        parser.add_argument("--region", default="", help="code officiel de la région, par exemple 01; sinon le Québec")
        parser.add_argument("--year", required=True, help="exercice, par exemple 2007-2008 (OVT : 2020-2022)")
        parser.add_argument("--month", default="", help="dernier mois raconté, par exemple 2007-12")
        parser.add_argument("--edition", type=int, default=None, help="numéro de l’édition; sinon le présent texte")
        parser.add_argument("--paper", default=Paper.LETTER, help="letter (d’office) ou a4")
        parser.add_argument("--output", required=True, help=f"fichier à écrire; extensions : {', '.join(_EXTENSIONS)}")

    def handle(self, *, kind, region, year, month, edition, paper, output, **options):
        path = Path(output)
        format = _format(path)
        _check_writable(path)
        if paper not in Paper.values:
            raise CommandError(f"Le papier « {paper} » n’est pas offert. Papiers reconnus : {', '.join(Paper.values)}.")
        start = time.perf_counter()
        try:
            asked = _kind(kind)
            order = _order(asked, region, year, month, edition)
            made, _ = make(order, format, paper=paper, progress=self._tell)
            self._tell(Step.STORE)
            _write(path, made)
        except Refused as error:
            raise CommandError(error.message) from error
        except PdfError as error:
            raise CommandError(f"Le document n’a pas pu être mis en pages sans défaut : {error}") from error
        except OSError as error:
            raise CommandError(f"Impossible d’écrire « {path} » : {error.strerror}.") from error
        for notice in made.notices:
            self.stderr.write(notice)
        self.stdout.write(_told(path, made, Decimal(time.perf_counter() - start)))

    def _tell(self, step: Step, part: str = "") -> None:
        told = f"{step.label} – {part}" if part else step.label
        self.stdout.write(f"{STEPS.index(step) + 1}/{len(STEPS)} {told}")


def _told(path: Path, made: Made, seconds: Decimal) -> str:
    pages = f"{nombre(made.pages)} pages, " if made.pages else ""
    return f"{path} : {pages}{nombre(max(len(made.content) // 1000, 1))} ko, {nombre(seconds, 1)} s."


def _kind(code: str) -> Kind:
    try:
        return kind_of(code)
    except Refused as error:
        known = ", ".join(DocumentKind.values)
        raise CommandError(f"Le document « {code} » n’existe pas. Documents reconnus : {known}.") from error


def _order(kind: Kind, region: str, year: str, month: str, edition: int | None) -> Order:
    fiscal_year = _year(kind, year)
    return Order(kind.code, _territory(kind, region), fiscal_year, _month(month, fiscal_year), edition)


def _territory(kind: Kind, code: str) -> Territory:
    """The region of a code; Québec without one."""
    if not code:
        if kind.scope == "region":
            raise CommandError(f"« {kind.label} » se produit pour une région : donnez --region, de 01 à 17.")
        return Territory.objects.national()
    territory = Territory.objects.regions().filter(code=code).first()
    if territory is None:
        raise CommandError(f"La région « {code} » n’existe pas. Donnez un code de 01 à 17.")
    return territory


def _year(kind: Kind, label: str) -> FiscalYear:
    """The fiscal year of a label, or the first of a span (`2020-2022` for a plan of three years)."""
    found = re.fullmatch(r"(\d{4})-(\d{4})", label)
    span = kind.years if kind.years > 1 else 2
    if not found or int(found[2]) != int(found[1]) + span - 1:
        if kind.years > 1:
            example = f"2020-{2020 + kind.years - 1}"
            raise CommandError(f"« {label} » n’est pas une période de {kind.years} ans. Écrivez par exemple {example}.")
        raise CommandError(f"« {label} » n’est pas un exercice. Écrivez par exemple 2007-2008.")
    year = FiscalYear.objects.filter(start=int(found[1])).first()
    if year is None:
        raise CommandError(f"L’exercice {label} n’est pas ouvert.")
    return year


def _month(text: str, year: FiscalYear) -> int | None:
    if not text:
        return None
    try:
        return check_month(text, year.start)
    except ValueError as error:
        raise CommandError(str(error)) from error


def _format(path: Path) -> DocumentFormat:
    """The format that the extension names."""
    name = path.name.lower()
    found = next((format for end, format in _EXTENSIONS.items() if name.endswith(end)), None)
    if found is None:
        given = "".join(path.suffixes) or path.name
        raise CommandError(f"Le format « {given} » n’est pas offert. Extensions reconnues : {', '.join(_EXTENSIONS)}.")
    return found


def _check_writable(path: Path) -> None:
    """Sure, before the work, that the folder takes a file."""
    if not path.parent.is_dir():
        raise CommandError(f"Le dossier « {path.parent} » n’existe pas.")
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise CommandError(f"Impossible d’écrire dans « {path} ».")


def _write(path: Path, made: Made) -> None:
    """Whole or not at all: a reader never sees half a file."""
    draft = path.with_name(f".{path.name}.partiel")
    draft.write_bytes(made.content)
    draft.replace(path)
