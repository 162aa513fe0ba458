"""A workbook as an office suite writes it in OpenDocument: a cell a value, a paragraph a line of text."""

import zipfile
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from plans.import_template import Grid

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
)
_MEDIA = "application/vnd.oasis.opendocument.spreadsheet"


def write_ods(title: str, grids: tuple[Grid, ...]) -> bytes:
    tables = "".join(_table(grid.sheet.title, [grid.sheet.heads, *grid.rows]) for grid in grids)
    guide = _table("Mode d’emploi", [[title]])
    body = f"<office:body><office:spreadsheet>{guide}{tables}</office:spreadsheet></office:body>"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>{body}</office:document-content>'
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", _MEDIA)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def _table(title: str, rows) -> str:
    lines = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    return f"<table:table table:name={quoteattr(title)}>{lines}</table:table>"


def _cell(value) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, Decimal):
        told = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {told}><text:p>{value}</text:p></table:table-cell>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
