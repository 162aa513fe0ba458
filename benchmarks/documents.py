"""Documents beside WeasyPrint alone: `python -m benchmarks.documents REPORT`, in a data folder of its own.

Our part is what comes before and after WeasyPrint: dossier, tree, charts, HTML, glyphs, hash, check. Its own time is
that of `HTML(…).write_pdf()` on the very same finished HTML, without our finisher. The two take turns.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import django

from benchmarks.results import Result, at_most, seconds, table, told

PROCESSES, REGIONS, ROUNDS = 2, 17, 3
LENGTHS = (5, 50, 400)  # pages, about


def main(report: str) -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("demo", stdout=sys.stderr)
    results = []
    for measured in (overhead, growth, regions, kept):
        results += measured()
        say(table(results))  # told at once, should a later one fail
    Path(report).write_text(json.dumps([one.as_dict() for one in results]))


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def par_order():
    from indicators.models import FiscalYear
    from regions.models import Territory
    from reports.registry import Order

    return Order("par", Territory.objects.get(code="01"), FiscalYear.objects.get(start=2007))


def bare(html: str) -> int:
    """WeasyPrint alone, as its own documentation uses it; the number of pages."""
    from weasyprint import HTML

    from core.pdf import BASE_URL, VARIANT, _private_fonts, _static_fetcher

    with _private_fonts():
        document = HTML(string=html, base_url=BASE_URL, url_fetcher=_static_fetcher()).render(pdf_variant=VARIANT)
        document.write_pdf(pdf_variant=VARIANT)
        return len(document.pages)


def before(order) -> str:
    """Everything of ours up to the finished HTML, the hash that finds a kept file included."""
    from core.glyphs import printable
    from reports.making import content_hash
    from reports.registry import build_document
    from reports.steps import silent
    from reports.writers.pdf import print_html

    document = build_document(order, silent)
    content_hash(document, "pdf")
    return printable(print_html(document))[0]


def overhead() -> list[Result]:
    """The PAR of the demonstration: our part against WeasyPrint's, and pages a second of both."""
    from core.pdf_check import check_pdf
    from reports.making import make

    order = par_order()
    html = before(order)
    made, _ = make(order, "pdf")
    bare(html)
    ours, checks, theirs, whole = [], [], [], []
    for _ in range(ROUNDS):
        ours.append(busy(lambda: before(order)))
        theirs.append(busy(lambda: bare(html)))
        whole.append(busy(lambda: make(order, "pdf")))
        checks.append(busy(lambda: check_pdf(made.content)))
    say(f"  {made.pages} pages…")
    pages = made.pages
    return [
        at_most(
            f"our part of a PAR of {pages} pages, processor time", min(ours), min(theirs), 0.15, "WeasyPrint alone"
        ),
        at_most("the check of the finished file", min(checks), min(theirs), 0.15, "WeasyPrint alone"),
        told(
            "pages a second, all included",
            f"{pages / min(whole):.1f}",
            f"{pages / min(theirs):.1f} WeasyPrint alone",
        ),
        at_most("the whole request, processor time", min(whole), min(theirs), 1.3, "WeasyPrint alone"),
    ]


def busy(work) -> float:
    """Processor seconds: other work on the machine weighs less on them."""
    start = time.process_time()
    work()
    return time.process_time() - start


def growth() -> list[Result]:
    """The same chapter again and again: the time of a page must not depend on how many there are."""
    from reports.writers import write

    found = []
    for wanted in LENGTHS:
        document = repeated(wanted)
        took = busy(lambda document=document: found.append(write(document, "pdf").pages))
        pages = found.pop()
        found.append((pages, took))
        say(f"  {pages} pages in {took:.1f} s…")
    first, last = found[1], found[-1]
    ratio = (last[1] / last[0]) / (first[1] / first[0])
    peer = f"{first[1] / first[0] * 1000:.0f} ms at {first[0]} pages"
    small = told(f"a page of {found[0][0]}", f"{found[0][1] / found[0][0] * 1000:.0f} ms")
    name = f"a page of {last[0]}, processor time"
    return [small, Result(name, f"{last[1] / last[0] * 1000:.0f} ms", peer, ratio, "≤ 1.3 ×", ratio <= 1.3)]


def repeated(pages: int):
    """A document of about so many pages: text, a table and a chart on each."""
    from core import charts
    from core.prose import render_prose
    from core.tables import INTEGER, Column, Row, Table
    from reports.document import Cover, Document, Figure, Prose, Section, numbered

    text = render_prose("\n\n".join(["Une phrase qui dit ce que la région retient de ses résultats. " * 6] * 3))
    columns = (Column("Territoire", width=50, is_head=True), Column("Résultat", INTEGER), Column("Cible", INTEGER))
    chapters = []
    for rank in range(max(pages - 3, 2)):
        rows = tuple(Row(f"Territoire {n}", rank * n, n * 100) for n in range(10))
        bars = charts.bars(
            [charts.Bar(f"T{n}", n + rank) for n in range(6)], title=f"Figure {rank}", description="Six."
        )
        blocks = (
            Prose(text),
            Table(f"t{rank}", "Résultats", columns, rows),
            Figure(f"f{rank}", "Barres", bars, "Six."),
        )
        chapters.append(Section(f"Chapitre {rank}", blocks, role="chapter"))
    cover = Cover("Service", "Essai", "2007-2008", "Québec")
    return numbered(Document("par", "essai", "Essai", "", "", "Essai", cover, tuple(chapters)))


def regions() -> list[Result]:
    """As many documents as there are regions, by one worker, and by two.

    A pair of documents is made by one worker, then one by each of two, pair after pair: a machine that changes its
    speed meanwhile changes it for both. The odd document out counts alike in both sums.
    """
    pairs, alone, together, alone_busy, together_busy = REGIONS // 2, 0.0, 0.0, 0.0, 0.0
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        list(pool.map(build_some, [1] * PROCESSES))  # each worker has its fonts and modules ready
        for _ in range(pairs):
            start = time.perf_counter()
            alone_busy += pool.submit(build_some, 2).result()
            middle = time.perf_counter()
            together_busy += max(pool.map(build_some, [1] * PROCESSES))
            alone, together = alone + middle - start, together + time.perf_counter() - middle
        start = time.perf_counter()
        odd_busy = pool.submit(build_some, REGIONS % 2).result()
        odd = time.perf_counter() - start
    name = f"{REGIONS} regions in two processes (× faster)"
    return [
        _faster(name, together + odd, alone + odd),
        _faster("the same, processor time of the busier one", together_busy + odd_busy, alone_busy + odd_busy),
    ]


def _faster(name: str, together: float, alone: float) -> Result:
    ratio = alone / together
    return Result(name, seconds(together), f"{seconds(alone)} in one process", ratio, "≥ 1.6 ×", ratio >= 1.6)


def build_some(count: int) -> float:
    """In a worker: the PAR of the demonstration so many times, under so many names; its processor seconds."""
    django.setup()
    from reports.registry import build_document
    from reports.steps import silent
    from reports.writers import write

    order = par_order()

    def build() -> None:
        for rank in range(count):
            document = build_document(order, silent)
            write(replace(document, title=f"{document.title} {rank}"), "pdf")

    return busy(build)


def kept() -> list[Result]:
    """The same request again: the file kept is found by what the document says."""
    from accounts.models import User
    from reports import services
    from reports.models import ReportRun

    order = par_order()
    someone = User.objects.filter(email__startswith="director").first()

    def ask() -> float:
        asked = {"kind": order.kind, "territory": order.territory, "year": order.year}
        run = ReportRun.objects.create(**asked, requested_by=someone)
        start = time.perf_counter()
        services.execute_run(run.pk)
        return time.perf_counter() - start

    first = ask()
    again = statistics.median(ask() for _ in range(5))
    peer = f"{seconds(first)} the first time"
    return [Result("the same request again", seconds(again), peer, again / first, "≤ 0.15 ×", again / first <= 0.15)]


if __name__ == "__main__":
    main(sys.argv[1])
