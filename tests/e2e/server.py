"""The real thing, started as an operator starts it: `bin/run`, its web server and its worker, in folders of its own.

server = Server(folder)                       begins with nothing, as on a new machine: half a minute
server = Server(folder, template=other.data)  begins with a copy of what another server, now stopped, has left
server = Server(…, JALON_SMALL_COUNT="9")     with that environment besides
server.start(); server.url; server.stop()
server.refresh()                              what was written since the template is gone; it need not start anew
"""

import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.e2e.store import FileStore, ServerStore

BASE = Path(__file__).resolve().parents[2]
READY = "Jalon est prêt"
PATIENCE = 240  # seconds for migrations, the whole demonstration and the static files on a slow machine
_OF_THE_TESTS = ("JALON_TESTING", "JALON_EAGER_TASKS", "JALON_DEBUG", "JALON_DEMO", "WEB_WORKERS", "HOST")
_COUNT = itertools.count()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`bin/run` on a free port, with real settings: nothing of the tests' environment reaches it."""

    def __init__(self, folder: Path, *, template: Path | None = None, **environment: str):
        self.folder, self.template = folder, template
        self.data = folder / "var"
        self.log = folder / "server.log"
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.store = _store(self.data, template)
        self.environment = {name: value for name, value in os.environ.items() if name not in _OF_THE_TESTS}
        self.environment |= {"PORT": str(port), "JALON_DATA_DIR": str(self.data), "PYTHONUNBUFFERED": "1"}
        self.environment |= self.store.settings | _redis() | environment
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        if self.template:
            shutil.copytree(self.template, self.data)
        self.store.create()
        self._forget()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "bin/run"], cwd=BASE, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + PATIENCE
        while READY not in self.told():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"bin/run did not get ready:\n{self.told()[-4000:]}")
            time.sleep(0.1)

    def stop(self) -> int:
        """Ask politely, as `make run` is stopped by its terminal or its service manager; the exit code."""
        self.process.terminate()
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            for pid in self.processes():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            raise
        finally:
            if self.template:
                self.store.drop()

    def refresh(self) -> None:
        """As the template has it, once the worker has made every document asked for; at once if nothing was written."""
        if not self.store.changed():
            return
        deadline = time.monotonic() + PATIENCE
        while self.store.unfinished():
            assert time.monotonic() < deadline, f"the worker makes a document without end: {self.told()[-4000:]}"
            time.sleep(0.1)
        self.store.restore()
        self._forget()

    def _forget(self) -> None:
        """What is kept beside the database: e-mails, and the cache with its count of failed sign-ins."""
        for name in ("cache", "courriels"):
            shutil.rmtree(self.data / name, ignore_errors=True)
        if url := self.environment.get("REDIS_URL"):
            import redis

            with redis.from_url(url) as server:
                server.delete("-", *server.scan_iter(":1:*"))

    def told(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def processes(self, word: str = "") -> dict[int, str]:
        """Living processes that inherited our environment, however deep or orphaned, by id, with their command."""
        mark = f"JALON_DATA_DIR={self.data}".encode()
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
                    if command and word in command:
                        found[int(entry.name)] = command
        return found

    @contextlib.contextmanager
    def worker_asleep(self):
        """The worker stands still inside this block: what is asked of it stays in the queue, for sure."""
        asleep = list(self.processes("celery"))
        assert asleep, "the worker of tasks is not running"
        for pid in asleep:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in asleep:
                os.kill(pid, signal.SIGCONT)

    def last_mail(self) -> str:
        """The latest message that the server wrote into its folder of e-mails."""
        mails = sorted((self.data / "courriels").glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        return mails[-1].read_text() if mails else ""


def _store(data: Path, template: Path | None) -> FileStore | ServerStore:
    """With PostgreSQL in the environment: a database named after the folder, on the same server."""
    if url := os.environ.get("DATABASE_URL"):
        return ServerStore(url, _name(url, data), template and _name(url, template))
    return FileStore(data, template)


def _name(url: str, data: Path) -> str:
    folder = data.parent
    return f"{urlsplit(url).path.strip('/')}_e2e_{folder.parent.name}_{folder.name}"[:63]


def _redis() -> dict[str, str]:
    """With Redis in the environment: the same server, in numbered databases from the last, four for each of us."""
    if not (url := os.environ.get("REDIS_URL")):
        return {}
    rank = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return {"REDIS_URL": urlunsplit(urlsplit(url)._replace(path=f"/{15 - (4 * rank + next(_COUNT) % 4) % 16}"))}
