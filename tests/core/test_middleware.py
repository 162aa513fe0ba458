"""Looking changes nothing, and nothing foreign is loaded."""

import pytest
from django.db import connection, transaction
from django.test import RequestFactory

from core.middleware import WriteDuringRead, read_only_get, writing_allowed
from regions.models import Territory


def _touch(request):
    Territory.objects.filter(code="01").update(name="X")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_request_that_writes_is_stopped(db, method):
    with pytest.raises(WriteDuringRead), transaction.atomic():
        read_only_get(_touch)(getattr(RequestFactory(), method)("/"))
    assert Territory.objects.get(code="01").name == "Bas-Saint-Laurent"


def test_writing_request_may_write(db):
    read_only_get(_touch)(RequestFactory().post("/"))
    assert Territory.objects.get(code="01").name == "X"


def test_reading_is_free_and_the_guard_goes_away(db):
    read_only_get(lambda request: list(Territory.objects.all()))(RequestFactory().get("/"))
    assert not any("refuse_writes" in str(wrapper) for wrapper in connection.execute_wrappers)


def test_the_rule_is_lifted_for_a_moment_and_comes_back(db):
    def lifted_then_not(request):
        with writing_allowed():
            _touch(request)
        _touch(request)

    with pytest.raises(WriteDuringRead), transaction.atomic():
        read_only_get(lifted_then_not)(RequestFactory().get("/"))
    read_only_get(writing_allowed()(_touch))(RequestFactory().get("/"))
    assert Territory.objects.get(code="01").name == "X"


def test_page_admits_only_its_own_scripts_and_styles(client, db):
    policy = client.get("/compte/login/").headers["Content-Security-Policy"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["script-src"] == "'self'"
    assert rules["style-src"] == "'self'"
    assert rules["default-src"] == "'none'"
