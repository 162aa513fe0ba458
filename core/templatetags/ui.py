"""The components of every page: template tags with a signature, so that a misspelt argument fails at once.

    block tags   card · notice · empty_state · definition · table_region · chart_figure · field_group
    plain tags   icon · button_link · status_badge · progress_bar · key_figure · bullet_key
    from a file  field_row · form_errors · breadcrumb · cycle_line · switch_menu · pagination

Text given as an argument is escaped; the content of a block is HTML already rendered by the template.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from hashlib import blake2s

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.charts_svg import TONES, mark
from core.formats import nombre
from core.templatetags.ui_icons import ICONS

register = template.Library()

NOTICE_WORDS = {"info": "À savoir", "success": "C’est fait", "warning": "Attention", "error": "Erreur"}
BUTTONS = ("primary", "secondary", "quiet", "danger")
STEP_WORDS = {"done": "terminée", "current": "en cours", "todo": "à venir", "late": "en retard"}


def _one_of(argument: str, value: str, allowed: Iterable[str]) -> str:
    """The value when it is allowed; a template that asks for anything else is wrong and is told so."""
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{argument}={value!r}: one of {', '.join(allowed)}")
    return value


def _key(*texts: object) -> str:
    """A stable id made of the texts, so that a page is the same bytes at each rendering."""
    return "u" + blake2s("|".join(map(str, texts)).encode(), digest_size=4).hexdigest()


# --- Plain tags ------------------------------------------------------------------------------------------------------


@register.simple_tag(name="icon")
@lru_cache(maxsize=256)
def draw_icon(name: str, *, label: str = "") -> SafeString:
    """A line icon; decorative unless `label` says in words what it means."""
    drawing = ICONS[_one_of("icon", name, ICONS)]
    told = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor"'
        ' stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" {} focusable="false"><path d="{}"/></svg>',
        told,
        drawing,
    )


@register.simple_tag
def button_link(label: str, url: str, *, tone: str = "primary", icon: str = "", detail: str = "") -> SafeString:
    """A link that looks like a button. `detail` is read after the label but not shown (« de décembre 2007 »)."""
    _one_of("tone", tone, BUTTONS)
    hidden = format_html('<span class="visually-hidden"> {}</span>', detail) if detail else ""
    drawing = draw_icon(icon) if icon else ""
    return format_html(
        '<a class="button button--{}" href="{}">{}<span>{}{}</span></a>', tone, url, drawing, label, hidden
    )


@register.simple_tag
def status_badge(status: str, *, word: str = "") -> SafeString:
    """A status told by its shape, its French word and its colour."""
    _one_of("status", status, TONES)
    return format_html(
        '<span class="badge badge--{}">{}<span>{}</span></span>', status, _shape(status), word or TONES[status].word
    )


@cache
def _shape(status: str) -> SafeString:
    return mark_safe(
        f'<svg class="mark" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">'
        f"{mark(status, 8, 8, 15)}</svg>"
    )


@register.simple_tag
def progress_bar(value: int | Decimal, maximum: int | Decimal, label: str, *, text: str = "") -> SafeString:
    """How far a work has come, in words too (« 3 sur 10 » unless `text` says better)."""
    key = _key("progress", label)
    shown = text or f"{nombre(value)} sur {nombre(maximum)}"
    return format_html(
        '<div class="progress"><label class="progress__label" for="{}">{}</label>'
        '<progress id="{}" value="{}" max="{}">{}</progress><span class="progress__text">{}</span></div>',
        key, label, key, f"{value:f}" if isinstance(value, Decimal) else value,
        f"{maximum:f}" if isinstance(maximum, Decimal) else maximum or 1, shown, shown,
    )  # fmt: skip


@register.simple_tag
def key_figure(label: str, value: str, *, note: str = "", status: str = "", chart: str = "") -> SafeString:
    """One figure that matters: its name, its value already in French, a note, a status and a chart beneath."""
    badge = status_badge(status) if status else ""
    after = format_html('<p class="key-figure__note">{}</p>', note) if note else ""
    return format_html(
        '<div class="key-figure"><p class="key-figure__label">{}</p><p class="key-figure__value">{}</p>{}{}{}</div>',
        label, value, badge, chart, after,
    )  # fmt: skip


@register.simple_tag
def bullet_key() -> SafeString:
    """How to read the bullet charts of a table: bar, mark and triangle, in words."""
    return mark_safe(
        '<p class="chart-key"><span class="chart-key__bar">Résultat</span> '
        '<span class="chart-key__target">Cible de l’année</span> '
        '<span class="chart-key__expected">Attendu à ce jour</span></p>'
    )


# --- Block tags ------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def notice(content: str, tone: str, title: str = "", *, live: bool = False) -> SafeString:
    """A message in the page: info, success, warning or error. `live` makes screen readers say it at once."""
    drawing = draw_icon(_one_of("tone", tone, NOTICE_WORDS), label=NOTICE_WORDS[tone])
    heading = format_html('<p class="notice__title">{}</p>', title) if title else ""
    role = mark_safe(' role="alert"' if tone == "error" else ' role="status"') if live else ""
    return format_html(
        '<div class="notice notice--{}"{}>{}<div class="notice__text">{}{}</div></div>',
        tone,
        role,
        drawing,
        heading,
        content,
    )


@register.simple_block_tag
def card(content: str, title: str = "", *, level: int = 2, icon: str = "", note: str = "") -> SafeString:
    """A framed part of the page, named by its heading of the given level (2 to 4)."""
    if level not in (2, 3, 4):
        raise template.TemplateSyntaxError(f"level={level!r}: 2, 3 or 4")
    if not title:
        return format_html('<section class="card">{}</section>', content)
    key = _key("card", title, level)
    drawing = draw_icon(icon) if icon else ""
    beside = format_html('<p class="card__note">{}</p>', note) if note else ""
    tag = mark_safe(f"h{level}")
    return format_html(
        '<section class="card" aria-labelledby="{}"><div class="card__head">'
        '<{} class="card__title" id="{}">{}{}</{}>{}</div>{}</section>',
        key, tag, key, drawing, title, tag, beside, content,
    )  # fmt: skip


@register.simple_block_tag
def empty_state(
    content: str, title: str, *, icon: str = "documents", action_label: str = "", action_url: str = ""
) -> SafeString:
    """Nothing here yet: says so, says what to do first, and offers it."""
    if bool(action_label) != bool(action_url):
        raise template.TemplateSyntaxError("empty_state needs both action_label and action_url, or neither")
    action = button_link(action_label, action_url) if action_label else ""
    return format_html(
        '<div class="empty-state">{}<p class="empty-state__title">{}</p>'
        '<div class="empty-state__text">{}</div>{}</div>',
        draw_icon(icon), title, content, action,
    )  # fmt: skip


@register.simple_block_tag
def definition(content: str, term: str, *, is_open: bool = False) -> SafeString:
    """A term that unfolds into its definition in plain words."""
    state = mark_safe(" open") if is_open else ""
    return format_html(
        '<details class="definition"{}><summary>{}</summary><div class="definition__text">{}</div></details>',
        state, term, content,
    )  # fmt: skip


@register.simple_block_tag
def table_region(content: str, label: str, *, tall: bool = False) -> SafeString:
    """Holds a wide table: it scrolls inside, by keyboard too. `tall` keeps the head in sight of a long table."""
    css = mark_safe(" table-region--tall") if tall else ""
    return format_html(
        '<div class="table-region{}" role="region" aria-label="{}" tabindex="0">{}</div>', css, label, content
    )


@register.simple_block_tag
def chart_figure(content: str, title: str, *, note: str = "", table_url: str = "") -> SafeString:
    """A chart with its caption, its note (extraction, provisional…) and the link to its table (« #tableau »)."""
    after = format_html('<p class="chart-figure__note">{}</p>', note) if note else ""
    link = format_html('<a class="chart-figure__table" href="{}">Voir le tableau</a>', table_url) if table_url else ""
    return format_html(
        '<figure class="chart-figure"><figcaption>{}</figcaption>'
        '<div class="chart-figure__view" role="group" aria-label="{}" tabindex="0">{}</div>{}{}</figure>',
        title, title, content, after, link,
    )  # fmt: skip


@register.simple_block_tag
def field_group(content: str, legend: str, *, help: str = "") -> SafeString:
    """Fields that belong together, under a legend."""
    hint = format_html('<p class="field__help">{}</p>', help) if help else ""
    return format_html('<fieldset class="field-group"><legend>{}</legend>{}{}</fieldset>', legend, hint, content)


# --- Tags that render a file of templates/components -----------------------------------------------------------------


@register.inclusion_tag("components/field_row.html")
def field_row(field: BoundField, *, label: str = "", help: str | None = None, optional: bool = True) -> dict:
    """Label, help, control and errors of a form field, tied together; `help=""` drops the help of the field."""
    if not isinstance(field, BoundField):
        raise template.TemplateSyntaxError(f"field_row wants a form field, not {field!r}")
    widget = field.field.widget
    hint = field.help_text if help is None else help
    ids = [f"{field.auto_id}_helptext"] * bool(hint) + [f"{field.auto_id}_error"] * bool(field.errors)
    attrs = {"aria-describedby": " ".join(ids)} if ids else {}
    return {
        "field": field,
        "control": field.as_widget(attrs=attrs),
        "label": label or field.label,
        "help": hint,
        "group": isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple),
        "tick": isinstance(widget, forms.CheckboxInput),
        "optional": optional and not field.field.required and not isinstance(widget, forms.CheckboxInput),
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: forms.BaseForm, *, focus: bool = True) -> dict:
    """Above a refused form: how many things to mend, each a link to its field; `focus` reads it first."""
    bad = [form[name] for name in form.fields if form[name].errors]
    return {"form": form, "bad": bad, "focus": focus, "count": len(bad) + len(form.non_field_errors())}


@dataclass(frozen=True, slots=True)
class Crumb:
    label: str
    url: str


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*steps: str) -> dict:
    """Label, address, label, address… and the label of the present page, which has no address."""
    if len(steps) % 2 == 0:
        raise template.TemplateSyntaxError("breadcrumb: label, address, …, and the last label alone")
    pairs = zip(steps[:-1:2], steps[1::2], strict=True)
    return {"crumbs": [Crumb(str(label), str(url)) for label, url in pairs], "current": steps[-1]}


@register.inclusion_tag("components/cycle_line.html")
def cycle_line(steps: Sequence) -> dict:
    """The steps of the planning cycle as a line. Each has .number .title .state .due, and may have .url.

    States: done, current, todo, late; `due` is a date, a text or None.
    """
    rows = []
    for step in steps:
        state = _one_of("state", step.state, STEP_WORDS)
        due = date_format(step.due, "j N Y") if isinstance(step.due, date) else step.due
        rows.append({"step": step, "word": STEP_WORDS[state], "due": due, "url": getattr(step, "url", "")})
    return {"rows": rows}


@register.inclusion_tag("components/switch_menu.html")
def switch_menu(label: str, current: str, choices: Iterable) -> dict:
    """A menu of links that changes the exercise or the territory; choices have .label .url .current."""
    return {"label": label, "current": current, "choices": list(choices)}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page: Page, *, parameter: str = "page") -> dict:
    """Links between the pages of a long list, keeping the other parameters of the address."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[parameter] = number
        return f"?{query.urlencode()}"

    before = address(page.previous_page_number()) if page.has_previous() else ""
    after = address(page.next_page_number()) if page.has_next() else ""
    return {"page": page, "previous_url": before, "next_url": after}
