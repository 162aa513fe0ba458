"""The markup of prose: one grammar, read and written, stable under any text and linear in its length."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.prose import BoundText, blocks, parse, plain, render_prose, told_markup, write
from core.prose_tree import Call, Grid, Heading, Item, Listing, Numbered, Paragraph, Referred, Run, is_safe_url
from tests.core.prose_shape import CORPUS, PIECES

texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@pytest.mark.parametrize("example", CORPUS, ids=[one["markup"][:24] for one in CORPUS])
def test_examples_render_and_are_written_back_as_they_should(example):
    assert render_prose(example["markup"]) == example["html"]
    assert write(parse(example["markup"])) == example["written"]
    assert render_prose(example["written"]) == example["html"]


@settings(max_examples=400, deadline=None)
@given(texts)
def test_what_is_written_reads_as_the_same_tree_and_is_written_the_same_again(text):
    tree = parse(text)
    written = write(tree)
    assert parse(written) == tree
    assert write(parse(written)) == written


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_rendered_without_markup_of_its_own(text):
    html = render_prose(text)
    assert html.count("<") == html.count(">")
    assert "<script" not in html


@pytest.mark.parametrize(
    "seed", ["*", "\\*", "[", "|", "[a", "|a\n", "|a|\n|-|\n", "- a\n", "{{a:", "*a", "**a*b", "](((", "a\n", "[a](h"]
)
def test_a_hundred_thousand_hostile_signs_are_read_in_a_moment(seed):
    began = time.process_time()
    render_prose(seed * (100_000 // len(seed)))
    assert time.process_time() - began < 2.5


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://exemple.ca/é?a=1#b", True),
        ("HTTP://exemple.ca", True),
        ("mailto:a@b.ca", True),
        ("/bas-saint-laurent/2007-2008/plan/", True),
        ("/", True),
        ("//ailleurs.ca", False),
        ("/\\ailleurs.ca", False),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("http\u017f://x", False),
        ("https://a\u202eb", False),
        (" https://a", False),
        ("file:///etc/passwd", False),
        ("plan/", False),
    ],
)
def test_only_four_kinds_of_addresses_are_links(url, is_safe):
    assert is_safe_url(url) is is_safe
    assert ("<a " in render_prose(f"[x]({url})", links=True)) is is_safe


def test_links_of_this_site_are_links_on_a_page_and_words_in_print():
    assert render_prose("[ici](/aide/)") == "<p>ici</p>"
    assert render_prose("[ici](/aide/)", links=True) == '<p><a href="/aide/">ici</a></p>'


def test_headings_stay_nested_down_to_the_sixth_level():
    assert render_prose("### a\n#### b", "h6") == "<h6>a</h6><h6>b</h6>"


def test_the_tree_tells_lists_tables_and_calls():
    tree = parse("### T\n\n- a\n  - b\n\n| A | B |\n|---|--:|\n| 1 |\n\nx[^n]")
    run = Run
    assert tree == (
        Heading(1, (run("T"),)),
        Listing(False, (Item((run("a"),), (Listing(False, (Item((run("b"),)),)),)),)),
        Grid(((run("A"),), (run("B"),)), (((run("1"),), ()),), (False, True)),
        Paragraph((run("x"), Call("n"))),
    )


def test_plain_text_has_no_markup_left():
    text = "### Titre\n**Un** [lien](https://x.ca)[^1]\n- a\n  - *b*\n\n| A | B |\n|---|---|\n| 1 | 2 |\n: Légende"
    assert plain(text) == "Titre\nUn lien\na\nb\nLégende\nA – B\n1 – 2"


def bound(text: str) -> BoundText:
    def refer(code: str) -> Referred:
        if code == "cible:2":
            return Referred("8\u00a0100", "Cible", "le plan", "/plan/#cibles")
        return Referred("[référence perdue]", is_lost=True)

    return BoundText(text, refer, (Numbered(2, "/plan/#note-7", "appel-2-1"), Numbered(0)))


def test_a_bound_text_is_the_markup_itself_and_tells_its_figures_when_rendered():
    text = bound("La cible est de **{{cible:2}}**[^b].")
    assert text == "La cible est de **{{cible:2}}**[^b]."
    assert render_prose(text) == "<p>La cible est de <strong>8\u00a0100</strong><sup>2</sup>.</p>"
    assert plain(text) == "La cible est de 8\u00a0100."
    assert told_markup(text) == "La cible est de **8\u00a0100**[^b]."
    assert blocks(text)[0].content[1] == Run("8\u00a0100", is_strong=True)


def test_on_a_page_a_figure_leads_to_its_record_and_a_call_to_its_note():
    assert render_prose(bound("{{cible:2}}[^b]"), links=True) == (
        '<p><a class="ref" href="/plan/#cibles" title="Cible – le plan">8\u00a0100</a>'
        '<sup class="note-call"><a id="appel-2-1" href="/plan/#note-7">'
        '<span class="visually-hidden">Note </span>2</a></sup></p>'
    )


def test_what_is_lost_is_said_on_the_page_and_in_print():
    text = bound("{{x:y}} [^b] [^c]")
    assert render_prose(text) == "<p>[référence perdue] <sup>2</sup> [note perdue\u00a0: c]</p>"
    assert render_prose(text, links=True).count('<span class="ref ref--lost">') == 2
