"""The small markup of our prose: what it renders, and that nothing hostile passes."""

from core.prose import render_prose


def test_paragraphs_lists_headings_and_bold_are_rendered():
    text = "Un **mot**.\nSuite\n\n### Titre\n- un\n- deux\n\n1. premier\n2. second"
    assert render_prose(text, "h5") == (
        "<p>Un <strong>mot</strong>.<br>Suite</p><h5>Titre</h5><ul><li>un</li><li>deux</li></ul>"
        "<ol><li>premier</li><li>second</li></ol>"
    )


def test_html_is_shown_as_text():
    assert render_prose('<script>alert("x")</script>') == "<p>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</p>"
    assert render_prose("- <img src=x onerror=1>") == "<ul><li>&lt;img src=x onerror=1&gt;</li></ul>"


def test_empty_text_renders_nothing():
    assert render_prose("") == render_prose(None) == render_prose(" \n\n ") == ""
