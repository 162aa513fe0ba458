"""Pictures given by people: checked by what they are, not by their name, and written afresh without their secrets.

A file from outside is never kept: it is opened, turned upright, made small enough and encoded again, so that nothing
but pixels remains (no place where it was taken, no name of its author, no script).
"""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

from django.core.files.base import ContentFile

from core.errors import Refused

LARGEST_FILE = 8 * 1024 * 1024
LARGEST_SIDE = 1600  # pixels, once stored
MOST_PIXELS = 40_000_000  # before decoding: a small file may unfold into a huge picture
_KEPT = {"JPEG", "PNG", "WEBP"}
_WRONG = "Ce fichier n’est pas une image JPEG, PNG ou WebP. Enregistrez-la dans l’un de ces formats, puis recommencez."


def clean_picture(upload) -> ContentFile:
    """The picture encoded again: JPEG, or PNG where it is transparent; named by its content.

    Refused, beside the field `picture`, when it is too big, not a picture, damaged, or of another format.
    """
    if upload.size > LARGEST_FILE:
        raise _refused("L’image dépasse 8 Mo. Réduisez-la, puis recommencez.")
    content = _encoded(_decoded(upload))
    extension = "png" if content.startswith(b"\x89PNG") else "jpg"
    return ContentFile(content, name=f"{sha256(content).hexdigest()[:24]}.{extension}")


def _decoded(upload):
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        upload.seek(0)
        picture = Image.open(upload)
        if picture.format not in _KEPT:
            raise _refused(_WRONG)
        if picture.width * picture.height > MOST_PIXELS:
            raise _refused("L’image a trop de pixels. Réduisez-la à 4 000 pixels de côté, puis recommencez.")
        picture.load()
        return ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise _refused(_WRONG) from error


def _encoded(picture) -> bytes:
    out = BytesIO()
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture.convert("RGBA").save(out, "PNG", optimize=True)
    else:
        picture.convert("RGB").save(out, "JPEG", quality=85, optimize=True, progressive=True)
    return out.getvalue()


def _refused(sentence: str) -> Refused:
    return Refused(sentence, fields={"picture": sentence})
