"""What is kept by its tag: made once, whatever holds it, and never read by another version of the software."""

from decimal import Decimal

import pytest
from django.core.cache import caches
from redis.exceptions import RedisError

from core import kept
from regions.models import Territory


@pytest.fixture(params=("memory", "files"))
def shelf(request, settings, tmp_path):
    if request.param == "files":  # what a machine without Redis uses
        backend = "django.core.cache.backends.filebased.FileBasedCache"
        settings.CACHES = settings.CACHES | {kept.ALIAS: {"BACKEND": backend, "LOCATION": tmp_path / "kept"}}
    return caches[kept.ALIAS]


def test_a_value_is_made_once_for_each_tag(shelf):
    made = []
    values = [kept.kept(tag, lambda tag=tag: made.append(tag) or f"value of {tag}") for tag in ("a", "b", "a")]
    assert (values, made) == (["value of a", "value of b", "value of a"], ["a", "b"])


def test_exact_numbers_and_rows_come_back_as_they_were(shelf, region):
    value = (Decimal("75.0"), region, (None, 0))
    assert [kept.kept("rows", lambda: value) for _ in range(2)] == [value, value]
    assert str(kept.kept("rows", lambda: value)[0]) == "75.0"
    assert kept.kept("rows", lambda: value)[1].parent == Territory.objects.national()


def test_another_version_of_the_software_makes_its_own(shelf, monkeypatch):
    kept.kept("page", lambda: "before")
    monkeypatch.setattr(kept, "_build", lambda: "another")
    assert kept.kept("page", lambda: "after") == "after"


def test_a_failure_is_not_kept(shelf):
    with pytest.raises(LookupError):
        kept.kept("page", lambda: {}["absent"])
    assert kept.kept("page", lambda: "made") == "made"


@pytest.mark.parametrize("failure", (RedisError("away"), OSError("full")))
@pytest.mark.parametrize("verb", ("get", "set"))
def test_a_shelf_that_does_not_answer_costs_no_page(shelf, monkeypatch, caplog, verb, failure):
    def fail(*args):
        raise failure

    monkeypatch.setattr(shelf, verb, fail)
    assert kept.kept("page", lambda: "made") == "made"
    assert [record.message for record in caplog.records] == [
        "Nothing can be kept for now: pages are made anew each time."
    ]
