"""Charts: geometry, words, safety of the SVG, and what survives without colour."""

import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core import charts
from core.charts import Bar, Part, Series, StepPoint, Tile
from core.charts_svg import PAPER, TONES, mark, px, scale
from core.charts_tiles import BAS_SAINT_LAURENT, HEIGHT, REGIONS, WIDTH, name_lines, places
from core.style_guide import dashboard_rows, example_charts

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"title": "Titre", "description": "Description."}
EXAMPLES = {
    **example_charts(),
    **{row.name: row.bullet for row in dashboard_rows()},
    "trend": dashboard_rows()[0].trend,
}
NUMERIC = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "width", "height", "viewBox", "stroke-width", "d")
values = st.none() | st.decimals(-100_000, 1_000_000, places=3) | st.integers(-100, 100_000)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_chart_is_a_named_image(name):
    root = ElementTree.fromstring(EXAMPLES[name])
    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text and description.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_coordinates_use_a_point_and_no_style_attribute(name):
    for element in ElementTree.fromstring(EXAMPLES[name]).iter():
        assert element.get("style") is None
        for attribute in NUMERIC:
            text = element.get(attribute, "")
            assert "," not in text and "E" not in text and not re.search(r"\.\d\d", text), (attribute, text)


def test_french_locale_does_not_change_a_byte():
    with translation.override("fr-ca"):
        french = charts.bullet(Decimal("117.3"), Decimal("120.5"), None, **WORDS)
    with translation.override("en"):
        assert charts.bullet(Decimal("117.3"), Decimal("120.5"), None, **WORDS) == french


def test_colours_are_attributes_and_every_shape_has_a_class():
    root = ElementTree.fromstring(EXAMPLES["line"])
    for element in root.iter():
        if element.tag.removeprefix(SVG) in {"rect", "line", "path", "circle", "text"}:
            assert element.get("fill") or element.get("stroke")
            assert element.get("class", "").startswith("jc-")


def test_text_is_escaped():
    nasty = '<script>alert("x")</script> & co'
    svg = charts.bars([Bar(nasty, 3, text=nasty)], title=nasty, description=nasty)
    assert "<script" not in svg
    assert ElementTree.fromstring(svg)[0].text == nasty
    assert nasty in texts(svg)


def test_ids_are_stable_and_can_be_given():
    first = charts.sparkline([1, 2], **WORDS)
    assert first == charts.sparkline([1, 2], **WORDS)
    assert first != charts.sparkline([1, 3, 2], **WORDS)
    assert 'id="ligne-3-t"' in charts.sparkline([1, 2], uid="ligne-3", **WORDS)


def test_a_chart_needs_a_title_and_a_known_status():
    with pytest.raises(ValueError, match="title"):
        charts.sparkline([1], title="", description="x")
    with pytest.raises(ValueError, match="unknown status"):
        charts.bullet(1, 2, None, status="good", **WORDS)


def test_px():
    assert [px(value) for value in (Decimal("1.25"), 3, Decimal("-0.04"), Decimal("1E+2"))] == ["1.2", "3", "0", "100"]


def test_scale_clamps_and_survives_an_empty_span():
    assert scale(5, 0, 10, 0, 100) == 50
    assert scale(50, 0, 10, 0, 100) == 100
    assert scale(-5, 0, 10, 0, 100) == 0
    assert scale(5, 5, 5, 0, 100) == 0


def test_bullet_places_result_target_and_expected():
    svg = charts.bullet(50, 80, 60, maximum=100, width=110, **WORDS)
    bar = ElementTree.fromstring(svg).findall(f"{SVG}rect")[1]
    assert (bar.get("x"), bar.get("width")) == ("5", "50")
    assert 'x1="85"' in svg
    assert "M65 " in svg


def test_bullet_without_result_draws_no_bar():
    assert charts.bullet(None, 80, None, **WORDS).count("<rect") == 1
    assert charts.bullet(0, 80, None, **WORDS).count("<rect") == 2


def test_sparkline_lifts_the_pen_at_a_gap_and_keeps_a_lonely_month():
    svg = charts.sparkline([1, 2, None, 4, None], **WORDS)
    drawn = ElementTree.fromstring(svg).find(f"{SVG}path").get("d")
    assert drawn.count("M") == 2
    assert svg.count("<circle") == 1


def test_line_chart_writes_french_numbers_at_line_ends():
    written = texts(EXAMPLES["line"])
    assert "Résultat\u00a0: 6\u00a0075" in written
    assert "Cible\u00a0: 8\u00a0100" in written
    assert "10\u00a0000" in written
    assert "75\u00a0%" in texts(EXAMPLES["rate"])


def test_line_end_labels_never_overlap():
    root = ElementTree.fromstring(EXAMPLES["line"])
    ends = sorted(float(one.get("y")) for one in root.iter(f"{SVG}text") if "\u00a0:" in one.text)
    assert len(ends) == 5
    assert all(after - before >= 15.9 for before, after in pairwise(ends))


def test_lines_differ_without_colour():
    looks = [(look.width, look.dash, look.dots) for look in charts._LOOKS.values()]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 8100, "0 2000 4000 6000 8000 10000"),
        (Decimal("71.2"), 75, "71 72 73 74 75"),
        (-3, 3, "-4 -2 0 2 4"),
        (0, 1, "0 0.2 0.4 0.6 0.8 1.0"),
    ],
)
def test_nice_ticks(low, high, expected):
    assert charts.nice_ticks(low, high) == [Decimal(tick) for tick in expected.split()]


def test_step_line_shows_each_target_and_its_reason():
    svg = charts.step_line([StepPoint(0, 8400, "Initiale"), StepPoint(6, 8100, "Révision")], **WORDS)
    assert {"8\u00a0400", "8\u00a0100", "Initiale", "Révision"} <= set(texts(svg))


def test_bars_print_values_and_tell_a_missing_one():
    written = texts(charts.bars([Bar("A", Decimal("3.679")), Bar("B", None)], unit="M$", decimals=3, **WORDS))
    assert "3,679\u00a0M$" in written and "—" in written


def test_stacked_bar_says_every_label():
    written = " ".join(texts(EXAMPLES["stacked"]))
    for name in ("Mesures de formation", "Subventions salariales", "Concertation"):
        assert name in written


def test_seventeen_regions_and_eight_offices_have_their_own_places():
    assert sorted(REGIONS) == [f"{number:02}" for number in range(1, 18)]
    assert len(set(REGIONS.values())) == 17
    assert len(set(BAS_SAINT_LAURENT.values())) == len(BAS_SAINT_LAURENT) == 8


@pytest.mark.parametrize(
    ("one", "two"),
    [("01", "11"), ("01", "09"), ("03", "04"), ("06", "13"), ("16", "05"), ("17", "12"), ("07", "15"), ("02", "09")],
)
def test_neighbouring_regions_touch(one, two):
    (x1, y1), (x2, y2) = REGIONS[one], REGIONS[two]
    assert max(abs(x1 - x2), abs(y1 - y2)) == 1


def test_unknown_codes_fall_back_on_rows():
    assert places(["901", "902", "903"], "02", 2) == {"901": (0, 0), "902": (1, 0), "903": (0, 1)}
    assert places(["01", "999"], "regions", 5)["999"] == (1, 0)
    assert places([], "regions") == {}


def test_tile_names_stay_in_their_tile():
    assert name_lines("Rivière-du-Loup") == ["Rivière-", "du-Loup"]
    root = ElementTree.fromstring(EXAMPLES["regions"])
    width, height = (float(root.get(side)) for side in ("width", "height"))
    for box in root.iter(f"{SVG}rect"):
        if box.get("class").startswith("jc-tile"):
            assert float(box.get("x")) + WIDTH <= width
            assert float(box.get("y")) + HEIGHT <= height


def test_status_tones_are_legible_and_their_shapes_differ():
    for tone in TONES.values():
        assert contrast(tone.ink, PAPER) >= 4.5
        assert contrast(tone.ink, tone.paper) >= 4.5
    shapes = [re.sub(r' (fill|stroke|class)="[^"]*"', "", mark(status, 8, 8)) for status in TONES]
    assert len(set(shapes)) == len(TONES)


@given(st.lists(values, max_size=12), st.lists(values, max_size=12), values)
def test_any_numbers_make_a_well_formed_image(now, before, target):
    ElementTree.fromstring(charts.sparkline(now, before, **WORDS))
    ElementTree.fromstring(
        charts.line_chart([Series("R", now), Series("P", before, "previous")], target=target, **WORDS)
    )
    ElementTree.fromstring(charts.bullet(now[0] if now else None, target, None, **WORDS))
    ElementTree.fromstring(charts.bars([Bar("A", value, target=target) for value in now], **WORDS))
    ElementTree.fromstring(
        charts.stacked_bar([Part("P", abs(value)) for value in before if value is not None], **WORDS)
    )
    ElementTree.fromstring(charts.tile_map([Tile(str(index), "N") for index in range(len(now))], **WORDS))
