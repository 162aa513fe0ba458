"""Our charts as PNG, for files that cannot hold an SVG (Word): the small grammar of core.charts_svg and nothing more.

Draws rect, line, path (M L H V A Z), circle and text with the fonts of printed documents, at twice the size and then
reduced, so that edges are smooth. It is no general SVG renderer: an element that it does not know is an error.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_TOKEN = re.compile(r"([MLHVAZmlhvz])|(-?\d+(?:\.\d+)?)")
_SMOOTH = 2  # drawn so many times larger, then reduced
_ARC_STEPS = 24
Point = tuple[float, float]


def png(svg: str, scale: int = 2) -> tuple[bytes, float, float]:
    """The bytes of a PNG, with the natural width and height of the chart in CSS pixels."""
    from PIL import Image, ImageDraw

    root = ElementTree.fromstring(svg)
    width, height = float(root.get("width")), float(root.get("height"))
    factor = scale * _SMOOTH
    image = Image.new("RGB", (round(width * factor), round(height * factor)), "#ffffff")
    pen = _Pen(ImageDraw.Draw(image), factor)
    for element in root:
        pen.draw(element)
    image = image.resize((round(width * scale), round(height * scale)), Image.Resampling.LANCZOS)
    buffer = BytesIO()
    image.quantize(128).save(buffer, "PNG", optimize=True)
    return buffer.getvalue(), width, height


@cache
def _font(bold: bool, size: int):
    from PIL import ImageFont

    name = "OpenSans-Semibold.ttf" if bold else "OpenSans-Regular.ttf"
    return ImageFont.truetype(str(Path(settings.STATICFILES_DIRS[0]) / "fonts" / "pdf" / name), size)


class _Pen:
    def __init__(self, canvas, factor: int) -> None:
        self.canvas, self.factor = canvas, factor

    def draw(self, element) -> None:
        kind = element.tag.removeprefix(_NAMESPACE)
        if kind in {"title", "desc"}:
            return
        if kind == "g":
            for inner in element:
                self.draw(inner)
            return
        getattr(self, f"_{kind}")(element)

    def _n(self, element, name: str, default: float = 0) -> float:
        return float(element.get(name, default)) * self.factor

    def _paint(self, element) -> tuple[str | None, str | None, int]:
        fill, stroke = element.get("fill"), element.get("stroke")
        width = max(round(self._n(element, "stroke-width", 1)), 1)
        return (None if fill in {None, "none"} else fill), (None if stroke in {None, "none"} else stroke), width

    def _rect(self, element) -> None:
        x, y = self._n(element, "x"), self._n(element, "y")
        w, h = self._n(element, "width"), self._n(element, "height")
        if w <= 0 or h <= 0:
            return
        fill, stroke, width = self._paint(element)
        box = (x, y, x + w, y + h)
        self.canvas.rounded_rectangle(box, self._n(element, "rx"), fill, None if self._dash(element) else stroke, width)
        if stroke and self._dash(element):
            corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]
            self._stroke(corners, stroke, width, self._dash(element))

    def _line(self, element) -> None:
        ends = [(self._n(element, "x1"), self._n(element, "y1")), (self._n(element, "x2"), self._n(element, "y2"))]
        _, stroke, width = self._paint(element)
        if stroke:
            self._stroke(ends, stroke, width, self._dash(element))

    def _circle(self, element) -> None:
        x, y, r = self._n(element, "cx"), self._n(element, "cy"), self._n(element, "r")
        fill, stroke, width = self._paint(element)
        grown = r + width / 2 if stroke else r
        self.canvas.ellipse((x - grown, y - grown, x + grown, y + grown), fill, stroke, width if stroke else 0)

    def _path(self, element) -> None:
        fill, stroke, width = self._paint(element)
        for points in _subpaths(element.get("d", ""), self.factor):
            if fill and len(points) > 2:
                self.canvas.polygon(points, fill)
            if stroke:
                self._stroke(points, stroke, width, self._dash(element))

    def _text(self, element) -> None:
        size = round(self._n(element, "font-size", 12))
        font = _font(element.get("font-weight") in {"600", "700", "bold"}, size)
        anchor = {"middle": "ms", "end": "rs"}.get(element.get("text-anchor", ""), "ls")
        place = (self._n(element, "x"), self._n(element, "y"))
        self.canvas.text(place, "".join(element.itertext()), element.get("fill", "#000000"), font, anchor)

    def _dash(self, element) -> list[float]:
        return [float(part) * self.factor for part in element.get("stroke-dasharray", "").split()]

    def _stroke(self, points: list[Point], colour: str, width: int, dash: list[float]) -> None:
        for part in _dashed(points, dash) if dash else [points]:
            if len(part) > 1:
                self.canvas.line(part, colour, width, joint="curve")


def _subpaths(commands: str, factor: float) -> list[list[Point]]:
    """The points of each stretch of a path, in pixels."""
    tokens = [command or float(number) for command, number in _TOKEN.findall(commands)]
    found: list[list[Point]] = []
    x = y = 0.0
    index, command = 0, "M"
    while index < len(tokens):
        if isinstance(tokens[index], str):
            command = tokens[index]
            index += 1
        if command in "Zz":
            found[-1].append(found[-1][0])
            continue
        count = {"h": 1, "v": 1, "a": 7}.get(command.lower(), 2)
        values = tokens[index : index + count]
        index += count
        start = (x, y)
        x, y = _moved(command, values, x, y)
        if command in "Mm":
            found.append([])
            command = "L" if command == "M" else "l"
        elif command == "A":
            found[-1].extend((px * factor, py * factor) for px, py in _arc(start, (x, y), values[0], values[3:5]))
        found[-1].append((x * factor, y * factor))
    return found


def _moved(command: str, values: list[float], x: float, y: float) -> Point:
    match command:
        case "H":
            return values[0], y
        case "h":
            return x + values[0], y
        case "V":
            return x, values[0]
        case "v":
            return x, y + values[0]
        case "A":
            return values[5], values[6]
    return (values[0], values[1]) if command.isupper() else (x + values[0], y + values[1])


def _arc(start: Point, end: Point, radius: float, flags: list[float]) -> Iterator[Point]:
    """Points of a circular arc between its ends."""
    (x1, y1), (x2, y2) = start, end
    half = math.dist(start, end) / 2
    radius = max(radius, half)
    rise = math.sqrt(max(radius**2 - half**2, 0))
    side = 1 if bool(flags[0]) != bool(flags[1]) else -1
    length = half * 2 or 1
    cx = (x1 + x2) / 2 - side * rise * (y2 - y1) / length
    cy = (y1 + y2) / 2 + side * rise * (x2 - x1) / length
    first, last = math.atan2(y1 - cy, x1 - cx), math.atan2(y2 - cy, x2 - cx)
    if flags[1] and last < first:
        last += 2 * math.pi
    if not flags[1] and last > first:
        last -= 2 * math.pi
    for step in range(1, _ARC_STEPS):
        angle = first + (last - first) * step / _ARC_STEPS
        yield cx + radius * math.cos(angle), cy + radius * math.sin(angle)


def _dashed(points: list[Point], dash: list[float]) -> Iterator[list[Point]]:
    """The drawn stretches of a dashed line."""
    pattern = dash if len(dash) % 2 == 0 else dash * 2
    index, left, drawn = 0, pattern[0], True
    stretch = [points[0]]
    for start, end in pairwise(points):
        travelled, whole = 0.0, math.dist(start, end)
        while whole - travelled > left:
            travelled += left
            share = travelled / whole
            cut = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            if drawn:
                yield [*stretch, cut]
            stretch, drawn = [cut], not drawn
            index = (index + 1) % len(pattern)
            left = pattern[index]
        left -= whole - travelled
        stretch.append(end)
    if drawn:
        yield stretch
