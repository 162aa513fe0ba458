"""Side by side and in turn: other work on the machine then weighs on both alike."""

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

Work = Callable[[], object]


def once(work: Work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@dataclass
class Turns:
    """What each work took, round after round, in seconds."""

    rounds: dict[str, list[float]]

    def __getitem__(self, name: str) -> float:
        """The median."""
        return statistics.median(self.rounds[name])

    def against(self, name: str, floor: str) -> float:
        """The median of how many times as long as the floor a work took in the same round: a machine that changes its
        speed between two rounds changes it for both."""
        pairs = zip(self.rounds[name], self.rounds[floor], strict=True)
        return statistics.median(ours / theirs for ours, theirs in pairs)


def in_turn(works: dict[str, tuple[Work, Work]], rounds: int) -> tuple[Turns, Turns]:
    """Wall time and processor time of each (prepare, work), the works taking turns."""
    wall, busy = Turns({name: [] for name in works}), Turns({name: [] for name in works})
    for _ in range(rounds):
        for name, (prepare, work) in works.items():
            prepare()
            before = processor_seconds()
            wall.rounds[name].append(once(work))
            busy.rounds[name].append(processor_seconds() - before)
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
    """The median wall time of a work; once more before, to warm up."""
    return medians({"": work}, times)[""]


def medians(works: dict[str, Work], times: int, prepare: Work | None = None) -> dict[str, float]:
    """The median wall time of each work, the works taking turns, once more before to warm up. What prepares each of
    them is left out."""
    waits: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(times + 1):
        for name, work in works.items():
            if prepare:
                prepare()
            wait = once(work)
            if turn:
                waits[name].append(wait)
    return {name: statistics.median(found) for name, found in waits.items()}


def peak_memory() -> int:
    """Megabytes that this process ever held. `getrusage` would tell those of the process that started it, if it held
    more."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // 1024


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def nothing() -> None:
    """What there is to prepare."""
