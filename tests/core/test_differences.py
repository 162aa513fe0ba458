"""What changed between two texts, as marked text."""

import pytest

from core.differences import marked_difference

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("Une mission claire.", "Une mission plus claire.", "Une mission <ins>plus </ins>claire."),
        (f"8{NBSP}100", f"8{NBSP}500", f"<del>8{NBSP}100</del><ins>8{NBSP}500</ins>"),
        (f"75,0{NBSP}%", f"75,5{NBSP}%", f"<del>75,0</del><ins>75,5</ins>{NBSP}%"),
        ("en 2007 300 cas", "en 2008 300 cas", "en <del>2007</del><ins>2008</ins> 300 cas"),
        ("<b>", "<i>", "&lt;<del>b</del><ins>i</ins>&gt;"),
    ],
)
def test_words_and_whole_numbers_are_compared(before, after, marked):
    assert marked_difference(before, after) == marked
