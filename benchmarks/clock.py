"""Side by side, in turn, and the best of each: other work on the machine then weighs on both alike."""

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection

Work = Callable[[], object]


def once(work: Work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(works: dict[str, tuple[Work, Work]], rounds: int) -> tuple[dict[str, float], dict[str, float]]:
    """The best wall time and the best processor time of each (prepare, work), the works taking turns."""
    wall = dict.fromkeys(works, float("inf"))
    busy = dict(wall)
    for _ in range(rounds):
        for name, (prepare, work) in works.items():
            prepare()
            before = processor_seconds()
            wall[name] = min(wall[name], once(work))
            busy[name] = min(busy[name], processor_seconds() - before)
    return wall, busy


def processor_seconds() -> float:
    """Processor time of this process and, when it runs on this machine, of the one that serves our connection."""
    busy = time.process_time()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            status = Path(f"/proc/{cursor.fetchone()[0]}/stat")
        if status.exists():
            user, system = status.read_text().rpartition(")")[2].split()[11:13]
            busy += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return busy


def median(work: Work, times: int) -> float:
    work()
    return statistics.median(once(work) for _ in range(times))


def peak_memory() -> int:
    """Megabytes that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def nothing() -> None:
    """What there is to prepare."""
