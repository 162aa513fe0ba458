"""The document as a Word file that people may edit: real headings, contents, captions, repeated heads, turned pages."""

from __future__ import annotations

from io import BytesIO

from django.utils.html import escape
from django.utils.safestring import SafeString

from core import word
from core.charts_svg import TONES
from core.formats import NBSP
from core.raster import png
from core.tables import SPANNED, Cell, Column, Row, Table
from reports.document import (
    Block,
    Bullets,
    Document,
    Figure,
    Note,
    Picture,
    Prose,
    Section,
    Signatures,
    figures,
    tables,
)
from reports.steps import Progress, Step, silent
from reports.writers import Made
from reports.writers.html import contents, nested
from reports.writers.notices import missing_pictures
from reports.writers.pictures import media_type

PX = 9525  # EMU in a CSS pixel


def write(document: Document, *, paper: str = "letter", progress: Progress = silent) -> Made:
    """The bytes of a DOCX."""
    progress(Step.LAY_OUT)
    file = word.new_document(
        title=document.title,
        author=document.author,
        subject=document.subject,
        language=document.language,
        paper=paper,
    )
    _Writer(file).document(document)
    buffer = BytesIO()
    file.save(buffer)
    return Made(buffer.getvalue(), notices=missing_pictures(document))


class _Writer:
    """One file being written, block after block."""

    def __init__(self, file) -> None:
        self.file = file
        self.marks = 0
        self.across = False
        self.fresh = True  # whether the page is still empty
        self.begins_page = False  # whether the next paragraph begins one

    # --- The whole ---------------------------------------------------------------------------------------------------

    def document(self, document: Document) -> None:
        self._cover(document)
        self._contents(document)
        for section in document.sections:
            self.section(section, 1)
        if document.sources:
            self.heading("Sources", 1, "sources")
            for source in document.sources:
                self.paragraph(source, "List Bullet")
        word.heads_and_feet(self.file, document.running_title, document.foot)

    def _cover(self, document: Document) -> None:
        cover = document.cover
        self.paragraph(cover.service, "Remarque")
        self.paragraph(f"{cover.title} {cover.period}", "Title")
        self.paragraph(cover.place, "Subtitle")
        for text in (cover.state, cover.as_of):
            if text:
                self.paragraph(text)
        if cover.warning:
            word.frame(self.paragraph(cover.warning, "Encadré"), word.RIBBON, "E0A526")

    def _contents(self, document: Document) -> None:
        """Fields that Word fills; until then, links to every heading."""
        self._page()
        self.paragraph("Table des matières", "Subtitle")
        entries = [(entry.anchor, f"{entry.number} {entry.text}".strip()) for entry in contents(document)]
        self._listing('TOC \\o "1-3" \\h \\z \\u', entries)
        shown = [table for table in tables(document) if table.number]
        if shown:
            self.paragraph("Liste des tableaux", "Subtitle")
            entries = [(f"t-{one.key}", f"Tableau {one.number}. {one.caption}") for one in shown]
            self._listing('TOC \\h \\z \\c "Tableau"', entries)
        drawn = list(figures(document))
        if drawn:
            self.paragraph("Liste des figures", "Subtitle")
            entries = [(f"f-{one.key}", f"Figure {one.number}. {one.title}") for one in drawn]
            self._listing('TOC \\h \\z \\c "Figure"', entries)

    def _listing(self, code: str, entries: list[tuple[str, str]]) -> None:
        first = self.file.add_paragraph()
        for kind, text in (("begin", ""), ("instr", code), ("separate", "")):
            run = first.add_run()
            if kind == "instr":
                run._r.append(word.element("w:instrText", text=f" {text} "))
            else:
                run._r.append(word.element("w:fldChar", {"w:fldCharType": kind}))
        line = first
        for rank, (anchor, text) in enumerate(entries):
            line = first if rank == 0 else self.file.add_paragraph()
            line.paragraph_format.space_after = 0
            word.link_to(line, anchor, text)
        line.add_run()._r.append(word.element("w:fldChar", {"w:fldCharType": "end"}))

    def _page(self) -> None:
        self.begins_page = not self.fresh
        self.fresh = True

    # --- Blocks ------------------------------------------------------------------------------------------------------

    def section(self, section: Section, level: int) -> None:
        if section.is_landscape != self.across:
            word.turn(self.file, section.is_landscape)
            self.across, self.fresh = section.is_landscape, True
        elif section.role == "part" or (section.role == "chapter" and not section.follows):
            self._page()
        if section.kicker:
            self.paragraph(section.kicker, "Remarque").paragraph_format.keep_with_next = True
        text = f"{section.number}{NBSP} {section.heading}" if section.number else section.heading
        self.heading(text, level, section.anchor)
        for block in section.blocks:
            self.block(block, level + 1)

    def heading(self, text: str, level: int, anchor: str) -> None:
        self._mark(self.paragraph(text, f"Heading {min(level, 6)}"), anchor)

    def _mark(self, paragraph, name: str) -> None:
        self.marks += 1
        word.bookmark(paragraph, name, self.marks)

    def paragraph(self, text: str, style: str = "Normal"):
        made = word.add_paragraph(self.file, text, style)
        if self.begins_page:
            word.begin_page(made)
        self.fresh = self.begins_page = False
        return made

    def block(self, block: Block, level: int) -> None:
        match block:
            case Section():
                self.section(block, level)
            case Prose():
                self.prose(block.html, level, "Remarque" if block.look == "quiet" else "Normal")
            case Bullets():
                tag = "ol" if block.is_ordered else "ul"
                items = "".join(
                    f"<li>{item if isinstance(item, SafeString) else escape(item)}</li>" for item in block.items
                )
                self.prose(f"<{tag}>{items}</{tag}>", level)
            case Note():
                self._note(block, level)
            case Table():
                self.table(block)
            case Figure():
                self._figure(block)
            case Picture():
                self._picture(block)
            case Signatures():
                for one in block.people:
                    self.paragraph(f"{one.name}\n{one.role}")

    def prose(self, html: str, level: int, style: str = "Normal", into=None) -> None:
        """Safe HTML as paragraphs of the file, or of a cell."""
        place = into if into is not None else self.file
        numbers: dict[int, int] = {}

        def opened(kind: str, depth: int):
            self.fresh = False
            if kind == "heading" and into is None:
                return word.add_paragraph(place, "", f"Heading {min(depth, 6)}")
            base = "Cellule" if into is not None else style
            if kind in {"p", "heading"}:
                return word.add_paragraph(place, "", base)
            in_cell, in_text = word.CELL_LISTS[kind]
            made = word.add_paragraph(place, "", in_text if into is None else in_cell)
            if kind == "number":
                word.as_item(made, numbers.setdefault(depth, word.restarted_list(self.file)))
            return made

        parser = word.Prose(opened)
        parser.feed(nested(html, level))
        parser.close()

    def _note(self, note: Note, level: int) -> None:
        start = len(self.file.paragraphs)
        if note.title:
            self.paragraph("", "Encadré").add_run(word.clean(note.title)).bold = True
        html = note.html if isinstance(note.html, SafeString) else f"<p>{escape(note.html)}</p>"
        self.prose(html, level, "Encadré")
        warning = note.tone == "warning"
        for paragraph in self.file.paragraphs[start:]:
            word.frame(paragraph, word.RIBBON if warning else word.PALE, "E0A526" if warning else word.BRAND)

    def _caption(self, kind: str, number: int, text: str, anchor: str) -> None:
        made = self.paragraph("", "Caption")
        if number:
            made.add_run(f"{kind}{NBSP}")
            word.add_field(made, f"SEQ {kind} \\* ARABIC", str(number))
            made.add_run(". ")
        made.add_run(word.clean(text))
        self._mark(made, anchor)

    def _figure(self, figure: Figure) -> None:
        self._caption("Figure", figure.number, figure.title, f"f-{figure.key}")
        drawing, width, _ = png(figure.svg)
        room = min(int(width * PX), word.text_width(self.file))
        word.picture(self.paragraph("").add_run(), drawing, room, text=figure.description, title=figure.title)
        for text in (figure.note, f"Source{NBSP}: {figure.source}" if figure.source else ""):
            if text:
                self.paragraph(text, "Remarque")
        if figure.table is not None:
            self.table(figure.table)

    def _picture(self, picture: Picture) -> None:
        if media_type(picture.content) is None:
            self.paragraph(f"Image non disponible{NBSP}: {picture.text}", "Remarque")
        else:
            width = min(word.text_width(self.file), 120 * 36000)
            word.picture(self.paragraph("").add_run(), picture.content, width, text=picture.text)
        if picture.credit:
            self.paragraph(picture.credit, "Remarque")

    # --- Tables ------------------------------------------------------------------------------------------------------

    def table(self, table: Table) -> None:
        self._caption("Tableau", table.number, table.caption, f"t-{table.key}")
        heads = 2 if table.has_groups else 1
        made = self.file.add_table(heads + max(len(table.rows), 1), len(table.columns))
        made.style, made.autofit = self.file.styles["Table Grid"], False
        cells, width = made._cells, len(table.columns)
        self._widths(made, cells, table)
        self._heads(table, cells, heads)
        for rank in range(heads):
            word.repeat_head(made.rows[rank])
        for rank, row in enumerate(table.rows, start=heads):
            self._row(table, row, cells[rank * width : (rank + 1) * width])
        self._spans(table, cells, heads)
        if not table.rows:
            self._text(cells[heads * width], "Aucune donnée.")
        lines = [f"{marker}{NBSP}{text}" for marker, text in table.footnotes] + list(table.notes)
        if table.source:
            lines.append(f"Source{NBSP}: {table.source}")
        for line in lines:
            self.paragraph(line, "Remarque")
        if not lines:
            word.part_tables(self.file)

    def _widths(self, made, cells, table: Table) -> None:
        """Columns as the builder asks, the others sharing what is left."""
        asked = [column.width for column in table.columns]
        free = [index for index, share in enumerate(asked) if not share]
        left = max(100 - sum(asked), 10 * len(free))
        shares = [share or left / len(free) for share in asked]
        room = word.text_width(self.file)
        sizes = [int(room * share / sum(shares)) for share in shares]
        for column, size in zip(made.columns, sizes, strict=True):
            column.width = size
        for index, cell in enumerate(cells):
            cell.width = sizes[index % len(sizes)]

    def _heads(self, table: Table, cells, heads: int) -> None:
        width = len(table.columns)
        for index, column in enumerate(table.columns):
            grouped = heads == 2 and column.group
            place = cells[index + (width if grouped else 0)]
            self._text(place, str(column.label), bold=True, colour="FFFFFF", right=column.format.is_numeric)
        for cell in cells[: heads * width]:
            word.shade(cell, word.DEEP)
        if heads == 1:
            return
        index = 0
        while index < width:
            group = table.columns[index].group
            end = index + 1
            while group and end < width and table.columns[end].group == group:
                end += 1
            if group:
                merged = cells[index].merge(cells[end - 1])
                self._text(merged, group, bold=True, colour="FFFFFF")
            else:
                cells[index].merge(cells[index + width])
            index = end

    def _row(self, table: Table, row: Row, cells) -> None:
        if row.role == "group":
            merged = cells[0].merge(cells[-1])
            self._text(merged, table.text_of(row.cells[0], table.columns[0]), bold=True, colour=word.BRAND)
            word.shade(merged, word.PALE)
            return
        for cell, column, place in zip(row.cells, table.columns, cells, strict=True):
            if cell is not SPANNED:
                self._cell(table, cell, column, place, bold=row.role == "total")
            if row.role == "total":
                word.shade(place, word.TINT)

    def _cell(self, table: Table, cell: Cell, column: Column, place, *, bold: bool) -> None:
        if cell.svg is not None:
            drawing, width, _ = png(cell.svg)
            told = cell.svg.partition("<desc")[2].partition(">")[2].partition("</desc>")[0]
            run = place.paragraphs[0].add_run()
            word.picture(run, drawing, min(int(width * PX), place.width - 140_000), text=told)
            return
        if cell.html is not None:
            self.prose(cell.html, 6, into=place)
            empty = place.paragraphs[0]
            if len(place.paragraphs) > 1 and not empty.text:
                empty._p.getparent().remove(empty._p)
            return
        style = table.format_of(cell, column)
        text = style.text(cell.value) + (f" ({cell.marker})" if cell.marker else "")
        colour = TONES[cell.tone].ink.removeprefix("#") if cell.tone else ""
        strong = bold or cell.is_strong or bool(cell.tone)
        self._text(place, text, bold=strong, colour=colour, right=style.is_numeric)
        if cell.under is not None:
            under = (cell.under.format or column.format).text(cell.under.value)
            words = " ".join(part for part in (cell.under.before, under, cell.under.after) if part)
            run = place.paragraphs[0].add_run(f"\n{word.clean(words)}")
            run.font.color.rgb = _colour(word.SOFT)

    def _spans(self, table: Table, cells, heads: int) -> None:
        width = len(table.columns)
        for rank, row in enumerate(table.rows, start=heads):
            for index, cell in enumerate(row.cells):
                if cell.rowspan > 1:
                    cells[rank * width + index].merge(cells[(rank + cell.rowspan - 1) * width + index])

    def _text(self, place, text: str, *, bold: bool = False, colour: str = "", right: bool = False) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = place.paragraphs[0]
        word.set_style(paragraph, "Cellule")
        run = paragraph.add_run(word.clean(text))
        run.bold = bold or None
        if colour:
            run.font.color.rgb = _colour(colour)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _colour(text: str):
    from docx.shared import RGBColor

    return RGBColor.from_string(text)
