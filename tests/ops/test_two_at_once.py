"""Two recomputations, then a recomputation and loads, in processes of their own that begin together: every derived row
is then what one process alone makes of the facts, on SQLite and on PostgreSQL."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
PATIENCE = 600  # seconds, for a machine with much else to do


@pytest.fixture
def database(tmp_path):
    """The environment of processes that share a database of their own, of the kind the tests run on."""
    env = {
        **os.environ, "JALON_DATA_DIR": str(tmp_path), "JALON_TESTING": "1", "DATABASE_URL": "", "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield env
        return
    server, name = url.rpartition("/")[0], f"jalon_together_{os.getpid()}"
    _tell(server, f"CREATE DATABASE {name}")
    try:
        yield {**env, "DATABASE_URL": f"{server}/{name}"}
    finally:
        _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def _tell(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def start(env, verb, together=None) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.ops.two_at_once", verb]
    env = {**env, "JALON_TOGETHER": str(together)}
    return subprocess.Popen(command, cwd=BASE, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process) -> str:
    try:
        out, errors = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert process.returncode == 0, errors
    return out


def at_once(env, folder, *verbs) -> None:
    """Processes that are all ready before any of them begins."""
    folder.mkdir()
    processes = [start(env, verb, folder) for verb in verbs]
    end = time.monotonic() + PATIENCE
    while len(list(folder.glob("ready-*"))) < len(processes) and time.monotonic() < end:
        time.sleep(0.01)
    (folder / "go").touch()
    for process in processes:
        finish(process)


def test_two_processes_at_once_derive_what_one_alone_derives(database, tmp_path):
    finish(start(database, "prepare"))
    at_once(database, tmp_path / "twice", "recompute", "recompute")
    unchanged, derived = map(int, finish(start(database, "compare")).split())
    at_once(database, tmp_path / "loaded", "recompute", "load")
    changed, still = map(int, finish(start(database, "compare")).split())
    assert (unchanged, changed > 0) == (0, True)
    assert still == derived > 0
