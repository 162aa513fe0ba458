"""The export: the list in CSV, for all years and months, without ever holding more than a few rows."""

import csv
import io
import tracemalloc
from itertools import islice

import pytest
from django.db import connection

from indicators import export
from indicators.attainment_rows import Selection, read_shapes
from indicators.filters import find_year
from indicators.models import Attainment, FiscalYear

ALL = "attainment/export/"
REGION = f"{ALL}?territory=01&within=true&fiscal_year=2007-2008"


@pytest.fixture
def text(read):
    """text(user, address) → the whole stream."""

    def whole(user, address: str) -> str:
        response = read(user, address)
        assert response.status_code == 200, response.content
        return b"".join(response.streaming_content).decode()

    return whole


@pytest.fixture
def lines(text):
    """lines(user, address) → the lines of a neutral export as dicts."""
    return lambda user, address: list(csv.DictReader(io.StringIO(text(user, address))))


def flat(row: dict) -> dict:
    """A row of the list as a line of the export tells it."""
    row = {
        **{f"indicator_{key}" if key in {"number", "code", "name"} else key: row["indicator"][key]
           for key in row["indicator"]},
        **{f"territory_{key}": value for key, value in row["territory"].items()},
        **{key: value for key, value in row.items() if key not in {"indicator", "territory"}},
    }  # fmt: skip
    return {key: {None: "", True: "true", False: "false"}.get(value, value) for key, value in row.items()}


def by_place(line: dict) -> tuple:
    return line["territory_code"], line["indicator_code"]


@pytest.mark.parametrize("month", ["2007-04", "2007-12", "2008-03"])
def test_every_value_is_that_of_the_list(lines, rows, cast, month):
    told = lines(cast.director, f"{REGION}&month={month}")
    listed = rows(cast.director, f"attainment/?territory=01&within=true&month={month}&page_size=1000")
    assert sorted(told, key=by_place) == sorted(map(flat, listed), key=by_place)
    assert list(told[0]) == list(export.COLUMNS)


def test_without_month_each_of_the_twelve_is_a_line(lines, cast):
    told = lines(cast.director, f"{ALL}?territory=01&fiscal_year=2007-2008&indicator=2")
    assert [line["month"] for line in told] == [f"2007-{m:02d}" for m in range(4, 13)] + [
        "2008-01",
        "2008-02",
        "2008-03",
    ]
    (last,) = lines(cast.director, f"{ALL}?territory=01&month=2008-03&indicator=2")
    assert told[-1] == last


def test_without_year_every_year_follows_the_oldest_first(lines, cast):
    years = [line["fiscal_year"] for line in lines(cast.director, f"{ALL}?territory=01&indicator=2")]
    known = Attainment.objects.filter(territory__code="01", indicator__number="2").order_by("year_id")
    assert years == [label for row in known.select_related("year") for label in [row.year.label] * 12]
    assert len(set(years)) > 1


def test_everything_that_one_sees_is_told_and_nothing_else(lines, cast):
    for user in (cast.director, cast.national, cast.cle_manager):
        seen = Attainment.objects.visible_to(user).filter(year__in=FiscalYear.objects.all())
        assert len(lines(user, ALL)) == 12 * seen.count()
    assert lines(cast.partner, ALL) == []


def test_targeted_keeps_its_indicators(lines, cast):
    kept = lines(cast.director, f"{REGION}&month=2008-03&targeted=true")
    left = lines(cast.director, f"{REGION}&month=2008-03&targeted=false")
    assert ({line["targeted"] for line in kept}, {line["targeted"] for line in left}) == ({"true"}, {"false"})
    assert len(kept) + len(left) == len(lines(cast.director, f"{REGION}&month=2008-03"))


def test_a_spreadsheet_in_french_gets_its_separators_its_heads_and_its_mark(text, cast):
    told = text(cast.director, f"{ALL}?territory=01&month=2008-03&indicator=6&style=french")
    assert told.startswith("\ufeffNuméro;Code de l’indicateur;Indicateur;")
    (line,) = csv.DictReader(io.StringIO(told.removeprefix("\ufeff")), delimiter=";")
    assert (line["Résultat"], line["Cible"], line["Ciblé"], line["Données de démonstration"]) == (
        "73,7", "75,0", "oui", "oui",
    )  # fmt: skip


def test_the_answer_is_a_file_that_nobody_keeps(read, cast):
    response = read(cast.director, f"{ALL}?territory=01&month=2008-03", Accept="text/csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="atteinte-01.csv"'
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("territory=99", 404, "Territoire inconnu : 99."),
        ("indicator=999", 404, "Indicateur inconnu : 999."),
        ("fiscal_year=1999-2000", 404, "Exercice inconnu : 1999-2000."),
        ("month=2007-13", 400, "« 2007-13 » n’est pas un mois. Écrivez par exemple 2007-04."),
        ("status=late", 400, "Paramètre inconnu."),
        ("style=anglais", 400, "Sélectionnez un choix valide."),
    ],
)
def test_what_is_wrong_is_said_before_the_first_line(read, cast, query, status, sentence):
    response = read(cast.director, f"{ALL}?{query}", Accept="text/csv")
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    assert sentence in response.content.decode()


def test_nobody_reads_it_without_proof_or_elsewhere(read, cast):
    assert read(None, ALL).status_code == 401
    assert read(cast.outsider, f"{ALL}?territory=01").status_code == 404


# --- Memory ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def fetched(monkeypatch):
    """How many rows have been handed over by the database so far, one number a call."""
    sizes = []
    chunked = connection.chunked_cursor

    def watched():
        cursor = chunked()
        fetch = cursor.fetchmany

        def counted(size):
            rows = fetch(size)
            sizes.append(len(rows))
            return rows

        cursor.fetchmany = counted
        return cursor

    monkeypatch.setattr(connection, "chunked_cursor", watched)
    return sizes


def everything(year: int, shapes: dict) -> Selection:
    return Selection(find_year(year).pk, 1, list(shapes))


def test_nothing_is_read_before_it_is_asked_for(db, fetched):
    pieces = export.export_attainment([2006, 2007], everything, chunk=5)
    assert next(pieces).startswith("indicator_number,")
    assert fetched == []
    for count in (1, 2, 3):
        assert next(pieces).count("\r\n") == 5 * 12
        assert fetched == [5] * count


def test_no_piece_is_longer_than_a_chunk(db, fetched):
    longest = max(piece.count("\r\n") for piece in export.export_attainment([2007], everything, chunk=7))
    assert longest == 7 * 12
    assert sum(fetched) == Attainment.objects.filter(year=2007, indicator__in=read_shapes(2007)).count() > 100


def test_ten_times_the_lines_take_no_more_memory(db):
    def peak(years) -> tuple[int, int]:
        tracemalloc.start()
        size = sum(len(piece) for piece in export.export_attainment(years, everything, chunk=20))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size, used

    peak([2007])  # what is loaded once is loaded
    (small, once), (large, often) = peak([2007]), peak([2007] * 10)
    assert large > 9 * small
    assert often < 1.5 * once


def test_a_stream_that_is_left_closes_its_cursor(db):
    pieces = export.export_attainment([2007], everything, chunk=5)
    assert len(list(islice(pieces, 2))) == 2
    pieces.close()
    assert Attainment.objects.filter(year=2007).exists()
