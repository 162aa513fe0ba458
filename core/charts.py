"""Charts: pure functions from numbers to SVG, the same on the page and on paper.

    bullet · sparkline · line_chart · step_line · bars · stacked_bar · tile_map

Numbers come in as Decimal, int or None (None is a gap, never a zero). Every chart wants a title and a description
in words; the table of the same figures stands one click away, in the page. See `charts_svg` for the traps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from core.charts_bars import Bar, Part, bars, stacked_bar
from core.charts_svg import (
    BRAND,
    GRID,
    INK,
    PAPER,
    PREVIOUS,
    SOFT,
    TRACK,
    Number,
    circle,
    document,
    label,
    line,
    path,
    polyline,
    px,
    rect,
    scale,
    text_width,
    tone,
)
from core.charts_tiles import Tile, tile_map
from core.formats import NBSP, with_unit

__all__ = [
    "MONTHS_SHORT", "Bar", "Part", "Series", "StepPoint", "Tile",
    "bars", "bullet", "line_chart", "sparkline", "stacked_bar", "step_line", "tile_map",
]  # fmt: skip

Value = Number | None
MONTHS_SHORT = ("avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.", "janv.", "févr.", "mars")


@dataclass(frozen=True, slots=True)
class Series:
    """One line: values by month and a role, which decides how it looks.

    Roles: "result", "expected", "previous", "projection", "other".
    """

    label: str
    values: Sequence[Value]
    role: str = "result"


@dataclass(frozen=True, slots=True)
class StepPoint:
    """A value in force from `position` (months since 1 April, 0 to 12); `label` says since when or why."""

    position: Number
    value: Number
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    stroke: str
    css: str
    width: Number
    dash: str = ""
    dots: bool = False


_LOOKS = {
    "result": _Look(BRAND, "jc-rim-brand", Decimal("2.5"), dots=True),
    "expected": _Look(SOFT, "jc-rim-soft", Decimal("1.5"), "6 4"),
    "previous": _Look(PREVIOUS, "jc-rim-previous", Decimal("1.5")),
    "projection": _Look(BRAND, "jc-rim-brand", Decimal("1.5"), "2 3"),
    "other": _Look(INK, "jc-rim-ink", Decimal("1.5"), "10 3 2 3"),
}


def bullet(
    result: Value,
    target: Value,
    expected: Value,
    *,
    minimum: Number = 0,
    maximum: Value = None,
    status: str = "neutral",
    title: str,
    description: str,
    width: int = 240,
    height: int = 28,
    uid: str | None = None,
) -> SafeString:
    """Result (bar), target (upright mark) and expected to date (triangle beneath) on one scale."""
    known = [Decimal(value) for value in (result, target, expected) if value is not None]
    top = Decimal(maximum) if maximum is not None else max(known, default=Decimal(1)) * Decimal("1.12")
    top = max(top, Decimal(minimum) + 1) if top <= minimum else top
    left, right = 5, width - 5
    band, middle = height * Decimal("0.5"), height * Decimal("0.43")

    def place(value: Number) -> Decimal:
        return scale(value, minimum, top, left, right)

    parts = [rect(left, middle - band / 2, right - left, band, fill=TRACK, css="jc-track", radius=2)]
    if result is not None:
        thick = band * Decimal("0.56")
        bar = place(result) - left
        css = f"jc-{status}" if status != "neutral" else "jc-brand"
        fill = tone(status).ink if status != "neutral" else BRAND
        parts.append(rect(left, middle - thick / 2, max(bar, Decimal(1)), thick, fill=fill, css=css, radius=1))
    if target is not None:
        x, half = place(target), band / 2 + 3
        parts.append(line(x, middle - half, x, middle + half, stroke=PAPER, css="jc-rim-paper", width=5))
        parts.append(line(x, middle - half, x, middle + half, stroke=INK, css="jc-rim-ink", width=3))
    if expected is not None:
        x, y = place(expected), middle + band / 2 + 1
        parts.append(path(f"M{px(x)} {px(y)}l4.5 7h-9Z", css="jc-soft", fill=SOFT))
    return document("bullet", "".join(parts), title=title, description=description, width=width, height=height, uid=uid)


def _bounds(values: Sequence[Value], *, zero: bool) -> tuple[Decimal, Decimal]:
    known = [Decimal(value) for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (Decimal(0), Decimal(1))
    if zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    return (low, high) if high > low else (low - (0 if zero else 1), high + 1)


def _lonely(points: Sequence[tuple[Decimal, Decimal] | None]) -> list[tuple[Decimal, Decimal]]:
    """Points with a gap on both sides, which no line would show."""
    edges = [None, *points, None]
    return [point for index, point in enumerate(points) if point and edges[index] is None and edges[index + 2] is None]


def sparkline(
    values: Sequence[Value],
    previous: Sequence[Value] | None = None,
    *,
    title: str,
    description: str,
    zero: bool = False,
    width: int = 120,
    height: int = 28,
    uid: str | None = None,
) -> SafeString:
    """Twelve months without axis; last year in grey behind; a dot at the last known month."""
    low, high = _bounds([*values, *(previous or ())], zero=zero)
    months = max(len(values), len(previous or ()), 2)
    step, rise = (width - 8) / (months - 1), (height - 8) / float(high - low)

    def trace(series: Sequence[Value]) -> list[tuple[float, float] | None]:
        """Places on the paper, where a tenth of a unit is the finest: as floats, for a page draws dozens of these."""
        return [
            None if value is None else (4 + index * step, height - 4 - float(value - low) * rise)
            for index, value in enumerate(series)
        ]

    now = trace(values)
    parts = []
    if previous:
        parts.append(path(polyline(trace(previous)), css="jc-rim-previous", stroke=PREVIOUS, width=Decimal("1.2")))
    parts.append(path(polyline(now), css="jc-rim-brand", stroke=BRAND, width=2))
    known = [point for point in now if point]
    for x, y in dict.fromkeys([*_lonely(now), *known[-1:]]):
        parts.append(circle(x, y, Decimal("2.8"), fill=BRAND, css="jc-brand"))
    return document(
        "sparkline", "".join(parts), title=title, description=description, width=width, height=height, uid=uid
    )


def nice_ticks(low: Number, high: Number, count: int = 5, *, decimals: int | None = None) -> list[Decimal]:
    """Round values (1, 2, 2.5 or 5 × 10ⁿ apart) that cover `low` to `high`, about `count` of them.

    With `decimals`, never closer than what that many decimals can tell apart.
    """
    low, high = Decimal(low), Decimal(high)
    finest = Decimal("0.000001") if decimals is None else Decimal(1).scaleb(-decimals)
    raw = max((high - low) / count, finest)
    power = Decimal(1).scaleb(raw.adjusted())
    step = next(power * Decimal(m) for m in ("1", "2", "2.5", "5", "10") if power * Decimal(m) >= raw)
    first, last = low // step * step, -(-high // step) * step
    if first > low:  # Decimal // truncates towards zero
        first -= step
    if last < high:
        last += step
    ticks = [first]
    while ticks[-1] < last:
        ticks.append(ticks[-1] + step)
    return ticks


def _decimals(ticks: Sequence[Decimal], wanted: int) -> int:
    """The fewest decimals, `wanted` at most, that tell the ticks apart."""
    return next((n for n in range(wanted) if all(tick == round(tick, n) for tick in ticks)), wanted)


def _spread(places: Sequence[Decimal], gap: int, low: Number, high: Number) -> list[Decimal]:
    """The same places pushed apart to at least `gap`, inside `low`…`high`, in the same order."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    result = list(places)
    floor = Decimal(low)
    for index in order:
        result[index] = floor = max(places[index], floor)
        floor += gap
    ceiling = Decimal(high)
    for index in reversed(order):
        result[index] = ceiling = min(result[index], ceiling)
        ceiling -= gap
    return result


def _axes(ticks, months, *, left, right, top, bottom, unit: str, decimals: int) -> list[str]:
    """Horizontal grid with French numbers (the unit once, at the top) and the months beneath."""
    shown = _decimals(ticks, decimals)
    parts = []
    for tick in ticks:
        y = scale(tick, ticks[0], ticks[-1], bottom, top)
        zero = tick == 0
        parts.append(
            line(left, y, right, y, stroke=SOFT if zero else GRID, css="jc-rim-soft" if zero else "jc-rim-grid")
        )
        text = with_unit(tick, unit if tick == ticks[-1] else "", shown)
        parts.append(label(left - 8, y + 4, text, fill=SOFT, css="jc-soft", anchor="end"))
    step = Decimal(right - left) / max(len(months) - 1, 1)
    for index, month in enumerate(months):
        parts.append(label(left + index * step, bottom + 20, month, fill=SOFT, css="jc-soft", anchor="middle"))
    return parts


def _trace(series: Series, place) -> str:
    """The line of a series, with dots for a result and for any lonely month."""
    look = _LOOKS[series.role]
    points = [None if value is None else place(index, value) for index, value in enumerate(series.values)]
    drawn = path(polyline(points), css=look.css, stroke=look.stroke, width=look.width, dash=look.dash)
    for x, y in [point for point in points if point] if look.dots else _lonely(points):
        drawn += circle(x, y, 3, fill=look.stroke, css=look.css.replace("jc-rim", "jc"))
    return drawn


def _ends(series: Sequence[Series], target: Value, target_label: str, unit: str, decimals: int, last: int):
    """What is written at the line ends: (month, value, text, colour, class, bold)."""
    ends = []
    for one in series:
        known = [(index, value) for index, value in enumerate(one.values) if value is not None]
        if known:
            look = _LOOKS[one.role]
            text = f"{one.label}{NBSP}: {with_unit(known[-1][1], unit, decimals)}"
            pale = one.role == "previous"  # the grey of the line is too pale for text
            colour, css = (SOFT, "jc-soft") if pale else (look.stroke, look.css.replace("jc-rim", "jc"))
            ends.append((*known[-1], text, colour, css, one.role == "result"))
    if target is not None:
        ends.append((last, target, f"{target_label}{NBSP}: {with_unit(target, unit, decimals)}", INK, "jc-ink", True))
    return ends


def line_chart(
    series: Sequence[Series],
    *,
    title: str,
    description: str,
    months: Sequence[str] = MONTHS_SHORT,
    target: Value = None,
    target_label: str = "Cible",
    band: Sequence[tuple[Number, Number] | None] | None = None,
    unit: str = "",
    decimals: int = 0,
    zero: bool = True,
    width: int = 760,
    height: int = 300,
    uid: str | None = None,
) -> SafeString:
    """Lines by month with labels at their ends; `target` is a level line, `band` a (low, high) interval by month."""
    spread = [bound for pair in band or () if pair for bound in pair]
    low, high = _bounds([*(v for one in series for v in one.values), target, *spread], zero=zero)
    ticks = nice_ticks(low, high, decimals=decimals)
    ends = _ends(series, target, target_label, unit, decimals, len(months) - 1)
    shown = _decimals(ticks, decimals)
    left = max(text_width(with_unit(tick, unit if tick == ticks[-1] else "", shown)) for tick in ticks) + 12
    right = width - max((text_width(end[2]) for end in ends), default=Decimal(0)) - 24
    top, bottom = 12, height - 32

    def place(index: Number, value: Number) -> tuple[Decimal, Decimal]:
        x = left + Decimal(index) * (right - left) / max(len(months) - 1, 1)
        return x, scale(value, ticks[0], ticks[-1], bottom, top)

    parts = _axes(ticks, months, left=left, right=right, top=top, bottom=bottom, unit=unit, decimals=decimals)
    pairs = [(index, pair) for index, pair in enumerate(band or ()) if pair]
    if len(pairs) > 1:
        edge = [place(i, pair[0]) for i, pair in pairs] + [place(i, pair[1]) for i, pair in reversed(pairs)]
        parts.append(path(polyline(edge) + "Z", css="jc-band", fill=TRACK))
    if target is not None:
        y = place(0, target)[1]
        parts.append(line(left, y, right, y, stroke=INK, css="jc-rim-ink", width=2, dash="12 3"))
    ranked = sorted(series, key=lambda one: one.role == "result")
    parts += [_trace(one, place) for one in ranked]
    wanted = [place(index, value) for index, value, *_ in ends]
    heights = _spread([y for _, y in wanted], 16, top, bottom)
    for (x, y), final, (_, _, text, colour, css, bold) in zip(wanted, heights, ends, strict=True):
        parts.append(line(max(x + 5, right + 3), y, right + 10, final, stroke=GRID, css="jc-rim-grid"))
        if x < right - 1:
            parts.append(line(x + 6, y, right + 3, y, stroke=GRID, css="jc-rim-grid", dash="1 3"))
        parts.append(label(right + 13, final + 4, text, fill=colour, css=css, bold=bold))
    return document("line", "".join(parts), title=title, description=description, width=width, height=height, uid=uid)


def step_line(
    points: Sequence[StepPoint],
    *,
    title: str,
    description: str,
    months: Sequence[str] = MONTHS_SHORT,
    unit: str = "",
    decimals: int = 0,
    zero: bool = False,
    width: int = 760,
    height: int = 160,
    uid: str | None = None,
) -> SafeString:
    """The history of a target: level stretches and upright changes, the value and the reason written on each."""
    low, high = _bounds([point.value for point in points], zero=zero)
    left, right, top, bottom = 8, width - 8, 40, height - 32

    def place(position: Number, value: Number) -> tuple[Decimal, Decimal]:
        return scale(position, 0, 12, left, right), scale(value, low, high, bottom - 10, top)

    parts = [line(left, bottom, right, bottom, stroke=SOFT, css="jc-rim-soft")]
    month = Decimal(right - left) / 12
    for index, name in enumerate(months):
        parts.append(
            label(left + (index + Decimal("0.5")) * month, bottom + 20, name, fill=SOFT, css="jc-soft", anchor="middle")
        )
    trace: list[tuple[Decimal, Decimal]] = []
    labels: list[str] = []
    for point, following in zip(points, [*points[1:], None], strict=True):
        x, y = place(point.position, point.value)
        end = place(following.position if following else 12, point.value)[0]
        trace += [(x, y), (end, y)]
        text = with_unit(point.value, unit, decimals)
        start = min(x + 10, right - text_width(point.label, 11))
        labels.append(
            label(start, y - 22, text, bold=True, size=13)
            + label(start, y - 8, point.label, fill=SOFT, css="jc-soft", size=11)
        )
        labels.append(circle(x, y, 4, fill=PAPER, css="jc-paper jc-rim-brand", stroke=BRAND, width=2))
    parts += [path(polyline(trace), css="jc-rim-brand", stroke=BRAND, width=Decimal("2.5")), *labels]
    return document("step", "".join(parts), title=title, description=description, width=width, height=height, uid=uid)
