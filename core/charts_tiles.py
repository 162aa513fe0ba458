"""Tile maps: one square a territory, placed by hand so that neighbours stay near.

No real map: small territories (Laval) are as legible as great ones (Nord-du-Québec), and nothing comes from outside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.charts_svg import INK, SOFT, document, label, mark, rect, text_width, tone

# (column, row), west to east and north to south.
REGIONS: dict[str, tuple[int, int]] = {
    "10": (2, 0),
    "08": (1, 1), "02": (3, 1), "09": (4, 1),
    "07": (0, 2), "15": (1, 2), "14": (2, 2), "04": (3, 2), "03": (4, 2), "01": (5, 2), "11": (6, 2),
    "13": (1, 3), "06": (2, 3), "17": (3, 3), "12": (4, 3),
    "16": (2, 4), "05": (3, 4),
}  # fmt: skip

BAS_SAINT_LAURENT: dict[str, tuple[int, int]] = {
    "080": (5, 0),
    "100": (3, 1), "090": (4, 1), "070": (5, 1),
    "120": (1, 2), "110": (2, 2),
    "140": (0, 3), "130": (1, 3),
}  # fmt: skip

LAYOUTS: dict[str, dict[str, tuple[int, int]]] = {"regions": REGIONS, "01": BAS_SAINT_LAURENT}

# Names that must be cut at a given place to fit in a tile of 108 units.
SHORT_NAMES = {
    "02": ["Saguenay–", "Lac-Saint-Jean"],
    "11": ["Gaspésie–", "Îles-de-la-Mad."],
    "17": ["Centre-", "du-Québec"],
}

WIDTH, HEIGHT, GAP = 108, 72, 6


@dataclass(frozen=True, slots=True)
class Tile:
    """One territory: its official code, its name, its status and the value printed in it (already French)."""

    code: str
    name: str
    status: str = "neutral"
    value: str = ""


def places(codes: Sequence[str], layout: str | None, columns: int = 5) -> Mapping[str, tuple[int, int]]:
    """Where each code goes: the hand-placed grid when it holds every code, else rows of `columns`."""
    known = LAYOUTS.get(layout or "", {})
    if codes and all(code in known for code in codes):
        return {code: known[code] for code in codes}
    return {code: (index % columns, index // columns) for index, code in enumerate(codes)}


def name_lines(name: str, room: int = WIDTH - 16, size: int = 11) -> list[str]:
    """The name on one line when it fits, else cut in two at a space or after a dash, else shortened."""
    if text_width(name, size) <= room:
        return [name]
    cuts = [index + 1 for index, sign in enumerate(name) if sign in " -–—"]
    best = min(cuts, key=lambda cut: abs(cut - len(name) / 2), default=len(name))
    lines = [name[:best].strip(), name[best:].strip()]
    longest = int(room / (size * 0.54))
    return [text if len(text) <= longest else text[: longest - 1] + "…" for text in lines if text]


def _tile(tile: Tile, column: int, row: int) -> str:
    x, y = column * (WIDTH + GAP) + 1, row * (HEIGHT + GAP) + 1
    colours = tone(tile.status)
    dash = "4 3" if tile.status in {"no_data", "no_target", "not_applicable"} else ""
    parts = [
        rect(
            x,
            y,
            WIDTH,
            HEIGHT,
            fill=colours.paper,
            css=f"jc-tile jc-tile-{tile.status}",
            radius=4,
            stroke=colours.ink,
            dash=dash,
        ),
        label(x + 8, y + 17, tile.code, fill=SOFT, css="jc-soft", size=11),
        label(x + WIDTH - 28, y + 17, tile.value, size=12, anchor="end", bold=True) if tile.value else "",
        mark(tile.status, x + WIDTH - 15, y + 13, 14),
    ]
    for index, text in enumerate(SHORT_NAMES.get(tile.code) or name_lines(tile.name)):
        parts.append(label(x + 8, y + 42 + index * 15, text, fill=INK, size=11))
    return "".join(parts)


def tile_map(
    tiles: Sequence[Tile],
    *,
    title: str,
    description: str,
    layout: str | None = "regions",
    columns: int = 5,
    uid: str | None = None,
) -> SafeString:
    """A map of tiles. `layout` is "regions", the code of a region ("01"), or None for plain rows of `columns`."""
    grid = places([tile.code for tile in tiles], layout, columns)
    across = max((column for column, _ in grid.values()), default=0) + 1
    down = max((row for _, row in grid.values()), default=0) + 1
    body = "".join(_tile(tile, *grid[tile.code]) for tile in tiles)
    width, height = across * (WIDTH + GAP) - GAP + 2, down * (HEIGHT + GAP) - GAP + 2
    return document("tiles", body, title=title, description=description, width=width, height=height, uid=uid)
