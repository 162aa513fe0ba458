"""The territorial plan as a document: every format says what the records say, and the PDF is a tagged file."""

import re
from collections import Counter
from datetime import date, datetime
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.errors import Refused
from core.pdf_check import faults, structure
from core.tables import flatten
from indicators.models import FiscalYear
from plans.models import MinistryAction, RegionalPriority, TerritorialPlace, TerritorialPlan
from plans.services_territorial import edit_territorial_row
from plans.services_territorial_acts import open_revision
from regions.models import Territory
from reports.document import tables
from reports.registry import Order, build_document, check_order, kind_of
from reports.steps import silent
from tests.reports.conftest import plain

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def ovt_order(django_db_setup, django_db_blocker) -> Order:
    with django_db_blocker.unblock():
        return Order("ovt", Territory.objects.national(), FiscalYear.objects.get(start=2020))


@pytest.fixture(scope="session")
def ovt_tree(document):
    return document("ovt")


@pytest.fixture(scope="session")
def ovt_pdf(written) -> bytes:
    return written("ovt", "pdf").content


@pytest.fixture(scope="session")
def ovt_text(pages) -> str:
    """The text of the file without any space: a reader of PDFs breaks lines and words where the page does."""
    return squeezed(" ".join(pages("ovt")))


@pytest.fixture
def opened_ovt(ovt_pdf):
    with pikepdf.open(BytesIO(ovt_pdf)) as pdf:
        yield pdf


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f\u00ad]+", "", text)


def answers_of_records() -> dict[str, list[tuple[str, int, str]]]:
    """Territory → its actions: the priorities they answer, their number and their words, read from the records."""
    return {
        place.name: [_answer(action) for action in MinistryAction.objects.filter(place=place)]
        for place in TerritorialPlace.objects.all()
    }


def _answer(action: MinistryAction) -> tuple[str, int, str]:
    priorities = " ".join(f"{one.number}. {one.title}" for one in action.priorities.order_by("number"))
    beside = f" Partenaires : {action.partners}" if action.partners else ""
    return plain(priorities), action.number, plain(action.text + beside)


def answers_of(tables_: dict[str, list[list]]) -> dict[str, list[tuple[str, int, str]]]:
    """The same, from the tables of a file, by caption."""
    return {
        name: [(plain(str(row[0])), int(row[1]), plain(str(row[2]))) for row in rows] for name, rows in tables_.items()
    }


# --- The same in every format ----------------------------------------------------------------------------------------


def test_the_tree_holds_18_tables_of_territories_with_the_60_actions_of_the_records(ovt_tree):
    found = {
        table.caption: [[value for value, _ in row] for row in flatten(table).rows]
        for table in tables(ovt_tree)
        if table.key.startswith("reponses-")
    }
    assert answers_of(found) == answers_of_records()
    assert (len(found), sum(len(rows) for rows in found.values())) == (18, 60)


def test_the_matrix_counts_32_priorities_and_63_answers(ovt_tree):
    (matrix,) = [table for table in tables(ovt_tree) if table.key == "matrice"]
    rows = [[value for value, _ in row] for row in flatten(matrix).rows]
    *priorities, total = rows
    assert [(name, number, title) for name, number, title, *_ in priorities] == [
        (one.place.name, one.number, one.title)
        for one in RegionalPriority.objects.select_related("place").order_by("place__position", "number")
    ]
    assert (len(priorities), sum(row[-1] for row in priorities), total[-1]) == (32, 63, 63)
    assert [row[3] for row in priorities if row[0] == "Estrie"] == ["1, 2, 3", "1, 2, 3", "4"]


def test_the_pdf_says_every_word_of_the_records(ovt_text):
    for place, actions in answers_of_records().items():
        assert squeezed(place) in ovt_text
        for _, number, text in actions:
            assert squeezed(text) in ovt_text, f"{place}, action {number}"
    for priority in RegionalPriority.objects.all():
        assert squeezed(f"{priority.number}. {priority.title}") in ovt_text
    for told in ("60 actions à 32 des 145 priorités", "dans 18 territoires", "63 réponses", "Décret nº 708-2022",
                 "devait finir le 31 décembre 2022", "Prolongé jusqu’au 31 décembre 2024"):  # fmt: skip
        assert squeezed(told) in ovt_text


def test_the_spreadsheet_holds_the_records_as_typed_cells(written):
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(written("ovt", "xlsx").content))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    by_caption = {str(rows[0][0]).partition(". ")[2]: _body(rows) for rows in sheets if rows}
    assert answers_of({name: by_caption[name] for name in answers_of_records()}) == answers_of_records()
    (extension,) = [row for row in by_caption["Actes"] if row[0] == "Prolongation"]
    assert [_day(value) for value in extension[-2:]] == [date(2022, 12, 31), date(2024, 12, 31)]
    targets = [(row[0], row[1], row[3], row[-1]) for row in by_caption["Cibles des actions et résultats"]]
    assert ("Mauricie", 1.0, 5.0, 3.0) in targets
    assert ("Mauricie", 2.0, 3.0, "") in targets, "a blank stays blank"
    assert len(targets) == 10


def _body(rows: list[list]) -> list[list]:
    """What stands between the heads and the first empty line beneath."""
    body = []
    for row in rows[3:]:
        if not any(value != "" for value in row):
            break
        body.append(row)
    return body


def _day(value) -> date:
    return value.date() if isinstance(value, datetime) else value


def test_the_word_file_holds_the_records(written):
    from docx import Document

    word = Document(BytesIO(written("ovt", "docx").content))
    found = [
        [[cell.text for cell in row.cells] for row in table.rows[1:]]
        for table in word.tables
        if [cell.text for cell in table.rows[0].cells][2:3] == ["Action du ministère"]
    ]
    assert answers_of(dict(zip(answers_of_records(), found, strict=True))) == answers_of_records()


def test_an_edition_prints_what_was_adopted_and_no_follow_up(ovt_order, cast):
    plan = TerritorialPlan.objects.get()
    open_revision(
        plan=plan, expected_version=plan.version, decided_on=date(2023, 3, 1), body="Ministère", reason="Mise à jour.",
        by=cast.national,
    )  # fmt: skip
    row = MinistryAction.objects.select_related("place__plan", "place__region").get(place__slug="estrie", number=4)
    adopted = row.text
    edit_territorial_row(row=row, expected_version=row.version, values={"text": "Non adopté."}, by=cast.national)

    def fourth(edition):
        order = Order("ovt", ovt_order.territory, ovt_order.year, edition=edition)
        (table,) = [one for one in tables(build_document(order, silent)) if one.key == "reponses-estrie"]
        return len(table.columns), plain(table.rows[3].cells[2].plain)

    assert (fourth(None), fourth(1)) == ((5, "Non adopté."), (4, plain(adopted)))


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("values", "sentence"), [
    ({"edition": 2}, "Il n’y a pas d’édition 2"),
    ({"year": FiscalYear(2007)}, "Il n’y a pas de plan territorial 2007-2009"),
    ({"month": 3}, "ne dépend pas d’un mois"),
])  # fmt: skip
def test_an_order_that_cannot_be_met_is_refused_in_words(ovt_order, values, sentence):
    asked = {"kind": "ovt", "territory": ovt_order.territory, "year": ovt_order.year} | values
    with pytest.raises(Refused, match=sentence):
        check_order(Order(**asked))


def test_the_editions_that_may_be_asked_for_are_those_adopted(ovt_order):
    kind = kind_of("ovt")
    assert kind.editions(ovt_order) == (1,)
    assert kind.editions(Order("ovt", ovt_order.territory, FiscalYear(2007))) == ()


@pytest.mark.parametrize("key", ["national", "administrator"])
def test_the_page_of_documents_of_quebec_offers_it(ovt_order, as_user, cast, key):
    page = as_user(getattr(cast, key)).get("/quebec/2020-2021/documents/").content.decode()
    assert "Plan territorial (OVT)" in page


def test_a_region_alone_has_no_territorial_plan(ovt_order, region):
    with pytest.raises(Refused, match="pour tout le Québec"):
        check_order(Order("ovt", region, ovt_order.year))


@pytest.mark.parametrize("extension", ["xlsx", "csv.zip"])
def test_the_command_writes_the_file_of_the_three_years(tmp_path, extension):
    path = tmp_path / f"ovt.{extension}"
    call_command("build_report", "ovt", year="2020-2022", output=str(path), stdout=_Silent())
    assert path.read_bytes().startswith(b"PK")


def test_the_command_wants_the_three_years(tmp_path):
    with pytest.raises(CommandError, match="période de 3 ans"):
        call_command("build_report", "ovt", year="2020-2021", output=str(tmp_path / "ovt.xlsx"))


class _Silent:
    def write(self, text):
        return len(text)


# --- The tagged file -------------------------------------------------------------------------------------------------


def test_our_own_check_finds_no_fault(ovt_pdf):
    assert faults(ovt_pdf) == []


def test_the_structure_tells_every_table_with_its_heads(opened_ovt, ovt_tree):
    elements = list(structure(opened_ovt))
    kinds = Counter(str(element.S) for element in elements)
    scopes = Counter(str(element.A.Scope) for element in elements if element.S == "/TH")
    assert kinds["/Caption"] == len(list(tables(ovt_tree))) == 22
    assert kinds["/Table"] == kinds["/THead"], "a table that goes on over a page repeats its heads"
    assert set(scopes) == {"/Column", "/Row"}
    assert sum(scopes.values()) == kinds["/TH"]


def test_headings_nest_and_lead_to_each_territory(opened_ovt):
    elements = list(structure(opened_ovt))
    levels = [int(str(element.S)[2]) for element in elements if re.fullmatch(r"/H[1-6]", str(element.S))]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []
    with opened_ovt.open_outline() as outline:
        (answers,) = [one for one in outline.root if one.title.startswith("2 ")]
        titles = [child.title for child in answers.children]
    assert titles == [place.name for place in TerritorialPlace.objects.all()]


def test_the_map_is_told_in_words_with_both_parts_of_region_11(opened_ovt):
    words = [str(element.get("/Alt", "")) for element in structure(opened_ovt) if element.S == "/Figure"]
    (told,) = [text for text in words if "actions" in text]
    assert "Gaspésie–Îles-de-la-Madeleine 4 + 2" in told


def test_the_file_names_itself_in_french_and_claims_both_standards(opened_ovt):
    assert str(opened_ovt.Root.Lang) == "fr-CA"
    title = "Plan d’action pour assurer l’occupation et la vitalité des territoires 2020-2022"
    assert str(opened_ovt.docinfo.Title) == title
    with opened_ovt.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"]) == ("1", "3")
