"""The real thing, started as an operator starts it: `bin/run`, its web server and its worker, in folders of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

BASE = Path(__file__).resolve().parents[2]
READY = "Jalon est prêt"
PATIENCE = 240  # seconds for migrations, the whole demonstration and the static files on a slow machine
_OF_THE_TESTS = ("JALON_TESTING", "JALON_EAGER_TASKS", "JALON_DEBUG", "JALON_DEMO", "WEB_WORKERS", "HOST")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`bin/run` on a free port, with real settings: nothing of the tests' environment reaches it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.data = folder / "var"
        self.log = folder / "server.log"
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.environment = {name: value for name, value in os.environ.items() if name not in _OF_THE_TESTS}
        self.environment |= {"PORT": str(port), "JALON_DATA_DIR": str(self.data), "PYTHONUNBUFFERED": "1"}
        self.environment |= own_services()
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "bin/run"], cwd=BASE, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + PATIENCE
        while READY not in self.told():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"bin/run did not get ready:\n{self.told()[-4000:]}")
            time.sleep(0.2)

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


def own_services() -> dict[str, str]:
    """With PostgreSQL or Redis in the environment: the same servers, but a database that is nobody else's."""
    services = {}
    if url := os.environ.get("DATABASE_URL"):
        services["DATABASE_URL"] = _fresh_database(url)
    if url := os.environ.get("REDIS_URL"):
        services["REDIS_URL"] = urlunsplit(urlsplit(url)._replace(path="/15"))
    return services


def _fresh_database(url: str) -> str:
    import psycopg

    parts = urlsplit(url)
    name = f"{parts.path.strip('/')}_e2e"
    with psycopg.connect(urlunsplit(parts._replace(scheme="postgresql")), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(parts._replace(path=f"/{name}"))
