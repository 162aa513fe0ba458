"""One number, everywhere the same: what the API tells is what the pages show and what the PDF prints."""

import re
from decimal import Decimal

import pytest

from core.formats import EMPTY, nombre, points, pourcentage
from tests.reports.conftest import plain

URL = "/api/v1/attainment/?territory=01&fiscal_year=2007-2008&month=2008-03&targeted=true&page_size=100"
_UNITS = {"%", "M$", "$", "jours"}


def _written(value: str | None, unit: str) -> str:
    """An exact decimal string of the API, as French Canada writes it; the decimals are the string's own."""
    if value is None:
        return EMPTY
    text = nombre(Decimal(value))
    return f"{text} {unit}" if unit in _UNITS else text


def _gap(row: dict) -> str:
    """Share of target of a sum; gap of a rate in points; gap of any other quotient, with its sign."""
    if row["attainment_percent"] is not None:
        return pourcentage(Decimal(row["attainment_percent"]))
    if row["gap_points"] is not None:
        return points(Decimal(row["gap_points"]), max(-Decimal(row["gap_points"]).as_tuple().exponent, 0))
    gap = Decimal(row["gap"])
    return f"+{nombre(gap)}" if gap > 0 else nombre(gap)


@pytest.fixture
def rows(cast, as_user) -> list[dict]:
    """The targeted indicators that bear a target, as a REST client gets them."""
    found = as_user(cast.analyst).get(URL).json()["results"]
    return [row for row in found if row["target"] is not None]


def _visible_text(response) -> str:
    html = re.sub(r"<svg.*?</svg>|<script.*?</script>", " ", response.content.decode(), flags=re.S)
    return plain(re.sub(r"<[^>]+>", " ", html))


def test_the_client_gets_thirteen_employment_and_four_solidarity_targets(rows):
    numbers = [row["indicator"]["number"] for row in rows]
    assert sorted(numbers, key=str) == sorted(
        ["2", "3", "5", "6", "7", "9", "10", "12", "13", "14", "15", "16", "17", "SSC", "SS2", "SS3", "SS4"], key=str
    )


def test_the_dashboard_shows_what_the_client_gets(rows, cast, as_user):
    text = _visible_text(as_user(cast.director).get("/bas-saint-laurent/2007-2008/suivi/2008-03/"))
    for row in rows:
        unit = row["indicator"]["unit"]
        told = [_written(row[name], unit) for name in ("result", "target", "expected")]
        wanted = [plain(one) for one in (*told, _gap(row), row["status_label"])]
        assert _in_order(wanted, text, start=f" {row['indicator']['number']} "), (row["indicator"]["number"], wanted)


def test_the_plan_page_shows_what_the_client_gets(rows, cast, as_user):
    text = _visible_text(as_user(cast.director).get("/bas-saint-laurent/2007-2008/plan/"))
    for row in rows:
        wanted = [plain(_written(row[name], row["indicator"]["unit"])) for name in ("result", "target")]
        assert _in_a_row(row, [*wanted, row["status_label"]], text), (row, wanted)


def test_the_pdf_prints_what_the_client_gets(rows, pages):
    text = plain(" ".join(pages("par")))
    for row in rows:
        wanted = [plain(_written(row[name], row["indicator"]["unit"])) for name in ("result", "target")]
        assert _in_a_row(row, [*wanted, plain(_gap(row))], text), (row, wanted)


def _in_order(wanted: list[str], text: str, start: str) -> bool:
    """Whether the words stand one after the other, close together, behind some place where `start` stands."""
    return any(_found(wanted, text[match.end() : match.end() + 400]) for match in re.finditer(re.escape(start), text))


def _found(wanted: list[str], text: str) -> bool:
    place = 0
    for one in wanted:
        place = text.find(one, place)
        if place < 0:
            return False
        place += len(one)
    return True


def _in_a_row(row: dict, wanted: list[str], text: str) -> bool:
    """Whether everything wanted stands behind the name of the indicator, as close as in a row of a table."""
    name, flat = plain(row["indicator"]["name"]).replace("’", "'"), text.replace("’", "'")
    windows = [flat[match.end() : match.end() + 220].replace("'", "’") for match in re.finditer(re.escape(name), flat)]
    return any(all(re.search(rf"(?<!\d){re.escape(one)}(?![\d,])", window) for one in wanted) for window in windows)
