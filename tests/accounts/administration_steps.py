"""Steps that several tests of the administration share."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.administration_forms import Purpose


def enter(client: Client, slug: str = "bas-saint-laurent") -> Client:
    """Pass the door of a territory, with a reason."""
    answer = client.post(reverse("administration_door", args=[slug]), {"purpose": Purpose.KEEP})
    assert answer.status_code == 302
    return client


def cost(client: Client, address: str, **query) -> int:
    """How many queries a page costs."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, query).status_code == 200
    return len(queries)
