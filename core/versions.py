"""Versions of data: whoever writes draws a new one in the same transaction, whoever reads compares.

An answer that was given once need not be made again as long as what it stands on has kept its version: the conditional
requests of the API are answered from one row by key, without touching the data. Versions are drawn at random rather
than counted, so that a database that was put back from a copy cannot reach a former number with other data.
"""

import hashlib
import secrets
from collections.abc import Iterable

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag

from core.models import DataVersion

CATALOGUE = "catalogue"  # the names of places, indicators and groups
_BITS = 62
_AT_ONCE = 400  # names in a statement: SQLite may take no more than a thousand parameters


def draw(names: Iterable[str]) -> None:
    """Give each name a new version. To be called within the transaction that writes the data, once it holds its lock:
    names are written in their order, so that two writers cannot wait for each other."""
    token, wanted = secrets.randbits(_BITS), sorted(set(names))
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        rows = ", ".join(["(%s, %s)"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {DataVersion._meta.db_table} (name, token) VALUES {rows}"
                " ON CONFLICT (name) DO UPDATE SET token = excluded.token",
                [part for name in some for part in (name, token)],
            )


def read(names: Iterable[str]) -> tuple[int, ...]:
    """The versions of the names, in their order; 0 for data that nobody has written yet. One query."""
    if not (wanted := list(names)):
        return ()
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:  # by hand: every answer of the API asks, and a query set costs more than it
        cursor.execute(f"SELECT name, token FROM {DataVersion._meta.db_table} WHERE name IN ({marks})", wanted)
        known = dict(cursor.fetchall())
    return tuple(known.get(name, 0) for name in wanted)


def entity_tag(request: HttpRequest, *facts: object) -> str:
    """The ETag of what an address answers while the `facts` (versions, rights of the reader) stay as they are."""
    return quote_etag(digest(request.get_full_path(), *facts))


def digest(*facts: object) -> str:
    """A short name for what stands on these facts: other facts, another name."""
    return hashlib.blake2b(repr(facts).encode(), digest_size=16).hexdigest()


def unchanged(request: HttpRequest, tag: str) -> HttpResponse | None:
    """304 when the reader already has the answer of that tag, else None. To be asked after the rights are checked, and
    before the data are read: a tag older than its answer only costs one more answer."""
    response = get_conditional_response(request, etag=tag)
    return None if response is None else tagged(response, tag)


def tagged(response: HttpResponse, tag: str) -> HttpResponse:
    """The answer with its tag; kept by the reader alone, who asks each time whether it still holds."""
    response.headers["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response
