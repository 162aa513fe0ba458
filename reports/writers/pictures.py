"""Images given by people: what they are, read from their own first bytes."""

from __future__ import annotations

from io import BytesIO

_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


def media_type(content: bytes | None) -> str | None:
    """`image/png` or `image/jpeg`; None for a missing picture and for one that cannot be read whole."""
    kind = next((kind for start, kind in _SIGNATURES if content and content.startswith(start)), None)
    if kind is None:
        return None
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as image:
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None
    return kind
