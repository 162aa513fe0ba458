"""One measured goal, and the table that people read."""

from dataclasses import asdict, dataclass

from benchmarks.clock import Turns


@dataclass(frozen=True)
class Result:
    """What was measured, ours, its floor or peer, their ratio, the goal, and whether it is met (None: no goal).

    A ratio is ours ÷ floor unless `what` says otherwise.
    """

    what: str
    ours: str
    peer: str
    ratio: float | None
    goal: str
    met: bool | None

    def as_dict(self) -> dict:
        return asdict(self)


HEAD = ("what", "ours", "floor or peer", "ratio", "goal", "met")


def seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def at_most(what: str, ours: float, floor: float, limit: float, peer: str) -> Result:
    """A duration that may be at most `limit` × another."""
    return _at_most(what, ours, floor, ours / floor, limit, peer)


def in_rounds(what: str, turns: Turns, names: tuple[str, str], limit: float, peer: str) -> Result:
    """The same of a work and its floor that took turns."""
    return _at_most(what, *(turns[name] for name in names), turns.against(*names), limit, peer)


def _at_most(what: str, ours: float, floor: float, ratio: float, limit: float, peer: str) -> Result:
    return Result(what, seconds(ours), f"{seconds(floor)} {peer}", ratio, f"≤ {limit:g} ×", ratio <= limit)


def told(what: str, ours: str, peer: str = "", goal: str = "", met: bool | None = None) -> Result:
    return Result(what, ours, peer, None, goal, met)


def table(results: list[Result]) -> str:
    """Markdown, aligned for the terminal too."""
    words = {True: "yes", False: "NO", None: "–"}
    ratios = ["–" if one.ratio is None else f"{one.ratio:.2f}" for one in results]
    rows = [HEAD] + [
        (one.what, one.ours, one.peer or "–", ratio, one.goal or "–", words[one.met])
        for one, ratio in zip(results, ratios, strict=True)
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])
