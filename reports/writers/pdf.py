"""The printed document: HTML laid out by WeasyPrint, an archive (PDF/A-3a) that is accessible (PDF/UA-1)."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import timezone

from core.glyphs import printable
from core.pdf import render_pdf
from core.pdf_check import check_pdf
from reports.document import Document
from reports.steps import Progress, Step, silent
from reports.writers import Made
from reports.writers.html import body_html, contents, figure_entries, has_parts, table_entries
from reports.writers.notices import missing_pictures, missing_signs


def write(document: Document, *, paper: str = "letter", progress: Progress = silent) -> Made:
    """The tagged PDF of a document. PdfError when it would not come out whole."""
    html, unknown = printable(print_html(document, paper))
    title, _ = printable(document.title)
    progress(Step.LAY_OUT)
    pdf = render_pdf(
        html,
        title=title,
        author=document.author,
        subject=document.subject,
        created=(document.made_at or timezone.now()).replace(microsecond=0),
    )
    progress(Step.CHECK)
    check_pdf(pdf.content)
    return Made(pdf.content, pdf.pages, (*missing_signs(unknown), *missing_pictures(document)))


def print_html(document: Document, paper: str = "letter") -> str:
    """The whole document as WeasyPrint reads it."""
    parts = has_parts(document)
    return render_to_string(
        "reports/document_print.html",
        {
            "document": document,
            "paper": paper,
            "has_parts": parts,
            "shift": 1 if parts else 2,
            "contents": contents(document),
            "table_entries": table_entries(document),
            "figure_entries": figure_entries(document),
            "body": body_html(document),
        },
    )
