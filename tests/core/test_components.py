"""Components: what they say, what they escape, and that a misspelt argument fails at once."""

import gzip
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string

from core.charts_svg import TONES
from core.templatetags.ui import STEP_WORDS
from core.templatetags.ui_icons import ICONS

ROOT = Path(settings.BASE_DIR)


def render(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        '{% button_link "Voir" "/" colour="red" %}',
        '{% button_link "Voir" %}',
        '{% status_badge statut="reached" %}',
        '{% notice ton="info" %}x{% endnotice %}',
        '{% card titel="x" %}x{% endcard %}',
        "{% table_region %}x{% endtable_region %}",
        "{% progress_bar 1 2 %}",
        '{% icon nom="home" %}',
        "{% cycle_line etapes=steps %}",
        '{% chart_figure "x" legend="y" %}x{% endchart_figure %}',
    ],
)
def test_a_misspelt_argument_fails_when_the_template_is_compiled(source):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load ui %}" + source)


@pytest.mark.parametrize(
    "source",
    [
        '{% button_link "Voir" "/" tone="red" %}',
        '{% status_badge "good" %}',
        '{% notice "warn" %}x{% endnotice %}',
        '{% icon "hom" %}',
        '{% card "x" level=1 %}x{% endcard %}',
        '{% empty_state "x" action_label="y" %}z{% endempty_state %}',
        '{% breadcrumb "Accueil" "/" %}',
        '{% field_row "nom" %}',
    ],
)
def test_an_impossible_value_fails_when_rendered(source):
    with pytest.raises(TemplateSyntaxError):
        render(source)


@pytest.mark.parametrize("status", TONES)
def test_a_status_is_told_by_word_and_shape(status):
    html = render("{% status_badge status %}", status=status)
    assert TONES[status].word in html
    assert "<svg" in html and 'aria-hidden="true"' in html


def test_texts_are_escaped():
    nasty = "<b>&"
    for source in (
        '{% button_link t "/" detail=t %}', "{% card t %}{% endcard %}", '{% notice "info" t %}{% endnotice %}',
        "{% progress_bar 1 2 t text=t %}", "{% key_figure t t note=t %}", "{% breadcrumb t t t %}",
        "{% definition t %}{% enddefinition %}", "{% table_region t %}{% endtable_region %}",
        "{% empty_state t %}{% endempty_state %}", "{% chart_figure t note=t %}{% endchart_figure %}",
        "{% field_group t help=t %}{% endfield_group %}",
    ):  # fmt: skip
        html = render(source, t=nasty)
        assert "<b>" not in html, source
        assert "&lt;b&gt;&amp;" in html


def test_a_button_link_reads_its_detail_to_those_who_do_not_see():
    html = render('{% button_link "Saisir" "/saisie/" icon="edit" detail="les résultats de décembre" %}')
    assert 'href="/saisie/"' in html
    assert '<span class="visually-hidden"> les résultats de décembre</span>' in html


def test_a_card_is_named_by_its_heading():
    html = render('{% card "À faire" level=3 %}<p>x</p>{% endcard %}')
    key = re.search(r'aria-labelledby="(\w+)"', html)[1]
    assert f'<h3 class="card__title" id="{key}">' in html


def test_progress_is_told_in_words():
    html = render('{% progress_bar 1500 2000 "Lignes lues" %}')
    assert "1\u00a0500 sur 2\u00a0000" in html
    assert 'value="1500" max="2000"' in html


class SampleForm(forms.Form):
    name = forms.CharField(label="Nom", help_text="Comme au registre.")
    note = forms.CharField(label="Note", required=False)
    scope = forms.ChoiceField(label="Portée", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="J’ai relu", required=False)


def test_a_field_ties_its_help_and_error_to_its_control():
    html = render("{% field_row form.name %}", form=SampleForm({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html and 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'for="id_name"' in html


def test_an_optional_field_says_so_and_help_can_be_dropped():
    assert "(facultatif)" in render("{% field_row form.note %}", form=SampleForm())
    assert "(facultatif)" not in render("{% field_row form.note optional=False %}", form=SampleForm())
    assert "Comme au registre." not in render('{% field_row form.name help="" %}', form=SampleForm())


def test_choices_stand_in_a_fieldset_and_a_box_before_its_label():
    assert "<legend" in render("{% field_row form.scope %}", form=SampleForm())
    html = render("{% field_row form.agree %}", form=SampleForm())
    assert html.index("<input") < html.index("<label")


def test_the_summary_of_errors_links_to_the_fields():
    html = render("{% form_errors form %}", form=SampleForm({"note": "x"}))
    assert "2 points sont à corriger." in html
    assert 'href="#id_name"' in html
    assert render("{% form_errors form %}", form=SampleForm()).strip() == ""


def test_breadcrumb_marks_the_present_page():
    html = render('{% breadcrumb "Accueil" "/" "Plan" "/plan/" "Stratégies" %}')
    assert html.count("<a ") == 2
    assert '<span aria-current="page">Stratégies</span>' in html


def test_the_cycle_says_state_and_date_in_words():
    steps = [
        SimpleNamespace(number=1, title="Analyse", state="done", due=date(2006, 9, 29)),
        SimpleNamespace(number=2, title="Orientations", state="current", due="novembre 2006"),
        SimpleNamespace(number=3, title="Cadre", state="late", due=None),
    ]
    html = render("{% cycle_line steps %}", steps=steps)
    assert html.count('aria-current="step"') == 1
    assert "29 sept. 2006" in html and "novembre 2006" in html
    for state in ("done", "current", "late"):
        assert STEP_WORDS[state] in html
    with pytest.raises(TemplateSyntaxError):
        render("{% cycle_line steps %}", steps=[SimpleNamespace(number=1, title="x", state="passed", due=None)])


def test_pagination_keeps_the_filter(rf):
    html = render(
        "{% pagination page %}",
        page=Paginator(range(50), 10).page(2),
        request=rf.get("/", {"famille": "acces", "page": "2"}),
    )
    assert "?famille=acces&amp;page=1" in html and "?famille=acces&amp;page=3" in html
    assert "Page 2 sur 5" in html


def test_a_switch_menu_marks_the_present_choice():
    choices = [
        SimpleNamespace(label="2006-2007", url="/a/", current=False),
        SimpleNamespace(label="2007-2008", url="/b/", current=True),
    ]
    html = render('{% switch_menu "Exercice" "2007-2008" choices %}', choices=choices)
    assert '<a href="/b/" aria-current="true">2007-2008</a>' in html


def test_every_icon_draws():
    for name in ICONS:
        assert re.fullmatch(r"[MmLlHhVvCcSsAaZz\d\s.,-]+", ICONS[name]), name
    assert 'role="img" aria-label="Rechercher"' in render('{% icon "search" label="Rechercher" %}')


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_broken_requests_need_no_context(name):
    assert "Aller à l’accueil" in render_to_string(name)


def test_no_inline_style_or_script_in_our_templates():
    """A block of JSON is data, which no browser runs and no policy stops. Documents are files that bear their styles
    with them: they are no pages of ours."""
    documents = set(ROOT.glob("templates/reports/document_*.html"))
    for path in set(ROOT.glob("templates/**/*.html")) - documents:
        source = path.read_text(encoding="utf-8")
        assert " style=" not in source and "<style" not in source, path
        script = re.search(r'<script(?![^>]*(?: src=| type="application/json"))', source)
        assert not script and not re.search(r"<[^%>]*\son[a-z]+=", source), path


def test_a_first_view_weighs_less_than_200_kb():
    """The frame's styles, the heaviest page's own, the two scripts and the fonts, as sent: text is compressed."""
    linked = re.compile(r"css/[\w-]+\.css")
    frame = set(linked.findall((ROOT / "templates/base.html").read_text()))
    pages = [set(linked.findall(page.read_text())) - frame for page in ROOT.glob("templates/**/*.html")]
    names = (
        "open-sans-latin-400-normal",
        "open-sans-latin-600-normal",
        "roboto-latin-500-normal",
        "roboto-latin-700-normal",
    )
    always = [*frame, "js/jalon.js", "vendor/htmx.min.js", *(f"fonts/{name}.woff2" for name in names)]
    heaviest = max(sum(_size(name) for name in page) for page in pages)
    assert sum(map(_size, always)) + heaviest < 200_000


def _size(name: str) -> int:
    content = (ROOT / "static" / name).read_bytes()
    return len(content) if name.endswith(".woff2") else len(gzip.compress(content))
