"""What people really paste: every format still comes out, legibly, and says what it could not hold."""

import io
import re
import zipfile

import pikepdf
import pytest
from pypdf import PdfReader

from core import charts
from core.pdf_check import structure
from core.prose import render_prose
from core.tables import INTEGER, Cell, Column, Row, Table, percent
from plans.enums import PlanKind
from plans.models import Plan
from regions.models import Territory
from reports.document import Bullets, Cover, Document, Figure, Note, Picture, Prose, Section, numbered
from reports.enums import DocumentFormat
from reports.registry import Order, build_document
from reports.steps import silent
from reports.writers import write

LONG = " ".join(f"mot{rank}" for rank in range(2_700))  # about 20 000 characters
WORD = "anticonstitutionnellement" * 12  # 300 characters without a place to break
EMOJI = "Bravo 👩‍👩‍👧 et 中"
HEBREW, ARABIC = "שלום לכולם", "مرحبا بالعالم"
FORMATS = list(DocumentFormat)


def document(*blocks, heading: str = "Chapitre") -> Document:
    cover = Cover("Service", "Document d’essai", "2007-2008", "Bas-Saint-Laurent", warning="Essai.")
    section = Section(heading, tuple(blocks), number="1", role="chapter")
    return numbered(Document("par", "essai", "Essai", "Sujet", "Auteur", "Essai", cover, (section,)))


def table(*rows, key: str = "essai", **more) -> Table:
    columns = (Column("Libellé", is_head=True), Column("Nombre", INTEGER), Column("Texte"))
    return Table(key, "Tableau d’essai", columns, rows, **more)


def pages(made) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def word_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    return " ".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))


def boxes(content: bytes) -> float:
    """How far to the right text begins on any page, in points: beyond the page it would be lost."""
    furthest = 0.0
    for page in PdfReader(io.BytesIO(content)).pages:

        def see(text, cm, tm, *_):
            nonlocal furthest
            if text.strip():
                furthest = max(furthest, tm[4] * cm[0] + cm[4])

        page.extract_text(visitor_text=see)
    return furthest


@pytest.mark.parametrize("format", FORMATS)
def test_a_cell_of_twenty_thousand_characters_is_whole(format):
    made = write(document(table(Row("Long", 1, LONG), Row("Court", 2, "fin"))), format)
    if format == "pdf":
        assert squeezed(LONG)[-40:] in squeezed("".join(pages(made)))
        assert 3 <= made.pages <= 18
    elif format == "docx":
        assert "mot2699" in word_text(made.content)
    elif format == "web":
        assert LONG.encode() in made.content
    elif format == "csv":
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            assert LONG in archive.read("01-essai.csv").decode("utf-8-sig")
    assert made.notices == ()


def test_a_cell_beyond_what_excel_holds_is_cut_and_said_so():
    made = write(document(table(Row("Long", 1, "x" * 40_000))), "xlsx")
    assert made.notices == ("Un texte du tableau « Tableau d’essai » dépasse ce qu’une cellule d’Excel contient.",)


def test_an_unbreakable_word_stays_within_the_page():
    bars = charts.bars([charts.Bar("Un", 1)], title="Titre", description="Un 1.")
    made = write(
        document(
            Prose(render_prose(WORD)),
            table(Row(WORD, 1, WORD)),
            Figure("figure", WORD, bars, "Un 1."),
            Note(WORD, title=WORD),
            Bullets((WORD,)),
            heading=WORD,
        ),
        "pdf",
    )
    assert squeezed("".join(pages(made))).count(WORD) >= 6
    assert boxes(made.content) < 612 - 40


def test_a_table_of_three_hundred_rows_repeats_its_heads_and_leaves_no_widow():
    rows = [Row(f"Ligne {rank}", rank, "texte") for rank in range(1, 301)]
    made = write(document(table(*rows)), "pdf")
    holding = [text for text in pages(made)[2:] if "Ligne " in text]
    assert [text for text in holding if "Libellé" not in text] == []
    assert len(re.findall(r"Ligne \d+", " ".join(holding))) == 300
    assert min(len(re.findall(r"Ligne \d+", text)) for text in holding) >= 2


@pytest.mark.parametrize("count", range(24, 34))
def test_neither_the_first_nor_the_last_row_of_a_table_stands_alone(count):
    """Whatever the length: some of these tables end just after a page."""
    rows = [Row(f"Ligne {rank}", rank, "texte") for rank in range(count)]
    made = write(document(Prose(render_prose("Texte.\n\n" * 8)), table(*rows)), "pdf")
    holding = [len(re.findall(r"Ligne \d+", text)) for text in pages(made) if "Ligne " in text]
    assert min(holding) >= 2


@pytest.mark.parametrize(
    "content", [None, b"", b"not a picture", b"\x89PNG\r\n\x1a\n truncated", b"\xff\xd8\xff broken"]
)
@pytest.mark.parametrize("format", ["pdf", "docx", "web"])
def test_a_missing_or_broken_picture_is_told_by_its_text(content, format):
    made = write(document(Picture("Un atelier à Rimouski", content, credit="Photo : la région")), format)
    assert made.notices == (
        "Une image manque ou ne peut être lue; son texte la remplace\u00a0: « Un atelier à Rimouski ».",
    )
    if format == "pdf":
        text = "".join(pages(made))
    else:
        text = word_text(made.content) if format == "docx" else made.content.decode()
    assert "Imagenondisponible:UnatelieràRimouski" in squeezed(text)


def test_a_picture_is_shown_with_its_text():
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (80, 60), "#095797").save(buffer, "PNG")
    made = write(document(Picture("Un atelier", buffer.getvalue())), "pdf")
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert [str(one.Alt) for one in structure(pdf) if one.S == "/Figure"] == ["Un atelier"]
    word = write(document(Picture("Un atelier", buffer.getvalue())), "docx")
    with zipfile.ZipFile(io.BytesIO(word.content)) as archive:
        assert 'descr="Un atelier"' in archive.read("word/document.xml").decode()


def test_an_emoji_is_replaced_and_told_rather_than_stopping_the_document():
    made = write(document(Prose(render_prose(EMOJI)), table(Row(EMOJI, 1, EMOJI)), heading=EMOJI), "pdf")
    assert "Bravo\ufffd\ufffd\ufffdet\ufffd" in squeezed("".join(pages(made)))
    assert made.notices == (
        "Des signes absents des polices des documents ont été remplacés par \ufffd\u00a0: "
        "U+4E2D CJK UNIFIED IDEOGRAPH-4E2D, U+1F467 GIRL, U+1F469 WOMAN.",
    )


@pytest.mark.parametrize("format", ["docx", "web"])
def test_an_emoji_passes_where_the_reader_has_its_own_fonts(format):
    made = write(document(Prose(render_prose(EMOJI))), format)
    text = word_text(made.content) if format == "docx" else made.content.decode()
    assert (EMOJI in text, made.notices) == (True, ())


@pytest.mark.parametrize("text", [HEBREW, ARABIC])
def test_text_from_right_to_left_comes_out(text):
    made = write(document(Prose(render_prose(f"Avant {text} après")), table(Row(text, 1, text))), "pdf")
    assert (made.notices, made.pages) == ((), 4)
    assert text in word_text(write(document(table(Row(text, 1, text))), "docx").content)


@pytest.mark.parametrize("format", FORMATS)
def test_control_signs_and_markup_are_only_text(format):
    nasty = "a\x00b\x0bc <script>alert(1)</script> & =1+1"
    made = write(document(Prose(render_prose(nasty)), table(Row(nasty, 1, nasty)), heading=nasty), format)
    if format == "web":
        assert b"<script>" not in made.content
    if format == "docx":
        assert "abc &lt;script&gt;alert(1)&lt;/script&gt; &amp; =1+1" in word_text(made.content)


def test_a_formula_is_no_formula_in_csv_nor_in_excel():
    book = write(document(table(Row("=HYPERLINK(1)", 1, "+1"))), "xlsx")
    with zipfile.ZipFile(io.BytesIO(book.content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert [sheet for sheet in sheets if "<f>" in sheet] == []
    comma = write(document(table(Row("=HYPERLINK(1)", 1, "+1"))), "csv")
    with zipfile.ZipFile(io.BytesIO(comma.content)) as archive:
        assert "'=HYPERLINK(1),1,'+1" in archive.read("01-essai.csv").decode("utf-8-sig")


@pytest.mark.parametrize("format", FORMATS)
def test_a_table_without_rows_says_so(format):
    made = write(document(table()), format)
    assert len(made.content) > 100
    if format == "pdf":
        assert "Aucune donnée." in " ".join(pages(made))


def test_values_that_are_words_or_blanks_stay_so():
    mixed = Table(
        "mixte",
        "Valeurs",
        (Column("Nom", is_head=True), Column("Taux", percent(1))),
        (Row("masqué", "n.d."), Row("vide", None), Row("zéro", 0), Row("sans objet", Cell("s/o"))),
    )
    text = squeezed("".join(pages(write(document(mixed), "pdf"))))
    assert "masquén.d.vide—zéro0,0%sansobjets/o" in text


@pytest.mark.django_db
@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_plan_still_builds(plan, format):
    region = Territory.objects.get(code="02")
    empty = Plan.objects.create(kind=PlanKind.PAR, territory=region, year=plan.year, title="Plan vide")
    tree = build_document(Order("par", empty.territory, empty.year), silent)
    made = write(tree, format)
    assert (len(made.content) > 100, made.notices) == (True, ())
    if format == "pdf":
        assert "Les ressources financières et humaines" in " ".join(pages(made))
