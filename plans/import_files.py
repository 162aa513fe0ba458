"""Opening a file that somebody sends, without trusting it: .xlsx and .ods (calamine), .docx (python-docx).

What comes out are cells: text, numbers, or nothing. Everything that is refused is refused in words: another kind of
file, a password, a file too large or that would unfold beyond measure.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from core.errors import Refused

MAX_BYTES = 10_000_000
MAX_UNFOLDED = 60_000_000
MAX_ENTRIES = 2_000
MAX_ROWS = 2_000  # of one sheet
MAX_COLUMNS = 100
MAX_CELLS = 100_000  # of the whole file

FileCell = str | Decimal | None

_KINDS = {".xlsx": "xl/workbook.xml", ".ods": "content.xml", ".docx": "word/document.xml"}
_WRONG = (
    "Ce fichier n’est pas un classeur .xlsx ou .ods, ni un document Word .docx. Enregistrez-le dans l’un de ces "
    "formats."
)
_LOCKED = (
    "Ce fichier est protégé par un mot de passe, ou dans un format ancien (.xls, .doc) : enregistrez-le sans mot de "
    "passe en .xlsx, .ods ou .docx."
)
_BROKEN = "Ce fichier est abîmé ou incomplet : ouvrez-le dans votre logiciel, enregistrez-le de nouveau, puis reprenez."
_HUGE = "Ce fichier est trop grand une fois ouvert : gardez seulement les feuilles du modèle, sans image."
_SPREAD = (
    f"Une feuille de ce fichier s’étend sur plus de {MAX_ROWS} lignes ou {MAX_COLUMNS} colonnes : effacez ce qui est "
    "loin du tableau."
)
_OLE = b"\xd0\xcf\x11\xe0"
_PLACE = re.compile(rb"""<(?:\w+:)?(?:c|row)\b[^>]*?\br\s*=\s*["']([A-Z]*)(\d+)["']""")
_REPEATED = re.compile(rb"""<table:table-cell\b[^>]*number-columns-repeated="(\d+)"[^>]*(?<!/)>""")
_REPEATED_VALUE = re.compile(rb"""<table:table-cell\b(?=[^>]*office:value-type)[^>]*number-columns-repeated="(\d+)\"""")
_REPEATED_ROW = re.compile(
    rb"""<table:table-row\b[^>]*number-rows-repeated="(\d+)"[^>]*(?<!/)>(.*?)</table:table-row>""", re.DOTALL
)
_ENTITY = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True)
class FileSheet:
    """A sheet, or a Word table under its title: its rows from the first, and the number of each as people see it."""

    title: str
    rows: tuple[tuple[FileCell, ...], ...]


def read_file(name: str, content: bytes) -> tuple[FileSheet, ...]:
    """The sheets of a file; raises Refused, with a sentence, for whatever cannot be read in safety."""
    if len(content) > MAX_BYTES:
        raise Refused("Ce fichier dépasse 10 Mo : retirez les images, ou partagez-le en deux.")
    if content[:4] == _OLE:
        raise Refused(_LOCKED)
    ending = next((one for one in _KINDS if name.lower().endswith(one)), None)
    if ending is None or not content.startswith(b"PK"):
        raise Refused(_WRONG)
    _check_archive(content, ending)
    try:
        sheets = _read_docx(content) if ending == ".docx" else _read_book(content)
    except Refused:
        raise
    except Exception as error:  # a library met something that it does not know: whatever it says, the file is at fault
        raise Refused(_BROKEN) from error
    if sum(len(row) for sheet in sheets for row in sheet.rows) > MAX_CELLS:
        raise Refused(_HUGE)
    return sheets


def _check_archive(content: bytes, ending: str) -> None:
    """The sizes told by the archive are checked before anything unfolds, and what unfolds is counted."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if _KINDS[ending] not in names:
                raise Refused(_WRONG)
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNFOLDED:
                raise Refused(_HUGE)
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refused(_LOCKED)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _check_xml(entry.filename, archive.read(entry))
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, zipfile.zlib.error) as error:
        raise Refused(_BROKEN) from error


def _check_xml(name: str, text: bytes) -> None:
    """No entity, no password, and no cell so far away that a sheet of it would fill the memory."""
    if _ENTITY.search(text):
        raise Refused(_BROKEN)
    if name == "META-INF/manifest.xml" and b"encryption-data" in text:
        raise Refused(_LOCKED)
    if name.startswith("xl/worksheets/"):
        for letters, rank in _PLACE.findall(text):
            if len(rank) > 7 or int(rank) > MAX_ROWS or (letters and _column(letters) > MAX_COLUMNS):
                raise Refused(_SPREAD)
    if name == "content.xml":
        repeats = [*_REPEATED.findall(text), *_REPEATED_VALUE.findall(text)]
        if any(len(one) > 7 or int(one) > MAX_COLUMNS for one in repeats):
            raise Refused(_SPREAD)
        for count, row in _REPEATED_ROW.findall(text):
            if (len(count) > 7 or int(count) > MAX_ROWS) and (b"office:value-type" in row or b"<text:p" in row):
                raise Refused(_SPREAD)


def _column(letters: bytes) -> int:
    rank = 0
    for one in letters[:4]:
        rank = rank * 26 + one - 64
    return rank


def _read_book(content: bytes) -> tuple[FileSheet, ...]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheets = []
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows[:1]):
            raise Refused(_SPREAD)
        sheets.append(FileSheet(name, tuple(tuple(_cell(value) for value in row) for row in rows)))
    return tuple(sheets)


def _cell(value) -> FileCell:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    return _text(str(value))


def _text(value: str) -> str | None:
    return value.replace("\r\n", "\n").replace("\x0b", "\n").strip() or None


def _read_docx(content: bytes) -> tuple[FileSheet, ...]:
    """Each table takes the name of the last line written before it."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    document = Document(BytesIO(content))
    sheets, title = [], ""
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:p"):
            title = Paragraph(element, document).text.strip() or title
        elif element.tag == qn("w:tbl"):
            rows = [
                tuple(_text("\n".join(Paragraph(line, document).text for line in cell.p_lst)) for cell in row.tc_lst)
                for row in element.tr_lst
            ]
            if len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows):
                raise Refused(_SPREAD)
            sheets.append(FileSheet(title, tuple(rows)))
    return tuple(sheets)
