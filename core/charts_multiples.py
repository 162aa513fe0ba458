"""Small multiples: the same small line chart for each place, side by side, each on its own scale.

What is compared is the shape of the year and the place of the result beside what was expected; sizes differ too much
between places for one scale to serve. The value and the shape of the status are written in each panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from core.charts_svg import (
    BRAND,
    GRID,
    INK,
    PREVIOUS,
    SOFT,
    Number,
    circle,
    document,
    label,
    line,
    mark,
    path,
    polyline,
    scale,
    text_width,
)

Value = Number | None
HEIGHT, GAP = 86, 14


@dataclass(frozen=True, slots=True)
class Panel:
    """One place: its name, what is printed of it, its status, and twelve months of result, expected and last year."""

    name: str
    value: str
    status: str
    results: Sequence[Value]
    expected: Sequence[Value] = ()
    previous: Sequence[Value] = ()


def small_multiples(
    panels: Sequence[Panel],
    *,
    title: str,
    description: str,
    columns: int = 4,
    width: int = 640,
    zero: bool = True,
    uid: str | None = None,
) -> SafeString:
    """Rows of `columns` panels; result as a thick line, expected dashed, last year grey. `zero` starts scales at 0."""
    across = Decimal(width + GAP) / columns - GAP
    down = -(-len(panels) // columns) or 1
    parts = [
        _panel(panel, (across + GAP) * (rank % columns), Decimal((HEIGHT + GAP) * (rank // columns)), across, zero)
        for rank, panel in enumerate(panels)
    ]
    height = down * (HEIGHT + GAP) - GAP + 2
    return document(
        "multiples", "".join(parts), title=title, description=description, width=width, height=height, uid=uid
    )


def _panel(panel: Panel, left: Decimal, top: Decimal, width: Decimal, zero: bool) -> str:
    known = [Decimal(v) for v in (*panel.results, *panel.expected, *panel.previous) if v is not None]
    low, high = min(known, default=Decimal(0)), max(known, default=Decimal(1))
    low = min(low, Decimal(0)) if zero else low
    high = high if high > low else low + 1
    floor, ceiling = top + HEIGHT - 4, top + 38
    step = (width - 8) / 11

    def trace(values: Sequence[Value]) -> list[tuple[Decimal, Decimal] | None]:
        return [
            None if value is None else (left + 4 + index * step, scale(value, low, high, floor, ceiling))
            for index, value in enumerate(values)
        ]

    now = trace(panel.results)
    drawn = [
        label(left, top + 12, _shortened(panel.name, width), size=11),
        mark(panel.status, left + 7, top + 25, 12),
        label(left + 18, top + 29, panel.value, fill=INK, size=12, bold=True),
        line(left, floor, left + width, floor, stroke=GRID, css="jc-rim-grid"),
        path(polyline(trace(panel.previous)), css="jc-rim-previous", stroke=PREVIOUS, width=Decimal("1.2")),
        path(polyline(trace(panel.expected)), css="jc-rim-soft", stroke=SOFT, width=Decimal("1.2"), dash="4 3"),
        path(polyline(now), css="jc-rim-brand", stroke=BRAND, width=Decimal("2.2")),
    ]
    ends = [point for point in now if point]
    if ends:
        drawn.append(circle(*ends[-1], Decimal("2.8"), fill=BRAND, css="jc-brand"))
    return "".join(drawn)


def _shortened(name: str, width: Decimal) -> str:
    """The name, cut with an ellipsis when it would run into the next panel."""
    if text_width(name, 11) <= width:
        return name
    room = int(width / (11 * Decimal("0.58")))
    return name[: room - 1].rstrip() + "…"
