"""Every kind of document of the demonstration, made and written once a session."""

from functools import cache

import pytest

from indicators.models import FiscalYear
from regions.models import Territory
from reports.document import Document
from reports.registry import Order, build_document
from reports.steps import silent
from reports.writers import write

ORDERS = {
    "par": ("par", "01", 2007, 12),
    "followup": ("followup", "01", 2007, 9),
    "followup-quebec": ("followup", "QC", 2007, 9),
    "annual": ("annual", "01", 2007, None),
    "annual-quebec": ("annual", "QC", 2007, None),
    "ovt": ("ovt", "QC", 2020, None),
}


@pytest.fixture(scope="session")
def document(django_db_setup, django_db_blocker):
    """document("par"): the tree."""

    @cache
    def made(name: str) -> Document:
        kind, place, year, month = ORDERS[name]
        with django_db_blocker.unblock():
            order = Order(kind, Territory.objects.get(code=place), FiscalYear.objects.get(start=year), month)
            return build_document(order, silent)

    return made


@pytest.fixture(scope="session")
def written(document):
    """written("par", "pdf"): the finished file."""
    return cache(lambda name, format, paper="letter": write(document(name), format, paper=paper))
