"""`manage.py build_report`: the same file without the web, or a sentence that says why not."""

import pytest
from django.core.management import CommandError, call_command

from reports.enums import DocumentKind
from reports.management.commands import build_report
from reports.steps import Step
from tests.reports.conftest import SMALL_PDF

pytestmark = pytest.mark.django_db


def build(output, kind="par", region="01", year="2007-2008", **more):
    call_command("build_report", kind, region=region, year=year, output=str(output), **more)


@pytest.fixture
def making(monkeypatch):
    """What the command asked for; the file is a small one."""
    asked = []

    def make(order, format, *, paper, progress):
        asked.append((order, format, paper))
        progress(Step.READ)
        progress(Step.COMPOSE, "Volet emploi")
        return SMALL_PDF, None

    monkeypatch.setattr(build_report, "make", make)
    return asked


def test_the_file_is_written_and_told(making, tmp_path, capsys):
    build(tmp_path / "par.pdf")
    assert (tmp_path / "par.pdf").read_bytes() == SMALL_PDF.content
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["1/5 Lecture du dossier", "2/5 Composition – Volet emploi", "5/5 Enregistrement"]
    assert " : 3 pages, " in lines[3]
    assert [path.name for path in tmp_path.iterdir()] == ["par.pdf"]


def test_the_extension_names_the_format_and_options_reach_the_order(making, tmp_path):
    for name in ("a.pdf", "a.xlsx", "a.DOCX", "a.csv.zip", "a.html"):
        build(tmp_path / name, month="2007-12", paper="a4")
    assert [format for _, format, _ in making] == ["pdf", "xlsx", "docx", "csv", "web"]
    order, _, paper = making[0]
    assert (order.kind, order.territory.code, order.year.start, order.month, paper) == ("par", "01", 2007, 9, "a4")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"region": "99"}, "La région « 99 » n’existe pas. Donnez un code de 01 à 17."),
        ({"region": ""}, "« Plan d’action régional » se produit pour une région : donnez --region, de 01 à 17."),
        ({"year": "2007"}, "« 2007 » n’est pas un exercice. Écrivez par exemple 2007-2008."),
        ({"year": "2007-2009"}, "« 2007-2009 » n’est pas un exercice. Écrivez par exemple 2007-2008."),
        ({"year": "1950-1951"}, "L’exercice 1950-1951 n’est pas ouvert."),
        ({"month": "décembre"}, "« décembre » n’est pas un mois. Écrivez par exemple 2007-04."),
        ({"month": "2009-01"}, "Le mois 2009-01 n’est pas dans l’exercice 2007-2008."),
        ({"edition": 99}, "Il n’y a pas d’édition 99 de ce plan."),
        ({"paper": "a3"}, "Le papier « a3 » n’est pas offert. Papiers reconnus : letter, a4."),
        (
            {"region": "02"},
            "Il n’y a pas de plan d’action régional 2007-2008 pour Saguenay–Lac-Saint-Jean : rien à produire.",
        ),
    ],
)
def test_bad_input_is_told_in_a_sentence(tmp_path, arguments, sentence):
    with pytest.raises(CommandError) as refusal:
        build(tmp_path / "par.pdf", **arguments)
    assert str(refusal.value) == sentence
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_kind_is_told_with_the_known_ones(tmp_path):
    with pytest.raises(CommandError) as refusal:
        build(tmp_path / "x.pdf", kind="bilan")
    known = ", ".join(DocumentKind.values)
    assert str(refusal.value) == f"Le document « bilan » n’existe pas. Documents reconnus : {known}."


@pytest.mark.parametrize("name", ["par.odt", "par", "par.csv"])
def test_a_format_that_is_not_offered_is_refused(tmp_path, name):
    with pytest.raises(
        CommandError, match=r"n’est pas offert. Extensions reconnues : \.pdf, \.xlsx, \.docx, \.csv\.zip"
    ):
        build(tmp_path / name)


def test_a_folder_that_takes_no_file_is_told_before_the_work(tmp_path, making):
    with pytest.raises(CommandError, match="n’existe pas"):
        build(tmp_path / "absent" / "par.pdf")
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(CommandError, match="Impossible d’écrire"):
        build(tmp_path / "folder.pdf")
    assert making == []
