"""{% load plans %}: the marks by which a row of a plan is shown, found and edited."""

from decimal import Decimal

from django import template
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.formats import NBSP, nombre, with_unit
from core.prose import render_prose
from core.templatetags.ui import draw_icon as icon
from indicators.models import Indicator
from indicators.pages.parts import long_date
from plans.models import KeyFigure
from plans.models.review import TARGET
from plans.parts import KIND_OF, row_anchor
from regions.models import Named

register = template.Library()

_SIGNS = {"", "%", "$", "k$", "M$"}  # written behind the number; other units are words

# A page holds two hundred of these marks: what is the same in all of them is written once.
_EDIT, _EDIT_BY_WORD = (
    f'<a class="{style}" href="{{}}" hx-get="{{}}" hx-target="closest [data-row]" hx-swap="outerHTML">{icon("edit")}'
    f'<span class="{word}">Modifier</span><span class="visually-hidden">{NBSP}: {{}}</span></a>'
    for style, word in (("edit-link", "visually-hidden"), ("edit-link edit-link--word", "edit-link__word"))
)
_COMMENT = (
    f'<a class="comment-link" href="{{}}">{icon("comment")}'
    f'<span class="visually-hidden">Commenter{NBSP}: {{}}</span></a>'
)
_COMMENTED = (
    f'<a class="comment-link comment-link--some" href="{{}}">{icon("comment")}<span aria-hidden="true">{{}}</span>'
    f'<span class="visually-hidden">Commenter{NBSP}: {{}}, {{}}</span></a>'
)

register.filter("row_id", row_anchor)


@register.filter
def prose(text: str | None, heading: str = "h4") -> SafeString:
    """The prose of a plan on its page: its figures lead to their records, its calls to the notes."""
    return render_prose(text, heading, links=True)


register.filter("jour", long_date)


@register.filter
def region_text(figure: KeyFigure) -> SafeString | str:
    """`9,0 %`, `200 630 personnes`: a key figure of the region; what is counted stands under its number."""
    return _measure(figure.region_value, figure)


@register.filter
def quebec_text(figure: KeyFigure) -> SafeString | str:
    """The same measure for Québec."""
    return _measure(figure.quebec_value, figure)


def _measure(value: Decimal | None, figure: KeyFigure) -> SafeString | str:
    if value is None or figure.unit in _SIGNS:
        return with_unit(value, figure.unit, figure.decimals)
    return format_html("{} <small>{}</small>", nombre(value, figure.decimals), figure.unit)


@register.filter
def name_in(place: Named, year: int) -> str:
    """The name a place bore that year: a plan prints the name of its time."""
    return place.name_in(year)


@register.simple_tag(takes_context=True)
def edit_link(context, row: Model, label: str = "", *, word: bool = False) -> SafeString | str:
    """The discreet pencil beside a part, for whoever may edit. Its name is « Modifier : intitulé »."""
    if not context.get("editable"):
        return ""
    plan = context["plan"]
    url = reverse("plan_part_edit", args=[plan.territory.slug, plan.year_id, KIND_OF[type(row)], row.pk])
    return format_html(_EDIT_BY_WORD if word else _EDIT, url, url, label or str(row))


@register.simple_tag(takes_context=True)
def comment_link(context, row: Model) -> SafeString | str:
    """Beside a part: how many threads are open on it, and the way to comment it. « Commenter : intitulé, 2 fils »."""
    return _comment_link(context, KIND_OF[type(row)], row.pk, row)


@register.simple_tag(takes_context=True)
def comment_target(context, indicator: Indicator) -> SafeString | str:
    """The same beside the target of an indicator."""
    return _comment_link(context, TARGET, indicator.pk, indicator.short_name)


def _comment_link(context, kind: str, number: int, name: object) -> SafeString | str:
    marks = context.get("review")
    count = marks.of(kind, number) if marks else 0
    if not marks or not (count or marks.may_comment):
        return ""
    url = marks.url_of(kind, number)
    if not count:
        return format_html(_COMMENT, url, name)
    plural = "s" if count > 1 else ""
    return format_html(_COMMENTED, url, count, name, f"{count} fil{plural} ouvert{plural}")


@register.simple_tag(takes_context=True)
def origin_of(context, row: Model) -> SafeString | str:
    """Where a row was taken up from, when it came from a local plan."""
    dossier = context.get("dossier")
    place = dossier.places_of_origin.get((KIND_OF[type(row)], row.pk)) if dossier and dossier.origins else None
    if place is None:
        return ""
    return format_html('<p class="row-origin">Vient du plan local du CLE {}</p>', place)
