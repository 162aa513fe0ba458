"""Bars: horizontal bars side by side, and one bar cut into parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from core.charts_svg import (
    BRAND,
    INK,
    PAPER,
    RAMP,
    SOFT,
    Number,
    document,
    label,
    line,
    mark,
    rect,
    scale,
    text_width,
    tone,
)
from core.formats import NBSP, with_unit

Value = Number | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal bar; `text` replaces the printed value, `target` draws a mark across."""

    label: str
    value: Value
    status: str = "neutral"
    target: Value = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole; `text` is what is printed in it."""

    label: str
    value: Number
    text: str | None = None


def bars(
    rows: Sequence[Bar],
    *,
    title: str,
    description: str,
    maximum: Value = None,
    unit: str = "",
    decimals: int = 0,
    width: int = 640,
    row_height: int = 28,
    uid: str | None = None,
) -> SafeString:
    """Horizontal bars from zero with their labels and printed values; a row without a value says so by `—`."""
    texts = [row.text if row.text is not None else with_unit(row.value, unit, decimals) for row in rows]
    left = max((text_width(row.label) for row in rows), default=Decimal(0)) + 8
    marked = any(row.status != "neutral" for row in rows)
    right = width - max((text_width(text) for text in texts), default=Decimal(0)) - (30 if marked else 12)
    known = [value for row in rows for value in (row.value, row.target) if value is not None]
    top = maximum if maximum is not None else max(known, default=1) or 1
    parts = []
    for index, (row, text) in enumerate(zip(rows, texts, strict=True)):
        middle, half = index * row_height + Decimal(row_height) / 2, row_height * Decimal("0.3")
        parts.append(label(left - 8, middle + 4, row.label, anchor="end"))
        length = scale(row.value or 0, 0, top, 0, right - left)
        end = left + length
        if row.value is not None:
            css, fill = (f"jc-{row.status}", tone(row.status).ink) if row.status != "neutral" else ("jc-brand", BRAND)
            parts.append(rect(left, middle - half, max(length, Decimal(1)), half * 2, fill=fill, css=css, radius=1))
        if row.target is not None:
            x = scale(row.target, 0, top, left, right)
            parts.append(line(x, middle - half - 3, x, middle + half + 3, stroke=PAPER, css="jc-rim-paper", width=5))
            parts.append(line(x, middle - half - 3, x, middle + half + 3, stroke=INK, css="jc-rim-ink", width=3))
            end = max(end, x + 2)
        if row.status != "neutral":
            parts.append(mark(row.status, end + 14, middle, 13))
            end += 18
        parts.append(label(end + 7, middle + 4, text, bold=True))
    parts.append(line(left, 2, left, len(rows) * row_height - 2, stroke=SOFT, css="jc-rim-soft"))
    return document(
        "bars",
        "".join(parts),
        title=title,
        description=description,
        width=width,
        height=max(len(rows), 1) * row_height,
        uid=uid,
    )


def _captions(feet: Sequence[tuple[Decimal, str]], width: int, top: int) -> tuple[list[str], int]:
    """Labels too wide for their part, on rows beneath, each at the foot of its own leader; and how many rows.

    Those of the right half end at their leader, the leftmost highest, so that no leader crosses a text;
    those of the left half are the mirror image.
    """
    right = [foot for foot in feet if foot[0] > width / 2]
    left = [foot for foot in reversed(feet) if foot[0] <= width / 2]
    drawn = []
    for group, anchor, shift in ((right, "end", -6), (left, "start", 6)):
        for row, (x, text) in enumerate(group):
            y = top + row * 18
            drawn.append(line(x, top - 36, x, y, stroke=SOFT, css="jc-rim-soft"))
            drawn.append(label(x + shift, y, text, anchor=anchor))
    return drawn, max(len(right), len(left))


def stacked_bar(
    parts: Sequence[Part],
    *,
    title: str,
    description: str,
    total: Value = None,
    unit: str = "",
    decimals: int = 0,
    width: int = 640,
    uid: str | None = None,
) -> SafeString:
    """One bar cut into parts, from dark to pale: the value inside and the label beneath where they fit, else lower."""
    whole = Decimal(total) if total is not None else sum((Decimal(part.value) for part in parts), Decimal(0))
    drawn: list[str] = []
    feet: list[tuple[Decimal, str]] = []
    x, thick = Decimal(0), 36
    for index, part in enumerate(parts):
        fill, ink, css = RAMP[index % len(RAMP)]
        length = scale(part.value, 0, whole or 1, 0, width)
        text = part.text if part.text is not None else with_unit(part.value, unit, decimals)
        drawn.append(rect(x, 0, max(length - 2, Decimal(1)), thick, fill=fill, css=css, radius=1))
        inside = text_width(text) + 12 <= length
        if inside:
            drawn.append(label(x + 8, 23, text, fill=ink, css=f"{css}-text", bold=True))
        if inside and text_width(part.label) + 8 <= length:
            drawn.append(label(x + 2, thick + 18, part.label))
        else:
            feet.append((x + length / 2, part.label if inside else f"{part.label}{NBSP}: {text}"))
        x += length
    captions, rows = _captions(feet, width, thick + 38)
    return document(
        "stacked",
        "".join(captions + drawn),
        title=title,
        description=description,
        width=width,
        height=thick + 26 + 18 * rows,
        uid=uid,
    )
