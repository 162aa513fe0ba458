"""Reflow of the wrapped prose written in the data modules (no content, no Django).

The prose is wrapped in the source only for readability: one paragraph or one list item
becomes one line again, because the markup is line-based.
"""

import re

_STARTS_BLOCK = re.compile(r"(- |\d+\. |### )")


def prose(text: str) -> str:
    """Return the markup with each paragraph, heading and list item on a single line."""
    blocks: list[str] = []
    pending = False
    for raw in text.strip("\n").split("\n"):
        line = raw.strip(" ")
        if not line:
            blocks.append("")
            pending = False
        elif pending and not _STARTS_BLOCK.match(line):
            blocks[-1] += " " + line
        else:
            blocks.append(line)
            pending = True
    return "\n".join(blocks).strip("\n")


def items(text: str) -> tuple[str, ...]:
    """Return the "- " items of a wrapped list as a tuple of single-line strings."""
    return tuple(line.removeprefix("- ") for line in prose(text).split("\n") if line)
