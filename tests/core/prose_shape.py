"""What the tests of prose share: the examples, random texts, and the tree as the browser tells it."""

import json
import random
from dataclasses import fields, is_dataclass
from pathlib import Path

from core.prose_tree import Break, Call, Grid, Heading, Item, Listing, Mention, Paragraph, Run

CORPUS = json.loads((Path(__file__).parent / "prose_corpus.json").read_text())
PIECES = [
    *"ab *\\[](){}|#-1.:/\n^~=é\u00a0<&",
    *("**", "***", "[^1]", "{{a:b}}", "[a](http://x)", "[a*b*](/x)", "| ", "\n|--|\n", "\n- ", "\n  ", "### ", "\\/"),
]


def random_texts(count: int) -> list[str]:
    """Texts thick with markup, the same at each run."""
    chance = random.Random(2007)
    return ["".join(chance.choice(PIECES) for _ in range(chance.randint(0, 40))) for _ in range(count)]


_NAMES = {"is_strong": "strong", "is_emphasis": "em", "is_ordered": "ordered", "has_row_heads": "rowHeads"}
_TYPES = {
    Run: "run", Break: "break", Mention: "mention", Call: "call", Paragraph: "paragraph", Heading: "heading",
    Listing: "list", Grid: "grid",
}  # fmt: skip


def shape(part):
    """A tree as static/js/prose-markup.js tells it."""
    if isinstance(part, tuple):
        return [shape(one) for one in part]
    if not is_dataclass(part):
        return part
    told = {_NAMES.get(one.name, one.name): shape(getattr(part, one.name)) for one in fields(part)}
    return told if isinstance(part, Item) else {"type": _TYPES[type(part)]} | told
