"""A look at a finished PDF, before anybody gets it: is it tagged, named, and readable aloud?

This is our own check of what PDF/UA-1 asks and a machine can see; it is not a certificate.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from core.pdf import LANGUAGE, PdfError

_HEADINGS = {f"/H{level}": level for level in range(1, 7)}
_LIST_PARTS = {"/LI", "/L", "/Caption"}
_ITEM_PARTS = {"/Lbl", "/LBody"}


def check_pdf(content: bytes) -> None:
    """Raise PdfError with every fault found."""
    if found := faults(content):
        raise PdfError("; ".join(found))


def faults(content: bytes) -> list[str]:
    """What is wrong with the file, in words; empty when nothing is."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        elements = list(structure(pdf))
        return [
            *_document_faults(pdf),
            *_heading_faults(elements),
            *_element_faults(elements),
            *_font_faults(pdf),
            *_untagged(pdf, elements),
        ]


def structure(pdf) -> Iterator[Any]:
    """Every structure element, in reading order."""
    root = pdf.Root.get("/StructTreeRoot")
    waiting = list(reversed(_kids(root))) if root is not None else []
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(reversed(_kids(element)))


def _kids(element) -> list:
    """The structure elements right beneath one; content and references to annotations are left out."""
    import pikepdf

    kids = element.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _document_faults(pdf) -> Iterator[str]:
    root = pdf.Root
    if str(root.get("/Lang", "")) != LANGUAGE:
        yield f"the language is not {LANGUAGE}"
    if not pdf.docinfo.get("/Title"):
        yield "no title"
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "not marked as tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "the title bar shows the file name"
    claims = root.Metadata.read_bytes() if "/Metadata" in root else b""
    if b'pdfuaid:part="1"' not in claims or b'pdfaid:part="3"' not in claims:
        yield "the metadata claim neither PDF/A-3 nor PDF/UA-1"


def _heading_faults(elements) -> Iterator[str]:
    level = 0
    for element in elements:
        found = _HEADINGS.get(str(element.S))
        if found is None:
            continue
        if found > level + 1:
            yield f"a heading jumps from level {level} to {found}"
        level = found


def _element_faults(elements) -> Iterator[str]:
    for element in elements:
        kind = str(element.S)
        if kind == "/Figure" and not (element.get("/Alt") or element.get("/ActualText")):
            yield "a figure without words"
        elif kind == "/TH" and "/Scope" not in element.get("/A", {}):
            yield "a table head that does not say what it heads"
        elif kind == "/L" and not {str(kid.S) for kid in _kids(element)} <= _LIST_PARTS:
            yield "a list that holds something else than items"
        elif (kind in _HEADINGS or kind == "/Link") and str(element.P.S) == kind:
            yield f"a {kind} within a {kind}"
        elif kind == "/LI" and not {str(kid.S) for kid in _kids(element)} <= _ITEM_PARTS:
            yield "a list item without a body"


def _font_faults(pdf) -> Iterator[str]:
    import pikepdf

    for font in pdf.objects:
        described = isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/FontDescriptor"
        if described and not any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"the font {font.get('/FontName')} is not embedded"


def _untagged(pdf, elements) -> Iterator[str]:
    """Text drawn outside of any tag and of any artifact, or tagged content that hangs nowhere."""
    import pikepdf

    owned = {(element.Pg.objgen, kid) for element in elements for kid in element.get("/K", []) if isinstance(kid, int)}
    for number, page in enumerate(pdf.pages, start=1):
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page, "BDC BMC EMC Tj TJ"):
            name = str(operator)
            if name in {"BDC", "BMC"}:
                depth += 1
                mcid = operands[1].get("/MCID") if name == "BDC" else None
                if mcid is not None and (page.objgen, int(mcid)) not in owned:
                    yield f"page {number}: tagged content {mcid} hangs nowhere"
            elif name == "EMC":
                depth -= 1
            elif depth == 0:
                yield f"page {number}: text outside of any tag"
        if depth:
            yield f"page {number}: marked content that never ends"
