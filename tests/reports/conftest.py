"""The PAR of the demonstration, and runs that make nothing."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from core.prose import render_prose
from plans.dossier import Dossier, plan_dossier
from plans.models import Plan
from reports import services
from reports.document import Cover, Document, Prose, Section, numbered
from reports.models import ReportRun
from reports.registry import Order
from reports.writers import Made

SMALL_PDF = Made(b"%PDF-1.7 stand-in", 3)


def plain(text: str) -> str:
    """Text with ordinary spaces and unbroken lines, as a reader perceives it."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


@pytest.fixture(scope="session")
def par_plan(django_db_setup, django_db_blocker) -> Plan:
    with django_db_blocker.unblock():
        return Plan.objects.select_related("territory", "year").get(territory__code="01", year=2007)


@pytest.fixture(scope="session")
def par_tree(document) -> Document:
    return document("par")


@pytest.fixture(scope="session")
def par_pdf(written) -> Made:
    return written("par", "pdf")


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
def par_pages(pages) -> list[str]:
    return [plain(page) for page in pages("par")]


@pytest.fixture(scope="session")
def par_text(par_pages) -> str:
    return plain(" ".join(par_pages))


@pytest.fixture
def stored(settings, tmp_path):
    """Files kept by a test go into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def small_tree(order: Order, *, text: str = "Rien.") -> Document:
    """The least of documents."""
    cover = Cover("Service", "Plan", order.year.label, order.territory.name)
    section = Section("Un", (Prose(render_prose(text)),), role="chapter")
    return Document(
        order.kind, f"{order.kind}-{order.territory.slug}-{order.year.label}", "Plan", "", "", "Plan", cover, (section,)
    )


@pytest.fixture
def builder(monkeypatch):
    """Replace the making of files: by a small one at once, or by what `builder(function)` is given."""

    def replace(function):
        asked = {}

        def build(order, progress):
            asked.update(territory=order.territory, year=order.year)
            return numbered(small_tree(order))

        monkeypatch.setattr(services, "build_document", build)
        monkeypatch.setattr(services, "write", lambda *_, progress, **__: function(**asked, progress=progress))

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
