"""What was worked out once and is kept while the data it tells keep their version (core.versions).

A kept value bears its tag in its name: when data or rights change the tag is another one, and nobody asks for the old
value again; it is dropped within a day. What a former version of the software kept is not read either.
"""

import hashlib
import logging
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import django
from django.conf import settings
from django.core.cache import caches
from redis.exceptions import RedisError

_log = logging.getLogger(__name__)
ALIAS = "kept"
Value = TypeVar("Value")


def kept(tag: str, make: Callable[[], Value]) -> Value:
    """The value of a tag, made if nobody has made it yet. It is pickled: plain data, dataclasses and model rows.

    Where the shelf does not answer, everything is made as if nothing were ever kept.
    """
    name, shelf = f"{_build()}/{tag}", caches[ALIAS]
    value = _asked(shelf.get, name)
    if value is None:
        value = make()
        _asked(shelf.set, name, value)
    return value


def _asked(verb: Callable, *what):
    try:
        return verb(*what)
    except (RedisError, OSError):
        _log.warning("Nothing can be kept for now: pages are made anew each time.", exc_info=True)
        return None


@cache
def _build() -> str:
    """A digest of the software as it stands: names, sizes and times of its modules, templates and static files."""
    rooms = [settings.BASE_DIR / name for name in (*settings.INSTALLED_APPS, "templates", "static")]
    files = sorted(file for room in rooms for file in room.rglob("*") if file.is_file() and (file.suffix != ".pyc"))
    stats = [(str(file), (stat := file.stat()).st_size, stat.st_mtime_ns) for file in files]
    return hashlib.blake2b(repr((django.__version__, stats)).encode(), digest_size=8).hexdigest()
