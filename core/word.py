"""Word files: the small part of the format that python-docx leaves to its users, named once.

Styles in French typography, a contents field, captions that Word numbers, table heads that come again on each page,
sections that turn, numbered lists that begin again, pictures with their text, and prose from our own safe HTML.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import BytesIO

from core.formats import NBSP

BRAND, DEEP, SOFT, PALE, TINT, RIBBON = "095797", "223654", "4A5A6C", "F2F6FA", "E3EDF5", "FDF3D7"
LETTER, A4 = (216, 279), (210, 297)  # millimetres
PAPERS = {"letter": LETTER, "a4": A4}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Of a kind of list: the style of its items in a cell, and in the text.
CELL_LISTS = {"bullet": ("Cellule puce", "List Bullet"), "number": ("Cellule numéro", "List Number")}
_SIZES = {1: 18, 2: 15, 3: 12, 4: 11, 5: 10, 6: 10}


def clean(text: str) -> str:
    """Text that XML accepts: control signs are dropped."""
    return _CONTROLS.sub("", text)


def new_document(*, title: str, author: str, subject: str, language: str, paper: str):
    """An empty document with our styles, in French, named."""
    import docx
    from docx.shared import Mm

    file = docx.Document()
    properties = file.core_properties
    properties.title, properties.author, properties.subject = clean(title), clean(author)[:255], clean(subject)[:255]
    properties.language, properties.comments, properties.last_modified_by = language, "", ""
    width, height = PAPERS[paper]
    section = file.sections[0]
    section.page_width, section.page_height = Mm(width), Mm(height)
    _margins(section)
    _styles(file, language)
    _update_fields(file)
    return file


def _margins(section) -> None:
    from docx.shared import Mm

    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)


def _styles(file, language: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    normal = file.styles["Normal"]
    _font(normal, "Calibri", 10.5)
    normal.paragraph_format.space_after = Pt(6)
    properties = normal.element.get_or_add_rPr()
    properties.append(element("w:lang", {"w:val": language, "w:eastAsia": language}))
    for level, size in _SIZES.items():
        style = file.styles[f"Heading {level}"]
        _font(style, "Calibri", size)
        style.font.bold, style.font.italic = True, False
        style.font.color.rgb = RGBColor.from_string(BRAND if level == 3 else DEEP)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(14 if level < 4 else 8), Pt(4)
        style.paragraph_format.keep_with_next = True
    for name, size, colour in (("Title", 30, DEEP), ("Subtitle", 18, BRAND), ("Caption", 10, DEEP)):
        style = file.styles[name]
        _font(style, "Calibri", size)
        style.font.color.rgb, style.font.italic = RGBColor.from_string(colour), False
    caption = file.styles["Caption"]
    caption.font.bold, caption.paragraph_format.keep_with_next = True, True
    for name, size, colour in (("Remarque", 8.5, SOFT), ("Cellule", 8.5, None), ("Encadré", 10, None)):
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(2)
        if colour:
            style.font.color.rgb = RGBColor.from_string(colour)
    for name, base in CELL_LISTS.values():
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = file.styles[base]
        style.font.size = Pt(8.5)
        style.paragraph_format.space_after = Pt(0)


def add_paragraph(place, text: str, style: str):
    """A paragraph at the end of a file or of a cell, in one of our styles or one of Word's."""
    made = place.add_paragraph()
    set_style(made, style)
    if text:
        made.add_run(clean(text))
    return made


def set_style(paragraph, name: str) -> None:
    """By the id that Word gives a style, its name without spaces: python-docx searches them all each time."""
    paragraph._p.get_or_add_pPr().style = name.replace(" ", "")


def _font(style, name: str, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = name, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), name)


def _update_fields(file) -> None:
    """Word offers to fill page numbers when the file is opened."""
    file.settings.element.append(element("w:updateFields", {"w:val": "true"}))


def element(tag: str, attributes: dict[str, str] | None = None, text: str = ""):
    """An XML element of the Word namespaces."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), value)
    if text:
        made.text = text
        made.set(qn("xml:space"), "preserve")
    return made


def add_field(paragraph, code: str, shown: str = "") -> None:
    """A field that Word computes, with what stands there until it does."""
    for kind, text in (("begin", ""), ("instr", code), ("separate", ""), ("text", shown), ("end", "")):
        run = paragraph.add_run()
        if kind == "instr":
            run._r.append(element("w:instrText", text=f" {text} "))
        elif kind == "text":
            run.text = clean(text)
        else:
            run._r.append(element("w:fldChar", {"w:fldCharType": kind}))


def turn(file, landscape: bool):
    """A new section, on a new page, upright or across."""
    from docx.enum.section import WD_ORIENT, WD_SECTION

    before = file.sections[-1]
    across = before.page_width > before.page_height
    section = file.add_section(WD_SECTION.NEW_PAGE)
    if across != landscape:
        section.page_width, section.page_height = before.page_height, before.page_width
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    _margins(section)
    return section


def text_width(file) -> int:
    """The width between the margins of the present section, in EMU."""
    section = file.sections[-1]
    return section.page_width - section.left_margin - section.right_margin


def heads_and_feet(file, running_title: str, foot: str) -> None:
    """The name of the document above, its warning and the page number below, except on the first page."""
    from docx.enum.text import WD_TAB_ALIGNMENT

    section = file.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = clean(running_title)
    section.header.paragraphs[0].style = file.styles["Remarque"]
    line = section.footer.paragraphs[0]
    line.style = file.styles["Remarque"]
    width = section.page_width - section.left_margin - section.right_margin
    line.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{clean(foot)}\tPage{NBSP}")
    add_field(line, "PAGE", "1")


def begin_page(paragraph) -> None:
    """The paragraph is the first of a page: unlike a break of its own, it never leaves an empty page behind."""
    paragraph.paragraph_format.page_break_before = True


def part_tables(place) -> None:
    """A line as low as can be after a table: two tables that touch are one to Word."""
    from docx.shared import Pt

    made = add_paragraph(place, "", "Remarque")
    made.paragraph_format.line_spacing, made.paragraph_format.space_after = Pt(4), Pt(0)


def bookmark(paragraph, name: str, number: int) -> None:
    """A name that links of the same document lead to (40 signs at most)."""
    start = element("w:bookmarkStart", {"w:id": str(number), "w:name": name[:40]})
    place = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(place, start)
    paragraph._p.append(element("w:bookmarkEnd", {"w:id": str(number)}))


def link_to(paragraph, name: str, text: str) -> None:
    """A link to a bookmark."""
    link = element("w:hyperlink", {"w:anchor": name[:40], "w:history": "1"})
    run = element("w:r")
    run.append(element("w:t", text=clean(text)))
    link.append(run)
    paragraph._p.append(link)


def restarted_list(file) -> int:
    """The id of a numbered list that begins at 1."""
    numbering = file.part.numbering_part.element
    style = file.styles["List Number"].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(style).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return number.numId


def as_item(paragraph, list_id: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = list_id
    properties.get_or_add_ilvl().val = 0


def picture(run, content: bytes, width: int, *, text: str, title: str = "") -> None:
    """A picture in the line with its text; `width` in EMU."""
    inline = run.add_picture(BytesIO(content), width=width)
    drawn = inline._inline.docPr
    drawn.set("descr", clean(text))
    drawn.set("name", "Image")
    if title:
        drawn.set("title", clean(title))


def shade(cell, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": colour}))


def frame(paragraph, fill: str, edge: str) -> None:
    """A tinted paragraph with a bar at its left."""
    properties = paragraph._p.get_or_add_pPr()
    border = element("w:pBdr")
    border.append(element("w:left", {"w:val": "single", "w:sz": "24", "w:space": "8", "w:color": edge}))
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr", "w:pPrChange"
    )
    properties.insert_element_before(
        element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill}),
        "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr", "w:pPrChange",
    )  # fmt: skip


def repeat_head(row) -> None:
    """A head row that comes again on each page."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader", {"w:val": "true"}))


def keep_row(row) -> None:
    """A row that is not cut between two pages."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit", {"w:val": "true"}))


class Prose(HTMLParser):
    """Our own safe prose, read into paragraphs by the two functions given.

    `paragraph(kind, level)` opens one and returns it: kind "p", "heading", "bullet" or "number"; level is the depth of
    a list or the rank of a heading. Text of an inner table becomes a paragraph a row.
    """

    _INLINE = {"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "sup": "superscript", "sub": "subscript"}

    def __init__(self, paragraph) -> None:
        super().__init__(convert_charrefs=True)
        self.open_paragraph = paragraph
        self.current = None
        self.lists: list[str] = []
        self.looks: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in {"ul", "ol"}:
            self.lists.append("bullet" if tag == "ul" else "number")
            self.current = None
        elif tag == "li":
            self.current = self.open_paragraph(self.lists[-1] if self.lists else "bullet", len(self.lists))
        elif tag in {"p", "tr", "blockquote"}:
            if self.current is None or self.current.text or not self.lists:
                self.current = self.open_paragraph("p", len(self.lists))
        elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.current = self.open_paragraph("heading", int(tag[1]))
        elif tag == "br" and self.current is not None:
            self.current.add_run().add_break()
        elif tag in {"td", "th"} and self.current is not None and self.current.text:
            self.current.add_run(" | ")
        elif tag in self._INLINE:
            self.looks.append(self._INLINE[tag])

    def handle_endtag(self, tag):
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        if tag in {"p", "li", "ul", "ol", "tr", "h3", "h4", "h5", "h6"}:
            self.current = None if not (tag == "p" and self.lists) else self.current
        elif tag in self._INLINE and self.looks:
            self.looks.remove(self._INLINE[tag])

    def handle_data(self, data):
        text = re.sub(r"[ \t\n\r]+", " ", clean(data))
        if not text.strip() and (self.current is None or not self.current.text):
            return
        if self.current is None:
            self.current = self.open_paragraph("p", len(self.lists))
        run = self.current.add_run(text if self.current.text else text.lstrip())
        for look in self.looks:
            setattr(run.font, look, True)
