"""`manage.py build_report`: the same file without the web, or a sentence that says why not."""

import pytest
from django.core.management import CommandError, call_command

from reports.builders import Step
from tests.reports.conftest import SMALL_PDF

pytestmark = pytest.mark.django_db


def build(output, region="01", year="2007-2008"):
    call_command("build_report", "par", region=region, year=year, output=str(output))


def test_the_file_is_written_and_told(builder, tmp_path, capsys):
    def make(*, territory, year, progress):
        progress(Step.READ)
        return SMALL_PDF

    builder(make)
    build(tmp_path / "par.pdf")
    assert (tmp_path / "par.pdf").read_bytes() == SMALL_PDF.content
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["1/5 Lecture du dossier", "5/5 Enregistrement"]
    assert " : 3 pages, " in lines[2]
    assert [path.name for path in tmp_path.iterdir()] == ["par.pdf"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"region": "99"}, "La région « 99 » n’existe pas. Donnez un code de 01 à 17."),
        ({"year": "2007"}, "« 2007 » n’est pas un exercice. Écrivez par exemple 2007-2008."),
        ({"year": "2007-2009"}, "« 2007-2009 » n’est pas un exercice. Écrivez par exemple 2007-2008."),
        ({"year": "1950-1951"}, "L’exercice 1950-1951 n’est pas ouvert."),
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


@pytest.mark.parametrize("name", ["par.docx", "par"])
def test_a_format_that_is_not_offered_is_refused(tmp_path, name):
    with pytest.raises(CommandError, match=r"n’est pas offert. Extensions reconnues : \.pdf\."):
        build(tmp_path / name)


def test_a_folder_that_takes_no_file_is_told_before_the_work(tmp_path, builder):
    builder(lambda **_: pytest.fail("the document was made"))
    with pytest.raises(CommandError, match="n’existe pas"):
        build(tmp_path / "absent" / "par.pdf")
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(CommandError, match="Impossible d’écrire"):
        build(tmp_path / "folder.pdf")
