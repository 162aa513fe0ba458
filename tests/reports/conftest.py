"""The PAR of the demonstration, built once a session."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from core.pdf import PdfFile
from plans.dossier import Dossier, plan_dossier
from plans.models import Plan
from reports.builders import build_par
from reports.models import ReportRun

SMALL_PDF = PdfFile(b"%PDF-1.7 stand-in", 3)


def plain(text: str) -> str:
    """Text with ordinary spaces and unbroken lines, as a reader perceives it."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


@pytest.fixture(scope="session")
def par_plan(django_db_setup, django_db_blocker) -> Plan:
    with django_db_blocker.unblock():
        return Plan.objects.select_related("territory", "year").get(territory__code="01", year=2007)


@pytest.fixture(scope="session")
def par_steps() -> list:
    """The steps told while the session's document was made."""
    return []


@pytest.fixture(scope="session")
def par_pdf(par_plan, par_steps, django_db_blocker) -> PdfFile:
    with django_db_blocker.unblock():
        return build_par(territory=par_plan.territory, year=par_plan.year, progress=par_steps.append)


@pytest.fixture(scope="session")
def par_dossier(par_plan, django_db_blocker) -> Dossier:
    with django_db_blocker.unblock():
        return plan_dossier(par_plan)


@pytest.fixture
def opened(par_pdf):
    """The document opened by pikepdf."""
    with pikepdf.open(BytesIO(par_pdf.content)) as pdf:
        yield pdf


@pytest.fixture(scope="session")
def par_pages(par_pdf) -> list[str]:
    """The text of each page, as a reader finds it."""
    from pypdf import PdfReader

    return [plain(page.extract_text()) for page in PdfReader(BytesIO(par_pdf.content)).pages]


@pytest.fixture(scope="session")
def par_text(par_pages) -> str:
    return plain(" ".join(par_pages))


@pytest.fixture
def stored(settings, tmp_path):
    """Files kept by a test go into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def builder(monkeypatch):
    """Replace the maker of the PAR: by a file at once, or by what `builder(function)` is given."""

    def replace(function):
        monkeypatch.setitem(__import__("reports.builders", fromlist=["BUILDERS"]).BUILDERS, "par", function)

    replace(lambda *, territory, year, progress: SMALL_PDF)
    return replace


@pytest.fixture
def make_run(cast, plan):
    """A run of the demonstration plan in a given state."""

    def make(**fields) -> ReportRun:
        asked_for = fields.pop("requested_ago", None)
        run = ReportRun.objects.create(
            **{"kind": "par", "territory": plan.territory, "year": plan.year, "requested_by": cast.director} | fields
        )
        if asked_for is not None:
            ReportRun.objects.filter(pk=run.pk).update(requested_at=timezone.now() - asked_for)
            run.refresh_from_db()
        return run

    return make
