"""The database of a server of the tests: copied from a template, watched for writing, put back in a moment."""

import contextlib
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

UNFINISHED = "SELECT count(*) FROM reports_reportrun WHERE state IN ('queued', 'running')"


class FileStore:
    """SQLite beside the documents; the template is the same file in another data folder."""

    def __init__(self, folder: Path, template: Path | None):
        self.path, self.template = folder / "jalon.sqlite3", template and template / "jalon.sqlite3"
        self.settings: dict[str, str] = {}
        self._watch: sqlite3.Connection | None = None
        self._seen: int | None = None

    def create(self) -> None:
        """Nothing to do: the file comes with the folder, or `bin/run` makes it."""

    def drop(self) -> None:
        if self._watch:
            self._watch.close()

    def changed(self) -> bool:
        """Whether anything was written since the template was put in."""
        return self._version() != self._seen

    def unfinished(self) -> int:
        """How many documents are still asked for or being made."""
        return self._read(UNFINISHED)

    def restore(self) -> None:
        """In one transaction, under the server that runs: it opens the file anew at each request."""
        source, target = sqlite3.connect(self.template), sqlite3.connect(self.path, timeout=20)
        with contextlib.closing(source), contextlib.closing(target):
            source.backup(target)
        self._seen = self._version()

    def _version(self) -> int:
        return self._read("PRAGMA data_version")  # another one as soon as another connection has written

    def _read(self, statement: str) -> int:
        if not self._watch:
            self._watch = sqlite3.connect(self.path, timeout=20, isolation_level=None)
        return self._watch.execute(statement).fetchone()[0]


class ServerStore:
    """A PostgreSQL database that is nobody else's; the template is another one on that server."""

    def __init__(self, url: str, name: str, template: str | None):
        self.admin = urlunsplit(urlsplit(url)._replace(scheme="postgresql"))
        self.name, self.template = name, template
        self.url = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        self.settings = {"DATABASE_URL": self.url}

    def create(self) -> None:
        self.drop()
        self._do(f'CREATE DATABASE "{self.name}"' + (f' TEMPLATE "{self.template}"' if self.template else ""))

    def drop(self) -> None:
        self._do(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def changed(self) -> bool:
        return True  # PostgreSQL counts what is written, but tells it too late

    def unfinished(self) -> int:
        return self._do(UNFINISHED, database=self.name)

    def restore(self) -> None:
        """The connections that the server keeps are cut; it opens others (conn_health_checks)."""
        self.create()

    def _do(self, statement: str, *, database: str = "") -> int | None:
        import psycopg

        url = urlunsplit(urlsplit(self.admin)._replace(path=f"/{database}")) if database else self.admin
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
