"""The small grammar that every chart is written in: colours, shapes, text, and the SVG envelope.

Traps settled here once:
- a coordinate is always printed with a POINT and at most one decimal (a French comma breaks an SVG);
- colours are presentation ATTRIBUTES, since the style sheet of a page does not reach an SVG inside a PDF;
  each element also bears a class, so that the style sheet may recolour it on screen (dark mode);
- no `style` attribute, which the content security policy refuses;
- every text is escaped; ids come from the content, so that the same chart gives the same bytes.

Lengths are in SVG user units (one CSS pixel at natural size).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2s
from html import escape

from django.utils.safestring import SafeString, mark_safe

Number = Decimal | int

INK = "#223654"
SOFT = "#4a5a6c"
GRID = "#d3dce6"
TRACK = "#dae6f0"
BRAND = "#095797"
PREVIOUS = "#7c8a9b"
PAPER = "#ffffff"
FONT = "Open Sans, DejaVu Sans, sans-serif"
# From dark to pale: parts of a whole stay apart in black and white. (fill, text upon it, class)
RAMP = (
    ("#223654", PAPER, "jc-ramp-1"),
    ("#1472bf", PAPER, "jc-ramp-2"),
    ("#a9cbe6", INK, "jc-ramp-3"),
    ("#4a5a6c", PAPER, "jc-ramp-4"),
    ("#dae6f0", INK, "jc-ramp-5"),
)


@dataclass(frozen=True, slots=True)
class Tone:
    """A status as it is told: its French word, its ink (≥ 4.5:1 on its paper and on white) and its paper."""

    word: str
    ink: str
    paper: str


TONES: dict[str, Tone] = {
    "reached": Tone("Atteint", "#0b6b4c", "#e3f3ec"),
    "on_track": Tone("En bonne voie", "#0d5ca8", "#e2eef9"),
    "watch": Tone("À surveiller", "#8a5200", "#fcf0d9"),
    "late": Tone("En retard", "#ab1f1a", "#fbe6e4"),
    "neutral": Tone("Sans appréciation", "#4a5a6c", "#edf1f5"),
    "no_target": Tone("Sans cible", "#4a5a6c", "#f7f9fb"),
    "no_data": Tone("Aucune donnée", "#4a5a6c", "#f7f9fb"),
    "not_applicable": Tone("Sans objet", "#4a5a6c", "#f7f9fb"),
}


def tone(status: str) -> Tone:
    """The tone of a status; an unknown one is a mistake of the caller and is told."""
    try:
        return TONES[status]
    except KeyError:
        raise ValueError(f"unknown status {status!r}: one of {', '.join(TONES)}") from None


def px(value: Number | float) -> str:
    """A coordinate: at most one decimal, always a point, never `-0`."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def scale(value: Number, low: Number, high: Number, start: Number, end: Number) -> Decimal:
    """The place of `value` between `start` and `end`, clamped when it lies outside `low`…`high`."""
    span = Decimal(high) - Decimal(low)
    share = (Decimal(value) - Decimal(low)) / span if span else Decimal(0)
    share = min(max(share, Decimal(0)), Decimal(1))
    return Decimal(start) + share * (Decimal(end) - Decimal(start))


def text_width(text: str, size: int = 12) -> Decimal:
    """A generous estimate of the width of a text in Open Sans: 0.58 em a character."""
    return Decimal(len(text) * size) * Decimal("0.58")


def rect(x, y, width, height, *, fill: str, css: str, radius: Number = 0, stroke: str = "", dash: str = "") -> str:
    """A rectangle; `stroke` adds a 1-unit border of that colour."""
    extra = f' rx="{px(radius)}"' if radius else ""
    if stroke:
        extra += f' stroke="{stroke}"'
    if dash:
        extra += f' stroke-dasharray="{dash}"'
    return (
        f'<rect class="{css}" x="{px(x)}" y="{px(y)}" width="{px(width)}" height="{px(height)}" fill="{fill}"{extra}/>'
    )


def line(x1, y1, x2, y2, *, stroke: str, css: str, width: Number = 1, dash: str = "") -> str:
    """A straight line."""
    extra = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line class="{css}" x1="{px(x1)}" y1="{px(y1)}" x2="{px(x2)}" y2="{px(y2)}"'
        f' stroke="{stroke}" stroke-width="{px(width)}"{extra}/>'
    )


def path(d: str, *, css: str, stroke: str = "none", fill: str = "none", width: Number = 1, dash: str = "") -> str:
    """A path from its ready-made commands."""
    extra = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path class="{css}" d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{px(width)}"'
        f' stroke-linejoin="round"{extra}/>'
    )


def circle(x, y, radius, *, fill: str, css: str, stroke: str = "none", width: Number = 1) -> str:
    """A disc or a ring."""
    return (
        f'<circle class="{css}" cx="{px(x)}" cy="{px(y)}" r="{px(radius)}" fill="{fill}"'
        f' stroke="{stroke}" stroke-width="{px(width)}"/>'
    )


def label(
    x, y, text: str, *, fill: str = INK, css: str = "jc-ink", size: int = 12, anchor: str = "start", bold: bool = False
) -> str:
    """A text on its baseline, escaped."""
    extra = f' text-anchor="{anchor}"' if anchor != "start" else ""
    if bold:
        extra += ' font-weight="600"'
    return f'<text class="{css}" x="{px(x)}" y="{px(y)}" fill="{fill}" font-size="{size}"{extra}>{escape(text)}</text>'


def polyline(points: Sequence[tuple[Number, Number] | None]) -> str:
    """Path commands through the points; None lifts the pen."""
    commands, pen_down = [], False
    for point in points:
        if point is None:
            pen_down = False
            continue
        commands.append(f"{'L' if pen_down else 'M'}{px(point[0])} {px(point[1])}")
        pen_down = True
    return "".join(commands)


def mark(status: str, x: Number, y: Number, size: Number = 16) -> str:
    """The shape of a status centred on (x, y): told apart without colour, by silhouette alone.

    Reached is a disc with a tick, on track a ring half full, watch a triangle, late a square with a cross,
    neutral a bar, no target an empty ring, no data an empty dashed square, not applicable a slash.
    """
    ink = tone(status).ink
    unit = Decimal(size) / 16
    css, rim = f"jc-{status}", f"jc-rim-{status}"

    def at(*pairs: tuple[float, float]) -> str:
        return polyline([(x + Decimal(str(a)) * unit, y + Decimal(str(b)) * unit) for a, b in pairs])

    if status == "reached":
        tick = path(at((-3.4, 0.2), (-1, 2.8), (3.6, -2.6)), css="jc-rim-paper", stroke=PAPER, width=2 * unit)
        return circle(x, y, 7 * unit, fill=ink, css=css) + tick
    if status == "on_track":
        half = at((0, -6.2)) + f"A{px(6 * unit)} {px(6 * unit)} 0 0 1 {px(x)} {px(y + 6 * unit)}Z"
        return circle(x, y, 6 * unit, fill="none", css=rim, stroke=ink, width=2 * unit) + path(half, css=css, fill=ink)
    if status == "watch":
        sign = path(at((0, -2.4), (0, 2)), css="jc-rim-paper", stroke=PAPER, width=2 * unit)
        dot = circle(x, y + Decimal("4.2") * unit, Decimal("1.2") * unit, fill=PAPER, css="jc-paper")
        return path(at((0, -7), (7.6, 6.6), (-7.6, 6.6)) + "Z", css=css, fill=ink) + sign + dot
    if status == "late":
        box = rect(x - 7 * unit, y - 7 * unit, 14 * unit, 14 * unit, fill=ink, css=css, radius=2 * unit)
        cross = at((-3, -3), (3, 3)) + at((3, -3), (-3, 3))
        return box + path(cross, css="jc-rim-paper", stroke=PAPER, width=2 * unit)
    if status == "neutral":
        return rect(x - 6 * unit, y - 2 * unit, 12 * unit, 4 * unit, fill=ink, css=css, radius=2 * unit)
    if status == "no_target":
        return circle(x, y, 6 * unit, fill="none", css=rim, stroke=ink, width=Decimal("1.5") * unit)
    if status == "not_applicable":
        return path(at((-4.5, 5.5), (4.5, -5.5)), css=rim, stroke=ink, width=2 * unit)
    return rect(x - 6 * unit, y - 6 * unit, 12 * unit, 12 * unit, fill="none", css=rim, stroke=ink, dash="3 2")


def document(
    kind: str, body: str, *, title: str, description: str, width: Number, height: Number, uid: str | None = None
) -> SafeString:
    """The envelope: an image with a title and a description in words, at its natural size.

    The ids come from the content; give `uid` when the very same chart stands twice on one page.
    """
    if not title:
        raise ValueError("a chart needs a title")
    key = uid or blake2s(f"{kind}{title}{description}{body}".encode(), digest_size=5).hexdigest()
    ids = f"c{key}" if uid is None else escape(uid)
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart--{kind}" role="img"'
        f' aria-labelledby="{ids}-t {ids}-d" width="{px(width)}" height="{px(height)}"'
        f' viewBox="0 0 {px(width)} {px(height)}" font-family="{FONT}">'
        f'<title id="{ids}-t">{escape(title)}</title><desc id="{ids}-d">{escape(description)}</desc>{body}</svg>'
    )
