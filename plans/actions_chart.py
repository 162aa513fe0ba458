"""The actions of a plan along the fiscal year: one bar an action, a diamond a milestone, a line for today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

from core import charts_svg as svg
from plans.actions import Line
from plans.enums import ActionStatus

_LEFT, _MONTH, _ROW, _TOP = 72, 64, 28, 30
_SHORT = ("avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.", "janv.", "févr.", "mars")
_TONE = {
    ActionStatus.NOT_TOLD: "neutral",
    ActionStatus.PLANNED: "on_track",
    ActionStatus.ONGOING: "on_track",
    ActionStatus.DONE: "reached",
    ActionStatus.DROPPED: "neutral",
}


def year_chart(lines: Sequence[Line], year: int, today: date, title: str) -> SafeString:
    """The bars of the actions that bear a date; April at the left. Empty dates run to the edge of the year."""
    first, last = date(year, 4, 1), date(year + 1, 3, 31)
    width, height = _LEFT + 12 * _MONTH + 12, _TOP + len(lines) * _ROW + 8

    def at(day: date):
        return svg.scale((day - first).days, 0, (last - first).days, _LEFT, _LEFT + 12 * _MONTH)

    parts = []
    for month in range(12):
        x = at(date(year if month < 9 else year + 1, (month + 3) % 12 + 1, 1))
        parts.append(svg.line(x, _TOP - 4, x, height, stroke=svg.GRID, css="jc-rim-grid"))
        parts.append(svg.label(x + 4, _TOP - 10, _SHORT[month], fill=svg.SOFT, css="jc-soft"))
    for rank, line in enumerate(lines):
        parts.append(_bar(line, _TOP + rank * _ROW, at, first, last))
    if first <= today <= last:
        parts.append(
            svg.line(at(today), _TOP - 4, at(today), height, stroke=svg.INK, css="jc-rim-ink", width=2, dash="4 3")
        )
    told = "; ".join(f"{line.number} {_days(line)}" for line in lines[:40])
    return svg.document("year", "".join(parts), title=title, description=told, width=width, height=height)


def _bar(line: Line, y: int, at, first: date, last: date) -> str:
    row, tone = line.row, "late" if line.is_late else _TONE[line.status]
    start, end = at(row.start or first), at(row.end or last)
    parts = [svg.label(4, y + 18, line.number, bold=True)]
    if row.start or row.end:
        wide = max(end - start, 6)
        ink = svg.tone(tone).ink
        parts.append(svg.rect(start, y + 7, wide, 14, fill=svg.TRACK, css="jc-track", radius=3, stroke=ink))
        if row.progress:
            parts.append(svg.rect(start, y + 7, wide * row.progress / 100, 14, fill=ink, css=f"jc-{tone}", radius=3))
    for one in line.milestones:
        if one.due_on:
            parts.append(_diamond(at(one.due_on), y + 14, bool(one.reached_on)))
    return "".join(parts)


def _diamond(x, y, is_reached: bool) -> str:
    shape = svg.polyline([(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)]) + "Z"
    return svg.path(shape, css="jc-rim-ink", stroke=svg.INK, fill=svg.INK if is_reached else svg.PAPER, width=2)


def _days(line: Line) -> str:
    return " au ".join(f"{day:%Y-%m-%d}" if day else "…" for day in (line.row.start, line.row.end))
