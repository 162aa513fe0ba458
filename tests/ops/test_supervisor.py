"""bin/run: refuses a taken port, stops its children and grandchildren, ends when one of them dies."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
RUN = BASE / "bin" / "run"

# Supervises stubs (a shell that starts a grandchild and notes both pids) in place of the server and the worker.
HARNESS = """
import sys
from importlib.machinery import SourceFileLoader
run = SourceFileLoader("run", sys.argv[1]).load_module()
run.GRACE, run.prepare, run.keep_a_secret_key = 0.5, lambda: None, lambda: None
run.commands = lambda host, port: {
    "le serveur web": ["sh", "-c", sys.argv[2], "web", sys.argv[3] + "/web"],
    "l’ouvrier des tâches": ["sh", "-c", sys.argv[4], "worker", sys.argv[3] + "/worker"],
}
sys.exit(run.main())
"""
LASTING = 'sleep 60 & echo "$$ $!" > "$1.tmp"; mv "$1.tmp" "$1"; wait'
DEAF = 'trap "" TERM; ' + LASTING
HASTY = "kill -TERM $PPID; " + LASTING  # the order to stop comes while the children are being started
DYING = "sleep 0.3; exit 7"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def supervise(folder: Path, web: str, worker: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", HARNESS, str(RUN), web, str(folder), worker],
        env=os.environ | {"PORT": str(free_port()), "HOST": "127.0.0.1"},
        stdout=subprocess.PIPE,
        text=True,
    )


def pids(path: Path) -> list[int]:
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} did not start"
        time.sleep(0.02)
    return [int(pid) for pid in path.read_text().split()]


def left(started: list[int]) -> list[int]:
    """Those that do not end. One that is being killed may close its files, which is all that one sees of it from the
    outside, a moment before it is gone; the `sleep` of a stub that was forgotten would last a minute."""
    deadline = time.monotonic() + 10
    while any(map(alive, started)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return [pid for pid in started if alive(pid)]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_taken_port_is_refused_before_anything_starts(tmp_path):
    data = tmp_path / "data"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        environment = os.environ | {"PORT": str(port), "HOST": "127.0.0.1", "JALON_DATA_DIR": str(data)}
        answer = subprocess.run([sys.executable, RUN], env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert f"ne peut pas écouter sur 127.0.0.1, port {port}" in answer.stdout
    assert answer.stderr == ""
    assert not data.exists()


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_leaves_no_process_behind(tmp_path, asked):
    supervisor = supervise(tmp_path, LASTING, DEAF)
    started = pids(tmp_path / "web") + pids(tmp_path / "worker")
    assert all(alive(pid) for pid in started)
    supervisor.send_signal(asked)
    output, _ = supervisor.communicate(timeout=30)
    assert supervisor.returncode == 0
    assert "Jalon est arrêté." in output
    assert left(started) == []


def test_order_to_stop_during_the_start_leaves_no_process_behind(tmp_path):
    supervisor = supervise(tmp_path, HASTY, LASTING)
    output, _ = supervisor.communicate(timeout=30)  # would not end: a lost child holds the output
    assert supervisor.returncode == 0
    assert "Jalon est arrêté." in output
    started = [pid for name in ("web", "worker") if (tmp_path / name).exists() for pid in pids(tmp_path / name)]
    assert left(started) == []


def test_death_of_one_stops_the_other_and_says_which(tmp_path):
    supervisor = supervise(tmp_path, LASTING, DYING)
    started = pids(tmp_path / "web")
    output, _ = supervisor.communicate(timeout=30)
    assert supervisor.returncode == 1
    assert "l’ouvrier des tâches s’est terminé de lui-même (code 7)" in output
    assert left(started) == []


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "8 000", "８０００"])
def test_a_port_that_is_no_port_is_refused_in_words(port):
    done = subprocess.run(
        [sys.executable, str(RUN)], env=os.environ | {"PORT": port}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == f"PORT vaut « {port} » : donnez un nombre de 1 à 65535, par exemple PORT=8001 make run.\n"
