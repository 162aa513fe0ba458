"""`manage.py build_report par --region 01 --year 2007-2008 --output par.pdf`: a document without the web pages."""

import os
import re
import time
from decimal import Decimal
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refused
from core.formats import nombre
from core.pdf import PdfError, PdfFile
from indicators.models import FiscalYear
from regions.models import Territory
from reports.builders import BUILDERS, STEPS, Step
from reports.enums import DocumentFormat, DocumentKind


class Command(BaseCommand):
    help = "Build a document of a region for a fiscal year; the extension of --output names the format (.pdf)."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=DocumentKind.values, help="document à produire")
        parser.add_argument("--region", required=True, help="code officiel de la région, par exemple 01")
        parser.add_argument("--year", required=True, help="exercice, par exemple 2007-2008")
        parser.add_argument("--output", required=True, help="fichier à écrire; son extension donne le format")

    def handle(self, *, kind: str, region: str, year: str, output: str, **options):
        path = _writable(Path(output))
        territory, fiscal_year = _region(region), _year(year)
        start = time.perf_counter()
        try:
            pdf = BUILDERS[kind](territory=territory, year=fiscal_year, progress=self._tell)
            self._tell(Step.STORE)
            _write(path, pdf)
        except Refused as error:
            raise CommandError(error.message) from error
        except PdfError as error:
            raise CommandError(f"Le document n’a pas pu être mis en pages sans défaut : {error}") from error
        except OSError as error:
            raise CommandError(f"Impossible d’écrire « {path} » : {error.strerror}.") from error
        seconds = Decimal(time.perf_counter() - start)
        self.stdout.write(f"{path} : {nombre(pdf.pages)} pages, {nombre(pdf.size // 1024)} ko, {nombre(seconds, 1)} s.")

    def _tell(self, step: Step) -> None:
        self.stdout.write(f"{STEPS.index(step) + 1}/{len(STEPS)} {step.label}")


def _region(code: str) -> Territory:
    territory = Territory.objects.regions().filter(code=code).first()
    if territory is None:
        raise CommandError(f"La région « {code} » n’existe pas. Donnez un code de 01 à 17.")
    return territory


def _year(label: str) -> FiscalYear:
    found = re.fullmatch(r"(\d{4})-(\d{4})", label)
    if not found or int(found[2]) != int(found[1]) + 1:
        raise CommandError(f"« {label} » n’est pas un exercice. Écrivez par exemple 2007-2008.")
    year = FiscalYear.objects.filter(start=int(found[1])).first()
    if year is None:
        raise CommandError(f"L’exercice {label} n’est pas ouvert.")
    return year


def _writable(path: Path) -> Path:
    """The path, once it is sure that its format is known and its folder takes a file."""
    extension = path.suffix.lower().removeprefix(".")
    if extension not in DocumentFormat.values:
        known = ", ".join(f".{value}" for value in DocumentFormat.values)
        raise CommandError(
            f"Le format « {path.suffix or path.name} » n’est pas offert. Extensions reconnues : {known}."
        )
    if not path.parent.is_dir():
        raise CommandError(f"Le dossier « {path.parent} » n’existe pas.")
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise CommandError(f"Impossible d’écrire dans « {path} ».")
    return path


def _write(path: Path, pdf: PdfFile) -> None:
    """Whole or not at all: a reader never sees half a file."""
    draft = path.with_name(f".{path.name}.partiel")
    draft.write_bytes(pdf.content)
    draft.replace(path)
