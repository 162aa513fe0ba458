"""What every test stands on: the whole demonstration, loaded once a session, its named cast and its documents."""

import gc
from collections import defaultdict
from functools import cache
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from accounts.demo import CAST
from accounts.models import User
from core import kept
from indicators.models import FiscalYear, Indicator
from plans.models import Plan
from regions.models import Territory

ORDERS = {
    "par": ("par", "01", 2007, None),
    "followup": ("followup", "01", 2007, 9),
    "followup-quebec": ("followup", "QC", 2007, 9),
    "annual": ("annual", "01", 2007, None),
    "annual-quebec": ("annual", "QC", 2007, None),
    "ovt": ("ovt", "QC", 2020, None),
}
ALSO_MADE = {"annual-quebec-2023": ("annual", "QC", 2023, None)}
READ_THEM = {
    "consistency/test_parity.py", "documents/test_accessibility.py", "documents/test_formats.py",
    "documents/test_parity.py", "reports/test_annual_document.py", "reports/test_ovt.py", "reports/test_pdf_content.py",
    "reports/test_pdf_structure.py",
}  # fmt: skip


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With `--dist loadgroup` a file goes to one process, and those that read the documents all to the same."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0].removeprefix("tests/")
            return "documents" if file in READ_THEM else file

    return ByFile(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_finish(session):
    """What is loaded by now stays until the end: the collector need not walk through it again and again (8 %)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


# In the memory of each process: two of them test at once, and emptying a Redis would take the other's messages along.
settings.CACHES[kept.ALIAS] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


@pytest.fixture(autouse=True)
def _nothing_kept():
    """The data of a test are its own, some of them written behind the engine's back: it starts with nothing kept."""
    caches[kept.ALIAS].clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The demonstration is data of every test: each test runs in a transaction that is rolled back."""
    from reports.demo import build_demonstration

    with django_db_blocker.unblock():
        build_demonstration()


@pytest.fixture
def cast(db) -> SimpleNamespace:
    """The people of the demonstration: cast.director, cast.planner, … cast.outsider (director of another region)."""
    users = {user.email: user for user in User.objects.all()}
    return SimpleNamespace(**{person.key: users[person.email] for person in CAST})


@pytest.fixture
def region(db) -> Territory:
    """Bas-Saint-Laurent."""
    return Territory.objects.get(code="01")


@pytest.fixture
def plan(db) -> Plan:
    """The PAR 2007-2008 of Bas-Saint-Laurent."""
    return Plan.objects.select_related("territory", "year").get(territory__code="01", year=2007)


@pytest.fixture
def indicator(db):
    """The indicator of a number: indicator("2")."""
    return lambda number: Indicator.objects.get(number=number)


@pytest.fixture
def as_user(db):
    """A client signed in as somebody; as nobody for None."""

    def sign_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in


# --- The documents of the demonstration, each made and written once a session -----------------------------------------


@pytest.fixture(scope="session")
def steps() -> dict:
    """The steps told while a document was made and written: steps["par"], steps["par", "pdf", "letter"]."""
    return defaultdict(list)


@pytest.fixture(scope="session")
def document(django_db_setup, django_db_blocker, steps):
    """document("par"): the tree."""
    from reports.registry import Order, build_document

    @cache
    def made(name: str):
        kind, place, year, month = (ORDERS | ALSO_MADE)[name]
        with django_db_blocker.unblock():
            order = Order(kind, Territory.objects.get(code=place), FiscalYear.objects.get(start=year), month)
            return build_document(order, lambda step, part="": steps[name].append(step))

    return made


@pytest.fixture(scope="session")
def written(document, steps):
    """written("par", "pdf"): the finished file."""
    from reports.writers import write

    @cache
    def made(name: str, format: str, paper: str = "letter"):
        told = steps[name, format, paper]
        return write(document(name), format, paper=paper, progress=lambda step, part="": told.append(step))

    return made


@pytest.fixture(scope="session")
def pages(written):
    """pages("par"): the text of each page of the PDF, as a reader finds it."""
    from pypdf import PdfReader

    return cache(lambda name: [page.extract_text() for page in PdfReader(BytesIO(written(name, "pdf").content)).pages])
